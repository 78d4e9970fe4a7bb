"""Fit the weights of recognition: `python scripts/fit_recognition.py [CORPUS...] [--write]`.

A corpus is a JSON-lines file of the form that docs/geoparsing-accuracy.md documents, or a text file of the project's
own annotated news in data/annotated (all of them where none is named). The model is a logistic regression over named
features, with a ridge that pulls each weight towards a prior: zero for most; where a corpus says little (what is
shelled, which unit bears a town's name) the prior set by hand below is what stays; demonyms and seats of government
are set by hand alone.

Features of the neighbours need a first estimate of them. While fitting, that estimate is made by weights that were
fitted on other documents, so that the fit sees estimates as unsure as they will be. There is no chance in it: the same
corpora give the same weights. Nothing of a corpus is kept: the result is one number a feature.

Without --write, and with --test CORPUS, it prints precision, recall and F1 of exact spans in those corpora, with
weights fitted on the others; without --test, each fold of documents scored by weights fitted on the other folds.
Demonyms count neither way.
"""

import argparse
import csv
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy import optimize, sparse

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

import annotated  # noqa: E402 - the benchmarks' reader

from mapkit.gazetteer import Gazetteer  # noqa: E402
from mapkit.geoparsing import recognition  # noqa: E402
from mapkit.geoparsing.candidates import Candidates  # noqa: E402
from mapkit.geoparsing.mentions import Kind, Mention  # noqa: E402
from mapkit.text.tokens import Tokens, tokenise  # noqa: E402

TARGET = Path(recognition.__file__).with_name("recognition.csv")
RIDGE, RAREST, FOLDS = 4.0, 5, 5
#: Smaller weights change nothing and would double the file.
LEAST = 0.1
#: What is known before any corpus is read, in log-odds.
PRIORS = {
    "after=unit": -4.0,
    "behind a given name & then a Capital": -0.5,
    "before a Title": -0.5,
    "before a given name": -0.5,
    "before a locative": 0.5,
    "brand": -1.5,
    "dateline": 2.0,
    "disease": -3.0,
    "measured from": 2.0,
    "surname": -1.0,
    "taken by force": 1.6,
    "type word": 0.5,
}
#: Demonyms and seats of government are closed lists, which corpora mark as they please; only names of persons and
#: organisations are told from them.
CLOSED = {
    "demonym": 3.0,
    "demonym & before a given name": -3.0,
    "demonym & before a title": -0.5,
    "demonym & surname": -3.0,
    "demonym & run starts with a given name": -3.0,
    "seat of government": 6.0,
}
HEADER = "# Log-odds that each feature adds to a span's being a place name; made by scripts/fit_recognition.py\n"


@dataclass
class Text:
    """A document with its proposals, the spans that are right, and those that count neither way."""

    tokens: Tokens
    proposals: list[Mention]
    own: list[list[str]]
    gold: set[tuple[int, int]]
    ignored: list[tuple[int, int]]
    strict: bool

    def usable(self, mention: Mention) -> bool:
        """Tell whether a proposal says something about right and wrong."""
        if mention.kind is Kind.DEMONYM or "seat of government" in mention.features:
            return False
        if any(a < mention.end and mention.start < b for a, b in self.ignored):
            return False
        # A corpus that never marks names inside other names, or buildings, does not say that they are none.
        inside = self.strict and (mention.start, mention.end) not in self.gold
        return not (inside and not _IN_OTHERS.isdisjoint(mention.features))


_IN_OTHERS = frozenset(
    {"run=start", "run=middle", "run=end", "Organisation of", "organisation of", "tail=spot", "tail=venue"}
)


def documents(path: Path) -> list[dict[str, Any]]:
    """Return the documents of a corpus in either form."""
    if path.suffix == ".txt":
        return annotated.read(path)
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def read(path: Path, lookups: Candidates) -> list[Text]:
    """Return a corpus, proposed and described."""
    lines = documents(path)
    marked = any("Embedded" in str(span.get("type")) or "embedded" in span for line in lines for span in line["gold"])
    found = []
    for line in lines:
        tokens = tokenise(line["text"])
        proposals = recognition.describe(tokens, lookups)
        ignored = [(o["start"], o["end"]) for o in line["gold"] if o.get("demonym") or o.get("team")]
        gold = {(o["start"], o["end"]) for o in line["gold"]} - set(ignored)
        own = [mention.features for mention in proposals]
        found.append(Text(tokens, proposals, own, gold, ignored, strict=not marked))
    return found


def estimate(text: Text, weights: dict[str, float]) -> None:
    """Give a text's proposals their probabilities anew."""
    for mention, own in zip(text.proposals, text.own, strict=True):
        mention.features = list(own)
    logits = recognition.first_estimate(text.proposals, weights)
    recognition.second_estimate(text.proposals, logits, text.tokens, weights)


