"""What a person says of an event in the panel, as corrections: plain JSON read strictly, then done in the workspace."""

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from mapkit.errors import WorkspaceError
from mapkit.gazetteer import Gazetteer
from mapkit.languages import gettext as _
from mapkit.model import Actor, ClaimStatus, Event, EventStatus, Place, Quantity
from mapkit.workspace import Affected, Correction, Entry, Scope, What, Workspace

Said = Mapping[str, Any]
_Member = TypeVar("_Member", EventStatus, ClaimStatus)


@dataclass(frozen=True, slots=True)
class Namesakes:
    """The events of the same name that a new place could be given to as well.

    Parameters
    ----------
    correction : Correction
        Of the place, as it was made on the event alone.
    document, everywhere : Affected
        What it would change in the document, and in all of them.
    """

    correction: Correction
    document: Affected
    everywhere: Affected

    @property
    def any(self) -> bool:
        """Whether there is any other event of the name."""
        return len(self.everywhere.event_ids) > 1


def perform(workspace: Workspace, gazetteer: Callable[[], Gazetteer], said: Said) -> list[Entry]:
    """Do what a person says of an event.

    Parameters
    ----------
    workspace : Workspace
    gazetteer : callable
        Opens the gazetteer; called only where a place is chosen.
    said : mapping
        `what`, `event`, `by` and `seen`, the number of what was looked at, with what each act needs: `why`, `fields`,
        `place`, `other`, `entry`.

    Returns
    -------
    list of Entry
        One for each thing that is said, in order.

    Raises
    ------
    ConflictError
        Where somebody changed the event since.
    WorkspaceError
        Where it cannot be said, with one line that tells what is missing or wrong; nothing is written then.
    """
    event_id, by = str(said.get("event") or ""), str(said.get("by") or "")
    why = _text(said, "why")
    if not by.strip():
        raise WorkspaceError(_("who: say your name first; it is kept with each change"))
    match said.get("what"):
        case "undo":
            return [workspace.undo(str(said.get("entry")), by=by, why=why)]
        case "accept":
            corrections = [Correction.accept(why=why)]
        case "delete":
            corrections = [Correction(What.DELETE, why=why)]
        case "restore":
            corrections = [Correction.restore(why=why)]
        case "place":
            corrections = [place_of(workspace.event(event_id), gazetteer, said.get("place"), why)]
        case "correct":
            corrections = corrections_of(said.get("fields"), why)
        case "apart":
            corrections = [Correction.apart(str(said.get("other")), why=why)]
        case "merge":  # the other one is taken into the event that is looked at, which stays
            event_id, corrections = str(said.get("other")), [Correction.merge(event_id, why=why)]
        case other:
            raise WorkspaceError(f"no act {other!r}")
    seen, entries = _whole(said, "seen"), list[Entry]()
    for correction in corrections:
        entries.append(workspace.correct(event_id, correction, by=by, seen=seen))
        seen = entries[-1].change
    return entries


def namesakes(workspace: Workspace, entry: Entry) -> Namesakes | None:
    """Return what else a new place could be given to, None where the event's place has no name in the text."""
    if entry.what is not What.PLACE or entry.scope is not Scope.EVENT:
        return None
    correction = Correction(What.PLACE, entry.value, entry.why)
    try:
        here, everywhere = (
            workspace.affected(entry.subject, replace(correction, scope=scope))
            for scope in (Scope.DOCUMENT, Scope.EVERYWHERE)
        )
    except WorkspaceError:
        return None
    return Namesakes(correction, here, everywhere)


def apply_there(workspace: Workspace, asked: Namesakes, scope: str, by: str) -> list[Entry]:
    """Give the place to the others of its name, in the document or everywhere.

    Raises
    ------
    WorkspaceError
        Where one of them was changed since they were listed, or no such scope is known.
    """
    if scope not in (Scope.DOCUMENT, Scope.EVERYWHERE):
        raise WorkspaceError(f"scope: {scope!r} is not document or everywhere")
    affected = asked.document if scope == Scope.DOCUMENT else asked.everywhere
    correction = replace(asked.correction, scope=Scope(scope))
    return [workspace.correct(affected.event_ids[0], correction, by=by, seen=affected.seen)]


