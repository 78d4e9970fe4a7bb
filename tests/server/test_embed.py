"""The map alone: what its page holds, who may frame it, and that it works in a frame of another page."""

import html
import json
import re
import threading
import time
from contextlib import contextmanager
from urllib.parse import urlencode

import pytest
import uvicorn
from lxml import etree
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from mapkit.server import Services, create_middleware, create_routes
from mapkit.workspace import Workspace
from scene import fill

EMBED = "/?embed=1"


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """The routes with the page's middleware before a stand-in for the page, and the ids of the events by name."""
    folder = tmp_path_factory.mktemp("embed")
    with pytest.MonkeyPatch.context() as patch, Workspace.open(f"sqlite:///{folder / 'w.db'}") as opened:
        patch.setenv("MAPKIT_CACHE", str(folder / "cache"))
        patch.delenv("MAPKIT_EMBED", raising=False)
        events = fill(opened)
        shared = Services(lambda: opened)
        page = PlainTextResponse("the page")
        others = [Route(path, lambda _: page) for path in ("/", "/component/x/index.html")]
        app = Starlette(routes=[*create_routes(shared), *others], middleware=create_middleware(()))
        yield app, {name: event.event_id for name, event in events.items()}
        shared.index.close()


@pytest.fixture
def client(told):
    with TestClient(told[0]) as opened:
        yield opened


def policy(client, path):
    return client.get(path).headers["Content-Security-Policy"].split("; ")


def config(client, query=""):
    found = re.search(r'id="config">(.*?)</script>', client.get(EMBED + query).text)
    return json.loads(found[1])


def test_only_the_map_alone_may_be_framed(client, monkeypatch):
    assert "frame-ancestors 'self'" in policy(client, EMBED)
    for path in ("/", "/?embed=0", "/api/version", "/api/briefing", "/assets/mapkit/core.js", "/api/events"):
        assert "frame-ancestors 'none'" in policy(client, path), path
    assert "frame-ancestors 'self'" in policy(client, "/component/x/index.html")  # the page's own map
    monkeypatch.setenv("MAPKIT_EMBED", "https://news.example https://*.paper.example:8443")
    assert "frame-ancestors 'self' https://news.example https://*.paper.example:8443" in policy(client, EMBED)
    assert "frame-ancestors 'none'" in policy(client, "/")
    monkeypatch.setenv("MAPKIT_EMBED", "none")
    assert "frame-ancestors 'none'" in policy(client, EMBED)


@pytest.mark.parametrize(
    "named", ["news.example", "https://a.example; script-src *", "https://a.example/x", "* https://b"]
)
def test_a_wrong_setting_is_one_clear_line(client, monkeypatch, named):
    monkeypatch.setenv("MAPKIT_EMBED", named)
    answer = client.get(EMBED)
    assert answer.status_code == 400
    assert "MAPKIT_EMBED" in answer.json()["error"]


def test_it_holds_what_the_address_says(client, told):
    _, ids = told
    query = {"type": "Battles", "event": ids["pokrovsk"], "to": ids["river"], "lat": "48.5", "lon": "37", "z": "7.5"}
    said = config(client, "&" + urlencode({**query, "review": "1", "read": "0123456789abcdef"}))
    assert said["query"] == "type=Battles"
    assert (said["selected"], said["second"]) == (ids["pokrovsk"], ids["river"])
    assert said["map"]["view"] == {"lat": 48.5, "lng": 37, "zoom": 7.5}
    assert said["map"]["viewInUrl"] is False
    switches = {"show": ["fronts"], "hide": ["names"], "ruler": [[48.5, 37.0]]}
    assert config(client, "&show=fronts&hide=names&ruler=48.5,37")["map"]["switches"] == switches
    assert config(client)["map"]["bounds"]


def test_its_link_opens_the_same_on_the_whole_page(client):
    page = client.get(EMBED + "&q=a%26b&read=0123456789abcdef&z=3").text
    link = html.unescape(re.search(r'class="whole" href="([^"]*)"', page)[1])
    assert link == "/?q=a%26b&read=0123456789abcdef&z=3"


