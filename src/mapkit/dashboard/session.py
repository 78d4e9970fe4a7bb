"""One reader's session: the choice, kept in step with the page's address, and what each click does to it.

Every callback sets `acted`: a run that follows a click never takes the address for news, since the browser may not yet
have heard of the one before. A run without a click that brings another address is the reader's: a link, back, forward.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import streamlit as st

from mapkit import languages
from mapkit.dashboard import comparing, reviewing, state
from mapkit.dashboard.state import Choice
from mapkit.errors import FilterError, WorkspaceError
from mapkit.languages import gettext as _
from mapkit.mapping import Switches, View
from mapkit.model import Document, Event, EventStatus
from mapkit.query import Filters
from mapkit.server import services
from mapkit.workspace import Review, UnknownIdError, What

#: Events a page of the table.
PAGE_SIZE = 50
#: Events a page of the queue.
QUEUE_SIZE = 40
_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


def language() -> str:
    """Return the code of the reader's language: the one asked for, else the browser's."""
    asked = choice().language if "choice" in st.session_state else ""
    return asked or languages.negotiate(st.context.headers.get("Accept-Language") or st.context.locale)


def speak() -> None:
    """Speak the reader's language in what runs now: the page, a part of it that runs alone, or a callback."""
    languages.speak(language())


def spoken(function: Callable[_Arguments, _Result]) -> Callable[_Arguments, _Result]:
    """Return a function that speaks the reader's language: for parts of the page that run alone, dialogs, callbacks."""

    @wraps(function)
    def call(*arguments: _Arguments.args, **options: _Arguments.kwargs) -> _Result:
        speak()
        return function(*arguments, **options)

    return call


def begin() -> None:
    """Take in the address, on the first run and whenever the reader has gone elsewhere by it."""
    speak()
    memory = st.session_state
    query = {key: st.query_params.get_all(key) for key in st.query_params}
    incoming = state.without_view(query)
    acted = memory.pop("acted", False)
    memory.pop("refiltered", None)  # all of the page is on its way already
    first = "choice" not in memory
    if not first and (acted or incoming == memory["written"]):
        return
    address = state.read_address(query)
    now = memory.get("choice")
    memory["choice"] = address.choice
    speak()  # which the address may have changed
    memory["search"] = address.choice.filters.text
    memory["written"] = incoming
    memory["unread"] = list(address.unread)
    memory["measuring"] = False
    if first:
        # Frozen: another first view would mount another map.
        memory["view"], memory["switches"] = address.view, address.switches
        memory["bounds"] = None if address.view else _extent(address.choice)
    _arrive(None if first else now)
    for name, event_id in (("event", address.choice.selected), ("to", address.choice.second)):
        if event_id and event(event_id) is None:
            memory["unread"].append(_("{given} (no such event here)").format(given=f"{name}={event_id}"))
            kept = address.choice.selected if name == "to" else None
            memory["choice"] = memory["choice"].with_event(kept)


def _arrive(before: Choice | None) -> None:
    """Take in which document an address opens: the map goes to it, but on a first run, whose view the address has."""
    memory = st.session_state
    opened = choice().document
    if opened and document(opened) is None:
        key = "doc" if choice().filters.document else "read"
        memory["unread"].append(_("{given} (no such document here)").format(given=f"{key}={opened}"))
        memory["choice"] = choice().with_document(None)
    elif before and opened != before.document:
        memory["opened"] = memory.get("opened", 0) + 1


def write_address() -> None:
    """Put the choice into the address, where it is not there yet; the map adds its view by itself."""
    wanted = choice().to_query()
    if wanted != st.session_state["written"]:
        st.query_params.from_dict(wanted)
        st.session_state["written"] = wanted


def settle() -> None:
    """Take a click in the stage, which runs alone, as done: what the address brings from now on is the reader's."""
    st.session_state.pop("acted", None)


def choice() -> Choice:
    """Return what the reader has chosen."""
    found: Choice = st.session_state["choice"]
    return found


def turn() -> int:
    """Return the number of the last period that came from the timeline: it knows by it what the page has taken."""
    found = st.session_state.get("turn")
    return found if isinstance(found, int) else 0


