"""Fit the weights of recognition: `python scripts/fit_recognition.py CORPUS.jsonl... [--folds K] [--write]`.

Each line of a corpus is a document: {"id", "text", "gold": [{"start", "end", "demonym"}]}, offsets in Unicode code
points. GeoWebNews (Gritta et al. 2019) and GeoVirus (Gritta et al. 2018), for which the shipped weights were fitted,
are published by their authors at github.com/milangritta; normalise them to this form. Nothing of a corpus is kept: the
result is one number a feature.

The model is a logistic regression whose ridge penalty pulls each weight towards a prior. Where news in peacetime says
little (what is shelled, which unit bears a town's name), the prior, set by hand below, is what stays; demonyms and
seats of government are set by hand alone. Neighbours' features need a first estimate, so fitting and estimating
alternate, three times. There is no chance in it: the same corpora give the same weights.

Without --write it prints precision, recall and F1 of exact spans, each fold of documents scored by weights fitted on
the others; demonyms count neither way.
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

from mapkit.gazetteer import Gazetteer
from mapkit.geoparsing import mentions, recognition, roles
from mapkit.geoparsing.candidates import Candidates
from mapkit.geoparsing.mentions import Kind, Mention
from mapkit.model import Document
from mapkit.text.sentences import Analysis, analyse

TARGET = Path(recognition.__file__).with_name("recognition.csv")
RIDGE, ROUNDS, RAREST = 4.0, 3, 8
#: What is known before any corpus is read, in log-odds.
PRIORS = {
    "after=common surname": -1.0,
    "after=unit": -4.0,
    "before=Title": -1.0,
    "before=given name": -1.0,
    "before=locative": 1.0,
    "dateline": 2.5,
    "gazetteer=capital & speaks": 2.5,
    "gazetteer=capital & subject": 1.0,
    "gazetteer=country & speaks": 2.0,
    "gazetteer=division & speaks": 1.0,
    "given name & after=Capital": -1.5,
    "goal of fighting": 1.0,
    "inside=PERSON start": -1.0,
    "located & the text is elsewhere": 0.8,
    "measured from": 3.0,
    "object of fighting": 1.0,
    "surname": -1.5,
    "tail & after=Capital": -0.5,
    "type word": 1.0,
}
#: Demonyms and seats of government are closed lists, which corpora mark as they please; only names of persons and
#: organisations are told from them.
CLOSED = {
    "demonym": 3.0,
    "demonym & before=given name": -2.5,
    "demonym & before=title": -0.5,
    "demonym & entity=PERSON": -4.0,
    "demonym & inside=PERSON": -2.5,
    "seat of government": 6.0,
}
HEADER = "# Log-odds that each feature adds to a span's being a place name; made by scripts/fit_recognition.py\n"


@dataclass
class Text:
    """A document with its proposals, the spans that are right, and those that count neither way."""

    analysis: Analysis
    proposals: list[Mention]
    own: dict[int, tuple[str, ...]]
    gold: set[tuple[int, int]]
    ignored: list[tuple[int, int]]
    strict: bool

    def usable(self, mention: Mention) -> bool:
        """Tell whether a proposal says something about right and wrong."""
        if mention.kind is Kind.DEMONYM or "seat of government" in mention.features:
            return False
        if any(a < mention.end and mention.start < b for a, b in self.ignored):
            return False
        # A corpus that never marks names inside other names does not say that they are none.
        return not (self.strict and roles.is_embedded(mention))


def read(path: Path, lookups: Candidates) -> list[Text]:
    """Return a corpus, proposed and described."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    marked = any("Embedded" in str(span.get("type")) for line in lines for span in line["gold"])
    found = []
    for line, analysis in zip(lines, analyse(Document(str(o["id"]), o["text"]) for o in lines), strict=True):
        proposals = mentions.propose(analysis, lookups)
        recognition.describe(analysis, proposals)
        spans = [(o["start"], o["end"], bool(o.get("demonym"))) for o in line["gold"]]
        gold = {(start, end) for start, end, demonym in spans if not demonym}
        ignored = [(start, end) for start, end, demonym in spans if demonym]
        own = {id(mention): mention.features for mention in proposals}
        found.append(Text(analysis, proposals, own, gold, ignored, strict=not marked))
    return found


def estimate(text: Text, weights: dict[str, float]) -> None:
    """Give a text's proposals their probabilities anew."""
    for mention in text.proposals:
        mention.features = text.own[id(mention)]
    recognition.estimate(text.proposals, weights)


def fit(texts: Sequence[Text]) -> dict[str, float]:
    """Return the weights of each feature."""
    weights: dict[str, float] = {}
    for turn in range(ROUNDS):
        if turn:
            for text in texts:
                estimate(text, weights)
        rows = [(m.features, (m.start, m.end) in t.gold) for t in texts for m in t.proposals if t.usable(m)]
        weights = _regression(rows)
    return weights


def _regression(rows: Sequence[tuple[tuple[str, ...], bool]]) -> dict[str, float]:
    """Fit by Newton's method a logistic regression with a ridge around the priors."""
    counts = Counter(feature for features, _ in rows for feature in features)
    names = sorted(feature for feature, count in counts.items() if count >= RAREST)
    column = {name: index for index, name in enumerate(names)}
    design = np.zeros((len(rows), len(names)), np.float32)
    for row, (features, _) in enumerate(rows):
        design[row, [column[feature] for feature in features if feature in column]] = 1
    right = np.array([label for _, label in rows], float)
    prior = np.array([PRIORS.get(name, 0.0) for name in names])
    weights = prior.copy()
    for _ in range(15):
        chance = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        gradient = design.T @ (chance - right) + RIDGE * (weights - prior)
        curvature = (design * (chance * (1 - chance)).astype(np.float32)[:, None]).T @ design
        step = np.linalg.solve(curvature + RIDGE * np.eye(len(names)), gradient)
        weights -= step
        if np.abs(step).max() < 1e-3:
            break
    return PRIORS | CLOSED | {name: round(float(weight), 2) for name, weight in zip(names, weights, strict=True)}


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


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help=f"fit on everything and write {TARGET.name}")
    options = parser.parse_args(arguments)
    lookups = Candidates(Gazetteer())
    corpora: dict[str, list[Text]] = {path.stem: read(path, lookups) for path in options.corpora}
    if options.write:
        weights = fit([text for texts in corpora.values() for text in texts])
        with TARGET.open("w", encoding="utf-8", newline="") as file:
            file.write(HEADER)
            writer: Any = csv.writer(file, lineterminator="\n")
            writer.writerow(("feature", "weight"))
            writer.writerows(sorted(weights.items()))
        print(f"{TARGET}: {len(weights)} weights")
        return 0
    totals: dict[str, Counter[str]] = {name: Counter() for name in corpora}
    for fold in range(options.folds):
        weights = fit([t for texts in corpora.values() for i, t in enumerate(texts) if i % options.folds != fold])
        for name, texts in corpora.items():
            totals[name] += score([t for i, t in enumerate(texts) if i % options.folds == fold], weights)
    for name, counts in totals.items():
        precision, recall = counts["right"] / counts["predicted"], counts["right"] / counts["gold"]
        f1 = 2 * precision * recall / (precision + recall)
        print(f"{name}: P {precision:.3f} R {recall:.3f} F1 {f1:.3f} ({options.folds}-fold)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
