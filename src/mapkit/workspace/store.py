"""The workspace: documents and their events, kept; safe for many threads and processes."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import TracebackType
from typing import Any, Self

from sqlalchemy import RowMapping, delete, func, insert, select, tuple_

from mapkit.errors import MapkitError
from mapkit.model import Document, Event
from mapkit.workspace import database, rows, schema, writing
from mapkit.workspace.cataloguing import Cataloguing
from mapkit.workspace.faults import UnknownIdError
from mapkit.workspace.ingest import Coder, IngestReport, Outcome, Reject, default_coder, fault_of, storable

#: Rows a page where many are read: no read transaction outlives one page.
_PAGE = 1_000
_INDEX_PAGE = 50_000

#: What the index behind the map reads of an event, in this order; text to be searched last.
INDEX_COLUMNS: tuple[str, ...] = (
    "event_id", "document_id", "position", "event_type", "sub_event_type", "event_status", "claim_status",
    "claimed_by", "date_start", "date_end", "date_text", "location", "admin1", "country", "latitude", "longitude",
    "kind", "layer_id", "coordinate_uncertainty_m", "front", "actor1", "actor2", "sentence", "deleted", "change",
    "publisher", "published", "review", "doubt", "words",
)  # fmt: skip


class Workspace(Cataloguing):
    """Documents, events, evidence and corrections in a database.

    Open one with `Workspace.open`; use it as a context manager or `close` it. Every method may be called from any
    thread.

    Parameters
    ----------
    connections : Database
    """

    def __init__(self, connections: database.Database) -> None:
        self._database = connections
        query = select(schema.meta.c.value).where(schema.meta.c.key == "identity")
        with self._reading() as connection:
            #: A name of this database that no other one has.
            self.identity = str(connection.execute(query).scalar_one())

    @classmethod
    def open(cls, url: str | None = None) -> Self:
        """Open a workspace; it is made where there is none, and brought up to date where it is older.

        Parameters
        ----------
        url : str or None
            An SQLAlchemy URL (`sqlite:///FILE`, `postgresql+psycopg://...`), a path of a SQLite file, or None for
            `MAPKIT_WORKSPACE`, else `workspace.sqlite3` in the user's folder.

        Raises
        ------
        WorkspaceError
            Where it cannot be opened, read or written, or belongs to another program or a newer mapkit.
        """
        return cls(database.Database(database.resolve(url)))

    def close(self) -> None:
        """Close all connections."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Reading.

    def version(self) -> int:
        """Return the number of the last change; it only grows, and asking costs some 50 microseconds."""
        with self._reading() as connection:
            return int(connection.execute(select(schema.counter.c.value)).scalar_one())

    def document(self, document_id: str) -> Document:
        """Return a document.

        Raises
        ------
        UnknownIdError
            Where there is none of this id.
        """
        with self._reading() as connection:
            row = connection.execute(
                select(schema.documents).where(schema.documents.c.document_id == document_id)
            ).one_or_none()
        if row is None:
            raise UnknownIdError(f"no document {document_id!r}")
        return rows.document_of(row._mapping)

    def has(self, document_id: str) -> bool:
        """Return whether there is a document of this id."""
        query = select(schema.documents.c.document_id).where(schema.documents.c.document_id == document_id)
        with self._reading() as connection:
            return connection.execute(query).first() is not None

    def documents(self) -> Iterator[Document]:
        """Yield all documents, in the order of their ids, in constant memory."""
        table = schema.documents
        for row in self._pages(select(table), (table.c.document_id,)):
            yield rows.document_of(row)

    def urls(self) -> set[str]:
        """Return the URLs of all documents that have one."""
        query = select(schema.documents.c.url).where(schema.documents.c.url.is_not(None))
        with self._reading() as connection:
            return set(connection.execute(query).scalars())

    def event(self, event_id: str) -> Event:
        """Return an event, a deleted one too.

        Raises
        ------
        UnknownIdError
            Where there is none of this id.
        """
        with self._reading() as connection:
            row = connection.execute(select(schema.events).where(schema.events.c.event_id == event_id)).one_or_none()
        if row is None:
            raise UnknownIdError(f"no event {event_id!r}")
        return rows.event_of(row._mapping)

    def events(self, ids: Iterable[str] | None = None, *, document_id: str | None = None) -> Iterator[Event]:
        """Yield events that are not deleted, in constant memory.

        Parameters
        ----------
        ids : iterable of str, optional
            Only these, in this order; ids that are not (or no longer) there are left out. Default: all, by document
            and position in it.
        document_id : str, optional
            Only those of this document.
        """
        table = schema.events
        query = select(table).where(table.c.deleted.is_(False))
        if document_id is not None:
            query = query.where(table.c.document_id == document_id)
        if ids is None:
            for row in self._pages(query, (table.c.document_id, table.c.position, table.c.event_id)):
                yield rows.event_of(row)
            return
        source = iter(ids)
        while page := list(itertools.islice(source, _PAGE)):
            with self._reading() as connection:
                found = connection.execute(query.where(table.c.event_id.in_(page))).mappings().all()
            by_id = {row["event_id"]: row for row in found}
            yield from (rows.event_of(by_id[event_id]) for event_id in page if event_id in by_id)

    def records(self, ids: Iterable[str]) -> Iterator[Sequence[tuple[str, str]]]:
        """Yield pages of (event id, record as JSON), of those of these events that are there and not deleted."""
        table, source = schema.events, iter(ids)
        query = select(table.c.event_id, table.c.record).where(table.c.deleted.is_(False))
        while page := list(itertools.islice(source, _PAGE)):
            with self._reading() as connection:
                yield [(row[0], row[1]) for row in connection.execute(query.where(table.c.event_id.in_(page)))]

    def rejects(self) -> list[Reject]:
        """Return the documents that could not be coded, by name."""
        table = schema.rejects
        query = select(table.c.name, table.c.reason).order_by(table.c.name, table.c.document_id)
        with self._reading() as connection:
            return [Reject(name, reason) for name, reason in connection.execute(query)]

    def counts(self) -> dict[str, int]:
        """Return how many documents, events and rejects there are."""
        queries = {
            "documents": select(func.count()).select_from(schema.documents),
            "events": select(func.count()).where(schema.events.c.deleted.is_(False)),
            "rejects": select(func.count()).select_from(schema.rejects),
        }
        with self._reading() as connection:
            return {name: int(connection.execute(query).scalar_one()) for name, query in queries.items()}

    def index_rows(self, since: int = 0, until: int | None = None) -> Iterator[Sequence[Sequence[Any]]]:
        """Yield what the index needs of the events changed after `since`, deleted ones too, in pages.

        Parameters
        ----------
        since, until : int
            Numbers as `version` gives them; an event whose change is in (since, until] is yielded once.

        Yields
        ------
        sequence of rows
            Each with the values of `INDEX_COLUMNS`.
        """
        until = self.version() if until is None else until
        events, documents = schema.events, schema.documents
        columns = [(events if name in events.c else documents).c[name] for name in INDEX_COLUMNS]
        change = INDEX_COLUMNS.index("change")
        query = (
            select(*columns)
            .join_from(events, documents, events.c.document_id == documents.c.document_id)
            .order_by(events.c.change, events.c.event_id)
            .limit(_INDEX_PAGE)
        )
        after = events.c.change > since
        while True:
            with self._reading() as connection:
                page = connection.execute(query.where(after, events.c.change <= until)).all()
            if page:
                yield page
            if len(page) < _INDEX_PAGE:
                return
            after = tuple_(events.c.change, events.c.event_id) > tuple_(page[-1][change], page[-1][0])

    def other_publishers(self, since: int = 0, until: int | None = None) -> list[tuple[str, str | None]]:
        """Return the publishers of further documents that events changed after `since` rest on, as merged ones do.

        Parameters
        ----------
        since, until : int
            As in `index_rows`.

        Returns
        -------
        list of (str, str or None)
            The event's id, and the publisher of a document that is not its own; None where that is not known.
        """
        until = self.version() if until is None else until
        events, evidence, documents = schema.events, schema.evidence, schema.documents
        query = (
            select(events.c.event_id, documents.c.publisher)
            .join_from(evidence, events, evidence.c.event_id == events.c.event_id)
            .join(documents, evidence.c.document_id == documents.c.document_id)
            .where(evidence.c.document_id != events.c.document_id, events.c.change > since, events.c.change <= until)
            .distinct()
        )
        with self._reading() as connection:
            return [(row.event_id, row.publisher) for row in connection.execute(query)]

    # Writing.

    def ingest(
        self,
        documents: Iterable[Document],
        progress: Callable[[Outcome], object] | None = None,
        *,
        coder: Coder | None = None,
    ) -> IngestReport:
        """Code documents and keep their events.

        Each document goes in whole or not at all, so a run that was killed is simply started again: what is coded
        with this coder's version already is skipped.

        Parameters
        ----------
        documents : iterable of Document
            Read one by one, in constant memory.
        progress : callable, optional
            Called with the `Outcome` of each document.
        coder : Coder, optional
            Default: mapkit's pipeline.

        Returns
        -------
        IngestReport
            How many were added, recoded and skipped, and each rejected one with its reason (kept in the workspace
            too, see `rejects`).
        """
        coder = coder or default_coder()
        report = IngestReport()
        for document in documents:
            outcome = self._ingest_one(document, coder)
            report.count(outcome)
            if progress:
                progress(outcome)
        return report

    def _ingest_one(self, document: Document, coder: Coder) -> Outcome:
        if fault := fault_of(document):
            return self.refuse(document, fault, coder.version)
        while True:
            known = self.wanted(document, coder.version)
            if isinstance(known, Outcome):
                return known
            try:
                result = coder.run([known.document])
            except MapkitError:
                raise  # the gazetteer or the codebook is at fault, not the document
            except Exception as error:  # noqa: BLE001 - one document's fault must not lose the others
                return self.refuse(document, f"coding failed: {type(error).__name__}: {error}", coder.version)
            if result.rejects:
                return self.refuse(document, result.rejects[0].reason, coder.version)
            (outcome,) = self.keep([(document, known, result.events)], coder.version)
            if outcome:
                return outcome
            # A person said otherwise of the document while it was coded: once more, with that.

    def wanted(self, document: Document, coder_version: str) -> writing.Known | Outcome:
        """Return a document with all that is known of it, to be coded so, or the outcome where nothing is to code."""
        with self._reading() as connection:
            known, outcome = writing.to_do(connection, document, coder_version)
        return outcome or known

    def keep(
        self, coded: Iterable[tuple[Document, writing.Known, Sequence[Event]]], coder_version: str
    ) -> list[Outcome | None]:
        """Keep coded documents in one transaction, each whole or not at all.

        Parameters
        ----------
        coded : iterable of (Document, Known, sequence of Event)
            Each document, as `wanted` gave it, and the events coded from that.
        coder_version : str

        Returns
        -------
        list of Outcome or None
            None where what is known of the document changed since: it is to be coded once more.
        """
        outcomes: list[Outcome | None] = []
        with self._writing() as connection:
            for document, known, events in coded:
                change = writing.next_change(connection)
                now, outcome = writing.to_do(connection, document, coder_version)
                if outcome is None and now == known:
                    outcome = writing.keep(connection, known, events, coder_version, change)
                outcomes.append(outcome)
        return outcomes

    def put(self, document: Document, events: Sequence[Event], coder_version: str) -> Outcome:
        """Keep one coded document, whole or not at all.

        Where it was coded before, its events keep their ids (see `mapkit.workspace.identity`), those that are no
        longer found are marked as deleted, and those that say the same as before stay untouched.

        Returns
        -------
        Outcome
            `skipped` where another process was faster.
        """
        with self._writing() as connection:
            change = writing.next_change(connection)
            known, outcome = writing.to_do(connection, document, coder_version)
            return outcome or writing.keep(connection, known, events, coder_version, change)

    def reject(self, name: str, reason: str) -> None:
        """Keep among the `rejects` that a file could not be read, and why; it goes when one of its name is coded."""
        self.refuse(Document(name, ""), reason, "")

    def forget_rejects(self) -> int:
        """Empty the list of rejects, as somebody has taken note of them, and return how many there were."""
        with self._writing() as connection:
            return int(connection.execute(delete(schema.rejects)).rowcount)

    def refuse(self, document: Document, reason: str, coder_version: str) -> Outcome:
        """Keep among the `rejects` that a document could not be coded, and why."""
        reason = storable(" ".join(reason.split()))
        table = schema.rejects
        with self._writing() as connection:
            connection.execute(delete(table).where(table.c.document_id == document.document_id))
            connection.execute(
                insert(table).values(
                    document_id=document.document_id,
                    name=storable(document.name),
                    reason=reason,
                    rejected=writing.now(),
                    coder_version=coder_version,
                )
            )
        return Outcome(document.name, "rejected", reason=reason)

    # Connections.

    def _pages(self, query: Any, key: tuple[Any, ...]) -> Iterator[RowMapping]:
        """Yield the rows of a query in the order of a unique key, page by page, each in a transaction of its own."""
        query = query.order_by(*key).limit(_PAGE)
        page_query = query
        while True:
            with self._reading() as connection:
                page = connection.execute(page_query).mappings().all()
            yield from page
            if len(page) < _PAGE:
                return
            page_query = query.where(tuple_(*key) > tuple_(*(page[-1][column.name] for column in key)))
