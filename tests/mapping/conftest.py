"""A page with nothing but the Folium map, served with the real routes over a small made-up workspace."""

import socket
import threading
import time
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest

from mapkit import mapping
from mapkit.model import (
    ClaimStatus,
    Distance,
    Document,
    Event,
    EventStatus,
    EventType,
    Evidence,
    Place,
    Source,
    event_id,
)
from mapkit.workspace import Coder, Workspace

HOSTILE = "{{7*7}} ${1+1} <img src=x onerror=alert(1)> </script> C:\\users"

TILES = "https://tiles.example"

#: Nothing is asked of the server any more, nothing moves. (Run through the debugger: the page's policy allows no eval.)
IDLE = """() => { const c = window.L && L.mapkit && L.mapkit.current;
return Boolean(c && c.events.answer && !L.mapkit.pending && c.theme.ready && c.map._loaded && !c.map._animatingZoom
&& !(c.map._panAnim && c.map._panAnim._inProgress)); }"""

#: Name of the event: type, sub-type, claim, place, latitude, longitude, the sentence, further fields.
ROWS = {
    "clash": (
        *("Battles", "Armed clash", "claimed", "Pokrovsk", 48.282, 37.181),
        "Troops are about 10 km from the outskirts of Pokrovsk.",
        {
            "claimed_by": "the general staff",
            "coordinate_uncertainty_m": 4000.0,
            "distances": (
                Distance(10.0, "from", "Pokrovsk", None, "about 10 km from the outskirts", None, 48.282, 37.181),
            ),
        },
    ),
    "evacuation": (
        *("Humanitarian", "Evacuation", "reported", "Pokrovsk", 48.282, 37.181),
        "Families left Pokrovsk by train.",
        {},
    ),
    "bridge": (
        *("Strategic developments", "Looting/property destruction", "reported", "Seym River", 51.42, 34.6),
        "A bridge over the Seym was destroyed.",
        {"layer_id": "rivers/seym"},
    ),
    "planned": (
        *("Explosions/Remote violence", "Air/drone strike", "reported", "Sumy", 50.91, 34.8),
        "Strikes on Sumy are expected.",
        {"event_status": EventStatus.FUTURE},
    ),
    "hostile": ("Riots", "Mob violence", "reported", HOSTILE, 49.5, 40.2, f"He saw {HOSTILE} there.", {}),
    **{
        f"stack{number}": ("Battles", "Armed clash", "reported", "Toretsk", 48.3935, 37.85, f"Clash {number}.", {})
        for number in range(12)
    },
}


def scene() -> tuple[Document, dict[str, Event]]:
    text = "\n".join(row[6] for row in ROWS.values())
    document = Document("scene.txt", text, publisher="The Daily Test")
    events = {}
    for name, (kind, sub, claim, place, latitude, longitude, sentence, more) in ROWS.items():
        start = text.index(sentence)
        end = start + len(sentence)
        events[name] = Event(
            event_id=event_id(document.document_id, start, end, kind),
            event_type=EventType(kind),
            sub_event_type=sub,
            claim_status=ClaimStatus(claim),
            location=place,
            latitude=latitude,
            longitude=longitude,
            sources=(Source(document.document_id, document.publisher),),
            evidence=(Evidence(document.document_id, start, end, sentence),),
            **more,
        )
    return document, events


class Towns:
    """A gazetteer of three towns."""

    def within(self, west, south, east, north, limit=100, feature_classes=None):
        if feature_classes and "P" not in feature_classes:
            return []
        rows = (("Kyiv", 50.45, 30.52, 2_900_000), ("Donetsk", 48.0, 37.8, 900_000), ("Kursk", 51.73, 36.19, 440_000))
        return [
            Place(str(number), name, "P", "PPL", "", "", "", "", latitude, longitude, people, "test")
            for number, (name, latitude, longitude, people) in enumerate(rows)
            if south <= latitude <= north and west <= longitude <= east
        ][:limit]


