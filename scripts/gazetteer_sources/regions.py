"""Shapes for rows that have none yet: regions (Darfur, Donbas) by their id, and units cut out by hand by GeoNames'."""

import dataclasses
from collections.abc import Iterable, Iterator

from gazetteer_sources.common import Report
from mapkit import layers
from mapkit.gazetteer.table import Row


def drawn(rows: Iterable[Row], report: Report) -> Iterator[Row]:
    """Yield the rows, with the shape of `geo/regions.json` or `geo/admin1.json` where they have none of their own."""
    shapes = {
        str(feature.properties["gn_id"]): feature.layer_id
        for feature in layers.features("admin1")
        if feature.properties.get("gn_id")
    }
    shapes |= {feature.properties["gazetteer_id"]: feature.layer_id for feature in layers.features("regions")}
    for row in rows:
        layer_id = shapes.get(row.place.gazetteer_id)
        if layer_id and not row.place.layer_id:
            report["shapes of regions joined"] += 1
            yield dataclasses.replace(row, place=dataclasses.replace(row.place, layer_id=layer_id))
        else:
            yield row
