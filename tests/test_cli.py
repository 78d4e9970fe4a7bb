"""The contracts of the command line, run as its users run it."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from mapkit import export
from mapkit.workspace import Workspace

MAPKIT = Path(sys.executable).with_name("mapkit")
TEXT = """Rockets Hit Market in Sumy

Russian rockets hit a market in the Ukrainian city of Sumy on Monday, killing at least four people and injuring 12,
the regional governor said. There were no clashes near Okhtyrka.
"""


def mapkit(*args, stdin=None, status=0):
    done = subprocess.run([MAPKIT, *map(str, args)], input=stdin, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(TEXT)
    return path


def test_geoparse_prints_a_line_a_document_with_exact_offsets(report):
    (line,) = mapkit("geoparse", report, "--format", "jsonl").stdout.splitlines()
    record = json.loads(line)
    assert record["id"] == "report.txt"
    for toponym in record["toponyms"]:
        assert TEXT[toponym["start"] : toponym["end"]] == toponym["text"]
    sumy = next(t for t in record["toponyms"] if t["text"] == "Sumy")
    assert (round(sumy["latitude"], 1), round(sumy["longitude"], 1)) == (50.9, 34.8)
    assert sumy["role"] == "location"
    assert sumy["candidates"][0]["gazetteer_id"] == sumy["gazetteer_id"]
    russian = next(t for t in record["toponyms"] if t["text"] == "Russian")
    assert russian["role"] == "demonym"


def test_bulk_geoparse_keeps_order_and_says_what_it_leaves_out(tmp_path):
    lines = [json.dumps({"id": str(n), "text": f"Shells fell on Sumy {n} times."}) for n in range(40)]
    lines[7] = "not json"
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(lines))
    done = mapkit("geoparse", "--jsonl", path, "--workers", "2", status=2)
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [str(n) for n in range(40) if n != 7]
    assert "line 8" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_standard_input_is_a_document(report):
    from_stdin = json.loads(mapkit("geoparse", "-", stdin=TEXT).stdout)
    assert from_stdin["toponyms"] == json.loads(mapkit("geoparse", report).stdout)["toponyms"]


def toponyms(*args, stdin=TEXT):
    return json.loads(mapkit("geoparse", *args, "-", stdin=stdin).stdout)["toponyms"]


def test_fast_gives_the_same_keys():
    full, fast = toponyms(), toponyms("--fast")
    assert {"Sumy", "Okhtyrka"} <= {toponym["text"] for toponym in fast}
    assert [*full[0]] == [*fast[0]]
    assert [*full[0]["candidates"][0]] == [*fast[0]["candidates"][0]]


def test_the_theatre_decides_where_the_text_does_not():
    text = "Two people were hurt in Tripoli overnight."
    assert toponyms(stdin=text)[0]["country"] == "LY"
    assert toponyms("--theatre", "LB", stdin=text)[0]["country"] == "LB"
    assert toponyms("--theatre", "sy, lb", stdin=text)[0]["country"] == "LB"


def test_a_decision_is_explained_with_what_was_left_too(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text("Senator Houston spoke in Paris, Texas.")
    lines = mapkit("geoparse", path, "--explain").stdout.splitlines()
    told = {line.split("'")[1]: line for line in lines}
    assert ": taken" in told["Paris"]
    assert ": left" in told["Houston"]
    assert "title" in told["Houston"]


def test_explaining_takes_files():
    done = mapkit("geoparse", "--jsonl", "-", "--explain", stdin="", status=2)
    assert "--explain goes with FILES" in done.stderr


def test_two_workers_give_the_bytes_of_one(tmp_path):
    texts = [TEXT, "Police in Paris, Texas, held a man.", "Nothing happened.", "", "Two died in Tripoli."]
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps({"id": str(n), "text": texts[n % 5]}) + "\n" for n in range(50)))
    one, two = (mapkit("geoparse", "--jsonl", path, "--workers", n, "--theatre", "LB").stdout for n in (1, 2))
    assert one == two
    assert len(one.splitlines()) == 50


@pytest.mark.parametrize(
    ("known", "admin1"),
    [
        ({"publisher": "Boise Daily"}, "Idaho"),
        ({"publisher": "Mississippi Herald"}, "Mississippi"),
        ({"url": "https://www.boisenews.example/a"}, "Idaho"),
        ({"domain": "boisenews.example"}, "Idaho"),
    ],
)
def test_bulk_lines_may_say_where_they_come_from(known, admin1):
    line = {"id": "a", "text": "A fire burned in Meridian on Monday.", **known}
    record = json.loads(mapkit("geoparse", "--jsonl", "-", stdin=json.dumps(line)).stdout)
    assert [toponym["admin1"] for toponym in record["toponyms"]] == [admin1]


def test_fields_of_bulk_lines_that_mean_nothing_are_left_alone():
    plain = {"id": "a", "text": TEXT}
    more = {**plain, "lang": "en", "gold": [], "publisher": None, "url": 3, "domain": " ", "title": {"x": 1}}
    lines = [json.dumps(line) for line in (plain, more)]
    one, other = mapkit("geoparse", "--jsonl", "-", stdin="\n".join(lines)).stdout.splitlines()
    assert one == other


def test_half_a_surrogate_pair_beside_a_name_and_in_the_publishers():
    line = '{"id": "a", "text": "Shells \\ud83d fell on Sumy.", "publisher": "Sumy \\ud800 Post"}'
    (toponym,) = json.loads(mapkit("geoparse", "--jsonl", "-", stdin=line).stdout)["toponyms"]
    assert (toponym["text"], toponym["start"], toponym["country"]) == ("Sumy", 17, "UA")


def test_extract_gives_events_with_evidence_place_and_figures(report):
    collection = json.loads(mapkit("extract", report, "--published", "2024-08-20").stdout)
    strikes = [
        f["properties"]
        for f in collection["features"]
        if f["properties"]["event_type"] == "Explosions/Remote violence" and f["properties"]["event_status"] == "actual"
    ]
    assert len(strikes) == 1
    strike = strikes[0]
    assert strike["location"] == "Sumy"
    assert strike["event_date"] == "2024-08-19"
    assert strike["claim_status"] == "reported"
    figures = {q["kind"]: q for q in strike["quantities"]}
    assert (figures["fatalities"]["low"], figures["fatalities"]["high"]) == (4, None)
    assert figures["injuries"]["best"] == 12
    for evidence in strike["evidence"]:
        assert TEXT[evidence["start"] : evidence["end"]] == evidence["exact"]
    assert strike["coder_version"].startswith("mapkit ")


def test_no_date_is_invented(report):
    for feature in json.loads(mapkit("extract", report).stdout)["features"]:
        assert feature["properties"]["event_date"] is None


def test_the_same_input_gives_the_same_bytes(report):
    assert mapkit("extract", report).stdout == mapkit("extract", report).stdout


def test_formats_hold_the_same_events(report):
    features = json.loads(mapkit("extract", report).stdout)["features"]
    rows = list(csv.DictReader(io.StringIO(mapkit("extract", report, "--format", "csv").stdout)))
    lines = mapkit("extract", report, "--format", "jsonl").stdout.splitlines()
    ids = [feature["id"] for feature in features]
    assert ids == [row["event_id"] for row in rows] == [json.loads(line)["event_id"] for line in lines]


def test_explain_says_why(report):
    said = mapkit("extract", report, "--explain").stdout
    assert "Explosions/Remote violence" in said
    assert "Sumy" in said


def test_classify_prints_a_sub_type_a_line():
    snippets = "1\tA suicide bomber blew himself up at a checkpoint.\n2\tThousands marched peacefully.\tLABEL\n"
    assert mapkit("classify", "--tsv", "-", stdin=snippets).stdout == "1\tSuicide bomb\n2\tPeaceful protest\n"


def test_ingest_then_export(report):
    assert "1 coded" in mapkit("ingest", report.parent).stderr
    assert "1 unchanged" in mapkit("ingest", report).stderr
    exported = json.loads(mapkit("export", "--filter", "type=Explosions/Remote violence").stdout)
    assert [f["properties"]["location"] for f in exported["features"]] == ["Sumy"]
    assert json.loads(mapkit("export", "--filter", "type=Riots").stdout)["features"] == []
    parts = [
        json.loads(mapkit("export", "--filter", f"undated={value}").stdout)["features"] for value in ("no", "only")
    ]
    assert sorted(map(len, parts)) == [0, 1]


def test_what_ingest_cannot_read_is_named_and_kept_in_the_list_of_rejects(tmp_path):
    (tmp_path / "empty.txt").touch()
    said = mapkit("ingest", tmp_path, status=2).stderr
    assert f"{tmp_path / 'empty.txt'}: is empty" in said
    assert "0 coded, 0 unchanged, 1 rejected" in said
    with Workspace.open() as workspace:
        assert [(one.name, one.reason) for one in workspace.rejects()] == [("empty.txt", "is empty")]


def test_exports_to_a_file_and_to_a_pipe(report, tmp_path):
    mapkit("ingest", report)
    mapkit("export", "--format", "csv", "--output", tmp_path / "events.csv")
    (event,) = export.read(tmp_path / "events.csv")
    assert event.location == "Sumy"
    mapkit("export", "--format", "geopackage", "--output", tmp_path / "events.gpkg")
    assert list(export.read(tmp_path / "events.gpkg")) == [event]
    lines = mapkit("export", "--format", "acled", "--hxl").stdout.splitlines()
    assert lines[1].startswith("#event+code,#date+occurred,")
    command = [MAPKIT, "export", "--format", "geoparquet"]
    assert subprocess.run(command, capture_output=True, check=True).stdout.startswith(b"PAR1")


def test_an_export_comes_back(report, tmp_path):
    mapkit("ingest", report)
    path = tmp_path / "events.csv"
    mapkit("export", "--format", "csv", "--output", path)
    assert "0 added, 1 known, 0 skipped, 0 rejected" in mapkit("import", path).stderr
    other = f"sqlite:///{tmp_path}/other.sqlite3"
    said = mapkit("import", path, "--workspace", other, status=2).stderr
    assert f"{path}, row 2: its document " in said
    assert "0 added, 0 known, 0 skipped, 1 rejected" in said
    assert "ending" in mapkit("import", report, status=2).stderr


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["geoparse", "none.txt"], "none.txt: no such file"),
        (["extract", "none.txt"], "none.txt: no such file"),
        (["geoparse"], "FILES"),
        (["extract", "x.txt", "--published", "yesterday"], "ISO date"),
        (["extract", "--nonsense"], "--nonsense"),
        (["gazetteer", "search", "Qqqzzzx"], "Qqqzzzx"),
        (["gazetteer", "add", "none.csv"], "none.csv"),
        (["export", "--filter", "type=Nonsense"], "Nonsense"),
        (["export", "--filter", "typ=Battles"], "typ"),
        (["export", "--filter", "since=August"], "since='August' is no date; write it as 2024-08-19"),
        (["nonsense"], "nonsense"),
        (["geoparse", "--jsonl", "none.jsonl"], "none.jsonl"),
        (["geoparse", "x.txt", "--theatre", "Lebanon"], "ISO country codes"),
        (["geoparse", "x.txt", "--theatre", "LB;SY"], "ISO country codes"),
    ],
)
def test_a_users_mistake_is_one_clear_line(args, says, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = mapkit(*args, status=2)
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("variable", ["MAPKIT_HOME", "MAPKIT_CACHE"])
def test_a_folder_that_cannot_be_made_is_one_clear_line(variable, tmp_path, monkeypatch):
    (tmp_path / "taken").write_text("a file where a folder should be")
    monkeypatch.setenv(variable, str(tmp_path / "taken"))
    done = mapkit("gazetteer", "info", status=2)
    assert variable in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_bulk_lines_that_json_allows_and_text_does_not(tmp_path):
    path = tmp_path / "in.jsonl"
    path.write_text("[" * 100_000 + '\n{"id": "half \\ud800", "text": "Shells \\udfff fell on Sumy."}\n')
    done = mapkit("geoparse", "--jsonl", path, status=2)
    assert "line 1" in done.stderr
    record = json.loads(done.stdout)
    assert record["id"] == "half \ufffd"
    assert [t["start"] for t in record["toponyms"]] == [17]


def test_a_closed_pipe_ends_silently():
    many = "".join(json.dumps({"id": str(n), "text": "Shells fell on Sumy and Kharkiv."}) + "\n" for n in range(200))
    with subprocess.Popen(
        [MAPKIT, "geoparse", "--jsonl", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.close()
        _, said = process.communicate(many.encode())
    assert (process.returncode, said) == (0, b"")


def test_one_bad_file_does_not_stop_the_rest(report, tmp_path):
    done = mapkit("geoparse", tmp_path / "none.txt", report, status=2)
    assert json.loads(done.stdout)["id"] == "report.txt"


def test_gazetteer_commands(tmp_path):
    found = mapkit("gazetteer", "search", "Kursk").stdout
    assert "Kursk Oblast" in found
    assert "places" in mapkit("gazetteer", "info").stdout
    rows = tmp_path / "camp.csv"
    rows.write_text("name,latitude,longitude\nCamp Qqhope,12.5,30.25\nNowhere,north,1\n")
    done = mapkit("gazetteer", "add", rows, status=2)
    assert "1 places added, 0 replaced, 0 unchanged, 1 rows rejected" in done.stderr
    assert "12.5" in mapkit("gazetteer", "search", "Camp Qqhope").stdout
