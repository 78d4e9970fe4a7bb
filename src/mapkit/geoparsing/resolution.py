"""Resolution: which place each name means, decided jointly over a document.

The names of a document are grouped into senses (one sense a discourse, Gale et al. 1992, unless the text itself tells
two namesakes apart). Each candidate of a sense starts from what is known of it by itself (how well known it is, how it
matches the name and the type word beside it, what the text says contains it). Then, in rounds, the senses vote for each
other's country and first-level division, and draw each other near (spatial minimality, Leidner 2007), each weighed by
how sure it is itself. Scores are log-odds; their softmax is the confidence.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from mapkit.gazetteer import fold
from mapkit.geoparsing import relations, vocabulary
from mapkit.geoparsing.mentions import Kind, Mention
from mapkit.model import Candidate, Place

Array = NDArray[np.float64]
T = TypeVar("T")

_ROUNDS = 3
_KEPT = 5
#: How many names before and behind a name are heard, in a text of more than twice as many.
_HEARD = 100
_EARTH_KM = 6371.0088
#: Distance over which the pull of another place falls to a third.
_REACH_KM = 150.0
_WEIGHTS = {"country": 5.0, "division": 4.5, "near": 4.0, "theatre": 4.0}
#: How much ten times the people are worth, in log-odds.
_FAME = 1.0
#: What it is worth to be a city that readers anywhere know.
_METROPOLIS = 1.0
#: How much likelier a bare name means a town than the province of the same name.
_SEAT = 0.9
#: How sure a building's town is, against how sure the town itself.
_HOUSED = 0.7
#: Below this score a namesake in no way tied to the text is not taken.
_FLOOR = 2.5
#: What a country's name weighs as a voter, against a place's.
_COUNTRY_VOICE = 0.6
#: How far behind a stray hamlet a well-known namesake may be and still take its place, in log-odds.
_YIELD = 5.0
#: What a name far off in the text weighs as a voter, against one in the same sentence.
_FAR_VOICE = 0.35
#: A place with fewer people than this, this far from every other place of a text with so many others, is a stray.
_WELL_KNOWN, _STRAY_KM, _QUORUM = 100_000, 500.0, 3
_TOWN, _RARE = 20_000, 3
#: Countries so large that being in them is no tie.
_LARGE = frozenset({"US", "RU", "CA", "CN", "BR", "AU", "IN"})
#: Votes count less than in proportion: half the voices are worth more than half of all.
_SATURATION = 0.75
#: What share of a wider unit's votes counts for the narrower kind of vote.
_SHARE = 0.6
#: What it is worth to be of one kind with a neighbour in a list.
_SIBLINGS = 1.5
_REGIONAL = vocabulary.words(
    "incursion incursions offensive offensives operation operations settlement settlements village villages town "
    "towns district districts territory area areas front troops forces fighting advance advances gains parts part "
    "push countryside communities border regions counteroffensive campaign assault bridgehead"
)
#: The division that a type word usually names.
_CODES = {"county": "ADM2", "oblast": "ADM1", "province": "ADM1", "state": "ADM1", "governorate": "ADM1"}
#: Type words of things that bear a town's name: "the X area", "X district" may well be about the town of X.
_LOOSE = frozenset(
    {"area", "areas", "district", "districts", "zone", "port", "base", "camp", "camps", "crossing", "coast"}
)
_URBAN = vocabulary.words(
    "city outskirts suburb suburbs street streets residents mayor airport downtown centre center apartment hospital "
    "district neighborhood neighbourhood hotel university school building buildings mall station council"
)


@dataclass(slots=True)
class Resolved:
    """What a mention was taken to mean: its candidates, best first, and why there may be no choice."""

    candidates: tuple[Candidate, ...] = ()
    place: Place | None = None
    confidence: float = 0.0
    reason: str | None = None


@dataclass(eq=False)
class _Sense:
    """One name in one meaning, with its candidates' scores and the reasons for them."""

    name: str
    mentions: list[Mention]
    places: tuple[Place, ...]
    weight: float
    base: Array = field(init=False)
    score: Array = field(init=False)
    reasons: list[list[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.base = np.zeros(len(self.places))
        self.score = np.zeros(len(self.places))
        self.reasons = [[] for _ in self.places]

    def add(self, index: int, value: float, reason: str = "") -> None:
        self.base[index] += value
        if reason and value > 0:
            self.reasons[index].append(reason)

    @cached_property
    def unit(self) -> Array:
        return _unit([(p.latitude, p.longitude) for p in self.places])

    @cached_property
    def first_sentence(self) -> int:
        return self.mentions[0].sentence.index if self.mentions else 0

    @property
    def probability(self) -> Array:
        if not len(self.places):
            return np.zeros(0)
        shifted = np.exp(self.score - self.score.max())
        return np.asarray(shifted / shifted.sum())


def _unit(points: Iterable[tuple[float, float]]) -> Array:
    radians = np.radians(np.array(list(points), dtype=float).reshape(-1, 2))
    lat, lon = radians[:, 0], radians[:, 1]
    return np.column_stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))


