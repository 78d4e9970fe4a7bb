"""Times and persons are told by their words."""

import pytest

from mapkit.coding.entities import names_person, names_time
from mapkit.text import nlp


def last(text):
    (doc,) = nlp.parse([text])
    return next(token for token in reversed(doc) if token.is_alpha or token.like_num)


@pytest.mark.parametrize("text", ["It fell on Monday", "It fell in March", "It fell in 2014", "It fell last night"])
def test_days_months_and_years_are_times(text):
    assert names_time(last(text))


@pytest.mark.parametrize("text", ["It fell on Kherson", "They began the march", "He may"])
def test_other_words_are_none(text):
    assert not names_time(last(text))


def test_a_given_name_or_a_title_makes_a_person():
    assert names_person(last("Gunmen killed Maria Lopez"))
    assert names_person(last("Gunmen killed Dr. Haddad"))
    assert not names_person(last("Gunmen attacked Port Sudan"))
    assert not names_person(last("Gunmen killed the mayor"))
