"""The real page, started as a user does, over a workspace of the tests' own; the network ends at this machine."""

import time
from contextlib import ExitStack
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from mapkit.workspace import Workspace
from scene import fill
from served import forked, served

#: A loaded machine may need long; nothing waits longer than it must.
PATIENCE_MS = 60_000

#: Readers who know the page, unless a test says otherwise: the help of a first visit would lie over it.
KNOWS_THE_PAGE = """
try { localStorage.setItem("mapkit.welcomed", localStorage.getItem("mapkit.welcomed") ?? "yes"); } catch { /* none */ }
"""
#: The map has drawn all it asked for, and nothing moves.
_AT_REST = """() => { const c = window.L && L.mapkit && L.mapkit.current;
return Boolean(c && c.events.answer && c.events.query !== null && !L.mapkit.pending && c.map._loaded
&& !c.map._animatingZoom && !(c.map._panAnim && c.map._panAnim._inProgress)); }"""
#: What may keep it from that.
_STATE = """() => { const { current: c, pending } = (window.L && L.mapkit) || {};
return { pending, query: c?.events.query, answered: Boolean(c?.events.answer), loaded: c?.map._loaded,
zooming: c?.map._animatingZoom, panning: c?.map._panAnim?._inProgress,
says: document.body.innerText.slice(0, 300), found: c?.events.features, stage: c?.events.stage }; }"""


@dataclass(frozen=True)
class Server:
    """A running dashboard: where it is, and the ids of its events by a short name."""

    url: str
    ids: dict[str, str]
    sentences: dict[str, str]


@pytest.fixture(scope="session")
def serve(tmp_path_factory):
    """A function that starts a dashboard over a workspace of its own, filled with the events of the scene."""
    with ExitStack() as running:

        def start() -> Server:
            folder = tmp_path_factory.mktemp("dashboard")
            home = folder / "home"
            home.mkdir()
            with Workspace.open(f"sqlite:///{home / 'workspace.sqlite3'}") as workspace:
                events = fill(workspace)
            return Server(
                running.enter_context(served(folder, home)),
                {name: event.event_id for name, event in events.items()},
                {name: event.evidence[0].exact for name, event in events.items()},
            )

        yield start


@pytest.fixture(scope="session")
def server(serve):
    """The dashboard of all tests that leave its workspace as it is."""
    return serve()


@pytest.fixture(scope="session")
def serving():
    """A context manager that serves a dashboard and yields its address; see `served.forked`."""
    return forked