def resolve(
    mentions: Sequence[Mention], *, theatre: frozenset[str] = frozenset(), home: Sequence[Place] = ()
) -> dict[int, Resolved]:
    """Return, by `id` of the mention, what each mention means.

    Parameters
    ----------
    mentions : sequence of Mention
        The recognised mentions of one document, in reading order.
    theatre : frozenset of str
        ISO country codes that the user expects the text to be about.
    home : sequence of Place
        Where the publisher sits, as far as known.
    """
    pairs = relations.containments(mentions)
    senses, sense_of = _senses(mentions, pairs)
    for sense in senses:
        _prior(sense, theatre)
        _typed(sense)
    _regional(senses)
    for sense in senses:
        sense.score = sense.base.copy()
    contained = _contain(pairs, sense_of)
    listed = _list(relations.siblings(mentions), sense_of)
    homes = _homes(home)
    for _ in range(_ROUNDS):
        _vote(senses, homes, contained, listed)
    results = {id(sense): _result(sense, _near_by(senses, index)) for index, sense in enumerate(senses)}
    meant = {id(mention): results[id(sense_of[id(mention)])] for mention in mentions}
    _house(pairs, meant)
    return meant


def _house(pairs: Sequence[relations.Containment], meant: dict[int, Resolved]) -> None:
    """Put a building that the gazetteer does not list where the text says it stands ("X Hospital in Kyiv")."""
    for pair in pairs:
        inner, outer = meant[id(pair.inner)], meant[id(pair.outer)]
        built = pair.inner.kind is Kind.VENUE or "tail=venue" in pair.inner.features
        if inner.candidates or not built or outer.place is None or outer.place.feature_class not in "PS":
            continue
        said = f"the gazetteer does not list it, but the text puts it in {pair.outer.text}"
        confidence = round(_HOUSED * outer.confidence, 4)
        meant[id(pair.inner)] = Resolved((Candidate(outer.place, confidence, (said,)),), outer.place, confidence, None)


# ---------------------------------------------------------------------------------------------------------- senses
def _senses(
    mentions: Sequence[Mention], pairs: Sequence[relations.Containment]
) -> tuple[list[_Sense], dict[int, _Sense]]:
    """Group mentions into senses; "Birmingham, Alabama" is told from "Birmingham, England" where both occur."""
    qualifier: dict[int, str] = {}
    for pair in pairs:
        if pair.qualifies and any(
            relations.contains(outer, inner) for outer in pair.outer.places[:5] for inner in pair.inner.places
        ):
            qualifier[id(pair.inner)] = fold(pair.outer.name)
    qualifiers: defaultdict[str, set[str]] = defaultdict(set)
    for mention in mentions:
        if id(mention) in qualifier:
            qualifiers[fold(mention.name)].add(qualifier[id(mention)])
    holders = {id(pair.outer): fold(pair.inner.name) for pair in pairs if pair.qualifies and _is_double(pair.outer)}
    groups: dict[tuple[str, str, str], list[Mention]] = defaultdict(list)
    for mention in mentions:
        name = fold(mention.name)
        split = qualifier.get(id(mention), "") if len(qualifiers[name]) > 1 else holders.get(id(mention), "")
        groups[name, mention.hint, split].append(mention)
    senses: list[_Sense] = []
    sense_of: dict[int, _Sense] = {}
    for (name, _, _), group in groups.items():
        weight = math.log1p(len(group)) * (0.5 if group[0].kind is Kind.DEMONYM else 1.0)
        sense = _Sense(name, group, group[0].places, weight)
        senses.append(sense)
        sense_of.update({id(mention): sense for mention in group})
    return senses, sense_of


