"""The documents of a workspace as such: listed, found, and what is known of where they come from set right."""

import math
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, func, or_, select

from mapkit.errors import MapkitError, WorkspaceError
from mapkit.languages import gettext as _
from mapkit.model import Document
from mapkit.workspace import amendments, rows, schema, writing
from mapkit.workspace.amendments import Amendment
from mapkit.workspace.event_imports import Importing
from mapkit.workspace.faults import ConflictError, UnknownIdError
from mapkit.workspace.ingest import Coder, default_coder
from mapkit.workspace.values import checked_text

#: The largest page of the list.
LIST_MAX = 500
#: What the list can be sorted by.
SORTS = ("title", "publisher", "published", "added", "events")


@dataclass(frozen=True, slots=True)
class Listed:
    """A document in the list, without its text.

    Parameters
    ----------
    document_id, name : str
    title, publisher, url : str or None
    published : str or None
        An ISO date.
    added : str
        When it came into the workspace: UTC, ISO 8601.
    events : int
        Those that are not deleted.
    """

    document_id: str
    name: str
    title: str | None
    publisher: str | None
    url: str | None
    published: str | None
    added: str
    events: int


@dataclass(frozen=True, slots=True)
class DocumentList:
    """One page of the documents.

    Parameters
    ----------
    items : tuple of Listed
    total : int
        Documents on all pages.
    page, pages : int
        Counted from 1; `pages` is 1 where there are none.
    """

    items: tuple[Listed, ...]
    total: int
    page: int
    pages: int


class Cataloguing(Importing):
    """The part of a workspace that is of the documents themselves."""

    def document_list(
        self, query: str = "", *, sort: str = "-added", page: int = 1, page_size: int = 50
    ) -> DocumentList:
        """Return one page of the documents.

        Parameters
        ----------
        query : str
            Every word of it stands in the title, file name, publisher or address, in whatever case.
        sort : str
            One of `SORTS`, with "-" before it for the other direction. What is not stated comes last.
        page : int
            From 1; one beyond the last gives the last.
        page_size : int
            1 to `LIST_MAX`.

        Raises
        ------
        WorkspaceError
            Where sort, page or page_size is none.
        """
        if page < 1 or not 1 <= page_size <= LIST_MAX:
            raise WorkspaceError(f"page counts from 1, page_size is 1 to {LIST_MAX}; not {page} and {page_size}")
        key = sort.removeprefix("-")
        if key not in SORTS:
            raise WorkspaceError(f"documents cannot be sorted by {sort!r}: write one of {', '.join(SORTS)}")
        table = schema.documents
        wanted = [_holds(word) for word in query.replace("\0", " ").split()]
        events = _events()
        by = events if key == "events" else _sorted_by(key)
        order = (by.is_(None), by.desc() if sort.startswith("-") else by.asc(), table.c.document_id)
        columns = [table.c[name] for name in ("document_id", "name", *rows.METADATA, "added")]
        with self._reading() as connection:
            total = int(connection.execute(select(func.count()).select_from(table).where(*wanted)).scalar_one())
            pages = max(1, math.ceil(total / page_size))
            page = min(page, pages)
            listed = select(*columns, events.label("events")).where(*wanted).order_by(*order)
            found = connection.execute(listed.limit(page_size).offset((page - 1) * page_size)).all()
        return DocumentList(tuple(Listed(**row._mapping) for row in found), total, page, pages)

    def document_history(self, document_id: str) -> list[Amendment]:
        """Return all that people said of a document, in order.

        Raises
        ------
        UnknownIdError
            Where there is none of this id.
        """
        with self._reading() as connection:
            _row(connection, document_id)
            return amendments.read(connection, document_id)

    def amend(
        self,
        document_id: str,
        value: Mapping[str, str | None],
        *,
        by: str,
        why: str | None = None,
        seen: int,
        coder: Coder | None = None,
    ) -> Amendment:
        """Say what is right of a document's title, publisher, address or day; it is coded anew with that.

        Words like "on Monday" count from the day of publication, so events may change with it. What people made of
        the events is replayed over the new coding.

        Parameters
        ----------
        document_id : str
        value : mapping
            The right values of `title`, `publisher`, `url` and `published` (an ISO date), as far as they change; None
            says that it is not stated.
        by : str
            Who.
        why : str, optional
        seen : int
            The workspace's `version` from before the document was read.
        coder : Coder, optional
            Default: mapkit's pipeline.

        Raises
        ------
        ConflictError
            Where somebody else said otherwise of it since `seen`; nothing is written.
        UnknownIdError
            Where there is no such document.
        WorkspaceError
            Where a value is none that the field can have, nothing would change, or it cannot be coded with it.
        """
        amendments.known(value)

        def draft(document: Document, entries: list[Amendment]) -> Amendment:
            _guard(entries, seen)
            now = rows.metadata_of(document)
            # What was read may be what nobody could write here: where it stays, it hinders no other field.
            changes = amendments.checked({name: text for name, text in value.items() if text != now[name]})
            changes = {name: text for name, text in changes.items() if text != now[name]}
            if not changes:
                raise WorkspaceError("nothing is changed: the document says so already")
            return _entry(document_id, changes, {name: now[name] for name in changes})

        return self._amend(document_id, draft, by, why, coder)

    def undo_amendment(
        self, amendment_id: str, *, by: str, why: str | None = None, coder: Coder | None = None
    ) -> Amendment:
        """Take back what was said of a document: it becomes what it is without that, and is coded anew.

        An undo is an entry too, and can be undone.

        Raises
        ------
        UnknownIdError
            Where there is no such entry.
        WorkspaceError
            Where it is taken back already, or the document cannot be coded without it.
        """
        table = schema.amendments
        query = select(table.c.document_id).where(table.c.amendment_id == amendment_id)
        with self._reading() as connection:
            document_id = connection.execute(query).scalar_one_or_none()
        if document_id is None:
            raise UnknownIdError(f"no amendment {amendment_id!r}")

        def draft(_: Document, entries: list[Amendment]) -> Amendment:
            undone = next(entry for entry in entries if entry.amendment_id == amendment_id)
            if not undone.live:
                raise WorkspaceError(f"amendment {amendment_id} is taken back already")
            return replace(_entry(document_id, undone.old, undone.value), undoes=amendment_id)

        return self._amend(document_id, draft, by, why, coder)

    def _amend(
        self,
        document_id: str,
        draft: Callable[[Document, list[Amendment]], Amendment],
        by: str,
        why: str | None,
        coder: Coder | None,
    ) -> Amendment:
        by, why = checked_text(by, "by"), checked_text(why, "why") if why is not None else None
        coder = coder or default_coder()
        while True:
            with self._reading() as connection:
                known, _ = _with(connection, document_id, draft)
            try:
                result = coder.run([known.document])
            except MapkitError:
                raise
            except Exception as error:
                told = f"{known.document.name}: coding failed: {type(error).__name__}: {error}; nothing is changed"
                raise WorkspaceError(told) from error
            if result.rejects:
                raise WorkspaceError(f"{known.document.name}: {result.rejects[0].reason}; nothing is changed")
            with self._writing() as connection:
                change = writing.next_change(connection)
                now, entry = _with(connection, document_id, draft)
                if now == known:
                    entry = replace(entry, change=change, made=writing.now(), by=by, why=why)
                    amendments.add(connection, entry)
                    writing.keep(connection, known, result.events, coder.version, change)
                    return entry
            # Read or amended otherwise while it was coded: once more, with that.


