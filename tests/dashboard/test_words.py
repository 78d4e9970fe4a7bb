import json

import pytest

from mapkit.coding import Suggestion
from mapkit.dashboard import words
from mapkit.model import ClaimStatus, Distance, Event, EventStatus, EventType, Evidence, Quantity, Source
from mapkit.query import Similar
from mapkit.server.routes import context_of
from mapkit.workspace import Workspace
from scene import FRONT_LINE, HOSTILE, fill


@pytest.fixture
def scene(tmp_path):
    with Workspace.open(f"sqlite:///{tmp_path / 'w.sqlite3'}") as workspace:
        yield fill(workspace)


def event(**fields):
    return Event(**{"event_id": "0" * 16, "event_type": EventType.BATTLES, "sub_event_type": "Armed clash", **fields})


def test_every_caption_is_plain_json_and_keeps_the_exact_sentence(scene):
    for one in scene.values():
        text = FRONT_LINE if one.evidence[0].exact in FRONT_LINE else ""
        told = words.caption(one, context_of(one, text) if text else None)
        assert json.loads(json.dumps(told)) == told
        if text:
            assert told["quote"]["exact"] == one.evidence[0].exact
            paragraph = told["quote"]["before"] + told["quote"]["exact"] + told["quote"]["after"]
            assert paragraph in text
            assert "\n" not in paragraph


def test_a_hostile_text_is_passed_on_unchanged_as_a_value(scene):
    told = words.caption(scene["hostile"], None)
    assert told["actors"][0]["name"] == HOSTILE
    assert told["notes"] == [HOSTILE]
    assert told["who"]["words"] == f"According to {HOSTILE}"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ("Not stated", None)),
        ({"date_text": "on Sunday"}, ("Not stated", "“on Sunday” in the text")),
        (
            {"event_date": "2024-08-19", "date_start": "2024-08-19", "date_end": "2024-08-19", "time_precision": 1},
            ("19 August 2024", "exact day"),
        ),
        (
            {"date_start": "2024-08-12", "date_end": "2024-08-18", "time_precision": 2, "date_text": "last week"},
            ("12–18 August 2024", "to the week, “last week” in the text"),
        ),
        ({"date_start": "2024-08-30", "date_end": "2024-09-02"}, ("30 August – 2 September 2024", None)),
        ({"date_start": "2024-12-30", "date_end": "2025-01-02"}, ("30 December 2024 – 2 January 2025", None)),
    ],
)
def test_dates_say_what_is_stated_and_nothing_more(fields, expected):
    told = words.when(event(**fields))
    assert (told["words"], told["note"]) == expected


@pytest.mark.parametrize("claim", list(ClaimStatus))
def test_every_claim_status_has_words_with_and_without_a_name(claim):
    assert words.CLAIM_WORDS[claim]
    assert "Kyiv" in words.says_so(event(claim_status=claim, claimed_by="Kyiv"))
    assert words.says_so(event(claim_status=claim))


def test_every_event_status_has_words():
    assert set(words.STATUS_WORDS) == set(EventStatus)


@pytest.mark.parametrize(
    ("bounds", "figure"),
    [
        ((11, 11, 11), "11"),
        ((1250, 1250, None), "1,250 or more"),
        ((None, 30, 30), "up to 30"),
        ((None, 53000, None), "about 53,000"),
        ((10, None, 20), "10–20"),
        ((10, 15, 20), "10–20, best 15"),
        ((2.5, 2.5, 2.5), "2.5"),
        ((None, None, None), "an unstated number"),
    ],
)
def test_quantities_keep_what_at_least_and_up_to_mean(bounds, figure):
    told = words.quantity(Quantity("fatalities", *bounds, "people", "the words"))
    assert told == {"label": "Fatalities", "words": f"{figure} people", "text": "the words", "note": None}


def test_a_stated_distance_has_kilometres_miles_and_its_ends():
    told = words.distance(Distance(10, "from", "Pokrovsk", None, "10 km from Pokrovsk"))
    assert (told["words"], told["ends"]) == ("10 km (6.21 mi)", "from Pokrovsk")
    assert words.distance(Distance(12, "of", "Sumy", None, "x", "N"))["ends"] == "N of Sumy"
    assert words.distance(Distance(5, "between", "Sumy", "Romny", "x"))["ends"] == "between Sumy and Romny"


def test_places_say_when_they_are_no_points(scene):
    assert words.place(scene["river"])["note"] == (
        "Not a point: somewhere along this river, within about 90 km of the marker"
    )
    assert words.place(scene["region"])["note"].startswith("Not a point: somewhere in this region")
    assert words.place(scene["pokrovsk"])["note"] == "Somewhere within about 3 km of the marker"
    assert words.place(scene["region"])["verbatim"] == "Kursk region"
    placeless = words.place(scene["support"])
    assert placeless["name"] == "No place of its own"
    assert not placeless["placed"]


def test_two_events_are_compared_along_the_geodesic(scene):
    told = words.comparison(scene["pokrovsk"], scene["toretsk"])
    assert (told["words"], told["miles"], told["bearing"]) == ("51.4 km", "32.0 mi", "75° ENE")
    assert told["note"] is None
    assert "marker stands for the whole" in words.comparison(scene["pokrovsk"], scene["river"])["note"]
    assert words.comparison(scene["pokrovsk"], scene["evacuation"])["words"] == "At the same point"
    assert words.comparison(scene["pokrovsk"], scene["support"])["words"] is None


def test_numbers_read_well():
    assert [words.number(value) for value in (1250, 3.14159, 12.345, 100.4, 0.5, float("nan"))] == [
        *("1,250", "3.14", "12.3", "100", "0.5", "?"),
    ]
    assert [words.length(metres) for metres in (40, 950, 2345, 123456)] == ["40 m", "950 m", "2.3 km", "123 km"]


def test_what_other_documents_tell_is_shown_with_reasons_and_counted():
    other = event(event_id="b", evidence=(Evidence("d2", 0, 5, "Shells fell."),), sources=(Source("d2", "The Echo"),))
    found = words.elsewhere(Similar(((Suggestion("a", "b", 0.9, ("both at Toretsk",)), other),), 2))
    assert found["publishers"] == 2
    (shown,) = found["events"]
    assert (shown["id"], shown["publisher"], shown["exact"]) == ("b", "The Echo", "Shells fell.")
    assert shown["reasons"] == ["both at Toretsk"]
    assert shown["when"] == words.NOT_STATED