def _is_double(mention: Mention) -> bool:
    """Tell whether a name is a country's and another country's division's as well, as Georgia is."""
    states = {p.country for p in mention.places if p.feature_code.startswith("PCL")}
    return bool(states) and any(p.feature_code == "ADM1" and p.country not in states for p in mention.places)


def _homes(home: Sequence[Place]) -> list[_Sense]:
    return [_Sense("", [], (place,), 0.5) for place in home]


# ------------------------------------------------------------------------------------------------- one by one
def _prior(sense: _Sense, theatre: frozenset[str]) -> None:
    """Score what is known of each candidate by itself: how well known it is, and how it bears the name."""
    mention = sense.mentions[0]
    text = fold(mention.name)
    shouted = {"dateline", "titled"} & set(mention.features)
    code = mention.text.isupper() and 1 < len(mention.text.replace(".", "")) <= 3 and not shouted
    # "EU" is not the town of Eu, nor "US" that of Us.
    named = [fold(p.name) == text and not (code and p.feature_class == "P" and p.name != text) for p in sense.places]
    owners = {p.country for p, own in zip(sense.places, named, strict=True) if own and p.feature_class == "P"}
    seats: dict[str, float] = {}
    for place in sense.places:
        if place.feature_class == "P" and place.admin1_code:
            seats[place.admin1_code] = max(seats.get(place.admin1_code, 0.0), _fame(place))
    for index, place in enumerate(sense.places):
        fame = _fame(place)
        if place.feature_code in ("ADM1", "ADM2") and "A" not in mention.hint and place.admin1_code in seats:
            # A bare name that a town shares with its province is the town's; how far is a matter of usage.
            fame = min(fame, seats[place.admin1_code]) - (_SEAT if named[index] else 2 * _SEAT)
        sense.base[index] += fame
        if named[index]:
            sense.base[index] += 0.7
        elif code and place.feature_class in "PS":
            sense.base[index] -= 3.0  # an airport's or a licence plate's code
        elif place.country in owners and place.population < 1_000_000 and place.feature_class in "PHTS":
            sense.base[index] -= 1.2  # another place has it as its own name, this one as an old or foreign one
        if place.feature_class == "H" and not mention.hint and not named[index]:
            sense.base[index] -= 1.0
        if place.country and place.country in theatre:
            sense.add(index, _WEIGHTS["theatre"], "it lies in the theatre that was set")
    if len(sense.places):
        best = int(np.argmax(sense.base))
        if (
            mention.kind is Kind.VENUE
            and not any(named)
            and len(text.split()) > len(fold(sense.places[best].name).split())
        ):
            sense.reasons[best].append("the gazetteer does not list the building, but the place it is called after")
        elif len(sense.places) > 1:
            sense.reasons[best].append(f"the best known of {len(sense.places)} places of this name")
        else:
            sense.reasons[best].append("the only place of this name in the gazetteer")


def _fame(place: Place) -> float:
    """Return how likely a place is to be meant, from its kind and population, as log-odds on a common scale."""
    code = place.feature_code
    known = _FAME * math.log10(place.population + 1)
    if code.startswith("PCL"):
        return max(known, 5.0) + 2.5
    if code in ("CONT", "OCN"):
        return 11.0
    if code == "TERR":
        return max(known, 4.5) + 2.5
    if code == "ADM1":
        return max(known, 5.0) + 2.5
    if code == "PPLC":
        return known + 1.5 + (_METROPOLIS if place.population >= 500_000 else 0.0)
    if code == "PPLA":
        return known + 0.4
    if place.feature_class == "A":
        return max(known, 3.5) - 0.5
    if code == "RGN":
        return 7.0 if place.country else 9.5
    if code in ("SEA", "GULF", "STRT", "PEN", "CHN", "ADMF", "GOVL"):
        return 7.5
    if place.feature_class in "LTH":
        return max(known, 4.5)
    if place.feature_class == "S":
        return 3.5
    return known + (_METROPOLIS if place.population >= 500_000 else 0.0) if place.population else 1.5


