import dataclasses
import datetime as dt
import itertools
import json
import threading
from collections import Counter
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_filters import any_filters

from mapkit.errors import FilterError
from mapkit.model import SUB_EVENT_TYPES, EventType
from mapkit.query import NO_FRONT, NO_PUBLISHER, EventIndex, Filters
from mapkit.query.projection import Box, project_one
from mapkit.workspace import INDEX_COLUMNS, Correction, Review, Workspace
from synthetic import coder, document, line

WORLD = (-180, -90, 180, 90)
TYPES = [kind.value for kind in EventType]


class Memory:
    """A source without a database: rows of the index, each change with a number."""

    def __init__(self, rows=()):
        self.identity = "memory"
        self.rows = {}
        self.number = 0
        for row in rows:
            self.put(**row)

    def put(self, **values):
        self.number += 1
        row = dict.fromkeys(INDEX_COLUMNS) | {
            "event_id": f"{self.number:016x}", "document_id": "d", "position": self.number, "event_type": "Battles",
            "sub_event_type": "Armed clash", "event_status": "actual", "claim_status": "reported", "kind": "point",
            "deleted": False, "words": "",
        } | values  # fmt: skip
        row["change"] = self.number
        self.rows[row["event_id"]] = row
        return row["event_id"]

    def version(self):
        return self.number

    def other_publishers(self, *_):
        return []

    def records(self, _):
        return iter(())

    def apart(self):
        return set()

    def index_rows(self, since=0, until=None):
        rows = [row for row in self.rows.values() if since < row["change"] <= (until or self.number)]
        for start in range(0, len(rows), 1_000):
            yield [tuple(row[name] for name in INDEX_COLUMNS) for row in rows[start : start + 1_000]]


_opened = []


@pytest.fixture(autouse=True)
def closed():
    yield
    while _opened:
        _opened.pop().close()


def following(source, folder=None):
    _opened.append(EventIndex(source, folder))
    return _opened[-1]


def index_of(*rows):
    return following(Memory(rows))


def at(latitude, longitude, **more):
    return {"latitude": latitude, "longitude": longitude, **more}


