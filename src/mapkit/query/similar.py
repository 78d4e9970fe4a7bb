"""Events of other documents that may be the same: suggested with reasons, for a reader to judge.

Pairs that a person has told to be two are never suggested again.
"""

import math
from dataclasses import dataclass

from mapkit.coding import Suggestion, compare, corroboration, suggest
from mapkit.coding.cross_document import MAX_KM
from mapkit.model import Event
from mapkit.query.index import EventIndex
from mapkit.workspace import Workspace

#: The most events near by that are compared: the nearest in time come first.
_COMPARED_MAX = 200
_KM_PER_DEGREE = 111.2


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
    if event.latitude is None or event.longitude is None:
        return Similar((), corroboration([event]))
    high = MAX_KM / _KM_PER_DEGREE
    wide = high / max(0.01, math.cos(math.radians(event.latitude)))
    box = (event.longitude - wide, event.latitude - high, event.longitude + wide, event.latitude + high)
    near = index.near(*box, event_type=event.event_type.value, day=event.date_start, limit=_COMPARED_MAX)
    left_out = {event.event_id}.union(*workspace.apart(event.event_id))
    pairs = ((compare(event, other), other) for other in workspace.events([key for key in near if key not in left_out]))
    found = [(suggestion, other) for suggestion, other in pairs if suggestion is not None]
    found.sort(key=lambda pair: (-pair[0].score, pair[1].event_id))
    return Similar(tuple(found), corroboration([event, *(other for _, other in found)]))


def duplicates(workspace: Workspace) -> tuple[Suggestion, ...]:
    """Return the pairs of a workspace's events, of different documents, that may tell of one event; best first."""
    apart = workspace.apart()
    return tuple(one for one in suggest(workspace.events()) if frozenset((one.first, one.second)) not in apart)
