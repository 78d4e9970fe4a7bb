"""Numbers of events over time, between the map and the table: a row a front, type, claim, country or publisher."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from mapkit.dashboard import publishers, session, state, widgets, words
from mapkit.dashboard.state import Choice
from mapkit.languages import Labels, marked
from mapkit.languages import gettext as _
from mapkit.mapping import assets
from mapkit.model import ClaimStatus, EventType
from mapkit.query import NO_FRONT, NO_PUBLISHER, Filters, Statistics
from mapkit.query.days import UNITS, Unit, day_of
from mapkit.server import services

#: The most columns; the unit of time is the finest that needs no more.
_COLUMNS_MAX = 53
#: The most rows, those with most events; the others are counted together.
_ROWS_MAX = 40
_ROWS = Labels({
    "front": marked("By front"), "type": marked("By kind of event"), "claim": marked("By who says so"),
    "country": marked("By country"), "publisher": marked("By publisher"),
})  # fmt: skip
#: The filter that a click on a row sets, and its value for what is not stated.
_FILTERS = {
    "front": ("front", NO_FRONT),
    "type": ("type", ""),
    "claim": ("claim", ""),
    "publisher": ("source", NO_PUBLISHER),
}


def show(chosen: Choice) -> None:
    """Show the numbers of what passes the filters."""
    by, filters = chosen.statistics, chosen.filters
    index = services().index
    unit, columns = _columns(index.statistics(filters, ("day",)), filters)
    found = index.statistics(filters, (by, unit.name))
    of_row, without = _by_row(found, unit.name)
    names = [name for name, _ in Counter({name: sum(row.values()) for name, row in of_row.items()}).most_common()]
    shown = sorted(names[:_ROWS_MAX], key=_order(by, found))
    rows = [_row(by, name, of_row[name], columns, filters) for name in shown]
    if len(names) > _ROWS_MAX:
        rest = sum((of_row[name] for name in names[_ROWS_MAX:]), Counter[str | None]())
        label = _("{n} more").format(n=words.number(len(names) - _ROWS_MAX))
        rows.append(_cells(rest, columns) | {"label": label})
    if any(without.values()):
        rows.append(_cells(without, columns) | {"label": _("Without a place on the map"), "part": True})
    downloads = urlencode([("by", f"{by},{unit.name}"), ("format", "csv"), *filters.to_items()])
    widgets.statistics(
        {
            "title": words.events(found.total) if found.total else _("No events"),
            "rows": rows,
            "columns": columns,
            "by": by,
            "choices": [[name, _ROWS[name]] for name in state.ROWS],
            "totals": _cells(sum(of_row.values(), Counter[str | None]()), columns),
            "undated": _undated(found, filters),
            "download": f"{assets.PREFIX.removesuffix('/assets')}/api/statistics?{downloads}",
        },
        session.on_statistics,
    )


def _columns(days: Statistics, filters: Filters) -> tuple[Unit, list[dict[str, Any]]]:
    """Return the unit of time and its periods from the first to the last day on which an event began."""
    dated = [day for row in days.rows if (day := day_of(row["day"]))]
    if not dated:
        return UNITS[0], []
    first, last = min(dated), max(dated)
    unit = next(unit for unit in UNITS if unit.number(last) - unit.number(first) < _COLUMNS_MAX or unit is UNITS[-1])
    columns = []
    for number in range(unit.number(first), unit.number(last) + 1):
        since, until = unit.first(number).isoformat(), unit.last(number).isoformat()
        chosen = (filters.since, filters.until) == (since, until)
        columns.append({"since": since, "until": until, "label": words.span(since, until), "chosen": chosen})
    return unit, columns


def _by_row(found: Statistics, unit: str) -> tuple[dict[str | None, Counter[str | None]], Counter[str | None]]:
    """Return the events of each row by period, and by period those that have no place."""
    rows: dict[str | None, Counter[str | None]] = {}
    without: Counter[str | None] = Counter()
    for one in found.rows:
        rows.setdefault(one[found.by[0]], Counter())[one[unit]] += one["events"]
        without[one[unit]] += one["unplaced"]
    return rows, without


def _order(by: str, found: Statistics) -> Callable[[str | None], int]:
    """Return the order of rows: countries and publishers with most events first, others as the statistics have them."""
    totals: Counter[str | None] = Counter()
    for row in found.rows:
        totals[row[by]] += row["events"]
    if by in {"country", "publisher"}:
        return lambda name: -totals[name]
    ranks = {name: rank for rank, name in enumerate(totals)}
    return ranks.__getitem__


def _row(
    by: str, name: str | None, counts: Counter[str | None], columns: Iterable[dict[str, Any]], filters: Filters
) -> dict[str, Any]:
    row = _cells(counts, columns) | {"label": _label(by, name)}
    if by == "country":
        return row | {"country": name}
    group, unknown = _FILTERS[by]
    value = unknown if name is None else name
    fields = {"front": filters.fronts, "type": filters.types, "claim": filters.claims, "source": filters.sources}
    return row | {"filter": [group, value], "chosen": value in fields[group]}


def _label(by: str, name: str | None) -> str:
    match by:
        case "front":
            return name or _("Outside every front")
        case "type":
            return _(EventType(str(name)).value)
        case "claim":
            return words.CLAIM_WORDS[ClaimStatus(str(name))]
        case "publisher":
            return publishers.name_of(name or NO_PUBLISHER)
    return name or _("Country not stated")


def _cells(counts: Counter[str | None], columns: Iterable[dict[str, Any]]) -> dict[str, Any]:
    by_period = Counter({period: number for period, number in counts.items() if period is not None})
    return {
        "cells": [by_period[column["since"]] for column in columns],
        "undated": counts[None],
        "total": sum(counts.values()),
    }


def _undated(found: Statistics, filters: Filters) -> dict[str, Any] | None:
    if not found.undated:
        return None
    return {"since": "", "until": "", "label": _("Not dated"), "chosen": filters.undated == "only"}