def _typed(sense: _Sense) -> None:
    """Score how each candidate agrees with the type word beside the name ("the X river", "X region")."""
    mention = next((m for m in sense.mentions if m.hint), None)
    if mention is None:
        return
    wanted = _CODES.get(mention.hint_word)
    loose = mention.hint[0] in "SL" or mention.hint_word in _LOOSE
    for index, place in enumerate(sense.places):
        if place.feature_class in mention.hint:
            first = place.feature_class == mention.hint[0]
            sense.add(index, 4.0 if first else 2.5, f"the word \u201c{mention.hint_word}\u201d says what it is")
        elif not (loose and place.feature_class in "PA"):
            sense.base[index] -= 4.0
        if wanted and place.feature_code != wanted:
            sense.base[index] -= 0.7


def _regional(senses: Sequence[_Sense]) -> None:
    """Let a bare name that a city and its region share follow the discourse.

    In a text that speaks of the X region, of operations and settlements in X, the bare name means the region; where it
    speaks of the streets or the mayor of X, the city.
    """
    regions: dict[str, float] = defaultdict(float)
    for sense in senses:
        hint = sense.mentions[0].hint
        if hint.startswith("A") and hint != "AP":
            regions[_stem(sense.name)] += len(sense.mentions)
    for sense in senses:
        if sense.mentions[0].hint or len(sense.places) < 2:
            continue
        votes = sum(_region_evidence(mention) for mention in sense.mentions)
        named = regions.get(_stem(sense.name), 0.0)
        total = (1.2 * votes / math.sqrt(len(sense.mentions))) + (1.6 if named and votes >= 0 else 0.0)
        total += 0.6 if named > len(sense.mentions) and votes >= 0 else 0.0
        if not total:
            continue
        cities = {p.admin1_code for p in sense.places if p.feature_class == "P"}
        for index, place in enumerate(sense.places):
            if place.feature_code == "ADM1" and place.admin1_code in cities:
                sense.add(index, max(-2.0, min(4.0, total)), "the text speaks of the region of this name")


def _stem(name: str) -> str:
    words = [word for word in name.split(" ") if word not in vocabulary.TYPE_WORDS]
    return " ".join(words) or name


def _region_evidence(mention: Mention) -> float:
    """Return how far the words around a bare name speak of a region (positive) or of a city (negative)."""
    root = mention.span.root
    governor = root.head
    total = 0.0
    if root.dep_ == "pobj":
        if governor.lower_ in ("into", "across", "throughout"):
            total += 1.0
        anchor = governor.head.lower_
        if anchor in _REGIONAL:
            total += 1.0
        if anchor in _URBAN:
            total -= 1.0
    elif root.dep_ in ("poss", "compound", "nmod"):
        if governor.lower_ in _REGIONAL:
            total += 0.7
        if governor.lower_ in _URBAN:
            total -= 1.0
    return total


# ------------------------------------------------------------------------------------------------------- together
def _contain(
    pairs: Sequence[relations.Containment], sense_of: dict[int, _Sense]
) -> list[tuple[_Sense, _Sense, NDArray[np.bool_], float, str]]:
    """Return (inner, outer, which candidate lies in which, strength, outer name) of every said containment."""
    found = []
    for pair in pairs:
        inner, outer = sense_of[id(pair.inner)], sense_of[id(pair.outer)]
        if inner is outer or not inner.places or not outer.places:
            continue
        matrix = np.array([[relations.contains(o, i) for o in outer.places] for i in inner.places], dtype=bool)
        if matrix.any():
            found.append((inner, outer, matrix, pair.strength, pair.outer.text))
    return found


def _list(
    pairs: Sequence[tuple[Mention, Mention]], sense_of: dict[int, _Sense]
) -> list[tuple[_Sense, _Sense, NDArray[np.bool_], float]]:
    """Return the senses that stand side by side in a list, and which of their candidates are of one kind."""
    found = []
    for one, next_one in pairs:
        left, right = sense_of[id(one)], sense_of[id(next_one)]
        if left is not right and left.places and right.places:
            alike = np.array([[relations.alike(p, q) for q in right.places] for p in left.places], dtype=bool)
            found.append((left, right, alike, _SIBLINGS))
    return found


