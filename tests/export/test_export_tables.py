"""CSV, ours and under ACLED's names."""

import csv
import io
import json
import re
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st
from specimens import ABOUT, CLASH, EVENTS, HOSTILE, REGION, table, texts, written

from mapkit.errors import MapkitError
from mapkit.export import cells
from mapkit.export.columns import COLUMNS
from mapkit.model import Event, EventType


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
