"""What people made of an event, in words: each entry of its history, and what the coder had in place of it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mapkit.dashboard import words
from mapkit.languages import Labels, marked
from mapkit.languages import gettext as _
from mapkit.model import INTER_NAMES, Actor, ClaimStatus, Event, EventStatus, Quantity
from mapkit.workspace import Entry, Scope, What

_PLAIN = Labels(
    {
        What.ACCEPT: marked("Accepted as it stands"),
        What.DELETE: marked("Rejected"),
        What.RESTORE: marked("Put back on the map"),
    }
)
_NAMES = Labels(
    {
        What.PLACE: marked("Place"),
        What.TYPE: marked("Type"),
        What.STATUS: marked("Whether it happened"),
        What.CLAIM: marked("Who says so"),
        What.QUANTITIES: marked("Figures"),
        What.DATE: marked("When"),
        What.ACTORS: marked("Actors"),
    }
)
_REACH = Labels(
    {
        Scope.DOCUMENT: marked("for all of its name in the document"),
        Scope.EVERYWHERE: marked("for all of its name in all documents"),
    }
)


def told(entries: Sequence[Entry], event_id: str) -> list[dict[str, Any]]:
    """Return an event's history, the latest first, as plain JSON: `words`, `was`, `by`, `made`, `why`, `live`, `id`.

    Parameters
    ----------
    entries : sequence of Entry
        In their order, as `Workspace.history` gives them.
    event_id : str
        The event whose history it is.
    """
    by_id = {entry.correction_id: entry for entry in entries}
    return [
        {
            "id": entry.correction_id,
            "words": words_of(entry, by_id, event_id),
            "was": _was(entry, event_id),
            "by": entry.by,
            "made": entry.made,
            "why": entry.why,
            "live": entry.live,
        }
        for entry in reversed(entries)
    ]


def words_of(entry: Entry, known: Mapping[str, Entry] | None = None, event_id: str | None = None) -> str:
    """Return in words what an entry does.

    Parameters
    ----------
    entry : Entry
    known : mapping, optional
        Entries by their ids: what an undo takes back is told in its words.
    event_id : str, optional
        The event from whose side a pair is told.
    """
    if entry.what is What.UNDO:
        undone = (known or {}).get(entry.undoes or "")
        return (
            _("Took back: {what}").format(what=words_of(undone, known, event_id)) if undone else _("Took a change back")
        )
    if entry.what in _PLAIN:
        return _PLAIN[entry.what]
    if entry.what is What.MERGE:
        return _("Said to be the same as another event, and taken into it") if entry.subject == event_id else (
            _("Another event said to be the same, and taken in")
        )  # fmt: skip
    if entry.what is What.APART:
        return _("Said not to be the same as another event")
    reach = _REACH.get(entry.scope)
    value = value_words(entry.what, entry.value)
    return f"{_NAMES[entry.what]}: {value}" + (f", {reach}" if reach else "")


def value_words(what: What, value: Mapping[str, Any]) -> str:
    """Return the values of a kind of correction in words."""
    match what:
        case What.PLACE:
            return _place_words(value)
        case What.TYPE:
            return f"{_(value['sub_event_type'])} ({_(value['event_type'])})"
        case What.STATUS:
            return words.STATUS_WORDS[EventStatus(value["event_status"])]
        case What.CLAIM:
            claim = words.CLAIM_WORDS[ClaimStatus(value["claim_status"])]
            return (
                _("{claim}, according to {who}").format(claim=claim, who=value["claimed_by"])
                if value["claimed_by"]
                else claim
            )
        case What.QUANTITIES:
            return "; ".join(_quantity_words(Quantity(**one)) for one in value["quantities"]) or _("none")
        case What.DATE:
            return words.span(value["date_start"], value["date_end"]) if value["date_start"] else _(words.NOT_STATED)
        case _:
            return "; ".join(_actor_words(Actor(**one)) for one in value["actors"]) or _("none")


def coded(event: Event, as_coded: Event) -> list[dict[str, str]]:
    """Return what the coder has otherwise than people: the name of each field and the coder's value."""
    now, before = event.to_dict(), as_coded.to_dict()
    fields: Iterable[tuple[What, tuple[str, ...]]] = (
        (What.TYPE, ("event_type", "sub_event_type")),
        (What.PLACE, ("location", "admin1", "country", "latitude", "longitude", "coordinate_uncertainty_m")),
        (What.STATUS, ("event_status",)),
        (What.CLAIM, ("claim_status", "claimed_by")),
        (What.DATE, ("date_start", "date_end", "time_precision")),
        (What.QUANTITIES, ("quantities",)),
        (What.ACTORS, ("actors",)),
    )
    return [
        {"label": _NAMES[what], "words": value_words(what, before)}
        for what, names in fields
        if any(now[name] != before[name] for name in names)
    ]


def _was(entry: Entry, event_id: str) -> str | None:
    if entry.what not in _NAMES:
        return None
    old = next((target.old for target in entry.targets if target.event_id == event_id), None)
    return value_words(entry.what, old) if old else None


def _place_words(value: Mapping[str, Any]) -> str:
    if value["latitude"] is None:
        return _("{place}, not on the map").format(place=value["location"]) if value["location"] else _("no place")
    if value.get("georeference_method") == "manual" or not value["location"]:
        metres = value.get("coordinate_uncertainty_m")
        at = f"{value['latitude']:.4f}, {value['longitude']:.4f}"
        if metres:
            return _("a pin at {at} within {length}").format(at=at, length=words.length(metres))
        return _("a pin at {at}").format(at=at)
    parts = [value["location"], value["admin1"] if value["admin1"] != value["location"] else None, value["country"]]
    return ", ".join(str(part) for part in parts if part)


def _actor_words(one: Actor) -> str:
    acted_on = _("acted on") if one.role == "recipient" else None
    told = ", ".join(part for part in (acted_on, _(INTER_NAMES.get(one.inter or 0, ""))) if part)
    return f"{one.name} ({told})" if told else one.name


def _quantity_words(one: Quantity) -> str:
    told = words.quantity(one)
    return f"{told['label']} {told['words']}"