def _near_by(items: Sequence[T], index: int) -> Sequence[T]:
    """Return what one of many hears: all of an ordinary text, the nearest in reading order of a list of thousands.

    Every name weighs every other; without a bound, a gazetteer pasted in as a document would never end.
    """
    if len(items) <= 2 * _HEARD:
        return items
    return items[max(0, index - _HEARD) : index + _HEARD]


def _vote(
    senses: Sequence[_Sense],
    homes: Sequence[_Sense],
    contained: Sequence[tuple[_Sense, _Sense, NDArray[np.bool_], float, str]],
    listed: Sequence[tuple[_Sense, _Sense, NDArray[np.bool_], float]],
) -> None:
    """Score every candidate anew from the present probabilities of the other senses."""
    voices = [(sense, sense.probability) for sense in senses]
    at_home = [(sense, sense.probability) for sense in homes]
    scores = []
    for index, sense in enumerate(senses):
        if len(sense.places) == 0:
            scores.append(sense.base)
            continue
        heard = [voice for voice in _near_by(voices, index) if voice[0].places]
        scores.append(sense.base + _support(sense, [*heard, *at_home]))
    for sense, score in zip(senses, scores, strict=True):
        sense.score = score
    for left, right, alike, strength in listed:
        left.score, right.score = (
            left.score + strength * (alike @ right.probability),
            right.score + strength * (alike.T.astype(float) @ left.probability),
        )
    for inner, outer, matrix, strength, _ in contained:
        inside = matrix @ outer.probability
        around = matrix.T.astype(float) @ inner.probability
        inner.score = inner.score + strength * inside
        outer.score = outer.score + 0.6 * strength * np.minimum(1.0, around)


def _support(sense: _Sense, sources: Sequence[tuple[_Sense, Array]]) -> Array:
    """Return what the other senses of the document add to each candidate of one."""
    countries: defaultdict[str, float] = defaultdict(float)
    divisions: defaultdict[str, float] = defaultdict(float)
    points: list[Array] = []
    weights: list[float] = []
    total = 0.0
    for other, probability in sources:
        if other is sense or other.name == sense.name:
            continue
        gap = abs(other.first_sentence - sense.first_sentence) if other.mentions else 0
        weight = other.weight * (_FAR_VOICE + (1 - _FAR_VOICE) / (1 + 0.5 * gap))
        order = np.argsort(-probability)[:_KEPT]
        if other.places[order[0]].feature_code.startswith("PCL"):
            weight *= _COUNTRY_VOICE  # a country that acts in the text says little of where its towns are meant
        total += weight
        for index in order:
            place, share = other.places[index], weight * float(probability[index])
            if share < 0.02:
                continue
            if place.country:
                countries[place.country] += share
            if place.admin1_code:
                divisions[place.admin1_code] += share
            if not place.feature_code.startswith("PCL") and place.feature_code not in ("CONT", "OCN", "RGN"):
                points.append(other.unit[index])
                weights.append(share)
    if not total:
        return np.zeros(len(sense.places))
    scale = total + 0.7
    country = np.array([countries[p.country] if p.country else 0.0 for p in sense.places]) / scale
    division = np.array([divisions[p.admin1_code] if p.admin1_code else 0.0 for p in sense.places]) / scale
    near = np.zeros(len(sense.places))
    if points:
        chord = np.sqrt(np.maximum(0.0, 2 - 2 * np.clip(sense.unit @ np.array(points).T, -1, 1)))
        near = np.exp(-chord * _EARTH_KM / _REACH_KM) @ np.array(weights) / scale
    # A point says little of where a country or division is: what lies in it is near it, and it is as near as its town.
    whole = np.array([p.feature_code.startswith("PCL") for p in sense.places], dtype=bool)
    division = np.where(whole, _SHARE * country, division)
    near = np.where(whole, np.maximum(near, _SHARE * division), near)
    _seat_near(sense.places, near, division)
    support = np.asarray(
        _WEIGHTS["country"] * country**_SATURATION
        + _WEIGHTS["division"] * division**_SATURATION
        + _WEIGHTS["near"] * near**_SATURATION
    )
    # What lies in no one country (a river, a sea) cannot be voted for: it is not put behind for that.
    stateless = np.array([not p.country for p in sense.places], dtype=bool)
    if stateless.any() and not stateless.all():
        support = np.where(stateless, np.maximum(support, _SHARE * support[~stateless].max()), support)
    return support


