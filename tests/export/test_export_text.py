"""GeoJSON and JSON Lines, and what no format is."""

import io
import json
from importlib import resources

import jsonschema
import pyogrio
import pytest
from shapely.geometry import shape
from specimens import ABOUT, CLASH, EVENTS, REGION, SPAN, written

from mapkit import export
from mapkit.errors import MapkitError
from mapkit.model import Event


class TestGeoJSON:
    def test_a_feature_an_event_and_longitude_first(self):
        collection = json.loads(written(EVENTS, "geojson"))
        assert collection["type"] == "FeatureCollection"
        clash, span, region, unplaced = collection["features"]
        assert clash["geometry"] == {"type": "Point", "coordinates": [34.8, 50.9]}
        assert clash["properties"]["evidence"][0]["exact"] == CLASH.evidence[0].exact
        assert span["geometry"] == SPAN.geometry
        assert region["geometry"]["type"] in {"Polygon", "MultiPolygon"}
        assert unplaced["geometry"] is None

    def test_outer_rings_run_counterclockwise(self):
        (region,) = json.loads(written([REGION], "geojson"))["features"]
        polygons = shape(region["geometry"])
        assert all(one.exterior.is_ccw for one in getattr(polygons, "geoms", [polygons]))

    def test_no_events_are_an_empty_collection(self):
        assert json.loads(written([], "geojson")) == {"type": "FeatureCollection", "features": []}

    def test_what_travels_with_it(self):
        told = json.loads(written(EVENTS, "geojson", ABOUT))["export"]
        assert told["generator"] == "mapkit 0.1.0+test"
        assert told["exported"] == "2026-01-02T03:04:05+00:00"
        assert told["filters"] == "type=Battles&claim=claimed"
        assert {one["name"]: one["licence"] for one in told["attribution"]}["GeoNames"] == "CC BY 4.0"

    def test_a_schema_of_others_accepts_it(self):
        # The GeoJSON part of Vega-Lite's schema, which Altair ships.
        file = next(resources.files("altair.vegalite").glob("*/schema/vega-lite-schema.json"))
        schema = {**json.loads(file.read_text()), "$ref": "#/definitions/FeatureCollection"}
        validator = jsonschema.Draft7Validator(schema)
        collection = json.loads(written([CLASH, SPAN, REGION], "geojson"))
        assert list(validator.iter_errors(collection)) == []
        collection["features"][0]["geometry"]["type"] = "Dot"
        assert list(validator.iter_errors(collection))

    def test_gdal_reads_it(self, tmp_path):
        path = tmp_path / "events.geojson"
        export.save(EVENTS, path, "geojson", ABOUT)
        frame = pyogrio.read_dataframe(path)
        assert list(frame.event_id) == ["e1", "e2", "e3", "e4"]
        assert frame.crs == "EPSG:4326"
        assert (frame.geometry[0].x, frame.geometry[0].y) == (34.8, 50.9)


class TestJSONLines:
    def test_a_record_a_line(self):
        lines = written(EVENTS, "jsonl").splitlines()
        assert [Event.from_dict(json.loads(line)) for line in lines] == EVENTS

    def test_what_travels_with_it_stands_in_each_line(self):
        (line,) = written([CLASH], "jsonl", ABOUT).splitlines()
        assert json.loads(line)["export"]["filters"] == "type=Battles&claim=claimed"


def test_an_unknown_format_is_named():
    with pytest.raises(MapkitError, match="shapefile"):
        written([], "shapefile")
    with pytest.raises(MapkitError, match="GeoPackage is no text"):
        written([], "geopackage")


class TestWhatAFormatHolds:
    @pytest.fixture
    def few(self, monkeypatch):
        monkeypatch.setitem(export.FORMATS, "html", export.FORMATS["html"]._replace(most=2))

    @pytest.mark.usefixtures("few")
    def test_one_event_too_many_is_refused_and_what_was_there_stays(self, tmp_path):
        path = tmp_path / "events.html"
        path.write_text("before")
        with pytest.raises(MapkitError, match=r"^HTML map: holds at most 2 events; set filters") as caught:
            export.save(EVENTS[:3], path, "html")
        assert "\n" not in str(caught.value)
        assert path.read_text() == "before"
        assert list(tmp_path.iterdir()) == [path]

    @pytest.mark.usefixtures("few")
    def test_as_many_as_it_holds_are_all_written(self):
        told = written(EVENTS[:2], "html")
        assert all(event.event_id in told for event in EVENTS[:2])

    def test_formats_that_stream_ask_for_no_more_than_one_event_ahead(self):
        asked = []
        ahead = (asked.append(event) or event for event in EVENTS)

        class Stream(io.StringIO):
            def write(self, text):
                began.append(len(asked))
                return super().write(text)

        began = []
        export.write(ahead, Stream(), "jsonl")
        assert began[0] == 1
