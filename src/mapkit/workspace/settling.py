"""Events brought up to what the coder and people have made of them: the one place that writes their rows.

An event's row is always `replay` of the coder's record and the entries that count. Whoever changes either calls
`settle` for the events in question; those that they are merged with are settled too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, delete, insert, select, update

from mapkit.errors import WorkspaceError
from mapkit.model import Event
from mapkit.workspace import journal, rows, schema
from mapkit.workspace.corrections import Entry
from mapkit.workspace.doubts import doubt_of
from mapkit.workspace.names import place_name
from mapkit.workspace.replay import Coded, Replayed, present, replay
from mapkit.workspace.values import What

_IDS = 500
#: What may change of an event without a reader's seeing it.
_HIDDEN = ("coded", "found", "doubt", "place_name", "coder_version")


@dataclass(slots=True)
class Group:
    """Events that are settled together: those asked for, and all that are merged with them.

    Parameters
    ----------
    rows : dict
        By event id, as stored; a new event has none.
    coded : dict
        By event id.
    entries : dict
        By event id: the entries that count, in their order.
    """

    rows: dict[str, RowMapping] = field(default_factory=dict)
    coded: dict[str, Coded] = field(default_factory=dict)
    entries: dict[str, list[Entry]] = field(default_factory=dict)

    def replayed(self) -> dict[str, Replayed]:
        """Return each event with what people made of it."""
        into = self.merged()
        absorbed: dict[str, list[Event]] = {}
        for event_id in into:
            # Through a chain of merges, all is taken over by the last one.
            seen, last = {event_id}, into[event_id]
            while True:
                absorbed.setdefault(last, []).append(self.coded[event_id].event)
                if last not in into:
                    break
                if last in seen:
                    raise WorkspaceError(f"event {event_id} would be merged into itself; undo the other merge first")
                seen.add(last)
                last = into[last]
        return {
            event_id: replay(
                coded,
                self.entries.get(event_id, ()),
                into=into.get(event_id),
                absorbed=sorted(absorbed.get(event_id, ()), key=lambda event: event.event_id),
            )
            for event_id, coded in self.coded.items()
        }

    def merged(self) -> dict[str, str]:
        """Return which event is merged into which, where both are there."""
        there = {key for key, coded in self.coded.items() if present(coded, self.entries.get(key, ()))}
        return {
            event_id: entry.other
            for event_id in sorted(there)
            for entry in self.entries.get(event_id, ())
            if entry.what is What.MERGE and entry.subject == event_id and entry.other in there
        }


def gather(connection: Connection, event_ids: Iterable[str], given: Mapping[str, Coded] | None = None) -> Group:
    """Read all that decides how events stand.

    Parameters
    ----------
    connection : Connection
    event_ids : iterable of str
    given : mapping, optional
        What the coder has of some of them now; of the others it is what is stored.
    """
    group = Group()
    missing = set(event_ids)
    while missing:
        for event_id, row in read_rows(connection, missing).items():
            group.rows[event_id] = row
            group.coded[event_id] = Coded(rows.coded_of(row), row["found"])
        group.coded |= {key: coded for key, coded in (given or {}).items() if key in missing}
        entries = journal.live_of(connection, missing)
        group.entries |= entries
        pairs = {key for found in entries.values() for one in found if one.what is What.MERGE
                 for key in (one.subject, one.other or "")}  # fmt: skip
        missing = {key for key in pairs if key not in group.coded and key not in group.entries}
    return group


def settle(
    connection: Connection,
    event_ids: Iterable[str],
    change: int,
    time: str,
    given: Mapping[str, Coded] | None = None,
    document_id: str = "",
) -> dict[str, Replayed]:
    """Write events as they stand now, and return them; what a reader would see no change of keeps its number.

    Parameters
    ----------
    connection : Connection
        In a write transaction.
    event_ids : iterable of str
    change : int
        The number of this change.
    time : str
        The time of it.
    given : mapping, optional
        What the coder has of them now; by default what is stored.
    document_id : str
        The document of those that are not stored yet.

    Raises
    ------
    WorkspaceError
        Where events would be merged in a circle; nothing may be kept then.
    """
    group = gather(connection, event_ids, given)
    replayed = group.replayed()
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    hidden: list[dict[str, Any]] = []
    for event_id, now in replayed.items():
        before = group.rows.get(event_id)
        values = _values(group.coded[event_id], now, before["document_id"] if before else document_id)
        if before is None:
            new.append(values | {"created": time, "updated": time, "change": change})
        elif _looks(before) != _looks(values) or not rows.same_record(before["record"], values["record"]):
            changed.append(values | {"updated": time, "change": change})
        elif any(values[name] != before[name] for name in _HIDDEN):
            hidden.append({name: values[name] for name in ("event_id", *_HIDDEN)})
    if new:
        connection.execute(insert(schema.events), new)
    _update(connection, changed)
    _update(connection, hidden)
    written = [*(values["event_id"] for values in changed), *(values["event_id"] for values in new)]
    _write_evidence(connection, [replayed[event_id].event for event_id in written], len(changed))
    return replayed


def read_rows(connection: Connection, event_ids: Iterable[str]) -> dict[str, RowMapping]:
    """Return the rows of events by their ids; ids that are not there are left out."""
    table, ids = schema.events, sorted(event_ids)
    found: dict[str, RowMapping] = {}
    for start in range(0, len(ids), _IDS):
        query = select(table).where(table.c.event_id.in_(ids[start : start + _IDS]))
        found |= {row["event_id"]: row for row in connection.execute(query).mappings()}
    return found


def _update(connection: Connection, changed: list[dict[str, Any]]) -> None:
    """Set columns of rows, the same ones of each."""
    if not changed:
        return
    table = schema.events
    names = [name for name in changed[0] if name != "event_id"]
    statement = update(table).where(table.c.event_id == bindparam("key"))
    statement = statement.values({name: bindparam(f"to_{name}") for name in names})
    connection.execute(
        statement, [{"key": row["event_id"]} | {f"to_{name}": row[name] for name in names} for row in changed]
    )


def _write_evidence(connection: Connection, events: list[Event], stored: int) -> None:
    """Write the evidence of events; the first so many have some already, which is replaced."""
    table = schema.evidence
    for start in range(0, stored, _IDS):
        ids = [event.event_id for event in events[start : min(start + _IDS, stored)]]
        connection.execute(delete(table).where(table.c.event_id.in_(ids)))
    added = [row for event in events for row in rows.evidence_rows(event)]
    if added:
        connection.execute(insert(table), added)


def _looks(row: RowMapping | dict[str, Any]) -> tuple[object, ...]:
    """Return what a reader sees of an event beside its record."""
    return row["deleted"], row["deleted_reason"], row["review"]


def _values(coded: Coded, now: Replayed, document_id: str) -> dict[str, Any]:
    """Return an event's row, without created, updated and change."""
    values = rows.event_row(now.event, document_id)
    record = values["record"] if now.event is coded.event else rows.record_of(coded.event)
    return values | {
        "deleted": now.deleted_reason is not None,
        "deleted_reason": now.deleted_reason,
        "coded": None if rows.same_record(record, values["record"]) else record,
        "found": coded.found,
        "review": now.review.value,
        "doubt": doubt_of(now.event),
        "place_name": place_name(coded.event),
    }
