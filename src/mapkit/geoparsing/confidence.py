"""Confidence: how often a choice that looks like this one is right."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from mapkit.geoparsing.resolution import Sense


def of_candidates(sense: "Sense", kept: Sequence[int]) -> dict[int, float]:
    """Return the probability of each of some candidates of a sense."""
    shifted = np.exp(sense.score - sense.score.max())
    share = shifted / shifted.sum()
    return {index: float(share[index]) for index in kept}
