"""The page, top to bottom: sidebar with filters and legend, the map with its panel, the timeline, the table."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import streamlit as st
from streamlit_folium import st_folium

from mapkit import export, languages, mapping
from mapkit.dashboard import (
    comparing,
    documents,
    publishers,
    reading,
    reviewing,
    session,
    state,
    statistics,
    welcome,
    widgets,
    words,
    worklist,
)
from mapkit.dashboard.startup import seeding
from mapkit.errors import MapkitError
from mapkit.languages import gettext as _
from mapkit.languages import marked, ngettext
from mapkit.mapping import assets, symbols
from mapkit.model import SUB_EVENT_TYPES, ClaimStatus, Event, EventStatus, EventType
from mapkit.query import FILTER_KEYS, NO_FRONT, Facets, Filters, similar
from mapkit.server import services
from mapkit.server.routes import context_of

#: CSS pixels; the page's style sheet then gives the map the height of the window.
_MAP_HEIGHT = 640
#: CSS pixels that the panel lies over the map's right side, its margins included.
_PANEL_WIDTH = 392
#: What the groups of the legend and their numbers mean.
_KINDS = marked("Kinds of events as ACLED names them. Each number is how many events a click would leave.")
_FRONTS = marked(
    "Parts of a war, their lines drawn by hand: approximate. Each number is how many events a click would leave."
)
_CLAIMS = marked("Whose word it is, as the text tells it. Each number is how many events a click would leave.")
_STATUSES = marked(
    "Whether the text tells it as something that happened, or as planned, past, supposed or denied. Each number is how"
    " many events there are."
)
#: A disc of several events, as the map draws it, in the colour of text.
_DISC = (
    '<svg width="18" height="18" viewBox="0 0 18 18"><circle cx="9" cy="9" r="8" fill="none" stroke="currentColor"'
    ' stroke-width="1.5"/><text x="9" y="12.5" text-anchor="middle" font-size="10" font-weight="700"'
    ' fill="currentColor">3</text></svg>'
)
_BRIEFING = f"{assets.PREFIX.removesuffix('/assets')}/api/briefing"


def show() -> None:
    """Show the whole page for this session's choice."""
    session.begin()
    session.write_address()  # before the map, which then adds its view to it
    widgets.skip()
    filters = session.choice().filters
    facets = services().index.facets(filters)
    with st.sidebar:
        _sidebar(filters, facets)
    _notices()
    _empty(filters)
    _sides()
    _stage()


# The sidebar.


def _sidebar(filters: Filters, facets: Facets) -> None:
    with st.container(key="brand"):
        st.title("mapkit", anchor=False)
        with st.container(key="tools"):
            welcome.show()
            widgets.share({"filters": FILTER_KEYS, "switches": mapping.SWITCH_KEYS, "briefing": _BRIEFING})
    st.text_input(
        _("Search"),
        key="search",
        max_chars=200,
        placeholder=_("Search sentences, places, actors"),
        label_visibility="collapsed",
        on_change=session.search,
    )
    with st.container(key="more_review"):
        left = services().index.queue(filters, 1, 1).unread
        now = session.choice().review
        st.button(
            _("Put the review away") if now else _("Review · {n} unread").format(n=words.number(left)),
            key="review_button",
            icon=":material/rate_review:",
            type="tertiary",
            on_click=session.review,
        )
    with st.container(key="more_statistics"):
        st.button(
            _("Put the statistics away") if session.choice().statistics else _("Statistics"),
            key="statistics_button",
            icon=":material/table_chart:",
            type="tertiary",
            on_click=session.statistics,
        )
    with st.container(key="more_compare"):
        widgets.compare(comparing.menu(session.choice()), session.on_compare_menu)
    widgets.legend(_legend(filters, facets), session.toggle, session.reset, session.all_documents)
    documents.more()
    widgets.tongues(session.on_tongue)


