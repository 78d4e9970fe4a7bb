"""Fit the weights of event detection: `python scripts/fit_detection.py [FILE...] [--write]`.

A file holds news of our own with its event words marked (data/events; its README says how). Every verb and noun of
every sentence is an example. Four models are fitted over the features of `mapkit.coding.surroundings`, each a logistic
regression with a ridge that pulls its weights towards zero: whether a word tells an event; given that it does, of which
sub-type (multinomial), whether the text told it before, and whether it is told as something that did not happen here
and now. There is no chance in it: the same files give the same weights.

Without --write it prints, for each fold of documents, what weights fitted on the other folds reach.
"""

import argparse
import csv
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from scipy import optimize, sparse

from mapkit.coding import Codebook, detection
from mapkit.coding.actors import ActorTable
from mapkit.coding.classification import Reader
from mapkit.coding.domain import serious
from mapkit.coding.surroundings import Surroundings, candidates, settings
from mapkit.model import SUB_EVENT_TYPES, Document, Role
from mapkit.pipeline import stream_toponyms
from mapkit.text.sentences import analyse

ROOT = Path(__file__).parents[1]
DATA = ROOT / "data" / "events"
HOME = Path(detection.__file__).parent
FOLDS, RAREST, LEAST = 5, 3, 0.05
RIDGES = {"event": 3.0, "kind": 1.5, "again": 3.0, "unreal": 3.0}
HEADER = "# {}; made by scripts/fit_detection.py\n"
CODES = dict(
    zip(
        "CLASH REGAIN OVERTAKE CHEM AIR SUICIDE SHELL IED GRENADE RAPE ATTACK ABDUCT PROTEST DISPERSED EXCESSIVE RIOT MOB "
        "AGREE ARREST CHANGE DISRUPT BASE LOOT TRANSFER OTHER EVAC FLEE AID WANT STATE TALKS SUPPORT SANCTION".split(),
        (
            "Armed clash", "Government regains territory", "Non-state actor overtakes territory", "Chemical weapon",
            "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack", "Remote explosive/landmine/IED",
            "Grenade", "Sexual violence", "Attack", "Abduction/forced disappearance", "Peaceful protest",
            "Protest with intervention", "Excessive force against protesters", "Violent demonstration", "Mob violence",
            "Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use",
            "Headquarters or base established", "Looting/property destruction", "Non-violent transfer of territory",
            "Other", "Evacuation", "Displacement", "Aid", "Conditions", "Statement", "Negotiation", "Support", "Sanction",
        ),
        strict=True,
    )
)  # fmt: skip
KINDS = tuple(sub for subs in SUB_EVENT_TYPES.values() for sub in subs)
_MARK = re.compile(r"\[\[([A-Z]+)([=-]?) ([^\]]+)\]\]")
_HEADER = re.compile(r"^=== ([\w-]+) \| (\d{4}-\d\d-\d\d)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Mark:
    """A marked word: where it stands, its sub-type, and "" (first telling), "=" (told again) or "-" (not real)."""

    start: int
    end: int
    kind: str
    sign: str


@dataclass(frozen=True)
class Example:
    """One candidate word: its document, its features, and its mark if it has one."""

    document: int
    features: tuple[str, ...]
    mark: Mark | None


def read(path: Path) -> Iterator[tuple[Document, tuple[Mark, ...]]]:
    """Yield the documents of a file with their marks.

    Raises
    ------
    ValueError
        Where a mark's code is unknown.
    """
    parts = _HEADER.split(path.read_text(encoding="utf-8"))
    for name, day, body in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        text, marks, at = "", [], 0
        body = body.strip("\n")
        for match in _MARK.finditer(body):
            if match[1] not in CODES:
                raise ValueError(f"{path}, document {name}: no code {match[1]}")
            text += body[at : match.start()]
            marks.append(Mark(len(text), len(text) + len(match[3]), CODES[match[1]], match[2]))
            text += match[3]
            at = match.end()
        yield Document(name, text + body[at:], published=date.fromisoformat(day)), tuple(marks)


def examples(paths: Iterable[Path]) -> list[Example]:
    """Return every candidate word of the files' documents."""
    codebook, table = Codebook.default(), ActorTable.default()
    found = []
    documents = [pair for path in paths for pair in read(path)]
    toponyms = [outcome[1] for outcome in stream_toponyms(document for document, _ in documents)]  # type: ignore[index]
    for number, ((document, marks), named) in enumerate(zip(documents, toponyms, strict=True)):
        analysis = next(analyse([document]))
        readers = {}
        for sentence in analysis.sentences:
            inside = [t for t in named if sentence.start <= t.start < sentence.end and t.role is Role.LOCATION]
            places = {token.i for t in inside for token in sentence.span(t.start, t.end) or ()}
            readers[sentence.index] = Reader(sentence.tokens, codebook, places, table)
        proposed = {index: reader.mentions() for index, reader in readers.items()}
        kept = serious(analysis, readers, proposed, codebook)
        around = settings(readers, proposed, kept)
        for sentence in analysis.sentences:
            index = sentence.index
            roots = {}
            for mark in marks:
                span = sentence.span(mark.start, mark.end)
                if span is not None:
                    roots[span.root.i] = mark
            surroundings = Surroundings(
                readers[index], proposed[index], {m.trigger.i for m in kept[index]}, around[index]
            )
            for token in candidates(readers[index]):
                found.append(Example(number, tuple(surroundings.of(token)), roots.get(token.i)))
    return found


class Design:
    """Examples as a sparse matrix over the features that are not too rare."""

    def __init__(self, rows: Sequence[Example], names: Sequence[str] | None = None) -> None:
        if names is None:
            counts = Counter(feature for row in rows for feature in row.features)
            names = sorted(feature for feature, count in counts.items() if count >= RAREST)
        self.names = names
        column = {name: index for index, name in enumerate(names)}
        indices: list[int] = []
        ends = [0]
        for row in rows:
            indices += [column[feature] for feature in row.features if feature in column]
            ends.append(len(indices))
        self.matrix = sparse.csr_matrix((np.ones(len(indices)), indices, ends), (len(rows), len(names)))


def logistic(design: Any, right: Any, ridge: float) -> Any:
    """Return the weights of a logistic regression."""

    def loss(weights: Any) -> tuple[float, Any]:
        logits = design @ weights
        chance = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
        value = np.logaddexp(0, logits).sum() - right @ logits + ridge / 2 * weights @ weights
        return float(value), design.T @ (chance - right) + ridge * weights

    start = np.zeros(design.shape[1])
    return optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300, "ftol": 1e-7}).x