def grid(count, step=0.01):
    return [at(40 + (n // 100) * step, 30 + (n % 100) * step, event_type=TYPES[n % 3]) for n in range(count)]


def shown(answer):
    """How many events the features stand for."""
    return sum(feature.get("count", 1) for feature in answer["features"])


class TestViewport:
    def test_few_events_are_points_many_are_clusters(self):
        index = index_of(*grid(2_000))
        near = index.viewport(30, 40, 30.2, 40.05, 12)
        assert near["mode"] == "points"
        assert near["total"] == sum(1 for row in grid(2_000) if row["latitude"] <= 40.05 and row["longitude"] <= 30.2)
        far = index.viewport(*WORLD, 3)
        assert (far["mode"], far["total"], shown(far)) == ("clusters", 2_000, 2_000)

    def test_a_cluster_tells_types_and_bounds(self):
        index = index_of(*grid(2_000))
        (cluster,) = index.viewport(*WORLD, 1)["features"]
        assert cluster["types"] == {
            "Battles": 667,
            "Explosions/Remote violence": 667,
            "Violence against civilians": 666,
        }
        assert list(cluster["types"]) == TYPES[:3]
        assert cluster["bounds"] == pytest.approx([30.0, 40.0, 30.99, 40.19], abs=2e-5)
        assert cluster["bounds"][0] <= 30.0 <= 30.99 <= cluster["bounds"][2]
        assert cluster["lat"] == pytest.approx(40.095, abs=1e-3)
        assert cluster["lon"] == pytest.approx(30.495, abs=1e-3)

    def test_a_lone_event_among_clusters_is_a_point(self):
        index = index_of(*grid(2_000), at(-33.9, 151.2, location="Sydney"))
        features = index.viewport(*WORLD, 2)["features"]
        (lone,) = [feature for feature in features if "id" in feature]
        assert (lone["place"], lone["lat"], lone["lon"]) == ("Sydney", -33.9, 151.2)

    def test_panning_does_not_change_clusters(self):
        index = index_of(*grid(5_000, 0.05))
        zoom = 6
        views = [index.viewport(30 + shift, 39, 35 + shift, 44, zoom) for shift in (0.0, 0.1, 0.3, 0.7)]
        clusters = [{(f["lat"], f["lon"]): f["count"] for f in view["features"] if "count" in f} for view in views]
        for one, other in itertools.pairwise(clusters):
            common = set(one) & set(other)
            assert len(common) > len(one) / 2
            assert all(one[key] == other[key] for key in common)
        inner = {key for key in clusters[0] if 31 < key[1] < 34}
        assert inner <= set(clusters[-1])

    def test_the_same_view_is_the_same_to_the_byte(self):
        rows = grid(3_000)
        answers = {
            json.dumps(index_of(*order).viewport(*WORLD, 8)["features"], sort_keys=True)
            for order in ([row | {"event_id": f"{n:016d}"} for n, row in enumerate(rows)],)
            for order in (order, order[::-1])
        }
        assert len(answers) == 1

    def test_across_the_antimeridian(self):
        index = index_of(at(-18, 179.9), at(-18, -179.9), at(-18, 0))
        for west, east, lons in (
            (170, -170, {179.9, 180.1}),
            (175, 185, {179.9, 180.1}),
            (-185, -175, {-180.1, -179.9}),
        ):
            answer = index.viewport(west, -30, east, 0, 4)
            assert answer["total"] == 2
            assert {feature["lon"] for feature in answer["features"]} == lons

    def test_clusters_across_the_antimeridian(self):
        index = index_of(
            *[at(10 + n / 1000, 179.5) for n in range(1_000)], *[at(10 + n / 1000, -179.5) for n in range(1_000)]
        )
        answer = index.viewport(170, -10, 190, 40, 5)
        assert (answer["mode"], answer["total"], shown(answer)) == ("clusters", 2_000, 2_000)
        assert all(170 <= feature["lon"] <= 190 for feature in answer["features"])
        assert sum(f["count"] for f in answer["features"] if f["lon"] > 180) == 1_000

    def test_a_world_shown_twice_has_each_event_once(self):
        index = index_of(at(0, 0), at(0, 179), at(0, -179))
        assert len(index.viewport(-400, -90, 400, 90, 0)["features"]) == 3

    def test_near_the_poles(self):
        index = index_of(at(90, 10), at(86, 20), at(-90, 30), at(-85.06, 40))
        assert index.viewport(*WORLD, 2)["total"] == 4
        north = index.viewport(-180, 80, 180, 90, 4)
        assert {feature["lat"] for feature in north["features"]} == {90.0, 86.0}

    def test_every_event_of_a_stack_can_be_reached(self):
        few = [at(48.28, 37.18, location="Pokrovsk") for _ in range(3)]
        many = [at(50.45, 30.52, location="Kyiv", event_type=TYPES[n % 2]) for n in range(20)]
        index = index_of(*few, *many)
        features = index.viewport(30, 40, 40, 55, 18)["features"]
        points = [feature for feature in features if "id" in feature]
        assert [point["stack"] for point in points] == [[0, 3], [1, 3], [2, 3]]
        (stack,) = [feature for feature in features if feature.get("same_place")]
        assert stack["types"] == {"Battles": 10, "Explosions/Remote violence": 10}
        assert (stack["count"], stack["place"], stack["lat"], stack["lon"]) == (20, "Kyiv", 50.45, 30.52)
        pages = [index.at(stack["lat"], stack["lon"], page=page, page_size=8) for page in (1, 2, 3)]
        assert len({row["id"] for page in pages for row in page.rows}) == 20

    def test_a_stack_too_great_for_points_is_marked(self):
        index = index_of(*[at(50.45, 30.52, location="Kyiv") for _ in range(2_000)])
        (stack,) = index.viewport(30, 50, 31, 51, 18)["features"]
        assert (stack["same_place"], stack["count"]) == (True, 2_000)
        assert index.at(stack["lat"], stack["lon"] + 360).total == 2_000

    def test_an_event_without_a_place_is_counted_and_has_no_marker(self):
        answer = index_of(at(None, None), at(1, 1)).viewport(*WORLD, 3)
        assert (answer["total"], answer["unplaced"], len(answer["features"])) == (1, 1, 1)

    def test_a_large_screen_full_of_clusters_gets_fewer_and_larger_ones(self):
        index = index_of(*[at(y, x) for y in range(0, 60, 1) for x in range(0, 60, 1)])
        answer = index.viewport(-1, -1, 61, 61, 7)
        assert answer["total"] == shown(answer) == 3_600
        assert 300 < len(answer["features"]) <= 1_200
        corner = index.viewport(-1, -1, 20, 20, 7)
        assert (corner["mode"], len(corner["features"])) == ("points", 441)

    def test_an_answer_may_be_asked_for_in_larger_clusters(self):
        index = index_of(*[at(y / 10, x / 10) for y in range(20) for x in range(20)])
        sizes = [len(index.viewport(-1, -1, 3, 3, 10, coarser=coarser)["features"]) for coarser in range(12)]
        assert sizes == sorted(sizes, reverse=True)
        assert sizes[0] == 400
        assert sizes[-1] <= 2  # the equator parts them

    @pytest.mark.parametrize("zoom", [-1, 25, float("nan"), float("inf")])
    def test_no_such_zoom(self, zoom):
        with pytest.raises(FilterError, match="z must be from 0 to 24"):
            index_of().viewport(*WORLD, zoom)

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), max_size=30),
        st.tuples(st.floats(-400, 400), st.floats(-90, 90), st.floats(0, 360), st.floats(-90, 90)),
        st.integers(0, 24),
    )
    def test_total_is_what_lies_in_the_box(self, places, bounds, zoom):
        west, south, width, north = bounds
        south, north = sorted((south, north))
        index = index_of(*(at(*place) for place in places))
        answer = index.viewport(west, south, west + width, north, zoom)
        box = Box.of(west, south, west + width, north)
        inside = sum(_inside(box, *place) for place in places)
        assert answer["total"] == inside
        assert shown(answer) >= inside
        _opened.pop().close()