def view() -> View | None:
    """Return the view that the session began with."""
    found: View | None = st.session_state["view"]
    return found


def switches() -> Switches:
    """Return the map's switches and the ruler's points that the session began with."""
    found: Switches = st.session_state["switches"]
    return found


def bounds() -> tuple[float, float, float, float] | None:
    """Return what the session began with where no view was given: the box of the events, west, south, east, north."""
    found: tuple[float, float, float, float] | None = st.session_state["bounds"]
    return found


def event(event_id: str) -> Event | None:
    """Return an event of the workspace, one that a person took off the map too; None where it is not there."""
    try:
        found = services().workspace.standing(event_id)
    except WorkspaceError:
        return None
    return None if found.event.deleted and found.review is not Review.REJECTED else found.event


def document(document_id: str) -> Document | None:
    """Return a document of the workspace, None where it is not there."""
    try:
        return services().workspace.document(document_id)
    except UnknownIdError:
        return None


def opened() -> int:
    """Return how often a document was opened since the page was loaded: the map goes to each once."""
    return int(st.session_state.get("opened", 0))


def _action(function: Callable[..., None]) -> Callable[..., None]:
    @wraps(function)
    def act(*arguments: Any) -> None:
        speak()
        st.session_state["acted"] = True
        st.session_state["unread"] = []
        function(*arguments)

    return act


def _choose(chosen: Choice) -> None:
    if chosen.filters != choice().filters:
        chosen = replace(chosen, page=1)
    st.session_state["choice"] = chosen


@_action
def toggle() -> None:
    """Switch the value of a filter that was clicked in the legend."""
    clicked = st.session_state["legend"].get("toggle") or {}
    try:
        _choose(choice().toggled(str(clicked.get("group")), str(clicked.get("value"))))
    except FilterError as error:
        st.session_state["unread"] = [str(error)]


@_action
def reset() -> None:
    """Take all filters away; the selection stays, and so does the open document."""
    st.session_state["search"] = ""
    _choose(replace(choice(), filters=Filters()))


@_action
def on_tongue() -> None:
    """Take the language that was chosen; the map is drawn anew where it stands."""
    said = st.session_state["tongues"].get("speak") or {}
    if said.get("code") in languages.available():
        seen, st.session_state["switches"] = state.of_map(said.get("view") or {})
        st.session_state["view"] = seen or view()
        _choose(replace(choice(), language=said["code"]))


@_action
def search() -> None:
    """Take the search text as a filter."""
    try:
        _choose(choice().with_text(st.session_state["search"]))
    except FilterError as error:
        st.session_state["unread"] = [str(error)]


@_action
def on_map() -> None:
    """Take the selection that the map reports."""
    said = st.session_state.get("map_view") or {}
    select(_id_of(said.get("event_id")), _id_of(said.get("second_id")))


@_action
def on_period() -> None:
    """Take the period that was dragged, stepped or played to in the timeline."""
    said = st.session_state["timeline"].get("period") or {}
    st.session_state["turn"] = said.get("turn")
    try:
        _choose(choice().with_time(*(str(said.get(key) or "") for key in ("since", "until", "undated"))))
    except FilterError as error:
        st.session_state["unread"] = [str(error)]
    st.session_state["refiltered"] = True


@_action
def on_step() -> None:
    """Take the step of the timeline."""
    wanted = st.session_state["timeline"].get("step")
    if wanted in state.STEPS:
        _choose(replace(choice(), step=wanted))


@_action
def on_compare_menu() -> None:
    """Compare what was chosen in the menu, or stop."""
    _compare(st.session_state["compare_menu"].get("act") or {})


@_action
def on_sides() -> None:
    """Do what was clicked above two sides: change the other one from now on, or stop."""
    _compare(st.session_state["sides"].get("act") or {})


@_action
def on_panel() -> None:
    """Do what was clicked in the panel."""
    now = choice()
    clicked = st.session_state["panel_view"].get("act") or {}
    match clicked.get("name"):
        case "select":
            select(_id_of(clicked.get("value")))
        case "close":
            select(None)
        case "measure":
            st.session_state["measuring"] = True
            _choose(now.with_event(now.selected))
        case "unmeasure":
            select(now.selected)
        case "swap":
            select(now.second, now.selected)
        case "read":
            _open(_id_of(clicked.get("value")))
        case "review":
            _review(clicked.get("value"))


