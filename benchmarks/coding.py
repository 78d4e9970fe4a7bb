"""Event coding: accuracy on gold documents, and documents a second on one core with where the time goes.

    python benchmarks/coding.py [FOLDER...] [--notes] [--jsonl CORPUS]

A folder holds pairs NAME.txt and NAME.json as tests/gold/README.md describes them; by default the development documents
and those held out. An event is found where an actual one of its type lies within its tolerance; each one counts once.
Events of the open types (Strategic developments, Humanitarian, Diplomacy) that the gold does not list count neither
way. `--notes` prints what is missed and what is too much: never for the held-out documents. With `--jsonl` the speed is
that over the texts of a corpus (lines `{"id", "text"}`).
"""

import argparse
import datetime as dt
import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import report

from mapkit import pipeline
from mapkit.coding import Codebook, analyse, code, tagged
from mapkit.measure import distance_km
from mapkit.model import Document, Event, EventStatus, EventType, Toponym
from mapkit.text import nlp, read

GOLD = Path(__file__).parents[1] / "tests" / "gold"
HELD_OUT = "held_out"
CLOSED = {EventType.BATTLES, EventType.EXPLOSIONS, EventType.VIOLENCE, EventType.PROTESTS, EventType.RIOTS}
ALLOWED = {
    "reported": {"reported", "confirmed"},
    "claimed": {"claimed", "unverifiable"},
    "disputed": {"disputed", "denied"},
}
TOLLS = ("fatalities", "injuries")
Point = Sequence[Any]


def near(point: Point, latitude: float | None, longitude: float | None) -> bool:
    """Tell whether a place lies within the tolerance of a gold point [label, latitude, longitude, km]."""
    if latitude is None or longitude is None:
        return False
    return bool(distance_km(point[1], point[2], latitude, longitude) <= point[3])


def score(
    document: Document, gold: dict[str, Any], events: Sequence[Event], toponyms: Sequence[Toponym]
) -> Counter[str]:
    """Return counts of what a document's gold holds and what of it was found; keys that start with "!" are notes."""
    counts: Counter[str] = Counter()
    for name, *point in gold["places"]:
        hits = [t for t in toponyms if name.casefold() in t.text.casefold() or t.text.casefold() in name.casefold()]
        found = any(t.place and near([name, *point], t.place.latitude, t.place.longitude) for t in hits)
        counts.update({"places": 1, "places found": found, f"! place {name}": not found})
    actual = [e for e in events if e.event_status is EventStatus.ACTUAL and e.latitude is not None]
    for event in gold["events"]:
        counts["events"] += 1
        best = _best(event, actual)
        if best is None:
            counts[f"! missed {event['sub']} at {event['at'][0]}"] += 1
            continue
        actual.remove(best)
        counts["found"] += 1
        counts.update(_details(event, best))
    for extra in actual:
        if extra.event_type in CLOSED:
            counts["too many"] += 1
            counts[f"! too much: {extra.sub_event_type} at {extra.location}"] += 1
    counts.update(_guards(gold, events))
    counts["evidence wrong"] += sum(
        document.text[item.start : item.end] != item.exact for event in events for item in event.evidence
    )
    return counts


def _best(wanted: dict[str, Any], events: Iterable[Event]) -> Event | None:
    kinds = {wanted["type"], *wanted.get("optional_type", ())}
    there = [e for e in events if e.event_type.value in kinds and near(wanted["at"], e.latitude, e.longitude)]
    return min(
        there,
        key=lambda e: (e.event_type.value != wanted["type"], e.sub_event_type != wanted.get("sub"), e.event_id),
        default=None,
    )


def _details(wanted: dict[str, Any], event: Event) -> Counter[str]:
    counts: Counter[str] = Counter()
    if wanted.get("sub"):
        right = event.sub_event_type in {wanted["sub"], *wanted.get("optional_sub", ())}
        counts.update(
            {"sub-types": 1, "sub-types right": right, f"! {event.sub_event_type} for {wanted['sub']}": not right}
        )
    if wanted.get("status"):
        stated = [wanted["status"]] if isinstance(wanted["status"], str) else wanted["status"]
        right = event.claim_status.value in set().union(*(ALLOWED[status] for status in stated))
        counts.update(
            {"claims": 1, "claims right": right, f"! {event.claim_status.value} at {wanted['at'][0]}": not right}
        )
    for kind in TOLLS:
        if kind in wanted:
            told = next((_figure(q) for q in event.quantities if q.kind == kind), None)
            right = told == wanted[kind]
            note = f"! {kind} {told} for {wanted[kind]} at {wanted['at'][0]}"
            counts.update({"tolls": 1, "tolls right": right, note: not right})
    return counts


def _figure(quantity: Any) -> float | None:
    return next((value for value in (quantity.best, quantity.low, quantity.high) if value is not None), None)


