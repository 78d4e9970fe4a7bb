"""Accuracy and speed of geoparsing, mapkit beside its peers, on any annotated corpus.

    python benchmarks/geoparsing.py [CORPUS.jsonl ...] [--workers N] [--calibration] [--diagram FILE.svg]

A line of a corpus is a document: {"id", "text", "gold": [{"start", "end", "lat", "lon"} ...]}; the form, the metrics
and where to get corpora are told in docs/geoparsing-accuracy.md. Without a corpus the project's own annotated texts are
taken. Every system runs as a command of its own, in N processes; a peer that is not installed is named as such.
"""

import argparse
import json
import math
import os
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import annotated
import calibration
import metrics
import peers
import report
import running

from mapkit.gazetteer import Gazetteer

OWN = Path(__file__).resolve().parents[1] / "data" / "annotated"
OWN_NOTE = (
    "these texts were written to fit mapkit on, so that these figures tell regressions, not accuracy on unseen text;"
    " a span's right place is the gazetteer's own for the hint that its writer gave"
)
HEADS = (
    "system", "P", "R", "F1", "acc@161", "e2e P", "e2e R", "e2e F1",
    "docs/s", "ratio", "docs/cpu s", "ratio", "peak MB",
)  # fmt: skip
EXPLANATION = (
    "docs/s: by the clock, the whole command; docs/cpu s: a second of a processor, the start taken off; ratio: to"
    " spaCy's entity pass in as many processes; -: too short to tell"
)
SYSTEMS = {
    "mapkit": running.mapkit(),
    "mapkit-fast": running.mapkit("--fast"),
    **{name: running.peer(name) for name in peers.FINDERS},
}
MAPKIT = ("mapkit", "mapkit-fast")


class Corpus(NamedTuple):
    """Documents under a name, with what is to be known of them."""

    name: str
    documents: list[dict[str, Any]]
    note: str = ""


class Measured(NamedTuple):
    """A system's run over a corpus, judged and timed."""

    name: str
    judgement: metrics.Judgement
    speed: running.Speed
    peak_mb: float | None


def main() -> None:
    """Print a table a corpus."""
    options = _options()
    rows: dict[str, dict[str, list[calibration.Bin]]] = {}
    available = list(_available(options.systems))
    for corpus in _corpora(options.corpora, options.limit):
        spans = sum(len(document["gold"]) for document in corpus.documents)
        print(f"\n## {corpus.name}: {len(corpus.documents)} documents, {spans} marked spans\n")
        if corpus.note:
            print(f"Note: {corpus.note}.\n")
        measured = _measured(corpus, available, options)
        if options.calibration or options.diagram:
            for system in measured:
                if system.name in MAPKIT:
                    rows[f"{corpus.name}, {system.name}"] = _calibration(system)
    if options.diagram:
        options.diagram.write_text(calibration.diagram(rows), encoding="utf-8")
        print(f"\nreliability diagram: {options.diagram}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="*", type=Path, metavar="CORPUS.jsonl")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes (default: one a core)")
    parser.add_argument("--systems", default=",".join(SYSTEMS), help="comma-separated (default: %(default)s)")
    parser.add_argument("--match", choices=["exact", "overlap"], default="exact", help="what a prediction must share")
    parser.add_argument("--keep-demonyms", action="store_true", help="count demonyms like any other toponym")
    parser.add_argument("--strict-countries", action="store_true", help="countries are right at the gold's point only")
    parser.add_argument("--limit", type=int, help="only so many documents a corpus")
    parser.add_argument(
        "--repeat", type=int, default=1, help="run each corpus so often in one go, to time fast systems"
    )
    parser.add_argument("--calibration", action="store_true", help="reliability tables of mapkit's confidence")
    parser.add_argument("--diagram", type=Path, metavar="FILE.svg", help="the same as a diagram")
    options = parser.parse_args()
    options.systems = [name.strip() for name in options.systems.split(",") if name.strip()]
    if unknown := set(options.systems) - set(SYSTEMS):
        parser.error(f"no system {', '.join(sorted(unknown))}: known are {', '.join(SYSTEMS)}")
    if min(options.workers, options.repeat, options.limit or 1) < 1:
        parser.error("--workers, --repeat and --limit take numbers from 1")
    if missing := [str(path) for path in options.corpora if not path.is_file()]:
        parser.error(f"there is no file {', '.join(missing)}")
    if not options.corpora and not list(OWN.glob("*.txt")):
        print("no corpus was named, and data/annotated/ holds none; see docs/geoparsing-accuracy.md for public ones")
        sys.exit()
    return options