@_action
def on_queue() -> None:
    """Do what was clicked or pressed in the list of what nobody has read."""
    clicked = st.session_state["queue_view"].get("act") or {}
    value = clicked.get("value")
    match clicked.get("name"):
        case "select":
            select(_id_of(value))
        case "over" if value in (1, -1):
            _turn_over(value)
        case "page" if isinstance(value, int):
            st.session_state["queue_page"] = max(1, value)
        case "read":
            _read(_id_of(value))
        case "leave":
            _start_review(wanted=False)


@_action
def review() -> None:
    """List what nobody has read beside the map, and open the first; or put the list away."""
    _start_review(wanted=not choice().review)


@_action
def statistics() -> None:
    """Count what is shown over time below the map, or put the counts away."""
    _choose(replace(choice(), statistics="" if choice().statistics else state.ROWS[0]))


@_action
def on_statistics() -> None:
    """Do what was clicked in the statistics: other rows, or a filter of a row or a period."""
    clicked = st.session_state["statistics_view"].get("act") or {}
    st.session_state["refiltered"] = True
    try:
        match clicked.get("name"), clicked.get("value"):
            case "rows", value if value in state.ROWS:
                _choose(replace(choice(), statistics=str(value)))
            case "row", [str(group), str(value)]:
                _choose(choice().toggled(group, value))
            case "period", [str(since), str(until), str(undated)]:
                now = choice().filters
                same = (since, until, undated) == (now.since, now.until, now.undated)
                _choose(choice().with_time("", "", "") if same else choice().with_time(since, until, undated))
            case "leave", _:
                _choose(replace(choice(), statistics=""))
    except FilterError as error:
        st.session_state["unread"] = [str(error)]


@_action
def on_reading() -> None:
    """Do what was clicked or pressed in the document beside the map."""
    clicked = st.session_state["reading_view"].get("act") or {}
    value = clicked.get("value")
    match clicked.get("name"):
        case "select":
            select(_id_of(value))
        case "turn":
            _read(_id_of(value))
        case "over" if value in (1, -1):
            _turn_over(value)
        case "open":
            _open(_id_of(value))
        case "alone":
            alone(bool(value))
        case "details":
            st.session_state["details_of"] = choice().document
            st.session_state["refiltered"] = True
        case "leave":
            _open(None)


@_action
def all_documents() -> None:
    """Show the events of all documents beside the open one."""
    alone(False)


@_action
def on_table() -> None:
    """Do what was clicked in the table."""
    clicked = st.session_state["table"].get("act") or {}
    value = clicked.get("value")
    match clicked.get("name"):
        case "select":
            select(_id_of(value))
        case "sort" if isinstance(value, str) and state.is_sort(value):
            _choose(replace(choice(), sort=value, page=1))
        case "page" if isinstance(value, int):
            turn_page(value)
        case "read":
            _read(_id_of(value))


def turn_page(number: int) -> None:
    """Take the page of the table that is shown."""
    _choose(replace(choice(), page=max(1, number)))


@_action
def read_document(document_id: str) -> None:
    """Open a document beside the map, chosen elsewhere than there."""
    _open(_id_of(document_id))


@_action
def show_document(document_id: str) -> None:
    """Select the first event of a document, one with a place where there is one, and take the filters away."""
    found = list(services().workspace.events(document_id=document_id))
    placed = [one for one in found if one.latitude is not None and one.event_status == EventStatus.ACTUAL]
    first = next(iter(placed or found), None)
    st.session_state["search"] = ""
    _choose(Choice(language=choice().language).with_event(first.event_id if first else None))


