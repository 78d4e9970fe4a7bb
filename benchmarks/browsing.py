"""A Streamlit server and a Chromium in front of it: what a reader waits for, what comes over the wire, what it takes.

The browser's network ends at this machine. Bytes are those of the wire, compressed as they were sent, with the messages
of Streamlit's web socket; memory is that of all of Chromium's processes, each shared page counted once (PSS).
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
from playwright.sync_api import BrowserContext, Error, Page, Playwright, sync_playwright

from mapkit import paths
from mapkit.export.briefing import files

#: Seconds within which a server starts, and milliseconds between two looks at a page.
STARTED_WITHIN_S, LOOK_MS = 180, 20
WINDOW = {"width": 1280, "height": 800}
#: The page's help for a first visit would lie over the map.
KNOWS_THE_PAGE = 'try { localStorage.setItem("mapkit.welcomed", "yes"); } catch { /* none */ }'
#: True where mapkit's map has drawn all it asked for, and the next frame is on the screen.
AT_REST = """() => { const c = window.L && L.mapkit && L.mapkit.current;
if (!(c && c.events.answer && c.events.query !== null && !L.mapkit.pending && c.map._loaded
&& !c.map._animatingZoom)) return false;
return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true)))); }"""
FRAME = "iframe[title='streamlit_folium.st_folium']"


@contextmanager
def served(script: str | Path, arguments: Sequence[str] = (), home: Path | None = None) -> Iterator[str]:
    """Serve a Streamlit script and yield its address.

    Parameters
    ----------
    script : str or Path
    arguments : sequence of str
        Handed to the script.
    home : Path, optional
        The folder of mapkit's workspace.

    Raises
    ------
    RuntimeError
        Where it does not start.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    environment = {name: value for name, value in os.environ.items() if name != "MAPKIT_WORKSPACE"}
    process = subprocess.Popen(
        [*command, "--server.address", "127.0.0.1", "--server.maxMessageSize", "1000", "--", *arguments],
        cwd=paths.root(),
        env={**environment, **({"MAPKIT_HOME": str(home)} if home else {})},
        stdout=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(url, process)
        yield url
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(url: str, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + STARTED_WITHIN_S
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5):  # noqa: S310 - this machine's own
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"{url}: the server did not start")


class Tab:
    """A page of a browser of its own, with an empty cache.

    Parameters
    ----------
    context : BrowserContext
    pid : int
        Of the browser's first process.
    files : mapping of str to Path
        What stands for files of other hosts, by the end of their address; any other is answered empty.
    """

    def __init__(self, context: BrowserContext, pid: int, files: Mapping[str, Path]) -> None:
        self.page: Page = context.new_page()
        self.crashed = False
        self.page.on("crash", lambda _: setattr(self, "crashed", True))
        self._pid = pid
        self._bytes: dict[str, int] = {}
        self._urls: dict[str, str] = {}
        self._files = files
        self._session = context.new_cdp_session(self.page)
        self._session.on("Network.requestWillBeSent", self._asked)
        self._session.on("Network.loadingFinished", self._loaded)
        self._session.on("Network.webSocketFrameReceived", self._framed)
        self._session.send("Network.enable")
        self._session.send("Performance.enable")
        context.route(lambda url: urlsplit(url).hostname != "127.0.0.1", self._stand_in)

    def _stand_in(self, route: Any) -> None:
        address = route.request.url
        path = next((path for end, path in self._files.items() if urlsplit(address).path.endswith(end)), None)
        if path:
            route.fulfill(path=path)
        else:
            route.fulfill(body="")

    def _asked(self, event: dict[str, Any]) -> None:
        self._urls[event["requestId"]] = event["request"]["url"]

    def _loaded(self, event: dict[str, Any]) -> None:
        url = self._urls.get(event["requestId"], "")
        self._bytes[url] = self._bytes.get(url, 0) + int(event["encodedDataLength"])

    def _framed(self, event: dict[str, Any]) -> None:
        payload = event["response"]["payloadData"]
        size = len(payload) * 3 // 4 if event["response"]["opcode"] == 2 else len(payload)  # binary comes in base64
        self._bytes["socket"] = self._bytes.get("socket", 0) + size

    def megabytes(self) -> float:
        """Return what came over the wire, but for Streamlit's own scripts, styles and fonts: every page has those."""
        return sum(size for url, size in self._bytes.items() if not urlsplit(url).path.startswith("/static/")) / 1e6

    def heap_mb(self) -> float:
        """Return the JavaScript heap in use."""
        metrics = self._session.send("Performance.getMetrics")["metrics"]
        return float(next(each["value"] for each in metrics if each["name"] == "JSHeapUsedSize")) / 1e6

    def memory_mb(self) -> float:
        """Return the memory of all of the browser's processes."""
        total = 0
        for process in [psutil.Process(self._pid), *psutil.Process(self._pid).children(recursive=True)]:
            try:
                total += process.memory_full_info().pss
            except psutil.Error:  # it has ended, or is a zombie
                continue
        return total / 1e6

    def frame(self) -> Any:
        """Return the map's frame, None while there is none."""
        element = self.page.query_selector(FRAME)
        return element.content_frame() if element else None

    def until(self, script: str, argument: Any = None, within: float = 180) -> float | None:
        """Wait until a function of the map's frame returns something true.

        Returns
        -------
        float or None
            The seconds waited; None where the time is up or the page crashed.
        """
        start = time.perf_counter()
        while not self.crashed and time.perf_counter() - start < within:
            try:
                frame = self.frame()
                if frame and frame.evaluate(script, argument):
                    return time.perf_counter() - start
            except Error:  # the frame is being loaded, or the page is gone
                pass
            time.sleep(LOOK_MS / 1000)
            self.pump()
        return None

    def pump(self) -> None:
        """Let the browser's messages in."""
        if not self.crashed:
            try:
                self.page.wait_for_timeout(1)
            except Error:
                self.crashed = self.page.is_closed()


@contextmanager
def tab(stand_ins: Mapping[str, Path] | None = None, *, graphics: bool = False) -> Iterator[Tab]:
    """Start a Chromium and yield a page of it.

    Parameters
    ----------
    stand_ins : mapping of str to Path, optional
        Files for those of other hosts, by the end of their address.
    graphics : bool
        With WebGL, drawn by the processor.

    Raises
    ------
    SystemExit
        Where there is no Chromium.
    """
    with sync_playwright() as playwright:
        drawing = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"] if graphics else ["--disable-gpu"]
        marker = f"--mapkit-bench={os.getpid()}-{time.monotonic_ns()}"
        browser = playwright.chromium.launch(
            executable_path=_chromium(playwright),
            args=["--no-sandbox", "--enable-precise-memory-info", marker, *drawing],
        )
        try:
            context = browser.new_context(viewport=WINDOW)
            context.set_default_timeout(180_000)
            context.add_init_script(KNOWS_THE_PAGE)
            yield Tab(context, _pid(marker), stand_ins or {})
        finally:
            browser.close()


def _chromium(playwright: Playwright) -> str:
    path = files.browser() or playwright.chromium.executable_path
    if not Path(path).exists():
        raise SystemExit("no Chromium: run 'make test' once, or name one in MAPKIT_CHROMIUM")
    return path


def _pid(marker: str) -> int:
    """Return the browser's first process: the one with this mark whose parent has it not."""
    marked = {}
    for process in psutil.process_iter(["pid", "ppid", "cmdline"]):
        if marker in (process.info["cmdline"] or ()):
            marked[process.info["pid"]] = process.info["ppid"]
    return next(pid for pid, parent in marked.items() if parent not in marked)
