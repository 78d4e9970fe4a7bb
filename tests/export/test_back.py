"""Exports come back unchanged, and what cannot come back is said by its row."""

import csv
import json
from dataclasses import replace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from specimens import ABOUT, CLASH, EVENTS, events

from mapkit import export
from mapkit.errors import ExportError

BACK = ("geojson", "csv", "jsonl", "geopackage", "geoparquet")
#: Files are written over and over in one folder, which each example leaves as it found it.
FILES = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def there_and_back(folder, written, name, about=ABOUT):
    path = folder / f"events{export.FORMATS[name].ending}"
    export.save(written, path, name, about)
    return list(export.read(path))


@pytest.mark.parametrize("name", BACK)
@pytest.mark.parametrize("about", [None, ABOUT])
def test_exports_come_back_as_the_same_events(tmp_path, name, about):
    assert there_and_back(tmp_path, EVENTS, name, about) == EVENTS
    assert there_and_back(tmp_path, [], name, about) == []


@pytest.mark.parametrize("name", ["geojson", "csv", "jsonl", "geoparquet"])
@FILES
@given(written=st.lists(events(), max_size=3))
def test_any_event_comes_back(tmp_path, name, written):
    assert there_and_back(tmp_path, written, name) == written


@settings(FILES, max_examples=15)
@given(written=st.lists(events().filter(lambda event: "\\u0000" not in json.dumps(event.to_dict())), max_size=2))
def test_any_event_that_a_workspace_holds_comes_back_from_a_geopackage(tmp_path, written):
    assert there_and_back(tmp_path, written, "geopackage") == written


def test_a_geopackage_refuses_what_it_would_cut(tmp_path):
    with pytest.raises(ExportError, match=r"event e1: location holds U\+0000"):
        export.save([replace(CLASH, location="a\0b")], tmp_path / "events.gpkg", "geopackage")
    assert list(tmp_path.iterdir()) == []


def edited(folder, **cells):
    path = folder / "events.csv"
    export.save([CLASH], path, "csv", ABOUT)
    with path.open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    with path.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.DictWriter(stream, row)
        rows.writeheader()
        rows.writerow(row | cells)
    return path


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"event_type": "War"}, "'War' is not a valid EventType"),
        ({"event_id": ""}, "event_id is missing"),
        ({"time_precision": "soon"}, "time_precision is 'soon', which is no number"),
        ({"time_precision": "1.5"}, "time_precision is 1.5, which is no whole"),
        ({"latitude": "inf"}, "latitude is inf: no number"),
        ({"latitude": "95"}, "no place on Earth"),
        ({"latitude": ""}, "latitude and longitude belong together"),
        ({"deleted": "maybe"}, "deleted is 'maybe'"),
        ({"actors": "[{"}, "actors is not JSON"),
        ({"actors": '[{"nam": "x"}]'}, "nam"),
        ({"actors": "3"}, "no event record"),
        ({"fatalities": "5"}, "fatalities says 5.0, but what it repeats says 3"),
        ({"evidence_exact": "Other words"}, "evidence_exact says"),
    ],
)
def test_a_row_that_is_no_event_is_named_with_its_field(tmp_path, cells, fault):
    path = edited(tmp_path, **cells)
    (one,) = export.rows(path)
    assert one.event is None
    assert one.where == "row 2"
    assert fault in one.fault
    with pytest.raises(ExportError, match=r"events\.csv, row 2: "):
        list(export.read(path))


def test_an_edit_of_a_field_comes_back(tmp_path):
    (event,) = export.read(edited(tmp_path, location="Okhtyrka", latitude="50.31", longitude="34.9"))
    assert (event.location, event.latitude, event.longitude) == ("Okhtyrka", 50.31, 34.9)


def test_a_spreadsheet_may_save_with_semicolons_and_a_mark(tmp_path):
    path = tmp_path / "events.csv"
    export.save(EVENTS, path, "csv")
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(rows)
    assert list(export.read(path)) == EVENTS


def test_a_point_that_was_moved_without_its_columns_is_not_lost_silently(tmp_path):
    path = tmp_path / "events.geojson"
    export.save([CLASH], path, "geojson")
    collection = json.loads(path.read_text())
    point = collection["features"][0]["geometry"]["coordinates"]
    point[0] = round(point[0], 7) + 1e-8
    path.write_text(json.dumps(collection))
    assert list(export.read(path)) == [CLASH]
    point[0] += 0.5
    path.write_text(json.dumps(collection))
    (one,) = export.rows(path)
    assert one.where == "feature 1"
    assert "its point is at 50.900000, 35.300000" in one.fault


def test_lists_as_text_are_read_too(tmp_path):
    path = tmp_path / "events.geojson"
    export.save([CLASH], path, "geojson")
    collection = json.loads(path.read_text())
    properties = collection["features"][0]["properties"]
    for name, value in properties.items():
        if isinstance(value, (list, dict)):
            properties[name] = json.dumps(value)
    path.write_text(json.dumps(collection))
    assert list(export.read(path)) == [CLASH]


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("a.txt", b"", "no export that comes back has this ending"),
        ("a.csv", b"event_id_cnty,event_date\nX,2024\n", "ACLED's columns"),
        ("a.csv", b"a,b\n1,2\n", "no column event_id"),
        ("a.csv", b"event_id,\xff\n", "no CSV in UTF-8"),
        ("a.csv", b"event_id,event_type\ne1,Battles,more\n", "row 2: has more cells"),
        ("a.jsonl", b"\n{\n", "line 2: is not JSON"),
        ("a.jsonl", b"[]\n", "line 1: is no JSON object"),
        ("a.jsonl", b"\xff\n", "UTF-8"),
        ("a.geojson", b"{", "is no GeoJSON"),
        ("a.json", b'{"events": []}', "is no GeoJSON FeatureCollection"),
        ("a.geojson", b'{"features": [3]}', "feature 1: is no GeoJSON feature"),
        ("a.gpkg", b"nothing", "is no GeoPackage"),
        ("a.parquet", b"nothing", "is no Parquet file"),
    ],
)
def test_a_file_that_is_no_export_is_one_clear_line(tmp_path, name, content, fault):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ExportError, match=fault) as error:
        list(export.read(path))
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)


def test_other_tables_are_told_from_ours(tmp_path):
    pq.write_table(pa.table({"x": [1]}), tmp_path / "a.parquet")
    with pytest.raises(ExportError, match="no column event_id"):
        list(export.read(tmp_path / "a.parquet"))
    with pytest.raises(ExportError, match="no such file"):
        list(export.read(tmp_path / "b.parquet"))


@pytest.mark.parametrize("name", list(export.FORMATS))
def test_a_fault_leaves_what_was_there(tmp_path, name):
    def broken():
        yield CLASH
        raise RuntimeError("the coder fell over")

    path = tmp_path / "kept"
    path.write_text("as it was")
    with pytest.raises(RuntimeError, match="fell over"):
        export.save(broken(), path, name, ABOUT)
    assert path.read_text() == "as it was"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ExportError, match="gone"):
        export.save([CLASH], tmp_path / "gone" / "events.csv", "csv")
