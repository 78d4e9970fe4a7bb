"""Events that an export brings back: taken in under their own ids, where the workspace has their document.

Nothing that is here is overwritten. An event that is taken in counts as one that a person says is there (a `restore`
in the journal, by whoever imported it), so that coding its document anew does not take it out, and it can be undone
like every other act.
"""

import datetime as dt
import json
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, select

from mapkit.model import Document, Event
from mapkit.workspace import journal, rows, schema, settling, tying, writing
from mapkit.workspace.acts import Scope
from mapkit.workspace.corrections import Entry
from mapkit.workspace.ingest import storable
from mapkit.workspace.replay import Coded
from mapkit.workspace.reviewing import Reviewing
from mapkit.workspace.values import What, checked_text

_KEY = re.compile(r"[^\s\x00]{1,16}")
#: Events that are taken in at once, those of a last document to its end: others write between two such batches.
_BATCH = 2_000

#: The events of some documents, each with where it stands in its file.
_Batch = dict[str, list[tuple[str, Event]]]


@dataclass(slots=True)
class EventsReport:
    """What came of the events of an import.

    Parameters
    ----------
    added : int
    known : int
        Those that are here already and say the same.
    skipped : list of (str, str)
        Where in the file, and why: what is here says otherwise, and stays.
    rejects : list of (str, str)
        Where in the file, and why it cannot be taken in.
    """

    added: int = 0
    known: int = 0
    skipped: list[tuple[str, str]] = field(default_factory=list)
    rejects: list[tuple[str, str]] = field(default_factory=list)


class Importing(Reviewing):
    """The part of a workspace that exports come back through."""

    def import_events(self, events: Iterable[tuple[str, Event]], *, by: str, why: str) -> EventsReport:
        """Take in events that were exported; those that are here stay as they are.

        Some thousands at a time, each batch whole or not at all, in memory that does not grow with the file but for
        the ids: where a file breaks off, or the import is killed, what was taken in stays, and is known when the file
        is imported again.

        Parameters
        ----------
        events : iterable of (str, Event)
            Each with where it stands in its file, for the report.
        by : str
            Who imports them.
        why : str
            Where they come from, for the history.

        Returns
        -------
        EventsReport

        Raises
        ------
        WorkspaceError
            Where `by` or `why` is empty.
        """
        by, why = checked_text(by, "by"), checked_text(why, "why")
        report = EventsReport()
        seen: set[str] = set()
        for batch in _batches(events, seen, report):
            with self._writing() as connection:
                writing.next_change(connection)  # holds off other writers
                for document_id, there in batch.items():
                    for event in _new(connection, document_id, there, seen, report):
                        _add(connection, document_id, event, by, why)
                        report.added += 1
        return report


def _batches(events: Iterable[tuple[str, Event]], seen: set[str], report: EventsReport) -> Iterator[_Batch]:
    """Yield events by document, some thousands at a time; those that cannot be taken in are reported."""
    batch: _Batch = {}
    count = 0
    for where, event in events:
        twice = f"event {event.event_id} is in the file twice" if event.event_id in seen else None
        if fault := _fault(event) or twice:
            report.rejects.append((where, fault))
            continue
        document_id = event.evidence[0].document_id
        if count >= _BATCH and document_id not in batch:
            yield batch
            batch, count = {}, 0
        seen.add(event.event_id)
        batch.setdefault(document_id, []).append((where, event))
        count += 1
    yield batch


def _fault(event: Event) -> str | None:
    """Return why no database can hold an event, or why nothing ties it to a document; None where all is well."""
    text = json.dumps(event.to_dict(), ensure_ascii=False)
    if storable(text) != text or "\\u0000" in text:
        return "a text holds U+0000 or half a character, which no database keeps"
    if not _KEY.fullmatch(event.event_id) or (event.supersedes and not _KEY.fullmatch(event.supersedes)):
        return f"event_id {event.event_id!r} is none of mapkit's: it has up to 16 characters and no space"
    for name in ("event_date", "date_start", "date_end"):
        if not _is_day(getattr(event, name)):
            return f"{name} is {getattr(event, name)!r}; write it as 2024-08-19"
    if not event.evidence:
        return "has no evidence, so nothing says of which document it is"
    return None


