"""Recognition: which proposed spans are names of places, decided from their context.

Each proposal has named features (`context`, `neighbours`); their weights, in `recognition.csv`, add up to log-odds.
Overlapping proposals compete and the likelier one stays.
"""

import bisect
import math
from collections.abc import Mapping, Sequence

from mapkit.geoparsing import context, neighbours, tables
from mapkit.geoparsing.candidates import Candidates
from mapkit.geoparsing.context import Surroundings
from mapkit.geoparsing.mentions import Mention, propose
from mapkit.geoparsing.runs import Runs
from mapkit.text.tokens import Tokens

#: A span is taken for a place name from this probability on.
THRESHOLD = 0.5
#: What each word adds to a span's claim against those it overlaps: of two likely names the longer is usually meant.
_LENGTH = 0.08
_LIMIT = 30.0


def weights() -> dict[str, float]:
    """Return the log-odds that each feature adds."""
    return tables.weights("recognition.csv")


def recognise(tokens: Tokens, candidates: Candidates, *, fast: bool = False) -> list[Mention]:
    """Return the place names of a text, in reading order, none overlapping another.

    Parameters
    ----------
    tokens : Tokens
    candidates : Candidates
    fast : bool
        Leave out what costs most and gives least: names that the gazetteer does not know, and the second look at each
        name beside its neighbours.
    """
    return choose(estimated(tokens, candidates, fast=fast))


def estimated(tokens: Tokens, candidates: Candidates, *, fast: bool = False) -> list[Mention]:
    """Return every proposal with its features and its probability, in reading order."""
    proposals = describe(tokens, candidates, unlisted=not fast)
    table = weights()
    logits = first_estimate(proposals, table)
    if not fast:
        second_estimate(proposals, logits, tokens, table)
    return proposals


def strongest(mention: Mention, most: int = 6) -> list[tuple[str, float]]:
    """Return the features of a proposal that weigh most, with their weights in log-odds."""
    table = weights()
    known = [(name, table[name]) for name in dict.fromkeys(mention.features) if name in table]
    return sorted(known, key=lambda pair: (-abs(pair[1]), pair[0]))[:most]


def describe(tokens: Tokens, candidates: Candidates, *, unlisted: bool = True) -> list[Mention]:
    """Return every proposal with the features that depend on the text alone."""
    runs = Runs(tokens)
    proposals = propose(tokens, candidates, runs, unlisted=unlisted)
    around = Surroundings(tokens, runs)
    for mention, nested in zip(proposals, neighbours.nesting(proposals), strict=True):
        mention.features = context.describe(mention, around)
        mention.features += nested
    return proposals


def first_estimate(proposals: Sequence[Mention], table: Mapping[str, float]) -> list[float]:
    """Give every proposal its probability by itself; return the log-odds."""
    get = table.get
    logits = []
    for mention in proposals:
        logit = sum([get(feature, 0.0) for feature in mention.features])
        mention.recognition = _probability(logit)
        logits.append(logit)
    return logits


def second_estimate(
    proposals: Sequence[Mention], logits: Sequence[float], tokens: Tokens, table: Mapping[str, float]
) -> None:
    """Give every proposal its probability with what stands beside it and elsewhere in the text."""
    get = table.get
    beside = neighbours.describe(proposals, logits, tokens)
    for mention, logit, extra in zip(proposals, logits, beside, strict=True):
        if extra:
            mention.features += extra
            mention.recognition = _probability(logit + sum([get(feature, 0.0) for feature in extra]))


def choose(proposals: Sequence[Mention]) -> list[Mention]:
    """Return the likely proposals in reading order; of those that overlap, the one with the strongest claim."""
    chosen: list[Mention] = []  # in reading order; none overlaps another, so only two neighbours can be in the way
    likely = [mention for mention in proposals if mention.recognition >= THRESHOLD]
    for mention in sorted(likely, key=_claim):
        at = bisect.bisect_left(chosen, mention.first, key=_first)
        after_before = at == 0 or chosen[at - 1].last < mention.first
        before_after = at == len(chosen) or mention.last < chosen[at].first
        if after_before and before_after:
            chosen.insert(at, mention)
    return chosen


def _first(mention: Mention) -> int:
    return mention.first


def _claim(mention: Mention) -> tuple[float, int, int]:
    words = mention.text.count(" ") + 1
    return -round(mention.recognition + _LENGTH * words, 6), mention.start - mention.end, mention.start


def _probability(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-_LIMIT, min(_LIMIT, logit))))
