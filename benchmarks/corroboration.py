"""How long it takes to count who tells of a million events, in a few hundred towns, by several publishers.

    python benchmarks/corroboration.py [--events 1000000] [--days 3650] [--publishers 40]

With `--days 30` all of them are of one month: the densest a war gets. Each event may be corrected afterwards: the last
figure is how long it takes until the index has one in the densest place.
"""

import argparse
import dataclasses
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from made import Made

from mapkit.model import Source
from mapkit.query import EventIndex
from mapkit.workspace import INDEX_COLUMNS
from mapkit.workspace.rows import record_of

#: Events whose records are made and read at once.
_PAGE = 1_000


class Told(Made):
    """Made-up events of several publishers, a tenth of them copied word for word from the one before.

    Parameters
    ----------
    count, days, publishers : int
    """

    def __init__(self, count: int, days: int, publishers: int) -> None:
        super().__init__(count)
        rng = np.random.default_rng(7)
        self.day = np.datetime64("2015-01-01") + rng.integers(0, days, count)
        self.publisher = rng.integers(0, publishers, count)
        self.copied = np.where(rng.random(count) < 0.1, np.maximum(np.arange(count) - 1, 0), np.arange(count))
        self.numbers = {self.event_id(n): n for n in range(count)}

    def sentence(self, n: int) -> str:
        """Return what a document says of an event."""
        return super().sentence(int(self.copied[n]))

    def row(self, n: int, change: int = 1) -> tuple[Any, ...]:
        """Return the n-th event as the index reads it: each in a document of its own."""
        values = dict(zip(INDEX_COLUMNS, super().row(n, change), strict=True))
        values |= {"document_id": f"{n:016x}", "publisher": f"Paper {self.publisher[n]}"}
        return tuple(values.values())

    def records(self, ids: Iterable[str]) -> Iterator[Sequence[tuple[str, str]]]:
        """Yield pages of (event id, record as JSON)."""
        page = []
        for key in ids:
            n = self.numbers[key]
            told = Source(f"{n:016x}", f"Paper {self.publisher[n]}")
            page.append((key, record_of(dataclasses.replace(self.event(n), sources=(told,)))))
            if len(page) == _PAGE:
                yield page
                page = []
        yield page


def measure(count: int, days: int, publishers: int) -> dict[str, float]:
    """Return seconds: of the index with one publisher and with several, of making up the records, of a correction."""
    found: dict[str, float] = {}
    for name, number in (("index, one publisher", 1), ("index, several publishers", publishers)):
        made = Told(count, days, number)
        index = EventIndex(made)
        start = time.process_time()
        index.version()
        found[name] = time.process_time() - start
        if number == 1:
            index.close()
    start = time.process_time()
    for _ in made.records(made.numbers):
        pass
    found["of which to make up all records"] = time.process_time() - start
    densest = np.flatnonzero((made.town == np.bincount(made.town).argmax()) & made.placed)[:5]
    times = []
    for n in densest:
        made.number += 1
        made.late = [made.row(int(n), made.number)]
        start = time.perf_counter()
        index.version()
        times.append(time.perf_counter() - start)
    found["a correction in the densest town"] = sorted(times)[len(times) // 2]
    index.close()
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--days", type=int, default=3650)
    parser.add_argument("--publishers", type=int, default=40)
    options = parser.parse_args()
    for name, seconds in measure(options.events, options.days, options.publishers).items():
        print(f"{name:<40}{seconds:>9.2f} s")


if __name__ == "__main__":
    main()
