"""Which events may be one, and how many publishers then tell of it: one answer for the panel and the filter.

The panel asks of one event, and wants the reasons; the filter of a million at once, and wants a number. `alike` and
`numbers` say of arrays what `likenesses` and `publishers` say of records: the same weights, the same distance.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mapkit.coding import Suggestion, compare, corroboration
from mapkit.coding.cross_document import MAX_DAYS, MAX_KM, is_enough, weigh
from mapkit.measure import distances_km
from mapkit.model import Event
from mapkit.query.clues import NO_SENTENCE, Clues, Whole, spread

Floats = NDArray[np.float64]
#: Half an axis of the ellipsoid in kilometres, and the square of its eccentricity (WGS84).
_AXIS_KM, _ECCENTRICITY2 = 6378.137, 0.00669437999014
#: How far off `_roughly_km` is at most, up to this latitude: found by comparing it with the geodesic.
_ROUGH_SHARE, _ROUGH_KM, _ROUGH_DEG = 0.001, 0.001, 80.0


def likenesses(event: Event, others: Iterable[Event], apart: set[frozenset[str]]) -> list[tuple[Suggestion, Event]]:
    """Return the events of other documents that may be this one, each with the reasons, best first.

    Parameters
    ----------
    event : Event
    others : iterable of Event
        Those to compare it with.
    apart : set of frozenset of str
        The pairs of ids that a person has told to be not the same.
    """
    there = (other for other in others if frozenset((event.event_id, other.event_id)) not in apart)
    pairs = ((compare(event, other), other) for other in there if other.event_id != event.event_id)
    found = [(suggestion, other) for suggestion, other in pairs if suggestion is not None]
    found.sort(key=lambda pair: (-pair[0].score, pair[1].event_id))
    return found


def publishers(events: Iterable[Event]) -> int:
    """Return how many independent publishers tell of events that are taken for one; at least one does."""
    return max(1, corroboration(telling for event in events for telling in _tellings(event)))


def _tellings(event: Event) -> Iterator[Event]:
    """Yield an event once for each of its documents, with what that one says: what was merged has several."""
    if len(event.sources) < 2:
        yield event
        return
    for source in event.sources:
        said = tuple(part for part in event.evidence if part.document_id == source.document_id)
        yield replace(event, sources=(source,), evidence=said)


def alike(clues: Clues, latitude: Floats, longitude: Floats, one: Whole, other: Whole) -> NDArray[np.bool_]:
    """Return which pairs of events of one type may be one, as `likenesses` has it.

    Parameters
    ----------
    clues : Clues
    latitude, longitude : array of float
        WGS84 degrees by row.
    one, other : array of int
        The rows of each pair, of different documents.
    """
    km = _roughly_km(latitude[one], longitude[one], latitude[other], longitude[other])
    rough = km * _ROUGH_SHARE + _ROUGH_KM
    found = clues.there[one] & clues.there[other] & (km - rough <= MAX_KM)
    dated = (clues.day[one] >= 0) & (clues.day[other] >= 0)
    days = np.abs(clues.day[one] - clues.day[other])
    found &= ~dated | (days <= MAX_DAYS)
    several = (clues.documents.counts[one] > 1) | (clues.documents.counts[other] > 1)
    both = np.flatnonzero(found & several)
    found[both[clues.documents.shared(one[both], other[both])[0]]] = False
    # From here on of those alone that may still be one.
    left = np.flatnonzero(found)
    one, other, dated, days = one[left], other[left], dated[left], days[left]
    km, rough = km[left], rough[left]
    pair, first, second = clues.figures.shared(one, other)
    same = clues.figures.values[first] == clues.figures.values[second]
    counted = np.isin(clues.figures.numbers[first], clues.counted)
    actors = np.bincount(clues.actors.shared(one, other)[0], minlength=len(one)) > 0

    def enough(distance: Floats) -> NDArray[np.bool_]:
        weight = weigh(
            clues.kind[one] == clues.kind[other],
            (clues.place[one] >= 0) & (clues.place[one] == clues.place[other]),
            distance / MAX_KM,
            dated,
            dated & (days == 0),
            np.bincount(pair[same], minlength=len(one)),
            np.bincount(pair[~same & counted], minlength=len(one)),
            actors,
        )
        answer: NDArray[np.bool_] = (distance <= MAX_KM) & is_enough(weight)
        return answer

    answer = enough(np.maximum(km - rough, 0))
    close = np.flatnonzero(answer != enough(km + rough))  # it hangs on the metre
    km[close] = distances_km(
        latitude[one[close]], longitude[one[close]], latitude[other[close]], longitude[other[close]]
    )
    answer[close] = enough(km)[close]
    found[left] = answer
    return found


def numbers(clues: Clues, wanted: Whole, one: Whole, other: Whole) -> Whole:
    """Return how many independent publishers tell of each of some events, as `publishers` has it.

    Parameters
    ----------
    clues : Clues
    wanted : array of int
        The events' rows.
    one, other : array of int
        All pairs of one of these and one that is taken for the same.
    """
    places = np.empty(len(clues.there), np.int64)
    places[wanted] = np.arange(len(wanted))
    event, told = np.concatenate((wanted, one)), np.concatenate((wanted, other))
    run, part = spread(clues.tellings[told], np.diff(clues.tellings)[told])
    event, publisher, sentence = places[event[run]], clues.publishers[part], clues.sentences[part]
    order = np.lexsort((publisher, sentence, event))
    event, publisher, sentence = event[order], publisher[order], sentence[order]
    # The first by name to print a sentence tells of it; a publisher all of whose sentences others print first does not.
    first = np.ones(len(event), bool)
    first[1:] = (event[1:] != event[:-1]) | (sentence[1:] != sentence[:-1])
    step = int(publisher.max(initial=0)) + 1
    who, silent = event * step + publisher, sentence == NO_SENTENCE
    says = np.unique(who[first & ~silent])
    alone = np.setdiff1d(who[silent], who[~silent])
    count = np.bincount(np.concatenate((says, alone)) // step, minlength=len(wanted))
    return np.maximum(count, 1)


def _roughly_km(latitude1: Floats, longitude1: Floats, latitude2: Floats, longitude2: Floats) -> Floats:
    """Return distances on the ellipsoid as if it were flat between two points; exact beyond `_ROUGH_DEG`."""
    middle = np.radians((latitude1 + latitude2) / 2)
    bend = 1 - _ECCENTRICITY2 * np.sin(middle) ** 2
    north = np.radians(latitude2 - latitude1) * _AXIS_KM * (1 - _ECCENTRICITY2) / bend**1.5
    around = np.abs(longitude2 - longitude1)
    east = np.radians(np.minimum(around, 360 - around)) * _AXIS_KM / np.sqrt(bend) * np.cos(middle)
    km: Floats = np.hypot(north, east)
    polar = np.flatnonzero(np.maximum(np.abs(latitude1), np.abs(latitude2)) > _ROUGH_DEG)
    km[polar] = distances_km(latitude1[polar], longitude1[polar], latitude2[polar], longitude2[polar])
    return km
