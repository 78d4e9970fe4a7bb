"""What nobody has read yet, beside the map: a page of the queue with each doubt, and what no longer applies.

The list and an open document are two views of the same walk: the document stands in the list's place, and the next
event is the queue's, in whatever document it is told.
"""

from typing import Any

from mapkit.dashboard import history, session, widgets, words
from mapkit.dashboard.state import Choice
from mapkit.errors import WorkspaceError
from mapkit.model import Event, EventStatus
from mapkit.query import Queue
from mapkit.server import services
from mapkit.workspace import Stale, doubts

#: Corrections without effect that are listed.
_STALE_MAX = 50


def show(chosen: Choice) -> None:
    """Show the queue under the filters."""
    found = page(chosen)
    stale = services().workspace.stale_corrections()
    data = {
        **walk(found),
        "items": [_item(event) for event in services().workspace.events(found.ids)],
        "selected": chosen.selected,
        "stale": [_stale(one) for one in stale[:_STALE_MAX]],
        "stale_total": len(stale),
    }
    widgets.queue(data, session.on_queue)


def page(chosen: Choice) -> Queue:
    """Return the page of the queue that the reader is on."""
    return services().index.queue(chosen.filters, session.queue_page(), session.QUEUE_SIZE)


def walk(found: Queue) -> dict[str, Any]:
    """Return what is needed to step along the queue from a page of it, and to say how far the reader is."""
    return {
        "ids": list(found.ids),
        "first": (found.page - 1) * session.QUEUE_SIZE,
        "unread": found.unread,
        "read": found.read,
        "page": found.page,
        "pages": found.pages,
    }


def _item(event: Event) -> dict[str, Any]:
    status = event.event_status
    return {
        "id": event.event_id,
        "sub": event.sub_event_type,
        "symbol": widgets.swatch(event.event_type, event.claim_status),
        "status": None if status == EventStatus.ACTUAL else words.STATUS_WORDS[status],
        "place": words.place(event)["name"],
        "country": event.country,
        "exact": event.evidence[0].exact if event.evidence else "",
        "doubts": [doubt.reason for doubt in doubts.doubts(event)],
    }


def _stale(one: Stale) -> dict[str, Any]:
    try:
        event: Event | None = services().workspace.event(one.event_id)
    except WorkspaceError:
        event = None
    return {
        "id": one.event_id if event and not event.deleted else None,
        "words": history.words_of(one.entry),
        "of": event.sub_event_type if event else None,
        "by": one.entry.by,
        "made": one.entry.made,
        "reason": one.reason,
    }
