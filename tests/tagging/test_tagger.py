"""The tagger as it ships: what it reads in plain news, and that no text can upset it."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapkit import tagging
from mapkit.errors import ModelMissingError
from mapkit.model import type_of
from mapkit.tagging import Tagger

TEXT = """KHARKIV - Russian artillery shelled Kupiansk on Tuesday morning, killing four people and wounding nine, the
governor said. In Izium residents marched to the town hall to demand heating."""


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger.default()


def spans(text: str, *words: str) -> list[tuple[int, int]]:
    return [(text.index(word), text.index(word) + len(word)) for word in words]


def likeliest(shares: tuple[tuple[int, float], ...]) -> int:
    return max(shares, key=lambda pair: pair[1])[0]


def test_plain_news_is_read(tagger: Tagger):
    places = spans(TEXT, "KHARKIV", "Kupiansk", "Izium")
    tags = tagger.tag(TEXT, places, spans(TEXT, "four", "nine"))
    shelling = max((t for t in tags if t.sub_event_type.startswith("Shelling")), key=lambda tag: tag.actual)
    march = max((t for t in tags if t.sub_event_type == "Peaceful protest"), key=lambda tag: tag.actual)
    assert shelling.actual > 0.5
    assert march.actual > 0.5
    assert TEXT[march.start : march.end] == "marched"
    assert likeliest(march.places) == 2
    assert likeliest(shelling.places) == 1
    assert likeliest(shelling.fatalities) == 0


def test_what_did_not_happen_is_told_from_what_did(tagger: Tagger):
    text = "Officials denied that the town had been shelled. There was no shelling on Monday, they said."
    assert all(tag.actual < 0.5 for tag in tagger.tag(text))


def test_sport_is_no_war(tagger: Tagger):
    text = "United attacked from the start, and their captain shot twice before Rovers captured the cup in London."
    assert all(tag.actual < 0.5 for tag in tagger.tag(text, spans(text, "London")))


def test_tags_are_the_same_each_time(tagger: Tagger):
    places = spans(TEXT, "KHARKIV", "Kupiansk", "Izium")
    assert tagger.tag(TEXT, places) == Tagger(Path(tagging.__file__).parent).tag(TEXT, places)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400), st.lists(st.tuples(st.integers(0, 400), st.integers(1, 20)), max_size=5))
def test_any_text_gives_tags_within_it(text: str, asked: list[tuple[int, int]]):
    places = sorted((start, start + length) for start, length in asked if start + length <= len(text))
    for tag in Tagger.default().tag(text, places, places):
        assert 0 <= tag.start < tag.end <= len(text)
        assert type_of(tag.sub_event_type)
        linked = [dict(pairs) for pairs in (tag.places, tag.fatalities, tag.injuries)]
        assert all(0 <= index < len(places) for shares in linked for index in shares)
        for shares in (tag.kinds, *linked, dict(enumerate((tag.actual, tag.again, tag.other)))):
            assert all(0 <= share <= 1 for share in shares.values())
            assert sum(shares.values()) < 1.01


@pytest.mark.parametrize("name", ["tagger.onnx", "tokenizer.json", "labels.json"])
def test_a_damaged_model_is_one_line(tmp_path: Path, name: str):
    for file in ("tagger.onnx", "tokenizer.json", "labels.json"):
        shutil.copy(Path(tagging.__file__).parent / file, tmp_path / file)
    (tmp_path / name).write_bytes(b"\x00nothing")
    with pytest.raises(ModelMissingError, match="install mapkit again") as caught:
        Tagger(tmp_path)
    assert "\n" not in str(caught.value)
