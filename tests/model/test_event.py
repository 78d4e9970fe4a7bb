import json

import pytest

from mapkit.model import (
    SUB_EVENT_TYPES,
    Actor,
    ClaimStatus,
    Confidence,
    Distance,
    Event,
    EventStatus,
    EventType,
    Evidence,
    Quantity,
    Source,
    event_id,
    type_of,
)

EVENT = Event(
    event_id="e1",
    event_type=EventType.BATTLES,
    sub_event_type="Armed clash",
    claim_status=ClaimStatus.CLAIMED,
    actors=(Actor("Army of X", "actor", 1), Actor("Group Y", "recipient", 2)),
    quantities=(Quantity("fatalities", 3, 3, None, "people", "at least three"),),
    distances=(Distance(10.0, "from", "A", None, "10 km from A", from_latitude=1.0, from_longitude=2.0),),
    latitude=1.0,
    longitude=2.0,
    candidates=({"gazetteer_id": "1", "score": 0.9},),
    sources=(Source("d1", title="T"),),
    evidence=(Evidence("d1", 0, 4, "Text"),),
    confidence=Confidence(0.9, 0.8, 0.7),
    explanation=("trigger: fight",),
)


def test_a_record_goes_through_json_and_comes_back():
    record = json.loads(json.dumps(EVENT.to_dict()))
    assert Event.from_dict(record) == EVENT


def test_derived_fields_are_in_the_record():
    record = EVENT.to_dict()
    assert (record["actor1"], record["actor2"]) == ("Army of X", "Group Y")
    assert record["disorder_type"] == "Political violence"
    assert record["event_status"] == "actual"
    assert type(record["event_type"]) is str


def test_a_value_outside_the_vocabulary_is_refused():
    with pytest.raises(ValueError, match="Skirmish"):
        Event.from_dict({**EVENT.to_dict(), "event_type": "Skirmish"})


def test_ids_are_stable_and_differ_by_each_part():
    ids = {event_id("d", 0, 9, "Battles"), event_id("e", 0, 9, "Battles"), event_id("d", 1, 9, "Battles")}
    ids |= {event_id("d", 0, 8, "Battles"), event_id("d", 0, 9, "Riots")}
    assert len(ids) == 5
    assert event_id("d", 0, 9, "Battles") in ids


def test_each_sub_type_belongs_to_one_type():
    subs = [sub for names in SUB_EVENT_TYPES.values() for sub in names]
    assert len(subs) == len(set(subs)) == 33
    assert type_of("Grenade") is EventType.EXPLOSIONS
    with pytest.raises(KeyError):
        type_of("Skirmish")
    assert EventStatus("negated") is EventStatus.NEGATED
