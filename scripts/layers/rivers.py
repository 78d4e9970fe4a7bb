"""The rivers: Natural Earth's segments mended, renamed and joined, and the authored ones beside them."""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
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
#: About 400 m: half of what the source, drawn for 1:10,000,000, can tell.
_TOLERANCE_DEG = 0.004


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
    mended = {(row["source"], row["rivernum"]): row for row in _table("river_names.csv")}
    segments: dict[str, list[Any]] = defaultdict(list)
    also: dict[str, set[str]] = defaultdict(set)
    for row in geopandas.read_file(source).itertuples():
        raw = row.name if isinstance(row.name, str) else ""
        known = mended.get((raw, str(row.rivernum))) or (mended.get((raw, "")) if raw else None)
        name = known["name"] if known else _plain(raw)
        segments[name].append(row)
        also[name] |= set(known["also"].split("|") if known else ()) - {"", name}
    features = []
    for key, called, group in _keyed(segments):
        properties = {
            "name": called,
            "also": sorted(also[called or ""]) or None,
            "rank": int(min(r.scalerank for r in group)),
        }
        features.append(_river(key, properties, _joined([r.geometry for r in group])))
    for one in json.loads((_HERE / "authored_rivers.geojson").read_text(encoding="utf-8"))["features"]:
        told = one["properties"]
        properties = {key: value for key, value in told.items() if key not in ("id", "through")} | {"approximate": True}
        features.append(_river(told["id"], properties, shape(one["geometry"])))
    ids = [one["id"] for one in features]
    if len(set(ids)) < len(ids):
        raise ValueError(f"two rivers of one id: {sorted({one for one in ids if ids.count(one) > 1})}")
    return sorted(features, key=lambda one: str(one["id"]))


def _keyed(segments: dict[str, list[Any]]) -> Iterator[tuple[str, str | None, list[Any]]]:
    """Give each river its key: the longest of several namesakes gets the plain one, the others their river number too.

    The numbers are Natural Earth's and stay the same from one release to the next.
    """
    for name in sorted(segments):
        if not name:
            for row in segments[name]:
                yield f"unnamed-{row.rivernum}-{row.featurecla[0].lower()}", None, [row]
            continue
        groups = sorted(_near(segments[name]), key=lambda group: -sum(row.geometry.length for row in group))
        for place, group in enumerate(groups):
            yield slug(name) if place == 0 else f"{slug(name)}-{min(row.rivernum for row in group)}", name, group


def _river(key: str, properties: dict[str, Any], line: BaseGeometry) -> dict[str, Any]:
    cyrillic = _cyrillic().get(key, {})
    properties |= {column: cyrillic[column] for column in ("name_uk", "name_ru") if column in cyrillic}
    return feature(f"rivers/{key}", properties, line.simplify(_TOLERANCE_DEG), 3)


@cache
def _cyrillic() -> dict[str, dict[str, str]]:
    return {row["river"]: row for row in _table("river_names_cyrillic.csv")}


def _near(rows: list[Any]) -> list[list[Any]]:
    """Part segments of one name into rivers: one where the source's number is one or the gap between them small."""
    groups: list[list[Any]] = []
    for row in rows:
        near = [group for group in groups if any(_same(row, other) for other in group)]
        merged = [row, *(other for group in near for other in group)]
        groups = [group for group in groups if group not in near] + [merged]
    return groups


def _same(one: Any, other: Any) -> bool:
    return bool(one.rivernum == other.rivernum or one.geometry.distance(other.geometry) <= _GAP_DEG)


def _joined(lines: list[BaseGeometry]) -> BaseGeometry:
    return shapely.line_merge(shapely.union_all(lines))


def _plain(name: str) -> str:
    return re.sub(r"\s+", " ", name).strip()


def _table(name: str) -> list[dict[str, str]]:
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
