"""How right the toponyms of a document are: recognition, resolution, and both end to end.

A gold span is a mapping with "start", "end" (code points, end exclusive) and where known "lat", "lon"; "alternatives"
may hold more points that are right as well. A prediction is a toponym as `mapkit geoparse` prints it. What a corpus
marks as a demonym or as a sports team is don't-care: a prediction that overlaps it is neither right nor wrong, and
neither are predicted demonyms. docs/geoparsing-accuracy.md defines every figure.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, NamedTuple

import shapely
from shapely.geometry.base import BaseGeometry

from mapkit import layers
from mapkit.errors import LayerError
from mapkit.geoparsing import demonyms

Gold = Mapping[str, Any]
Prediction = Mapping[str, Any]
Match = Literal["exact", "overlap"]

#: 100 miles: nearer is the right place, as in the literature.
RIGHT_KM = 161.0
EARTH_KM = 6371.0088
#: A country or continent has no one point: published centroids of Canada lie 1,500 km apart.
COUNTRY_MARGIN_DEGREES = 0.5
CONTINENT_KM = 2000.0


class Outcome(NamedTuple):
    """A prediction that counts, the gold span it hits or None, and how far off it is in km where that can be said."""

    prediction: Prediction
    gold: Gold | None
    km: float | None

    @property
    def right(self) -> bool:
        """Whether it names a gold span and lies at its place."""
        return self.km is not None and self.km <= RIGHT_KM


@dataclass
class Judgement:
    """What became of the gold spans and the predictions of one document, or of many, added up."""

    outcomes: list[Outcome] = field(default_factory=list)
    missed: list[Gold] = field(default_factory=list)

    def add(self, other: "Judgement") -> None:
        """Add another document's."""
        self.outcomes += other.outcomes
        self.missed += other.missed


class Figures(NamedTuple):
    """Shares from 0 to 1; NaN where nothing was there to count."""

    precision: float
    recall: float
    f1: float
    accuracy: float
    located_precision: float
    located_recall: float
    located_f1: float


def judge(
    text: str,
    gold: Iterable[Gold],
    predictions: Iterable[Prediction],
    *,
    match: Match = "exact",
    keep_demonyms: bool = False,
    strict_countries: bool = False,
) -> Judgement:
    """Tell what became of a document's gold spans and predictions.

    Parameters
    ----------
    text : str
        The document's.
    gold, predictions : iterable of mapping
    match : str
        A prediction hits a gold span of the same start and end (`exact`) or, one to one, the one with which it shares
        most characters (`overlap`).
    keep_demonyms : bool
        Count demonyms, in the gold and predicted, like any other toponym.
    strict_countries : bool
        Measure countries and continents from the gold's own point only.
    """
    counted: list[Gold] = []
    ignored: list[Gold] = []
    for span in gold:
        no_care = span.get("team") or (span.get("demonym") and not keep_demonyms)
        (ignored if no_care else counted).append(span)
    found: dict[tuple[int, int], Prediction] = {}
    for prediction in predictions:
        if keep_demonyms or not _is_demonym(prediction, text):
            found.setdefault((prediction["start"], prediction["end"]), prediction)
    predicted = list(found.values())
    partner = dict(_align(counted, predicted, match))
    judgement = Judgement()
    hit = {number: counted[place] for place, number in partner.items()}
    for number, prediction in enumerate(predicted):
        span = hit.get(number)
        if span is not None:
            judgement.outcomes.append(Outcome(prediction, span, error_km(span, prediction, strict=strict_countries)))
        elif not any(_shared(prediction, other) > 0 for other in ignored):
            judgement.outcomes.append(Outcome(prediction, None, None))
    judgement.missed = [span for place, span in enumerate(counted) if place not in partner]
    return judgement