def _legend(filters: Filters, facets: Facets) -> dict[str, Any]:
    everything = services().index.facets(Filters(statuses=()))
    placed = facets.total - facets.unplaced
    note = ngettext("{n} on the map", "{n} on the map", placed).format(n=words.number(placed))
    return {
        "total": words.events(facets.total),
        "total_note": " · ".join(part for part in (note, comparing.side_words(session.choice())) if part),
        "active": filters != Filters(),
        "document": bool(filters.document),
        "groups": [
            group
            for group in (
                _types(filters, facets),
                _fronts(filters, facets, everything),
                _claims(filters, facets, everything),
                publishers.corroborated(filters, facets, everything),
                publishers.told_by(filters, facets, everything),
                _statuses(filters, facets, everything),
            )
            if group["items"]
        ],
        "reading": _reading(),
    }


def _types(filters: Filters, facets: Facets) -> dict[str, Any]:
    items = []
    for kind in EventType:
        subs = [
            {
                "key": "sub",
                "value": sub,
                "label": _(sub),
                "count": facets.sub_types.get(sub, 0),
                "chosen": sub in filters.sub_types,
            }
            for sub in SUB_EVENT_TYPES[kind]
            if facets.sub_types.get(sub) or sub in filters.sub_types
        ]
        items.append(
            {
                "value": kind.value,
                "label": _(kind.value),
                "count": facets.types.get(kind, 0),
                "chosen": kind.value in filters.types,
                "symbol": widgets.swatch(kind),
                "items": subs,
                "open": any(sub["chosen"] for sub in subs),
            }
        )
    restricted = bool(filters.types or filters.sub_types)
    return {"key": "type", "title": _("What happened"), "items": items, "restricted": restricted, "meaning": _(_KINDS)}


def _fronts(filters: Filters, facets: Facets, everything: Facets) -> dict[str, Any]:
    names = sorted({*everything.fronts, *filters.fronts} - {NO_FRONT})
    if not names:
        return {"items": []}
    items = [_item("", name, name, facets.fronts, filters.fronts) for name in names]
    items.append(_item("", NO_FRONT, _("Outside every front"), facets.fronts, filters.fronts))
    return {
        "key": "front",
        "title": _("Front"),
        "items": items,
        "restricted": bool(filters.fronts),
        "meaning": _(_FRONTS),
    }


def _claims(filters: Filters, facets: Facets, everything: Facets) -> dict[str, Any]:
    items = [
        {
            **_item("", claim.value, words.CLAIM_WORDS[claim], facets.claims, filters.claims),
            "symbol": widgets.swatch(claim=claim, neutral=True),
            "hint": symbols.CLAIM_LABELS[claim],
        }
        for claim in ClaimStatus
        if claim in everything.claims or claim.value in filters.claims
    ]
    return {
        "key": "claim",
        "title": _("Who says so"),
        "items": items,
        "restricted": bool(filters.claims),
        "meaning": _(_CLAIMS),
    }


def _statuses(filters: Filters, facets: Facets, everything: Facets) -> dict[str, Any]:
    items = [
        {
            **_item("", status.value, words.STATUS_WORDS[status], facets.statuses, filters.statuses),
            "chosen": not filters.statuses or status.value in filters.statuses,
        }
        for status in EventStatus
        if status in everything.statuses or status == EventStatus.ACTUAL
    ]
    return {
        "key": "status",
        "title": _("Whether it happened"),
        "items": items,
        "restricted": True,
        "plain": True,
        "meaning": _(_STATUSES),
    }


def _item(_: str, value: str, label: str, counts: dict[str, int], chosen: tuple[str, ...]) -> dict[str, Any]:
    return {"value": value, "label": label, "count": counts.get(value, 0), "chosen": value in chosen}


def _reading() -> list[dict[str, str]]:
    frames = [
        {"symbol": widgets.swatch(kind=kind, neutral=True), "label": label}
        for kind, label in symbols.PLACE_LABELS.items()
    ]
    fills = [
        {"symbol": widgets.swatch(claim=claim, neutral=True), "label": label}
        for claim, label in symbols.CLAIM_LABELS.items()
    ]
    disc = {"symbol": _DISC, "label": _("Several events; the number says how many. A click opens them")}
    return [*frames, disc, *fills]


