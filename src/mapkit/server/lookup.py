"""Places of the gazetteer by what a person types: for choosing where an event happened."""

from itertools import chain
from typing import Any

from geopy.exc import GeocoderQueryError

from mapkit import measure
from mapkit.gazetteer import Gazetteer
from mapkit.model import Place

#: The longest text that is looked up, in code points.
QUERY_MAX = 100


def lookup(gazetteer: Gazetteer, query: str, limit: int, near: tuple[float, float] | None = None) -> dict[str, Any]:
    """Return the places that a text may mean, those of exactly this name first.

    Parameters
    ----------
    gazetteer : Gazetteer
    query : str
        A name or its beginning; what contains it may follow behind commas ("Pokrovsk, Sumy").
    limit : int
    near : (float, float), optional
        Latitude and longitude from which distances are told.

    Returns
    -------
    dict
        `places`: each with id, name, feature_code, admin1, admin2, country, latitude, longitude, and `km`, the
        distance from `near` or None.
    """
    found: dict[str, Place] = {}
    groups = chain(gazetteer.lookup(query) if "," not in query else _within(gazetteer, query, limit),
                   gazetteer.prefix(query, limit), (place for place, _ in gazetteer.fuzzy(query, limit)))  # fmt: skip
    for place in groups:
        found.setdefault(place.gazetteer_id, place)
        if len(found) == limit:
            break
    return {"places": [_told(place, near) for place in found.values()]}


def _within(gazetteer: Gazetteer, query: str, limit: int) -> list[Place]:
    try:
        located = gazetteer.geocode(query, exactly_one=False, limit=limit)
    except GeocoderQueryError:  # commas alone
        return []
    return [Place(**one.raw) for one in located or ()] if isinstance(located, list) else []


def _told(place: Place, near: tuple[float, float] | None) -> dict[str, Any]:
    km = measure.distance_km(*near, place.latitude, place.longitude) if near else None
    return {
        "id": place.gazetteer_id,
        "name": place.name,
        "feature_code": place.feature_code,
        "admin1": place.admin1 if place.admin1 != place.name else "",
        "admin2": place.admin2 if place.admin2 not in (place.name, place.admin1) else "",
        "country": place.country,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "km": None if km is None else round(km, 1),
    }
