"""The gazetteer's index: size, time to open, memory held, and how long each kind of question takes.

    python benchmarks/gazetteer.py [CSV]

Every question is asked of names and points drawn from the gazetteer itself with a fixed seed; the table gives the
median and what 99 of 100 stay below. The first run compiles the index and says how long that took.
"""

import random
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from mapkit import paths
from mapkit.gazetteer import Gazetteer, fold

ASKED = 500


def main() -> None:
    """Print the table."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else paths.data_dir() / "gazetteer.csv"
    started = time.perf_counter()
    rows: list[int] = []
    gazetteer = Gazetteer(path, progress=rows.append)
    if rows:
        print(f"compiled {sum(rows):,} rows in {time.perf_counter() - started:.1f} s")
    opened = [_milliseconds(lambda: Gazetteer(path)) for _ in range(20)]
    info = gazetteer.info()
    print(f"{info['places']:,} places, {info['names']:,} names, index {info['index_bytes'] / 1e6:.0f} MB")
    print(f"open: median {statistics.median(opened):.1f} ms, slowest {max(opened):.1f} ms")

    choice = random.Random(20240827)  # noqa: S311 - a sample, no secret
    world = gazetteer.within(-180, -90, 180, 90, 100_000)
    places = choice.sample(world, min(ASKED, len(world)))
    names = [place.name for place in places]
    points = [(choice.uniform(-60, 75), choice.uniform(-180, 180)) for _ in places]
    near = [(place.latitude + choice.gauss(0, 0.05), place.longitude + choice.gauss(0, 0.05)) for place in places]
    _show("exact or folded name", lambda name: gazetteer.lookup(name), names)
    _show("is there such a prefix", lambda name: gazetteer.has_prefix(fold(name)), names)
    _show("prefix of three letters", lambda name: gazetteer.prefix(name[:3]), names)
    _show("prefix of five letters", lambda name: gazetteer.prefix(name[:5]), names)
    _show("misspelt name", lambda name: gazetteer.fuzzy(_misspelt(name)), names)
    _show("nearest town, near towns", lambda point: gazetteer.reverse(point), near)
    _show("nearest town, anywhere", lambda point: gazetteer.nearest(*point, feature_classes="P"), points)
    _show("labels of the world", lambda _: gazetteer.within(-180, -85, 180, 85, 100, "P"), places[:50])
    for degrees in (20, 2, 0.2):
        _show(
            f"labels of {degrees} degrees",
            lambda point, d=degrees: gazetteer.within(point[1] - d, point[0] - d, point[1] + d, point[0] + d, 100, "P"),
            near[:100],
        )
    print(f"resident after all of it: {_resident():.0f} MB (with Python and NumPy)")
    print(f"most it ever held: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _show(what: str, ask: Callable[[Any], object], arguments: Sequence[Any]) -> None:
    taken = sorted(_milliseconds(lambda a=a: ask(a)) * 1000 for a in arguments)
    print(f"{what:28} median {statistics.median(taken):8.0f} us, 99 % below {taken[int(len(taken) * 0.99)]:8.0f} us")


def _milliseconds(ask: Callable[[], object]) -> float:
    started = time.perf_counter()
    ask()
    return (time.perf_counter() - started) * 1000


def _misspelt(name: str) -> str:
    middle = len(name) // 2
    return name[:middle] + name[middle + 1 :]


def _resident() -> float:
    with Path("/proc/self/status").open(encoding="ascii") as lines:
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


if __name__ == "__main__":
    main()
