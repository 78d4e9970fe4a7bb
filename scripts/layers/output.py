"""Writing the layers: small, readable in a diff, the same bytes every time."""

import json
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry


def slug(name: str) -> str:
    """Return a name as it stands in an id: lower-case ASCII letters and digits, joined by hyphens."""
    plain = (
        name.replace("ø", "o")
        .replace("Ø", "O")
        .replace("đ", "d")
        .replace("ı", "i")
        .replace("þ", "th")
        .replace("Þ", "Th")
    )
    ascii_only = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")


def feature(layer_id: str, properties: dict[str, Any], geometry: BaseGeometry, digits: int) -> dict[str, Any]:
    """Return a GeoJSON feature; properties that are None are left out, coordinates rounded to `digits`."""
    rounded = shapely.set_precision(geometry, 10**-digits)  # valid, and without parts that rounding makes vanish
    rounded = shapely.transform(rounded, lambda xy: xy.round(digits))  # 0.1 + 0.2 is not written with 17 digits
    return {
        "type": "Feature",
        "id": layer_id,
        "properties": {"id": layer_id} | {key: value for key, value in properties.items() if value is not None},
        "geometry": json.loads(shapely.to_geojson(rounded)),
    }


def write(path: Path, features: Iterable[dict[str, Any]]) -> None:
    """Write a feature collection, one feature a line."""
    lines = ",\n".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in features)
    path.write_text(f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n', encoding="utf-8")
