"""Take the pictures of the docs: `python scripts/screenshots.py`, or some by name: `... wide dark`.

Each is a state of the page in Chromium, over a fresh workspace: of the document in `seeds/`, or of an archive,
in which reports from `tests/gold` stand beside it; they are fiction, and so are the publishers that they get here. A
picture has 256 colours, those of the symbols among them: the page needs no more, and the docs stay light.
"""

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode

from PIL import Image
from playwright.sync_api import Browser, Error, Page, sync_playwright

from mapkit import paths
from mapkit.model import ClaimStatus, Document, Event, EventStatus
from mapkit.text import find, read
from mapkit.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import chromium  # noqa: E402 - beside the tests, which use it too

SIZES = {"wide": (1440, 900), "laptop": (1280, 800), "narrow": (390, 844), "sheet": (900, 1160)}
COLOURS = 256
PATIENCE_MS = 120_000
#: Each with the day and the publisher that it gets here.
REPORTS = {
    "belgorod_channel_5": ("2024-05-17", "Border Digest"),
    "kharkiv_live_9": ("2024-05-23", "Metro Live"),
    "sumy_paper_10": ("2024-08-03", "Town and Country"),
    "ua_kharkiv_wire": ("2024-09-14", "Eastern Wire"),
    "russia_live_5": ("2024-10-11", "Metro Live"),
    "ua_front_assessment": ("2024-10-22", "Map Notes"),
    "pokrovsk_live_12": ("2024-12-19", "Eastern Wire"),
    "ua_odesa_tabloid": ("2025-01-19", "The Harbour"),
    "ukraine_genstaff_2": ("2025-02-26", "Morning Summary"),
    "kursk_assessment_6": ("2025-03-19", "Map Notes"),
}
#: A reader who has been here before, under a made-up name: the help of a first visit would lie over the page.
KNOWN = 'localStorage.setItem("mapkit.welcomed", "yes"); localStorage.setItem("mapkit.name", "Olena");'
#: A view in which both sides of a comparison have events.
EAST = {"lat": "49.3", "lon": "36.8", "z": "7"}
MAP = "iframe[title='streamlit_folium.st_folium']"
AT_REST = """() => { const c = window.L && L.mapkit && L.mapkit.current; if (!c) return false;
const sides = c.swipe ? c.swipe.sides() : [c.events];
return sides.every((one) => one.answer && one.query !== null) && !L.mapkit.pending && !c.map._animatingZoom; }"""

Query = dict[str, str]


@dataclass(frozen=True)
class Scene:
    """A picture to be taken: where, how large, and what is done before."""

    query: Query = field(default_factory=dict)
    size: str = "laptop"
    home: Literal["seed", "archive"] = "seed"
    scheme: Literal["light", "dark"] = "light"
    path: str = "/"
    act: Callable[[Page], None] | None = None
    known: bool = True