def _guards(gold: dict[str, Any], events: Sequence[Event]) -> Counter[str]:
    actual = [e for e in events if e.event_status is EventStatus.ACTUAL and e.event_type in CLOSED]
    counts: Counter[str] = Counter()
    for guard in gold.get("absent", ()):
        broken = any(
            guard.get("type") in (None, e.event_type.value) and near(guard["at"], e.latitude, e.longitude)
            for e in actual
        )
        counts.update({"guards": 1, "guards kept": not broken, f"! nothing happened at {guard['at'][0]}": broken})
    for wanted in gold.get("distances", ()):
        found = any(
            abs(d.km - wanted["km"]) <= 0.05 * wanted["km"]
            and wanted["from"].casefold() in f"{d.from_place} {d.to_place}".casefold()
            for e in events
            for d in e.distances
        )
        counts.update({"distances": 1, "distances found": found})
    return counts


def coded(paths: Iterable[Path]) -> Iterator[tuple[Path, dict[str, Any], pipeline.Coded]]:
    """Yield each gold document, coded."""
    for path in paths:
        gold = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        published = dt.date.fromisoformat(gold["published"]) if "published" in gold else None
        outcome = next(pipeline.stream([read(path, published=published)]))
        if isinstance(outcome, pipeline.Reject):
            raise SystemExit(f"{path}: {outcome.reason}")
        yield path, gold, outcome


def accuracy(folder: Path, *, notes: bool) -> None:
    """Print the figures of a folder of gold documents."""
    total: Counter[str] = Counter()
    paths = sorted(folder.glob("*.txt"))
    for path, gold, outcome in coded(paths):
        counts = score(outcome.document, gold, outcome.events, outcome.toponyms)
        total.update({name: count for name, count in counts.items() if not name.startswith("!")})
        told = [name[2:] for name, count in counts.items() if name.startswith("!") and count]
        if notes and told:
            print(path.stem, *told, sep="\n    ")
    precision = total["found"] / max(1, total["found"] + total["too many"])
    recall = total["found"] / max(1, total["events"])
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(f"{folder.name}: {len(paths)} documents, {total['events']} events")
    print(f"  events        P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}")
    report.told(f"events coded, {folder.name} documents", f"P {precision:.3f}, R {recall:.3f}, F1 {f1:.3f}")
    for name, right in (
        ("sub-types", "right"), ("claims", "right"), ("tolls", "right"), ("places", "found"), ("distances", "found"),
        ("guards", "kept"),
    ):  # fmt: skip
        hits, of = total[f"{name} {right}"], total[name]
        print(f"  {name:12s}  {hits / max(1, of):.3f}  ({hits} of {of})")
    print(f"  evidence that is not in the text: {total['evidence wrong']}")


def speed(documents: Sequence[Document]) -> None:
    """Print documents a second on one core, and where the time goes."""
    codebook = Codebook.default()
    nlp.load()
    warm = [outcome for outcome in pipeline.stream(documents[:2]) if isinstance(outcome, pipeline.Coded)]
    started = time.process_time()
    found = [outcome for outcome in pipeline.stream_toponyms(documents) if not isinstance(outcome, pipeline.Reject)]
    geoparsed = time.process_time()
    readings = [tagged.read(document, toponyms) for document, toponyms in found]
    tagging = time.process_time()
    analyses = [
        analyse(document, toponyms, codebook, tags.tags)
        for (document, toponyms), tags in zip(found, readings, strict=True)
    ]
    parsed = time.process_time()
    events = sum(
        len(code(analysis, toponyms, codebook=codebook, tagging=tags))
        for analysis, (_, toponyms), tags in zip(analyses, found, readings, strict=True)
    )
    done = time.process_time()
    del warm
    sentences = [sentence for analysis in analyses for sentence in analysis.sentences]
    words = sum(len(document.text.split()) for document in documents)
    whole = done - started
    print(f"{len(documents)} documents, {words} words, {events} events: {whole:.1f} s of one core")
    print(f"  {len(documents) / whole:.1f} documents a second, {words / whole:,.0f} words a second")
    report.figure("documents coded on one core", len(documents) / whole, "a second", note=f"{words / whole:,.0f} words")
    print(f"  geoparsing {(geoparsed - started) / whole:.0%}, tagging {(tagging - geoparsed) / whole:.0%}, ", end="")
    print(f"parsing {(parsed - tagging) / whole:.0%}", end="")
    print(f" (of {sum(s.parsed for s in sentences) / max(1, len(sentences)):.0%} of the sentences), ", end="")
    print(f"coding {(done - parsed) / whole:.0%}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, help="gold documents (default: tests/gold and its held_out)")
    parser.add_argument("--notes", action="store_true", help="print each document's errors")
    parser.add_argument("--jsonl", type=Path, help='texts for the speed, lines {"id", "text"} (default: the gold)')
    options = parser.parse_args(arguments)
    folders = options.folders or [GOLD, GOLD / HELD_OUT]
    for folder in folders:
        accuracy(folder, notes=options.notes and folder.name != HELD_OUT)
    if options.jsonl:
        lines = options.jsonl.read_text(encoding="utf-8").splitlines()
        documents = [Document(str(row["id"]), row["text"]) for row in map(json.loads, filter(str.strip, lines))]
    else:
        documents = [read(path) for folder in folders for path in sorted(folder.glob("*.txt"))]
    speed(documents)


if __name__ == "__main__":
    main()
