"""What a correction may say: the fields of the event record that it sets, and the values that they can have."""

import datetime as dt
import math
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from mapkit.errors import WorkspaceError
from mapkit.languages import gettext as _
from mapkit.model import SUB_EVENT_TYPES, Actor, ClaimStatus, EventStatus, EventType, Quantity


class What(StrEnum):
    """What a person does: says what is right in some fields, or what is to become of the event."""

    PLACE = "place"
    TYPE = "type"
    STATUS = "status"
    CLAIM = "claim"
    QUANTITIES = "quantities"
    DATE = "date"
    ACTORS = "actors"
    ACCEPT = "accept"
    DELETE = "delete"
    RESTORE = "restore"
    MERGE = "merge"
    APART = "apart"
    UNDO = "undo"


#: The fields of the event record that each kind of correction sets.
FIELDS: dict[What, tuple[str, ...]] = {
    What.PLACE: (
        "location", "gazetteer_id", "feature_code", "country", "admin1", "latitude", "longitude", "layer_id",
        "geo_precision", "where_prec", "coordinate_uncertainty_m", "georeference_method",
    ),
    What.TYPE: ("event_type", "sub_event_type"),
    What.STATUS: ("event_status",),
    What.CLAIM: ("claim_status", "claimed_by"),
    What.QUANTITIES: ("quantities",),
    What.DATE: ("event_date", "date_start", "date_end", "time_precision"),
    What.ACTORS: ("actors",),
}  # fmt: skip


def check(what: What, value: Mapping[str, Any]) -> None:
    """Look whether a correction may say this.

    Raises
    ------
    WorkspaceError
        Where a field is missing or odd, or its value is none that it can have; the message names it.
    """
    if set(value) != set(FIELDS.get(what, ())):
        odd = min(set(value) ^ set(FIELDS.get(what, ())))
        raise WorkspaceError(f"{what}: {odd!r} is {'no field of it' if odd in value else 'missing'}")
    try:
        if what in _CHECKS:
            _CHECKS[what](value)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise WorkspaceError(f"{what}: {' '.join(str(error).split()) or type(error).__name__}") from None


def checked_text(value: str, name: str) -> str:
    """Return a person's text without the space around it.

    Raises
    ------
    WorkspaceError
        Where it is empty or holds what no database can.
    """
    if not isinstance(value, str) or not value.strip():
        raise WorkspaceError(f"{name}: is empty; say it in a few words")
    for character in value:
        if character == "\0" or "\ud800" <= character <= "\udfff":
            raise WorkspaceError(f"{name}: holds U+{ord(character):04X}, which no database keeps; take it out")
    return value.strip()


def _need(holds: object, fault: str) -> None:
    if not holds:
        raise ValueError(fault)


def _text(value: Any, name: str) -> None:
    if value is not None:
        checked_text(value, name)


def _number(value: Any, name: str, least: float, most: float = math.inf) -> None:
    if value is not None:
        number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        _need(number and least <= value <= most, f"{name} {value!r} is no number from {least:g} to {most:g}")


def _check_place(value: Mapping[str, Any]) -> None:
    for name in ("location", "gazetteer_id", "feature_code", "country", "admin1", "layer_id", "georeference_method"):
        if value[name] != "":  # a place of no country has an empty one in the gazetteer
            _text(value[name], name)
    latitude, longitude = value["latitude"], value["longitude"]
    _need((latitude is None) == (longitude is None), "latitude and longitude go together")
    _number(latitude, "latitude", -90, 90)
    _number(longitude, "longitude", -180, 180)
    _number(value["coordinate_uncertainty_m"], "coordinate_uncertainty_m", 0, 2.1e7)
    _need(value["geo_precision"] in (None, 1, 2, 3), "geo_precision is 1, 2 or 3")
    _need(value["where_prec"] in (None, 1, 2, 3, 4, 5, 6, 7), "where_prec is 1 to 7")


def _check_type(value: Mapping[str, Any]) -> None:
    event_type, sub = EventType(value["event_type"]), value["sub_event_type"]
    _need(sub in SUB_EVENT_TYPES[event_type], f"{sub!r} is no sub-event type of {event_type}")


def _check_claim(value: Mapping[str, Any]) -> None:
    ClaimStatus(value["claim_status"])
    _text(value["claimed_by"], "claimed_by")


def _check_quantities(value: Mapping[str, Any]) -> None:
    for one in value["quantities"]:
        quantity = Quantity(**one)
        checked_text(quantity.kind, "kind")
        for text in (quantity.unit, quantity.text, quantity.note):
            _text(text or None, quantity.kind)
        told = [number for number in (quantity.low, quantity.best, quantity.high) if number is not None]
        for number in told:
            _number(number, quantity.kind, -1e15, 1e15)
        _need(
            told and told == sorted(told),
            _("{kind}: low, best, high must be told and in this order").format(kind=quantity.kind),
        )


def _check_date(value: Mapping[str, Any]) -> None:
    days = [value[name] for name in ("event_date", "date_start", "date_end")]
    for day in days:
        _need(day is None or dt.date.fromisoformat(day).isoformat() == day, f"{day!r} is not an ISO date (2024-08-19)")
    start, end = days[1:]
    _need((start is None) == (end is None), "date_start and date_end go together")
    _need(start is None or start <= end, _("it ends ({end}) before it starts ({start})").format(end=end, start=start))
    _need(value["time_precision"] in (None, 1, 2, 3), "time_precision is 1, 2 or 3")


def _check_actors(value: Mapping[str, Any]) -> None:
    for one in value["actors"]:
        actor = Actor(**one)
        checked_text(actor.name, "actors: name")
        _need(actor.role in ("actor", "recipient"), f"role {actor.role!r} is not actor or recipient")
        _need(actor.inter in (None, *range(1, 9)), f"inter {actor.inter!r} is not 1 to 8")


_CHECKS: dict[What, Callable[[Mapping[str, Any]], object]] = {
    What.PLACE: _check_place,
    What.TYPE: _check_type,
    What.STATUS: lambda value: EventStatus(value["event_status"]),
    What.CLAIM: _check_claim,
    What.QUANTITIES: _check_quantities,
    What.DATE: _check_date,
    What.ACTORS: _check_actors,
}
