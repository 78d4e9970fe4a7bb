"""Fit how likely a draft is an event: `python scripts/fit_judgement.py [--apart FILE...] [--ridge R] [--write]`.

A logistic regression over the features of `mapkit.coding.judgement`, on what the rules and the tagger draft in the
gold documents (tests/gold, those that may be read) and in marked texts that the tagger was not fine-tuned on (--apart;
by default data/annotated_events/apart); the two weigh the same. A draft is right where the document has an event of
its type near its place, each event counted once. It prints how precision and recall move with the threshold, in the
documents of a fifth with weights of the other four fifths. There is no chance in it.
"""

import argparse
import csv
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import fit_recognition
import numpy as np

import mapkit

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

import marked  # noqa: E402 - the benchmarks' reader

from mapkit import pipeline  # noqa: E402
from mapkit.coding import Codebook, analyse, judgement, tagged  # noqa: E402
from mapkit.coding.events import propose  # noqa: E402
from mapkit.measure import distance_km  # noqa: E402
from mapkit.model import EventType, Place, type_of  # noqa: E402
from mapkit.text import read  # noqa: E402

TARGET = Path(judgement.__file__).with_name("judgement.csv")
#: Types of which a gold document lists only the plain events: a draft too many of them is no fault there.
OPEN = (EventType.STRATEGIC, EventType.HUMANITARIAN, EventType.DIPLOMACY)
#: How near to a marked event's place, in km, by the feature class of the place, a draft is right.
NEAR = {"P": 12.0, "A": 150.0}
FOLDS = 5
#: What each source of samples weighs in all.
EACH = 3000.0


@dataclass(frozen=True)
class Wanted:
    """An event that a document tells: its types, its sub-type, and where, in WGS84 degrees and km."""

    types: frozenset[str]
    sub_event_type: str | None
    latitude: float
    longitude: float
    tolerance_km: float


@dataclass(frozen=True)
class Sample:
    """One draft: its features, whether it is right, and its document."""

    features: Mapping[str, float]
    right: bool
    open_type: bool
    document: str
    weight: float = 1.0


def gold(folder: Path) -> Iterator[tuple[mapkit.Document, list[Wanted], bool]]:
    """Yield the gold documents of a folder with their events; True: open types are not listed in full."""
    for path in sorted(folder.glob("*.json")):
        said = json.loads(path.read_text(encoding="utf-8"))
        published = date.fromisoformat(said["published"]) if said.get("published") else None
        wanted = [
            Wanted(frozenset({e["type"], *e.get("optional_type", [])}), e.get("sub"), *e["at"][1:])
            for e in said["events"]
        ]
        yield read(path.with_suffix(".txt"), published=published), wanted, True


def apart(paths: Sequence[Path]) -> Iterator[tuple[mapkit.Document, list[Wanted], bool]]:
    """Yield marked documents with their events, at the places that mapkit resolves their names to."""
    for document in marked.documents(paths):
        wanted = []
        for mark in document.marks:
            for name in mark.places or () if mark.state == "" else ():
                found = [document.places[i].place for i in sorted(document.named(name))]
                place = next((item for item in found if item), None)
                if place is not None:
                    near = NEAR.get(place.feature_class, 40.0)
                    types = frozenset({str(type_of(mark.sub_event_type))})
                    wanted.append(Wanted(types, mark.sub_event_type, place.latitude, place.longitude, near))
        yield mapkit.Document(name=document.name, text=document.text, published=document.published), wanted, False