def test_the_chip_counts_the_types_that_are_shown(client):
    chip = re.search(r"<details.*?</details>", client.get(EMBED + "&type=Battles").text)[0]
    assert "<summary>" in chip
    assert "Battles" in chip
    assert "Diplomacy" not in chip
    assert "Diplomacy" in client.get(EMBED).text


def test_hostile_addresses_are_text_or_refused(client):
    bad = '</script><script>alert(1)</script>"onload="alert(1)'
    page = client.get("/", params={"embed": "1", "q": bad, "read": bad, "event": bad, "z": bad}).text
    assert "<script>alert" not in page
    assert '"onload=' not in page
    assert config(client, "&event=x&z=1e9")["selected"] is None
    assert client.get(EMBED + "&type=War").status_code == 400
    assert client.get(EMBED + "&show=tiles").status_code == 400


def test_a_briefing_by_its_address(client):
    answer = client.get("/api/briefing?type=Battles&lat=48&lon=37&z=7")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    page = etree.fromstring(answer.content)
    assert "What happened: Battles" in "".join(page.itertext())
    assert "lies outside" in "".join(page.itertext()) or "lie outside" in "".join(page.itertext())
    for wrong, said in (
        ("lat=1&z=3", "belong together"),
        ("kind=1", "unknown parameter"),
        ("lat=1&lon=2&z=99", "z must"),
    ):
        refused = client.get(f"/api/briefing?{wrong}")
        assert refused.status_code == 400
        assert said in refused.json()["error"]


@contextmanager
def served(app):
    """Serve an application on this machine, on a port of its own."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    end = time.monotonic() + 30
    while not server.started and time.monotonic() < end:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(20)


@pytest.mark.browser
class TestFramed:
    @pytest.fixture
    def framing(self, told, browser, monkeypatch):
        """A function that opens a page of another origin with the map in a frame."""
        app, ids = told
        frame = {"url": ""}
        paper = Starlette(
            routes=[Route("/", lambda _: HTMLResponse(f'<iframe src="{frame["url"]}" width="700" height="450">'))]
        )
        with served(app) as ours, served(paper) as theirs:
            context = browser.new_context(viewport={"width": 800, "height": 600})
            context.set_default_timeout(60_000)
            tab = context.new_page()
            tab.asked, tab.complaints = [], []
            tab.on("request", lambda request: tab.asked.append(request.url))
            tab.on("console", lambda message: tab.complaints.append(message.text))
            tab.on("pageerror", lambda error: tab.complaints.append(str(error)))

            def open_(query="", *, welcome=True):
                monkeypatch.setenv("MAPKIT_EMBED", theirs if welcome else "")
                frame["url"] = html.escape(f"{ours}{EMBED}{query}")
                tab.goto(theirs)
                return tab, tab.frame_locator("iframe")

            yield open_, ids, ours
            context.close()

    def test_a_page_that_is_named_shows_the_map(self, framing):
        open_, ids, ours = framing
        tab, frame = open_(f"&event={ids['pokrovsk']}")
        frame.locator(".mapkit-popup").wait_for()
        assert "10 km of the outskirts of Pokrovsk" in frame.locator(".mapkit-popup").inner_text()
        assert frame.locator(".mapkit-credits").inner_text().startswith("Leaflet")
        frame.locator(".chip summary").click()
        assert "Battles" in frame.locator(".chip").inner_text()
        assert frame.get_by_role("link", name="Open in mapkit").get_attribute("href") == f"/?event={ids['pokrovsk']}"
        assert tab.url.count("?") == 0  # its address is not ours to write
        assert [url for url in tab.asked[1:] if not url.startswith((ours, "data:", "blob:"))] in (
            [],
            [f"{tab.url}favicon.ico"],
        )
        assert [told for told in tab.complaints if "favicon" not in told and "404" not in told] == []

    def test_any_other_page_shows_nothing(self, framing):
        open_, _, _ = framing
        tab, frame = open_(welcome=False)
        tab.wait_for_timeout(1000)
        assert frame.locator("#map").count() == 0
        assert any("frame-ancestors" in told or "Framing" in told for told in tab.complaints)