def place_of(event: Event, gazetteer: Callable[[], Gazetteer], said: Any, why: str | None) -> Correction:
    """Return the correction of a place: a row of the gazetteer, a candidate, a pin, or no place.

    Raises
    ------
    WorkspaceError
        Where there is no such place, or a number of the pin is missing or out of range.
    """
    said = _mapping(said, "place")
    if said.get("none"):
        return Correction.no_place(why=why)
    if "pin" in said:
        pin = _mapping(said["pin"], "pin")
        latitude, longitude, metres = (_number(pin, name) for name in ("latitude", "longitude", "metres"))
        around = gazetteer().nearest(latitude, longitude, 1, "P") if abs(latitude) <= 90 else []
        near = around[0][0] if around else None
        name = _text(pin, "name")
        return Correction.pin(
            latitude,
            longitude,
            metres,
            name=name,
            country=near.country if near else None,
            admin1=near.admin1 if near else None,
            why=why,
        )
    identifier = str(said.get("id") or "")
    places = gazetteer()
    if identifier in places:
        return Correction.place(places.get(identifier), why=why)
    for one in event.candidates:
        if identifier and one.get("gazetteer_id") == identifier:
            return Correction.place(_candidate(one), why=why)
    raise WorkspaceError(
        _("place: the gazetteer has no {place}; choose another one or put a pin").format(place=repr(identifier))
    )


def corrections_of(said: Any, why: str | None) -> list[Correction]:
    """Return a correction for each field that a person has changed.

    Raises
    ------
    WorkspaceError
        Where nothing is changed, or a value is none that the field can have.
    """
    fields = _mapping(said, "fields")
    made = [make(fields[name], why) for name, make in _FIELDS.items() if name in fields]
    if not made:
        raise WorkspaceError(_("nothing is changed: change a field, or accept the event as it stands"))
    return made


def _kind(value: Any, why: str | None) -> Correction:
    return Correction.kind(str(value), why=why)


def _status(value: Any, why: str | None) -> Correction:
    return Correction.status(_member(EventStatus, value, "status"), why=why)


def _claim(value: Any, why: str | None) -> Correction:
    value = _mapping(value, "claim")
    return Correction.claim(_member(ClaimStatus, value.get("status"), "claim"), _text(value, "by"), why=why)


def _date(value: Any, why: str | None) -> Correction:
    value = _mapping(value, "date")
    start, end = (_day(value, name) for name in ("start", "end"))
    correction = Correction.date(start, end, why=why)
    precision = value.get("precision")
    if start is None or precision is None:
        return correction
    return replace(correction, value={**correction.value, "time_precision": precision})


def _quantities(value: Any, why: str | None) -> Correction:
    return Correction.quantities([_quantity(one) for one in _list(value, "quantities")], why=why)


def _quantity(value: Any) -> Quantity:
    value = _mapping(value, "quantities")
    low, best, high = (
        _number(value, name) if value.get(name) is not None else None for name in ("low", "best", "high")
    )
    kind, unit, text = (str(value.get(name) or "") for name in ("kind", "unit", "text"))
    return Quantity(kind, low, best, high, unit, text, _text(value, "note"))


def _actors(value: Any, why: str | None) -> Correction:
    return Correction.actors([_actor(one) for one in _list(value, "actors")], why=why)


def _actor(value: Any) -> Actor:
    value = _mapping(value, "actors")
    inter = value.get("inter")
    return Actor(_text(value, "name") or "", str(value.get("role")), None if inter is None else _whole(value, "inter"))


_FIELDS: dict[str, Callable[[Any, str | None], Correction]] = {
    "type": _kind,
    "status": _status,
    "claim": _claim,
    "date": _date,
    "actors": _actors,
    "quantities": _quantities,
}


def _candidate(one: Mapping[str, Any]) -> Place:
    """Return a candidate that the gazetteer no longer has, as the record tells it."""
    texts = {name: str(one.get(name) or "") for name in ("gazetteer_id", "name", "feature_code", "country", "admin1")}
    return Place(
        **texts,
        feature_class="",
        admin1_code="",
        admin2="",
        latitude=float(one["latitude"]),
        longitude=float(one["longitude"]),
        population=0,
        source="",
    )


def _mapping(value: Any, name: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise WorkspaceError(f"{name}: says nothing that can be kept")
    return value


def _list(value: Any, name: str) -> Sequence[Any]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise WorkspaceError(f"{name}: a list is expected")
    return value


def _text(said: Said, name: str) -> str | None:
    value = said.get(name)
    return value.strip() or None if isinstance(value, str) else None


def _number(said: Said, name: str) -> float:
    value = said.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise WorkspaceError(f"{name}: a number is expected")
    return value


def _whole(said: Said, name: str) -> int:
    value = _number(said, name)
    if value != int(value):
        raise WorkspaceError(f"{name}: a whole number is expected")
    return int(value)


def _day(said: Said, name: str) -> dt.date | None:
    text = _text(said, name)
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise WorkspaceError(_("date: {text} is no date; write it as 2024-08-19").format(text=repr(text))) from None


def _member(kind: type[_Member], value: Any, name: str) -> _Member:
    try:
        return kind(value)
    except ValueError:
        raise WorkspaceError(f"{name}: {value!r} is not one of {', '.join(kind)}") from None
