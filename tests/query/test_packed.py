import datetime as dt
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_index import Memory, at

from mapkit.errors import FilterError
from mapkit.query import EventIndex, Filters, packed
from mapkit.query.projection import project_one

DAY_ONE = dt.date(1970, 1, 1)


def unpacked(content):
    """The rows of a packed answer, read by its description alone."""
    length = int.from_bytes(content[:4], "little")
    head = json.loads(content[4 : 4 + length])
    assert length % 4 == 0
    count, single = head["count"], head["single"]
    start, columns = 4 + length, {}
    for name, kind, rows in (
        ("x", "<u4", count), ("y", "<u4", count), ("first", "<i4", count), ("last", "<i4", count - single),
        ("type", "u1", count), ("look", "u1", count),
    ):  # fmt: skip
        columns[name] = np.frombuffer(content, kind, rows, start)
        start += columns[name].nbytes
    assert start == len(content)
    last = np.concatenate((columns["first"][:single], columns["last"]))
    spans = [
        tuple((DAY_ONE + dt.timedelta(days=int(day))).isoformat() for day in span)
        for span in zip(columns["first"], last, strict=True)
    ]
    return single, [
        {
            "place": (int(columns["x"][n]), int(columns["y"][n])),
            "days": spans[n],
            "type": head["types"][columns["type"][n]],
            "claim": head["claims"][columns["look"][n] & 7],
            "kind": head["kinds"][columns["look"][n] >> 3 & 3],
            "pale": bool(columns["look"][n] >> 5),
        }
        for n in range(count)
    ]


def packed_of(*rows, filters=None):
    index = EventIndex(Memory(rows))
    try:
        return unpacked(index.packed(filters))
    finally:
        index.close()


def on(day, until=None, **more):
    return at(50.1, 36.2, date_start=day, date_end=until or day, **more)


def test_an_event_has_its_place_days_type_claim_kind_and_whether_it_happened():
    planned = {"event_type": "Riots", "claim_status": "denied", "kind": "area", "event_status": "planned"}
    single, events = packed_of(on("1969-12-31", **planned), on("2024-08-19"), filters=Filters(statuses=()))
    assert single == 2
    assert events == [
        {
            "place": project_one(50.1, 36.2), "days": ("1969-12-31", "1969-12-31"), "type": "Riots", "claim": "denied",
            "kind": "area", "pale": True,
        },
        {
            "place": project_one(50.1, 36.2), "days": ("2024-08-19", "2024-08-19"), "type": "Battles",
            "claim": "reported", "kind": "point", "pale": False,
        },
    ]  # fmt: skip


def test_what_has_no_date_or_no_place_is_left_out_and_other_filters_than_times_apply():
    rows = [
        on(None), at(None, None, date_start="2024-08-19"), on("2024-08-19"), on("2024-08-20", event_type="Riots"),
        on("2024-08-21", deleted=True),
    ]  # fmt: skip
    assert len(packed_of(*rows)[1]) == 2
    filters = Filters(types=("Riots",), since="2030-01-01", undated="with")
    assert [event["days"][0] for event in packed_of(*rows, filters=filters)[1]] == ["2024-08-20"]
    assert packed_of() == (0, [])


@given(st.lists(st.tuples(st.integers(-5, 5), st.integers(0, 4)), max_size=30))
@settings(deadline=None, max_examples=30)
def test_those_of_one_day_come_first_and_either_kind_is_in_the_order_of_days(spans):
    days = [(DAY_ONE + dt.timedelta(days=first), DAY_ONE + dt.timedelta(days=first + more)) for first, more in spans]
    single, events = packed_of(*(on(first.isoformat(), last.isoformat()) for first, last in days))
    assert sorted(event["days"] for event in events) == sorted((a.isoformat(), b.isoformat()) for a, b in days)
    assert all((event["days"][0] == event["days"][1]) == (n < single) for n, event in enumerate(events))
    for part in (events[:single], events[single:]):
        assert [event["days"][0] for event in part] == sorted(event["days"][0] for event in part)


def test_too_many_are_refused_in_one_line(monkeypatch):
    monkeypatch.setattr(packed, "PACKED_MAX", 1)
    with pytest.raises(FilterError, match=r"^2 events are more than the 1 that can be played; narrow the filters$"):
        packed_of(on("2024-08-19"), on("2024-08-20"))
