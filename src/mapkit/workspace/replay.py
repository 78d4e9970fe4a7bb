"""An event as people have corrected it: the coder's record, and what counts of the entries, in their order."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mapkit.model import Event
from mapkit.workspace.corrections import Entry, Review
from mapkit.workspace.names import place_name
from mapkit.workspace.placing import placed
from mapkit.workspace.values import FIELDS, What

#: Why an event is deleted that the latest coding of its document does not have.
RECODED = "recoded"


@dataclass(frozen=True, slots=True)
class Coded:
    """What the coder has of an event.

    Parameters
    ----------
    event : Event
        Its last record of it.
    found : bool
        Whether the latest coding of the document has it.
    """

    event: Event
    found: bool


@dataclass(frozen=True, slots=True)
class Replayed:
    """An event with what people made of it.

    Parameters
    ----------
    event : Event
    deleted_reason : str or None
        Why it is deleted; None where it is not.
    review : Review
    idle : tuple of (Entry, str)
        The entries that do not apply to the event as it is coded now, each with the reason.
    """

    event: Event
    deleted_reason: str | None
    review: Review
    idle: tuple[tuple[Entry, str], ...]


def aspect(event: Event, what: What) -> dict[str, Any]:
    """Return the values that an act of this kind replaces: all that people correct, where it is of no field."""
    record = event.to_dict()
    names = FIELDS.get(what) or tuple(name for fields in FIELDS.values() for name in fields)
    return {name: record[name] for name in names}


def fingerprint(event: Event) -> str:
    """Return sixteen hex digits over all that people correct of an event: what a person saw who accepted it."""
    text = json.dumps(aspect(event, What.ACCEPT), ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def present(coded: Coded, entries: Sequence[Entry]) -> bool:
    """Return whether an event is there at all: the coder finds it, or a person has said that it stays."""
    return coded.found or any(entry.what is What.RESTORE for entry in entries)


def replay(
    coded: Coded,
    entries: Sequence[Entry],
    *,
    into: str | None = None,
    absorbed: Sequence[Event] = (),
) -> Replayed:
    """Put what people made of an event onto what the coder has of it.

    Parameters
    ----------
    coded : Coded
    entries : sequence of Entry
        Those of the event that count, in their order.
    into : str, optional
        The event that it is merged into.
    absorbed : sequence of Event
        Those merged into it, as coded: it takes their evidence and sources over.
    """
    key = coded.event.event_id
    if not present(coded, entries):
        return _gone(coded.event, entries)
    event, rejected, review = coded.event, None, Review.UNREAD
    idle: list[tuple[Entry, str]] = []
    for entry in entries:
        if reason := _why_not(entry, event, coded.event, into, absorbed):
            idle.append((entry, reason))
            continue
        if entry.what in FIELDS:
            event = _corrected(event, coded.event, entry)
        if entry.what is What.DELETE:
            rejected = entry.why
        elif entry.what is What.RESTORE:
            rejected = None
        review = _review_after(review, entry, key)
    if absorbed:
        event = _with_absorbed(event, absorbed)
    if into:
        return Replayed(event, f"merged into {into}", Review.CORRECTED, tuple(idle))
    return Replayed(event, rejected, Review.REJECTED if rejected else review, tuple(idle))


def _gone(event: Event, entries: Sequence[Entry]) -> Replayed:
    """Return an event that the coder no longer finds; that it was deleted, or is not another one, stays true."""
    rejected = next((entry.why for entry in reversed(entries) if entry.what is What.DELETE), None)
    reason = f"the event is no longer found; {event.coder_version or 'an earlier coder'} was the last to find it"
    idle = tuple((entry, reason) for entry in entries if entry.what not in (What.DELETE, What.APART))
    return Replayed(event, rejected or RECODED, Review.REJECTED if rejected else Review.UNREAD, idle)


def _why_not(entry: Entry, event: Event, coded: Event, into: str | None, absorbed: Sequence[Event]) -> str | None:
    """Return why an entry does not apply, or None where it does."""
    role = entry.role_of(coded.event_id)
    if role == "name" and place_name(coded) != entry.name:
        told = coded.location_text or "no words"
        return f"its place is told as “{told}” now, not as “{entry.name}”"
    if entry.what is What.ACCEPT and entry.value.get("fingerprint") != fingerprint(event):
        return "the record is another one than the one that was accepted"
    if entry.what is What.MERGE and role == "subject" and into != entry.other:
        return f"event {entry.other}, into which it was merged, is no longer found"
    if entry.what is What.MERGE and role == "other" and entry.subject not in {one.event_id for one in absorbed}:
        return f"event {entry.subject}, which was merged into it, is no longer found"
    return None


def _corrected(event: Event, coded: Event, entry: Entry) -> Event:
    if entry.what is What.PLACE:
        corrected = placed(event, coded, entry.value)
        how = f"place by hand: {_where(corrected)}; the coder has {_where(coded)}"
    else:
        corrected = with_values(event, entry.value)
        how = f"{entry.what} by hand"
    told = f"{how} ({entry.why})" if entry.why else how
    return replace(corrected, explanation=(*corrected.explanation, told))


def _where(event: Event) -> str:
    return ", ".join(text for text in (event.location, event.admin1, event.country) if text) or "no place"


def with_values(event: Event, value: Mapping[str, Any]) -> Event:
    """Return an event with some fields of its record set, given as JSON types."""
    return Event.from_dict(event.to_dict() | dict(value))


def _review_after(review: Review, entry: Entry, event_id: str) -> Review:
    """Return what an act makes of the state; one on a namesake or on a look-alike says nothing of this event."""
    if entry.role_of(event_id) == "name" or entry.what is What.APART:
        return review
    if entry.what is What.ACCEPT:
        return Review.ACCEPTED
    if entry.what in FIELDS or entry.what is What.MERGE:
        return Review.CORRECTED
    return review


def _with_absorbed(event: Event, absorbed: Sequence[Event]) -> Event:
    sources, evidence = list(event.sources), list(event.evidence)
    for other in absorbed:
        sources += [source for source in other.sources if source not in sources]
        evidence += [part for part in other.evidence if part not in evidence]
    told = tuple(f"merged by hand: event {other.event_id}, {other.sub_event_type}" for other in absorbed)
    return replace(event, sources=tuple(sources), evidence=tuple(evidence), explanation=(*event.explanation, *told))
