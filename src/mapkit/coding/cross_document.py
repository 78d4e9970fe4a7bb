"""The same event told by several documents: pairs are suggested with their reasons, never merged silently.

Who tells an event independently is counted by publisher; a sentence that a second publisher prints word for word is a
copy and counts once.
"""

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from mapkit.measure import distance_km
from mapkit.model import Event, EventStatus, EventType, Quantity

#: How far the points of one event, as two documents place it, may lie apart, and their dates.
MAX_KM, MAX_DAYS = 15.0, 2
#: Where an event's own day is not stated, its document's stands in, with so many days more.
_NEWS_DAYS = 5
_LEAST = 0.5
#: Figures that count people: where two of them differ, the events are less alike.
COUNTED = ("fatalities", "injuries")
#: Numbers, or arrays of them.
Numbers = Any


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two events of different documents that may be one.

    Parameters
    ----------
    first, second : str
        Event ids, the first one's smaller.
    score : float
        0-1.
    reasons : tuple of str
        What agrees, and what differs, in words.
    """

    first: str
    second: str
    score: float
    reasons: tuple[str, ...]


def suggest(events: Iterable[Event], *, max_km: float = MAX_KM, max_days: int = MAX_DAYS) -> tuple[Suggestion, ...]:
    """Return the pairs of events, of different documents, that may tell of one event.

    Parameters
    ----------
    events : iterable of Event
    max_km : float
        How far their points may lie apart, in kilometres.
    max_days : int
        How many days their dates may lie apart.

    Returns
    -------
    tuple of Suggestion
        Best first; type, place, date, figures and actors are compared, each with its reason.
    """
    cells: dict[tuple[EventType, int, int], list[tuple[int, Event]]] = {}
    for event in events:
        if event.latitude is None or event.longitude is None or event.event_status is not EventStatus.ACTUAL:
            continue
        cell = (event.event_type, round(event.latitude), round(event.longitude))
        cells.setdefault(cell, []).append((_day(event), event))
    for inhabitants in cells.values():
        inhabitants.sort(key=lambda pair: (pair[0], pair[1].event_id))
    found: dict[tuple[str, str], Suggestion] = {}
    for (kind, row, column), here in cells.items():
        near = [cells.get((kind, row + i, column + j), []) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        for day, one in here:
            for other in _around(near, day, max_days + _NEWS_DAYS):
                if one.event_id < other.event_id:
                    suggestion = compare(one, other, max_km=max_km, max_days=max_days)
                    if suggestion:
                        found[suggestion.first, suggestion.second] = suggestion
    return tuple(sorted(found.values(), key=lambda item: (-item.score, item.first, item.second)))


def compare(one: Event, other: Event, *, max_km: float = MAX_KM, max_days: int = MAX_DAYS) -> Suggestion | None:
    """Return why two events may be one; None where they are of one document, of two types, too far apart, or unlike."""
    if not _documents(one).isdisjoint(_documents(other)) or one.event_type is not other.event_type:
        return None
    if None in (one.latitude, one.longitude, other.latitude, other.longitude):
        return None
    km = distance_km(one.latitude, one.longitude, other.latitude, other.longitude)  # type: ignore[arg-type]
    days = _days_apart(one, other)
    if km > max_km or (days is not None and days > max_days):
        return None
    same_kind = one.sub_event_type == other.sub_event_type
    same_place = one.gazetteer_id is not None and one.gazetteer_id == other.gazetteer_id
    agreeing, differing = _figures(one.quantities, other.quantities)
    actors = acting(one) & acting(other)
    weight = weigh(
        same_kind, same_place, km / max_km, days is not None, days == 0, len(agreeing), len(differing), bool(actors)
    )
    if not is_enough(weight):
        return None
    reasons = [f"both are {one.sub_event_type if same_kind else one.event_type.value}"]
    reasons.append(f"both at {one.location}" if same_place else f"{km:.0f} km apart")
    if days is not None:
        reasons.append("on the same day" if days == 0 else f"{days} days apart")
    reasons += [*agreeing, *differing]
    if actors:
        reasons.append(f"the same actor: {min(actors)}")
    first, second = sorted((one.event_id, other.event_id))
    return Suggestion(first, second, round(float(max(0.0, min(1.0, weight))), 3), tuple(reasons))


def weigh(
    same_kind: Numbers,
    same_place: Numbers,
    distance: Numbers,
    dated: Numbers,
    same_day: Numbers,
    agreeing: Numbers,
    differing: Numbers,
    same_actor: Numbers,
) -> Numbers:
    """Return how alike two events are, or, of arrays, how alike many pairs are: see `is_enough`.

    Parameters
    ----------
    same_kind, same_place, dated, same_day, same_actor : bool
        Whether they are of one sub-type, at one place of the gazetteer, both dated, of one day, and of one actor.
    distance : float
        How far their points lie apart, as a share of how far they may.
    agreeing, differing : int
        How many figures of one kind agree, and how many of `COUNTED` differ.
    """
    place = 0.2 * same_place + 0.1 * (1 - distance) * (1 - same_place)
    time = 0.05 * dated + 0.1 * same_day
    return 0.3 + 0.15 * same_kind + place + time + 0.1 * agreeing - 0.05 * differing + 0.05 * same_actor


def is_enough(weight: Numbers) -> Numbers:
    """Return whether events of such a likeness may be one: rounded as it is shown, it is a half."""
    return weight >= _LEAST - 0.0005


def corroboration(events: Iterable[Event]) -> int:
    """Return how many independent publishers tell of an event.

    Parameters
    ----------
    events : iterable of Event
        Those that are taken for one; documents without a publisher count once together, and so does a publisher whose
        every sentence another one prints word for word.
    """
    told: dict[str, set[str]] = {}
    for event in events:
        sentences = {" ".join(item.exact.split()).casefold() for item in event.evidence}
        for source in event.sources:
            told.setdefault(source.publisher or "", set()).update(sentences)
    printed: set[str] = set()
    count = 0
    for _, sentences in sorted(told.items()):
        count += not sentences or not sentences <= printed
        printed |= sentences
    return count


def _around(cells: Sequence[Sequence[tuple[int, Event]]], day: int, reach: int) -> Iterable[Event]:
    for cell in cells:
        first = bisect.bisect_left(cell, day - reach, key=lambda pair: pair[0])
        last = bisect.bisect_right(cell, day + reach, key=lambda pair: pair[0])
        yield from (event for _, event in cell[first:last])


def _day(event: Event) -> int:
    """Return the day to order by: the event's, else its document's, else 0 for all that have none."""
    told = event.date_start or next((s.published for s in event.sources if s.published), None)
    return date.fromisoformat(told[:10]).toordinal() if told else 0


def _documents(event: Event) -> set[str]:
    return {evidence.document_id for evidence in event.evidence}


def acting(event: Event) -> set[str]:
    """Return who did it, by name."""
    return {actor.name for actor in event.actors if actor.role == "actor" and actor.name[:1].isupper()}


def _figures(one: Sequence[Quantity], other: Sequence[Quantity]) -> tuple[list[str], list[str]]:
    """Return the figures that agree, and those that count people and differ, in words."""
    agreeing, differing = [], []
    for kind in sorted({figure.kind for figure in one} & {figure.kind for figure in other}):
        first, second = _best(one, kind), _best(other, kind)
        if first == second:
            agreeing.append(f"the same {kind}: {first:g}")
        elif kind in COUNTED:
            differing.append(f"{kind} differ: {first:g} and {second:g}")
    return agreeing, differing


def _best(figures: Sequence[Quantity], kind: str) -> float:
    return next((q.best if q.best is not None else q.low or 0.0 for q in figures if q.kind == kind), 0.0)


def _days_apart(one: Event, other: Event) -> int | None:
    if not (one.date_start and other.date_start):
        return None
    return abs((date.fromisoformat(one.date_start) - date.fromisoformat(other.date_start)).days)
