"""A document to be read beside the map: its text, the places that it names and the events that it tells."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from mapkit.model import Document, Event, Toponym
from mapkit.server.answers import NotFoundError
from mapkit.server.services import Services
from mapkit.workspace import UnknownIdError

if TYPE_CHECKING:
    from mapkit.gazetteer import Places

_DOCUMENT_ID = re.compile(r"[0-9a-f]{16}")
#: Documents whose toponyms are kept: finding them takes some 50 ms and gives the same each time.
_KEPT = 32


def reading(shared: Services, document_id: str) -> dict[str, Any]:
    """Return a document as `/api/document/{id}` gives it.

    All offsets are code points of `text`, ends exclusive (a browser counts UTF-16 units, so it must convert them).

    Parameters
    ----------
    shared : Services
    document_id : str
        Sixteen hex digits.

    Returns
    -------
    dict
        `id`, `name`, `title`, `publisher`, `url`, `published` (ISO, or None), `text`; `toponyms`, each with `start`,
        `end`, `role`, `embedded`, `confidence`, `reason` (why unresolved, else None) and `place` (None where
        unresolved); `toponyms_fault`, the line that says why there are none where geoparsing failed; `events` in the
        order of reading, those without evidence in this text last; `previous` and `next`, the ids of the documents
        with events that were published before and after it.

    Raises
    ------
    NotFoundError
        Where there is no such document.
    """
    if not _DOCUMENT_ID.fullmatch(document_id):
        raise NotFoundError("no such document: an id is sixteen hex digits")
    try:
        document = shared.workspace.document(document_id)
    except UnknownIdError:
        raise NotFoundError("no such document") from None
    events = [_event(one, document) for one in shared.workspace.events(document_id=document_id)]
    events.sort(key=lambda one: (one["evidence"][0] if one["evidence"] else [len(document.text) + 1], one["id"]))
    toponyms, fault = _toponyms(document, shared.gazetteer)
    before, after = shared.index.beside(document)
    return {
        "id": document_id,
        "name": document.name,
        "title": document.title,
        "publisher": document.publisher,
        "url": document.url,
        "published": document.published.isoformat() if document.published else None,
        "text": document.text,
        "toponyms": [_toponym(one) for one in toponyms],
        "toponyms_fault": fault,
        "events": events,
        "previous": before,
        "next": after,
    }


@lru_cache(maxsize=_KEPT)
def _toponyms(document: Document, places: "Places") -> tuple[tuple[Toponym, ...], str | None]:
    """Return a document's toponyms, and why there are none where they could not be found."""
    from mapkit import pipeline

    found = next(pipeline.stream_toponyms([document], gazetteer=places))
    return ((), found.reason) if isinstance(found, pipeline.Reject) else (found[1], None)


def _toponym(one: Toponym) -> dict[str, Any]:
    place = one.place
    return {
        "start": one.start,
        "end": one.end,
        "role": one.role.value,
        "embedded": one.embedded,
        "confidence": round(one.confidence, 4),
        "reason": one.reason,
        "place": place
        and {
            "name": place.name,
            "feature_code": place.feature_code,
            "admin1": place.admin1,
            "country": place.country,
            "latitude": place.latitude,
            "longitude": place.longitude,
        },
    }


def _event(event: Event, document: Document) -> dict[str, Any]:
    spans = [[part.start, part.end] for part in event.evidence if part.document_id == document.document_id]
    return {
        "id": event.event_id,
        "type": event.event_type.value,
        "sub": event.sub_event_type,
        "status": event.event_status.value,
        "claim": event.claim_status.value,
        "place": event.location or event.location_text,
        "admin1": event.admin1,
        "country": event.country,
        "latitude": event.latitude,
        "longitude": event.longitude,
        "date": event.date_start or event.event_date,
        "date_end": event.date_end,
        "evidence": spans,
        "trigger": _trigger(event.trigger, spans, document.text),
    }


def _trigger(trigger: str | None, spans: list[list[int]], text: str) -> list[int] | None:
    """Return where the words that made the event stand, None where its evidence does not hold them as whole words."""
    if not trigger:
        return None
    words = re.compile(rf"(?<!\w){re.escape(trigger)}(?!\w)")
    for start, end in spans:
        if found := words.search(text, start, end):
            return list(found.span())
    return None