def _corpora(paths: Sequence[Path], limit: int | None) -> Iterator[Corpus]:
    if not paths:
        documents = [document for path in sorted(OWN.glob("*.txt")) for document in annotated.read(path)][:limit]
        annotated.locate(documents, Gazetteer())
        yield Corpus("data/annotated", documents, OWN_NOTE)
    for path in paths:
        if path.suffix == ".txt":
            documents = annotated.read(path)[:limit]
            annotated.locate(documents, Gazetteer())
            yield Corpus(path.stem, documents, OWN_NOTE if path.resolve().parent == OWN else "")
        else:
            yield Corpus(path.stem, list(islice(_lines(path), limit)))


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                try:
                    document = json.loads(line)
                    yield {**document, "id": str(document["id"]), "text": document["text"], "gold": document["gold"]}
                except (ValueError, KeyError, TypeError):
                    sys.exit(f'{path}, line {number}: is not a JSON object with "id", "text" and "gold"')


def _available(systems: Sequence[str]) -> Iterator[str]:
    """Yield the systems that can run, and say which cannot."""
    for name in systems:
        if name in peers.FINDERS and not peers.installed(name):
            print(f"{name}: not installed (pip install '.[benchmark]')")
        elif name == "mapkit-fast" and not running.has_option("--fast"):
            print(f"{name}: not available, this mapkit has no --fast")
        else:
            yield name


def _measured(corpus: Corpus, systems: Sequence[str], options: argparse.Namespace) -> list[Measured]:
    """Run the systems over a corpus and print their table."""
    documents = [
        {**document, "id": f"{number}/{document['id']}"}
        for number in range(options.repeat)
        for document in corpus.documents
    ]
    yardsticks = {
        workers: _timed(documents, workers) for workers in sorted({1, options.workers}) if peers.installed("spacy")
    }
    yardstick = yardsticks.get(options.workers)
    print("| " + " | ".join(HEADS) + " |\n|---|" + "---:|" * (len(HEADS) - 1))
    found = []
    for name in systems:
        try:
            done = running.run(SYSTEMS[name], documents, options.workers)
        except RuntimeError as error:
            print(f"\n{name} failed: {error}\n")
            continue
        judgement = metrics.Judgement()
        for document in corpus.documents:
            answer = done.answers.get(f"0/{document['id']}", [])
            judgement.add(
                metrics.judge(
                    document["text"],
                    document["gold"],
                    answer,
                    match=options.match,
                    keep_demonyms=options.keep_demonyms,
                    strict_countries=options.strict_countries,
                )
            )
        rate = running.speed(SYSTEMS[name], len(documents), done, options.workers)
        found.append(Measured(name, judgement, rate, done.peak_mb))
        figures = metrics.figures(judgement)
        print(_row(name, figures, rate, yardstick, done.peak_mb), flush=True)
        report.told(
            f"geoparsing, {corpus.name}: {name}",
            f"F1 {_percent(figures.f1)} %, acc@161 {_percent(figures.accuracy)} %, {rate.clock:.1f} documents a second",
        )
        if done.left_out:
            print(f"\n{name} gave no answer for {done.left_out} documents, which count as empty\n")
    for workers, rate in yardsticks.items():
        print(_row(f"spaCy's entity pass alone, processes: {workers}", None, rate, yardstick, None))
    print(f"\n{options.match} spans, {options.workers} processes. {EXPLANATION}")
    return found


def _timed(documents: Sequence[dict[str, Any]], workers: int) -> running.Speed:
    commands = running.peer(peers.YARDSTICK)
    return running.speed(commands, len(documents), running.run(commands, documents, workers), workers)


def _row(
    name: str,
    figures: metrics.Figures | None,
    rate: running.Speed,
    yardstick: running.Speed | None,
    peak_mb: float | None,
) -> str:
    shares = [_percent(share) for share in figures] if figures else [""] * len(metrics.Figures._fields)
    speeds = []
    for place, documents in enumerate(rate):
        ratio = documents / yardstick[place] if yardstick else math.nan
        speeds += [
            "-" if math.isnan(value) else f"{value:.{digits}f}" for value, digits in ((documents, 1), (ratio, 2))
        ]
    return "| " + " | ".join([name, *shares, *speeds, f"{peak_mb:.0f}" if peak_mb else ""]) + " |"


def _percent(share: float) -> str:
    return "-" if math.isnan(share) else f"{100 * share:.1f}"


def _calibration(system: Measured) -> dict[str, list[calibration.Bin]]:
    """Print the reliability tables of a system and return their bins by view."""
    found = {}
    print(f"\n### Calibration of {system.name}\n")
    for view, question in calibration.VIEWS.items():
        found[view] = calibration.binned(calibration.trials(system.judgement, view))
        print(calibration.table(f"Probability that {question}", found[view]) + "\n")
    return found


if __name__ == "__main__":
    main()
