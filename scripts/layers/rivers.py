"""The rivers: Natural Earth's segments mended, renamed and joined, and the authored ones beside them."""

import csv
import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import geopandas
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from layers.output import feature, slug

_HERE = Path(__file__).parent
#: Segments of one name are one river where the gap between them is at most this (a lake, a border's mismatch).
_GAP_DEG = 0.7
#: About 300 m: half of what the source, drawn for 1:10,000,000, can tell.
_TOLERANCE_DEG = 0.003


def build(source: Path) -> list[dict[str, Any]]:
    """Return the features of `geo/rivers.json`.

    Parameters
    ----------
    source : pathlib.Path
        Natural Earth's `ne_10m_rivers_lake_centerlines` shapefile.

    Returns
    -------
    list of dict
        One GeoJSON feature a river: `id`, `name`, `also` (other names), `name_uk`, `name_ru`, `rank` (0 the largest, by
        the source's scale rank), `approximate` (authored lines only).
    """
    names = {row["source"]: row for row in _table("river_names.csv")}
    segments: dict[str, list[Any]] = defaultdict(list)
    also: dict[str, set[str]] = defaultdict(set)
    for row in geopandas.read_file(source).itertuples():
        raw = row.name
        if not isinstance(raw, str):
            segments[""].append(row)
            continue
        mended = names.get(raw)
        name = mended["name"] if mended else _plain(raw)
        segments[name].append(row)
        also[name] |= set((mended["also"] if mended else "").split("|")) - {"", name}
    rivers: list[tuple[str, str | None, int, BaseGeometry, dict[str, Any]]] = []
    for name in sorted(segments):
        for group in _near(segments[name]) if name else [[row] for row in segments[name]]:
            number = min(row.rivernum for row in group)
            rank = int(min(row.scalerank for row in group))
            extra = {"also": sorted(also[name]) or None}
            rivers.append(
                (name or f"unnamed {number}", name or None, rank, _joined([r.geometry for r in group]), extra)
            )
    for one in json.loads((_HERE / "authored_rivers.geojson").read_text(encoding="utf-8"))["features"]:
        known = one["properties"]
        extra = {key: known.get(key) for key in ("also", "name_uk", "name_ru")} | {"approximate": True}
        rivers.append((known["id"], known["name"], known["rank"], shape(one["geometry"]), extra))
    cyrillic = {row["river"]: row for row in _table("river_names_cyrillic.csv")}
    features, taken = [], defaultdict(int)
    # The longest of several namesakes gets the plain id.
    for stem, name, rank, line, extra in sorted(rivers, key=lambda river: (slug(river[0]), -river[3].length)):
        key = slug(stem)
        taken[key] += 1
        key = key if taken[key] == 1 else f"{key}-{taken[key]}"
        properties = {"name": name, "rank": rank} | extra
        if key in cyrillic:
            properties |= {column: cyrillic[key][column] for column in ("name_uk", "name_ru")}
        features.append(feature(f"rivers/{key}", properties, line.simplify(_TOLERANCE_DEG), 3))
    return features


def _near(rows: list[Any]) -> list[list[Any]]:
    """Part segments of one name into rivers: connected where they touch within the gap or share a river number."""
    groups: list[list[Any]] = []
    for row in rows:
        near = [
            group
            for group in groups
            if any(row.geometry.distance(other.geometry) <= _GAP_DEG for other in group)
        ]  # fmt: skip
        merged = [row, *(other for group in near for other in group)]
        groups = [group for group in groups if group not in near] + [merged]
    return groups


def _joined(lines: list[BaseGeometry]) -> BaseGeometry:
    return shapely.line_merge(shapely.union_all(lines))


def _plain(name: str) -> str:
    return re.sub(r"\s+", " ", name).strip()


def _table(name: str) -> list[dict[str, str]]:
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
