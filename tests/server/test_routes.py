import csv
import hashlib
import io
import json

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from mapkit import export
from mapkit.model import Place
from mapkit.server import Services, create_middleware, create_routes
from mapkit.workspace import Workspace
from synthetic import TEXT, coder, document, line

WORLD = "-180,-90,180,90"


class FewPlaces:
    """A gazetteer of four towns, best known first as the real one."""

    def __init__(self):
        self.asked = 0

    def within(self, west, south, east, north, limit=100, feature_classes=None):
        self.asked += 1
        towns = [
            ("1", "Kyiv", "PPLC", 50.45, 30.52, 2_800_000),
            ("2", "Brovary", "PPL", 50.51, 30.79, 109_000),
            ("3", "Kniazhychi", "PPL", 50.50, 30.78, 2_000),
            ("4", "Suva", "PPLC", -18.14, 178.44, 77_000),
        ]
        places = [
            Place(key, name, "P", code, "XX", "", "", "", latitude, longitude, population, "test")
            for key, name, code, latitude, longitude, population in towns
        ]
        inside = [p for p in places if west <= p.longitude <= east and south <= p.latitude <= north]
        return inside[:limit] if feature_classes is None or "P" in feature_classes else []


@pytest.fixture
def workspace(tmp_path):
    with Workspace.open(str(tmp_path / "w.db")) as opened:
        text = (
            TEXT
            + line(sentence="Nobody knows where.")
            + line("Protests", place="Suva", latitude=-18.14, longitude=178.44)
        )
        opened.ingest([document(text=text, publisher="The Daily", url="https://news.example/1")], coder=coder())
        yield opened


@pytest.fixture
def shared(workspace, tmp_path, monkeypatch):
    monkeypatch.setenv("MAPKIT_CACHE", str(tmp_path / "cache"))
    services = Services(lambda: workspace, FewPlaces)
    yield services
    services.index.close()


@pytest.fixture
def client(shared):
    with TestClient(Starlette(routes=create_routes(shared))) as opened:
        yield opened


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    """A client for tests that only read, or are refused."""
    folder = tmp_path_factory.mktemp("reader")
    with pytest.MonkeyPatch.context() as patch, Workspace.open(str(folder / "w.db")) as opened:
        patch.setenv("MAPKIT_CACHE", str(folder))
        opened.ingest([document()], coder=coder())
        services = Services(lambda: opened, FewPlaces)
        with TestClient(Starlette(routes=create_routes(services))) as client:
            yield client
        services.index.close()


def get(client, path, **options):
    response = client.get(path, **options)
    assert response.status_code == 200, response.text
    return response.json()


