"""What nobody has read yet, beside the map: a page of the queue with each doubt, and what no longer applies."""

from typing import Any

import streamlit as st

from mapkit.dashboard import history, session, widgets, words
from mapkit.dashboard.state import Choice
from mapkit.errors import WorkspaceError
from mapkit.model import Event, EventStatus
from mapkit.server import services
from mapkit.workspace import Stale, doubts

#: Events a page of the queue.
_PAGE_SIZE = 40
#: Corrections without effect that are listed.
_STALE_MAX = 50


def show(chosen: Choice) -> None:
    """Show the queue under the filters."""
    found = services().index.queue(chosen.filters, int(st.session_state.get("queue_page", 1)), _PAGE_SIZE)
    stale = services().workspace.stale_corrections()
    data = {
        "items": [_item(event) for event in services().workspace.events(found.ids)],
        "unread": found.unread,
        "read": found.read,
        "page": found.page,
        "pages": found.pages,
        "selected": chosen.selected,
        "stale": [_stale(one) for one in stale[:_STALE_MAX]],
        "stale_total": len(stale),
    }
    widgets.queue(data, session.on_queue)


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
