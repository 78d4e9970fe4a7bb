"""Regions above or beside admin-1, put together from its units: Darfur, Donbas, the regions of Burkina Faso."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import shapely
import yaml
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from layers.output import feature

_HERE = Path(__file__).parent
#: About 1 km: a region is looked at from afar.
_TOLERANCE_DEG = 0.01


def build(mesh: Path, source: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the features of `geo/regions.json`: `id`, `name`, `country`, `gazetteer_id`.

    Parameters
    ----------
    mesh : pathlib.Path
        The mended admin-1 units at full detail.
    source : list of dict
        The features of the source, for the groups that it has its units in.

    Raises
    ------
    KeyError
        Where `regions.yaml` names a unit or group that is not there.
    """
    units = _units(mesh, source)
    territories = json.loads((_HERE / "territories.geojson").read_text(encoding="utf-8"))["features"]
    for one in territories:
        taken = units.get(one["properties"]["to"])
        if taken:  # "territory:Golan Heights": what the outline covers of the unit that has it now
            units[f"territory:{one['properties']['name']}"] = [
                (country, geometry.intersection(shape(one["geometry"]))) for country, geometry in taken
            ]
    plan = yaml.safe_load((_HERE / "regions.yaml").read_text(encoding="utf-8"))
    features = []
    for key, (gazetteer_id, name, wanted) in plan.items():
        parts = [part for unit in wanted for part in units[unit]]
        countries = {country for country, _ in parts}
        # Units meet without a gap in the source; the grid closes what rounding has opened.
        area = shapely.union_all([geometry for _, geometry in parts], grid_size=1e-4)
        properties = {
            "name": name,
            "country": countries.pop() if len(countries) == 1 else None,
            "gazetteer_id": gazetteer_id,
        }
        features.append(feature(f"regions/{key}", properties, area.simplify(_TOLERANCE_DEG), 3))
    return features


def _units(mesh: Path, source: list[dict[str, Any]]) -> dict[str, list[tuple[str | None, BaseGeometry]]]:
    """Return the units by ISO code, by the source's code, and by "country:group"."""
    groups = {
        one["properties"]["adm1_code"]: {one["properties"].get(field) for field in ("region", "geonunit")}
        for one in source
    }
    found: dict[str, list[tuple[str | None, BaseGeometry]]] = defaultdict(list)
    for one in json.loads(mesh.read_text(encoding="utf-8"))["features"]:
        known = one["properties"]
        country, code = known["country"], known["adm1_code"]
        keys = {known.get("iso_3166_2"), code} | {f"{country}:{group}" for group in groups.get(code, ()) if group}
        for key in keys - {None}:
            found[key].append((country, shape(one["geometry"])))
    return dict(found)
