"""Live counts: how many events each choice of a filter would show."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from mapkit.query.columns import Combination
from mapkit.query.filters import NO_FRONT, Filters


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts a value of each filter, each with all *other* filters applied: what a click on it would show.

    Parameters
    ----------
    fronts : dict
        Count by front; `NO_FRONT` holds the events outside every front, those without a place among them.
    types, sub_types : dict
        Both are one tree and so one filter: neither restricts the other's counts.
    claims, statuses : dict
    total : int
        Events that pass all filters.
    unplaced : int
        Those of them that have no place: listed, counted, without a marker.
    """

    fronts: dict[str, int]
    types: dict[str, int]
    sub_types: dict[str, int]
    claims: dict[str, int]
    statuses: dict[str, int]
    total: int
    unplaced: int


def count(cube: Iterable[tuple[Combination, int]], filters: Filters) -> Facets:
    """Return the counts of all filters from one small cube: the events that pass the filters without counts."""
    whole, subs = filters.tree()
    counters: dict[str, Counter[str]] = {
        name: Counter() for name in ("fronts", "types", "sub_types", "claims", "statuses")
    }
    total = unplaced = 0
    for (kind, sub, claim, status, front_or_none, placed), number in cube:
        front = front_or_none or NO_FRONT
        failed = [
            name
            for name, passes in (
                ("fronts", not filters.fronts or front in filters.fronts),
                ("types", (not whole and not subs) or kind in whole or sub in subs),
                ("claims", not filters.claims or claim in filters.claims),
                ("statuses", not filters.statuses or status in filters.statuses),
            )
            if not passes
        ]
        if len(failed) > 1:
            continue
        values = {"fronts": front, "types": kind, "claims": claim, "statuses": status}
        for name in failed or values:
            counters[name][values[name]] += number
        if not failed or failed == ["types"]:
            counters["sub_types"][sub] += number
        if not failed:
            total += number
            unplaced += 0 if placed else number
    return Facets(**{name: dict(sorted(c.items())) for name, c in counters.items()}, total=total, unplaced=unplaced)
