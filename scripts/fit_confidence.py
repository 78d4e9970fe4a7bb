"""Fit the weights of confidence: `python scripts/fit_confidence.py [CORPUS...] [--write]`.

Corpora as for scripts/fit_recognition.py. Of every name that is found and whose place a corpus gives (its point, or in
data/annotated its division and country), the choice is right, within 161 km, or wrong; the features of the choice
(`confidence`) are fitted to that by a logistic regression with a ridge. Buildings that stand at a town beside them are
counted for themselves. There is no chance in it.

Without --write, and with --test CORPUS, it prints the expected calibration error in those corpora with weights fitted
on the others.
"""

import argparse
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

import annotated  # noqa: E402 - the benchmarks' readers and measures
import calibration  # noqa: E402
import fit_recognition  # noqa: E402
import metrics  # noqa: E402

from mapkit.gazetteer import Gazetteer, fold  # noqa: E402
from mapkit.geoparsing import confidence, recognition, resolution  # noqa: E402
from mapkit.geoparsing.candidates import Candidates  # noqa: E402
from mapkit.model import Place  # noqa: E402
from mapkit.text.tokens import tokenise  # noqa: E402

TARGET = Path(confidence.__file__).with_name("confidence.csv")
RIDGE, RAREST = 2.0, 10
#: Within this distance a place counts as found (100 miles, as in the literature).
NEAR_KM = 161.0
HEADER = "# Log-odds that each feature adds to a choice's being right; made by scripts/fit_confidence.py\n"


class Choice(NamedTuple):
    """One resolved name: what the choice looks like, and whether it is right; for an anchored building how."""

    features: tuple[str, ...]
    right: bool
    anchor: str
    anchor_confidence: float


def choices(path: Path, lookups: Candidates, gazetteer: Gazetteer) -> Iterator[Choice]:
    """Yield the choices in a corpus whose truth is known."""
    documents = fit_recognition.documents(path)
    if path.suffix == ".txt":
        annotated.locate(documents, gazetteer)
    for document in documents:
        tokens = tokenise(document["text"])
        found = recognition.recognise(tokens, lookups)
        meant = resolution.resolve(found, tokens)
        gold = {(span["start"], span["end"]): span for span in document["gold"]}
        for mention in found:
            span, answer = gold.get((mention.start, mention.end)), meant[id(mention)]
            if span is None or answer.place is None or span.get("demonym"):
                continue
            right = is_right(span, answer.place, gazetteer)
            if right is not None:
                yield Choice(answer.look, right, answer.anchor, answer.anchor_confidence)


def is_right(span: dict[str, Any], place: Place, gazetteer: Gazetteer) -> bool | None:
    """Tell whether a place is the one that a gold span means; None where the span does not say."""
    pin = {"latitude": place.latitude, "longitude": place.longitude, "country": place.country}
    error = metrics.error_km(span, {**pin, "feature_code": place.feature_code})
    if error is not None:
        return error <= NEAR_KM
    where = [fold(part) for part in str(span.get("where", "")).split(",")]
    state = next((p for p in gazetteer.lookup(where[-1]) if p.feature_code.startswith("PCL")), None)
    if state is None or not place.country:
        return None
    if state.country != place.country:
        return False
    divisions = {fold(p.admin1) for part in where[:-1] for p in gazetteer.lookup(part) if p.feature_code == "ADM1"}
    return fold(place.admin1) in divisions if divisions else None


def fit(given: Sequence[Choice]) -> dict[str, float]:
    """Return the weight of each feature, and of each kind of anchor."""
    rows = [choice for choice in given if not choice.anchor]
    counts = Counter(feature for choice in rows for feature in choice.features)
    names = sorted(feature for feature, count in counts.items() if count >= RAREST)
    column = {name: index for index, name in enumerate(names)}
    design = np.zeros((len(rows), len(names)))
    for row, choice in enumerate(rows):
        design[row, [column[feature] for feature in choice.features if feature in column]] = 1
    right = np.array([choice.right for choice in rows], float)

    solved = fit_recognition.logistic(design, right, np.zeros(len(names)), RIDGE)
    weights = {name: round(float(weight), 2) for name, weight in zip(names, solved, strict=True)}
    return {**{name: weight for name, weight in weights.items() if weight}, **_anchors(given)}


def _anchors(given: Sequence[Choice]) -> dict[str, float]:
    """Return how much less sure a building's town is than the town itself, in log-odds, by how it was found."""
    kinds: defaultdict[str, list[Choice]] = defaultdict(list)
    for choice in given:
        if choice.anchor:
            kinds[choice.anchor].append(choice)
    found = {}
    for kind, own in kinds.items():
        expected = sum(choice.anchor_confidence for choice in own)
        share = (sum(choice.right for choice in own) + 1) / (expected + 2)
        share = min(0.95, max(0.05, share))
        found[kind] = round(math.log(share / (1 - share)), 2)
    return found


def sureness(choice: Choice, weights: dict[str, float]) -> float:
    """Return the confidence that weights give a choice."""
    if choice.anchor:
        return choice.anchor_confidence / (1 + math.exp(-weights.get(choice.anchor, 0.0)))
    return 1 / (1 + math.exp(-sum(weights.get(feature, 0.0) for feature in choice.features)))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpora", nargs="*", type=Path, default=sorted((ROOT / "data/annotated").glob("*.txt")))
    parser.add_argument("--test", nargs="+", type=Path, default=[], help="corpora to score, not to fit on")
    parser.add_argument("--write", action="store_true", help=f"fit and write {TARGET.name}")
    options = parser.parse_args(arguments)
    gazetteer = Gazetteer()
    lookups = Candidates(gazetteer)
    weights = fit([choice for path in options.corpora for choice in choices(path, lookups, gazetteer)])
    if options.write:
        fit_recognition.write(weights, TARGET, HEADER)
    for path in options.test:
        given = list(choices(path, lookups, gazetteer))
        bins = calibration.binned(calibration.Trial(sureness(choice, weights), choice.right) for choice in given)
        print(calibration.table(path.stem, bins))
    return 0


if __name__ == "__main__":
    sys.exit(main())
