"""The reader of texts with their events marked."""

from datetime import date

import marked
import pytest

FILE = """=== one-1 | 2024-05-12
Shells [[hit|SHELL|Kupiansk; Izium|k4 i9 !]] Kupiansk and Izium

Four died in the [[shelling|SHELL=]]. No [[assault|CLASH-]] followed. Houses were [[burnt|LOOT]].

=== two-2 | 2020-00-00
Aid was [[blocked|AID|?]].
"""


def test_marks_are_taken_out_and_kept_with_what_they_say():
    first, second = marked.parse(FILE)
    assert first.text.startswith("Shells hit Kupiansk and Izium\n\nFour died in the shelling. No assault")
    assert [first.text[mark.start : mark.end] for mark in first.marks] == ["hit", "shelling", "assault", "burnt"]
    hit, shelling, assault, burnt = first.marks
    assert hit == marked.Mark(
        7, 10, "Shelling/artillery/missile attack", "", ("Kupiansk", "Izium"), fatalities=4, injuries=9, claim=1
    )
    assert (shelling.state, assault.state, burnt.state, burnt.places) == ("=", "-", "", None)
    assert second.marks[0].places == ()
    assert (first.published, second.published) == (date(2024, 5, 12), None)


@pytest.mark.parametrize(
    ("text", "said"), [("[[hit|BOMB|?]]", "no such code"), ("[[hit AIR|Izium", "a mark is broken")]
)
def test_a_fault_is_one_line(text: str, said: str):
    with pytest.raises(SystemExit, match=f"x-1: {said}"):
        list(marked.parse(f"=== x-1 | 2024-01-01\n{text} it.\n"))


def test_places_and_numbers_are_those_that_mapkit_finds(tmp_path):
    path = tmp_path / "news.txt"
    path.write_text(FILE, encoding="utf-8")
    first, _ = marked.documents([path])
    assert [place.text for place in first.places] == ["Kupiansk", "Izium"]
    assert first.named("Izium") == {1}
    assert [value for *_, value in first.numbers] == [4.0, 0.0]
