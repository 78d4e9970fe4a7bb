"""The index behind the map at 10 thousand and a million events: a tour of views, counts, table, search, following.

    python benchmarks/viewport.py [--events 1000000] [--stored]

`--stored` also takes a workspace of these events (written once, see `made`), builds the index from there and opens it
again from the cache. Views are asked of the index itself and over HTTP, as the map asks them: with its margin.
"""

import argparse
import hashlib
import http.client
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import made
import numpy as np
import report
import uvicorn
from made import FRONTS, WORDS, Made
from starlette.applications import Starlette

from mapkit.query import EventIndex, Filters
from mapkit.server import create_routes
from mapkit.workspace import INDEX_COLUMNS, Workspace

VIEWS = 200
#: Events of a small workspace.
FEW = 10_000
#: CSS pixels of a laptop's window, and of a large screen.
LAPTOP, LARGE = (1440, 900), (3840, 2160)
#: What the map asks for beyond each side of what it shows, as a share of it.
MARGIN = 0.3
#: The goals: milliseconds, times as long as with few events, kilobytes, seconds.
MILLISECONDS, TIMES, KILOBYTES, RESTART_S = 100, 3, 60, 2
View = tuple[float, float, float, float, int]


def tour(screen: tuple[int, int] = LAPTOP) -> list[View]:
    """Return what the map asks for a reader who looks around on a screen, at every zoom, where events are."""
    rng = np.random.default_rng(7)
    views = []
    for _ in range(VIEWS):
        zoom = int(rng.integers(2, 15))
        latitude, longitude = rng.normal((20.0, 35.0), (18.0, 30.0))
        width = (1 + 2 * MARGIN) * screen[0] / 256 / 2**zoom * 360
        height = width * screen[1] / screen[0] * np.cos(np.radians(min(abs(latitude), 75)))
        south, north = max(latitude - height / 2, -85), min(latitude + height / 2, 85)
        views.append((longitude - min(width, 540) / 2, south, longitude + min(width, 540) / 2, north, zoom))
    return views


class Wordy(Made):
    """Events each with a long name of its own, an area and an uncertainty: what packs worst."""

    def row(self, n: int, change: int = 1) -> tuple[Any, ...]:
        """Return the n-th event as the index reads it."""
        row = dict(zip(INDEX_COLUMNS, super().row(n, change), strict=True))
        own = hashlib.sha256(str(n).encode()).hexdigest()
        row |= {"event_id": own[:16], "location": f"Settlement of {own[:40]}", "layer_id": f"admin1/{own[40:48]}"}
        return tuple({**row, "coordinate_uncertainty_m": float(n)}[name] for name in INDEX_COLUMNS)


class Cost(NamedTuple):
    """Milliseconds by the clock, and of all processors: on a busy machine only the latter tells."""

    clock: float
    processor: float


def cost(work: Callable[[], Any]) -> Cost:
    """Return what some work costs."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return Cost((time.perf_counter() - clock) * 1000, (time.process_time() - processor) * 1000)


def line(name: str, costs: Sequence[Cost], note: str = "") -> None:
    """Print median, 95th percentile and maximum, by the clock and of all processors."""
    figures: list[float] = []
    for times in zip(*costs, strict=True):
        ordered = sorted(times)
        figures += [statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], ordered[-1]]
    print(f"{name:<40}" + "".join(f"{figure:>9.1f}" for figure in figures) + f"  {note}")


def percentile(values: Iterable[float]) -> float:
    """Return the 95th percentile."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


@contextmanager
def served(made_up: Made, index: EventIndex) -> Iterator[http.client.HTTPConnection]:
    """Serve an index as mapkit does, and yield a connection that is kept open."""
    routes = create_routes(SimpleNamespace(workspace=made_up, index=index, gazetteer=None))  # type: ignore[arg-type]
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    connection = http.client.HTTPConnection(*server.servers[0].sockets[0].getsockname())
    try:
        yield connection
    finally:
        connection.close()
        server.should_exit = True
        thread.join()


class Sent(NamedTuple):
    """Answers over HTTP: the costs and bytes of each, and the costs where the browser has it already."""

    first: list[Cost]
    sizes: list[int]
    again: list[Cost]


def sent(connection: http.client.HTTPConnection, views: Sequence[View]) -> Sent:
    """Ask for views as the map does, and once more with the entity tags of the answers."""
    found = Sent([], [], [])
    for west, south, east, north, zoom in views:
        path = f"/api/events?bbox={west:.5f},{south:.5f},{east:.5f},{north:.5f}&z={zoom}"
        headers = {"Accept-Encoding": "gzip"}
        for costs in (found.first, found.again):
            clock, processor = time.perf_counter(), time.process_time()
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            body = response.read()
            costs.append(Cost((time.perf_counter() - clock) * 1000, (time.process_time() - processor) * 1000))
            if costs is found.first:
                if response.status != HTTPStatus.OK:
                    raise SystemExit(f"{path}: {response.status} {body.decode(errors='replace')[:200]}")
                found.sizes.append(len(body))
                headers["If-None-Match"] = response.headers["ETag"]
    return found


