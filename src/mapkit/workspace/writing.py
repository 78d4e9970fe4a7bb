"""The steps of a write, each inside the caller's transaction: what is to do, what is new, what stays as it was."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, select, update

from mapkit.model import Document, Event
from mapkit.workspace import rows, schema, settling, tying
from mapkit.workspace.identity import reconcile
from mapkit.workspace.ingest import Outcome
from mapkit.workspace.replay import Coded


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
    reading_order = select(table).where(table.c.document_id == document_id).order_by(table.c.position, table.c.event_id)
    stored = {row["event_id"]: row for row in connection.execute(reading_order).mappings()}
    coded = reconcile([rows.coded_of(row) for row in stored.values()], events)
    given = {event.event_id: Coded(event, found=True) for event in coded.events}
    given |= {event_id: Coded(rows.coded_of(stored[event_id]), found=False) for event_id in coded.gone}
    tying.tie(connection, document_id, given)
    settled = settling.settle(connection, given, change, time, given, document_id)
    return sum(settled[event.event_id].deleted_reason is None for event in coded.events)