def fit(texts: Sequence[Text]) -> dict[str, float]:
    """Return the weights of each feature."""
    for text in texts:
        for mention, own in zip(text.proposals, text.own, strict=True):
            mention.features = list(own)
    known = [_regression([t for i, t in enumerate(texts) if i % FOLDS != fold]) for fold in range(FOLDS)]
    for index, text in enumerate(texts):
        estimate(text, known[index % FOLDS])
    return _regression(texts)


def _regression(texts: Sequence[Text]) -> dict[str, float]:
    """Fit a logistic regression with a ridge around the priors."""
    rows = [(m.features, (m.start, m.end) in t.gold) for t in texts for m in t.proposals if t.usable(m)]
    counts = Counter(feature for features, _ in rows for feature in features)
    names = sorted(feature for feature, count in counts.items() if count >= RAREST)
    column = {name: index for index, name in enumerate(names)}
    indices: list[int] = []
    ends = [0]
    for features, _ in rows:
        indices += [column[feature] for feature in features if feature in column]
        ends.append(len(indices))
    design = sparse.csr_matrix((np.ones(len(indices)), indices, ends), (len(rows), len(names)))
    right = np.array([label for _, label in rows], float)
    prior = np.array([PRIORS.get(name, 0.0) for name in names])

    solved = logistic(design, right, prior, RIDGE)
    kept = {name: round(float(weight), 2) for name, weight in zip(names, solved, strict=True)}
    unseen = {name: weight for name, weight in PRIORS.items() if name not in column}
    return unseen | {name: weight for name, weight in kept.items() if abs(weight) >= LEAST} | CLOSED


def logistic(design: Any, right: Any, prior: Any, ridge: float, weight: Any = 1.0) -> Any:
    """Return the weights of a logistic regression with a ridge around a prior.

    Parameters
    ----------
    design : array or sparse matrix, shape (rows, features)
    right : ndarray, shape (rows,)
    prior : ndarray, shape (features,)
    ridge : float
    weight : float or ndarray, shape (rows,)
        What each row counts.
    """

    def loss(weights: Any) -> tuple[float, Any]:
        logits = design @ weights
        chance = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
        pull = weights - prior
        value = np.sum(weight * (np.logaddexp(0, logits) - right * logits)) + ridge / 2 * pull @ pull
        return float(value), design.T @ (weight * (chance - right)) + ridge * pull

    return optimize.minimize(loss, prior, jac=True, method="L-BFGS-B", options={"maxiter": 300, "ftol": 1e-7}).x


def score(texts: Iterable[Text], weights: dict[str, float]) -> Counter[str]:
    """Return counts of right, predicted and gold spans."""
    counts: Counter[str] = Counter()
    for text in texts:
        estimate(text, weights)
        chosen = [m for m in recognition.choose(text.proposals) if m.kind is not Kind.DEMONYM]
        spans = {(m.start, m.end) for m in chosen}
        spans = {s for s in spans if s in text.gold or not any(a < s[1] and s[0] < b for a, b in text.ignored)}
        counts.update(right=len(spans & text.gold), predicted=len(spans), gold=len(text.gold))
    return counts


def write(weights: dict[str, float], target: Path = TARGET, header: str = HEADER) -> None:
    """Write a table of weights."""
    with target.open("w", encoding="utf-8", newline="") as file:
        file.write(header)
        writer: Any = csv.writer(file, lineterminator="\n")
        writer.writerow(("feature", "weight"))
        writer.writerows(sorted(weights.items()))
    print(f"{target.name}: {len(weights)} weights")


def report(name: str, counts: Counter[str], how: str) -> None:
    """Print one corpus's figures."""
    precision, recall = counts["right"] / max(1, counts["predicted"]), counts["right"] / max(1, counts["gold"])
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(f"{name}: P {precision:.3f} R {recall:.3f} F1 {f1:.3f} ({how})")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpora", nargs="*", type=Path, default=sorted((ROOT / "data/annotated").glob("*.txt")))
    parser.add_argument("--test", nargs="+", type=Path, default=[], help="corpora to score, not to fit on")
    parser.add_argument("--write", action="store_true", help=f"fit on everything and write {TARGET.name}")
    options = parser.parse_args(arguments)
    lookups = Candidates(Gazetteer())
    corpora = {path.stem: read(path, lookups) for path in options.corpora}
    texts = [text for texts in corpora.values() for text in texts]
    if options.write:
        write(fit(texts))
    elif options.test:
        weights = fit(texts)
        for path in options.test:
            report(path.stem, score(read(path, lookups), weights), f"fitted on {', '.join(corpora)}")
    else:
        totals: dict[str, Counter[str]] = {name: Counter() for name in corpora}
        for fold in range(FOLDS):
            weights = fit([t for own in corpora.values() for i, t in enumerate(own) if i % FOLDS != fold])
            for name, own in corpora.items():
                totals[name] += score([t for i, t in enumerate(own) if i % FOLDS == fold], weights)
        for name, counts in totals.items():
            report(name, counts, f"{FOLDS}-fold")
    return 0


if __name__ == "__main__":
    sys.exit(main())
