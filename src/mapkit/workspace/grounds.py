"""What an act rests on: the events as they are stored, whether anybody changed them since, and whether it may be."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy import Connection, RowMapping, select

from mapkit.errors import WorkspaceError
from mapkit.languages import gettext as _
from mapkit.workspace import journal, rows, schema, settling
from mapkit.workspace.acts import Correction, Scope
from mapkit.workspace.corrections import Entry, Review, Standing, Target
from mapkit.workspace.doubts import doubts
from mapkit.workspace.faults import ConflictError, UnknownIdError
from mapkit.workspace.names import place_name
from mapkit.workspace.replay import aspect
from mapkit.workspace.tying import is_settled, target_of
from mapkit.workspace.values import What


def row_of(connection: Connection, event_id: str) -> RowMapping:
    """Return the row of an event.

    Raises
    ------
    UnknownIdError
        Where there is none of this id.
    """
    row = settling.read_rows(connection, [event_id]).get(event_id)
    if row is None:
        raise UnknownIdError(f"no event {event_id!r}")
    return row


def standing_of(row: RowMapping) -> Standing:
    """Return how the event of a row stands."""
    event = rows.event_of(row)
    reasons = tuple(doubt.reason for doubt in doubts(event))
    reviewed = Review(row["review"])
    return Standing(event, rows.coded_of(row), row["found"], row["change"], reviewed, row["deleted_reason"], reasons)


def guard(connection: Connection, row: RowMapping, seen: int) -> None:
    """Look whether an event is as a person saw it.

    Raises
    ------
    ConflictError
        Where it is not; the message says who changed what and when.
    """
    if row["change"] <= seen:
        return
    since = [entry for entry in journal.of_event(connection, row["event_id"]) if entry.change > seen]
    told = [f"{entry.what} by {entry.by} at {entry.made}" for entry in since] or [
        f"coded anew by {row['coder_version']} at {row['updated']}"
    ]
    raise ConflictError(
        _("event {id} was changed since you read it ({changes}); look at it again, then correct it").format(
            id=row["event_id"], changes="; ".join(told)
        )
    )


def allow(connection: Connection, row: RowMapping, correction: Correction) -> None:
    """Look whether an act makes sense for an event as it stands.

    Raises
    ------
    WorkspaceError
        Where it does not; the message says why and what would.
    """
    event_id, what = row["event_id"], correction.what
    if what is What.RESTORE:
        if not row["deleted"]:
            raise WorkspaceError(f"event {event_id} is not deleted; there is nothing to restore")
        into = settling.gather(connection, [event_id]).merged().get(event_id)
        if into:
            raise WorkspaceError(f"event {event_id} is merged into {into}; undo that to have it back")
    elif row["deleted"]:
        raise WorkspaceError(f"event {event_id} is deleted ({row['deleted_reason']}); restore it first")
    if correction.other == event_id:
        raise WorkspaceError(f"event {event_id} is itself; name another event")
    if correction.other and row_of(connection, correction.other)["deleted"]:
        raise WorkspaceError(f"event {correction.other} is deleted; name one that is not")


def namesakes(
    connection: Connection, row: RowMapping, correction: Correction
) -> tuple[list[RowMapping], list[tuple[str, str]]]:
    """Return the other events that a correction of a name changes, and those that it leaves, each with the reason.

    Raises
    ------
    WorkspaceError
        Where the event's place has no name in the text.
    """
    if correction.scope is Scope.EVENT:
        return [], []
    name = place_name(rows.coded_of(row))
    if name is None:
        raise WorkspaceError(f"event {row['event_id']} names no place in the text; correct this event alone")
    table = schema.events
    query = select(table).where(table.c.place_name == name, table.c.deleted.is_(False))
    if correction.scope is Scope.DOCUMENT:
        query = query.where(table.c.document_id == row["document_id"])
    query = query.where(table.c.event_id != row["event_id"])
    order = (table.c.document_id, table.c.position, table.c.event_id)
    found = [one for one in connection.execute(query.order_by(*order)).mappings() if not _is_there(one, correction)]
    entries = journal.live_of(connection, [one["event_id"] for one in found])
    kept = {
        event_id: f"{last.what} by {last.by} at {last.made}"
        for event_id, told in entries.items()
        for last in [one for one in told if is_settled([one])][-1:]
    }
    return [one for one in found if one["event_id"] not in kept], sorted(kept.items())


def target(row: RowMapping, role: str, what: What) -> Target:
    """Return the event of a row as a target, with the values that an act of this kind replaces."""
    tied = target_of(rows.coded_of(row), row["document_id"], role, {})
    return replace(tied, old=aspect(rows.event_of(row), what))


def ids_of(entry: Entry) -> list[str]:
    """Return the ids of the events that an entry is of."""
    return [target.event_id for target in entry.targets]


def root_of(connection: Connection, entry: Entry) -> Entry:
    """Return what an entry takes back in the end, through undos of undos; itself where it takes nothing back."""
    while entry.undoes and (before := journal.find(connection, entry.undoes)):
        entry = before
    return entry


def taken_back(root: Entry, stored: Mapping[str, RowMapping]) -> tuple[Target, ...]:
    """Return the targets of what takes an entry back or brings it back, with the values before."""
    return tuple(
        replace(one, old=aspect(rows.event_of(stored[one.event_id]), root.what) if one.event_id in stored else {})
        for one in root.targets
    )


def nowhere(entry: Entry, event_id: str) -> str:
    """Return why an entry is of an event that this workspace does not have."""
    tied = next(target for target in entry.targets if target.event_id == event_id)
    return f"no event here rests on “{tied.exact[:80]}” of document {tied.document_id}; add that document"


def documents_of(found: Iterable[RowMapping]) -> int:
    """Return how many documents events are of."""
    return len({row["document_id"] for row in found})


def _is_there(row: RowMapping, correction: Correction) -> bool:
    """Return whether an event is at the place already that a correction names."""
    event, value = rows.event_of(row), correction.value
    if value["gazetteer_id"]:
        return bool(event.gazetteer_id == value["gazetteer_id"])
    return (event.latitude, event.longitude) == (value["latitude"], value["longitude"])