def figures(judgement: Judgement) -> Figures:
    """Return the figures of what was judged."""
    outcomes, missed = judgement.outcomes, judgement.missed
    hits = [outcome for outcome in outcomes if outcome.gold is not None]
    located_gold = sum(_located(outcome.gold) for outcome in hits if outcome.gold) + sum(map(_located, missed))
    located = [outcome for outcome in outcomes if pinned(outcome)]
    measured = [outcome for outcome in hits if outcome.km is not None]
    right = sum(outcome.right for outcome in outcomes)
    recognition = _score(len(hits), len(outcomes), len(hits) + len(missed))
    accuracy = right / len(measured) if measured else math.nan
    return Figures(*recognition, accuracy, *_score(right, len(located), located_gold))


def pinned(outcome: Outcome) -> bool:
    """Tell whether a prediction puts a pin somewhere that can be judged: where its gold has no point, it cannot."""
    return _located(outcome.prediction) and (outcome.gold is None or _located(outcome.gold))


def great_circle_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance of two points (latitude, longitude) on a sphere."""
    (south, west), (north, east) = ((math.radians(degrees) for degrees in point) for point in (one, other))
    chord = math.sin((north - south) / 2) ** 2 + math.cos(south) * math.cos(north) * math.sin((east - west) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(chord)))


def _align(gold: Sequence[Gold], predicted: Sequence[Prediction], match: Match) -> list[tuple[int, int]]:
    if match == "exact":
        numbers = {(prediction["start"], prediction["end"]): number for number, prediction in enumerate(predicted)}
        spans = [(span["start"], span["end"]) for span in gold]
        return [(place, numbers[span]) for place, span in enumerate(spans) if span in numbers]
    pairs = []
    for place, span in enumerate(gold):
        for number, prediction in enumerate(predicted):
            if (shared := _shared(span, prediction)) > 0:
                width = max(span["end"], prediction["end"]) - min(span["start"], prediction["start"])
                pairs.append((-shared, width, place, number))
    taken: dict[int, int] = {}
    for _, _, place, number in sorted(pairs):
        if place not in taken and number not in taken.values():
            taken[place] = number
    return list(taken.items())


def _shared(one: Mapping[str, Any], other: Mapping[str, Any]) -> int:
    return int(min(one["end"], other["end"]) - max(one["start"], other["start"]))


def _is_demonym(prediction: Prediction, text: str) -> bool:
    name = text[prediction["start"] : prediction["end"]]
    return prediction.get("role") == "demonym" or demonyms.place_of(name) is not None


def _located(span: Mapping[str, Any]) -> bool:
    return _point(span) is not None


def _point(span: Mapping[str, Any]) -> tuple[float, float] | None:
    latitude, longitude = span.get("lat", span.get("latitude")), span.get("lon", span.get("longitude"))
    return None if latitude is None or longitude is None else (float(latitude), float(longitude))


def error_km(gold: Gold, prediction: Prediction, *, strict: bool = False) -> float | None:
    """Return how far a prediction is off, 0 where it is the country or continent that the gold's point lies in."""
    right, pin = _point(gold), _point(prediction)
    if right is None or pin is None:
        return None
    points = [right, *((float(latitude), float(longitude)) for latitude, longitude in gold.get("alternatives") or ())]
    km = min(great_circle_km(point, pin) for point in points)
    code = prediction.get("feature_code") or ""
    if strict or km <= RIGHT_KM:
        return km
    if code == "CONT":
        return 0.0 if km <= CONTINENT_KM else km
    if code.startswith("PCL") and prediction.get("country"):
        shape = _country(prediction["country"])
        if shape is not None and shape.contains(shapely.Point(right[1], right[0])):
            return 0.0
    return km


@cache
def _country(code: str) -> BaseGeometry | None:
    try:
        shape = layers.shape(f"countries/{code}").buffer(COUNTRY_MARGIN_DEGREES)
    except LayerError:
        return None
    shapely.prepare(shape)
    return shape


def _score(right: int, predicted: int, gold: int) -> tuple[float, float, float]:
    precision = right / predicted if predicted else math.nan
    recall = right / gold if gold else math.nan
    return precision, recall, 2 * right / (predicted + gold) if predicted + gold else math.nan
