"""Many readers at once: how long each waits to pan, to filter and to open an event, and how the server's memory goes.

    python benchmarks/serving.py [--sessions 50] [--seconds 60] [--events 1000000] [--pause 5]

Each session is a web socket of Streamlit's, as a browser holds one, and asks the map's routes beside it. It first does
so alone (idle), then all do. Every answer is looked at: a session that is shown what another one chose is an error.
"""

import argparse
import asyncio
import itertools
import os
import re
import socket
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import httpx2
import made
import psutil
from reader import Reader
from report import figure
from viewport import tour

from mapkit import paths
from mapkit.workspace import Workspace

#: A million events are indexed anew in this time.
STARTED_WITHIN_S = 300

TYPES = ("Battles", "Explosions/Remote violence", "Violence against civilians", "Protests", "Strategic developments")
ACTS = ("pan", "filter", "click")


@dataclass
class Log:
    """What was waited for: seconds by act, and what went wrong."""

    waits: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: list[str] = field(default_factory=list)

    def p95(self, act: str) -> float:
        """Return the seconds that one in twenty acts takes longer than, not a number where there was none."""
        times = sorted(self.waits[act])
        return times[min(len(times) - 1, int(len(times) * 0.95))] if times else float("nan")

    def line(self, act: str) -> str:
        """Return the figures of an act in milliseconds."""
        times = self.waits[act]
        if not times:
            return f"{act:<8} never"
        median = statistics.median(times)
        return f"{act:<8}{len(times):>8}{median * 1e3:>10.0f}{self.p95(act) * 1e3:>10.0f}{max(times) * 1e3:>10.0f}"


async def session(url: str, number: int, ids: list[str], until: float, pause: float, log: Log) -> None:
    """Read until the end, each act after a pause; what is seen must be this session's."""
    views = itertools.islice(itertools.cycle(tour()), number * 7, None)
    limits = httpx2.Limits(max_connections=2)
    async with Reader(url) as reader, httpx2.AsyncClient(base_url=url, limits=limits, timeout=60) as client:
        await reader.visit()
        await asyncio.sleep(pause * (number % 50) / 50)
        for turn in itertools.count():
            act = ACTS[turn % len(ACTS)]
            began = time.monotonic()
            if began > until:
                return
            try:
                if act == "pan":
                    west, south, east, north, zoom = next(views)
                    query = urlencode({"bbox": f"{west},{south},{east},{north}", "z": zoom})
                    answer = await client.get(f"/api/events?{query}")
                    answer.raise_for_status()
                else:
                    word = f"reader{number}turn{turn}"
                    chosen = {"type": TYPES[(number + turn) % len(TYPES)]}
                    chosen |= {"event": ids[(number * 31 + turn) % len(ids)]} if act == "click" else {"q": word}
                    page = await reader.visit(**chosen)
                    seen = set(re.findall(r"reader\d+turn\d+", page))
                    if seen - {word} or (act == "click" and chosen["event"] not in page):
                        log.faults.append(f"session {number} sees what is not its own: {sorted(seen)[:3]}")
            except (OSError, RuntimeError, TimeoutError, httpx2.HTTPError) as error:
                log.faults.append(f"session {number}, {act}: {type(error).__name__} {error}")
            log.waits[act].append(time.monotonic() - began)
            await asyncio.sleep(pause)


async def load(url: str, sessions: int, ids: list[str], seconds: float, pause: float) -> Log:
    """Let so many sessions read for so long."""
    log = Log()
    until = time.monotonic() + seconds
    await asyncio.gather(*(session(url, number, ids, until, pause, log) for number in range(sessions)))
    return log


def resident_mb(process: psutil.Process) -> float:
    """Return the resident memory of a process and its children in MB."""
    return sum(one.memory_info().rss for one in [process, *process.children(recursive=True)]) / 1e6


async def watch(process: psutil.Process, every_s: float, levels: list[float]) -> None:
    """Note the memory again and again."""
    while True:
        levels.append(resident_mb(process))
        await asyncio.sleep(every_s)


async def measure(url: str, process: psutil.Process, ids: list[str], options: argparse.Namespace) -> tuple[Log, Log]:
    """Print the figures: one session alone, then all of them."""
    heads = f"{'':<8}{'acts':>8}{'median':>10}{'p95':>10}{'most':>10}  milliseconds"
    alone = await load(url, 1, ids, min(options.seconds, 20), 0.2)
    print(f"one session\n{heads}")
    for act in ACTS:
        print(alone.line(act))
    levels: list[float] = []
    watching = asyncio.create_task(watch(process, max(1, options.seconds / 10), levels))
    together = await load(url, options.sessions, ids, options.seconds, options.pause)
    watching.cancel()
    print(f"{options.sessions} sessions, each acting every {options.pause:g} s for {options.seconds:g} s\n{heads}")
    for act in ACTS:
        print(together.line(act))
    print("server's memory in MB:", " ".join(f"{level:.0f}" for level in levels))
    for fault in dict.fromkeys([*alone.faults, *together.faults]):
        print("error:", fault)
    return alone, together


def main() -> None:
    """Serve made-up events and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sessions", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=5, help="seconds between two acts of a session")
    parser.add_argument("--events", type=int, default=1_000_000)
    options = parser.parse_args()
    home = made.home(options.events)
    ids = some_ids(home)
    with dashboard(home) as (url, process):
        alone, together = asyncio.run(measure(url, psutil.Process(process.pid), ids, options))
    name = f"{options.sessions} sessions at {options.events:,} events"
    figure(f"{name}: errors", len(alone.faults) + len(together.faults), at_most=0)
    for act in ACTS:
        figure(f"{name}: {act}, p95", together.p95(act) * 1000, "ms")


def some_ids(home: Path, count: int = 500) -> list[str]:
    """Return ids of events of a stored workspace."""
    with Workspace.open(f"sqlite:///{home / 'workspace.sqlite3'}") as workspace:
        return [event.event_id for event in itertools.islice(workspace.events(), count)]


@contextmanager
def dashboard(home: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Serve a home's workspace, and yield the address and the process once the map answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    process = subprocess.Popen(
        [*command, "--server.address", "127.0.0.1"],
        cwd=paths.root(),
        env={**os.environ, "MAPKIT_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        until = time.monotonic() + STARTED_WITHIN_S
        while True:
            try:
                httpx2.get(f"{url}/api/events?bbox=-180,-60,180,75&z=2", timeout=STARTED_WITHIN_S).raise_for_status()
                break
            except httpx2.TransportError:
                if time.monotonic() > until or process.poll() is not None:
                    raise
                time.sleep(0.2)
        yield url, process
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()