def main() -> None:
    """Take all pictures, or those named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="pictures to take; default: all")
    parser.add_argument("--folder", type=Path, default=ROOT / "docs" / "screenshots")
    arguments = parser.parse_args()
    executable = chromium.find()
    if executable is None:
        raise SystemExit("no Chromium: run 'make test' once, or name one in MAPKIT_CHROMIUM")
    arguments.folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        homes = {name: folder / name for name in ("seed", "archive")}
        seed = [read(file) for file in find([paths.seeds_dir()])]
        scenes = pictures(coded(homes["seed"], seed), coded(homes["archive"], [*seed, *reports()]))
        if unknown := set(arguments.names) - set(scenes):
            raise SystemExit(f"no picture {', '.join(sorted(unknown))}; there are {', '.join(scenes)}")
        browser = stack.enter_context(sync_playwright()).chromium.launch(
            executable_path=executable, args=["--no-sandbox"]
        )
        urls: dict[str, str] = {}
        for name in arguments.names or scenes:
            scene = scenes[name]
            if scene.home not in urls:
                urls[scene.home] = stack.enter_context(served(homes[scene.home]))
            take(browser, urls[scene.home], arguments.folder / f"{name}.png", scene)
        browser.close()


def reports() -> Iterator[Document]:
    """Yield the made-up reports of the archive."""
    for name, (day, publisher) in REPORTS.items():
        report = read(ROOT / "tests" / "gold" / f"{name}.txt")
        yield replace(report, published=date.fromisoformat(day), publisher=publisher)


def coded(home: Path, documents: Iterable[Document]) -> list[Event]:
    """Code documents into a workspace of its own, and return its events that happened, in the order of the text."""
    home.mkdir()
    with Workspace.open(f"sqlite:///{home / 'workspace.sqlite3'}") as workspace:
        workspace.ingest(documents)
        found = (event for event in workspace.events() if event.event_status is EventStatus.ACTUAL)
        return sorted(found, key=lambda event: (event.evidence[0].document_id, event.evidence[0].start))


def pictures(seed: list[Event], archive: list[Event]) -> dict[str, Scene]:
    """Return the pictures by name."""
    placed = [event for event in seed if event.latitude is not None]
    measured = next(event for event in placed if event.distances)
    region = next(event for event in placed if (event.layer_id or "").startswith("admin1/"))
    other = next(event for event in placed if event.location not in {measured.location, region.location})
    read_in = measured.evidence[0].document_id
    doubted = next(event for event in archive if event.claim_status is ClaimStatus.DISPUTED)
    return {
        "wide": Scene({"event": measured.event_id}, "wide"),
        "laptop": Scene(),
        "narrow": Scene({"event": measured.event_id}, "narrow"),
        "dark": Scene({"event": region.event_id}, "wide", scheme="dark"),
        "distance": Scene({"event": measured.event_id, "to": other.event_id, **beside(measured, other)}),
        "timeline": Scene(
            {"since": "2024-09-09", "until": "2025-01-26", "undated": "with"}, home="archive", act=to_timeline
        ),
        "reading": Scene({"doc": read_in, "event": measured.event_id}, "wide"),
        "review": Scene({"review": "1", "event": doubted.event_id}, "wide", home="archive", act=correct),
        "comparing": Scene({"claim": "claimed", "compare": "claim=reported", **EAST}, "wide", home="archive"),
        "help": Scene(known=False, act=lambda page: page.get_by_role("dialog").wait_for()),
        "ukrainian": Scene({"lang": "uk", "event": measured.event_id}),
        "documents": Scene(home="archive", act=list_documents),
        "embed": Scene({"embed": "1", "event": region.event_id}, home="archive"),
        "briefing": Scene({"claim": "claimed"}, "sheet", home="archive", path="/api/briefing"),
    }


def beside(one: Event, other: Event) -> Query:
    """Return a view of two events that are near each other, at the left of the panel."""
    places = [(event.latitude or 0, event.longitude or 0) for event in (one, other)]
    (south, west), (north, east) = map(min, zip(*places, strict=True)), map(max, zip(*places, strict=True))
    return {"lat": f"{(south + north) / 2:.4f}", "lon": f"{(west + east) / 2 + 0.3:.4f}", "z": "9"}


def to_timeline(page: Page) -> None:
    """Bring the timeline and the table into view below part of the map."""
    page.locator(".st-key-timeline_box").evaluate("node => node.scrollIntoView({ block: 'center' })")


def correct(page: Page) -> None:
    """Open the form that corrects the selected event."""
    page.locator(".st-key-panel").get_by_role("button", name="Correct").click()
    page.locator(".st-key-panel").get_by_role("form").wait_for()


def list_documents(page: Page) -> None:
    """Open the list of all documents."""
    page.get_by_role("button", name="All documents").first.click()
    page.get_by_role("dialog").get_by_role("row").nth(2).wait_for()


@contextmanager
def served(home: Path) -> Iterator[str]:
    """Serve the dashboard on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    environment = {name: value for name, value in os.environ.items() if name != "MAPKIT_WORKSPACE"}
    process = subprocess.Popen(
        [*command, "--server.address", "127.0.0.1"],
        cwd=ROOT,
        env={**environment, "MAPKIT_HOME": str(home)},
        stdout=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(1200):
            try:
                urllib.request.urlopen(f"{url}/_stcore/health", timeout=5).close()  # noqa: S310 - this machine's own
                break
            except OSError:
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(20)


def take(browser: Browser, url: str, file: Path, scene: Scene) -> None:
    """Take one picture once the page and its map are at rest."""
    width, height = SIZES[scene.size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scene.scheme,
        is_mobile=scene.size == "narrow",
        has_touch=scene.size == "narrow",
        reduced_motion="reduce",
    )
    if scene.known:
        context.add_init_script(KNOWN)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{url}{scene.path}?{urlencode(scene.query)}")
    if scene.path == "/":
        at_rest(page, framed="embed" not in scene.query)
    if scene.act:
        scene.act(page)
    page.wait_for_timeout(1000)  # fonts and fades settle; a picture, not a test
    save(page.screenshot(), file)
    context.close()
    print(file)


def save(picture: bytes, file: Path) -> None:
    """Write a picture in a palette of its own."""
    with Image.open(BytesIO(picture)) as image:
        drawn = image.convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE, 1, dither=Image.Dither.NONE)
    drawn.save(file, optimize=True)


def at_rest(page: Page, *, framed: bool) -> None:
    """Wait until neither Streamlit nor the map is busy, in the page or in a page that is the map alone."""
    if framed:
        page.locator("[data-testid='stApp'][data-test-script-state='notRunning']").wait_for()
    quiet, end = 0, time.monotonic() + PATIENCE_MS / 1000
    while quiet < 8 and time.monotonic() < end:  # the names come after the events
        try:
            map_ = page.locator(MAP).element_handle().content_frame() if framed else page
            quiet = quiet + 1 if map_ and map_.evaluate(AT_REST) else 0
        except Error:  # the frame is being loaded
            quiet = 0
        page.wait_for_timeout(200)


if __name__ == "__main__":
    main()
