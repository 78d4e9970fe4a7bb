import csv
import io
import json
import re
from dataclasses import fields, replace
from importlib import resources

import geopandas
import jsonschema
import pyarrow.parquet
import pyogrio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from made import ABOUT, CLASH, EVENTS, HOSTILE, REGION, SPAN, UNPLACED, texts

from mapkit import export
from mapkit.errors import MapkitError
from mapkit.export import cells
from mapkit.export.columns import COLUMNS
from mapkit.model import Event, EventType


def written(events, name, about=None, **options):
    stream = io.StringIO(newline="")
    export.write(events, stream, name, about, **options)
    return stream.getvalue()


def table(events, name, about=None, **options):
    return list(csv.DictReader(io.StringIO(written(events, name, about, **options), newline="")))


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


class TestCSV:
    def test_every_field_of_an_event_has_its_column(self):
        assert {field.name for field in fields(Event)} - {"confidence"} <= {column.name for column in COLUMNS}

    def test_flat_and_quoted(self):
        rows = table(EVENTS, "csv")
        assert [row["event_id"] for row in rows] == ["e1", "e2", "e3", "e4"]
        assert rows[0]["evidence_exact"] == CLASH.evidence[0].exact
        assert rows[0]["fatalities"] == "3"
        assert rows[0]["actor1"] == "Army"
        assert rows[0]["title"] == "Raid, at night"
        assert json.loads(rows[0]["quantities"])[0]["text"] == "at least three"
        assert rows[3]["latitude"] == ""

    def test_what_travels_with_it_stands_in_columns(self):
        assert "attribution" not in table([CLASH], "csv")[0]
        (row,) = table([CLASH], "csv", ABOUT)
        assert row["exported"] == "2026-01-02T03:04:05+00:00"
        assert row["filters"] == "type=Battles&claim=claimed"
        assert "GeoNames (CC BY 4.0)" in row["attribution"]

    def test_a_sniffer_finds_its_dialect(self):
        dialect = csv.Sniffer().sniff(written([CLASH, REGION], "csv", ABOUT))
        assert dialect.delimiter == ","

    @given(text=texts | st.text(alphabet="=+-@';\t\r\n ＝ab", max_size=8))
    def test_no_cell_runs_in_a_spreadsheet_and_all_come_back(self, text):
        cell = cells.guard(text)
        for separator in ("\0", ";", "\t", "\r", "\n"):  # \0: a program that does not split
            for piece in cell.split(separator):
                assert not piece.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
        assert cells.unguard(cell) == text

    @given(value=st.lists(texts, max_size=3))
    def test_no_json_cell_runs_where_semicolons_separate(self, value):
        cell = cells.guard_json(json.dumps(value, ensure_ascii=False))
        assert json.loads(cell) == value
        for piece in cell.split(";"):
            assert not piece.lstrip("'").startswith(("=", "+", "-", "@"))


class TestJSONLines:
    def test_a_record_a_line(self):
        lines = written(EVENTS, "jsonl").splitlines()
        assert [Event.from_dict(json.loads(line)) for line in lines] == EVENTS

    def test_what_travels_with_it_stands_in_each_line(self):
        (line,) = written([CLASH], "jsonl", ABOUT).splitlines()
        assert json.loads(line)["export"]["filters"] == "type=Battles&claim=claimed"


class TestACLED:
    def test_its_names_with_our_values(self):
        clash, span, _, unplaced = table(EVENTS, "acled", ABOUT)
        assert list(clash)[:5] == ["event_id_cnty", "event_date", "year", "time_precision", "disorder_type"]
        assert (clash["event_date"], clash["year"]) == ("2024-08-19", "2024")
        assert (clash["actor1"], clash["assoc_actor_1"], clash["inter1"]) == ("Army", "Border guards", "State forces")
        assert (clash["actor2"], clash["inter2"]) == ("Rebels", "Rebel group")
        assert clash["interaction"] == "State forces-Rebel group"
        assert (clash["country"], clash["admin1"], clash["iso"]) == ("Ukraine", "Sumy Oblast", "")
        assert (clash["source"], clash["fatalities"]) == ("Desk", "3")
        assert clash["tags"].startswith("event status=actual; claim status=claimed; claimed by=the general staff")
        assert clash["timestamp"] == "1724112000"
        assert clash["civilian_targeting"] == ""
        assert (span["event_date"], span["civilian_targeting"]) == ("2024-08-12", "Civilian targeting")
        assert span["notes"] == HOSTILE.replace("=1+1;@", "'=1+1;'@")
        assert (unplaced["event_type"], unplaced["disorder_type"]) == (EventType.DIPLOMACY, "")
        assert clash["attribution"].startswith("GeoNames")

    def test_tags_of_hxl_are_the_second_row(self):
        header, tags, *_ = csv.reader(io.StringIO(written([CLASH], "acled", hxl=True), newline=""))
        told = dict(zip(header, tags, strict=True))
        assert told["event_date"] == "#date+occurred"
        assert told["event_type"] == "#event+type"
        assert told["latitude"] == "#geo+lat"
        assert "attribution" not in told
        # HXL 1.1, tagging conventions: a hashtag and its attributes, none twice in a sheet.
        assert all(re.fullmatch(r"#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*", tag) for tag in tags)
        assert len(set(tags)) == len(tags)

    def test_no_other_format_has_them(self):
        with pytest.raises(MapkitError, match="HXL"):
            written([CLASH], "csv", hxl=True)


