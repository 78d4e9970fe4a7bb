"""The gazetteer as a geopy geocoder."""

import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderQueryError, GeocoderUnavailable
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

from mapkit.gazetteer import containment, store
from mapkit.gazetteer.folding import fold
from mapkit.gazetteer.places import Places, turned
from mapkit.model import Place


class _Offline(BaseSyncAdapter):  # type: ignore[misc]  # geopy has no types
    """The network access of a geocoder that has none: geopy's own would read all root certificates at every start."""

    def get_json(self, url: str, *, timeout: object, headers: object) -> NoReturn:  # noqa: ARG002 - geopy's signature
        raise GeocoderUnavailable(f"the gazetteer is offline and does not ask {url}")

    get_text = get_json


class Gazetteer(Places, Geocoder):  # type: ignore[misc]  # geopy has no types
    """The places of the world, looked up offline; a geopy geocoder.

    Parameters
    ----------
    path, user_path, progress
        See `Places`.

    Raises
    ------
    GazetteerError
        Where a CSV is missing or not valid.
    """

    def __init__(
        self, path: Path | None = None, *, user_path: Path | None = None, progress: store.Progress | None = None
    ) -> None:
        Geocoder.__init__(self, adapter_factory=_Offline)
        Places.__init__(self, path, user_path=user_path, progress=progress)

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: object = None,  # noqa: ARG002 - geopy's signature; nothing here can time out
        limit: int = 10,
        country_codes: str | Iterable[str] | None = None,
    ) -> Location | list[Location] | None:
        """Return the place of a query such as "Pokrovsk, Donetsk Oblast, Ukraine".

        Parameters
        ----------
        query : str
            A name, with the divisions or the country it lies in after commas. Where no place has the name, those
            most alike are taken.
        exactly_one : bool
            The best place alone (default), or a list of up to `limit`.
        timeout : object
            Ignored.
        limit : int
        country_codes : str or iterable of str, optional
            Only places of these countries (ISO 3166-1 alpha-2).

        Returns
        -------
        geopy.location.Location, list of it, or None
            `raw` is the place as a dict.

        Raises
        ------
        geopy.exc.GeocoderQueryError
            For a query without a name, or a limit below one.
        """
        name, *context = [part.strip() for part in str(query).split(",") if fold(part)] or [""]
        if not name:
            raise GeocoderQueryError("the query holds no place name")
        if limit < 1:
            raise GeocoderQueryError(f"limit is {limit}: at least 1 is expected")
        places = list(self.lookup(name)) or [place for place, _ in self.fuzzy(name, 50)]
        if country_codes is not None:
            codes = {country_codes} if isinstance(country_codes, str) else set(country_codes)
            places = [place for place in places if place.country.lower() in {code.lower() for code in codes}]
        places = containment.narrow(places, [self.lookup(part) for part in context])
        locations = [_location(place) for place in places[:limit]]
        if exactly_one:
            return locations[0] if locations else None
        return locations or None

    def reverse(
        self,
        query: Point | str | tuple[float, float],
        *,
        exactly_one: bool = True,
        timeout: object = None,  # noqa: ARG002 - geopy's signature; nothing here can time out
        limit: int = 10,
    ) -> Location | list[Location] | None:
        """Return the populated place nearest to a point.

        Parameters
        ----------
        query : geopy.point.Point, (latitude, longitude) or "latitude, longitude"
        exactly_one : bool
            The nearest alone (default), or a list of up to `limit`.
        timeout : object
            Ignored.
        limit : int

        Raises
        ------
        geopy.exc.GeocoderQueryError
            Where the query is no point on Earth.
        """
        point = _point(query)
        found = self.nearest(point.latitude, point.longitude, 1 if exactly_one else limit, "P")
        locations = [_location(place) for place, _ in found]
        if exactly_one:
            return locations[0] if locations else None
        return locations or None


def _point(query: object) -> Point:
    """Return a query as a point; geopy alone would take None for 0, 0 and turn a latitude of 100 into 80."""
    numbers: Any = query
    if isinstance(query, str):
        numbers = query.split(",")
    elif isinstance(query, Point):
        numbers = query.latitude, query.longitude
    try:
        latitude, longitude = (float(number) for number in numbers)
    except (ValueError, TypeError) as error:
        raise GeocoderQueryError(f"{query!r} is no point: latitude and longitude are expected") from error
    if not (-90 <= latitude <= 90 and math.isfinite(longitude)):
        raise GeocoderQueryError(f"{query!r} is no point: latitude is {latitude}, -90 to 90 is expected")
    return Point(latitude, turned(longitude))


def _location(place: Place) -> Location:
    parts = dict.fromkeys(part for part in (place.name, place.admin2, place.admin1, place.country) if part)
    raw = {field: getattr(place, field) for field in Place.__slots__}
    return Location(", ".join(parts), Point(place.latitude, place.longitude), raw)
