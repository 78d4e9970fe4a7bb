"""Between the nouns of the model and the rows of the tables."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import RowMapping

from mapkit.model import Document, Event

#: Layers whose shapes are lines, and GeoNames codes of linear features.
_LINE_LAYERS = frozenset({"rivers"})
_LINE_CODES = ("STM", "CNL", "RD", "RR", "ST", "TRL")
#: What is known of where a document comes from.
METADATA = ("title", "publisher", "url", "published")
#: What the store keeps in columns of its own; a record says nothing of the day it was written.
_AUDIT = ("created", "updated")


def kind_of(event: Event) -> str:
    """Return how the map draws an event's place: `point`, `line` or `area`."""
    geometry = str((event.geometry or {}).get("type", ""))
    if "LineString" in geometry:
        return "line"
    if "Polygon" in geometry:
        return "area"
    if not event.layer_id:
        return "point"
    # A river is a line, though its event may have a point on it.
    linear = event.layer_id.split("/")[0] in _LINE_LAYERS or (event.feature_code or "").startswith(_LINE_CODES)
    return "line" if linear else "area"


def text_hash(text: str) -> str:
    """Return the SHA-256 of a text, in hex."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def document_row(document: Document) -> dict[str, Any]:
    """Return a document's columns, without the store's own."""
    return {
        "document_id": document.document_id,
        "name": document.name,
        "text": document.text,
        "text_hash": text_hash(document.text),
        "title": document.title,
        "publisher": document.publisher,
        "url": document.url,
        "published": document.published.isoformat() if document.published else None,
    }


def document_of(row: RowMapping) -> Document:
    """Return the document of a row."""
    published = row["published"]
    return Document(
        name=row["name"],
        text=row["text"],
        title=row["title"],
        publisher=row["publisher"],
        url=row["url"],
        published=dt.date.fromisoformat(published) if published else None,
    )


def stated_of(row: RowMapping) -> Document:
    """Return the document of a row as it was read, without what people say of it."""
    document = document_of(row)
    return with_metadata(document, json.loads(row["stated"])) if row["stated"] else document


def metadata_of(document: Document) -> dict[str, str | None]:
    """Return what is known of where a document comes from, as JSON types: title, publisher, url, published."""
    row = document_row(document)
    return {name: row[name] for name in METADATA}


def with_metadata(document: Document, values: Mapping[str, str | None]) -> Document:
    """Return a document with some of its metadata set, given as JSON types."""
    published = values.get("published")
    days = {"published": dt.date.fromisoformat(published) if published else None} if "published" in values else {}
    texts = {name: value for name, value in values.items() if name != "published"}
    changes: dict[str, Any] = {**texts, **days}
    return replace(document, **changes)


def same_record(one: str, other: str) -> bool:
    """Return whether two records, as `record_of` writes them, say the same; which coder wrote them does not matter."""
    if one == other:
        return True
    first, second = json.loads(one), json.loads(other)
    return bool(first | {"coder_version": ""} == second | {"coder_version": ""})


def record_of(event: Event) -> str:
    """Return an event's record as JSON, without what the store keeps in columns of its own."""
    record = event.to_dict()
    for key in _AUDIT:
        del record[key]
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def event_row(event: Event, document_id: str) -> dict[str, Any]:
    """Return an event's columns that follow from its record."""
    texts = [part.exact for part in event.evidence]
    texts += [event.location or "", event.location_text or "", *(actor.name for actor in event.actors)]
    return {
        "event_id": event.event_id,
        "document_id": document_id,
        "position": event.evidence[0].start if event.evidence else 0,
        "event_type": event.event_type.value,
        "sub_event_type": event.sub_event_type,
        "event_status": event.event_status.value,
        "claim_status": event.claim_status.value,
        "claimed_by": event.claimed_by,
        "date_start": event.date_start or event.event_date,
        "date_end": event.date_end or event.event_date,
        "date_text": event.date_text,
        "location": event.location or event.location_text,
        "admin1": event.admin1,
        "country": event.country,
        "latitude": event.latitude,
        "longitude": event.longitude,
        "kind": kind_of(event),
        "layer_id": event.layer_id,
        "coordinate_uncertainty_m": event.coordinate_uncertainty_m,
        "front": event.front,
        "actor1": event.actor1,
        "actor2": event.actor2,
        "sentence": event.evidence[0].exact if event.evidence else None,
        "words": "\n".join(dict.fromkeys(text for text in texts if text)),
        "record": record_of(event),
        "coder_version": event.coder_version,
        "supersedes": event.supersedes,
    }


def evidence_rows(event: Event) -> list[dict[str, Any]]:
    """Return the rows of an event's evidence."""
    return [
        {
            "event_id": event.event_id,
            "position": position,
            "document_id": part.document_id,
            "start": part.start,
            "end": part.end,
        }
        for position, part in enumerate(event.evidence)
    ]


def coded_of(row: RowMapping) -> Event:
    """Return the event of a row as the coder has it, without what people made of it."""
    event = Event.from_dict(json.loads(row["coded"] or row["record"]))
    return replace(event, event_id=row["event_id"], coder_version=row["coder_version"], deleted=False)


def event_of(row: RowMapping) -> Event:
    """Return the event of a row, with the store's audit."""
    event = Event.from_dict(json.loads(row["record"]))
    return replace(
        event,
        event_id=row["event_id"],
        coder_version=row["coder_version"],
        created=row["created"],
        updated=row["updated"],
        deleted=row["deleted"],
    )
