"""Events of other documents that may be the same: suggested with reasons, for a reader to judge.

Pairs that a person has told to be two are never suggested again.
"""

from dataclasses import dataclass

from mapkit.coding import Suggestion, suggest
from mapkit.model import Event
from mapkit.query.index import EventIndex
from mapkit.query.likeness import likenesses, publishers
from mapkit.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Similar:
    """What other documents tell that may be the same event.

    Parameters
    ----------
    events : tuple of (Suggestion, Event)
        Best first.
    publishers : int
        How many independent publishers tell of it if all of them are one event, the event's own included.
    """

    events: tuple[tuple[Suggestion, Event], ...]
    publishers: int


def similar(event: Event, index: EventIndex, workspace: Workspace) -> Similar:
    """Return the events of other documents that may be this one, and how many publishers would then tell of it.

    Parameters
    ----------
    event : Event
    index : EventIndex
        Finds what lies near by.
    workspace : Workspace
        Has the records.
    """
    near = workspace.events(index.look_alikes(event.event_id))
    apart = {frozenset((event.event_id, *pair)) for pair in workspace.apart(event.event_id)}
    found = likenesses(event, near, apart)
    return Similar(tuple(found), publishers([event, *(other for _, other in found)]))


def duplicates(workspace: Workspace) -> tuple[Suggestion, ...]:
    """Return the pairs of a workspace's events, of different documents, that may tell of one event; best first."""
    apart = workspace.apart()
    return tuple(one for one in suggest(workspace.events()) if frozenset((one.first, one.second)) not in apart)