# Notices.


def _notices() -> None:
    with st.container(key="notices"):
        unread = st.session_state.get("unread") or []
        if unread:
            st.warning(documents.escaped(state.notice(unread)))
        documents.account()


# Two sides that are compared.


def _sides() -> None:
    # Always there, also empty, as the one before.
    with st.container(key="sides_box"):
        told = comparing.sides(session.choice())
        if told:
            widgets.sides(told, session.on_sides)


# The map, the panel and the table: a click there runs this part of the page alone.


@st.fragment
@session.spoken
def _stage() -> None:
    try:
        _staged()
    except MapkitError as error:  # a part that runs alone is not under main's eye
        fault(error)


def _staged() -> None:
    if st.session_state.pop("refiltered", False):
        st.rerun()  # another period: the counts beside the map change too
    session.settle()
    session.write_address()
    chosen = session.choice()
    selected, second = (session.event(one) if one else None for one in (chosen.selected, chosen.second))
    with st.container(key="stage"):
        with st.container(key="map"):
            _map(selected, second)
        with st.container(key="timeline_box"):
            _timeline(chosen.filters)
        if chosen.document:
            with st.container(key="reading"):
                reading.show(chosen)
        elif chosen.review:
            with st.container(key="queue"):
                worklist.show(chosen)
        if selected:
            with st.container(key="panel"):
                widgets.panel(_panel(selected, second), session.on_panel)
    if chosen.statistics:
        with st.container(key="statistics"):
            statistics.show(chosen)
    with st.container(key="events"):
        _table(chosen.filters)


def _map(selected: Event | None, second: Event | None) -> None:
    compare = session.choice().compare
    layer = mapping.event_layer(
        session.choice().filters.to_string(),
        selected.event_id if selected and not selected.deleted else None,
        second.event_id if second and not second.deleted else None,
        picking=bool(st.session_state["measuring"]),
        quiet=compare is not None or not services().index.facets(session.choice().filters).total,
        revision=services().index.version(),
        compare=None if compare is None else compare.to_string(),
        side=session.choice().side,
    )
    st_folium(
        mapping.build_map(
            session.view(),
            inset=_PANEL_WIDTH,
            bounds=session.bounds(),
            online_tiles=mapping.OnlineTiles.from_environment(),
            switches=session.switches(),
        ),
        key="map_view",
        height=_MAP_HEIGHT,
        use_container_width=True,
        returned_objects=["event_id"],
        feature_group_to_add=layer,
        on_change=session.on_map,
    )


def _timeline(filters: Filters) -> None:
    timeless = replace(filters, since="", until="", undated="").to_string()
    data = {
        "address": f"{assets.PREFIX.removesuffix('/assets')}/api/timeline?{timeless}",
        "query": timeless,
        "filters": filters.to_string(),
        "revision": services().index.version(),
        "since": filters.since,
        "until": filters.until,
        "undated": filters.undated,
        "turn": session.turn(),
        "step": session.choice().step,
        "types": [[kind.value, widgets.colour(kind)] for kind in EventType],
    }
    widgets.timeline(data, session.on_period, session.on_step)


def _panel(event: Event, second: Event | None) -> dict[str, Any]:
    standing = services().workspace.standing(event.event_id)
    event = standing.event
    alike = similar(event, services().index, services().workspace)
    text = services().workspace.document(event.evidence[0].document_id).text if event.evidence else ""
    told = words.caption(event, context_of(event, text))
    told["symbol"] = widgets.swatch(event.event_type, event.claim_status, size=24)
    told["claim_symbol"] = widgets.swatch(event.event_type, event.claim_status, size=16)
    told["similar"] = words.elsewhere(alike)
    told["claim_words"] = words.CLAIM_WORDS[event.claim_status]
    comparison = words.comparison(event, second) if second else None
    if comparison and second:
        comparison["symbol"] = widgets.swatch(second.event_type, second.claim_status, size=16)
    return {
        "event": told,
        "comparison": comparison,
        "measuring": bool(st.session_state["measuring"]),
        "reading": session.choice().document,
        "review": reviewing.data(standing, alike),
    }


