"""The event record: what a text says happened, where, when, who says so, and the sentences it rests on.

Terms follow ACLED (types, precision), UCDP GED (where_prec), W3C Web Annotation (evidence) and Darwin Core
(georeference); architecture in `docs/`.
"""

import dataclasses
import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

from mapkit.model.codebook import DISORDER_TYPES, ClaimStatus, EventStatus, EventType


@dataclass(frozen=True, slots=True)
class Evidence:
    """A W3C text quote and position selector: the words an event rests on.

    `document.text[start:end] == exact`; prefix and suffix are up to 32 code points of context.
    """

    document_id: str
    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document comes from; what is not known is None."""

    document_id: str
    publisher: str | None = None
    title: str | None = None
    url: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts (role `actor`) or is acted on (`recipient`), with ACLED's inter code 1-8 where known."""

    name: str
    role: str
    inter: int | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number the text states.

    Parameters
    ----------
    kind : str
        fatalities, injuries, displaced, evacuated, captured, destroyed, area, settlements, ...
    low, best, high : float or None
        "over 1,250": low and best 1250, high None; "up to 30": high and best 30, low None.
    unit : str
        What is counted or measured ("people", "km²", "storage tanks").
    text : str
        The words, verbatim.
    note : str or None
        For example that the text's own two units disagree.
    """

    kind: str
    low: float | None
    best: float | None
    high: float | None
    unit: str
    text: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Distance:
    """A distance that the text states, tied to its places.

    Parameters
    ----------
    km : float
    relation : str
        "within", "from", "of", "between", "along", as the text has it.
    from_place : str or None
        The anchor: the place from which the distance is measured.
    to_place : str or None
        The other end, where the text names it.
    text : str
        The words, verbatim.
    direction : str or None
        A compass point ("N", "SW") where stated.
    from_latitude, from_longitude, to_latitude, to_longitude : float or None
        WGS84 degrees of both ends where resolved; with only the anchor known, the map draws a ring.
    note : str or None
        For example that the text's own two units disagree.
    """

    km: float
    relation: str
    from_place: str | None
    to_place: str | None
    text: str
    direction: str | None = None
    from_latitude: float | None = None
    from_longitude: float | None = None
    to_latitude: float | None = None
    to_longitude: float | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Confidence:
    """Three separate confidences, each 0-1, never blended; None where a step did not apply."""

    recognition: float | None = None
    resolution: float | None = None
    coding: float | None = None


def event_id(document_id: str, start: int, end: int, event_type: str) -> str:
    """Return the stable id of an event: sixteen hex digits over its document, first evidence span and type."""
    return hashlib.sha256(f"{document_id}|{start}|{end}|{event_type}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event as an analyst would record it; see the module's sources for each term.

    Dates are ISO 8601 strings or None; latitude and longitude WGS84 degrees or None; `geometry` a GeoJSON geometry
    where the place is no gazetteer shape (an offset point, a line between two towns); `layer_id` names its shape in
    `geo/` where it is one. `candidates` are dicts as `Candidate.to_dict` gives them, the chosen first. `explanation`
    says in words which trigger and rule made the event and why its place won.
    """

    event_id: str
    event_type: EventType
    sub_event_type: str
    event_status: EventStatus = EventStatus.ACTUAL
    event_date: str | None = None
    date_start: str | None = None
    date_end: str | None = None
    date_text: str | None = None
    time_precision: int | None = None
    claim_status: ClaimStatus = ClaimStatus.REPORTED
    claimed_by: str | None = None
    actors: tuple[Actor, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    distances: tuple[Distance, ...] = ()
    location: str | None = None
    location_text: str | None = None
    gazetteer_id: str | None = None
    feature_code: str | None = None
    country: str | None = None
    admin1: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geometry: dict[str, Any] | None = None
    layer_id: str | None = None
    geo_precision: int | None = None
    where_prec: int | None = None
    coordinate_uncertainty_m: float | None = None
    georeference_method: str | None = None
    candidates: tuple[dict[str, Any], ...] = ()
    front: str | None = None
    sources: tuple[Source, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    confidence: Confidence = field(default_factory=Confidence)
    trigger: str | None = None
    explanation: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    coder_version: str = ""
    created: str | None = None
    updated: str | None = None
    supersedes: str | None = None
    deleted: bool = False

    @property
    def disorder_type(self) -> str | None:
        """ACLED's disorder type, None for mapkit's own event types."""
        return DISORDER_TYPES[self.event_type]

    @property
    def actor1(self) -> str | None:
        """The first actor's name."""
        return next((actor.name for actor in self.actors if actor.role == "actor"), None)

    @property
    def actor2(self) -> str | None:
        """The first recipient's name."""
        return next((actor.name for actor in self.actors if actor.role == "recipient"), None)

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain JSON types, with the derived actor1, actor2 and disorder_type."""
        record = {name: _plain(getattr(self, name)) for name in _NAMES[Event]}
        record.update(disorder_type=self.disorder_type, actor1=self.actor1, actor2=self.actor2)
        return record

    @classmethod
    def from_dict(cls, record: dict[str, Any]) -> Self:
        """Return the event that `to_dict` wrote.

        Raises
        ------
        KeyError, TypeError, ValueError
            Where the record lacks a required field or holds a value outside the vocabulary.
        """
        values = {name: record[name] for name in _NAMES[Event] if name in record}
        values["event_type"] = EventType(values["event_type"])
        values["event_status"] = EventStatus(values.get("event_status", EventStatus.ACTUAL))
        values["claim_status"] = ClaimStatus(values.get("claim_status", ClaimStatus.REPORTED))
        for name, kind in _PARTS.items():
            values[name] = tuple(kind(**part) for part in values.get(name) or ())
        values["confidence"] = Confidence(**(values.get("confidence") or {}))
        for name in ("candidates", "explanation", "notes"):
            values[name] = tuple(values.get(name) or ())
        return cls(**values)


_PARTS: dict[str, type] = {
    "actors": Actor,
    "quantities": Quantity,
    "distances": Distance,
    "sources": Source,
    "evidence": Evidence,
}


#: The fields of each part of a record, and of the record itself.
_NAMES: dict[type, tuple[str, ...]] = {
    kind: tuple(field.name for field in dataclasses.fields(kind)) for kind in (Event, Confidence, *_PARTS.values())
}
#: What is JSON already. Told by its very type: an enum is a string too.
_JSON: frozenset[type] = frozenset({str, int, float, bool, type(None)})


def _plain(value: Any) -> Any:
    """Return a value as JSON types, none of it shared; ten times as fast as `dataclasses.asdict`, which copies."""
    kind = type(value)
    if kind in _JSON:
        return value
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, StrEnum):
        return value.value
    return {name: _plain(getattr(value, name)) for name in _NAMES[kind]}