def _seat_near(places: Sequence[Place], near: Array, division: Array) -> None:
    """Let a division be as near as the town that shares its name, else as what lies in it."""
    towns: defaultdict[str, float] = defaultdict(float)
    for place, value in zip(places, near, strict=True):
        if place.feature_class == "P":
            towns[place.admin1_code] = max(towns[place.admin1_code], float(value))
    for index, place in enumerate(places):
        if place.feature_code in ("ADM1", "ADM2"):
            near[index] = towns.get(place.admin1_code, max(float(near[index]), _SHARE * float(division[index])))


# --------------------------------------------------------------------------------------------------------- results
def _result(sense: _Sense, senses: Sequence[_Sense]) -> Resolved:
    if not sense.places:
        return Resolved(reason="the gazetteer knows no place of this name")
    probability = sense.probability
    order = sorted(range(len(sense.places)), key=lambda i: (-sense.score[i], sense.places[i].gazetteer_id))
    kept = tuple(
        Candidate(sense.places[i], float(probability[i]), tuple(_explain(sense, i, senses))) for i in order[:_KEPT]
    )
    chosen = next((i for i in order[:_KEPT] if not _is_stray(sense, sense.places[i], senses)), None)
    if chosen is None or sense.score[chosen] < max(_FLOOR, sense.score[order[0]] - _YIELD):
        best = sense.places[order[0]]
        where = ", ".join(part for part in (best.name, best.admin1, best.country) if part)
        return Resolved(kept, None, 0.0, f"the likeliest namesake ({where}) has no tie to the rest of the text")
    kept = tuple(sorted(kept, key=lambda candidate: candidate.place is not sense.places[chosen]))
    return Resolved(kept, sense.places[chosen], float(probability[chosen]))


def _is_stray(sense: _Sense, best: Place, senses: Sequence[_Sense]) -> bool:
    """Tell whether a little-known place lies far from all else in a text that speaks of one part of the world.

    The gazetteer never has every hamlet; a namesake on another continent is no answer then.
    """
    if best.feature_class not in "PA" or best.feature_code in ("ADM1", "PPLC") or best.population > _WELL_KNOWN:
        return False
    if best.feature_code.startswith("PCL"):
        return False
    tops = [
        (other, other.places[int(np.argmax(other.score))])
        for other in senses
        if other is not sense and other.name != sense.name and len(other.places)
    ]
    settled = [p for _, p in tops if p.feature_class in "PA" and not p.feature_code.startswith("PCL")]
    if len(settled) < _QUORUM:
        return False
    if any(
        relations.contains(p, best)
        for _, p in tops
        if not (best.country in _LARGE and p.feature_code.startswith("PCL"))
    ):
        return False
    here = _unit([(best.latitude, best.longitude)])
    there = _unit([(p.latitude, p.longitude) for p in settled])
    chord = np.sqrt(np.maximum(0.0, 2 - 2 * np.clip(here @ there.T, -1, 1)))
    # A town of some size with a name of its own is known further off than a hamlet.
    own = len(sense.places) <= _RARE and best.population > _TOWN and fold(best.name) == sense.name
    return bool(chord.min() * _EARTH_KM > _STRAY_KM * (5 if own else 1))


def _explain(sense: _Sense, index: int, senses: Sequence[_Sense]) -> Iterable[str]:
    """Yield in words why a candidate scores as it does."""
    place = sense.places[index]
    yield from sense.reasons[index]
    others = [
        (other, other.places[int(np.argmax(other.score))])
        for other in senses
        if other is not sense and other.name != sense.name and len(other.places)
    ]
    holders = [o.mentions[0].text for o, p in others if relations.contains(p, place)]
    if holders:
        yield f"it lies in {holders[0]}, which the text names"
    same = [o.mentions[0].text for o, p in others if p.admin1_code and p.admin1_code == place.admin1_code]
    if len(same) > 1:
        yield f"{len(same)} other places of the text lie in {place.admin1 or 'the same division'}"
    elif not holders and place.country and any(p.country == place.country for _, p in others):
        yield "other places of the text lie in the same country"
