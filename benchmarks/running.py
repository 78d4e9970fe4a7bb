"""Runs a system as its users do, in processes of its own, and tells its time, by clock and processor, and memory."""

import json
import math
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

Document = dict[str, Any]

_PEERS = Path(__file__).with_name("peers.py")
_STEP = 0.1
#: Seconds of a processor below which a run tells nothing of speed.
SHORTEST = 0.2
#: mapkit hands its workers batches of 16 documents: this many give every worker work to start with.
_WARM = 16


class Run(NamedTuple):
    """What a system answered for each document's id, its seconds (clock, processors), the most one process held."""

    answers: dict[str, list[dict[str, Any]]]
    seconds: float
    processor: float
    peak_mb: float | None
    left_out: int


class Speed(NamedTuple):
    """Documents a second by the clock, of the whole command; and a processor's second, the time to start taken off.

    The latter tells on a machine that is busy with something else as well; NaN for a run too short to tell.
    """

    clock: float
    processor: float


#: The commands that a system is run as, given its input in a folder and the number of processes.
Commands = Callable[[Path, Sequence[Document], int], list[list[str]]]


def mapkit(*options: str) -> Commands:
    """Return mapkit's own command line, which shares the documents out among its workers."""

    def commands(folder: Path, documents: Sequence[Document], workers: int) -> list[list[str]]:
        path = _written(folder / "in.jsonl", documents)
        return [[program(), "geoparse", "--jsonl", str(path), "--workers", str(workers), *options]]

    return commands


def peer(name: str) -> Commands:
    """Return a peer as this many processes, each with its share of the documents."""

    def commands(folder: Path, documents: Sequence[Document], workers: int) -> list[list[str]]:
        shares = [documents[first::workers] for first in range(workers)]
        paths = [_written(folder / f"in{number}.jsonl", share) for number, share in enumerate(shares)]
        return [[sys.executable, str(_PEERS), name, str(path)] for path in paths]

    return commands


def program() -> str:
    """Return the `mapkit` command of this Python."""
    beside = shutil.which("mapkit", path=str(Path(sys.executable).parent))
    return beside or shutil.which("mapkit") or "mapkit"


def has_option(option: str) -> bool:
    """Tell whether `mapkit geoparse` knows an option."""
    done = subprocess.run([program(), "geoparse", "--help"], capture_output=True, text=True, check=True)
    return option in done.stdout


def run(commands: Commands, documents: Sequence[Document], workers: int) -> Run:
    """Run a system over documents.

    Raises
    ------
    RuntimeError
        Where it fails, with the last line that it said; documents that it rejects are counted instead.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = commands(folder, documents, workers)
        outputs = [folder / f"out{number}.jsonl" for number in range(len(lines))]
        seconds, processor, peak = _timed(lines, outputs, folder / "errors.txt")
        answers: dict[str, list[dict[str, Any]]] = {}
        for output in outputs:
            with output.open(encoding="utf-8") as file:
                for line in file:
                    record = json.loads(line)
                    answers[record["id"]] = record.get("toponyms", [])
        if documents and not answers:
            said = (folder / "errors.txt").read_text(encoding="utf-8", errors="replace").strip().splitlines()
            raise RuntimeError(said[-1] if said else f"{lines[0][0]} printed nothing")
    return Run(answers, seconds, processor, peak, len(documents) - len(answers))


def speed(commands: Commands, documents: int, done: Run, workers: int) -> Speed:
    """Return a system's speed from its run over documents and one over next to nothing, which is its start."""
    warm = [{"id": str(number), "text": "It rained in Paris."} for number in range(_WARM * workers)]
    working = done.processor - run(commands, warm, workers).processor
    return Speed(documents / done.seconds, documents / working if working > SHORTEST else math.nan)


def _written(path: Path, documents: Iterable[Document]) -> Path:
    """Write documents as lines, without their gold."""
    with path.open("w", encoding="utf-8") as file:
        for document in documents:
            told = {field: value for field, value in document.items() if field != "gold"}
            file.write(json.dumps(told, ensure_ascii=False) + "\n")
    return path


def _timed(lines: Sequence[Sequence[str]], outputs: Sequence[Path], errors: Path) -> tuple[float, float, float | None]:
    peaks: dict[int, float] = {}
    started, before = time.perf_counter(), _processor()
    with errors.open("wb") as complaints:
        processes = []
        for line, output in zip(lines, outputs, strict=True):
            with output.open("wb") as file:
                processes.append(subprocess.Popen(line, stdout=file, stderr=complaints))
        for process in processes:
            while True:
                try:
                    process.wait(_STEP)
                    break
                except subprocess.TimeoutExpired:
                    for watched in _family([other.pid for other in processes]):
                        peaks[watched] = max(peaks.get(watched, 0.0), _peak_mb(watched))
    seconds, processor = time.perf_counter() - started, _processor() - before
    return seconds, processor, max(peaks.values(), default=0.0) or None


def _processor() -> float:
    """Return the processor seconds of all descendants that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _family(roots: Iterable[int]) -> set[int]:
    """Return processes and their descendants, as far as /proc tells."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text(encoding="utf-8").rpartition(")")[2].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(int(path.parent.name))
    found: set[int] = set()
    waiting = list(roots)
    while waiting:
        found.add(one := waiting.pop())
        waiting += children.get(one, [])
    return found


def _peak_mb(pid: int) -> float:
    """Return the most resident memory that a process ever had."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0.0
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024 if "VmHWM:" in status else 0.0
