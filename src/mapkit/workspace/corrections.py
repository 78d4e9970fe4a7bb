"""The entries that are kept of what people do: who, when, what and why, of which events, on which words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from mapkit.model import Event
from mapkit.workspace.acts import Scope
from mapkit.workspace.values import What


class Review(StrEnum):
    """What people have made of an event so far."""

    UNREAD = "unread"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Target:
    """An event that an entry is of.

    Parameters
    ----------
    event_id : str
    role : str
        `subject`; `other` for the second one of a pair; `name` for those that a correction of a name takes along.
    document_id, start, end, exact
        The first words that it rested on, as in `Evidence`.
    event_type, location : str, str or None
        As coded then: they tell the events of one sentence apart.
    old : mapping
        The values before, of the same fields as the correction's value.
    """

    event_id: str
    role: str
    document_id: str
    start: int
    end: int
    exact: str
    event_type: str
    location: str | None
    old: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """What is kept of an act.

    Parameters
    ----------
    correction_id : str
        A UUID in hex, the same in every workspace that the entry is carried to.
    change : int
        Its number in this workspace: entries are in the order of it.
    made : str
        When: UTC, ISO 8601, to the millisecond.
    by : str
        Who.
    what, value, why, scope
        As in `Correction`.
    name : str or None
        The folded name of the place, where the correction reaches beyond its event.
    undoes : str or None
        The entry that this one takes back.
    live : bool
        Whether it counts: it is not taken back.
    targets : tuple of Target
        The subject first. An entry that undoes another has that one's.
    """

    correction_id: str
    change: int
    made: str
    by: str
    what: What
    value: Mapping[str, Any]
    why: str | None
    scope: Scope
    name: str | None
    undoes: str | None
    live: bool
    targets: tuple[Target, ...]

    def role_of(self, event_id: str) -> str | None:
        """Return the part that an event has in it, None for none."""
        return next((target.role for target in self.targets if target.event_id == event_id), None)

    @property
    def subject(self) -> str:
        """The event that it was made on."""
        return next(target.event_id for target in self.targets if target.role == "subject")

    @property
    def other(self) -> str | None:
        """The second event of a pair."""
        return next((target.event_id for target in self.targets if target.role == "other"), None)


@dataclass(frozen=True, slots=True)
class Stale:
    """An entry that counts but does not apply to an event as it is coded now, and why."""

    entry: Entry
    event_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Affected:
    """What a correction would change, to be asked before it is made.

    Parameters
    ----------
    seen : int
        The number of the workspace that this holds for: give it to `correct`.
    event_ids : tuple of str
        The events that would change, the one at hand first.
    kept : tuple of (str, str)
        Those of the same name that would stay as they are, each with the reason.
    documents : int
        How many documents the first are of.
    """

    seen: int
    event_ids: tuple[str, ...]
    kept: tuple[tuple[str, str], ...]
    documents: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How an event stands.

    Parameters
    ----------
    event : Event
        As people have corrected it.
    coded : Event
        As the coder has it.
    found : bool
        Whether the latest coding of its document has it.
    change : int
        The number of its last change: give it to `correct` as `seen`.
    review : Review
    deleted_reason : str or None
        Why it is deleted; None where it is not.
    doubts : tuple of str
        Why it pays to check it, the heaviest reason first.
    """

    event: Event
    coded: Event
    found: bool
    change: int
    review: Review
    deleted_reason: str | None
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of the events to check.

    Parameters
    ----------
    items : tuple of Standing
        What pays most comes first.
    total : int
        Events on all pages.
    page, pages : int
        Counted from 1; `pages` is 1 where there is nothing to check.
    """

    items: tuple[Standing, ...]
    total: int
    page: int
    pages: int
