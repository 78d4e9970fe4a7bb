"""The page of a briefing: one HTML file without a script, which prints on A4 and asks nothing of anyone."""

import base64
import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from mapkit import languages, wording
from mapkit.export.about import About
from mapkit.export.briefing import lists
from mapkit.export.briefing import wording as words
from mapkit.export.briefing.frame import Frame
from mapkit.export.briefing.markup import Child, Markup, el
from mapkit.export.briefing.picture import draw
from mapkit.export.briefing.references import References
from mapkit.languages import gettext as _
from mapkit.languages import marked, ngettext
from mapkit.model import ClaimStatus, Event, EventType
from mapkit.query import Filters

_STATIC = Path(__file__).resolve().parents[1] / "static"
_SYMBOL = 14
_INK = "#4a4e53"

_METHOD = (
    marked(
        "A program read the documents, found the places they name in a gazetteer and coded what they say happened. It "
        "errs: read the sentence before you rely on a row or a symbol, and the source before you rely on a sentence."
    ),
    marked(
        "What a text does not state is “not stated”. Who says so is kept apart from what is said: “claimed by one "
        "party” is a party to the conflict speaking of its own or its enemy's acts. A river or a region is a line or "
        "an area: its symbol marks the name, not a spot."
    ),
    marked(
        "A figure is as the text has it: “10 or more” has no upper bound, “10–20, best 15” is low, high and best. The "
        "three confidences are the program's own and are never blended."
    ),
)


class Briefing(NamedTuple):
    """What a briefing tells.

    Parameters
    ----------
    events : sequence of Event
        Those that are listed, in their order.
    total : int
        Events that pass the filters, those beyond the limit included.
    filters : Filters
    about : About
    frame : Frame, optional
        The part of the world to draw; default: the one that holds all events.
    """

    events: Sequence[Event]
    total: int
    filters: Filters
    about: About
    frame: Frame | None = None


def policy() -> str:
    """Return the Content-Security-Policy of a briefing: its own style sheet, and no request at all."""
    return f"default-src 'none'; style-src '{_hash(_style())}'; base-uri 'none'; form-action 'none'"


def render(briefing: Briefing) -> str:
    """Return the page.

    Raises
    ------
    LayerError
        Where a layer in `geo/` is missing or damaged.
    """
    numbered = lists.number(briefing.events)
    references = References(event for _, event in numbered)
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=policy()),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="referrer", content="no-referrer"),
        el("title", _("Briefing, {events}").format(events=wording.events(briefing.total))),
        Markup(f"<style>{_style()}</style>"),
    )
    body = el(
        "body",
        _header(briefing),
        el(
            "main",
            *(_map(briefing, numbered), lists.tables(numbered), lists.details(numbered, references)),
            *(_sources(references), _method(briefing)),
        ),
    )
    return f"<!DOCTYPE html>\n{el('html', head, body, lang=languages.code())}\n"


# The first page.


def _header(briefing: Briefing) -> Markup:
    events = briefing.events
    titles = [one.title for event in events[:1] for one in event.sources if one.title]
    filters = [f"{name}: {told}" for name, told in words.of_filters(briefing.filters, titles)]
    facts: list[tuple[str, Child]] = [
        (_("Dates"), words.period(events) or _("none stated")),
        (_("Filters"), [el("span", told, class_="figure") for told in filters] or _("none")),
        (_("By claim"), _claims(events)),
        (_("Made"), f"{wording.span(briefing.about.exported[:10], None)}, {briefing.about.exported[11:16]} UTC"),
    ]
    left = briefing.total - len(events)
    return el(
        "header",
        el("h1", _("Briefing")),
        el("p", _lead(briefing), class_="lead"),
        el("dl", [(el("dt", name), el("dd", told)) for name, told in facts if told], class_="facts"),
        el(
            "p",
            _(
                "{events} listed, the first by date; {n} more pass the filters. Narrow the filters to list them, or "
                "download the table."
            ).format(events=wording.events(len(events)), n=wording.number(left)),
            class_="limit",
        )
        if left > 0
        else None,
    )