def _inside(box, latitude, longitude):
    x, y = project_one(round(latitude, 6), round(longitude, 6))
    return box.north <= y <= box.south and any(first <= x <= last for first, last, _ in box.spans())


#: What the dates of a record may be: none, a day, some days, no end, no date at all, an end before the start.
DATES = (
    (None, None), ("2024-08-19", "2024-08-19"), ("2022-02-01", "2024-08-20"), ("2024-09-02", None),
    ("soon", None), ("2024-08-20", "2024-08-01"), (None, "2022-02-24"),
)  # fmt: skip
DOCUMENTS = ("0123456789abcdee", "0123456789abcdef", "fedcba9876543210")
PRESS = (None, "The Daily Test", "Süddeutsche  & Söhne")
ROWS = tuple(
    at(1, 1, event_type=kind.value, sub_event_type=sub, claim_status=claim, event_status=status, front=front)
    | dict(zip(("date_start", "date_end"), DATES[number % len(DATES)], strict=True))
    | {"document_id": DOCUMENTS[number // 50], "publisher": PRESS[number % len(PRESS)]}
    for number, ((kind, sub), claim, status, front) in enumerate(
        itertools.product(
            [(kind, sub) for kind, subs in SUB_EVENT_TYPES.items() for sub in subs[:2]],
            ("reported", "claimed"),
            ("actual", "negated"),
            (None, "Kursk"),
        )
    )
)


@pytest.fixture(scope="module")
def every_kind():
    opened = EventIndex(Memory(ROWS))
    yield opened
    opened.close()


class TestFilters:
    @settings(max_examples=60, deadline=None)
    @given(filters=any_filters)
    def test_everything_agrees_with_everything(self, every_kind, filters):
        index = every_kind
        filters = dataclasses.replace(filters, text="")
        expected = [n for n, row in enumerate(ROWS, 1) if _passes(row, filters)]
        assert [int(event_id, 16) for event_id in index.ids(filters)] == expected
        facets = index.facets(filters)
        assert (
            facets.total == len(expected) == index.table(filters).total == index.viewport(*WORLD, 3, filters)["total"]
        )
        for name, column in (("fronts", "front"), ("claims", "claim_status"), ("statuses", "event_status")):
            others = dataclasses.replace(filters, **{name: ()})
            counts = Counter(row[column] or NO_FRONT for row in ROWS if _passes(row, others))
            assert getattr(facets, name) == counts
        others = dataclasses.replace(filters, sources=())
        assert facets.sources == Counter(_publisher(row) for row in ROWS if _passes(row, others))
        others = dataclasses.replace(filters, publishers=1)
        assert facets.publishers[1] == sum(_passes(row, others) for row in ROWS)
        assert facets.publishers[2] == 0
        others = dataclasses.replace(filters, types=(), sub_types=())
        assert facets.types == Counter(row["event_type"] for row in ROWS if _passes(row, others))
        assert facets.sub_types == Counter(row["sub_event_type"] for row in ROWS if _passes(row, others))
        others = dataclasses.replace(filters, since="", until="", undated="")
        passing = [row for row in ROWS if _passes(row, others)]
        found = index.timeline(filters)
        assert sum((Counter(bar["types"]) for bar in found.bars), Counter(found.undated)) == Counter(
            row["event_type"] for row in passing
        )
        assert Counter(found.undated) == Counter(row["event_type"] for row in passing if not _days(row))

    def test_a_sub_type_narrows_its_type_or_adds_to_another(self, every_kind):
        index = every_kind
        one = Filters(types=("Battles",), sub_types=("Armed clash",))
        assert set(index.facets(one).types) == set(TYPES)
        assert {row["sub"] for row in index.table(one).rows} == {"Armed clash"}
        both = Filters(types=("Battles",), sub_types=("Peaceful protest",))
        subs = {row["sub"] for row in index.table(both).rows}
        assert subs == {"Armed clash", "Government regains territory", "Peaceful protest"}

    def test_search(self):
        index = index_of(
            at(1, 1, words="A drone hit the oil facility.\nKup’iansk"), at(1, 1, words="Дрон ударив. Ковалівка é")
        )
        for text, count in (
            ("DRONE", 1), ("oil drone", 1), ('"oil facility"', 1), ('"facility oil"', 0), ("kupiansk", 1),
            ("дрон", 1), ("E\u0301", 2), ("100%", 0), ("dro_e", 0), ("", 2), ("facility kup", 1),
        ):  # fmt: skip
            assert index.table(Filters(text=text)).total == count, text


def _passes(row, filters):
    kind, sub = row["event_type"], row["sub_event_type"]
    if filters.types or filters.sub_types:
        siblings = set(filters.sub_types) & set(SUB_EVENT_TYPES[EventType(kind)])
        if not (sub in filters.sub_types or (kind in filters.types and not siblings)):
            return False
    return (
        _in_time(row, filters)
        and filters.publishers == 1  # no record of these rows is there to be compared
        and (not filters.sources or _publisher(row) in filters.sources)
        and filters.document in {"", row["document_id"]}
        and (not filters.fronts or (row["front"] or NO_FRONT) in filters.fronts)
        and (not filters.claims or row["claim_status"] in filters.claims)
        and (not filters.statuses or row["event_status"] in filters.statuses)
    )


def _publisher(row):
    return " ".join((row["publisher"] or NO_PUBLISHER).split())


def _in_time(row, filters):
    days = _days(row)
    if not days:
        return filters.shows_undated
    first, last = days[0], max(days)
    return filters.undated != "only" and last >= filters.since and (not filters.until or first <= filters.until)


def _days(row):
    return [day for day in (row["date_start"], row["date_end"]) if day and day != "soon"]


class TestTable:
    def test_pages_and_order(self):
        dates = [None, "2024-08-27", "2024-08-26", None, "2024-08-28"]
        index = index_of(*(at(None, None, date_start=date) for date in dates))

        def days(sort):
            return [row["date"] for row in index.table(sort=sort).rows]

        assert days("-date") == ["2024-08-28", "2024-08-27", "2024-08-26", None, None]
        assert days("date") == ["2024-08-26", "2024-08-27", "2024-08-28", None, None]
        pages = [index.table(page=page, page_size=2) for page in (1, 2, 3, 99)]
        assert [len(page.rows) for page in pages] == [2, 2, 1, 1]
        assert (pages[3].page, pages[3].pages, pages[3].total) == (3, 3, 5)
        ids = [row["id"] for page in pages[:3] for row in page.rows]
        assert len(set(ids)) == 5

    def test_empty(self):
        table = index_of().table()
        assert (table.rows, table.total, table.page, table.pages) == ([], 0, 1, 1)

    @pytest.mark.parametrize(
        "options",
        [{"page": 0}, {"page_size": 0}, {"page_size": 1_001}, {"sort": "words"}, {"sort": "date; DROP TABLE"}],
    )
    def test_out_of_range(self, options):
        with pytest.raises(FilterError):
            index_of().table(**options)


class TestDocuments:
    def test_one_document_alone(self):
        one, two = "0" * 16, "f" * 16
        places = {"latitude": 1.0, "longitude": 2.0}
        index = index_of({"document_id": one}, {"document_id": one, **places}, {"document_id": two, **places})
        filters = Filters(document=one)
        facets = index.facets(filters)
        assert (facets.total, facets.unplaced, facets.types) == (2, 1, {"Battles": 2})
        assert index.table(filters).total == len(index.ids(filters)) == 2
        assert index.viewport(*WORLD, 3, filters)["total"] == 1
        assert index.facets(Filters(document="a" * 16)).total == 0

    def test_the_documents_beside_one_are_those_published_before_and_after_it(self):
        days = {"1" * 16: None, "2" * 16: "2024-08-20", "3" * 16: "2024-08-19", "4" * 16: "2024-08-19"}
        index = index_of(*({"document_id": key, "published": day} for key, day in days.items() for _ in range(2)))
        order = ["1" * 16, "3" * 16, "4" * 16, "2" * 16]
        for before, here, after in zip([None, *order], order, [*order[1:], None], strict=False):
            published = dt.date.fromisoformat(days[here]) if days[here] else None
            assert index.beside(named(here, published)) == (before, after)

    def test_a_document_without_events_has_its_place_among_them(self):
        index = index_of({"document_id": "1" * 16, "published": "2024-08-19"})
        assert index.beside(named("0" * 16, dt.date(2024, 8, 20))) == ("1" * 16, None)
        assert index_of().beside(named("0" * 16, None)) == (None, None)


def named(document_id, published):
    """What an index asks of a document."""
    return SimpleNamespace(document_id=document_id, published=published)


class TestFollowing:
    def test_new_changed_and_deleted_events(self):
        source = Memory([at(1, 1), at(2, 2)])
        index = following(source)
        assert index.viewport(*WORLD, 3)["total"] == 2
        third = source.put(**at(3, 3))
        assert index.viewport(*WORLD, 3)["total"] == 3
        source.put(event_id=third, **at(4, 4, event_type="Protests"))
        assert index.facets().types == {"Battles": 2, "Protests": 1}
        source.put(event_id=third, deleted=True, **at(4, 4))
        assert index.table().total == 2
        assert index.version() == source.version()

    def test_following_ends_where_reading_anew_does(self, monkeypatch):
        monkeypatch.setattr("mapkit.query.following._SORT_FROM", 50)
        source = Memory()
        index = following(source)
        for n in range(300):
            source.put(event_id=f"{n * 7 % 120:016x}", **at(n % 80, n % 170), deleted=n % 5 == 0)
            if n % 11 == 0:
                index.version()
        anew = following(source)
        assert index.ids(Filters()) == anew.ids(Filters())
        assert index.viewport(*WORLD, 2) == anew.viewport(*WORLD, 2)
        assert index.facets() == anew.facets()

    def test_a_workspace_replaced_by_an_older_one(self):
        source = Memory([at(1, 1), at(2, 2)])
        index = following(source)
        assert index.table().total == 2
        source.rows, source.number = {}, 0
        source.put(**at(3, 3))
        assert index.table().total == 1

    def test_a_failed_read_leaves_the_state_before(self):
        source = Memory([at(1, 1)])
        index = following(source)
        index.version()
        source.put(**at(2, 2))
        good, source.index_rows = source.index_rows, lambda *_: iter([[("broken",)]])
        with pytest.raises(Exception, match=r"zip|range"):
            index.version()
        source.index_rows = good
        assert index.table().total == 2

    def test_a_real_workspace(self, tmp_path):
        with Workspace.open(str(tmp_path / "w.db")) as workspace:
            index = following(workspace)
            assert index.table().total == 0
            workspace.ingest([document(text=line(place="Suva", latitude=-18.14, longitude=178.44))], coder=coder())
            (row,) = index.table().rows
            assert (row["place"], row["lat"], row["lon"], row["sentence"]) == (
                "Suva", -18.14, 178.44, "Something happened.",
            )  # fmt: skip
            assert [event.location for event in workspace.events(index.ids(Filters()))] == ["Suva"]
            index.close()
            _opened.clear()

    def test_a_kept_index_is_read_again_and_brought_up_to_date(self, tmp_path, monkeypatch):
        monkeypatch.setattr("mapkit.query.following._SORT_FROM", 50)
        source = Memory(grid(300))
        source.put(review="rejected", deleted=True)
        first = following(source, tmp_path)
        before = first.viewport(*WORLD, 3)
        first.close()
        source.put(event_id=f"{7:016x}", deleted=True, **at(0, 0))
        source.put(**at(1, 1, front="It's new"))
        read = []
        rows = source.index_rows
        source.index_rows = lambda *bounds: (read.append(page) or page for page in rows(*bounds))
        second = following(source, tmp_path)
        assert second.ids(Filters()) == following(source).ids(Filters())
        assert second.facets() == following(source).facets()
        assert second.queue().read == 1
        assert second.viewport(*WORLD, 3)["total"] == before["total"]
        assert sum(len(page) for page in read[:1]) == 2

    def test_a_damaged_or_foreign_kept_index_is_made_anew(self, tmp_path, monkeypatch, caplog):
        monkeypatch.setattr("mapkit.query.following._SORT_FROM", 50)
        source = Memory(grid(300))
        following(source, tmp_path).version()
        _opened.pop().close()
        (file,) = tmp_path.iterdir()
        good = file.read_bytes()
        for content in (b"nonsense", good[:2000], b""):
            file.write_bytes(content)
            assert following(source, tmp_path).table().total == 300
        assert "damaged" in caplog.text
        older = Memory(grid(10))
        file.write_bytes(good)
        assert following(older, tmp_path).table().total == 10

    def test_a_folder_that_cannot_be_written_is_no_harm(self, tmp_path, monkeypatch, caplog):
        monkeypatch.setattr("mapkit.query.following._SORT_FROM", 50)
        (tmp_path / "file").write_text("")
        index = following(Memory(grid(300)), tmp_path / "file")
        assert index.table().total == 300
        index.close()
        assert "cannot be kept" in caplog.text

    def test_a_question_waits_for_the_change_that_another_takes_in_but_not_for_long(self, monkeypatch):
        class Slow(Memory):
            def index_rows(self, since=0, until=None):
                begun.set()
                assert go_on.wait(60)
                yield from super().index_rows(since, until)

        begun, go_on = threading.Event(), threading.Event()
        go_on.set()
        source = Slow([at(1, 1)])
        index = following(source)
        for patience_s, seen in ((60, 2), (0, 2), (60, 4)):
            monkeypatch.setattr("mapkit.query.following._PATIENCE_S", patience_s)
            begun.clear(), go_on.clear()
            source.put(**at(2, 2))
            other = threading.Thread(target=index.version)
            other.start()
            assert begun.wait(60)
            if patience_s:
                threading.Timer(0.2, go_on.set).start()
            assert index.facets().total == seen
            go_on.set()
            other.join()

    def test_many_threads_while_it_changes(self):
        source = Memory(grid(500))
        index = following(source)
        errors = []

        def ask():
            try:
                for _ in range(15):
                    answer = index.viewport(*WORLD, 3)
                    assert 500 <= answer["total"] <= 540
                    assert shown(answer) == answer["total"]
            except BaseException as error:  # noqa: BLE001 - told in the main thread
                errors.append(error)

        threads = [threading.Thread(target=ask) for _ in range(6)]
        for thread in threads:
            thread.start()
        for _ in range(40):
            source.put(**at(0, 0))
            index.version()
        for thread in threads:
            thread.join()
        assert errors == []
        assert index.viewport(*WORLD, 3)["total"] == 540


def test_the_queue_has_what_nobody_has_read_the_heaviest_doubt_first():
    source = Memory()
    plain, heavy, done, riot = (
        source.put(review=review, doubt=doubt, event_type=kind)
        for review, doubt, kind in (
            ("unread", 0.1, "Battles"),
            ("unread", 0.9, "Battles"),
            ("accepted", 0.95, "Battles"),
            ("unread", 0.5, "Riots"),
        )
    )
    index = following(source)
    queue = index.queue()
    assert queue.ids == (heavy, riot, plain)
    assert (queue.unread, queue.read, queue.page, queue.pages) == (3, 1, 1, 1)
    assert index.queue(Filters(types=("Battles",))).ids == (heavy, plain)
    second = index.queue(page=9, page_size=2)
    assert (second.ids, second.page, second.pages) == ((plain,), 2, 2)
    source.put(event_id=heavy, review="accepted", doubt=0.9)
    assert index.queue().ids == (riot, plain)
    assert index.queue().read == 2
    assert done not in index.queue().ids
    with pytest.raises(FilterError, match="page"):
        index.queue(page=0)


def test_what_people_took_off_the_map_counts_as_read_under_its_filters():
    source = Memory()
    source.put(review="unread", doubt=0.1)
    rejected = source.put(review="unread", doubt=0.5, event_type="Riots")
    index = following(source)
    assert (index.queue().unread, index.queue().read) == (2, 0)
    source.put(event_id=rejected, review="rejected", doubt=0.5, event_type="Riots", deleted=True)
    assert (index.queue().unread, index.queue().read) == (1, 1)
    assert index.queue(Filters(types=("Riots",))).read == 1
    assert index.queue(Filters(types=("Battles",))).read == 0
    assert index.table().total == index.facets().total == 1
    source.put(event_id=rejected, review="unread", doubt=0.5, deleted=True)  # a coder no longer finds it
    assert (index.queue().unread, index.queue().read) == (1, 0)
    source.put(event_id=rejected, review="accepted", doubt=0.5)
    assert (index.queue().unread, index.queue().read) == (1, 1)


def test_the_workspaces_own_queue_and_counts_say_the_same(tmp_path):
    claims = ["reported", "disputed", "denied", "disputed", "claimed", "reported"]
    texts = [
        "".join(line(sentence=f"Report {number}, {claim}.", more=f"claim={claim}") for claim in claims)
        for number in range(3)
    ]
    with Workspace.open(str(tmp_path / "w.db")) as workspace:
        workspace.ingest([document(f"{number}.txt", text) for number, text in enumerate(texts)], coder=coder())
        index = following(workspace)
        ids = [one.event.event_id for one in workspace.queue(page_size=100).items]
        assert index.queue(page_size=100).ids == tuple(ids)
        acts = [Correction.accept(), Correction.delete("hearsay"), Correction.merge(ids[9]), Correction.kind("Attack")]
        for event_id, act in zip(ids, acts, strict=False):
            workspace.correct(event_id, act, by="Olena", seen=workspace.version())
        counts = workspace.review_counts()
        queue = index.queue(page_size=100)
        assert (queue.unread, queue.read) == (counts.pop(Review.UNREAD), sum(counts.values())) == (13, 5)
        assert list(queue.ids) == [one.event.event_id for one in workspace.queue(page_size=100).items]
        assert set(queue.ids) == {*ids[4:]} - {ids[9]}  # which took the other one over
        index.close()
        _opened.clear()
