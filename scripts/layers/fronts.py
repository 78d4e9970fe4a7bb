"""The fronts: polygons put together from admin-1 units, hand-drawn outlines and the sea; none overlaps another."""

import json
from pathlib import Path
from typing import Any

import pyproj
import shapely
import yaml
from shapely.geometry import Polygon, shape
from shapely.geometry.base import BaseGeometry

from layers.output import feature

_HERE = Path(__file__).parent
#: About 500 m: enough for oblast borders, and far finer than the hand-drawn lines.
_TOLERANCE_DEG = 0.005
#: A metric projection that is good from Kaliningrad to the Volga, for distances from a border.
_METRIC = "+proj=aeqd +lat_0=50 +lon_0=36"


def build(mesh: Path) -> list[dict[str, Any]]:
    """Return the features of `geo/fronts.geojson`.

    Parameters
    ----------
    mesh : pathlib.Path
        The mended admin-1 units at full detail.
    """
    units, names, land = _units(mesh)
    plan = yaml.safe_load((_HERE / "fronts.yaml").read_text(encoding="utf-8"))
    wanted, sea = [], {}
    for one in plan["fronts"]:
        for code in one.get("each", ()):
            told = {key: one[key].format(name=names[code]) for key in ("front", "name", "description")}
            wanted.append((told, units[code]))
        if "parts" in one:
            told = {key: one[key].strip() for key in ("front", "name", "description")}
            wanted.append((told, shapely.union_all([_part(part, units) for part in one["parts"]])))
        if "sea" in one:
            sea[one["front"]] = Polygon(one["sea"])
    shapes = _disjoint([geometry for _, geometry in wanted])
    for name, outline in sea.items():
        index = next(i for i, (told, _) in enumerate(wanted) if told["front"] == name)
        shapes = _with_sea(shapes, index, outline, land, plan["coast_km"])
    shapes = list(shapely.coverage_simplify(shapes, _TOLERANCE_DEG))
    return [
        feature(
            f"fronts/{number:02}",
            told | {"valid_from": plan["valid_from"], "approximate": True, "source": plan["source"].strip()},
            geometry,
            3,
        )
        for number, ((told, _), geometry) in enumerate(zip(wanted, shapes, strict=True), start=1)
    ]


def _units(mesh: Path) -> tuple[dict[str, BaseGeometry], dict[str, str], BaseGeometry]:
    found, names, land = {}, {}, []
    for one in json.loads(mesh.read_text(encoding="utf-8"))["features"]:
        known, geometry = one["properties"], shape(one["geometry"])
        land.append(geometry)
        if code := known.get("iso_3166_2"):
            name = known["name"] or ""
            plain = code.startswith("RU-") and len(code) == 6 and code != "RU-SPE" and "Moscow" not in name
            whole = plain and not any(kind in name for kind in ("Krai", "Republic", "Okrug"))
            found[code], names[code] = geometry, f"{name} Oblast" if whole else name
    # Only the lands around the two seas matter to the sea.
    return found, names, shapely.union_all([g for g in land if g.intersects(shapely.box(26, 40, 43, 48))])


def _part(part: dict[str, Any], units: dict[str, BaseGeometry]) -> BaseGeometry:
    outline = Polygon(part["outline"]) if "outline" in part else None
    if "units" not in part:
        assert outline is not None  # noqa: S101 -- a part is units, an outline, or both
        return outline
    geometry = shapely.union_all([units[code] for code in part["units"]])
    if outline is not None:
        geometry = geometry.intersection(outline)
    if "within" in part:
        near = _metric(units[part["within"]["unit"]]).buffer(part["within"]["km"] * 1000)
        geometry = geometry.intersection(_metric(near, back=True))
    return geometry


def _metric(geometry: BaseGeometry, *, back: bool = False) -> BaseGeometry:
    ends = (_METRIC, "EPSG:4326") if back else ("EPSG:4326", _METRIC)
    transform = pyproj.Transformer.from_crs(*ends, always_xy=True).transform
    return shapely.transform(geometry, transform, interleaved=False)


def _disjoint(shapes: list[BaseGeometry]) -> list[BaseGeometry]:
    """Return the shapes, each without what an earlier one holds."""
    taken: BaseGeometry = Polygon()
    free = []
    for one in shapes:
        free.append(_areas(one.difference(taken)))
        taken = taken.union(one)
    return free


def _with_sea(
    shapes: list[BaseGeometry], index: int, outline: BaseGeometry, land: BaseGeometry, coast_km: float
) -> list[BaseGeometry]:
    """Give one front the sea within an outline, but for the waters off other coasts (their harbours and moles)."""

    def shore(of: BaseGeometry) -> BaseGeometry:
        return _metric(_metric(of).buffer(coast_km * 1000), back=True).intersection(sea)

    sea = _areas(outline.difference(land))
    sea = shapely.union_all([part for part in shapely.get_parts(sea) if part.area > 0.01])
    elsewhere = land.difference(shapely.union_all(shapes).buffer(1e-6)).simplify(_TOLERANCE_DEG)
    sea = sea.difference(shore(elsewhere).difference(shore(shapes[index])))
    shores = [shore(one) if number != index else Polygon() for number, one in enumerate(shapes)]
    own = shapes[index].union(sea.difference(shapely.union_all(shores)))
    grown = [one if number == index else one.union(shores[number]) for number, one in enumerate(shapes)]
    grown[index] = own
    return _disjoint(grown)


def _areas(geometry: BaseGeometry) -> BaseGeometry:
    """Return only the polygons of a geometry."""
    parts = [part for part in shapely.get_parts(geometry) if isinstance(part, Polygon) and part.area > 1e-7]
    return shapely.union_all(parts)