def multinomial(design: Any, kinds: Any, ridge: float) -> Any:
    """Return the weights, shape (features, kinds), of a multinomial logistic regression."""
    rows, columns, count = design.shape[0], design.shape[1], len(KINDS)
    right = np.zeros((rows, count))
    right[np.arange(rows), kinds] = 1

    def loss(flat: Any) -> tuple[float, Any]:
        weights = flat.reshape(columns, count)
        logits = design @ weights
        top = logits.max(axis=1, keepdims=True)
        whole = top + np.log(np.exp(logits - top).sum(axis=1, keepdims=True))
        value = (whole[:, 0] - (logits * right).sum(axis=1)).sum() + ridge / 2 * flat @ flat
        return float(value), (design.T @ (np.exp(logits - whole) - right)).ravel() + ridge * flat

    start = np.zeros(columns * count)
    solved = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200, "ftol": 1e-7}).x
    return solved.reshape(columns, count)


@dataclass
class Fit:
    """Fitted weights over the names of features."""

    names: Sequence[str]
    event: Any
    again: Any
    unreal: Any
    kinds: Any


def fit(rows: Sequence[Example]) -> Fit:
    """Fit all four models."""
    design = Design(rows)
    told = np.array([row.mark is not None for row in rows])
    events = [row for row in rows if row.mark is not None]
    inner = Design(events, design.names).matrix
    signs = [row.mark.sign for row in events if row.mark]
    kinds = np.array([KINDS.index(row.mark.kind) for row in events if row.mark])
    return Fit(
        design.names,
        logistic(design.matrix, told.astype(float), RIDGES["event"]),
        logistic(inner, np.array([sign == "=" for sign in signs], float), RIDGES["again"]),
        logistic(inner, np.array([sign == "-" for sign in signs], float), RIDGES["unreal"]),
        multinomial(inner, kinds, RIDGES["kind"]),
    )


