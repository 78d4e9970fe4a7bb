"""Where a dateline ends, and that it is no part of the sentence behind it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapkit.model import Document
from mapkit.text.datelines import dateline_end
from mapkit.text.sentences import analyse

TOLD = "Fighters attacked a market on Sunday."


@pytest.mark.parametrize(
    "dateline",
    [
        "KHARTOUM, Sudan (AP) — ",
        "KYIV, Feb 3 (Reuters) - ",
        "BEIRUT (AFP) – ",
        "GAZA -- ",
        "GOMA, Democratic Republic of Congo — ",
        "Port-au-Prince, 3 March 2024 - ",
        "Geneva (Agency) - ",
    ],
)
def test_a_dateline_is_a_sentence_of_its_own(dateline):
    (analysis,) = analyse([Document("a.txt", f"A headline\n\n{dateline}{TOLD} It burnt down.")])
    assert [sentence.text for sentence in analysis.sentences][1:3] == [dateline.strip(), TOLD]


@pytest.mark.parametrize(
    "text",
    [
        "NATO - which has 32 members - said on Sunday that it would send more troops to the border.",
        "Fighters from three villages - Among them boys - attacked a market on Sunday.",
        "The market of Omdurman (the old one) was attacked on Sunday - The third time this year.",
        "GAZA - ",
        TOLD,
    ],
)
def test_a_dash_in_a_sentence_is_no_dateline(text):
    assert dateline_end(text, 0, len(text)) == 0


@given(st.text(max_size=200), st.integers(0, 200), st.integers(0, 200))
def test_any_text_has_an_end_within_it(text, start, stop):
    start = min(start, len(text))
    assert start <= dateline_end(text, start, stop) <= max(start, min(stop, len(text)))


def test_a_stop_beyond_the_text_is_its_end():
    assert dateline_end("Shells - ", 0, 12) == 0
