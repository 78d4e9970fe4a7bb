"""The gold documents must be sound themselves: a wrong gold file would teach the rules its own mistake."""

import json
import math
import re
from datetime import date
from pathlib import Path

import pytest

from mapkit.model.codebook import SUB_EVENT_TYPES, EventType, type_of

GOLD = Path(__file__).parent / "gold"
TEXTS = sorted(GOLD.rglob("*.txt"))
STATUSES = {"reported", "claimed", "disputed"}
CLOSED = {
    EventType.BATTLES,
    EventType.EXPLOSIONS,
    EventType.VIOLENCE,
    EventType.PROTESTS,
    EventType.RIOTS,
}
SUBS = {sub for subs in SUB_EVENT_TYPES.values() for sub in subs}
UNITS = (
    "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
NUMBER_WORDS = dict(enumerate(UNITS.split()))
NUMBER_WORDS |= {10 * ten: word for ten, word in enumerate(TENS.split(), 2)}
NUMBER_WORDS |= {
    ten + unit: f"{NUMBER_WORDS[ten]}[- ]{NUMBER_WORDS[unit]}" for ten in range(20, 100, 10) for unit in range(1, 10)
}
NUMBER_WORDS |= {2: "two|pair|couple|both", 12: "twelve|dozen"}
EVENT_KEYS = {
    "type", "sub", "at", "status", "fatalities", "injuries", "optional_type", "optional_sub", "date", "quote",
}  # fmt: skip


def load(text_file: Path) -> dict:
    return json.loads(text_file.with_suffix(".json").read_text(encoding="utf-8"))


def kilometres(a: list, b: list) -> float:
    (lat1, lon1), (lat2, lon2) = (map(math.radians, point[1:3]) for point in (a, b))
    h = math.sin((lat2 - lat1) / 2) ** 2
    h += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 12742 * math.asin(math.sqrt(h))


def check_point(label: str, lat: float, lon: float, km: float) -> None:
    assert label.strip()
    assert -90 <= lat <= 90
    assert -180 <= lon <= 180
    assert 0 < km <= 5000


@pytest.fixture(params=TEXTS, ids=lambda p: str(p.relative_to(GOLD).with_suffix("")))
def pair(request):
    """One document: its text and its gold."""
    return request.param.read_text(encoding="utf-8"), load(request.param)


def test_every_text_has_its_gold_and_the_set_is_large_enough():
    assert {p.with_suffix("") for p in TEXTS} == {p.with_suffix("") for p in GOLD.rglob("*.json")}
    held = [p for p in TEXTS if p.parent.name == "held_out"]
    assert len(TEXTS) >= 45
    assert 0.3 <= len(held) / len(TEXTS) <= 0.4
    assert sum(not load(p)["events"] for p in TEXTS) >= 5


def test_only_the_keys_that_the_scorer_knows(pair):
    _, gold = pair
    assert {"places", "events", "absent"} <= set(gold)
    assert set(gold) <= {"published", "places", "events", "absent", "distances"}
    if "published" in gold:
        date.fromisoformat(gold["published"])


def test_places_stand_in_the_text_as_whole_words(pair):
    text, gold = pair
    assert gold["places"]
    for surface, *point in gold["places"]:
        assert re.search(rf"(?<!\w){re.escape(surface)}(?!\w)", text), surface
        check_point(surface, *point)


def test_events_speak_the_vocabulary(pair):
    _, gold = pair
    for event in gold["events"]:
        assert set(event) <= EVENT_KEYS
        assert type_of(event["sub"]) == event["type"]
        assert set(event.get("optional_type", [])) <= set(EventType)
        assert set(event.get("optional_sub", [])) <= SUBS
        status = event.get("status", "reported")
        assert {status} <= STATUSES if isinstance(status, str) else set(status) <= STATUSES
        check_point(*event["at"])
        for kind in ("fatalities", "injuries"):
            assert event.get(kind, 0) >= 0
        if "date" in event:
            assert date.fromisoformat(event["date"]) <= date.fromisoformat(gold["published"])


def test_a_toll_stands_in_the_text_as_figure_or_word(pair):
    text, gold = pair
    for event in gold["events"]:
        for kind in ("fatalities", "injuries"):
            count = event.get(kind, 0)
            if count > 1:  # one is told by its article: "a driver was killed"
                forms = {str(count), f"{count:,}", NUMBER_WORDS.get(count, str(count))}
                assert re.search(rf"\b({'|'.join(forms)})\b", text, re.IGNORECASE), (event["at"], kind, count)


def test_guards_do_not_contradict_the_events(pair):
    _, gold = pair
    for guard in gold["absent"]:
        assert set(guard) <= {"at", "type"}
        assert guard.get("type") in {None, *CLOSED}
        check_point(*guard["at"])
        for event in gold["events"]:
            if event["type"] in CLOSED and guard.get("type") in (None, event["type"]):
                assert kilometres(guard["at"], event["at"]) > guard["at"][3]


def test_distances_name_a_place_of_the_text(pair):
    text, gold = pair
    for distance in gold.get("distances", []):
        assert set(distance) == {"km", "from"}
        assert distance["km"] > 0
        assert distance["from"] in text


def test_documents_without_events_guard_something():
    for path in TEXTS:
        gold = load(path)
        assert gold["events"] or gold["absent"], path.name