def _is_day(date: str | None) -> bool:
    try:
        return date is None or dt.date.fromisoformat(date).isoformat() == date
    except ValueError:
        return False


def _new(
    connection: Connection, document_id: str, there: list[tuple[str, Event]], brought: set[str], report: EventsReport
) -> Iterable[Event]:
    """Return the events of a document that are not here, and report the others; `brought` are those of the file."""
    texts = _texts(connection, {part.document_id for _, event in there for part in event.evidence})
    if document_id not in texts:
        fault = f"its document {document_id} is not in this workspace; ingest the same file first"
        report.rejects += [(where, fault) for where, _ in there]
        return []
    query = select(schema.events).where(schema.events.c.document_id == document_id)
    stored = {row["event_id"]: row for row in connection.execute(query).mappings()}
    stored |= settling.read_rows(connection, [event.event_id for _, event in there])
    absent: dict[str, tuple[str, Event]] = {}
    for where, event in there:
        row = stored.get(event.event_id)
        if row is None:
            if misquoted := _misquoted(event, texts):
                report.rejects.append((where, misquoted))
            else:
                absent[event.event_id] = where, event
        elif row["deleted"]:
            report.skipped.append((where, f"event {event.event_id} is deleted here ({row['deleted_reason']})"))
        elif _same(rows.event_of(row), event):
            report.known += 1
        else:
            report.skipped.append((where, f"event {event.event_id} says otherwise here; what is here stays"))
    others = [rows.event_of(row) for key, row in stored.items() if key not in brought and not row["deleted"]]
    targets = [tying.target_of(event, document_id, "subject", {}) for _, event in absent.values()]
    for event_id, here in tying.by_words(targets, others).items():
        where, _ = absent.pop(event_id)
        report.skipped.append((where, f"event {event_id} is here as {here}, on the same words; what is here stays"))
    return [event for _, event in absent.values()]


def _same(one: Event, other: Event) -> bool:
    """Return whether two records say the same, whenever and by whichever coder they were written."""
    bare = {"coder_version": "", "created": None, "updated": None}
    return replace(one, **bare) == replace(other, **bare)  # type: ignore[arg-type]  # one type a field


def _texts(connection: Connection, document_ids: Iterable[str]) -> dict[str, Document]:
    table = schema.documents
    found: dict[str, Document] = {}
    for document_id in sorted(document_ids):
        row = connection.execute(select(table).where(table.c.document_id == document_id)).mappings().one_or_none()
        if row is not None:
            found[document_id] = rows.document_of(row)
    return found


def _misquoted(event: Event, documents: Mapping[str, Document]) -> str | None:
    """Return why an event's evidence is not in the text here, None where it is."""
    for part in event.evidence:
        document = documents.get(part.document_id)
        if document and (part.start < 0 or document.text[part.start : part.end] != part.exact):
            return f"its evidence “{part.exact[:60]}” is not at {part.start} to {part.end} of {document.name}"
    return None


def _add(connection: Connection, document_id: str, event: Event, by: str, why: str) -> None:
    """Write an event that the coder here did not find, and that a person says is there."""
    event = replace(event, created=None, updated=None, deleted=False)
    entry = Entry(
        correction_id=uuid.uuid4().hex,
        change=writing.next_change(connection),
        made=writing.now(),
        by=by,
        what=What.RESTORE,
        value={},
        why=why,
        scope=Scope.EVENT,
        name=None,
        undoes=None,
        live=True,
        targets=(tying.target_of(event, document_id, "subject", {}),),
    )
    journal.add(connection, entry)
    given = {event.event_id: Coded(event, found=False)}
    settling.settle(connection, given, entry.change, entry.made, given, document_id)