class TestEvents:
    def test_points_with_what_a_marker_needs(self, client):
        found = get(client, f"/api/events?bbox={WORLD}&z=3")
        assert (found["mode"], found["total"], found["unplaced"]) == ("points", 3, 1)
        suva = next(feature for feature in found["features"] if feature["place"] == "Suva")
        assert suva | {"id": ""} == {
            "id": "", "lat": -18.14, "lon": 178.44, "type": "Protests", "sub": "Peaceful protest", "claim": "reported",
            "status": "actual", "place": "Suva", "date": None, "kind": "point", "layer_id": None, "uncertainty_m": None,
        }  # fmt: skip

    def test_filters_and_search(self, client):
        assert get(client, f"/api/events?bbox={WORLD}&z=3&type=Battles&type=Protests")["total"] == 2
        assert get(client, f"/api/events?bbox={WORLD}&z=3&q=FAMILIES")["total"] == 1
        assert get(client, f"/api/events?bbox={WORLD}&z=3&front=none")["total"] == 1

    def test_across_the_antimeridian_in_the_frame_that_was_asked_for(self, client):
        for west, east, lon in ((170, -170, 178.44), (170, 190, 178.44), (-190, -170, -181.56)):
            found = get(client, f"/api/events?bbox={west},-30,{east},0&z=4")
            assert [feature["lon"] for feature in found["features"]] == [lon]

    @pytest.mark.parametrize(
        ("query", "word"),
        [
            ("z=3", "bbox is missing"),
            ("bbox=1,2,3&z=3", "four numbers"),
            ("bbox=1,2,3,x&z=3", "finite"),
            ("bbox=1,2,3,nan&z=3", "finite"),
            ("bbox=1,2,3,1e999&z=3", "finite"),
            ("bbox=1,9,3,4&z=3", "south"),
            ("bbox=1,2,5000,4&z=3", "1080"),
            (f"bbox={WORLD}", "z is missing"),
            (f"bbox={WORLD}&z=25", "z must be from 0 to 24"),
            (f"bbox={WORLD}&z=3&z=4", "once"),
            (f"bbox={WORLD}&z=3&type=Battle", "type='Battle' is unknown"),
            (f"bbox={WORLD}&z=3&claim=true", "claim"),
            (f"bbox={WORLD}&z=3&fronts=Kursk", "unknown parameter 'fronts'"),
            (f"bbox={WORLD}&z=3&q={'x' * 201}", "200"),
            (f"bbox={WORLD}&z=3&q=%00", "control"),
        ],
    )
    def test_a_bad_parameter_is_one_clear_line(self, reader, query, word):
        response = reader.get(f"/api/events?{query}")
        assert response.status_code == 400
        error = response.json()["error"]
        assert word in error
        assert "\n" not in error

    def test_sql_in_a_search_is_but_text(self, client):
        for text in ("'; DROP TABLE events; --", "%", "_", "\\"):
            found = get(client, "/api/events", params={"bbox": WORLD, "z": 3, "q": text})
            assert found["total"] == 0
        assert get(client, f"/api/events?bbox={WORLD}&z=3")["total"] == 3