class Page:
    """A reader in front of the dashboard; every request and every error of the page is kept."""

    def __init__(self, context, server: Server) -> None:
        self.server = server
        self.tab = context.new_page()
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.tab.on("request", lambda request: self.requests.append(request.url))
        self.tab.on("websocket", lambda socket: self.requests.append(socket.url))
        self.tab.on("pageerror", lambda error: self.errors.append(str(error)))
        self.tab.on("dialog", self._alarm)

    def _alarm(self, dialog):
        self.errors.append(f"a script of a document ran: {dialog.message}")
        dialog.dismiss()

    def open(self, query: dict | str = "") -> "Page":
        """Open an address and wait for the map to be drawn."""
        query = query if isinstance(query, str) else urlencode(query, doseq=True)
        self.tab.goto(f"{self.server.url}/?{query}")
        self.rest()
        return self

    def rest(self) -> None:
        """Wait until neither Streamlit nor the map is busy."""
        self.tab.locator("[data-testid='stApp'][data-test-script-state='notRunning']").wait_for()
        self.until(_AT_REST)

    @property
    def frame(self):
        """The map's frame, as it is now."""
        return self.tab.locator("iframe[title='streamlit_folium.st_folium']").element_handle().content_frame()

    def until(self, script: str, argument=None) -> None:
        """Wait until a function of the map's frame returns something true.

        Playwright's own waiting in a frame may sleep for ever in a document that the frame has left; this asks anew.
        """
        from playwright.sync_api import Error

        end = time.monotonic() + PATIENCE_MS / 1000
        fault = None
        while time.monotonic() < end:
            try:
                if self.frame.evaluate(script, argument):
                    return
            except Error as error:  # the frame is being loaded
                fault = error
            self.tab.wait_for_timeout(50)
        pytest.fail(f"never true in the map's frame: {script}; {fault or self.frame.evaluate(_STATE)}; {self.errors}")

    @property
    def panel(self):
        return self.tab.locator(".st-key-panel")

    @property
    def legend(self):
        return self.tab.locator("[data-testid='stSidebar']")

    @property
    def table(self):
        return self.tab.locator(".st-key-events")

    @property
    def popup(self):
        return self.tab.frame_locator("iframe[title='streamlit_folium.st_folium']").locator(".mapkit-popup")

    def row(self, label: str):
        """A row of the legend, by its words."""
        return self.legend.get_by_role("checkbox").filter(has_text=label).first

    def count(self, label: str) -> int:
        return int(self.row(label).locator(".count").inner_text().replace(",", ""))

    def markers(self) -> set[str]:
        """The short names of the events that the map has drawn one by one."""
        names = {event_id: name for name, event_id in self.server.ids.items()}
        shown = self.frame.evaluate("() => L.mapkit.current.events.items.flatMap(e => e.feature ? [e.feature.id] : [])")
        return {names[event_id] for event_id in shown}

    def wait_for_markers(self, *names: str) -> None:
        """Wait until the map shows exactly these events."""
        self.until(
            "wanted => { const { items } = L.mapkit.current.events;"
            " const now = items.flatMap(item => (item.feature ? [item.feature.id] : []));"
            " return JSON.stringify(now.sort()) === JSON.stringify(wanted); }",
            sorted(self.server.ids[name] for name in names),
        )

    def view(self) -> list[float]:
        """Latitude, longitude and zoom of the map."""
        return self.frame.evaluate(
            "() => { const m = L.mapkit.current.map, c = m.getCenter(); return [c.lat, c.lng, m.getZoom()]; }"
        )

    def notes(self) -> list[str]:
        """The words that the map writes beside lines and rings."""
        return self.frame.evaluate("() => [...document.querySelectorAll('.mapkit-note')].map(n => n.textContent)")

    def click(self, name: str, **options) -> None:
        """Click an event's marker, which is drawn on a canvas, with the mouse."""
        box = self.tab.locator("iframe[title='streamlit_folium.st_folium']").bounding_box()
        x, y = self.frame.evaluate(
            "id => { const c = L.mapkit.current, e = c.events.find(id);"
            " const p = c.map.layerPointToContainerPoint([e.x, e.y]); return [p.x, p.y]; }",
            self.server.ids[name],
        )
        for key in options.get("modifiers", ()):
            self.tab.keyboard.down(key)
        self.tab.mouse.click(box["x"] + x, box["y"] + y)
        for key in options.get("modifiers", ()):
            self.tab.keyboard.up(key)

    def address(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.tab.url).query)

    def foreign(self) -> list[str]:
        """Requests to any other host than the dashboard's own."""
        own = urlsplit(self.server.url).netloc
        return [url for url in self.requests if urlsplit(url).netloc not in {own, ""}]


@pytest.fixture(scope="session")
def contexts(browser):
    """A function that gives a browser's profile by its options; kept, so that its cache holds Streamlit's scripts."""
    from playwright.sync_api import expect

    expect.set_options(timeout=PATIENCE_MS)
    made = {}

    def profile(options: dict):
        key = repr(sorted(options.items()))
        if key not in made:
            made[key] = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
            made[key].set_default_timeout(PATIENCE_MS)
            made[key].add_init_script(KNOWS_THE_PAGE)
        return made[key]

    yield profile
    for context in made.values():
        context.close()


@pytest.fixture
def visit(contexts, server):
    """A function that brings a new reader; at the end no page may have asked another host or met an error."""
    pages = []

    def new(**options) -> Page:
        page = Page(contexts(options), server)
        pages.append(page)
        return page

    yield new
    for page in pages:
        page.tab.close()
    for page in pages:
        assert page.foreign() == []
        assert page.errors == []


@pytest.fixture
def page(visit):
    return visit()