def write(fitted: Fit) -> None:
    """Write the two tables."""
    with (HOME / "detection.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(
            HEADER.format(
                "Log-odds that each feature of a word adds to its telling an event, one told before, an unreal one"
            )
        )
        writer: Any = csv.writer(file, lineterminator="\n")
        writer.writerow(("feature", "event", "again", "unreal"))
        for name, *row in zip(fitted.names, fitted.event, fitted.again, fitted.unreal, strict=True):
            short = [f"{weight:.2f}".rstrip("0").rstrip(".") if abs(weight) >= LEAST else "" for weight in row]
            if any(short):
                writer.writerow((name, *short))
    with (HOME / "kinds.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER.format("What each feature of a word that tells an event adds to the score of each sub-type"))
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("feature", "kind", "weight"))
        for name, row in zip(fitted.names, fitted.kinds, strict=True):
            for kind, weight in zip(KINDS, row, strict=True):
                if abs(weight) >= 2 * LEAST:
                    writer.writerow((name, kind, f"{weight:.2f}"))


def test(rows: Sequence[Example]) -> None:
    """Print what each fold's weights reach on the documents left out."""
    counts: Counter[str] = Counter()
    for fold in range(FOLDS):
        train = [row for row in rows if row.document % FOLDS != fold]
        left = [row for row in rows if row.document % FOLDS == fold]
        fitted = fit(train)
        matrix = Design(left, fitted.names).matrix
        event, again, unreal = (1 / (1 + np.exp(-(matrix @ w))) for w in (fitted.event, fitted.again, fitted.unreal))
        kinds = np.argmax(matrix @ fitted.kinds, axis=1)
        for row, chance, repeated, fancied, kind in zip(left, event, again, unreal, kinds, strict=True):
            rule = "rule" in row.features
            said = chance >= (detection.THRESHOLD if rule else detection.UNFORESEEN)
            counts["gold"] += row.mark is not None
            counts["said"] += said
            counts["right"] += said and row.mark is not None
            counts["rules said"] += "rule kept by the document's subject" in row.features
            counts["rules right"] += row.mark is not None and "rule kept by the document's subject" in row.features
            if row.mark is not None and said:
                counts["kind right"] += KINDS[kind] == row.mark.kind
                counts["again right"] += (repeated >= 0.5) == (row.mark.sign == "=")
                counts["unreal right"] += (fancied >= 0.5) == (row.mark.sign == "-")
                counts["unreal"] += row.mark.sign == "-"
                counts["again"] += row.mark.sign == "="
            if row.mark is not None and rule:
                counts["rule"] += 1
                counts["rule's kind right"] += f"rule of {row.mark.kind}" in row.features
    for said, right in (("said", "right"), ("rules said", "rules right")):
        p, r = counts[right] / counts[said], counts[right] / counts["gold"]
        print(f"{said:12s} P {p:.3f} R {r:.3f} F1 {2 * p * r / (p + r):.3f}")
    for name in ("kind right", "again right", "unreal right"):
        print(f"{name:14s} {counts[name] / counts['right']:.3f}")
    print(
        f"rule's kind right {counts[chr(114) + 'ule' + chr(39) + 's kind right'] / max(1, counts['rule']):.3f}",
        dict(counts),
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, help="marked news (default: data/events/*.txt)")
    parser.add_argument("--write", action="store_true", help="write detection.csv and kinds.csv")
    options = parser.parse_args(arguments)
    rows = examples(options.files or sorted(DATA.glob("*.txt")))
    print(f"{len(rows)} words, {sum(row.mark is not None for row in rows)} of them marked", file=sys.stderr)
    if options.write:
        write(fit(rows))
    else:
        test(rows)


if __name__ == "__main__":
    main()
