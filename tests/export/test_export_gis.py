"""GeoPackage and GeoParquet as GDAL, GeoPandas and the specification read them."""

import json

import geopandas
import jsonschema
import pyarrow.parquet
import pyogrio
from specimens import ABOUT, EVENTS

from mapkit import export


class TestGeoPackage:
    def test_gdal_and_geopandas_read_it(self, tmp_path):
        path = tmp_path / "events.gpkg"
        export.save(EVENTS, path, "geopackage", ABOUT)
        frame = geopandas.read_file(path, layer="events")
        assert list(frame.event_id) == ["e1", "e2", "e3", "e4"]
        assert frame.crs == "EPSG:4326"
        assert frame.geometry[3] is None
        assert json.loads(frame.quantities[0])[0]["text"] == "at least three"
        told = pyogrio.read_info(path, layer="events")["layer_metadata"]
        assert told["filters"] == "type=Battles&claim=claimed"
        assert told["coder_version"] == "mapkit 0.1.0+test"
        assert told["attribution"].startswith("GeoNames (CC BY 4.0)")


class TestGeoParquet:
    def test_geopandas_reads_it(self, tmp_path):
        path = tmp_path / "events.parquet"
        export.save(EVENTS, path, "geoparquet", ABOUT)
        frame = geopandas.read_parquet(path)
        assert frame.crs == "OGC:CRS84"
        assert (frame.geometry[0].x, frame.geometry[0].y) == (34.8, 50.9)
        assert frame.geometry[3] is None
        near = geopandas.read_parquet(path, bbox=(34.7, 50.8, 34.9, 51.0))
        assert list(near.event_id) == ["e1", "e3"]  # the box of the region reaches here, the line's does not
        told = json.loads(pyarrow.parquet.read_metadata(path).metadata[b"mapkit"])
        assert told["filters"] == "type=Battles&claim=claimed"

    def test_its_metadata_are_those_of_the_specification(self, tmp_path):
        path = tmp_path / "events.parquet"
        export.save(EVENTS, path, "geoparquet")
        geo = json.loads(pyarrow.parquet.read_metadata(path).metadata[b"geo"])
        jsonschema.validate(geo, GEOPARQUET)
        assert geo["columns"]["geom"]["bbox"][:2] <= [34.5, 50.0]


#: After format-specs/schema.json of GeoParquet 1.1.0 (opengeospatial/geoparquet).
GEOPARQUET = {
    "type": "object",
    "required": ["version", "primary_column", "columns"],
    "properties": {
        "version": {"const": "1.1.0"},
        "primary_column": {"type": "string", "minLength": 1},
        "columns": {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": {
                "type": "object",
                "required": ["encoding", "geometry_types"],
                "properties": {
                    "encoding": {"enum": ["WKB"]},
                    "geometry_types": {
                        "type": "array",
                        "uniqueItems": True,
                        "items": {"pattern": "^(GeometryCollection|(Multi)?(Point|LineString|Polygon))( Z)?$"},
                    },
                    "bbox": {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4},
                    "covering": {
                        "type": "object",
                        "required": ["bbox"],
                        "properties": {
                            "bbox": {
                                "type": "object",
                                "required": ["xmin", "xmax", "ymin", "ymax"],
                                "additionalProperties": {"type": "array", "minItems": 2, "maxItems": 2},
                            }
                        },
                    },
                },
            },
        },
    },
}
