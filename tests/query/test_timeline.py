import datetime as dt
import itertools
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_index import Memory, at

from mapkit.query import EventIndex, Filters
from mapkit.query.days import UNITS, day_of
from mapkit.query.timeline import BARS_MAX


def timeline_of(*rows, filters=None):
    index = EventIndex(Memory(rows))
    found = index.timeline(filters)
    index.close()
    return found


def on(day, kind="Battles", **more):
    return at(1, 1, date_start=day, date_end=day, event_type=kind, **more)


def test_bars_tell_their_days_and_types_and_leave_out_empty_ones():
    found = timeline_of(on("2024-08-19"), on("2024-08-19", "Riots"), on("2024-08-19"), on("2024-08-22"))
    assert (found.unit, found.first, found.last) == ("day", "2024-08-19", "2024-08-22")
    assert found.bars == [
        {"start": "2024-08-19", "end": "2024-08-19", "types": {"Battles": 2, "Riots": 1}},
        {"start": "2024-08-22", "end": "2024-08-22", "types": {"Battles": 1}},
    ]


def test_what_is_not_dated_is_counted_by_itself():
    found = timeline_of(on(None), on("last summer", "Riots"), on("2024-08-19"))
    assert found.undated == {"Battles": 1, "Riots": 1}
    assert len(found.bars) == 1
    none = timeline_of(on(None))
    assert (none.first, none.last, none.bars, none.undated) == (None, None, [], {"Battles": 1})
    assert timeline_of().undated == {}


def test_an_event_of_several_days_counts_on_its_first_and_passes_a_range_that_it_touches():
    row = at(1, 1, date_start="2024-08-01", date_end="2024-08-31")
    index = EventIndex(Memory([row]))
    (bar,) = index.timeline().bars
    assert (bar["start"], bar["end"]) == ("2024-08-01", "2024-08-01")
    for since, until, passes in (
        ("2024-08-31", "", True), ("", "2024-08-01", True), ("2024-08-10", "2024-08-12", True),
        ("2024-09-01", "", False), ("", "2024-07-31", False),
    ):  # fmt: skip
        filters = Filters(since=since, until=until)
        assert index.table(filters).total == index.facets(filters).total == passes
        assert len(index.ids(filters)) == index.viewport(0, 0, 2, 2, 9, filters)["total"] == passes
        assert (index.bounds(filters) is not None) == passes
    index.close()


@pytest.mark.parametrize(
    ("days", "unit", "first", "last"),
    [
        (0, "day", "2024-01-31", "2024-01-31"),
        (119, "day", "2024-01-31", "2024-05-29"),
        (120, "week", "2024-01-29", "2024-06-02"),
        (119 * 7, "week", "2024-01-29", "2026-05-17"),
        (120 * 7, "month", "2024-01-01", "2026-05-31"),
        (120 * 31, "quarter", "2024-01-01", "2034-06-30"),
        (40 * 366, "year", "2024-01-01", "2064-12-31"),
        (200 * 366, "decade", "2020-01-01", "2229-12-31"),
        (2000 * 366, "century", "2000-01-01", "4099-12-31"),
    ],
)
def test_the_span_chooses_the_unit(days, unit, first, last):
    start = dt.date(2024, 1, 31)
    end = start + dt.timedelta(days)
    found = timeline_of(on(start.isoformat()), on(end.isoformat()))
    assert (found.unit, found.first, found.last) == (unit, first, last)


def test_all_filters_but_times_own_apply():
    rows = [on("2024-08-19"), on("2024-08-20", "Riots"), on("2024-08-21", claim_status="denied"), on(None, "Riots")]
    everything = timeline_of(*rows)
    assert timeline_of(*rows, filters=Filters(since="2024-08-20", undated="with")) == everything
    assert timeline_of(*rows, filters=Filters(undated="only")) == everything
    riots = timeline_of(*rows, filters=Filters(types=("Riots",), since="2030-01-01"))
    assert [bar["types"] for bar in riots.bars] == [{"Riots": 1}]
    assert riots.undated == {"Riots": 1}


def test_it_follows_the_workspace():
    source = Memory([on("2024-08-19")])
    index = EventIndex(source)
    assert len(index.timeline().bars) == 1
    source.put(**on("2024-08-23"))
    assert index.timeline().last == "2024-08-23"
    index.close()


days = st.dates().map(dt.date.isoformat)


@settings(max_examples=40, deadline=None)
@given(st.lists(days | st.none(), max_size=20))
def test_every_event_is_in_one_bar_or_undated(dates):
    found = timeline_of(*(on(day) for day in dates))
    assert sum(bar["types"]["Battles"] for bar in found.bars) + found.undated.get("Battles", 0) == len(dates)
    counts = Counter()
    for day in filter(None, dates):
        (bar,) = [bar for bar in found.bars if bar["start"] <= day <= bar["end"]]
        counts[bar["start"]] += 1
    assert {bar["start"]: bar["types"]["Battles"] for bar in found.bars} == counts
    assert all(one["end"] < other["start"] for one, other in itertools.pairwise(found.bars))
    if found.bars:
        (unit,) = [unit for unit in UNITS if unit.name == found.unit]
        assert unit.number(day_of(found.last)) - unit.number(day_of(found.first)) < BARS_MAX


@given(st.sampled_from(UNITS), st.dates())
def test_a_day_lies_in_its_unit(unit, day):
    number = unit.number(day)
    assert unit.first(number) <= day <= unit.last(number)
    assert day == dt.date.max or unit.number(day + dt.timedelta(1)) in {number, number + 1}
