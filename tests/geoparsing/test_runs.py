"""Stretches of capitals, and sentences where capitals say nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapkit.geoparsing.runs import Runs
from mapkit.text.tokens import tokenise


def stretches(text):
    tokens = tokenise(text)
    return [text[tokens.starts[a] : tokens.ends[b]] for a, b, _ in Runs(tokens).stretches()]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the New York Times wrote", ["New York Times"]),
        ("near St. Louis and Baton Rouge", ["St. Louis", "Baton Rouge"]),
        ("then Mary J. Blige sang", ["Mary J. Blige"]),
        ("both Kyiv, Lviv and Sumy", ["Kyiv", "Lviv", "Sumy"]),
        ("In Paris it rained", ["In", "Paris"]),
        ("The Thames rose", ["The", "Thames"]),
        ("nothing here", []),
    ],
)
def test_capitals_that_stand_together(text, found):
    assert stretches(text) == found


def test_a_small_word_joins_two_stretches_and_each_is_kept():
    found = stretches("he left Rio de Janeiro for the University of Leeds")
    assert {"Rio", "Rio de Janeiro", "Janeiro", "University of Leeds", "Leeds"} <= set(found)


def test_an_owner_is_joined_to_a_building_only():
    assert "Joe's Stadium" in stretches("they met at Joe's Stadium")
    assert "Joe's Mary" not in stretches("they met Joe's Mary")


def test_a_sentence_ends_a_stretch():
    assert stretches("they left Kyiv. Odesa burned") == ["Kyiv", "Odesa"]


@pytest.mark.parametrize(
    ("text", "titled", "shouting"),
    [
        ("Rebels Seize Town Near Goma As Army Retreats In North Kivu", True, False),
        ("KHARKIV SHELLED AGAIN, DOZENS HURT", True, True),
        ("Rebels seized a town near Goma as the army retreated.", False, False),
        ("KYIV, Ukraine - Two people died when a shell fell on a market.", False, False),
        ("U.S. troops left.", False, False),
    ],
)
def test_title_case_and_capitals(text, titled, shouting):
    runs = Runs(tokenise(text))
    assert (runs.titled[0], runs.shouting[0]) == (titled, shouting)


def test_each_sentence_has_its_own_case():
    runs = Runs(tokenise("KHARKIV SHELLED AGAIN\nRockets fell on a school in the city, the mayor said."))
    assert runs.shouting == [True, False]


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("they fled al-Hasakah", ["al", "Hasakah"]),
        ("they fled Deir ez-Zor", ["Deir", "ez", "Zor"]),
        ("they fled el-Fasher and as-Suwayda", ["el", "Fasher", "as", "Suwayda"]),
        ("as well as an-other", []),
    ],
)
def test_a_name_may_begin_with_a_small_article_tied_to_it(text, heads):
    tokens = tokenise(text)
    assert [tokens.words[word] for word, _ in Runs(tokens).heads] == heads


@given(
    st.lists(st.sampled_from(["Kyiv", "St.", "of", "al-Bab", "said", "NATO", "\n", "’s", "J.", "é", "Ж"]), max_size=20)
)
def test_a_run_holds_capitalised_words_of_one_sentence(words):
    tokens = tokenise(" ".join(words))
    runs = Runs(tokens)
    assert len(runs.titled) == len(runs.shouting) == len(tokens.sentences)
    for word, text in enumerate(tokens.words):
        run = runs.of(word)
        assert (run is not None) == text[0].isupper()
        if run is not None:
            assert run[0] <= word <= run[1]
            assert len({tokens.sentence_of(each) for each in range(run[0], run[1] + 1)}) == 1