def _compare(clicked: dict[str, Any]) -> None:
    """Put two filters beside each other, or have the legend change the other side, or show the changed side alone."""
    now = choice()
    match clicked.get("name"), clicked.get("value"):
        case "side", ("left" | "right") as side:
            _choose(now.on_side(side))
        case "stop", _:
            _choose(now.uncompared())
        case str(name), value:
            try:
                _choose(comparing.preset(name, value, now) or now)
            except FilterError as error:
                st.session_state["unread"] = [str(error)]
    st.session_state["search"] = choice().filters.text


def queue_page() -> int:
    """Return the page of the queue that the reader is on, from 1."""
    return int(st.session_state.get("queue_page", 1))


def _turn_over(by: int) -> None:
    """Go on over the end of the queue's page: to the first event of the next one, or to the last of the one before."""
    wanted = max(1, queue_page() + by)
    found = services().index.queue(choice().filters, wanted, QUEUE_SIZE)
    st.session_state["queue_page"] = found.page
    if found.page != wanted or not found.ids:
        return
    event_id = found.ids[0 if by > 0 else -1]
    if choice().document:
        _read(event_id)
    else:
        select(event_id)


def _read(event_id: str | None) -> None:
    """Select an event and have the document open that tells of it; where it is open, nothing moves."""
    one = event(event_id or "")
    if one is None or not one.evidence:
        return
    select(one.event_id)
    opened = one.evidence[0].document_id
    if opened != choice().document:
        _open(opened)


def _open(document_id: str | None) -> None:
    """Open a document, or none; the selection stays where the document tells of it, or the map shows all again.

    While the queue is read, the map goes on showing the events of all documents: the filters are the queue's.
    """
    now = choice()
    st.session_state["refiltered"] = True
    if not document_id:
        _choose(now.with_document(None))
        return
    if document(document_id) is None:
        st.session_state["unread"] = [_("{given} (no such document here)").format(given=f"doc={document_id}")]
        return
    one = event(now.selected) if now.selected else None
    if one and all(part.document_id != document_id for part in one.evidence):
        now = now.with_event(None)
    st.session_state["measuring"] = False
    st.session_state["opened"] = opened() + 1
    _choose(now.with_document(document_id, alone=not now.review))


def _start_review(*, wanted: bool) -> None:
    """Begin with the queue, or leave it. Of a document whose events are alone on the map, its own are read in it."""
    st.session_state["refiltered"] = True
    st.session_state["queue_page"] = 1
    now = replace(choice(), review=wanted)
    if wanted:
        now = now if now.filters.document else now.with_document(None)
        ids = services().index.queue(now.filters).ids
        if ids and now.selected not in ids:
            now = now.with_event(ids[0])
    _choose(now)


def _review(said: object) -> None:
    """Do what the reader says of an event; while the list is read, the next one opens after each that is done."""
    now = choice()
    subject = _id_of(said.get("event")) if isinstance(said, dict) else None
    then = reviewing.following(now.filters, subject) if now.review and subject else None
    entry = reviewing.act(said)
    if entry is None:
        return
    st.session_state["refiltered"] = True  # counts and lists beside the stage follow
    if entry.what is What.UNDO:
        if entry.role_of(now.selected or "") is None:
            _choose(now.with_event(entry.subject))
    elif now.review and entry.what in (What.ACCEPT, What.DELETE):
        _choose(now.with_event(then if then != subject else None))
        if now.document:
            _read(choice().selected)


def alone(wanted: bool) -> None:
    """Have the map show the open document's events alone, or those of all documents."""
    st.session_state["refiltered"] = True
    _choose(choice().with_document(choice().document, alone=wanted))


def select(event_id: str | None, second: str | None = None) -> None:
    """Select an event; while the reader is measuring, the other event of the distance."""
    now = choice()
    if st.session_state["measuring"] and now.selected and event_id and event_id != now.selected:
        event_id, second = now.selected, event_id
    st.session_state["measuring"] = False
    _choose(now.with_event(event_id, second))


def _extent(now: Choice) -> tuple[float, float, float, float] | None:
    index = services().index
    boxes = [box for filters in now.sides or (now.filters,) if (box := index.bounds(filters))]
    if not boxes:
        return index.bounds(Filters(statuses=()))
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def _id_of(value: object) -> str | None:
    return value if isinstance(value, str) and value.isalnum() and len(value) <= 64 else None