def _with(
    connection: Connection, document_id: str, draft: Callable[[Document, list[Amendment]], Amendment]
) -> tuple[writing.Known, Amendment]:
    """Return a document as it is with one more entry, and that entry."""
    row = _row(connection, document_id)
    entries = amendments.read(connection, document_id)
    entry = draft(rows.document_of(row), entries)
    stated = rows.stated_of(row)
    return writing.Known(amendments.amended(stated, amendments.settled([*entries, entry])), stated), entry


def _row(connection: Connection, document_id: str) -> RowMapping:
    table = schema.documents
    row = connection.execute(select(table).where(table.c.document_id == document_id)).mappings().one_or_none()
    if row is None:
        raise UnknownIdError(f"no document {document_id!r}")
    return row


def _entry(document_id: str, value: Mapping[str, str | None], old: Mapping[str, str | None]) -> Amendment:
    """Return an entry that is not written yet: who, when and its number are to be told."""
    return Amendment(uuid.uuid4().hex, 0, "", "", document_id, value, old, None, None, live=True)


def _guard(entries: list[Amendment], seen: int) -> None:
    since = [
        f"{', '.join(sorted(entry.value))} by {entry.by} at {entry.made}" for entry in entries if entry.change > seen
    ]
    if since:
        raise ConflictError(
            _("the document was changed since you read it ({changes}); look at it again, then change it").format(
                changes="; ".join(since)
            )
        )


def _events() -> ColumnElement[Any]:
    events = schema.events
    return (
        select(func.count())
        .where(events.c.document_id == schema.documents.c.document_id, events.c.deleted.is_(False))
        .scalar_subquery()
    )


def _sorted_by(key: str) -> ColumnElement[Any]:
    table = schema.documents
    if key == "title":
        return func.lower(func.coalesce(table.c.title, table.c.name))
    return func.lower(table.c.publisher) if key == "publisher" else table.c[key]


def _holds(word: str) -> ColumnElement[bool]:
    table = schema.documents
    texts = (table.c.title, table.c.name, table.c.publisher, table.c.url)
    # SQLite's lower, and PostgreSQL's in the locale C, know ASCII alone: other letters are looked for as people write.
    spellings = sorted({word, word.lower(), word.upper(), word.title()})
    return or_(*(func.lower(text).contains(one, autoescape=True) for text in texts for one in spellings))
