"""What a briefing says of its filters, its period and an event, as plain words."""

from collections.abc import Iterable, Sequence

from mapkit import wording
from mapkit.languages import gettext as _
from mapkit.model import ClaimStatus, Event, EventStatus, Source
from mapkit.query import NO_FRONT, NO_PUBLISHER, Filters


def of_filters(filters: Filters, titles: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Return each filter that restricts as its name and its values in words.

    Parameters
    ----------
    filters : Filters
    titles : sequence of str
        The title of the one document whose events pass, where it is known.
    """
    whole, subs = filters.tree()
    fronts = [name for name in filters.fronts if name != NO_FRONT]
    fronts += [_("outside every front")] if NO_FRONT in filters.fronts else []
    said = [
        (_("What happened"), _listed(map(_, (*whole, *subs)))),
        (_("Front"), _listed(fronts)),
        (_("Who says so"), _listed(wording.CLAIM_WORDS[ClaimStatus(one)] for one in filters.claims)),
        (_("Whether it happened"), _statuses(filters)),
        ("Told by", _listed("publisher not stated" if one == NO_PUBLISHER else one for one in filters.sources)),
        ("Corroborated by", f"{filters.publishers} publishers or more" if filters.publishers > 1 else ""),
        (_("In the text"), filters.text),
        (_("Period"), _range(filters)),
        (_("Document"), _listed(titles) or filters.document if filters.document else ""),
    ]
    return [(name, words) for name, words in said if words]


def period(events: Iterable[Event]) -> str | None:
    """Return the days from the first to the last event that has a date, None where none has."""
    days = [(event.date_start or event.event_date, event.date_end or event.event_date) for event in events]
    starts = [first for first, _ in days if first]
    if not starts:
        return None
    return wording.span(min(starts), max([*starts, *(last for _, last in days if last)]))


def place(event: Event) -> str | None:
    """Return an event's place with its province and country code, None where the text states none."""
    name = event.location or event.location_text
    parts = [one for one in (name, event.admin1 if event.admin1 != name else None, event.country) if one]
    return ", ".join(parts) if name else None


def figures(event: Event) -> list[str]:
    """Return an event's figures, each with its kind and its low, best and high as the text means them."""
    told = [wording.quantity(one) for one in event.quantities]
    return [f"{one['label']}: {one['words']}" for one in told]


def confidence(event: Event) -> str:
    """Return the three confidences in per cent, never blended."""
    parts = (
        (_("the name is a place"), event.confidence.recognition),
        (_("it is this place"), event.confidence.resolution),
        (_("it is this event"), event.confidence.coding),
    )
    return ", ".join(f"{name} {value:.0%}" for name, value in parts if value is not None) or _("none given")


def source(one: Source) -> str:
    """Return a document as publisher, title and date, without its address."""
    parts = (one.publisher, f"“{one.title}”" if one.title else None)
    named = ", ".join(part for part in parts if part) or _("Publisher not stated")
    return f"{named}, {wording.span(one.published, None)}" if one.published else named


def _statuses(filters: Filters) -> str:
    if not filters.statuses:
        return _("everything that is told of, what did not happen included")
    if filters.statuses == (EventStatus.ACTUAL.value,):
        return ""
    return _listed(wording.STATUS_WORDS[EventStatus(one)] for one in filters.statuses)


def _range(filters: Filters) -> str:
    if filters.since and filters.until:
        days = wording.span(filters.since, filters.until)
    elif filters.since:
        days = _("from {day}").format(day=wording.span(filters.since, None))
    else:
        days = _("until {day}").format(day=wording.span(filters.until, None)) if filters.until else ""
    told = {"only": _("without a date only"), "no": _("with a date"), "with": _("and without a date")}
    undated = told.get(filters.undated)
    if filters.undated == "only":
        return str(undated)
    return " ".join(part for part in (days, undated) if part)


def _listed(values: Iterable[str]) -> str:
    return ", ".join(values)
