"""The index behind the map at 10 thousand and a million events: a tour of views, counts, table, search, following.

    python benchmarks/viewport.py [--events 1000000] [--stored]

`--stored` also writes the events to a workspace first and builds the index from there. The events are made up with a
fixed seed: around a few hundred towns, some of them many times in the news, a third at the very same positions.
"""

import argparse
import gzip
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from mapkit.model import SUB_EVENT_TYPES, ClaimStatus, Document, Event, EventType, Evidence
from mapkit.query import EventIndex, Filters
from mapkit.workspace import INDEX_COLUMNS, Workspace

VIEWS = 200
PAGE = 50_000
FRONTS = (None, "Kursk", "Kharkiv", "Donetsk-Pokrovsk", "Kherson-Dnipro", "Crimea-Black Sea")
WORDS = "drone strike hit oil depot village troops shelled bridge convoy market clashed evacuated families"
SUBS = [(kind.value, sub) for kind, subs in SUB_EVENT_TYPES.items() for sub in subs]
CLAIMS = [status.value for status in ClaimStatus]
CHANGE = INDEX_COLUMNS.index("change")


class Made:
    """Made-up events as a workspace gives them to the index."""

    identity = "made up"

    def __init__(self, count: int) -> None:
        rng = np.random.default_rng(20240827)
        towns = rng.normal((20.0, 35.0), (18.0, 30.0), (400, 2))
        self.town = rng.zipf(1.3, count) % len(towns)
        spread = rng.choice((0.0, 0.02, 0.3, 2.0), count, p=(0.3, 0.3, 0.3, 0.1))
        self.latitude = np.clip(towns[self.town, 0] + rng.normal(0, 1, count) * spread, -80, 80)
        self.longitude = towns[self.town, 1] + rng.normal(0, 1, count) * spread
        self.kind = rng.integers(0, len(SUBS), count)
        self.claim = rng.choice(len(CLAIMS), count, p=(0.6, 0.25, 0.05, 0.05, 0.03, 0.02))
        self.front = rng.integers(0, len(FRONTS), count)
        self.day = np.datetime64("2015-01-01") + rng.integers(0, 3650, count)
        self.words = rng.integers(0, len(WORDS.split()), (count, 12))
        self.placed = rng.random(count) > 0.02
        self.count = count
        self.number = 1
        self.late: list[tuple[Any, ...]] = []

    def version(self) -> int:
        """Return the number of the last change."""
        return self.number

    def index_rows(self, since: int = 0, until: int | None = None) -> Iterator[Sequence[Sequence[Any]]]:
        """Yield all events, or those changed since."""
        if since == 0:
            for start in range(0, self.count, PAGE):
                yield [self.row(n) for n in range(start, min(start + PAGE, self.count))]
        yield [row for row in self.late if since < row[CHANGE] <= (until or self.number)]

    def row(self, n: int, change: int = 1) -> tuple[Any, ...]:
        """Return the n-th event as the index reads it."""
        kind, sub = SUBS[self.kind[n]]
        words = WORDS.split()
        town = f"Town {self.town[n]}"
        sentence = f"Event {n}: " + " ".join(words[word] for word in self.words[n]) + f" near {town}."
        placed = bool(self.placed[n])
        values = {
            "event_id": f"{n * 0x9E3779B97F4A7C15 % 2**64:016x}",
            "document_id": f"{n // 10:016x}",
            "position": n % 10,
            "event_type": kind,
            "sub_event_type": sub,
            "event_status": "actual",
            "claim_status": CLAIMS[self.claim[n]],
            "date_start": str(self.day[n]),
            "location": town,
            "latitude": float(self.latitude[n]) if placed else None,
            "longitude": float(self.longitude[n]) if placed else None,
            "kind": "point",
            "front": FRONTS[self.front[n]],
            "sentence": sentence,
            "words": sentence,
            "deleted": False,
            "change": change,
        }
        return tuple(values.get(name) for name in INDEX_COLUMNS)

    def event(self, n: int) -> Event:
        """Return the n-th event as a coder gives it."""
        row = dict(zip(INDEX_COLUMNS, self.row(n), strict=True))
        return Event(
            event_id=row["event_id"],
            event_type=EventType(row["event_type"]),
            sub_event_type=row["sub_event_type"],
            claim_status=ClaimStatus(row["claim_status"]),
            date_start=row["date_start"],
            location=row["location"],
            latitude=row["latitude"],
            longitude=row["longitude"],
            front=row["front"],
            evidence=(Evidence(row["document_id"], 0, len(row["sentence"]), row["sentence"]),),
        )


