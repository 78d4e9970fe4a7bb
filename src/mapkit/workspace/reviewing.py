"""What people do with the events of a workspace: correct them, take it back, look at what was done, and what is left.

Every act is an entry of the journal; the event's row follows from it (`settling`). Writers come one after the other,
so that what an act rests on cannot change under it.
"""

import math
import uuid
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager

from sqlalchemy import ColumnElement, Connection, func, select

from mapkit.errors import WorkspaceError
from mapkit.workspace import exchange, grounds, journal, rows, schema, settling, writing
from mapkit.workspace.acts import Correction, Scope
from mapkit.workspace.corrections import Affected, Entry, Queue, Review, Stale, Standing
from mapkit.workspace.database import Database
from mapkit.workspace.exchange import ImportReport
from mapkit.workspace.faults import UnknownIdError
from mapkit.workspace.names import place_name
from mapkit.workspace.replay import fingerprint
from mapkit.workspace.values import What, checked_text

_PAGE = 500
#: The largest page of the queue.
QUEUE_MAX = 500
#: What is to be checked stands in the order of these columns, the greatest doubt first.
QUEUE_ORDER = ("doubt", "document_id", "position", "event_id")


class Reviewing:
    """The part of a workspace that people's work goes through."""

    _database: Database

    # What there is.

    def standing(self, event_id: str) -> Standing:
        """Return how an event stands: corrected, as coded, its number, and why to check it.

        Raises
        ------
        UnknownIdError
            Where there is none of this id.
        """
        with self._reading() as connection:
            return grounds.standing_of(grounds.row_of(connection, event_id))

    def history(self, event_id: str) -> list[Entry]:
        """Return all that people made of an event, in order; what was taken back is not live, and who did so follows.

        Raises
        ------
        UnknownIdError
            Where there is none of this id.
        """
        with self._reading() as connection:
            grounds.row_of(connection, event_id)
            return journal.of_event(connection, event_id)

    def corrections(self) -> Iterator[Entry]:
        """Yield all entries of the workspace in their order."""
        after = 0
        while True:
            with self._reading() as connection:
                page = journal.page(connection, after, _PAGE)
            yield from page
            if len(page) < _PAGE:
                return
            after = page[-1].change

    def stale_corrections(self) -> list[Stale]:
        """Return the entries that count but do not apply to the events as they are coded now, each with the reason.

        They are kept, and apply again where a later coding brings back what they are of.
        """
        with self._reading() as connection:
            ids = journal.ids_with_entries(connection)
            group = settling.gather(connection, ids)
            found = [
                Stale(entry, event_id, reason)
                for event_id, now in group.replayed().items()
                for entry, reason in now.idle
            ]
            for event_id in ids:
                if event_id not in group.coded:
                    found += [Stale(one, event_id, grounds.nowhere(one, event_id)) for one in group.entries[event_id]]
        return sorted(found, key=lambda stale: (stale.entry.change, stale.event_id))

    def apart(self, event_id: str | None = None) -> set[frozenset[str]]:
        """Return the pairs of events that people have told to be not the same: they need not be suggested again.

        Parameters
        ----------
        event_id : str, optional
            Only the pairs that this one is in.
        """
        with self._reading() as connection:
            if event_id is None:
                told = journal.live_of_kind(connection, What.APART)
            else:
                told = journal.live_of(connection, [event_id]).get(event_id, [])
        return {frozenset((entry.subject, entry.other or "")) for entry in told if entry.what is What.APART}

    def queue(
        self, page: int = 1, page_size: int = 50, *, document_id: str | None = None, reviewed: bool = False
    ) -> Queue:
        """Return one page of the events to check, those first where that pays most.

        Parameters
        ----------
        page : int
            From 1; one beyond the last gives the last.
        page_size : int
            1 to `QUEUE_MAX`.
        document_id : str, optional
            Only those of this document.
        reviewed : bool
            Whether those that people have seen to already come too, behind the others.

        Raises
        ------
        WorkspaceError
            Where page or page_size is out of range.
        """
        if page < 1 or not 1 <= page_size <= QUEUE_MAX:
            raise WorkspaceError(f"page counts from 1, page_size is 1 to {QUEUE_MAX}; not {page} and {page_size}")
        table = schema.events
        unread = table.c.review == Review.UNREAD.value
        wanted: list[ColumnElement[bool]] = [table.c.deleted.is_(False)]
        wanted += [] if reviewed else [unread]
        wanted += [] if document_id is None else [table.c.document_id == document_id]
        order = [table.c[name].desc() if name == "doubt" else table.c[name] for name in QUEUE_ORDER]
        with self._reading() as connection:
            total = int(connection.execute(select(func.count()).select_from(table).where(*wanted)).scalar_one())
            pages = max(1, math.ceil(total / page_size))
            page = min(page, pages)
            first = (unread.desc(),) if reviewed else ()
            query = (
                select(table).where(*wanted).order_by(*first, *order).limit(page_size).offset((page - 1) * page_size)
            )
            items = tuple(grounds.standing_of(row) for row in connection.execute(query).mappings())
        return Queue(items, total, page, pages)

    def review_counts(self) -> dict[Review, int]:
        """Return how many events people have seen to in which way; those a coder no longer finds are not counted.

        One that was merged into another counts as corrected: somebody has read it.
        """
        table = schema.events
        there = table.c.deleted.is_(False) | (table.c.review != Review.UNREAD.value)
        query = select(table.c.review, func.count()).where(there).group_by(table.c.review)
        with self._reading() as connection:
            counted = {Review(name): int(number) for name, number in connection.execute(query)}
        return {review: counted.get(review, 0) for review in Review}

    def affected(self, event_id: str, correction: Correction) -> Affected:
        """Return what a correction would change, to be asked before it is made.

        Namesakes whose place a person has seen to already stay as they are, and are named.

        Raises
        ------
        UnknownIdError
            Where there is no such event.
        WorkspaceError
            Where its place has no name in the text, and the correction is one of the name.
        """
        with self._reading() as connection:
            seen = int(connection.execute(select(schema.counter.c.value)).scalar_one())
            row = grounds.row_of(connection, event_id)
            namesakes, kept = grounds.namesakes(connection, row, correction)
            documents = grounds.documents_of([row, *namesakes])
        ids = (event_id, *(one["event_id"] for one in namesakes))
        if correction.other:
            ids = (*ids, correction.other)
        return Affected(seen, ids, tuple(kept), documents)

    # What is done.

    def correct(self, event_id: str, correction: Correction, *, by: str, seen: int) -> Entry:
        """Keep what a person makes of an event, and let the event follow.

        Parameters
        ----------
        event_id : str
        correction : Correction
        by : str
            Who.
        seen : int
            What the person looked at: the event's `Standing.change`; where more events than one are concerned,
            `Affected.seen`, or the workspace's `version` from before they were read.

        Returns
        -------
        Entry

        Raises
        ------
        ConflictError
            Where one of the events was changed since; nothing is written.
        UnknownIdError
            Where there is no such event.
        WorkspaceError
            Where the act is none for this event, such as to restore what is not deleted.
        """
        by = checked_text(by, "by")
        with self._writing() as connection:
            change = writing.next_change(connection)
            row = grounds.row_of(connection, event_id)
            namesakes, _ = grounds.namesakes(connection, row, correction)
            other = [grounds.row_of(connection, correction.other)] if correction.other else []
            for one in (row, *other, *namesakes):
                grounds.guard(connection, one, seen)
            grounds.allow(connection, row, correction)
            event, what = rows.event_of(row), correction.what
            reaches = correction.scope is not Scope.EVENT
            entry = Entry(
                correction_id=uuid.uuid4().hex,
                change=change,
                made=writing.now(),
                by=by,
                what=what,
                value={"fingerprint": fingerprint(event)} if what is What.ACCEPT else dict(correction.value),
                why=correction.why,
                scope=correction.scope,
                name=place_name(rows.coded_of(row)) if reaches else None,
                undoes=None,
                live=True,
                targets=(
                    grounds.target(row, "subject", what),
                    *(grounds.target(one, "other", what) for one in other),
                    *(grounds.target(one, "name", what) for one in namesakes),
                ),
            )
            journal.add(connection, entry)
            settling.settle(connection, grounds.ids_of(entry), change, entry.made)
        return entry

    def undo(self, correction_id: str, *, by: str, why: str | None = None, seen: int | None = None) -> Entry:
        """Take an entry back: its events become what they are without it; later entries stay.

        An undo is an entry too, and can be undone.

        Parameters
        ----------
        correction_id : str
        by : str
            Who.
        why : str, optional
        seen : int, optional
            As in `correct`; by default whatever was changed since is no hindrance.

        Raises
        ------
        ConflictError
            Where one of its events was changed since `seen`; nothing is written.
        UnknownIdError
            Where there is no such entry.
        WorkspaceError
            Where it is taken back already.
        """
        by = checked_text(by, "by")
        why = checked_text(why, "why") if why is not None else None
        with self._writing() as connection:
            change = writing.next_change(connection)
            undone = journal.find(connection, correction_id)
            if undone is None:
                raise UnknownIdError(f"no correction {correction_id!r}")
            if not undone.live:
                raise WorkspaceError(f"correction {correction_id} is taken back already")
            root = grounds.root_of(connection, undone)
            stored = settling.read_rows(connection, grounds.ids_of(root))
            if seen is not None:
                for row in stored.values():
                    grounds.guard(connection, row, seen)
            entry = Entry(
                correction_id=uuid.uuid4().hex,
                change=change,
                made=writing.now(),
                by=by,
                what=What.UNDO,
                value={},
                why=why,
                scope=root.scope,
                name=root.name,
                undoes=correction_id,
                live=True,
                targets=grounds.taken_back(root, stored),
            )
            journal.add(connection, entry)
            journal.settle_lives(connection, undone)
            settling.settle(connection, grounds.ids_of(entry), change, entry.made)
        return entry

    # Carried from one workspace to another.

    def export_corrections(self) -> Iterator[str]:
        """Yield all entries as lines of JSON, in their order."""
        for entry in self.corrections():
            yield exchange.line_of(entry)

    def import_corrections(self, lines: Iterable[str | bytes]) -> ImportReport:
        """Take in the entries that another workspace gave out, all in one transaction.

        Entries keep their id, author and time. Those that are here already are passed over; where people here have
        said otherwise of an event, theirs stands, and the report tells it.

        Parameters
        ----------
        lines : iterable of str or bytes
            As `export_corrections` yields them.
        """
        with self._writing() as connection:
            writing.next_change(connection)  # holds off other writers
            return exchange.take_in(connection, lines)

    # Connections.

    def _reading(self) -> AbstractContextManager[Connection]:
        return self._database.reading()

    def _writing(self) -> AbstractContextManager[Connection]:
        return self._database.writing()
