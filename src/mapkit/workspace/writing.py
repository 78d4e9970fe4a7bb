"""The steps of a write, each inside the caller's transaction: what is to do, what is new, what stays as it was."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, delete, insert, select, update

from mapkit.model import Document, Event
from mapkit.workspace import amendments, rows, schema, settling, tying
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


@dataclass(frozen=True, slots=True)
class Known:
    """A document with all that is known of it.

    Parameters
    ----------
    document : Document
        As people have it: its events are coded from it.
    stated : Document
        As it was read.
    """

    document: Document
    stated: Document


def to_do(connection: Connection, document: Document, version: str) -> tuple[Known, Outcome | None]:
    """Return the document with all that is known of it, and the outcome where there is nothing to code."""
    table = schema.documents
    row = connection.execute(select(table).where(table.c.document_id == document.document_id)).mappings().one_or_none()
    if row is None:
        return Known(document, document), _twin(connection, document)
    before = rows.stated_of(row)
    stated = replace(
        document,
        title=document.title or before.title,
        publisher=document.publisher or before.publisher,
        url=document.url or before.url,
        published=document.published or before.published,
    )
    known = Known(amendments.amended(stated, amendments.read(connection, document.document_id)), stated)
    if known != Known(rows.document_of(row), before) or row["coder_version"] != version:
        return known, None
    return known, Outcome(document.name, "skipped", reason="coded already")


def keep(connection: Connection, known: Known, events: Sequence[Event], version: str, change: int) -> Outcome:
    """Write a coded document with its events, and return what came of it.

    Parameters
    ----------
    connection : Connection
        In a write transaction.
    known : Known
    events : sequence of Event
        As coded from `known.document`.
    version : str
        The coder's.
    change : int
        The number of this change.
    """
    table, time, document = schema.documents, now(), known.document
    stated = None if known.stated == document else json.dumps(rows.metadata_of(known.stated), ensure_ascii=False)
    values = {**rows.document_row(document), "stated": stated, "coded": time, "coder_version": version}
    mine = table.c.document_id == document.document_id
    status = "recoded" if connection.execute(update(table).where(mine).values(values)).rowcount else "added"
    if status == "added":
        connection.execute(insert(table).values({**values, "added": time}))
    count = replace_events(connection, document.document_id, events, change, time)
    unread = Document(document.name, "").document_id  # as which a file that cannot be read is kept
    rejected = schema.rejects.c.document_id.in_((document.document_id, unread))
    connection.execute(delete(schema.rejects).where(rejected))
    return Outcome(document.name, status, count)


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
