"""In which country and first-level division a point lies: by polygon, else by the nearest town."""

from collections import defaultdict
from dataclasses import dataclass

import shapely

from gazetteer_sources.polygons import Shape, Shapes
from mapkit.gazetteer.table import Row
from mapkit.model import Place

_COAST_DEGREES = 0.1
#: How far beyond its border a place of a country may seem to lie.
_ACROSS = 0.15


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
        self._towns: dict[str, list[Place]] = defaultdict(list)
        for row in towns:
            self._towns[row.place.country].append(row.place)
        self._trees: dict[str, shapely.STRtree] = {}

    def at(self, latitude: float, longitude: float) -> Home:
        """Return where a point lies."""
        shape = self._shapes.at(latitude, longitude, within_degrees=_COAST_DEGREES)
        return Home() if shape is None else self._of(shape, latitude, longitude)

    def within(self, country: str, latitude: float, longitude: float) -> Home:
        """Return where a point of a known country lies, though a coarse border may leave it on the other side."""
        home = self.at(latitude, longitude)
        if home.country == country:
            return home
        point = shapely.Point(longitude, latitude)
        near = [shape for shape in self._shapes.by_country.get(country, []) if shape.geometry.distance(point) < _ACROSS]
        if not near:
            return Home(country)
        return self._of(min(near, key=lambda shape: shape.geometry.distance(point)), latitude, longitude)

    def _of(self, shape: Shape, latitude: float, longitude: float) -> Home:
        properties = shape.properties
        for home in (
            self._by_id.get(str(properties.get("gn_id"))),
            self._by_code.get(str(properties.get("gn_a1_code"))),
            {"UA-43": self._by_code["UA.11"], "UA-40": self._by_code["UA.20"]}.get(properties.get("iso_3166_2") or ""),
        ):
            if home is not None and home.country == shape.country:
                return home
        town = self._nearest_town(shape.country, latitude, longitude)
        return Home(town.country, town.admin1_code, town.admin1) if town else Home(shape.country)

    def _nearest_town(self, country: str, latitude: float, longitude: float) -> Place | None:
        if country not in self._trees:
            towns = self._towns[country]
            points = shapely.points([(town.longitude, town.latitude) for town in towns]) if towns else []
            self._trees[country] = shapely.STRtree(points)
        found = self._trees[country].nearest(shapely.Point(longitude, latitude))
        return None if found is None else self._towns[country][int(found)]