def measure(count: int) -> float:
    """Print the figures at a number of events, and return the 95th percentile of a view's milliseconds."""
    made_up = Made(count)
    before = memory()
    index = EventIndex(made_up)
    build = cost(index.version)
    print(
        f"\n{count:,} events: index built in {build.clock / 1000:.1f} s ({build.processor / 1000:.1f} s of processors,"
        f" making up the events included), {memory() - before:.0f} MB resident"
    )
    heads = ("median", "p95", "max", "cpu med.", "cpu p95", "cpu max")
    print(f"{'milliseconds':<40}" + "".join(f"{head:>9}" for head in heads))
    views = tour()
    found = {}
    for name, filters in (
        ("viewport", Filters()),
        ("viewport, type and front", Filters(types=("Battles",), fronts=("Kursk",))),
        ("viewport, text", Filters(text="drone bridge")),
    ):
        index.facets(filters)
        index.viewport(*views[0], filters)
        found[name] = [cost(lambda view=view, filters=filters: index.viewport(*view, filters)) for view in views]
        line(name, found[name])
    with served(made_up, index) as connection:
        answers = sent(connection, views)
    line("viewport over HTTP, packed", answers.first)
    line("the same again, 304", answers.again)
    line("counts, a new text", [cost(lambda w=w: index.facets(Filters(text=f"{w} near"))) for w in WORDS.split()])
    line("counts, other filters", [cost(lambda f=f: index.facets(Filters(fronts=(f,)))) for f in FRONTS[1:]])
    line("table, first page by date", [cost(lambda: index.table(sort="-date")) for _ in range(5)])
    line("table, page in the middle", [cost(lambda: index.table(page=count // 100)) for _ in range(5)])
    line("all ids", [cost(lambda: index.ids(Filters())) for _ in range(3)])
    follow = []
    for n in range(20):
        made_up.number += 1
        made_up.late.append(made_up.row(n, made_up.number))
        follow.append(cost(lambda: index.viewport(*views[0])))
    line("viewport right after an event changed", follow)
    index.close()
    report.figure(
        f"view over HTTP at {count:,} events, packed, p95", percentile(each.clock for each in answers.first), "ms",
        note=f"known to the browser: {percentile(each.clock for each in answers.again):.1f} ms",
    )  # fmt: skip
    return percentile(each.clock for each in found["viewport"])


def sizes(made_up: Made, name: str) -> None:
    """Print and report the bytes of views on a laptop and on a large screen."""
    index = EventIndex(made_up)
    index.version()
    with served(made_up, index) as connection:
        for screen in (LAPTOP, LARGE):
            answers = sent(connection, tour(screen)).sizes
            most, often = max(answers) / 1000, percentile(answers) / 1000
            where = f"{screen[0]} × {screen[1]} pixels, {made_up.count:,} events{name}"
            print(f"bytes of a view, {where}: p95 {often:.1f} kB, most {most:.1f} kB")
            report.figure(
                f"bytes to the browser for a view, most: {where}", most, "kB", at_most=KILOBYTES,
                note=f"p95 {often:.1f} kB",
            )  # fmt: skip
    index.close()


def stored(count: int) -> None:
    """Print the figures of a real workspace."""
    home = made.home(count)
    size = (home / "workspace.sqlite3").stat().st_size / 1e6
    with (
        tempfile.TemporaryDirectory() as folder,
        Workspace.open(f"sqlite:///{home / 'workspace.sqlite3'}") as workspace,
    ):
        before = memory()
        index = EventIndex(workspace, Path(folder))
        built = cost(index.version)
        held = memory() - before
        index.close()  # waits until the index is kept on disk
        kept = sum(file.stat().st_size for file in Path(folder).glob("*.parquet")) / 1e6
        index = EventIndex(workspace, Path(folder))
        again = cost(index.version)
        poll = statistics.median(cost(workspace.version).clock for _ in range(200)) * 1000
        print(
            f"\nstored: {count:,} events ({size:.0f} MB); index built from there in"
            f" {built.clock / 1000:.1f} s ({built.processor / 1000:.1f} s of processors), again after a restart from"
            f" {kept:.0f} MB on disk in {again.clock / 1000:.1f} s ({again.processor / 1000:.1f} s of processors);"
            f" asking for the version takes {poll:.0f} µs"
        )
        index.close()
    report.figure(
        f"index build from {count:,} stored events", built.clock / 1000, "s",
        note=f"{held:.0f} MB resident, {kept:.0f} MB kept on disk, workspace {size:.0f} MB",
    )  # fmt: skip
    report.figure(f"restart from cache at {count:,}", again.clock / 1000, "s", at_most=RESTART_S)


def memory() -> float:
    """Return the resident megabytes."""
    status = Path("/proc/self/status")
    if not status.exists():
        return float("nan")
    return int(status.read_text().split("VmRSS:")[1].split()[0]) / 1000


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--stored", action="store_true", help="also through a workspace on disk")
    options = parser.parse_args(arguments)
    few, many = min(FEW, options.events), options.events
    at_few, at_many = measure(few), measure(many)
    report.figure(
        f"viewport query at {many:,} events, warm, p95 over {VIEWS} views", at_many, "ms", at_most=MILLISECONDS
    )
    report.figure(
        f"the same over that at {few:,}", at_many / at_few, "×", at_most=TIMES, note=f"{at_few:.1f} ms at {few:,}"
    )
    print()
    sizes(Made(many), "")
    sizes(Wordy(many // 10), ", each with a long name of its own")
    if options.stored:
        stored(many)


if __name__ == "__main__":
    main()
