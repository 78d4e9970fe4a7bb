"""Corrections tied to the events of a document's new coding, by id or by the words that they rested on."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy import Connection, select

from mapkit.model import Event, EventType, Evidence
from mapkit.workspace import journal, schema
from mapkit.workspace.acts import Scope
from mapkit.workspace.corrections import Entry, Target
from mapkit.workspace.identity import reconcile
from mapkit.workspace.names import place_name
from mapkit.workspace.replay import Coded, aspect
from mapkit.workspace.values import What


def tie(connection: Connection, document_id: str, given: Mapping[str, Coded]) -> None:
    """Tie what people made of a document's events to its new coding.

    Entries that came from another workspace, where the same event has another id, find it by its words. A correction
    of a name that reached this document reaches the events that are new in it too.

    Parameters
    ----------
    connection : Connection
        In a write transaction.
    document_id : str
    given : mapping
        All events of the document by id, those that are no longer found among them.
    """
    table = schema.targets
    tied = connection.execute(select(table).where(table.c.document_id == document_id)).all()
    if not tied:
        return
    found = [coded.event for coded in given.values() if coded.found]
    absent = {row.event_id: journal.target_of(row) for row in tied if row.event_id not in given}
    beside = {row.correction_id for row in tied if row.event_id in absent}
    taken = {row.event_id for row in tied if row.correction_id in beside}
    for event_id, here in by_words(absent.values(), [one for one in found if one.event_id not in taken]).items():
        journal.move_target(connection, document_id, event_id, here)
    for entry in journal.live_of_documents(connection, [document_id]).get(document_id, ()):
        if entry.scope is not Scope.EVENT:
            _join(connection, document_id, entry, found)


def by_words(targets: Iterable[Target], events: Iterable[Event]) -> dict[str, str]:
    """Return which event each target is here, by the words that it rests on.

    Parameters
    ----------
    targets : iterable of Target
        Of events that have other ids elsewhere.
    events : iterable of Event
        The document's events here.

    Returns
    -------
    dict
        By the id elsewhere; those without an event here are left out, and no two have the same one.
    """
    old = [
        Event(
            event_id=target.event_id,
            event_type=EventType(target.event_type),
            sub_event_type="",
            location=target.location,
            evidence=(Evidence(target.document_id, target.start, target.end, target.exact),),
        )
        for target in targets
    ]
    new = [replace(event, sub_event_type="", evidence=event.evidence[:1]) for event in events]
    ids = {event.event_id for event in old}
    heirs = reconcile(old, new).events
    return {heir.event_id: event.event_id for event, heir in zip(new, heirs, strict=True) if heir.event_id in ids}


def target_of(event: Event, document_id: str, role: str, old: Mapping[str, object]) -> Target:
    """Return an event as a target, tied to the first words that it rests on."""
    words = event.evidence[0] if event.evidence else Evidence(document_id, 0, 0, "")
    return Target(
        event_id=event.event_id,
        role=role,
        document_id=words.document_id,
        start=words.start,
        end=words.end,
        exact=words.exact,
        event_type=event.event_type.value,
        location=event.location,
        old=old,
    )


def is_settled(entries: Iterable[Entry]) -> bool:
    """Return whether a person has seen to the place of this very event: then no correction of a name moves it."""
    return any(
        entry.what is What.ACCEPT or (entry.what is What.PLACE and entry.scope is Scope.EVENT) for entry in entries
    )


def _join(connection: Connection, document_id: str, entry: Entry, found: Iterable[Event]) -> None:
    known = {target.event_id for target in entry.targets}
    namesakes = [event for event in found if event.event_id not in known and place_name(event) == entry.name]
    others = journal.live_of(connection, [event.event_id for event in namesakes])
    targets = [
        target_of(event, document_id, "name", aspect(event, What.PLACE))
        for event in namesakes
        if not is_settled(others.get(event.event_id, ()))
    ]
    journal.add_targets(connection, entry.correction_id, targets)