class TestCaching:
    def test_unchanged_answers_are_not_sent_again_until_the_workspace_changes(self, client, workspace):
        path = f"/api/events?bbox={WORLD}&z=3"
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        workspace.ingest([document("b", line(place="Kyiv", latitude=50.45, longitude=30.52))], coder=coder())
        after = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert after.status_code == 200
        assert after.json()["total"] == 4

    def test_another_view_is_another_answer(self, client):
        tags = {client.get(f"/api/events?bbox={WORLD}&z={zoom}").headers["ETag"] for zoom in (3, 4)}
        assert len(tags) == 2

    def test_compressed_where_the_browser_takes_it(self, client, workspace):
        text = "".join(line(place=f"P{n}", latitude=1 + n / 100, longitude=2) for n in range(50))
        workspace.ingest([document("many", text)], coder=coder())
        path = f"/api/events?bbox={WORLD}&z=3"
        assert client.get(path, headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"
        assert "Content-Encoding" not in client.get(path, headers={"Accept-Encoding": "gzip;q=0, br"}).headers
        assert client.get(path, headers={"Accept-Encoding": "gzip"}).json() == client.get(path).json()


class TestSecurity:
    @pytest.mark.parametrize("path", ["/api/version", f"/api/events?bbox={WORLD}&z=3", "/api/events", "/api/event/x"])
    def test_every_answer_names_no_origin_but_its_own(self, reader, path):
        headers = reader.get(path).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'self';")
        assert "http" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Access-Control-Allow-Origin" not in headers

    @pytest.mark.parametrize("folder", ["geo", "assets"])
    @pytest.mark.parametrize(
        "path", ["../pyproject.toml", "..%2fpyproject.toml", "%2e%2e/%2e%2e/pyproject.toml", "%5c..%5cx", "/etc/passwd",
                 "..%00", ".hidden", "", "x%2f..%2f..%2f..%2fpyproject.toml", "nothing.json"],
    )  # fmt: skip
    def test_no_path_leads_out_of_a_folder(self, reader, folder, path):
        assert reader.get(f"/{folder}/{path}").status_code == 404

    def test_nothing_is_written(self, reader):
        assert reader.post("/api/events").status_code == 405

    def test_the_page_is_confined_to_its_own_origin(self, shared):
        app = Starlette(routes=create_routes(shared), middleware=create_middleware(["https://tile.example"]))
        with TestClient(app) as client:
            own = client.get("/nothing").headers["Content-Security-Policy"]
            assert "connect-src 'self'" in own
            assert "img-src 'self' data: blob: https://tile.example" in own
            assert "tile.example" not in client.get("/api/version").headers["Content-Security-Policy"]


class TestEvent:
    def test_record_with_its_paragraph(self, client, workspace):
        event = next(event for event in workspace.events() if event.sub_event_type == "Evacuation")
        record = get(client, f"/api/event/{event.event_id}")
        assert record["actor1"] is None
        assert record["sources"][0]["publisher"] == "The Daily"
        assert record["created"]
        context = record["context"]
        assert context["exact"] == "Families were evacuated from Pokrovsk."
        assert context["before"].startswith("Humanitarian | Evacuation")
        assert "clashed" not in context["before"] + context["after"]
        text = workspace.document(context["document_id"]).text
        assert text[context["start"] : context["end"]] == context["exact"]

    @pytest.mark.parametrize("event_id", ["x", "0" * 16, "%27%20OR%201=1", "a%0Ab"])
    def test_unknown(self, reader, event_id):
        response = reader.get(f"/api/event/{event_id}")
        assert response.status_code == 404
        assert response.json() == {"error": "no such event"}


class TestAt:
    def test_events_under_a_stack_page_by_page(self, client, workspace):
        text = "".join(line(place="Kyiv", latitude=50.45, longitude=30.52, sentence=f"Event {n}.") for n in range(30))
        workspace.ingest([document("stack", text)], coder=coder())
        (stack,) = get(client, "/api/events?bbox=30,50,31,51&z=18")["features"]
        assert (stack["same_place"], stack["count"], stack["place"]) == (True, 30, "Kyiv")
        seen = []
        for page in (1, 2):
            found = get(client, f"/api/at?lat={stack['lat']}&lon={stack['lon'] + 360}&page={page}&size=20")
            assert (found["total"], found["pages"]) == (30, 2)
            seen += [event["sentence"] for event in found["events"]]
        assert seen == [f"Event {n}." for n in range(30)]

    def test_a_view_stays_small_however_long_the_names_are(self, client, workspace):
        names = [hashlib.sha512(str(n).encode()).hexdigest() for n in range(1_400)]
        text = "".join(line(place=name, latitude=50 + n / 500, longitude=30 + n / 500) for n, name in enumerate(names))
        workspace.ingest([document("names", text)], coder=coder())
        address = "/api/events?bbox=29,49,34,54&z=13"
        with client.stream("GET", address, headers={"Accept-Encoding": "gzip"}) as sent:
            assert len(b"".join(sent.iter_raw())) <= 60_000
        answer = get(client, address)
        assert answer["mode"] == "clusters"
        assert answer["total"] == sum(feature.get("count", 1) for feature in answer["features"]) == 1_400

    def test_events_of_a_cluster_by_its_bounds(self, client, workspace):
        text = "".join(line(latitude=50 + n / 1e5, longitude=30 + n / 1e5) for n in range(1_600))
        workspace.ingest([document("many", text)], coder=coder())
        clusters = get(client, "/api/events?bbox=29,49,31,51&z=16")["features"]
        for cluster in clusters:
            bounds = ",".join(map(str, cluster["bounds"]))
            assert get(client, f"/api/at?bbox={bounds}&size=1")["total"] >= cluster["count"]
        assert sum(cluster["count"] for cluster in clusters) == 1_600
        assert client.get("/api/at?bbox=0,0,1,1&lat=1").status_code == 400
        assert client.get("/api/at?lat=1").status_code == 400


class TestTimeline:
    def test_counts_by_day_and_type_and_what_is_not_dated(self, client, workspace):
        more = "date_start=2024-08-19;date_end=2024-08-21"
        text = line(more=more) + line("Riots", more="event_date=2024-08-20", sentence="Shops burnt.")
        workspace.ingest([document("dated", text)], coder=coder())
        found = get(client, "/api/timeline?since=2024-08-20&q=")
        assert found == {
            "unit": "day",
            "first": "2024-08-19",
            "last": "2024-08-20",
            "bars": [
                {"start": "2024-08-19", "end": "2024-08-19", "types": {"Battles": 1}},
                {"start": "2024-08-20", "end": "2024-08-20", "types": {"Riots": 1}},
            ],
            "undated": {"Battles": 2, "Protests": 1, "Humanitarian": 1},
        }
        assert get(client, "/api/timeline?type=Riots")["undated"] == {}
        assert get(client, f"/api/events?bbox={WORLD}&z=3&until=2024-08-19&undated=with")["unplaced"] == 2
        rows = client.get("/api/export?format=jsonl&since=2024-08-20").text.splitlines()
        assert len(rows) == 2

    def test_unchanged_is_not_sent_again(self, client, workspace):
        first = client.get("/api/timeline")
        assert client.get("/api/timeline", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
        workspace.ingest([document("b", line(more="event_date=2024-08-19"))], coder=coder())
        after = client.get("/api/timeline", headers={"If-None-Match": first.headers["ETag"]})
        assert after.json()["first"] == "2024-08-19"

    @pytest.mark.parametrize(
        ("query", "word"),
        [
            ("since=yesterday", "since='yesterday' is no date"),
            ("since=2024-09-01&until=2024-08-01", "exchange them"),
            ("undated=maybe", "only, no, with"),
            ("from=2024-08-01", "unknown parameter 'from'"),
        ],
    )
    def test_a_bad_parameter_is_one_clear_line(self, reader, query, word):
        response = reader.get(f"/api/timeline?{query}")
        assert response.status_code == 400
        assert word in response.json()["error"]


class TestPlayback:
    def test_columns_of_what_is_dated_under_all_filters_but_those_of_time(self, client):
        whole = client.get("/api/playback")
        assert whole.headers["Content-Type"] == "application/octet-stream"
        length = int.from_bytes(whole.content[:4], "little")
        assert json.loads(whole.content[4 : 4 + length])["count"] == 0  # no event here has a date
        assert client.get("/api/playback?since=2024-08-19&undated=only").content == whole.content

    def test_the_browser_keeps_it_until_something_changes(self, client, workspace):
        first = client.get("/api/playback?type=Riots")
        kept = {"If-None-Match": first.headers["ETag"]}
        assert client.get("/api/playback?type=Riots", headers=kept).status_code == 304
        workspace.ingest([document("Clashes near Kyiv on 3 May 2024.")], coder=coder())
        assert client.get("/api/playback?type=Riots", headers=kept).status_code == 200

    def test_a_misspelt_filter_is_an_error(self, reader):
        response = reader.get("/api/playback?typ=Riots")
        assert (response.status_code, "typ" in response.json()["error"]) == (400, True)


class TestPlaces:
    def test_greatest_first_and_none_over_another(self, client):
        near = get(client, "/api/places?bbox=29,49,32,52&z=10")
        assert [place["name"] for place in near] == ["Kyiv", "Brovary"]
        assert near[0] == {
            "name": "Kyiv", "lat": 50.45, "lon": 30.52, "code": "PPLC", "population": 2_800_000, "rank": 1,
        }  # fmt: skip
        assert "Kniazhychi" in [place["name"] for place in get(client, "/api/places?bbox=30,50,31,51&z=12")]
        assert [place["name"] for place in get(client, "/api/places?bbox=29,49,32,52&z=10&limit=1")] == ["Kyiv"]

    def test_across_the_antimeridian(self, client):
        (suva,) = get(client, "/api/places?bbox=-190,-30,-170,0&z=5")
        assert suva["lon"] == pytest.approx(178.44 - 360)

    @pytest.mark.parametrize("query", ["bbox=0,0,1,1", "z=3", f"bbox={WORLD}&z=14", "bbox=0,0,1,1&z=3&limit=0"])
    def test_bad_parameters(self, reader, query):
        assert reader.get(f"/api/places?{query}").status_code == 400


class TestFiles:
    def test_layers_and_assets(self, client, tmp_path, monkeypatch):
        (tmp_path / "geo").mkdir()
        (tmp_path / "geo" / "land.json").write_text(json.dumps({"x": "y" * 5000}))
        (tmp_path / "geo" / "out.json").symlink_to(tmp_path / "w.db")
        monkeypatch.setattr("mapkit.paths.geo_dir", lambda: tmp_path / "geo")
        response = client.get("/geo/land.json")
        assert response.headers["Content-Type"] == "application/json"
        assert response.headers["Content-Encoding"] == "gzip"
        assert response.json()["x"][0] == "y"
        assert client.get("/geo/land.json", headers={"If-None-Match": response.headers["ETag"]}).status_code == 304
        assert client.get("/geo/out.json").status_code == 404
        script = client.get("/assets/vendor/leaflet/leaflet.js")
        assert script.headers["Content-Type"].startswith("text/javascript")

    def test_shapes(self, client):
        ukraine = get(client, "/api/shape/countries/UA")
        assert ukraine["type"] in {"Polygon", "MultiPolygon"}
        for path in ("countries/XX", "nothing/UA", "countries/../UA", "countries/a/b"):
            assert client.get(f"/api/shape/{path}").status_code == 404


class TestExport:
    def test_obeys_the_filters(self, client):
        response = client.get("/api/export?format=geojson&type=Battles")
        assert response.headers["Content-Disposition"] == 'attachment; filename="mapkit-events.geojson"'
        features = response.json()["features"]
        assert [feature["properties"]["event_type"] for feature in features] == ["Battles"] * 2
        rows = list(csv.DictReader(io.StringIO(client.get("/api/export?format=csv&q=families").text)))
        assert len(rows) == 1

    def test_what_travels_with_it(self, client):
        told = client.get("/api/export?format=geojson&type=Battles").json()["export"]
        assert told["filters"] == "type=Battles"
        assert told["generator"].startswith("mapkit ")

    @pytest.mark.parametrize("name", sorted(export.FORMATS))
    def test_every_format(self, client, name):
        response = client.get(f"/api/export?format={name}")
        assert response.status_code == 200
        assert response.content
        assert response.headers["Content-Type"] == export.FORMATS[name].media_type
        assert f'mapkit-events{export.FORMATS[name].ending}"' in response.headers["Content-Disposition"]

    def test_hxl(self, client):
        assert client.get("/api/export?format=acled&hxl=yes").text.splitlines()[1].startswith("#event+code,")
        assert not client.get("/api/export?format=acled&hxl=no").text.splitlines()[1].startswith("#")
        assert client.get("/api/export?format=csv&hxl=yes").status_code == 400

    def test_unknown_format(self, reader):
        response = reader.get("/api/export?format=exe")
        assert response.status_code == 400
        assert "geojson" in response.json()["error"]

    def test_more_than_a_format_holds_is_refused_before_the_answer_begins(self, reader, monkeypatch):
        monkeypatch.setitem(export.FORMATS, "html", export.FORMATS["html"]._replace(most=1))
        response = reader.get("/api/export?format=html")
        assert response.status_code == 400
        assert "holds at most 1 events" in response.json()["error"]
        assert reader.get("/api/export?format=kml").status_code == 200

    def test_the_largest_is_streamed_whole(self, client, workspace):
        text = "".join(line(place=f"P{n}", latitude=1 + n / 1000, longitude=2) for n in range(1500))
        workspace.ingest([document("many", text)], coder=coder())
        lines = client.get("/api/export?format=jsonl").text.splitlines()
        assert len(lines) == 1504


def test_below_a_path(shared):
    with TestClient(Starlette(routes=create_routes(shared, "/maps/"))) as client:
        assert client.get("/maps/api/version").status_code == 200
        assert client.get("/api/version").status_code == 404


def test_a_broken_workspace_is_one_clear_line(tmp_path):
    (tmp_path / "w.db").write_text("no database " * 100)
    services = Services(lambda: Workspace.open(str(tmp_path / "w.db")), FewPlaces)
    with TestClient(Starlette(routes=create_routes(services))) as client:
        response = client.get(f"/api/events?bbox={WORLD}&z=3")
        assert response.status_code == 500
        assert "w.db" in response.json()["error"]


def test_places_are_looked_up_by_what_is_typed(workspace):
    services = Services(lambda: workspace)
    with TestClient(Starlette(routes=create_routes(services))) as client:
        answer = client.get("/api/gazetteer", params={"q": " Kramatorsk ", "lat": "48.4", "lon": "37.85", "limit": "3"})
        assert answer.status_code == 200
        first, *rest = answer.json()["places"]
        assert (first["name"], first["country"]) == ("Kramatorsk", "UA")
        assert 30 < first["km"] < 60
        assert len(rest) <= 2
        for query, fault in (("", "q is missing"), ("q=+", "q must be of 1 to 100"), ("q=a&lat=1", "lon is missing")):
            refused = client.get(f"/api/gazetteer?{query}")
            assert refused.status_code == 400
            assert fault in refused.json()["error"]


def test_who_tells_of_an_event_is_a_filter_of_every_route(client, workspace):
    again = document("b.txt", line(place="Pokrovsk", latitude=48.28, longitude=37.18), publisher="The Other")
    workspace.ingest([again], coder=coder())
    for query, placed, all_of_them in (
        ("source=The+Other", 1, 1),
        ("source=The+Daily&source=The+Other", 4, 5),
        ("source=none", 0, 0),
        ("publishers=2", 2, 2),
        ("publishers=2&source=The+Other", 1, 1),
    ):
        assert client.get(f"/api/events?bbox={WORLD}&z=3&{query}").json()["total"] == placed
        assert sum(client.get(f"/api/timeline?{query}").json()["undated"].values()) == all_of_them
        exported = client.get(f"/api/export?format=geojson&{query}").json()["features"]
        assert len(exported) == all_of_them
    for wrong in ("publishers=0", "publishers=two", "publishers=2&publishers=3", "source=" + "x" * 501):
        answer = client.get(f"/api/events?bbox={WORLD}&z=3&{wrong}")
        assert answer.status_code == 400
        assert answer.json()["error"]


class TestStatistics:
    def test_numbers_by_front_type_and_week(self, client):
        found = get(client, "/api/statistics?front=Donetsk&type=Battles")
        assert found == {
            "by": ["front", "type", "week"],
            "rows": [{"front": "Donetsk", "type": "Battles", "week": None, "events": 1, "unplaced": 0}],
            "total": 1,
            "unplaced": 0,
            "undated": 1,
        }

    def test_as_a_file_that_no_spreadsheet_runs(self, client, workspace):
        text = line(sentence="Somebody says so.")
        workspace.ingest([document("b.txt", text, publisher="=SUM(A1)")], coder=coder())
        response = client.get("/api/statistics?by=publisher,type&format=csv")
        assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert "mapkit-statistics.csv" in response.headers["Content-Disposition"]
        rows = list(csv.reader(io.StringIO(response.text)))
        assert rows[0] == ["publisher", "type", "events", "unplaced"]
        assert rows[1] == ["'=SUM(A1)", "Battles", "1", "1"]

    def test_the_browsers_own_answer_is_good_while_nothing_changes(self, client):
        tag = client.get("/api/statistics?by=type").headers["ETag"]
        assert client.get("/api/statistics?by=type", headers={"If-None-Match": tag}).status_code == 304

    @pytest.mark.parametrize(
        ("query", "words"),
        [
            ("by=weather", "by='weather' is unknown"),
            ("by=", "by must be of 1"),
            ("format=xml", "format must be one of"),
        ],
    )
    def test_what_cannot_be_counted_is_one_line(self, reader, query, words):
        response = reader.get(f"/api/statistics?{query}")
        assert response.status_code == 400
        assert words in response.json()["error"]
