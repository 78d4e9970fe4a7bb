"""Take the pictures of the docs: `python scripts/screenshots.py`, over a fresh workspace with the bundled documents.

Each state of the page is looked at in Chromium: wide 1440 x 900, laptop 1280 x 800, narrow 390 x 844, and dark.
"""

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Browser, Error, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import chromium  # noqa: E402 - beside the tests, which use it too

SIZES = {"wide": (1440, 900), "laptop": (1280, 800), "narrow": (390, 844)}
PATIENCE_MS = 120_000
AT_REST = """() => { const c = window.L && L.mapkit && L.mapkit.current;
return Boolean(c && c.events.answer && c.events.query !== null && !L.mapkit.pending && !c.map._animatingZoom); }"""


def main() -> None:
    """Take all pictures, or those named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="pictures to take; default: all")
    parser.add_argument("--folder", type=Path, default=ROOT / "docs" / "screenshots")
    arguments = parser.parse_args()
    path = chromium.find()
    if path is None:
        raise SystemExit("no Chromium: run 'make test' once, or name one in MAPKIT_CHROMIUM")
    arguments.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        scenes = pictures(coded(home))
        unknown = set(arguments.names) - set(scenes)
        if unknown:
            raise SystemExit(f"no picture {', '.join(sorted(unknown))}; there are {', '.join(scenes)}")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        with served(home) as url:
            for name in arguments.names or scenes:
                take(browser, url, arguments.folder / f"{name}.png", **scenes[name])
        browser.close()


def coded(home: str) -> list[dict[str, Any]]:
    """Code the bundled documents into a workspace, and return its events."""
    os.environ["MAPKIT_HOME"] = home
    os.environ.pop("MAPKIT_WORKSPACE", None)
    from mapkit import paths
    from mapkit.text import find, read
    from mapkit.workspace import Workspace

    with Workspace.open() as workspace:
        workspace.ingest(read(file) for file in find([paths.seeds_dir()]))
        return [event.to_dict() for event in workspace.events()]


def pictures(events: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the pictures by name: the size, the address and what to wait for."""
    placed = [event for event in events if event["latitude"] is not None and event["event_status"] == "actual"]
    with_distance = next((one for one in placed if one["distances"]), placed[0])
    river = next((one for one in placed if (one["layer_id"] or "").startswith("rivers/")), placed[0])
    region = next((one for one in placed if (one["layer_id"] or "").startswith("admin1/")), placed[0])
    other = next(one for one in placed if one["location"] != with_distance["location"])
    days = sorted(one["date_start"] for one in events if one["date_start"] and one["event_status"] == "actual")
    point, second = with_distance["event_id"], other["event_id"]
    return {
        "wide": {"size": "wide", "query": {"event": point}},
        "laptop": {"size": "laptop", "query": {}},
        "narrow": {"size": "narrow", "query": {"event": point}},
        "dark": {"size": "wide", "query": {"event": region["event_id"]}, "scheme": "dark"},
        "river": {"size": "laptop", "query": {"event": river["event_id"]}},
        "distance": {"size": "laptop", "query": {"event": point, "to": second}},
        "filters": {"size": "laptop", "query": {"type": "Battles", "claim": "claimed"}},
        "timeline": {"size": "laptop", "query": {"since": days[len(days) // 2], "until": days[-1]}},
        "table": {"size": "laptop", "query": {}, "scroll": True},
    }


@contextmanager
def served(home: str) -> Iterator[str]:
    """Serve the dashboard on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    process = subprocess.Popen(
        [*command, "--server.address", "127.0.0.1"],
        cwd=ROOT,
        env={**os.environ, "MAPKIT_HOME": home},
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


def take(
    browser: Browser,
    url: str,
    file: Path,
    *,
    size: str,
    query: dict[str, str],
    scheme: Any = "light",
    scroll: bool = False,
) -> None:
    """Take one picture once the page and its map are at rest."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        is_mobile=size == "narrow",
        has_touch=size == "narrow",
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{url}/?{urlencode(query)}")
    at_rest(page)
    if "event" in query:
        page.locator(".st-key-panel mark").wait_for()
    if scroll:
        page.locator(".st-key-events").evaluate("node => node.scrollIntoView()")
    page.wait_for_timeout(600)  # fonts and fades settle; a picture, not a test
    page.screenshot(path=file)
    context.close()
    print(file)


def at_rest(page: Page) -> None:
    """Wait until neither Streamlit nor the map is busy."""
    page.locator("[data-testid='stApp'][data-test-script-state='notRunning']").wait_for()
    quiet, end = 0, time.monotonic() + PATIENCE_MS / 1000
    while quiet < 8 and time.monotonic() < end:  # the names come after the events
        handle = page.locator("iframe[title='streamlit_folium.st_folium']").element_handle()
        frame = handle.content_frame()
        try:
            quiet = quiet + 1 if frame and frame.evaluate(AT_REST) else 0
        except Error:  # the frame is being loaded
            quiet = 0
        page.wait_for_timeout(200)


if __name__ == "__main__":
    main()
