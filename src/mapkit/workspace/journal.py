"""The journal of corrections: entries written, read back in their order, and taken back; none is ever changed."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update
from sqlalchemy.sql import ColumnElement

from mapkit.workspace import schema
from mapkit.workspace.acts import Scope
from mapkit.workspace.corrections import Entry, Target
from mapkit.workspace.values import What

#: How many ids a question names at once.
_IDS = 500
_ENTRIES, _TARGETS = schema.corrections, schema.targets
_ROLES = ("subject", "other", "name")


def add(connection: Connection, entry: Entry) -> None:
    """Write an entry with its targets."""
    row = {
        "correction_id": entry.correction_id,
        "change": entry.change,
        "made": entry.made,
        "author": entry.by,
        "what": entry.what.value,
        "value": _json(entry.value),
        "why": entry.why,
        "scope": entry.scope.value,
        "name": entry.name,
        "undoes": entry.undoes,
        "live": entry.live,
    }
    connection.execute(insert(_ENTRIES).values(row))
    add_targets(connection, entry.correction_id, entry.targets)


def add_targets(connection: Connection, correction_id: str, targets: Sequence[Target]) -> None:
    """Write events that an entry is of."""
    rows = [
        {
            "correction_id": correction_id,
            "event_id": target.event_id,
            "role": target.role,
            "document_id": target.document_id,
            "start": target.start,
            "end": target.end,
            "exact": target.exact,
            "event_type": target.event_type,
            "location": target.location,
            "old": _json(target.old),
        }
        for target in targets
    ]
    if rows:
        connection.execute(insert(_TARGETS), rows)


def find(connection: Connection, correction_id: str) -> Entry | None:
    """Return an entry, None where there is none of this id."""
    found = _read(connection, select(_ENTRIES).where(_ENTRIES.c.correction_id == correction_id))
    return found[0] if found else None


def page(connection: Connection, after: int, limit: int) -> list[Entry]:
    """Return the entries behind a change, in their order."""
    query = select(_ENTRIES).where(_ENTRIES.c.change > after).limit(limit)
    return _read(connection, query)


def of_event(connection: Connection, event_id: str) -> list[Entry]:
    """Return all entries of an event, those that are taken back and those that take back among them."""
    mine = select(_TARGETS.c.correction_id).where(_TARGETS.c.event_id == event_id)
    return _read(connection, select(_ENTRIES).where(_ENTRIES.c.correction_id.in_(mine)))


def live_of(connection: Connection, event_ids: Iterable[str]) -> dict[str, list[Entry]]:
    """Return the entries that count of each event that has any, in their order, each with its own targets alone."""
    return _live(connection, _TARGETS.c.event_id, set(event_ids), lambda target: target.event_id)


def live_of_documents(connection: Connection, document_ids: Iterable[str]) -> dict[str, list[Entry]]:
    """Return the entries that count of each document that has any, in their order, each with its own targets alone."""
    return _live(connection, _TARGETS.c.document_id, set(document_ids), lambda target: target.document_id)


def live_of_kind(connection: Connection, what: What) -> list[Entry]:
    """Return the entries of one kind that count."""
    return _read(connection, select(_ENTRIES).where(_ENTRIES.c.live, _ENTRIES.c.what == what.value))


def ids_with_entries(connection: Connection) -> list[str]:
    """Return the ids of all events that an entry counts for."""
    query = select(_TARGETS.c.event_id).join(_ENTRIES, _ENTRIES.c.correction_id == _TARGETS.c.correction_id)
    return list(connection.scalars(query.where(_counts()).distinct().order_by(_TARGETS.c.event_id)))


def settle_lives(connection: Connection, entry: Entry) -> None:
    """Work out anew whether an entry counts, and what it takes back in its turn: it does where none takes it back."""
    mine = _ENTRIES.c.correction_id == entry.correction_id
    undone = select(_ENTRIES.c.change).where(_ENTRIES.c.undoes == entry.correction_id, _ENTRIES.c.live)
    live = connection.execute(undone.limit(1)).first() is None
    if live == entry.live:
        return
    connection.execute(update(_ENTRIES).where(mine).values(live=live))
    if entry.undoes and (before := find(connection, entry.undoes)):
        settle_lives(connection, before)


def move_target(connection: Connection, document_id: str, old: str, new: str) -> None:
    """Tie what is tied to an event of a document to the event that it is here."""
    mine = (_TARGETS.c.document_id == document_id) & (_TARGETS.c.event_id == old)
    connection.execute(update(_TARGETS).where(mine).values(event_id=new))


def _counts() -> ColumnElement[bool]:
    return _ENTRIES.c.live & (_ENTRIES.c.what != What.UNDO.value)


def _live(
    connection: Connection, column: ColumnElement[Any], keys: set[str], key_of: Callable[[Target], str]
) -> dict[str, list[Entry]]:
    found: dict[str, Entry] = {}
    for ids in _chunks(sorted(keys)):
        mine = select(_TARGETS.c.correction_id).where(column.in_(ids))
        query = select(_ENTRIES).where(_ENTRIES.c.correction_id.in_(mine), _counts())
        # A correction of a name may be of thousands of events: only those asked for are read.
        asked = (_TARGETS.c.role != "name") | column.in_(ids)
        for one in _read(connection, query, asked):
            known = found.get(one.correction_id)
            found[one.correction_id] = one if known is None else _joined(known, one)
    of: dict[str, list[Entry]] = {}
    for one in sorted(found.values(), key=lambda one: one.change):
        shared = tuple(target for target in one.targets if target.role != "name")
        own: dict[str, list[Target]] = {key_of(target): [] for target in shared}
        for target in one.targets[len(shared) :]:
            own.setdefault(key_of(target), []).append(target)
        for key, names in own.items():
            if key in keys:
                of.setdefault(key, []).append(replace(one, targets=(*shared, *names)))
    return of


def _joined(one: Entry, other: Entry) -> Entry:
    return replace(one, targets=(*one.targets, *(target for target in other.targets if target.role == "name")))


def _read(connection: Connection, query: Select[Any], of: ColumnElement[bool] | None = None) -> list[Entry]:
    rows = connection.execute(query.order_by(_ENTRIES.c.change)).all()
    targets: dict[str, list[Target]] = {}
    for ids in _chunks([row.correction_id for row in rows]):
        those = select(_TARGETS).where(_TARGETS.c.correction_id.in_(ids))
        for row in connection.execute(those if of is None else those.where(of)):
            targets.setdefault(row.correction_id, []).append(target_of(row))
    return [_entry(row, targets.get(row.correction_id, [])) for row in rows]


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), _IDS):
        yield ids[start : start + _IDS]


def target_of(row: Row[Any]) -> Target:
    """Return the target of a row."""
    return Target(
        row.event_id,
        row.role,
        row.document_id,
        row.start,
        row.end,
        row.exact,
        row.event_type,
        row.location,
        json.loads(row.old),
    )


def _entry(row: Row[Any], targets: list[Target]) -> Entry:
    targets.sort(key=lambda target: (_ROLES.index(target.role), target.document_id, target.start, target.event_id))
    return Entry(
        correction_id=row.correction_id,
        change=row.change,
        made=row.made,
        by=row.author,
        what=What(row.what),
        value=json.loads(row.value),
        why=row.why,
        scope=Scope(row.scope),
        name=row.name,
        undoes=row.undoes,
        live=row.live,
        targets=tuple(targets),
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