def _empty(filters: Filters) -> None:
    """Say what to do next where there is nothing to show."""
    # Always there, also empty: what comes after it must keep its place, else the map is mounted anew.
    with st.container(key="empty"):
        if session.choice().compare is not None or services().index.facets(filters).total or seeding.progress.running:
            return
        if filters != Filters() and services().workspace.counts()["documents"]:
            st.markdown(f"**{_('No event passes these filters')}**")
            st.caption(_("Take one away in the sidebar, or start again with all events."))
            st.button(_("Reset filters"), on_click=session.reset, type="primary", key="empty_reset")
            return
        if services().workspace.counts()["documents"]:
            st.markdown(f"**{_('No event in these documents')}**")
            st.caption(_("The documents tell of nothing that has happened. Add another one, or show what is planned."))
        else:
            st.markdown(f"**{_('No documents yet')}**")
            st.caption(_("Add a news text and mapkit codes its events onto this map. Nothing leaves this computer."))
        documents.add_button(_("Add a document"), primary=True)


def _table(filters: Filters) -> None:
    chosen = session.choice()
    page = services().index.table(filters, chosen.page, session.PAGE_SIZE, chosen.sort)
    session.turn_page(page.page)  # the last one, where the address names one beyond
    unplaced = services().index.facets(filters).unplaced
    title = words.events(page.total)
    if unplaced:
        without = ngettext("{n} of them without a place on the map", "{n} of them without a place on the map", unplaced)
        title = f"{title}, {without.format(n=words.number(unplaced))}"
    kinds = {(row["type"], row["claim"]) for row in page.rows}
    whole = {event.event_id: event for event in services().workspace.events([row["id"] for row in page.rows])}
    data = {
        "title": title if page.total else _("No events"),
        "rows": [_row(row, whole.get(row["id"])) for row in page.rows],
        "symbols": {f"{kind}|{claim}": widgets.swatch(EventType(kind), ClaimStatus(claim)) for kind, claim in kinds},
        "page": page.page,
        "pages": page.pages,
        "sort": chosen.sort,
        "selected": chosen.selected,
        "second": chosen.second,
        "downloads": [
            (_(kind.label), "/api/export?" + urlencode([("format", name), *_tongue(name), *filters.to_items()]))
            for name, kind in export.FORMATS.items()
        ],
        "briefing": f"{_BRIEFING}?{urlencode([('lang', languages.code()), *filters.to_items()])}",
    }
    widgets.table(data, session.on_table)


def _row(row: dict[str, Any], event: Event | None) -> dict[str, Any]:
    status = EventStatus(row["status"])
    kept = ("id", "type", "sub", "claim", "place", "country", "actor1", "actor2", "sentence")
    return {
        **{key: row[key] for key in kept},
        "admin1": row["admin1"] if row["admin1"] != row["place"] else None,
        "spread": words.spread(event) if event else None,
        "distances": [words.stated(one) for one in event.distances] if event else [],
        "date": words.span(row["date"], row["date_end"]) if row["date"] else None,
        "claim_words": words.CLAIM_WORDS[ClaimStatus(row["claim"])],
        "status": None if status == EventStatus.ACTUAL else words.STATUS_WORDS[status],
    }


def _tongue(name: str) -> list[tuple[str, str]]:
    """Return what an export's address says of the language: the map in a file alone has one."""
    return [("lang", languages.code())] if name == "html" else []


def fault(error: MapkitError) -> None:
    """Show a fault of the workspace or its files as one line."""
    st.error(documents.escaped(str(error)))
