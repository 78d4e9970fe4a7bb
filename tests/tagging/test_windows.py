"""Windows: every piece of a text belongs to exactly one, and sentences are not cut where that can be helped."""

from hypothesis import given
from hypothesis import strategies as st

from mapkit.tagging.windows import OVERLAP, SIZE, windows


def pieces(text: str) -> list[tuple[int, int]]:
    """Return a piece for every word and full stop."""
    found, start = [], 0
    for at, letter in enumerate(text + " "):
        if letter in " .\n":
            if at > start:
                found.append((start, at))
            if letter == ".":
                found.append((at, at + 1))
            start = at + 1
    return found


@given(st.lists(st.integers(min_value=1, max_value=500), max_size=6))
def test_every_piece_is_one_windows_own(lengths: list[int]):
    text = " ".join("word " * length + "end." for length in lengths)
    offsets = pieces(text)
    own = []
    for window in windows(text, list(range(len(offsets))), offsets):
        assert len(window.ids) <= SIZE
        own += list(window.ids[window.own :])
    assert own == list(range(len(offsets)))


def test_windows_are_cut_between_sentences_and_repeat_what_came_before():
    text = ("word " * 40 + "end. ") * 20
    offsets = pieces(text)
    first, second, *_ = windows(text, list(range(len(offsets))), offsets)
    assert text[slice(*first.offsets[-1])] == "."
    assert second.own == OVERLAP
    assert list(second.ids[:OVERLAP]) == list(first.ids[-OVERLAP:])


def test_a_sentence_longer_than_a_window_is_cut_anyway():
    text = "word " * 1000
    offsets = pieces(text)
    found = list(windows(text, list(range(len(offsets))), offsets))
    assert sum(len(window.ids) - window.own for window in found) == 1000


def test_position_is_of_the_first_piece_that_a_span_touches():
    text = "Shells hit Kupiansk."
    (window,) = windows(text, [1, 2, 3, 4], pieces(text))
    assert window.position(11, 19) == 2
    assert window.position(13, 15) == 2
    assert window.position(6, 7) is None
    assert window.position(40, 50) is None