class TestKML:
    def test_gdal_reads_a_layer_a_type(self, tmp_path):
        path = tmp_path / "events.kml"
        export.save(EVENTS, path, "kml", ABOUT)
        assert {str(name) for name in pyogrio.list_layers(path)[:, 0]} == {
            "Battles",
            "Explosions/Remote violence",
            "Diplomacy",
        }
        battles = pyogrio.read_dataframe(path, layer="Battles")
        assert list(battles.Name) == ["Armed clash, Sumy", "Armed clash, Kursk Oblast"]
        assert (battles.geometry[0].x, battles.geometry[0].y) == (34.8, 50.9)
        assert battles.geometry[1].geom_type in {"Polygon", "MultiPolygon"}
        strikes = pyogrio.read_dataframe(path, layer="Explosions/Remote violence")
        assert list(strikes.geometry[0].coords) == [(34.5, 50.0), (35.5, 50.0)]

    def test_text_is_text_to_an_html_balloon(self):
        # Google Earth reads a description as HTML after the XML is parsed, and fills $[name] in.
        span = placemarks([SPAN])[0]
        balloon = span.findtext("k:description", namespaces=KML)
        assert "<b " not in balloon
        assert "<script" not in balloon
        assert "$[name]" not in balloon
        assert "&lt;b onmouseover=alert(1)&gt;" in balloon
        data = {one.get("name"): one.findtext("k:value", namespaces=KML) for one in span.iterfind(".//k:Data", KML)}
        assert data["evidence_exact"] == HOSTILE.replace("\x0b", "\ufffd")

    def test_time_style_and_what_travels(self):
        clash, span = placemarks([CLASH, SPAN])
        assert clash.findtext("k:TimeStamp/k:when", namespaces=KML) == "2024-08-19"
        assert span.findtext("k:TimeSpan/k:end", namespaces=KML) == "2024-08-18"
        document = etree.fromstring(written([CLASH, SPAN], "kml", ABOUT).encode())
        styles = {"#" + style.get("id") for style in document.iterfind(".//k:Style", KML)}
        assert clash.findtext("k:styleUrl", namespaces=KML) in styles
        told = document.findtext("k:Document/k:description", namespaces=KML)
        assert "GeoNames (CC BY 4.0)" in told
        assert "type=Battles&amp;claim=claimed" in told
        assert not document.findall(".//k:href", KML)  # no picture is asked of anyone

    @given(text=st.text())
    def test_any_text_is_well_formed(self, text):
        event = replace(UNPLACED, location=text, sub_event_type=text, event_date=text)
        assert len(placemarks([event])) == 1


KML = {"k": "http://www.opengis.net/kml/2.2"}


def placemarks(events):
    return etree.fromstring(written(events, "kml").encode()).findall(".//k:Placemark", KML)


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

TEXT = {"type": "string"}
#: After the Joi schemas in src/reducers/validate of forensic-architecture/timemap and bellingcat/ukraine-timemap, which
#: refuse unknown keys.
TIMEMAP = {
    "type": "object",
    "required": ["events", "associations", "sources"],
    "properties": {
        "events": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["description", "date", "latitude", "longitude", "associations"],
                "additionalProperties": False,
                "properties": {
                    **dict.fromkeys(
                        (
                            *("id", "description", "date", "time", "time_precision", "location", "latitude"),
                            *("longitude", "type", "category", "category_full", "comments", "time_display"),
                        ),
                        TEXT,
                    ),
                    "associations": {"type": "array", "items": TEXT},
                    "sources": {"type": "array", "items": TEXT},
                },
            },
        },
        "associations": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "title", "mode"],
                "additionalProperties": False,
                "properties": {
                    **dict.fromkeys(("id", "title", "desc", "colour", "type", "display"), TEXT),
                    "mode": {"enum": ["CATEGORY", "FILTER"]},
                    "filter_paths": {"type": "array", "items": TEXT},
                },
            },
        },
        "sources": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "required": ["id", "paths"],
                "additionalProperties": False,
                "properties": {
                    **dict.fromkeys(
                        ("id", "title", "thumbnail", "type", "url", "description", "parent", "author", "date", "notes"),
                        TEXT,
                    ),
                    "paths": {"type": "array", "items": TEXT},
                },
            },
        },
    },
}


class TestTimeMap:
    def test_its_schemas_accept_it(self):
        domain = json.loads(written(EVENTS, "timemap", ABOUT))
        jsonschema.validate(domain, TIMEMAP)
        assert domain["export"]["filters"] == "type=Battles&claim=claimed"

    def test_events_refer_to_associations_and_sources(self):
        domain = json.loads(written(EVENTS, "timemap"))
        known = [one["id"] for one in domain["associations"]]
        assert len(set(known)) == len(known)
        for event in domain["events"]:
            assert set(event["associations"]) <= set(known)
            assert set(event["sources"]) <= set(domain["sources"])
        clash = domain["events"][0]
        assert (clash["date"], clash["latitude"], clash["longitude"]) == ("08/19/2024", "50.9", "34.8")
        assert domain["sources"]["d1"]["url"] == "https://desk.example/1"
        assert domain["events"][3]["date"] == ""

    def test_no_path_is_cut_at_a_slash(self):
        domain = json.loads(written(EVENTS, "timemap"))
        assert not any("/" in part for one in domain["associations"] for part in one["filter_paths"])


def test_an_unknown_format_is_named():
    with pytest.raises(MapkitError, match="shapefile"):
        written([], "shapefile")
    with pytest.raises(MapkitError, match="GeoPackage is no text"):
        written([], "geopackage")
