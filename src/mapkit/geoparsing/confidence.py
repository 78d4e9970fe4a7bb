"""Confidence: how often a choice that looks like this one is right.

Scores order the candidates of one name; by themselves they are too sure of themselves. What a choice looks like (how
far it leads, how many namesakes there are, what in the text speaks for it) is therefore weighed anew by a logistic
regression whose weights, in `confidence.csv`, `scripts/fit_confidence.py` fits on texts with known places (Platt 1999).
"""

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from mapkit.gazetteer import fold
from mapkit.geoparsing import tables
from mapkit.geoparsing.weighing import Floats

if TYPE_CHECKING:
    from mapkit.geoparsing.reasons import Document
    from mapkit.geoparsing.resolution import Sense

_SHARES = tuple((bound, f"share near it >= {bound}") for bound in (0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.96, 0.99, 0.998))
_HALF, _FEW = 0.5, 4
_SIZES = ((1_000_000, "1M"), (100_000, "100k"), (15_000, "15k"), (1_000, "1k"))
#: Candidates this near to the chosen one (as a cosine, about 100 km) are the same place for a map of the world.
_NEAR = math.cos(100 / 6371)
_LIMIT = 30.0


def weights() -> dict[str, float]:
    """Return the log-odds that each feature of a choice adds."""
    return tables.weights("confidence.csv")


def shares(score: Floats) -> Floats:
    """Return the softmax of scores."""
    if len(score) == 1:
        return np.ones(1)
    shifted = np.exp(score - score.max())
    return np.asarray(shifted / shifted.sum())


def of_candidates(share: Floats, chosen: int, kept: Sequence[int], look: Sequence[str]) -> dict[int, float]:
    """Return how likely each of some candidates of a sense is meant.

    Parameters
    ----------
    share : ndarray
        The softmax of the candidates' scores.
    chosen : int
        The candidate that was taken.
    kept : sequence of int
        The candidates to answer for, the chosen one among them.
    look : sequence of str
        The features of the choice.
    """
    table = weights()
    sure = _logistic(sum([table.get(feature, 0.0) for feature in look]))
    own, rest = max(float(share[chosen]), 1e-9), max(1 - float(share[chosen]), 1e-9)
    # What the chosen one leaves is shared by the others as their scores have it; none overtakes it.
    found = {}
    for index in kept:
        other = float(share[index])
        found[index] = min(other / rest * (1 - sure), sure * min(1.0, other / own))
    found[chosen] = sure
    return found


def of_anchored(how: str, anchor: float) -> float:
    """Return how likely an unlisted building stands at a town, from how that was found and how sure the town is."""
    return anchor * _logistic(weights().get(how, 0.0))


def _logistic(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-_LIMIT, min(_LIMIT, logit))))


def features(sense: "Sense", chosen: int, share: Floats, document: "Document") -> tuple[str, ...]:
    """Return what a choice looks like, as names of features."""
    weighed = sense.weighed
    look = weighed.looks.get(chosen)
    if look is None:
        look = weighed.looks[chosen] = tuple(_alone(sense, chosen))
    found = [*look]
    own = around = 1.0
    if len(share) > 1:
        own = float(share[chosen])
        around = float(share[weighed.units @ weighed.units[chosen] >= _NEAR].sum())
    found += [label for bound, label in _SHARES if around >= bound]
    if own < _HALF:
        found.append("share < 0.5")
    tie = _tie(sense, chosen, document)
    found.append(f"tie={tie}")
    found.append(f"{look[0]} & tie={tie}")
    if sense.mentions[0].hint:
        agrees = weighed.places[chosen].feature_class in sense.mentions[0].hint
        found.append("type word agrees" if agrees else "type word disagrees")
    if len(document.senses) < _FEW:
        found.append("few names in the text")
    return tuple(found)


def _alone(sense: "Sense", chosen: int) -> Iterator[str]:
    """Yield the features of a choice that do not depend on the text; the first is its kind in a word."""
    place, name = sense.places[chosen], sense.mentions[0].name
    kind = _kind(place.feature_code, place.feature_class, place.population)
    yield kind.split(" ", 1)[0]
    yield "bias"
    yield f"kind={kind}"
    exact = fold(place.name) == name.key
    yield "main name" if exact else "other name"
    if not exact:
        yield f"{kind}, other name"
    if not name.listed:
        yield "loosely listed"
    count = len(sense.places)
    yield f"bearers={'1' if count == 1 else '2-4' if count < 5 else '5-15' if count < 16 else 'many'}"


def _kind(code: str, feature_class: str, population: int) -> str:
    if code.startswith("PCL") or code == "TERR":
        return "country"
    if code in ("ADM1", "PPLC"):
        return "division" if code == "ADM1" else "capital"
    if feature_class == "P":
        return f"town {next((label for bound, label in _SIZES if population >= bound), 'small')}"
    if feature_class == "A":
        return "small division"
    return "region" if code in ("RGN", "CONT", "OCN", "SEA") else f"class {feature_class}"


def _tie(sense: "Sense", chosen: int, document: "Document") -> str:
    """Return the closest bond between a candidate and the rest of the text."""
    if any(not whole for whole, _ in document.holders(sense, chosen)):
        return "named division"
    if document.in_division(sense, chosen):
        return "division"
    if any(True for _ in document.holders(sense, chosen)):
        return "named country"
    return "country" if document.in_country(sense, chosen) else "none"
