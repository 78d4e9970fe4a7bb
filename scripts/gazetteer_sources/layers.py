"""Rivers and lakes: the features of `geo/` (Natural Earth, public domain, and the rivers authored there).

A row's point is on its line, or in its area; `layer_id` names the shape.
"""

import re
from collections.abc import Callable

import shapely.ops
from shapely.geometry.base import BaseGeometry

from gazetteer_sources.common import Report, clean
from gazetteer_sources.locate import Home, Locator
from gazetteer_sources.polygons import largest_part, point_in
from mapkit import layers
from mapkit.gazetteer.folding import fold
from mapkit.gazetteer.table import Row
from mapkit.model import Place

_RIVER_WORD = re.compile(r"\b(?:river|creek|canal|rio|río|fork|brook|stream|wadi|oued|channel|branch)\b", re.IGNORECASE)
_LAKE_WORD = re.compile(
    r"\b(?:lake|lakes|reservoir|lac|lago|laguna|lagoon|sea|loch|lough|see|lacul|laguna|embalse|represa|pond|bay|"
    r"hu|nor|nur|jarvi|järvi|vatn|ozero|marsh|salar|chott|sebkha|depression|flowage|inlet|tarn|limne|jezero)\b|järvi|sjön",
    re.IGNORECASE,
)
_SAMPLES = 40
#: Where a lesser river's bare name is an English word as a rule (Red, Grass, Rock): there it is "X River" alone.
_ENGLISH = frozenset({"US", "CA", "AU", "NZ", "GB", "IE", "ZA"})
_GREAT = 3
#: Bare names that are ordinary words all the same.
_WORDS = frozenset(
    {"black", "blue", "canadian", "english", "french", "grand", "great", "green", "peace", "pearl", "red", "russian"}
    | {"slave", "snake", "white", "yellow", "la grande", "grande", "negro", "orange"}
)


def rows(locator: Locator, report: Report) -> list[Row]:
    """Return a row for each named river and lake."""
    found: list[Row] = []
    for feature in layers.features("rivers"):
        found.extend(_row(feature, "STM", _on_line, _river_name, locator, report))
    for feature in layers.features("lakes"):
        code = "RSV" if feature.properties.get("kind") == "reservoir" else "LK"
        found.extend(_row(feature, code, _in_area, _lake_name, locator, report))
    return found


def _row(
    feature: layers.Feature,
    code: str,
    point: Callable[[BaseGeometry], tuple[float, float]],
    full_name: Callable[[str, str], str],
    locator: Locator,
    report: Report,
) -> list[Row]:
    bare = feature.properties.get("name")
    if not bare:
        report["waters left out: without a name"] += 1
        return []
    if feature.geometry.is_empty:
        report["waters left out: too small to be drawn"] += 1
        return []
    latitude, longitude = point(feature.geometry)
    home = _home(feature.geometry, locator)
    name = full_name(bare, code)
    also = [str(feature.properties.get(key) or "") for key in ("name_uk", "name_ru")]
    further = [*also, *(feature.properties.get("also") or [])]
    if not (home.country in _ENGLISH and code == "STM" and (feature.properties.get("rank") or 9) > _GREAT):
        further += [bare]
    names = clean(name, [other for other in further if fold(other) not in _WORDS])
    place = Place(
        gazetteer_id=f"ne:{feature.layer_id}", name=name, feature_class="H", feature_code=code, country=home.country,
        admin1=home.admin1, admin1_code=home.admin1_code, admin2="", latitude=latitude, longitude=longitude,
        population=0, source="geo", layer_id=feature.layer_id,
    )  # fmt: skip
    return [Row(place, names)]


def _home(geometry: BaseGeometry, locator: Locator) -> Home:
    """Return the country and division that all of a water lies in; none where it crosses a border."""
    line = geometry if "Line" in geometry.geom_type else geometry.boundary
    points = [line.interpolate(i / _SAMPLES, normalized=True) for i in range(_SAMPLES + 1)]
    homes = {locator.at(point.y, point.x) for point in points} - {Home()}
    if len(homes) == 1:
        return homes.pop()
    countries = {home.country for home in homes}
    return Home(countries.pop()) if len(countries) == 1 else Home()


def _on_line(geometry: BaseGeometry) -> tuple[float, float]:
    """Return (latitude, longitude) of the point of a river that is nearest to the middle of its whole course."""
    on_line, _ = shapely.ops.nearest_points(geometry, geometry.centroid)
    return round(on_line.y, 5), round(on_line.x, 5)


def _in_area(geometry: BaseGeometry) -> tuple[float, float]:
    return point_in(largest_part(geometry))


def _river_name(bare: str, _code: str) -> str:
    return bare if _RIVER_WORD.search(bare) or (" " in bare and bare[0].islower()) else f"{bare} River"


def _lake_name(bare: str, code: str) -> str:
    if _LAKE_WORD.search(bare):
        return bare
    return f"{bare} Reservoir" if code == "RSV" else f"Lake {bare}"
