"""Recognition: which proposed spans are names of places, decided from their context.

Each proposal has named features (`context`); their weights, in `recognition.csv`, add up to log-odds. Overlapping
proposals compete and the likelier one stays.
"""

import bisect
import csv
import math
from collections.abc import Sequence
from functools import cache
from importlib import resources

from mapkit.geoparsing import context
from mapkit.geoparsing.mentions import Mention
from mapkit.text.sentences import Analysis

#: A span is taken for a place name from this probability on.
THRESHOLD = 0.42
#: What each word adds to a span's claim against those it overlaps: of two likely names the longer is usually meant.
_LENGTH = 0.08


@cache
def weights() -> dict[str, float]:
    """Return the log-odds that each feature adds."""
    text = resources.files(__package__).joinpath("recognition.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {row["feature"]: float(row["weight"]) for row in rows}


def recognise(analysis: Analysis, proposals: Sequence[Mention]) -> list[Mention]:
    """Return the proposals that are place names, in reading order, none overlapping another.

    Every proposal gets its features and its probability (`recognition`) on the way.
    """
    describe(analysis, proposals)
    estimate(proposals, weights())
    return choose(proposals)


def choose(proposals: Sequence[Mention]) -> list[Mention]:
    """Return the likely proposals in reading order; of those that overlap, the one with the strongest claim."""
    chosen: list[Mention] = []  # in reading order; none overlaps another, so only two neighbours can be in the way
    likely = [mention for mention in proposals if mention.recognition >= THRESHOLD]
    for mention in sorted(likely, key=_claim):
        at = bisect.bisect_left(chosen, mention.start, key=lambda kept: kept.start)
        after_before = at == 0 or chosen[at - 1].end <= mention.start
        before_after = at == len(chosen) or mention.end <= chosen[at].start
        if after_before and before_after:
            chosen.insert(at, mention)
    return chosen


def _claim(mention: Mention) -> tuple[float, int, int]:
    words = mention.text.count(" ") + 1
    return -round(mention.recognition + _LENGTH * words, 6), mention.start - mention.end, mention.start


def describe(analysis: Analysis, proposals: Sequence[Mention]) -> None:
    """Give every proposal the features that depend on the text alone."""
    surroundings = context.Surroundings(analysis)
    nested = context.nesting(proposals)
    for mention in proposals:
        mention.features = context.features(mention, surroundings) + nested.get(id(mention), ())


def estimate(proposals: Sequence[Mention], table: dict[str, float]) -> None:
    """Give every proposal its probability, first by itself, then with what stands beside it."""
    for mention in proposals:
        mention.recognition = _probability(mention.features, table)
    beside = context.neighbours(proposals)
    for mention in proposals:
        extra = beside.get(id(mention))
        if extra:
            mention.features += extra
    for mention in proposals:
        mention.recognition = _probability(mention.features, table)


def _probability(features: Sequence[str], table: dict[str, float]) -> float:
    total = sum(table.get(feature, 0.0) for feature in features)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
