"""Admin-1, the countries and the land: one mesh, so that their borders are the same lines."""

import csv
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import geopandas
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from layers.output import slug, write
from layers.sources import Sources, run

_HERE = Path(__file__).parent
#: Countries whose long coasts would make most of the file: they are drawn coarser, but for their borders with others.
_LONG_COASTS = (
    "CA,GL,NO,RU,US,CL,AQ,AU,ID,BR,CN,JP,NZ,FI,SE,IS,PH,GR,HR,DK,AR,MX,BS,KR,TF,FK,GS,SJ,FO,PF,SB,PG,VU,FJ,NC,MV,EE,"
    "PE,CO,CU,PA"
)
#: A step along a border in metres, finer than what a map at zoom 9 shows.
_COUNTRY_STEP = f"'{_LONG_COASTS}'.split(',').indexOf(country) > -1 ? 4000 : 700"
#: English names where the source has a formal one.
_COUNTRY_NAMES = {
    "CN": "China",
    "CZ": "Czechia",
    "BS": "Bahamas",
    "GM": "Gambia",
    "FM": "Micronesia",
    "MO": "Macao",
    "TK": "Tokelau",
}


def build(sources: Sources, geo: Path) -> Path:
    """Write `admin1.json`, `admin1_lines.json`, `countries.json` and `land.json`.

    Parameters
    ----------
    sources : Sources
    geo : pathlib.Path
        The folder to write to.

    Returns
    -------
    pathlib.Path
        The mended units at full detail, as GeoJSON.
    """
    units = _territories(_units(sources.admin1()))
    work = sources.folder / "work"
    work.mkdir(exist_ok=True)
    mesh = work / "mesh.json"
    write(mesh, (unit | {"geometry": json.loads(shapely.to_geojson(unit["geometry"]))} for unit in units))
    mapshaper = sources.mapshaper()
    run(
        mapshaper, mesh, "name=admin1", "-clean", "-simplify", "weighted", "interval=700", "keep-shapes",
        "-filter", "id != null", "-sort", "id",
        "-o", geo / "admin1.json", "format=topojson", "precision=0.001", "fix-geometry", "id-field=id",
    )  # fmt: skip
    run(
        mapshaper, mesh, "name=lines", "-clean", "-simplify", "weighted", "interval=1500", "keep-shapes",
        "-innerlines", "where=A.country === B.country",
        "-o", geo / "admin1_lines.json", "format=geojson", "precision=0.001",
    )  # fmt: skip
    run(
        mapshaper, mesh, "name=countries", "-clean", "-filter", "country != null",
        "-simplify", "variable", "weighted", f"interval={_COUNTRY_STEP}", "keep-shapes", "-dissolve", "country",
        "-o", work / "countries.json", "format=geojson", "precision=0.001", "fix-geometry",
        "-simplify", "weighted", "interval=6000", "-filter-islands", "min-vertices=4",
        "-dissolve", "-o", geo / "land.json", "format=geojson", "precision=0.01",
    )  # fmt: skip
    write(geo / "countries.json", _countries(_features(work / "countries.json"), sources.countries()))
    return mesh


def _features(path: Path) -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["features"]
    for one in features:
        one["properties"] = {key: value for key, value in one["properties"].items() if value is not None}
    return features


def _countries(features: list[dict[str, Any]], names: Path) -> list[dict[str, Any]]:
    frame = geopandas.read_file(names, ignore_geometry=True).drop_duplicates("ISO_A2_EH")
    known = {row.ISO_A2_EH: row for row in frame.itertuples()}
    named = []
    for one in features:
        code = one["properties"]["country"]
        row = known.get(code)
        properties = {
            "id": f"countries/{code}",
            "name": _COUNTRY_NAMES.get(code) or getattr(row, "NAME_EN", code),
            "name_uk": getattr(row, "NAME_UK", None),
            "name_ru": getattr(row, "NAME_RU", None),
            "country": code,
        }
        named.append(one | {"id": properties["id"], "properties": properties})
    return sorted(named, key=lambda one: str(one["id"]))


def _units(features: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the admin-1 units with their codes mended and pieces of one unit joined, largest piece's names first."""
    with (_HERE / "admin1_corrections.csv").open(encoding="utf-8", newline="") as file:
        corrections = {row["adm1_code"]: row for row in csv.DictReader(file)}
    groups: dict[str, list[tuple[dict[str, Any], BaseGeometry]]] = defaultdict(list)
    for one in features:
        known = defaultdict(lambda: None, one["properties"])
        code = known["adm1_code"]
        mended = corrections.get(code)
        iso, country = known["iso_3166_2"], known["iso_a2"]
        name = known["name_en"] or known["name"]
        if mended:
            iso, country, name = mended["iso_3166_2"], mended["country"], mended["name"]
            for column in ("name_uk", "name_ru"):  # a hyphen: what the source has is wrong, and we know no better
                known[column] = {"": known[column], "-": None}.get(mended[column], mended[column])
        # Codes with a tilde are Natural Earth's own placeholders, not ISO's.
        iso = iso if iso and "~" not in iso and not iso.startswith("-") else None
        unit = {
            "iso_3166_2": iso,
            "adm1_code": code,
            "country": country or None,
            "name": name,
            "name_uk": known["name_uk"],
            "name_ru": known["name_ru"],
            "gn_id": known["gn_id"] if (known["gn_id"] or 0) > 0 else None,
        }
        groups[iso or code].append((unit, shapely.make_valid(shape(one["geometry"]))))
    units = []
    for key in sorted(groups):
        pieces = sorted(groups[key], key=lambda piece: -piece[1].area)
        while pieces:
            first = pieces[0][0]
            same = [p for p in pieces if p[0]["gn_id"] in (first["gn_id"], None) or p[0]["name"] == first["name"]]
            pieces = [p for p in pieces if p not in same]
            units.append({"properties": first, "geometry": shapely.union_all([shape_ for _, shape_ in same])})
            # A further unit under the same code is a unit of its own, without a code.
            pieces = [(unit | {"iso_3166_2": None}, geometry) for unit, geometry in pieces]
    for unit in units:
        known = unit["properties"]
        known["id"] = f"admin1/{known['iso_3166_2'] or slug(known['adm1_code']).upper()}" if known["name"] else None
        unit["type"] = "Feature"
    return units


def _territories(units: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Move what `territories.geojson` outlines from one unit to another, or make it a unit of its own."""
    by_code = {unit["properties"]["adm1_code"]: unit for unit in units}
    for one in json.loads((_HERE / "territories.geojson").read_text(encoding="utf-8"))["features"]:
        known, outline = one["properties"], shape(one["geometry"])
        giver = by_code[known["from"]]
        piece = giver["geometry"].intersection(outline)
        giver["geometry"] = giver["geometry"].difference(outline)
        if known["to"] in by_code:
            taker = by_code[known["to"]]
            taker["geometry"] = shapely.union_all([taker["geometry"], piece])
        else:
            code = known["to"]
            properties = dict.fromkeys(giver["properties"]) | {
                key: known.get(key) for key in ("country", "name", "iso_3166_2", "gn_id", "approximate")
            }
            properties |= {"id": f"admin1/{known.get('iso_3166_2') or code}", "adm1_code": code}
            by_code[code] = {"type": "Feature", "properties": properties, "geometry": piece}
            units.append(by_code[code])
    return units
