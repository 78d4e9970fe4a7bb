import csv
import io
import json

import pytest

from mapkit import export
from mapkit.errors import MapkitError
from mapkit.model import Actor, Event, EventType, Evidence, Quantity, Source

PLACED = Event(
    event_id="e1",
    event_type=EventType.BATTLES,
    sub_event_type="Armed clash",
    actors=(Actor("Army", "actor", 1),),
    quantities=(Quantity("fatalities", 3, None, None, "people", "at least three"),),
    location="Sumy",
    latitude=50.9,
    longitude=34.8,
    sources=(Source("d1", publisher="Desk", title="Raid, at night"),),
    evidence=(Evidence("d1", 5, 20, 'He said "no",\nthen left.'),),
)
UNPLACED = Event(event_id="e2", event_type=EventType.DIPLOMACY, sub_event_type="Statement")


def written(events, name):
    stream = io.StringIO()
    export.write(events, stream, name)
    return stream.getvalue()


def test_geojson_has_a_feature_an_event_and_longitude_first():
    collection = json.loads(written([PLACED, UNPLACED], "geojson"))
    assert collection["type"] == "FeatureCollection"
    first, second = collection["features"]
    assert first["geometry"] == {"type": "Point", "coordinates": [34.8, 50.9]}
    assert first["properties"]["evidence"][0]["exact"] == PLACED.evidence[0].exact
    assert second["geometry"] is None


def test_geojson_keeps_a_geometry_of_the_events_own():
    line = {"type": "LineString", "coordinates": [[1, 2], [3, 4]]}
    event = Event(event_id="e", event_type=EventType.BATTLES, sub_event_type="Armed clash", geometry=line, latitude=1.0)
    assert json.loads(written([event], "geojson"))["features"][0]["geometry"] == line


def test_no_events_are_an_empty_collection():
    assert json.loads(written([], "geojson")) == {"type": "FeatureCollection", "features": []}


def test_csv_is_flat_and_quotes_what_must_be():
    rows = list(csv.DictReader(io.StringIO(written([PLACED, UNPLACED], "csv"))))
    assert len(rows) == 2
    assert rows[0]["evidence_exact"] == PLACED.evidence[0].exact
    assert rows[0]["fatalities"] == "3"
    assert rows[0]["actor1"] == "Army"
    assert rows[0]["title"] == "Raid, at night"
    assert json.loads(rows[0]["quantities"])[0]["text"] == "at least three"
    assert rows[1]["latitude"] == ""


def test_jsonl_comes_back_as_the_same_events():
    lines = written([PLACED, UNPLACED], "jsonl").splitlines()
    assert [Event.from_dict(json.loads(line)) for line in lines] == [PLACED, UNPLACED]


def test_an_unknown_format_is_named():
    with pytest.raises(MapkitError, match="shapefile"):
        written([], "shapefile")
