"""Nouns that mean people, also unlisted ones, and the things that only look like them."""

import pytest

from mapkit.coding.people import means_people


@pytest.mark.parametrize("form", ["boatmen", "pharmacist", "tiktokers", "tea-pickers", "evacuees"])
def test_unlisted_people_are_known_by_their_ending(form):
    assert means_people(form)


@pytest.mark.parametrize("form", ["water", "helicopters", "committee", "river", "trailers", "er"])
def test_things_with_such_an_ending_are_no_people(form):
    assert not means_people(form)