@dataclass
class Site:
    url: str
    ids: dict[str, str]
    asked: list[str]
    hostile: str = HOSTILE


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The served page; the query's `lat`, `lon`, `z`, `theme`, `filters`, `selected` and `second` make the map."""
    import uvicorn
    from starlette.applications import Starlette
    from starlette.responses import HTMLResponse, Response
    from starlette.routing import Route

    from mapkit.server.routes import create_routes
    from mapkit.server.services import Services

    document, events = scene()
    coder = Coder(lambda _: SimpleNamespace(events=tuple(events.values()), rejects=()), "1")
    folder = tmp_path_factory.mktemp("site")
    workspace = Workspace.open(f"sqlite:///{folder}/events.db")
    workspace.ingest([document], coder=coder)
    asked: list[str] = []

    def page(request):
        asked_for = request.query_params
        view = None
        if "lat" in asked_for:
            view = mapping.View(*(float(asked_for[key]) for key in ("lat", "lon", "z")))
        tiles = mapping.OnlineTiles("Example", f"{TILES}/v1/", "Example") if "tiles" in asked_for else None
        switches = mapping.Switches.from_query({key: asked_for.getlist(key) for key in mapping.SWITCH_KEYS})
        chart = mapping.build_map(view, asked_for.get("theme", "light"), online_tiles=tiles, switches=switches)
        layer = mapping.event_layer(asked_for.get("filters", ""), asked_for.get("selected"), asked_for.get("second"))
        layer.add_to(chart)
        policy = f"default-src 'self' 'unsafe-inline'; img-src 'self' data: {TILES}"
        return HTMLResponse(chart.get_root().render(), headers={"Content-Security-Policy": policy})

    async def recorded(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            asked.append(f"{scope['path']}?{scope['query_string'].decode()}")
        await application(scope, receive, send)

    services = Services(workspace=lambda: workspace, gazetteer=Towns)
    icon = Route("/favicon.ico", lambda _: Response(status_code=204))
    application = Starlette(routes=[Route("/", page), icon, *create_routes(services)])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(recorded, port=port, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield Site(f"http://127.0.0.1:{port}", {name: event.event_id for name, event in events.items()}, asked)
    server.should_exit = True
    thread.join(timeout=10)
    services.index.close()
    workspace.close()


class Chart:
    """The map in a tab: the network beyond this machine is cut, and every try to use it is noted."""

    def __init__(self, tab, site):
        self.tab, self.site = tab, site
        self.world = False  # the layers of `geo/` are large: only a test that looks at them has them
        self.strays: list[str] = []
        self.errors: list[str] = []
        tab.route("**/*", self._guard)
        tab.on("pageerror", lambda error: self.errors.append(str(error)))
        tab.on("console", lambda line: self.errors.append(line.text) if line.type == "error" else None)

    def _guard(self, route):
        url = route.request.url
        if url.startswith(f"{self.site.url}/geo/") and not self.world:
            route.fulfill(json={"type": "FeatureCollection", "features": []})
            return
        if url.startswith((self.site.url, "data:", "blob:")):
            route.continue_()
        else:
            self.strays.append(url)
            route.abort()

    def open(self, **query):
        from urllib.parse import urlencode

        self.tab.goto(f"{self.site.url}/?{urlencode(query, doseq=True)}")
        self.rest()
        return self

    def rest(self):
        """Wait until the events of the view are drawn and nothing is asked any more."""
        quiet = 0
        for _ in range(400):
            quiet = quiet + 1 if self.run(IDLE) else 0
            if quiet == 3:
                return
            self.tab.wait_for_timeout(30)
        pytest.fail("the map does not come to rest")

    def run(self, script, argument=None):
        return self.tab.evaluate(script, argument)

    def spot(self, name):
        """Return where an event's symbol is on the screen."""
        return self.run(
            "id => { const c = L.mapkit.current; const e = c.events.find(id);"
            " if (!e) return null; const p = c.map.layerPointToContainerPoint([e.x, e.y]); return [p.x, p.y]; }",
            self.site.ids[name],
        )

    def click(self, name, **options):
        x, y = self.spot(name)
        self.tab.keyboard.down("Shift") if options.get("shift") else None
        self.tab.mouse.click(x, y)
        self.tab.keyboard.up("Shift") if options.get("shift") else None
        self.rest()

    def shown(self):
        """Return the ids of the events that have a symbol of their own."""
        return set(self.run("L.mapkit.current.events.items.filter(e => e.feature).map(e => e.feature.id)"))

    def pixel(self, name, dx=0, dy=0):
        """Return the colour that the events' canvas has at an event's symbol."""
        return self.run(
            """([id, dx, dy]) => { const c = L.mapkit.current; const e = c.events.find(id);
            const layer = c.events.layer, ratio = Math.min(devicePixelRatio, 2);
            const x = (e.x + dx - layer._bounds.min.x) * ratio, y = (e.y + dy - layer._bounds.min.y) * ratio;
            return [...layer._context.getImageData(Math.round(x), Math.round(y), 1, 1).data]; }""",
            [self.site.ids[name], dx, dy],
        )

    def notes(self):
        return [note.strip() for note in self.tab.locator(".mapkit-note:visible").all_inner_texts()]


@pytest.fixture(scope="session")
def context(browser):
    """One profile for all tests: its cache keeps the layers of `geo/`."""
    made = browser.new_context(viewport={"width": 1100, "height": 760}, color_scheme="light")
    yield made
    made.close()


@pytest.fixture
def chart(context, site):
    tab = context.new_page()
    tab.set_default_timeout(20_000)
    made = Chart(tab, site)
    yield made
    tab.close()
    assert made.strays == []
    assert made.errors == []
