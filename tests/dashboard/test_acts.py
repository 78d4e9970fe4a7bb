"""What is said in the panel, as corrections: read strictly, done whole or not at all."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapkit.dashboard import acts, history
from mapkit.errors import WorkspaceError
from mapkit.model import EventStatus
from mapkit.pipeline import default_gazetteer
from mapkit.workspace import Correction, Review, What, Workspace
from scene import fill


@pytest.fixture
def workspace(tmp_path):
    with Workspace.open(f"sqlite:///{tmp_path / 'workspace.sqlite3'}") as opened:
        yield opened


@pytest.fixture
def events(workspace):
    return fill(workspace)


@pytest.fixture
def say(workspace, events):
    """Say something of an event by its short name."""

    def said(name, what, **more):
        event_id = events[name].event_id
        seen = workspace.version()
        known = {"what": what, "event": event_id, "by": "Olena", "seen": seen}
        return acts.perform(workspace, default_gazetteer, known | more)

    return said


def test_each_field_that_is_changed_is_an_entry(workspace, events, say):
    fields = {
        "type": "Attack",
        "status": "historical",
        "claim": {"status": "disputed", "by": " both sides "},
        "date": {"start": "2024-08-01", "end": "2024-08-03", "precision": 3},
        "actors": [
            {"name": " Police Forces of Testland ", "role": "actor", "inter": 1},
            {"name": "a nurse", "role": "recipient", "inter": None},
        ],
        "quantities": [{"kind": "injuries", "low": 2, "best": None, "high": None, "unit": "people", "text": ""}],
    }
    entries = say("toretsk", "correct", fields=fields, why="read again")
    kinds = [What.TYPE, What.STATUS, What.CLAIM, What.DATE, What.ACTORS, What.QUANTITIES]
    assert [entry.what for entry in entries] == kinds
    assert {entry.why for entry in entries} == {"read again"}
    event = workspace.event(events["toretsk"].event_id)
    assert (event.sub_event_type, event.event_status, event.claimed_by) == (
        "Attack", EventStatus.HISTORICAL, "both sides",
    )  # fmt: skip
    assert (event.date_start, event.date_end, event.time_precision) == ("2024-08-01", "2024-08-03", 3)
    assert event.quantities[0].low == 2
    assert (event.actor1, event.actor2) == ("Police Forces of Testland", "a nurse")
    assert [one.inter for one in event.actors] == [1, None]


@pytest.mark.parametrize(
    ("what", "more", "fault"),
    [
        ("correct", {"fields": {}}, "nothing is changed"),
        ("correct", {"fields": {"type": "Attack", "status": "perhaps"}}, "'perhaps' is not one of"),
        ("correct", {"fields": {"type": "Attack", "date": {"start": "soon"}}}, "'soon' is no date"),
        ("correct", {"fields": {"quantities": [{"kind": "injuries", "low": "many"}]}}, "low: a number is expected"),
        ("correct", {"fields": {"quantities": [{"kind": "injuries"}]}}, "must be told"),
        ("correct", {"fields": {"actors": [{"name": " ", "role": "actor"}]}}, "actors: name: is empty"),
        ("correct", {"fields": {"actors": [{"name": "a", "role": "owner"}]}}, "role 'owner' is not actor or recipient"),
        ("correct", {"fields": {"actors": [{"name": "a", "role": "actor", "inter": 9}]}}, "inter 9 is not 1 to 8"),
        ("correct", {"fields": {"actors": [{"name": "a", "role": "actor", "inter": 1.5}]}}, "a whole number"),
        ("correct", {"fields": {"actors": "all"}}, "actors: a list is expected"),
        ("correct", {"fields": "all"}, "fields: says nothing"),
        ("delete", {}, "a deletion needs its reason"),
        ("delete", {"why": "  "}, "a deletion needs its reason"),
        ("accept", {"by": " "}, "say your name first"),
        ("accept", {"seen": "today"}, "seen: a number is expected"),
        ("place", {"place": {"id": "no-such-place"}}, "the gazetteer has no 'no-such-place'"),
        ("place", {"place": {"pin": {"latitude": 95, "longitude": 0, "metres": 10}}}, "latitude"),
        ("place", {"place": {"pin": {"latitude": 9, "longitude": 0}}}, "metres: a number is expected"),
        ("merge", {"other": "0" * 16}, "no event"),
        ("conquer", {}, "no act 'conquer'"),
        ("undo", {"entry": "0"}, "no correction '0'"),
    ],
)
def test_what_cannot_be_said_changes_nothing_and_is_one_line(workspace, events, say, what, more, fault):
    with pytest.raises(WorkspaceError, match=fault) as caught:
        say("toretsk", what, **more)
    assert "\n" not in str(caught.value)
    assert workspace.history(events["toretsk"].event_id) == []


def test_a_row_of_the_gazetteer_a_candidate_a_pin_and_no_place(workspace, events, say):
    event_id = events["pokrovsk"].event_id
    (found,) = [place for place in default_gazetteer().lookup("Kramatorsk") if place.feature_code.startswith("PPL")][:1]
    say("pokrovsk", "place", place={"id": found.gazetteer_id})
    assert workspace.event(event_id).location == "Kramatorsk"
    say("pokrovsk", "place", place={"id": "2017742"})  # in the record alone
    assert workspace.event(event_id).admin1 == "Sakha"
    say("pokrovsk", "place", place={"pin": {"latitude": 48.3, "longitude": 37.2, "metres": 500}})
    pinned = workspace.event(event_id)
    assert (pinned.country, pinned.coordinate_uncertainty_m, pinned.georeference_method) == ("UA", 500, "manual")
    say("pokrovsk", "place", place={"none": True})
    assert workspace.event(event_id).latitude is None


def test_namesakes_are_asked_for_and_follow_only_then(workspace, events, say):
    (entry,) = say("pokrovsk", "place", place={"id": "2017742"})
    asked = acts.namesakes(workspace, entry)
    assert asked.any
    assert asked.document.event_ids == (events["pokrovsk"].event_id, events["evacuation"].event_id)
    assert workspace.event(events["evacuation"].event_id).country == "UA"
    with pytest.raises(WorkspaceError, match="scope"):
        acts.apply_there(workspace, asked, "event", "Olena")
    acts.apply_there(workspace, asked, "document", "Olena")
    assert workspace.event(events["evacuation"].event_id).country == "RU"
    assert workspace.standing(events["evacuation"].event_id).review is Review.UNREAD


def test_only_the_place_of_one_event_asks_for_namesakes(workspace, say):
    (entry,) = say("pokrovsk", "accept")
    assert acts.namesakes(workspace, entry) is None


def test_history_tells_each_entry_with_what_was_before(workspace, events, say):
    event_id = events["toretsk"].event_id
    say("toretsk", "correct", fields={"type": "Attack"}, why="civilians")
    (deleted,) = say("toretsk", "delete", why="a rumour")
    say("toretsk", "undo", entry=deleted.correction_id)
    told = history.told(workspace.history(event_id), event_id)
    assert [one["words"] for one in told] == [
        "Took back: Rejected",
        "Rejected",
        "Type: Attack (Violence against civilians)",
    ]
    assert [one["live"] for one in told] == [True, False, True]
    assert told[2]["was"] == "Armed clash (Battles)"
    assert told[2]["why"] == "civilians"
    standing = workspace.standing(event_id)
    assert history.coded(standing.event, standing.coded) == [{"label": "Type", "words": "Armed clash (Battles)"}]


def test_values_in_words(workspace, events, say):
    say("pokrovsk", "place", place={"pin": {"latitude": 48.3, "longitude": 37.2, "metres": 500}})
    say("pokrovsk", "correct", fields={"claim": {"status": "claimed", "by": "Kyiv"}})
    say("pokrovsk", "correct", fields={"date": {"start": "2024-08-01", "end": None}})
    say("pokrovsk", "correct", fields={"date": {"start": None, "end": None}})
    say("pokrovsk", "apart", other=events["toretsk"].event_id)
    named = [
        {"name": "Ukraine", "role": "actor", "inter": 8},
        {"name": "Villagers", "role": "recipient", "inter": None},
    ]
    say("pokrovsk", "correct", fields={"actors": named})
    event_id = events["pokrovsk"].event_id
    told = [one["words"] for one in history.told(workspace.history(event_id), event_id)]
    assert told == [
        "Actors: Ukraine (External/other forces); Villagers (acted on)",
        "Said not to be the same as another event",
        "When: Not stated",
        "When: 1 August 2024",
        "Who says so: Claimed by one party, according to Kyiv",
        "Place: a pin at 48.3000, 37.2000 within 500 m",
    ]


def test_a_merge_keeps_the_event_that_is_looked_at(workspace, events, say):
    kept, taken = events["pokrovsk"].event_id, events["toretsk"].event_id
    say("pokrovsk", "merge", other=taken)
    assert workspace.event(taken).deleted
    assert [one["words"] for one in history.told(workspace.history(kept), kept)] == [
        "Another event said to be the same, and taken in"
    ]


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_fields = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("type", "status", "claim", "date", "actors", "quantities"), _json)
)


@given(said=_json | _fields, why=st.none() | st.just("so"))
def test_whatever_is_said_is_corrections_or_one_clear_fault(said, why):
    with contextlib.suppress(WorkspaceError):
        assert all(isinstance(one, Correction) for one in acts.corrections_of(said, why))
