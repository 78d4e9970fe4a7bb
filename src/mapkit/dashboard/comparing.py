"""Two filters beside each other: what is offered to compare, and each side in words."""

import datetime as dt
from dataclasses import replace
from typing import Any

from mapkit.dashboard import publishers, words
from mapkit.dashboard.state import Choice
from mapkit.languages import gettext as _
from mapkit.languages import ngettext
from mapkit.model import ClaimStatus, EventStatus
from mapkit.query import NO_FRONT, Filters
from mapkit.server import services
from mapkit.wording import span

#: Publishers that are offered to choose from.
_OFFERED = 100
_DAY = dt.timedelta(days=1)


def preset(name: str, value: object, now: Choice) -> Choice | None:
    """Return the choice with two filters beside each other that the reader asks for, None where there are none such.

    Parameters
    ----------
    name : str
        claims, periods, sources, or `with`: what is shown now as the left side, the right one to be changed from there.
    value : object
        For `sources` the two names.
    now : Choice
    """
    filters = now.filters
    match name, value:
        case "claims", _:
            claimed, confirmed = ((one.value,) for one in (ClaimStatus.CLAIMED, ClaimStatus.CONFIRMED))
            return now.compared(replace(filters, claims=claimed), replace(filters, claims=confirmed))
        case "periods", _:
            halves = [replace(filters, since=first, until=last, undated="") for first, last in _halves(filters)]
            return now.compared(halves[0], halves[1]) if halves else None
        case "sources", [str(one), str(other)] if one != other:
            return now.compared(replace(filters, sources=(one,)), replace(filters, sources=(other,)))
        case "with", _:
            return now.compared(filters, filters, "right")
    return None


def menu(now: Choice) -> dict[str, Any]:
    """Return what the menu of comparisons offers."""
    told = services().index.facets(replace(now.filters, sources=())).sources
    return {
        "comparing": now.compare is not None,
        "periods": bool(_halves(now.filters)),
        "sources": [[name, publishers.name_of(name), count] for name, count in list(told.items())[:_OFFERED]],
    }


def sides(now: Choice) -> dict[str, Any] | None:
    """Return both sides in words with their counts, None where nothing is compared."""
    if now.sides is None:
        return None
    left, right = (
        {"words": described(filters), "count": words.events(services().index.facets(filters).total)}
        for filters in now.sides
    )
    return {"left": left, "right": right, "side": now.side}


def side_words(now: Choice) -> str | None:
    """Return which side the legend, the timeline and the table are of; None where nothing is compared."""
    if now.sides is None:
        return None
    return _("left side") if now.side == "left" else _("right side")


def described(filters: Filters) -> str:
    """Return what filters show, in words; names and a search stay as they were given."""
    whole, subs = filters.tree()
    fronts = [name for name in filters.fronts if name != NO_FRONT]
    fronts += [_("outside every front")] if NO_FRONT in filters.fronts else []
    parts = [
        [_(name) for name in (*whole, *subs)],
        [words.CLAIM_WORDS[ClaimStatus(one)] for one in filters.claims],
        fronts,
        [publishers.name_of(name) for name in filters.sources],
        [_corroborated(filters.publishers)] if filters.publishers > 1 else [],
        _happened(filters),
        [f"“{filters.text}”"] if filters.text else [],
        [_period(filters)] if filters.ranged or filters.undated else [],
        [_("one document")] if filters.document else [],
    ]
    return " · ".join(", ".join(part) for part in parts if part) or _("All events")


def _corroborated(least: int) -> str:
    return ngettext("{n} publisher or more", "{n} publishers or more", least).format(n=least)


def _happened(filters: Filters) -> list[str]:
    if not filters.statuses:
        return [_("whether it happened or not")]
    if filters.statuses == Filters().statuses:
        return []
    return [words.STATUS_WORDS[EventStatus(one)] for one in filters.statuses]


def _period(filters: Filters) -> str:
    if filters.undated == "only":
        return _("not dated")
    days = ""
    if filters.since and filters.until:
        days = span(filters.since, filters.until)
    elif filters.since:
        days = _("from {day}").format(day=span(filters.since, None))
    elif filters.until:
        days = _("until {day}").format(day=span(filters.until, None))
    more = {"no": _("dated"), "with": _("with what is not dated")}.get(filters.undated, "")
    return ", ".join(part for part in (days, more) if part)


def _halves(filters: Filters) -> list[tuple[str, str]]:
    """Return the chosen period, or that of all events, cut in two; nothing where it has not two days."""
    known = services().index.timeline(filters)
    first, last = filters.since or known.first, filters.until or known.last
    if not first or not last:
        return []
    start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    if start >= end:
        return []
    middle = start + (end - start) // 2 // _DAY * _DAY
    return [(first, middle.isoformat()), ((middle + _DAY).isoformat(), last)]
