"""Live counts: how many events each choice of a filter would show."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from mapkit.query.columns import Combination
from mapkit.query.filters import NO_FRONT, NO_PUBLISHER, Filters

#: The numbers of publishers that are counted, beside the one that is chosen.
LEVELS = (1, 2, 3)


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
    publishers : dict
        Count by the least number of independent publishers: of `LEVELS`, and the chosen one.
    sources : dict
        Count by publisher, those with most first; `NO_PUBLISHER` holds what is told by one that is not known. An event
        that two of them tell of is counted for both.
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
    publishers: dict[int, int]
    sources: dict[str, int]
    total: int
    unplaced: int


def count(cube: Iterable[tuple[Combination, int, int]], told: Iterable[tuple[str, int]], filters: Filters) -> Facets:
    """Return the counts of all filters.

    Parameters
    ----------
    cube : iterable of (Combination, int, int)
        How many events each combination and number of publishers has, of those that pass the filters that no
        combination tells.
    told : iterable of (str, int)
        How many events each group of publishers (each name between line ends) tells of, of those that pass all filters
        but that of the publishers' names.
    filters : Filters
    """
    whole, subs = filters.tree()
    counters: dict[str, Counter[Any]] = {
        name: Counter() for name in ("fronts", "types", "sub_types", "claims", "statuses", "publishers")
    }
    total = unplaced = 0
    for (kind, sub, claim, status, front_or_none, placed), publishers, number in cube:
        front = front_or_none or NO_FRONT
        failed = [
            name
            for name, passes in (
                ("fronts", not filters.fronts or front in filters.fronts),
                ("types", (not whole and not subs) or kind in whole or sub in subs),
                ("claims", not filters.claims or claim in filters.claims),
                ("statuses", not filters.statuses or status in filters.statuses),
                ("publishers", publishers >= filters.publishers),
            )
            if not passes
        ]
        if len(failed) > 1:
            continue
        values = {"fronts": front, "types": kind, "claims": claim, "statuses": status, "publishers": publishers}
        for name in failed or values:
            counters[name][values[name]] += number
        if not failed or failed == ["types"]:
            counters["sub_types"][sub] += number
        if not failed:
            total += number
            unplaced += 0 if placed else number
    exactly = counters.pop("publishers")
    at_least = {
        least: sum(n for many, n in exactly.items() if many >= least) for least in {*LEVELS, filters.publishers}
    }
    return Facets(
        **{name: dict(sorted(c.items())) for name, c in counters.items()},
        publishers=dict(sorted(at_least.items())),
        sources=_by_publisher(told),
        total=total,
        unplaced=unplaced,
    )


def _by_publisher(told: Iterable[tuple[str, int]]) -> dict[str, int]:
    counter: Counter[str] = Counter()
    for names, number in told:
        for name in names[1:-1].split("\n"):
            counter[name or NO_PUBLISHER] += number
    return dict(sorted(counter.items(), key=lambda item: (-item[1], item[0])))