def _lead(briefing: Briefing) -> str:
    events = briefing.events
    unplaced = sum(not lists.on_map(event) for event in events)
    undated = sum(not lists.dated(event) for event in events)
    documents = len({part.document_id for event in events for part in event.evidence})
    told = wording.events(briefing.total)
    if documents:
        source = ngettext("{events} from {n} document", "{events} from {n} documents", documents)
        told = source.format(events=told, n=wording.number(documents))
    more = []
    if undated:
        more.append(ngettext("{n} without a date", "{n} without a date", undated).format(n=wording.number(undated)))
    if unplaced:
        more.append(ngettext("{n} without a place", "{n} without a place", unplaced).format(n=wording.number(unplaced)))
    return f"{told}; {', '.join(more)}" if more else told


def _claims(events: Iterable[Event]) -> str:
    said = [event.claim_status for event in events]
    counts = [(wording.CLAIM_WORDS[claim], said.count(claim)) for claim in ClaimStatus]
    return ", ".join(f"{name.lower()} {count}" for name, count in counts if count)


def _map(briefing: Briefing, numbered: Sequence[lists.Numbered]) -> Markup | None:
    events = [event for _, event in numbered]
    spots = [(one.longitude, one.latitude) for one in events if one.longitude is not None and one.latitude is not None]
    if not spots:
        return el(
            "p",
            _("No event has a place on the map.") if numbered else _("No event passes the filters."),
            class_="limit",
        )
    picture = draw(numbered, briefing.frame or Frame.around(spots))
    outside = picture.outside
    told = [_("Numbers are those of the lists below; a number in a ring counts events too near to be drawn apart.")]
    if outside:
        beyond = ngettext(
            "{n} event with a place lies outside this view.", "{n} events with a place lie outside this view.", outside
        )
        told.append(beyond.format(n=wording.number(outside)))
    told.append(_("Map: Natural Earth, names GeoNames (CC BY 4.0), Web Mercator; borders are those of the source."))
    return el("figure", picture.svg, _legend(events), el("figcaption", " ".join(told)))


def _legend(events: Sequence[Event]) -> list[Markup]:
    from mapkit.mapping import symbols

    kinds, claims = {event.event_type for event in events}, {event.claim_status for event in events}
    rows = (
        [(symbols.svg(kind, size=_SYMBOL), _(kind.value)) for kind in EventType if kind in kinds],
        [
            (symbols.svg(EventType.BATTLES, claim, size=_SYMBOL, ink=_INK), wording.CLAIM_WORDS[claim])
            for claim in ClaimStatus
            if claim in claims
        ],
    )
    return [el("ul", [el("li", Markup(drawn), label) for drawn, label in row], class_="legend") for row in rows]


# The end.


def _sources(references: References) -> Markup | None:
    if not references.sources:
        return None
    items = [el("li", line, id=f"source-{number}") for number, line in references.listed()]
    return el("section", el("h2", _("Sources")), el("ol", items, class_="sources"))


def _method(briefing: Briefing) -> Markup:
    about = briefing.about
    coders = sorted({event.coder_version for event in briefing.events if event.coder_version})
    data = [el("li", f"{one.name}, ", _link(one.licence, one.url), f": {_(one.note)}") for one in about.attribution]
    coded = _("Coded by {coders}; this page was made by {coder}. Filters as an address: {filters}.").format(
        coders=", ".join(coders) or _("no version named"), coder=about.coder_version, filters=about.filters or _("none")
    )
    return el(
        "section",
        el("h2", _("Method, limits and licences")),
        [el("p", one) for one in (*map(_, _METHOD), coded)],
        el("ul", data),
        el("p", _("Sentences belong to their publishers.")),
        class_="method",
    )


def _link(text: str, url: str) -> Markup:
    return el("a", text, href=url, rel="noreferrer noopener")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _style() -> str:
    return (_STATIC / "briefing.css").read_text(encoding="utf-8")
