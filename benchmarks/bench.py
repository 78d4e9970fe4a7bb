"""Every benchmark after the other, and one table of what was to be reached and what was measured.

    python benchmarks/bench.py [NAME ...] [--events 1000000] [--write FILE] [--limit SECONDS]

Each benchmark runs as a process of its own and prints its details; one that fails is told in the table and stops no
other. The rows of each are kept in the user's cache, so that a run of some names still writes the table of all, each
with the day on which it was measured.
"""

import argparse
import datetime as dt
import json
import os
import platform
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import made
import report

HERE = Path(__file__).resolve().parent
#: Whose versions are told with the table.
TOLD = (
    "duckdb", "pyarrow", "numpy", "streamlit", "streamlit-folium", "folium", "pydeck", "spacy", "dask", "distributed",
    "SQLAlchemy",
)  # fmt: skip
#: Seconds after which a benchmark is stopped.
LIMIT = 1_800


@dataclass(frozen=True)
class Benchmark:
    """A script beside this one, what its rows tell, and its arguments, in which `{events}` is the number of events."""

    title: str
    script: str
    arguments: tuple[str, ...] = ()


BENCHMARKS: Mapping[str, Benchmark] = {
    "viewport": Benchmark("The index behind the map", "viewport.py", ("--events", "{events}", "--stored")),
    "browser": Benchmark("The page in a browser", "browser.py", ("--events", "{events}")),
    "gazetteer": Benchmark("The bundled gazetteer", "gazetteer.py"),
    "geoparsing": Benchmark("Geoparsing", "geoparsing.py"),
    "coding": Benchmark("Event coding", "coding.py"),
}


@dataclass(frozen=True)
class Result:
    """What came of a benchmark."""

    title: str
    rows: list[report.Row]
    seconds: float
    day: str
    commit: str
    events: int


def run(name: str, benchmark: Benchmark, events: int, limit: float, kept: Path) -> Result:
    """Run a benchmark, its output to this one's, and keep its rows; where it fails, one of them says so."""
    rows_file = kept / f"{name}.jsonl"
    rows_file.unlink(missing_ok=True)
    arguments = [argument.format(events=events) for argument in benchmark.arguments]
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, str(HERE / benchmark.script), *arguments],
        env={**os.environ, report.FILE: str(rows_file), "PYTHONUNBUFFERED": "1"},
        start_new_session=True,
    )
    fault = ""
    try:
        if process.wait(limit):
            fault = f"failed (exit status {process.returncode}); its last lines above say why"
    except subprocess.TimeoutExpired:
        fault = f"did not finish in {limit:,g} s"
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)  # its servers and browsers too
            process.wait()
    rows = report.read(rows_file)
    rows_file.unlink(missing_ok=True)
    if fault:
        rows.append(report.Row(f"benchmarks/{benchmark.script}", "to end", fault, met=False))
    day = dt.datetime.now(dt.UTC).date().isoformat()
    result = Result(benchmark.title, rows, time.perf_counter() - started, day, _commit(), events)
    (kept / f"{name}.json").write_text(json.dumps(asdict(result), ensure_ascii=False), encoding="utf-8")
    return result


def kept_results(kept: Path, names: Sequence[str]) -> dict[str, Result]:
    """Return what is kept of earlier runs."""
    found = {}
    for name in names:
        path = kept / f"{name}.json"
        if path.is_file():
            content = json.loads(path.read_text(encoding="utf-8"))
            found[name] = Result(**{**content, "rows": [report.Row(**row) for row in content["rows"]]})
    return found


def markdown(results: Mapping[str, Result]) -> str:
    """Return the table of all results, with the machine and the versions that they were measured on."""
    rows = [row for result in results.values() for row in result.rows]
    parts = [
        "# Benchmarks: what was measured",
        f"Written by `make bench` ([benchmarks.md](benchmarks.md) tells what is measured and how) on {machine()}.",
        f"{_versions()}.",
        report.table(rows),
        "Measured: "
        + "; ".join(
            f"{result.title.lower()} on {result.day} in {result.seconds:,.0f} s"
            f" (commit {result.commit}, {result.events:,} events)"
            for result in results.values()
        )
        + ".",
    ]
    return "\n\n".join(parts) + "\n"


def machine() -> str:
    """Return what this machine is, in words."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GB of memory, {platform.system()}"


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _versions() -> str:
    parts = [f"Python {platform.python_version()}"]
    for name in TOLD:
        try:
            parts.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return ", ".join(parts)


def _commit() -> str:
    command = ["git", "-C", str(HERE), "rev-parse", "--short", "HEAD"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def main(
    arguments: Sequence[str] | None = None,
    benchmarks: Mapping[str, Benchmark] = BENCHMARKS,
    kept: Path | None = None,
) -> int:
    """Run the benchmarks and return how many rows miss their goal."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(benchmarks)} (default: all)")
    parser.add_argument("--events", type=int, default=1_000_000, help="the greatest number of events")
    parser.add_argument("--limit", type=float, default=LIMIT, help="seconds after which a benchmark is stopped")
    parser.add_argument("--write", type=Path, help="a file for the table, as Markdown")
    options = parser.parse_args(arguments)
    unknown = [name for name in options.names if name not in benchmarks]
    if unknown:
        parser.error(f"no benchmark {unknown[0]!r}; there are {', '.join(benchmarks)}")
    kept = kept or made.folder()
    results = {}
    for name in options.names or benchmarks:
        print(f"\n== {name} ==", flush=True)
        results[name] = run(name, benchmarks[name], options.events, options.limit, kept)
    print(f"\n{report.table([row for result in results.values() for row in result.rows])}")
    if options.write:
        everything = {**kept_results(kept, list(benchmarks)), **results}
        ordered = {name: everything[name] for name in benchmarks if name in everything}
        options.write.write_text(markdown(ordered), encoding="utf-8")
        print(f"\nwritten to {options.write}")
    return sum(row.met is False for result in results.values() for row in result.rows)


if __name__ == "__main__":
    main()
