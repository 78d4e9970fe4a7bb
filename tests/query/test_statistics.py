from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_index import Memory, at

from mapkit.errors import FilterError
from mapkit.query import DIMENSIONS, EventIndex, Filters


def found(rows, by, filters=None):
    index = EventIndex(Memory(rows))
    answer = index.statistics(filters, by)
    index.close()
    return answer


ROWS = [
    at(1, 1, event_type="Battles", front="Kursk", date_start="2024-08-19"),
    at(1, 1, event_type="Battles", front="Kursk", date_start="2024-08-25"),
    at(1, 1, event_type="Riots", front="Kursk", date_start="2024-08-26", date_end="2024-09-30"),
    at(1, 1, event_type="Riots", front=None, date_start=None),
    at(None, None, event_type="Protests", front=None, date_start="2024-08-19", publisher="The Wire"),
]


def test_weeks_begin_on_monday_and_an_event_counts_on_its_first_day():
    answer = found(ROWS, ["front", "type", "week"])
    assert answer.by == ("front", "type", "week")
    assert [(row["front"], row["type"], row["week"], row["events"]) for row in answer.rows] == [
        ("Kursk", "Battles", "2024-08-19", 2),
        ("Kursk", "Riots", "2024-08-26", 1),
        (None, "Protests", "2024-08-19", 1),
        (None, "Riots", None, 1),
    ]


def test_what_is_not_placed_and_not_dated_is_told_by_itself():
    answer = found(ROWS, ["front"])
    assert answer.rows == [
        {"front": "Kursk", "events": 3, "unplaced": 0},
        {"front": None, "events": 2, "unplaced": 1},
    ]
    assert (answer.total, answer.unplaced, answer.undated) == (5, 1, 1)
    months = found(ROWS, ["month"]).rows
    assert months == [{"month": "2024-08-01", "events": 4, "unplaced": 1}, {"month": None, "events": 1, "unplaced": 0}]


def test_types_stand_in_the_order_of_the_vocabulary():
    kinds = [row["type"] for row in found(ROWS, ["type"]).rows]
    assert kinds == ["Battles", "Protests", "Riots"]


def test_publishers_are_counted_each_and_one_that_is_not_known_comes_last():
    rows = found(ROWS, ["publisher"]).rows
    assert [(row["publisher"], row["events"]) for row in rows] == [("The Wire", 1), (None, 4)]


def test_filters_apply():
    answer = found(ROWS, ["type"], Filters(fronts=("Kursk",), since="2024-08-25"))
    assert {row["type"]: row["events"] for row in answer.rows} == {"Battles": 1, "Riots": 1}
    assert found([], ["type", "week"]).rows == []


@pytest.mark.parametrize(
    ("by", "line"),
    [
        ([], "by is empty; name what to count by, of: front"),
        (["front", "weather"], "by='weather' is unknown; known are: front, type"),
        (["type", "type"], "by=type,type names one twice"),
    ],
)
def test_what_cannot_be_counted_by_is_said(by, line):
    with pytest.raises(FilterError, match=line):
        found([], by)


def test_too_many_groups_are_said(monkeypatch):
    monkeypatch.setattr("mapkit.query.statistics.ROWS_MAX", 2)
    with pytest.raises(FilterError, match=r"by=type,week makes more than 2 groups; count by fewer, or narrow"):
        found(ROWS, ["type", "week"])


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.sampled_from(ROWS), max_size=12),
    st.lists(st.sampled_from(DIMENSIONS), min_size=1, max_size=3, unique=True),
)
def test_groups_add_up_to_the_total(rows, by):
    answer = found([{**row, "event_id": f"{n:016x}"} for n, row in enumerate(rows)], by)
    assert sum(row["events"] for row in answer.rows) == answer.total == len(rows)
    assert sum(row["unplaced"] for row in answer.rows) == answer.unplaced
    keys = Counter(tuple(row[name] for name in by) for row in answer.rows)
    assert not keys or max(keys.values()) == 1
