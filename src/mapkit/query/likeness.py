"""Which events may be one, and how many publishers then tell of it: one answer for the panel and the filter."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from mapkit.coding import Suggestion, compare, corroboration
from mapkit.model import Event


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
