"""The events of a briefing in tables, then one by one with the sentences that tell of them."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from mapkit import wording
from mapkit.export.briefing import wording as words
from mapkit.export.briefing.markup import Child, Markup, el
from mapkit.export.briefing.picture import swatch
from mapkit.export.briefing.references import References
from mapkit.languages import Labels, marked
from mapkit.languages import gettext as _
from mapkit.model import Event, EventStatus
from mapkit.vocabulary import kind_of_figure

#: An event and its number.
Numbered = tuple[int, Event]

#: The parts of the list by (dated, on the map), in their order.
_PARTS = Labels(
    {
        (True, True): marked("Events"),
        (True, False): marked("Events without a place on the map"),
        (False, True): marked("Events without a date"),
        (False, False): marked("Events with neither a date nor a place on the map"),
    }
)
_HEADS = Labels(
    {
        "no": marked("No."),
        "when": marked("Date"),
        "what": marked("What happened"),
        "where": marked("Place"),
        "who": marked("Who says so"),
        "figures": marked("Figures"),
    }
)
_SYMBOL = 14


def number(events: Sequence[Event]) -> list[Numbered]:
    """Return events with their numbers, from 1, part by part; within one in the given order."""
    return list(enumerate(sorted(events, key=lambda event: list(_PARTS).index((dated(event), on_map(event)))), 1))


def dated(event: Event) -> bool:
    """Return whether an event has a date."""
    return bool(event.date_start or event.event_date)


def on_map(event: Event) -> bool:
    """Return whether an event has a position."""
    return event.latitude is not None and event.longitude is not None


def tables(numbered: Sequence[Numbered]) -> Iterator[Markup]:
    """Yield each part's heading and table."""
    head = el("thead", el("tr", [el("th", label, scope="col", class_=name) for name, label in _HEADS.items()]))
    for part, group in groupby(numbered, key=lambda one: (dated(one[1]), on_map(one[1]))):
        yield el("h2", _PARTS[part])
        yield el("div", el("table", head, el("tbody", [_row(*one) for one in group])), class_="table")


def details(numbered: Sequence[Numbered], references: References) -> Iterator[Markup]:
    """Yield a heading, and each event with its sentences, their sources and what is uncertain about it."""
    if numbered:
        yield el("h2", _("In the words of the sources"))
    for place, event in numbered:
        yield el("article", _heading(place, event), _quotes(event, references), _facts(event), id=f"event-{place}")


def _row(place: int, event: Event) -> Markup:
    told = words.place(event)
    where = told if on_map(event) or not told else _("{place} (not found)").format(place=told)
    what = el("span", swatch(event, _SYMBOL), el("span", _(event.sub_event_type), el("small", _kind(event))))
    figures = [el("span", one, class_="figure") for one in words.figures(event)]
    return el(
        "tr",
        el("td", el("a", str(place), href=f"#event-{place}"), class_="no"),
        el("td", _date(event), class_="when"),
        el("td", what, class_="what"),
        el("td", where or _none(_("not stated")), class_="where"),
        el("td", wording.CLAIM_WORDS[event.claim_status], el("small", event.claimed_by) if event.claimed_by else None),
        el("td", figures or _none(_("none stated"))),
    )


def _date(event: Event) -> Child:
    if dated(event):
        return wording.when(event)["words"]
    return [_none(_("not stated")), el("small", f"“{event.date_text}”") if event.date_text else None]


def _heading(place: int, event: Event) -> Markup:
    date = wording.when(event)["words"] if dated(event) else _("date not stated")
    title = f"{_(event.sub_event_type)}, {words.place(event) or _('place not stated')}, {date}"
    return el("h3", el("span", f"{place}."), swatch(event, _SYMBOL), el("span", title))


def _quotes(event: Event, references: References) -> Child:
    if not event.evidence:
        cited = references.cite(event, None)
        return el("p", _none(_("No sentence is kept with this event.")), f" {_('Source:')} ", cited)
    return [
        el("blockquote", part.exact, el("cite", references.cite(event, part.document_id))) for part in event.evidence
    ]


def _facts(event: Event) -> Iterator[Markup]:
    roles = {"actor": _("actor"), "recipient": _("recipient")}
    actors = ", ".join(f"{actor.name} ({roles.get(actor.role, actor.role)})" for actor in event.actors)
    said = f"{wording.CLAIM_WORDS[event.claim_status]}. {wording.says_so(event)}."
    yield el("p", said, " " + _("Named: {actors}.").format(actors=actors) if actors else None)
    for one in event.quantities:
        kind = kind_of_figure(one.kind)
        yield el("p", _("{kind}, in the text: “{words}”").format(kind=kind, words=one.text))
    coder = event.coder_version or _("a version not named")
    told = _("Confidence: {values}. Coded by {coder}.").format(values=words.confidence(event), coder=coder)
    yield el("p", told, class_="muted")
    for note in event.notes:
        yield el("p", note, class_="muted")


def _kind(event: Event) -> str:
    if event.event_status == EventStatus.ACTUAL:
        return _(event.event_type.value)
    return f"{_(event.event_type.value)}; {wording.STATUS_WORDS[event.event_status].lower()}"


def _none(text: str) -> Markup:
    return el("span", text, class_="none")
