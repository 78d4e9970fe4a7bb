"""Days of riot: where a text is about crowds, what is burnt and looted by nobody named is the rioters' work."""

from collections.abc import Sequence

from mapkit.coding.drafts import Draft
from mapkit.model import EventType

_CROWDS = frozenset({EventType.PROTESTS, EventType.RIOTS})
_ARMED = frozenset({EventType.BATTLES, EventType.EXPLOSIONS})
#: A text is about riots where it tells this many gatherings of a crowd, a riot among them, and fewer fights with arms.
_GATHERINGS = 3


def name_rioters(drafts: Sequence[Draft]) -> None:
    """Take property destroyed by nobody named for a violent demonstration where the text is about riots.

    Parameters
    ----------
    drafts : sequence of Draft
        All those of a document; changed in place.
    """
    kinds = [draft.event_type for draft in drafts if draft.is_actual]
    gatherings = sum(kind in _CROWDS for kind in kinds)
    if gatherings < _GATHERINGS or EventType.RIOTS not in kinds or sum(kind in _ARMED for kind in kinds) >= gatherings:
        return
    for draft in drafts:
        if draft.sub_event_type == "Looting/property destruction" and not draft.actors:
            draft.sub_event_type = "Violent demonstration"
            draft.notes.append("type: destruction by nobody named, in a text about riots")
