"""The steps of a write, each inside the caller's transaction: what is to do, what is new, what stays as it was."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from mapkit.model import Document, Event
from mapkit.workspace import rows, schema
from mapkit.workspace.identity import reconcile
from mapkit.workspace.ingest import Outcome

#: `deleted_reason` of an event that a newer coder no longer finds; every other reason is a person's and stands.
RECODED = "recoded"


def now() -> str:
    """Return the time as the audit keeps it: UTC, ISO 8601, to the millisecond."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")


def next_change(connection: Connection) -> int:
    """Take the next number; on PostgreSQL this holds off other writers until the transaction ends."""
    table = schema.counter
    connection.execute(update(table).values(value=table.c.value + 1))
    return int(connection.execute(select(table.c.value)).scalar_one())


def to_do(connection: Connection, document: Document, version: str) -> tuple[Document, Outcome | None]:
    """Return the document with all that is known of it, and the outcome where there is nothing to code."""
    table = schema.documents
    row = connection.execute(select(table).where(table.c.document_id == document.document_id)).mappings().one_or_none()
    if row is None:
        return document, _twin(connection, document)
    stored = rows.document_of(row)
    merged = replace(
        document,
        title=document.title or stored.title,
        publisher=document.publisher or stored.publisher,
        url=document.url or stored.url,
        published=document.published or stored.published,
    )
    if merged != stored or row["coder_version"] != version:
        return merged, None
    return merged, Outcome(document.name, "skipped", reason="coded already")


def _twin(connection: Connection, document: Document) -> Outcome | None:
    """Return the outcome where the same text is there under another name, from no other publisher or address."""
    table = schema.documents
    twins = connection.execute(
        select(table.c.name, table.c.publisher, table.c.url)
        .where(table.c.text_hash == rows.text_hash(document.text))
        .order_by(table.c.name)
    )
    for name, publisher, url in twins:
        if document.publisher in {None, publisher} and document.url in {None, url}:
            return Outcome(document.name, "skipped", reason=f"the same text is there as {name}")
    return None


def replace_events(connection: Connection, document_id: str, events: Sequence[Event], change: int, time: str) -> int:
    """Write a document's new coding over its old one, and return how many events it has now."""
    table = schema.events
    stored = {
        row["event_id"]: row
        for row in connection.execute(
            select(table).where(table.c.document_id == document_id).order_by(table.c.position, table.c.event_id)
        ).mappings()
    }
    coded = reconcile([rows.event_of(row) for row in stored.values()], events)
    count = 0
    new: list[dict[str, Any]] = []
    evidence: list[dict[str, Any]] = []
    for event in coded.events:
        before = stored.get(event.event_id)
        if before is not None and before["deleted"] and before["deleted_reason"] != RECODED:
            continue  # a person took it out
        count += 1
        if before is None:
            row = rows.event_row(event, document_id)
            new.append(row | {"created": time, "updated": time, "deleted": False, "change": change})
        else:
            mine = table.c.event_id == event.event_id
            if not before["deleted"] and rows.content_of(rows.event_of(before)) == rows.content_of(event):
                connection.execute(update(table).where(mine).values(coder_version=event.coder_version))
                continue
            values = rows.event_row(event, document_id)
            values |= {"updated": time, "deleted": False, "deleted_reason": None, "change": change}
            connection.execute(update(table).where(mine).values(values))
            connection.execute(delete(schema.evidence).where(schema.evidence.c.event_id == event.event_id))
        evidence += rows.evidence_rows(event)
    for target, added in ((table, new), (schema.evidence, evidence)):
        if added:
            connection.execute(insert(target), added)
    gone = [event_id for event_id in coded.gone if not stored[event_id]["deleted"]]
    for event_id in gone:
        tombstone = {"deleted": True, "deleted_reason": RECODED, "updated": time, "change": change}
        connection.execute(update(table).where(table.c.event_id == event_id).values(tombstone))
    return count
