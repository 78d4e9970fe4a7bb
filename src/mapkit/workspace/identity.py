"""Which event of a new coding is which of the old: by id, else by the evidence that both rest on.

An id is made from the first evidence span and the type, so a coder that learns to cut a sentence better or to tell a
clash from a strike would make new ids for old events; an analyst's work is tied to the old ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mapkit.model import Event, event_id

#: Share of common code points from which two events of different types are still the same one.
_SAME_WORDS = 0.5


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A new coding under the old ids, and the ids of the old events that it no longer has."""

    events: tuple[Event, ...]
    gone: tuple[str, ...]


def reconcile(old: Sequence[Event], new: Sequence[Event]) -> Reconciled:
    """Give each new event the id of the old event that it continues.

    Parameters
    ----------
    old, new : sequence of Event
        Two codings of one document.

    Returns
    -------
    Reconciled
        `events` in the order of `new`, no two with one id; `gone` in the order of `old`. Deterministic.
    """
    new = _distinct(new)
    kept = {event.event_id for event in old} & {event.event_id for event in new}
    open_old = [event for event in old if event.event_id not in kept]
    open_new = [event for event in new if event.event_id not in kept]
    pairs = sorted(
        (-likeness, before.event_id, after.event_id)
        for before in open_old
        for after in open_new
        if (likeness := _likeness(before, after)) > 0
    )
    heir: dict[str, str] = {}
    taken: set[str] = set()
    for _, before, after in pairs:
        if before not in taken and after not in heir:
            heir[after] = before
            taken.add(before)
    events = tuple(replace(event, event_id=heir.get(event.event_id, event.event_id)) for event in new)
    return Reconciled(events, tuple(event.event_id for event in open_old if event.event_id not in taken))


def _distinct(events: Sequence[Event]) -> list[Event]:
    """Tell events apart that share their first span and type (one clash at two towns)."""
    seen: dict[str, int] = {}
    result: list[Event] = []
    for event in events:
        count = seen[event.event_id] = seen.get(event.event_id, 0) + 1
        if count > 1:
            event = replace(event, event_id=event_id(event.event_id, 0, count, event.event_type))
        result.append(event)
    return result


def _likeness(before: Event, after: Event) -> float:
    overlap = _overlap(before, after)
    same_type = before.event_type == after.event_type
    if not overlap or not (same_type or overlap >= _SAME_WORDS):
        return 0.0
    return (
        overlap
        + same_type
        + 0.5 * (before.sub_event_type == after.sub_event_type)
        + 0.5 * (before.location == after.location)
    )


def _overlap(before: Event, after: Event) -> float:
    """Return the Jaccard index of the code points that the two events' evidence covers."""
    covered = [
        {(part.document_id, offset) for part in event.evidence for offset in range(part.start, part.end)}
        for event in (before, after)
    ]
    union = covered[0] | covered[1]
    return len(covered[0] & covered[1]) / len(union) if union else 0.0
