"""Weighing: what is known of each candidate of a name by itself, as arrays, worked out once a name.

Scores are log-odds on a common scale. How well known a place is comes from its kind and its population.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mapkit.gazetteer import fold
from mapkit.geoparsing.candidates import Name
from mapkit.model import Place

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

#: How much ten times the people are worth, in log-odds.
_FAME = 1.0
#: What it is worth to be a city that readers anywhere know.
_METROPOLIS = 1.0
#: What a place without a known population is worth.
_UNCOUNTED = 1.5
#: How much likelier a bare name means a town than the province of the same name.
_SEAT = 0.9
#: What a place gains whose own name this is, over those that bear it as an old or foreign one.
_OWN = 1.2
#: A place that another has as its own name, this one as an old or foreign one.
_LENT = -1.2
_CODE = -3.0
_LARGE_TOWN = 100_000
#: An airport that the gazetteer lists is a large one.
_AIRPORT = 5.0
_NO_REGION: Final = frozenset({"CONT", "OCN", "RGN"})

_numbers: dict[str, int] = {"": 0}


def number(code: str) -> int:
    """Return a small number for a country's or division's code; 0 is for none."""
    return _numbers.setdefault(code, len(_numbers))


@dataclass(slots=True, eq=False)
class Weighed:
    """The candidates of a name.

    Parameters
    ----------
    places : tuple of Place
    units : ndarray, shape (n, 3)
        Points on the unit sphere.
    countries, divisions, seconds : ndarray of int, shape (n,)
        Numbers of their codes; 0 where they lie in none or several.
    whole, first, second : ndarray of bool, shape (n,)
        Which are countries, first-level and second-level divisions.
    vague : ndarray of bool, shape (n,)
        Which have no point that says where they are: countries, continents, oceans.
    prior : ndarray, shape (n,)
        Scores by themselves, of a bare name; see `prior_of` for others.
    seats : list of (int, list of int)
        Each division with the towns among the candidates that lie in it.
    codes : list of tuple
        Country, division and second-level division as in the arrays, and whether it is a country, a first- or a
        second-level division: for asking of single candidates.
    natural : list of int
        Which are waters and hills.
    looks : dict of int to tuple of str
        What `confidence` remembers of single candidates.
    priors : dict
        What `prior_of` remembers.
    """

    places: tuple[Place, ...]
    units: Floats
    countries: Ints
    divisions: Ints
    seconds: Ints
    whole: Bools
    first: Bools
    second: Bools
    vague: Bools
    prior: Floats
    seats: list[tuple[int, list[int]]]
    codes: list[tuple[int, int, int, bool, bool, bool]]
    natural: list[int]
    looks: dict[int, tuple[str, ...]]
    priors: dict[tuple[bool, bool], Floats]


def weigh(name: Name) -> Weighed:
    """Return the candidates of a name, weighed by themselves; remembered with the name."""
    if name.weighed is None:
        name.weighed = _weigh(name)
    assert isinstance(name.weighed, Weighed)  # noqa: S101 - nothing else is ever put there
    return name.weighed


def _weigh(name: Name) -> Weighed:
    places = name.places
    codes = [place.feature_code for place in places]
    whole = [code.startswith("PCL") or code == "TERR" for code in codes]
    towns = _towns(name)
    radians = np.radians(np.array([(p.latitude, p.longitude) for p in places], float).reshape(-1, 2))
    lat, lon = radians[:, 0], radians[:, 1]
    countries = [number(place.country) for place in places]
    divisions = [number(place.admin1_code) for place in places]
    seconds = [number(f"{p.admin1_code}/{_second(p)}") if _second(p) else 0 for p in places]
    first, second = [code == "ADM1" for code in codes], [code == "ADM2" for code in codes]
    return Weighed(
        places=places,
        units=np.column_stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat))),
        countries=np.array(countries, np.int64),
        divisions=np.array(divisions, np.int64),
        seconds=np.array(seconds, np.int64),
        whole=np.array(whole, bool),
        first=np.array(first, bool),
        second=np.array(second, bool),
        vague=np.array([w or code in _NO_REGION for w, code in zip(whole, codes, strict=True)], bool),
        prior=_prior(name, towns, region=False, code=False),
        seats=[(i, towns.get(p.admin1_code, [])) for i, p in enumerate(places) if codes[i] in ("ADM1", "ADM2")],
        codes=list(zip(countries, divisions, seconds, whole, first, second, strict=True)),
        natural=[index for index, place in enumerate(places) if place.feature_class in "HT"],
        looks={},
        priors={},
    )


def _towns(name: Name) -> dict[str, list[int]]:
    """Return the towns among the candidates by their division; only those called so, or large, take its name."""
    found: dict[str, list[int]] = {}
    for index, place in enumerate(name.places):
        called = place.population >= _LARGE_TOWN or fold(place.name) == name.key
        if place.feature_class == "P" and place.admin1_code and called:
            found.setdefault(place.admin1_code, []).append(index)
    return found


def prior_of(name: Name, *, region: bool = False, code: bool = False) -> Floats:
    """Return the scores by themselves of a name that is said to be a division's, or that is written as a code is."""
    weighed = weigh(name)
    if not (region or code):
        return weighed.prior
    found = weighed.priors.get((region, code))
    if found is None:
        found = weighed.priors[region, code] = _prior(name, _towns(name), region=region, code=code)
    return found


def _second(place: Place) -> str:
    return place.name if place.feature_code == "ADM2" else place.admin2


def _prior(name: Name, towns: dict[str, list[int]], *, region: bool, code: bool) -> Floats:
    """Score what is known of each candidate by itself: how well known it is, and how it bears the name."""
    places, text = name.places, name.key
    # "EU" is not the town of Eu, nor "US" that of Us.
    state = any(place.feature_code.startswith("PCL") for place in places)
    city = text if state else f"{text} city"  # New York City is called New York, Mexico City is not called Mexico
    named = [
        fold(p.name) in (text, city, f"{text} river") and not (code and p.feature_class == "P" and p.name != name.text)
        for p in places
    ]
    owners = {p.country for p, own in zip(places, named, strict=True) if own and p.feature_class == "P"}
    found = np.zeros(len(places))
    for index, place in enumerate(places):
        score = fame(place)
        if place.feature_code in ("ADM1", "ADM2") and not region and place.admin1_code in towns:
            # A bare name that a town shares with its province is the town's; how far is a matter of usage.
            seat = max(fame(places[town]) for town in towns[place.admin1_code])
            score = min(score, seat) - (_SEAT if named[index] else 2 * _SEAT)
        if named[index]:
            score += _OWN
        elif code and place.feature_class in "PS":
            score += _CODE  # an airport's or a licence plate's
        elif place.country in owners and place.population < 1_000_000 and place.feature_class in "PHTS":
            score += _LENT
        if place.feature_class == "H" and not region and not named[index]:
            score -= 1.0
        found[index] = score
    return found


def fame(place: Place) -> float:
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
        return known + 1.5 + _METROPOLIS * (place.population >= 500_000)
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
        return _AIRPORT if code == "AIRP" else 3.5
    if not place.population:
        return _UNCOUNTED
    return known + _METROPOLIS * (place.population >= 500_000)
