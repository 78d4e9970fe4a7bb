"""Detection: which words of a sentence tell an event, and which, decided from their surroundings.

The codebook's rules propose; named features of a word and its company (`surroundings`), among them what the rules say,
add up to log-odds by fitted weights. So an event is seen that no rule foresaw, and a rule's word that is an ordinary one
here is left alone. `detection.csv` holds three sets of weights: `event` (it tells one at all), `again` (one that the text
told before, or its result) and `unreal` (it did not happen here and now); `kinds.csv` those of each sub-type.
Made by scripts/fit_detection.py.
"""

import csv
import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import cache
from importlib import resources

from mapkit.coding.classification import Mention, Reader, Seen
from mapkit.coding.codebook import Rule
from mapkit.coding.grammar import noun_frame, verb_frame
from mapkit.coding.surroundings import Setting, Surroundings, candidates
from mapkit.model import SUB_EVENT_TYPES, EventType, type_of

#: A word is taken to tell an event from this probability on; `UNFORESEEN` where no rule proposes it.
THRESHOLD, UNFORESEEN = 0.45, 0.5
_ORIGINS = frozenset({"Evacuation", "Displacement", "Non-violent transfer of territory"})


def see(features: Sequence[str]) -> Seen:
    """Return the probabilities that a word's features speak for."""
    table, kinds = weights(), weights_of_kinds()
    event = again = unreal = 0.0
    scores = dict.fromkeys(kinds["every word"], 0.0)
    for feature in features:
        known = table.get(feature)
        if known is not None:
            event, again, unreal = event + known[0], again + known[1], unreal + known[2]
        for name, weight in kinds.get(feature, {}).items():
            scores[name] += weight
    top = max(scores.values())
    shares = {name: math.exp(score - top) for name, score in scores.items()}
    whole = sum(shares.values())
    return Seen(_chance(event), _chance(again), _chance(unreal), {n: share / whole for n, share in shares.items()})


def detect(reader: Reader, proposed: Sequence[Mention], kept: Collection[int], setting: Setting) -> list[Mention]:
    """Return the mentions of a sentence, in reading order.

    Parameters
    ----------
    reader : Reader
    proposed : sequence of Mention
        What the codebook's rules see.
    kept : collection of int
        Indices of the triggers that the document's subject leaves standing.
    setting : Setting
    """
    by_trigger = {mention.trigger.i: mention for mention in proposed}
    inside = {word.i for mention in proposed for word in mention.words}
    surroundings = Surroundings(reader, proposed, kept, setting)
    found = []
    for token in candidates(reader):
        mention = by_trigger.get(token.i)
        if mention is None and token.i in inside:
            continue
        seen = see(surroundings.of(token))
        if seen.event < (UNFORESEEN if mention is None else THRESHOLD):
            continue
        kind = max(seen.kinds, key=lambda name: (seen.kinds[name], name))
        if mention is None:
            frame = verb_frame(token) if token.pos_ == "VERB" else noun_frame(token)
            mention = Mention(_unforeseen(kind), token, (token,), frame, 0.0)
        found.append(replace(mention, kind=kind, seen=seen))
    return found


@cache
def _unforeseen(sub_event_type: str) -> Rule:
    """Return the stand-in for a rule where none foresaw the wording."""
    place = "here"
    if sub_event_type in _ORIGINS:
        place = "origin"
    elif sub_event_type == "Aid":
        place = "destination"
    elif type_of(sub_event_type) is EventType.DIPLOMACY:
        place = "none"
    return Rule("told by its surroundings", sub_event_type, 10**6, 0, place=place)


def _chance(logit: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit))))


@cache
def weights() -> dict[str, tuple[float, float, float]]:
    """Return the log-odds that each feature adds to `event`, `again` and `unreal`."""
    return {
        row["feature"]: (float(row["event"] or 0), float(row["again"] or 0), float(row["unreal"] or 0))
        for row in _rows("detection.csv")
    }


@cache
def weights_of_kinds() -> dict[str, dict[str, float]]:
    """Return what each feature adds to the score of each sub-type."""
    table: dict[str, dict[str, float]] = {"every word": {}}
    for row in _rows("kinds.csv"):
        table.setdefault(row["feature"], {})[row["kind"]] = float(row["weight"])
    table["every word"] = {name: 0.0 for subs in SUB_EVENT_TYPES.values() for name in subs} | table["every word"]
    return table


def _rows(file: str) -> Iterable[dict[str, str]]:
    text = resources.files(__package__).joinpath(file).read_text(encoding="utf-8")
    return csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