def samples(documents: Iterator[tuple[mapkit.Document, list[Wanted], bool]]) -> tuple[list[Sample], int]:
    """Return every placed draft of the documents, and how many events none of them tells."""
    found, missed = [], 0
    for document, wanted, lists_some in documents:
        ((_, toponyms),) = pipeline.stream_toponyms([document])
        tagging = tagged.read(document, toponyms)
        analysis = analyse(document, toponyms, Codebook.default(), tagging.tags)
        drafts = [
            c for c in judgement.candidates(*propose(analysis, toponyms, tagging), tagging) if _place(c) is not None
        ]
        free, right = set(range(len(drafts))), set()
        for event in wanted:
            near = [
                i
                for i in free
                if str(drafts[i].draft.event_type) in event.types and _km(drafts[i], event) <= event.tolerance_km
            ]
            best = min(
                near, default=None, key=lambda i: (
                    drafts[i].draft.sub_event_type != event.sub_event_type, not (drafts[i].rule and drafts[i].tag), i
                ),
            )  # fmt: skip
            missed += best is None
            free.discard(best)
            right.add(best)
        for i, candidate in enumerate(drafts):
            of_open = lists_some and candidate.draft.event_type in OPEN
            found.append(Sample(candidate.features, i in right, of_open, document.name))
    return found, missed


def fit(train: Sequence[Sample], ridge: float) -> dict[str, float]:
    """Return the weight of each feature."""
    counted = [sample for sample in train if sample.right or not sample.open_type]
    names = sorted({name for sample in counted for name in sample.features})
    matrix = np.array([[sample.features.get(name, 0.0) for name in names] for sample in counted])
    right = np.array([float(sample.right) for sample in counted])
    weight = np.array([sample.weight for sample in counted])
    found = fit_recognition.logistic(matrix, right, np.zeros(len(names)), ridge, weight)
    return dict(zip(names, found.tolist(), strict=True))


def likely(weights: Mapping[str, float], sample: Sample) -> float:
    """Return the probability that weights give a sample."""
    return float(1 / (1 + np.exp(-sum(weights.get(k, 0.0) * v for k, v in sample.features.items()))))


def report(every: Sequence[Sample], missed: int, ridge: float) -> None:
    """Print precision, recall and F1 by threshold, cross-validated over documents."""
    names = sorted({sample.document for sample in every})
    fold = {name: i % FOLDS for i, name in enumerate(names)}
    scored = []
    for k in range(FOLDS):
        weights = fit([s for s in every if fold[s.document] != k], ridge)
        scored += [(likely(weights, s), s) for s in every if fold[s.document] == k]
    for least in (0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55):
        kept = [sample for share, sample in scored if share >= least and (sample.right or not sample.open_type)]
        right = sum(sample.right for sample in kept)
        wanted = sum(sample.right for sample in every) + missed
        precision, recall = right / max(1, len(kept)), right / max(1, wanted)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        print(f"{least:.2f}  precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}")


def _place(candidate: judgement.Candidate) -> Place | None:
    placement = candidate.draft.placement or (candidate.tag.placement if candidate.tag else None)
    return placement.toponym.place if placement else None


def _km(candidate: judgement.Candidate, event: Wanted) -> float:
    place = _place(candidate)
    if place is None:
        return float("inf")
    return distance_km(place.latitude, place.longitude, event.latitude, event.longitude)


def main() -> None:
    """Collect, fit, and write or report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--apart", type=Path, nargs="*", default=sorted((marked.FOLDER / "apart").glob("*.txt")))
    parser.add_argument("--gold", type=Path, default=ROOT / "tests" / "gold")
    parser.add_argument("--ridge", type=float, default=3.0)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    every, missed = [], 0
    for documents in (gold(options.gold), apart(options.apart)):
        found, lacking = samples(documents)
        print(f"{len({s.document for s in found})} documents, {len(found)} drafts, {lacking} events without one")
        # rules were made with the one source, the tagger by the other's writers: each weighs as much
        every += [replace(sample, weight=EACH / len(found)) for sample in found]
        missed += lacking
    report(every, missed, options.ridge)
    if options.write:
        weights = fit(every, options.ridge)
        with TARGET.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["feature", "weight"])
            writer.writerows((name, round(weight, 3)) for name, weight in sorted(weights.items()))


if __name__ == "__main__":
    main()
