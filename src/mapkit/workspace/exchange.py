"""Corrections as JSON lines: an analyst's work, carried from one workspace to another.

A line is an entry of the journal with the words that its events rest on. What comes in keeps its id, author and time;
it finds its events by id, else by their words, and waits where their document is not there yet. Where a person here
has said otherwise of the same event, nothing is overwritten: the entry is left out and told.
"""

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, select

from mapkit.errors import WorkspaceError
from mapkit.model import EventType
from mapkit.workspace import grounds, journal, rows, schema, settling, writing
from mapkit.workspace.acts import PAIRS, Scope
from mapkit.workspace.corrections import Entry, Target
from mapkit.workspace.tying import by_words, is_settled
from mapkit.workspace.values import FIELDS, What, check, checked_text

_ID, _KEY = re.compile(r"[0-9a-f]{32}"), re.compile(r"[^\s\x00]{1,16}")
_ROLES = {"subject", "other", "name"}
_OFFSET_MAX = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be said of one line.

    Parameters
    ----------
    line : int
        From 1.
    reason : str
    """

    line: int
    reason: str


@dataclass(slots=True)
class ImportReport:
    """What came of all lines.

    Parameters
    ----------
    added : int
        Entries that were taken in.
    known : int
        Those that were here already.
    waiting : int
        Those of the added whose event is not here: they apply when its document comes.
    conflicts : list of Told
        Those left out, in whole or for one event, as people here have said otherwise.
    rejects : list of Told
        Lines that are no entries.
    """

    added: int = 0
    known: int = 0
    waiting: int = 0
    conflicts: list[Told] = field(default_factory=list)
    rejects: list[Told] = field(default_factory=list)


def line_of(entry: Entry) -> str:
    """Return an entry as one line of JSON, without what is of this workspace alone."""
    record = asdict(entry)
    for name in ("change", "live"):
        del record[name]
    return json.dumps(record, ensure_ascii=False)


def entry_of(line: str | bytes) -> Entry:
    """Return the entry that `line_of` wrote; its change is 0, and it is live.

    Raises
    ------
    WorkspaceError
        Where the line is none; the message names the field.
    """
    try:
        text = line.decode("utf-8") if isinstance(line, bytes) else line
        record = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        raise WorkspaceError("is no JSON in UTF-8") from None
    try:
        _check_text(record)
        what, scope = What(record["what"]), Scope(record["scope"])
        entry = Entry(
            correction_id=_matching(record["correction_id"], _ID, "correction_id"),
            change=0,
            made=_time(record["made"]),
            by=checked_text(record["by"], "by"),
            what=what,
            value=record["value"],
            why=None if record["why"] is None else checked_text(record["why"], "why"),
            scope=scope,
            name=record["name"],
            undoes=None if what is not What.UNDO else _matching(record["undoes"], _ID, "undoes"),
            live=True,
            targets=tuple(_target(one) for one in record["targets"]),
        )
        _check_entry(entry)
    except KeyError as error:
        raise WorkspaceError(f"{error.args[0]}: is missing") from None
    except (TypeError, ValueError, AttributeError, OverflowError, RecursionError) as error:
        raise WorkspaceError(" ".join(str(error).split())) from None
    return entry


def take_in(connection: Connection, lines: Iterable[str | bytes]) -> ImportReport:
    """Write the entries of lines into the journal, in their order, and let their events follow.

    Parameters
    ----------
    connection : Connection
        In a write transaction.
    lines : iterable of str or bytes
        Empty ones are passed over.
    """
    report = ImportReport()
    entries: list[tuple[int, Entry]] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            entries.append((number, entry_of(line)))
        except WorkspaceError as error:
            report.rejects.append(Told(number, str(error)))
    ours = {entry.correction_id for _, entry in entries}
    tied = _tied(connection, [entry for _, entry in entries])
    for (number, _), entry in zip(entries, tied, strict=True):
        if journal.find(connection, entry.correction_id):
            report.known += 1
        else:
            _take_one(connection, entry, ours, Told(number, ""), report)
    return report


def _take_one(connection: Connection, entry: Entry, ours: set[str], told: Told, report: ImportReport) -> None:
    undone = journal.find(connection, entry.undoes) if entry.undoes else None
    if entry.undoes and undone is None:
        reason = f"takes back {entry.undoes}, which is not in this workspace"
        report.conflicts.append(replace(told, reason=reason))
        return
    ids = grounds.ids_of(grounds.root_of(connection, undone) if undone else entry)
    if undone is None:
        said = journal.live_of(connection, ids)
        others = {key: [one for one in found if one.correction_id not in ours] for key, found in said.items()}
        for target in entry.targets:
            local = next((one for one in others.get(target.event_id, ()) if _opposes(entry, target, one)), None)
            if local is None:
                continue
            reason = (
                f"{entry.what} by {entry.by} of event {target.event_id}: here {local.by} has said otherwise "
                f"({local.what} at {local.made}); left as it is"
            )
            report.conflicts.append(replace(told, reason=reason))
            if target.role != "name":
                return
            entry = replace(entry, targets=tuple(one for one in entry.targets if one is not target))
    try:
        with connection.begin_nested():
            change = writing.next_change(connection)
            journal.add(connection, replace(entry, change=change))
            if undone:
                journal.settle_lives(connection, undone)
            settled = settling.settle(connection, ids, change, writing.now())
    except WorkspaceError as error:  # merged in a circle
        report.conflicts.append(replace(told, reason=str(error)))
        return
    report.added += 1
    report.waiting += entry.subject not in settled


def _opposes(entry: Entry, target: Target, local: Entry) -> bool:
    """Return whether a person here has said otherwise of an event than an entry that comes in."""
    key = target.event_id
    if target.role == "name" or local.role_of(key) == "name":
        return target.role == "name" and is_settled([local])
    if _ends(entry, key) or _ends(local, key):
        both = _ends(entry, key) and _ends(local, key)
        one_keeps = _keeps(entry, key) or _keeps(local, key)
        return one_keeps or (both and (entry.what, entry.other) != (local.what, local.other)) or _is_apart(entry, local)
    return _is_apart(entry, local) or (entry.what in FIELDS and entry.what is local.what and entry.value != local.value)


def _ends(entry: Entry, event_id: str) -> bool:
    """Return whether an event is none of its own by an entry."""
    return entry.what is What.DELETE or (entry.what is What.MERGE and entry.subject == event_id)


def _keeps(entry: Entry, event_id: str) -> bool:
    """Return whether an entry takes an event for one."""
    return entry.what in (*FIELDS, What.ACCEPT, What.RESTORE) or (entry.what is What.MERGE and entry.other == event_id)


def _is_apart(entry: Entry, local: Entry) -> bool:
    """Return whether two events are one by an entry and two by the other."""
    pairs = [{one.subject, one.other} for one in (entry, local)]
    return {entry.what, local.what} == PAIRS and pairs[0] == pairs[1]


def _tied(connection: Connection, entries: Sequence[Entry]) -> list[Entry]:
    """Return entries with their targets tied to the events that they are here, by id, else by their words."""
    wanted = {target.event_id: target for entry in entries for target in entry.targets}
    known = settling.read_rows(connection, wanted)
    absent: dict[str, list[Target]] = {}
    for event_id, target in wanted.items():
        if event_id not in known:
            absent.setdefault(target.document_id, []).append(target)
    here: dict[str, str] = {}
    for document_id, targets in absent.items():
        table = schema.events
        query = select(table).where(table.c.document_id == document_id, table.c.found)
        ordered = connection.execute(query.order_by(table.c.position, table.c.event_id)).mappings()
        here |= by_words(targets, [rows.coded_of(row) for row in ordered if row["event_id"] not in known])

    def tied(target: Target) -> Target:
        return replace(target, event_id=here.get(target.event_id, target.event_id))

    return [replace(entry, targets=tuple(map(tied, entry.targets))) for entry in entries]


def _check_entry(entry: Entry) -> None:
    roles = [target.role for target in entry.targets]
    of_names = entry.scope is not Scope.EVENT
    root = entry.what is not What.UNDO
    if roles.count("subject") != 1 or len({target.event_id for target in entry.targets}) != len(roles):
        raise ValueError("targets: one subject, and each event once")
    if root and (roles.count("other") == 1) != (entry.what in PAIRS):
        raise ValueError(f"targets: {entry.what} is of {'two events' if entry.what in PAIRS else 'one event'}")
    if of_names != isinstance(entry.name, str) or (of_names and root and entry.what is not What.PLACE):
        raise ValueError("scope: only a place is corrected for all of its name, and names it")
    if entry.what is What.DELETE and not entry.why:
        raise ValueError("why: a deletion needs its reason")
    if not isinstance(entry.value, dict):
        raise TypeError("value: is no object")
    if entry.what is What.ACCEPT:
        _matching(entry.value["fingerprint"], re.compile("[0-9a-f]{16}"), "fingerprint")
    else:
        check(entry.what, entry.value)


def _target(record: Mapping[str, Any]) -> Target:
    start, end = record["start"], record["end"]
    if type(start) is not int or type(end) is not int or not 0 <= start <= end <= _OFFSET_MAX:
        raise ValueError(f"targets: {start!r} to {end!r} are no offsets")
    if record["role"] not in _ROLES:
        raise ValueError(f"targets: {record['role']!r} is no role")
    if not isinstance(record["exact"], str) or not isinstance(record["old"], dict):
        raise TypeError("targets: exact is a text, old an object")
    if not isinstance(record["location"], str | None):
        raise TypeError("targets: location is a text or null")
    return Target(
        event_id=_matching(record["event_id"], _KEY, "event_id"),
        role=record["role"],
        document_id=_matching(record["document_id"], _KEY, "document_id"),
        start=start,
        end=end,
        exact=record["exact"],
        event_type=EventType(record["event_type"]).value,
        location=record["location"],
        old=record["old"],
    )


def _matching(value: Any, pattern: re.Pattern[str], name: str) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise ValueError(f"{name}: {value!r} is none")
    return value


def _time(value: Any) -> str:
    moment = dt.datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError(f"made: {value!r} has no time zone")
    return moment.astimezone(dt.UTC).isoformat(timespec="milliseconds")


def _check_text(value: Any) -> None:
    """Look whether every text in a record is one that a database keeps."""
    if isinstance(value, str) and value.strip():
        checked_text(value, "text")
    elif isinstance(value, dict):
        for key, one in value.items():
            _check_text(key)
            _check_text(one)
    elif isinstance(value, list):
        for one in value:
            _check_text(one)
