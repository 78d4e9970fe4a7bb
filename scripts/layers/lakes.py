"""The lakes and reservoirs of Natural Earth, with what has happened to them since they were drawn."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import geopandas

from layers.output import feature, slug

_TOLERANCE_DEG = 0.004
#: What a reader of the map must know, by the key of the feature's id.
_NOTES: dict[str, dict[str, Any]] = {
    "kakhovka": {
        "name": "Kakhovka Reservoir",
        "drained": "2023-06-06",
        "note": "drained after the Kakhovka dam was destroyed on 6 June 2023; drawn as it was before",
    },
}


def build(source: Path) -> list[dict[str, Any]]:
    """Return the features of `geo/lakes.json`: `id`, `name`, `name_uk`, `name_ru`, `kind`, `rank` and notes.

    Parameters
    ----------
    source : pathlib.Path
        Natural Earth's `ne_10m_lakes` shapefile.
    """
    frame = geopandas.read_file(source)
    frame["area"] = frame.to_crs("ESRI:54034").area  # an equal-area projection, to order namesakes
    features: list[dict[str, Any]] = []
    taken: dict[str, int] = defaultdict(int)
    rows = [(_name(row), row) for row in frame.itertuples()]
    for name, row in sorted(rows, key=lambda pair: (slug(pair[0] or ""), -pair[1].area)):
        stem = slug(name) if name else f"unnamed-{row.ne_id}"
        taken[stem] += 1
        key = stem if taken[stem] == 1 else f"{stem}-{taken[stem]}"
        properties = {
            "name": name,
            "name_uk": _text(row.name_uk),
            "name_ru": _text(row.name_ru),
            "kind": row.featurecla.lower(),
            "rank": int(row.scalerank),
        } | _NOTES.get(key, {})
        drawn = feature(f"lakes/{key}", properties, row.geometry.simplify(_TOLERANCE_DEG), 3)
        if any(drawn["geometry"]["coordinates"]):  # a few ponds are smaller than the grid
            features.append(drawn)
    return features


def _name(row: Any) -> str | None:
    return _text(row.name_en) or _text(row.name)


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
