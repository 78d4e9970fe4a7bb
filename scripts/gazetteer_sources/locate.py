"""In which country and first-level division a point lies: by polygon, else by the nearest town."""

from dataclasses import dataclass

import shapely

from gazetteer_sources.polygons import Shape, Shapes
from mapkit.gazetteer.table import Row

_COAST_DEGREES = 0.1


@dataclass(frozen=True)
class Home:
    """Where a point lies; empty strings at sea."""

    country: str = ""
    admin1_code: str = ""
    admin1: str = ""


class Locator:
    """Finds the country and first-level division of a point.

    Parameters
    ----------
    shapes : Shapes
    divisions, towns : list of Row
    """

    def __init__(self, shapes: Shapes, divisions: list[Row], towns: list[Row]) -> None:
        self._shapes = shapes
        first = [row.place for row in divisions if row.place.feature_code == "ADM1"]
        self._by_id = {place.gazetteer_id: Home(place.country, place.admin1_code, place.admin1) for place in first}
        self._by_code = {home.admin1_code: home for home in self._by_id.values()}
        self._towns = [row.place for row in towns]
        self._tree = shapely.STRtree(shapely.points([(town.longitude, town.latitude) for town in self._towns]))

    def at(self, latitude: float, longitude: float) -> Home:
        """Return where a point lies."""
        shape = self._shapes.at(latitude, longitude, within_degrees=_COAST_DEGREES)
        return Home() if shape is None else self._of(shape, latitude, longitude)

    def named(self, admin1_code: str) -> Home:
        """Return the division of a code such as "UA.05".

        Raises
        ------
        KeyError
            Where there is none.
        """
        return self._by_code[admin1_code]

    def _of(self, shape: Shape, latitude: float, longitude: float) -> Home:
        properties = shape.properties
        for home in (
            self._by_id.get(str(properties.get("gn_id"))),
            self._by_code.get(str(properties.get("gn_a1_code"))),
            {"UA-43": self._by_code["UA.11"], "UA-40": self._by_code["UA.20"]}.get(properties.get("iso_3166_2") or ""),
        ):
            if home is not None and home.country == shape.country:
                return home
        town = self._towns[int(self._tree.nearest(shapely.Point(longitude, latitude)))]
        if town.country == shape.country:
            return Home(town.country, town.admin1_code, town.admin1)
        return Home(shape.country)
