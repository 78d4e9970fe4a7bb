"""The reader as a reviewer: what the panel is fed for it, and what an act of the reader does.

The session keeps the reader's own acts, so that the last can be taken back, and what an act was answered with: a
fault, or the question whether others of the same name are to follow.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import streamlit as st

from mapkit.dashboard import acts, history, words
from mapkit.dashboard.acts import Namesakes
from mapkit.errors import WorkspaceError
from mapkit.languages import Labels, marked
from mapkit.languages import gettext as _
from mapkit.mapping import assets
from mapkit.model import INTER_NAMES, SUB_EVENT_TYPES, ClaimStatus, Event, EventStatus
from mapkit.query import PAGE_MAX, Filters, Similar
from mapkit.server import services
from mapkit.vocabulary import kind_of_figure
from mapkit.workspace import Entry, Review, Standing

#: Events that are listed before a place is given to all of its name.
_LISTED = 30
#: Kinds of figures that can be added, each with what is counted.
KINDS = {
    "fatalities": "people",
    "injuries": "people",
    "displaced": "people",
    "evacuated": "people",
    "captured": "people",
    "destroyed": "",
}
_STATES = Labels(
    {
        Review.UNREAD: marked("Not read yet"),
        Review.ACCEPTED: marked("Accepted"),
        Review.CORRECTED: marked("Corrected"),
        Review.REJECTED: marked("Rejected"),
    }
)


@dataclass(slots=True)
class Memory:
    """What a session keeps of its reader's acts.

    Parameters
    ----------
    turn : int
        How many acts were answered.
    mine : list of str
        The ids of the reader's own entries, the last one last.
    of : str or None
        The event that the last answer is about.
    fault, done : str or None
        Why the last act was refused, or what it did.
    asked : Namesakes or None
        The events of the same name that a new place could be given to as well.
    """

    turn: int = 0
    mine: list[str] = field(default_factory=list)
    of: str | None = None
    fault: str | None = None
    done: str | None = None
    asked: Namesakes | None = None


def memory() -> Memory:
    """Return what this session keeps."""
    kept: Memory = st.session_state.setdefault("reviewing", Memory())
    return kept


def act(said: Any) -> Entry | None:
    """Do what the reader says of an event; return the entry that is kept of it, None where it was refused."""
    kept, workspace = memory(), services().workspace
    said = said if isinstance(said, dict) else {}
    kept.turn += 1
    asked, kept.of, kept.fault, kept.done = kept.asked, str(said.get("event") or "") or None, None, None
    if said.get("what") == "leave":
        kept.asked = None
        return None
    try:
        if said.get("what") == "there" and asked:
            entries = acts.apply_there(workspace, asked, str(said.get("scope")), str(said.get("by") or ""))
        else:
            entries = acts.perform(workspace, lambda: services().gazetteer, said)
    except WorkspaceError as error:
        kept.fault = str(error)
        return None
    last = entries[-1]
    found = acts.namesakes(workspace, last)
    kept.asked = found if found and found.any else None
    if said.get("what") == "undo":
        kept.mine = [one for one in kept.mine if one != last.undoes]
    else:
        kept.mine += [entry.correction_id for entry in entries]
    known = {entry.correction_id: entry for entry in workspace.history(last.subject)}
    kept.done = "; ".join(history.words_of(entry, known, kept.of) for entry in entries)
    return last


def data(standing: Standing, alike: Similar) -> dict[str, Any]:
    """Return what the panel shows for the review of an event.

    Parameters
    ----------
    standing : Standing
    alike : Similar
        The events of other documents that may be the same.
    """
    kept, event = memory(), standing.event
    told = services().workspace.history(event.event_id)
    mine = kept.of == event.event_id
    return {
        "seen": standing.change,
        "seen_all": services().workspace.version() if alike.events else standing.change,
        "state": standing.review.value,
        "words": _STATES[standing.review],
        "reason": standing.deleted_reason,
        "doubts": list(standing.doubts) if standing.review is Review.UNREAD else [],
        "coded": history.coded(event, standing.coded),
        "history": history.told(told, event.event_id),
        "turn": kept.turn,
        "fault": kept.fault if mine else None,
        "done": kept.done,
        "undo": kept.mine[-1] if kept.mine else None,
        "ask": _asked(kept.asked) if mine and kept.asked else None,
        "fields": _fields(event),
        "options": _options(event),
        "places": f"{assets.PREFIX.removesuffix('/assets')}/api/gazetteer",
    }


def following(filters: Filters, event_id: str) -> str | None:
    """Return the event to read after one: the next in the queue, else the first of what is left, else None."""
    ids = services().index.queue(filters, 1, PAGE_MAX).ids
    if event_id in ids:
        place = ids.index(event_id)
        ids = (*ids[place + 1 :], *ids[:place])
    return ids[0] if ids else None


def _asked(asked: Namesakes) -> dict[str, Any]:
    here, everywhere = asked.document.event_ids[1:], asked.everywhere.event_ids[1:]
    listed = list(dict.fromkeys([*here, *everywhere]))
    return {
        "document": len(here),
        "elsewhere": len(everywhere) - len(here),
        "everywhere": len(everywhere),
        "kept": len(asked.everywhere.kept),
        "more": max(0, len(listed) - _LISTED),
        "events": [_listed(one, one.event_id in here) for one in services().workspace.events(listed[:_LISTED])],
    }


def _listed(event: Event, here: bool) -> dict[str, Any]:
    return {
        "id": event.event_id,
        "what": event.sub_event_type,
        "place": words.place(event)["name"],
        "here": here,
        "publisher": next((source.publisher for source in event.sources if source.publisher), None),
        "exact": event.evidence[0].exact if event.evidence else "",
    }


def _fields(event: Event) -> dict[str, Any]:
    return {
        "type": event.sub_event_type,
        "status": event.event_status.value,
        "claim": {"status": event.claim_status.value, "by": event.claimed_by},
        "date": {"start": event.date_start, "end": event.date_end, "precision": event.time_precision},
        "actors": [asdict(one) for one in event.actors],
        "quantities": [asdict(one) for one in event.quantities],
    }


def _options(event: Event) -> dict[str, Any]:
    kinds: Sequence[str] = list(dict.fromkeys([*KINDS, *(one.kind for one in event.quantities)]))
    return {
        "types": [[kind.value, list(subs)] for kind, subs in SUB_EVENT_TYPES.items()],
        "statuses": [[status.value, words.STATUS_WORDS[status]] for status in EventStatus],
        "claims": [[claim.value, words.CLAIM_WORDS[claim]] for claim in ClaimStatus],
        "features": dict(words.FEATURE_WORDS),
        "inters": [[code, _(name)] for code, name in INTER_NAMES.items()],
        "kinds": [[kind, KINDS.get(kind, ""), kind_of_figure(kind).lower()] for kind in kinds],
    }