def tour() -> list[tuple[float, float, float, float, int]]:
    """Return the views of a reader who looks around: a laptop's screen, every zoom, where events are."""
    rng = np.random.default_rng(7)
    views = []
    for _ in range(VIEWS):
        zoom = int(rng.integers(2, 15))
        latitude, longitude = rng.normal((20.0, 35.0), (18.0, 30.0))
        width = 1440 / 256 / 2**zoom * 360
        height = width * 900 / 1440 * np.cos(np.radians(min(abs(latitude), 75)))
        south, north = max(latitude - height / 2, -85), min(latitude + height / 2, 85)
        views.append((longitude - width / 2, south, longitude + width / 2, north, zoom))
    return views


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


def measure(count: int) -> None:
    """Print the figures at a number of events."""
    made = Made(count)
    before = memory()
    index = EventIndex(made)
    build = cost(index.version)
    print(
        f"\n{count:,} events: index built in {build.clock / 1000:.1f} s ({build.processor / 1000:.1f} s of processors,"
        f" making up the events included), {memory() - before:.0f} MB resident"
    )
    heads = ("median", "p95", "max", "cpu med.", "cpu p95", "cpu max")
    print(f"{'milliseconds':<40}" + "".join(f"{head:>9}" for head in heads))
    views = tour()
    sizes = sorted(
        len(gzip.compress(json.dumps(index.viewport(*view), separators=(",", ":")).encode(), 5)) for view in views
    )
    for name, filters in (
        ("viewport", Filters()),
        ("viewport, type and front", Filters(types=("Battles",), fronts=("Kursk",))),
        ("viewport, text", Filters(text="drone bridge")),
    ):
        index.facets(filters)
        times = [cost(lambda view=view, filters=filters: index.viewport(*view, filters)) for view in views]
        line(name, times, f"gzipped: median {sizes[100] / 1e3:.0f}, most {sizes[-1] / 1e3:.0f} kB")
    line("counts, a new text", [cost(lambda w=w: index.facets(Filters(text=f"{w} near"))) for w in WORDS.split()])
    line("counts, other filters", [cost(lambda f=f: index.facets(Filters(fronts=(f,)))) for f in FRONTS[1:]])
    line("table, first page by date", [cost(lambda: index.table(sort="-date")) for _ in range(5)])
    line("table, page in the middle", [cost(lambda: index.table(page=count // 100)) for _ in range(5)])
    line("all ids", [cost(lambda: index.ids(Filters())) for _ in range(3)])
    follow = []
    for n in range(20):
        made.number += 1
        made.late.append(made.row(n, made.number))
        follow.append(cost(lambda: index.viewport(*views[0])))
    line("viewport right after an event changed", follow)
    index.close()


def stored(count: int) -> None:
    """Print the figures of a real workspace."""
    made = Made(count)
    with tempfile.TemporaryDirectory() as folder, Workspace.open(f"{folder}/w.sqlite3") as workspace:
        start = time.perf_counter()
        for first in range(0, count, 100):
            events = [made.event(n) for n in range(first, min(first + 100, count))]
            workspace.put(Document(f"d{first}", f"text {first}"), events, "1")
        wrote = time.perf_counter() - start
        size = Path(folder, "w.sqlite3").stat().st_size / 1e6
        index = EventIndex(workspace, Path(folder))
        built = cost(index.version)
        index.close()  # waits until the index is kept on disk
        kept = sum(file.stat().st_size for file in Path(folder).glob("*.parquet")) / 1e6
        index = EventIndex(workspace, Path(folder))
        again = cost(index.version)
        poll = statistics.median(cost(workspace.version).clock for _ in range(200)) * 1000
        print(
            f"\nstored: {count:,} events written in {wrote:.1f} s ({size:.0f} MB); index built from there in"
            f" {built.clock / 1000:.1f} s ({built.processor / 1000:.1f} s of processors), again after a restart from"
            f" {kept:.0f} MB on disk in {again.clock / 1000:.1f} s ({again.processor / 1000:.1f} s of processors);"
            f" asking for the version takes {poll:.0f} µs"
        )
        index.close()


def memory() -> float:
    """Return the resident megabytes."""
    status = Path("/proc/self/status")
    if not status.exists():
        return float("nan")
    return int(status.read_text().split("VmRSS:")[1].split()[0]) / 1000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--stored", action="store_true", help="also through a workspace on disk")
    options = parser.parse_args()
    measure(10_000)
    measure(options.events)
    if options.stored:
        stored(options.events)


if __name__ == "__main__":
    main()
