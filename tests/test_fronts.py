"""Which front a place belongs to: the bundled fronts, a user's own, and what is wrong with a bad file."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, box, mapping

from mapkit import fronts, layers, paths
from mapkit.errors import LayerError

BUNDLED = paths.geo_dir() / "fronts.geojson"

TOWNS = [
    ("Sudzha", 51.19, 35.27, "Kursk"),
    ("Kursk", 51.73, 36.19, "Kursk"),
    ("Korenevo", 51.41, 34.90, "Kursk"),
    ("Yunakivka", 51.08, 35.02, "Kursk"),
    ("Vovchansk", 50.29, 36.94, "Kharkiv"),
    ("Kharkiv", 49.99, 36.23, "Kharkiv"),
    ("Kupiansk", 49.71, 37.615, "Luhansk-Kupiansk"),
    ("Lyman", 48.985, 37.80, "Luhansk-Kupiansk"),
    ("Luhansk", 48.57, 39.31, "Luhansk-Kupiansk"),
    ("Pokrovsk", 48.28, 37.18, "Donetsk-Pokrovsk"),
    ("Avdiivka", 48.14, 37.745, "Donetsk-Pokrovsk"),
    ("Mariupol", 47.10, 37.55, "Donetsk-Pokrovsk"),
    ("Toretsk", 48.40, 37.85, "Toretsk-Chasiv Yar"),
    ("Zalizne", 48.355, 37.85, "Toretsk-Chasiv Yar"),
    ("Chasiv Yar", 48.587, 37.836, "Toretsk-Chasiv Yar"),
    ("Kramatorsk", 48.74, 37.58, "Toretsk-Chasiv Yar"),
    ("the Dnipro at Zaporizhzhia", 47.86, 35.07, "Zaporizhzhia"),
    ("Robotyne", 47.45, 35.84, "Zaporizhzhia"),
    ("Kherson", 46.64, 32.61, "Kherson-Dnipro"),
    ("Krynky", 46.74, 33.09, "Kherson-Dnipro"),
    ("Nikopol", 47.57, 34.39, "Kherson-Dnipro"),
    ("Sevastopol", 44.605, 33.525, "Crimea-Black Sea"),
    ("the Kerch bridge", 45.308, 36.506, "Crimea-Black Sea"),
    ("Snake Island", 45.255, 30.204, "Crimea-Black Sea"),
    ("the Black Sea", 43.5, 33.0, "Crimea-Black Sea"),
    ("Proletarsk", 46.70, 41.73, "Deep strikes: Rostov Oblast"),
    ("Novorossiysk harbour", 44.70, 37.81, "Deep strikes: Krasnodar Krai"),
    ("Belgorod", 50.60, 36.59, "Deep strikes: Belgorod Oblast"),
    ("Moscow", 55.75, 37.62, "Deep strikes: Moscow"),
    ("Engels", 51.48, 46.12, "Deep strikes: Saratov Oblast"),
    ("Toropets", 56.50, 31.64, "Deep strikes: Tver Oblast"),
    ("Kyiv", 50.45, 30.52, "Ukraine's rear"),
    ("Lviv", 49.84, 24.03, "Ukraine's rear"),
    ("Odesa", 46.48, 30.73, "Ukraine's rear"),
    ("Sumy", 50.91, 34.80, "Ukraine's rear"),
    ("Minsk", 53.90, 27.56, None),
    ("Constanta", 44.17, 28.65, None),
    ("Gaza City", 31.51, 34.45, None),
    ("Proletarsk in Tajikistan", 40.17, 69.50, None),
    ("Pokrovsk in Yakutia", 61.48, 129.15, None),
]


@pytest.mark.parametrize(("town", "lat", "lon", "front"), TOWNS)
def test_towns(town, lat, lon, front):
    assert fronts.front_of(lat, lon, path=BUNDLED) == front, town


def test_many_at_once_are_the_same():
    found = fronts.fronts_of([town[1] for town in TOWNS], [town[2] for town in TOWNS], path=BUNDLED)
    assert found == [town[3] for town in TOWNS]
    assert fronts.fronts_of([], [], path=BUNDLED) == []


def test_no_two_fronts_overlap():
    known = fronts.load(BUNDLED)
    for number, shape in enumerate(known.shapes):
        for other in known.tree.query(shape, predicate="intersects"):
            if other > number:
                shared = shape.intersection(known.shapes[other]).area
                assert shared < 1e-5, (known.names[number], known.names[other])


@given(st.floats(0, 1), st.floats(0, 1))
def test_every_point_of_ukraine_is_in_a_front(x, y):
    ukraine = layers.shape("countries/UA").buffer(-0.03)
    west, south, east, north = ukraine.bounds
    point = Point(west + x * (east - west), south + y * (north - south))
    if ukraine.covers(point):
        assert fronts.front_of(point.y, point.x, path=BUNDLED) is not None


def test_every_front_is_told():
    content = json.loads(BUNDLED.read_text(encoding="utf-8"))
    for one in content["features"]:
        known = one["properties"]
        assert known["approximate"] is True
        assert known["valid_from"].startswith("2024-08")
        assert all(known[key] for key in ("front", "name", "description", "source"))
    assert fronts.names(BUNDLED)[:2] == ("Kursk", "Luhansk-Kupiansk")
    assert len(fronts.names(BUNDLED)) == len(content["features"])


def test_a_line_or_an_area_goes_where_most_of_it_lies():
    assert fronts.front_of_shape(layers.shape("rivers/seym"), path=BUNDLED) == "Kursk"
    assert fronts.front_of_shape(layers.shape("admin1/RU-KRS"), path=BUNDLED) == "Kursk"
    assert fronts.front_of_shape(mapping(Point(33.52, 44.61)), path=BUNDLED) == "Crimea-Black Sea"
    assert fronts.front_of_shape(layers.shape("rivers/nile"), path=BUNDLED) is None


def collection(*features):
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"front": name}, "geometry": mapping(shape)} for name, shape in features
        ],
    }


def written(tmp_path, content):
    file = tmp_path / "own.geojson"
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return file


def test_a_file_of_the_users_own(tmp_path, monkeypatch, home):
    file = written(tmp_path, collection(("North", box(34, 31.4, 34.6, 31.6)), ("Strip", box(34, 31, 34.6, 31.6))))
    assert fronts.front_of(31.5, 34.45, path=file) == "North"  # the earlier of two that overlap
    assert fronts.front_of(31.2, 34.25, path=file) == "Strip"
    assert fronts.front_of_shape(LineString([(34.1, 31.1), (34.1, 31.45)]), path=file) == "Strip"
    assert fronts.front_of(31.4, 34.3, path=file) == "North"  # on their shared border
    assert fronts.active_path() == BUNDLED
    monkeypatch.setenv("MAPKIT_FRONTS", str(file))
    assert fronts.names() == ("North", "Strip")
    monkeypatch.delenv("MAPKIT_FRONTS")
    home.mkdir(exist_ok=True)
    (home / "fronts.geojson").write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    assert fronts.front_of(31.5, 34.45) == "North"
    assert fronts.front_of(48.28, 37.18) is None


def test_a_changed_file_is_read_again(tmp_path):
    file = written(tmp_path, collection(("One", box(0, 0, 1, 1))))
    assert fronts.front_of(0.5, 0.5, path=file) == "One"
    written(tmp_path, collection(("Another", box(0, 0, 1, 1))))
    assert fronts.front_of(0.5, 0.5, path=file) == "Another"


def test_a_front_of_several_polygons_is_one_name(tmp_path):
    file = written(
        tmp_path, collection(("Coast", box(0, 0, 1, 1)), ("Hills", box(1, 0, 2, 1)), ("Coast", box(2, 0, 3, 1)))
    )
    assert fronts.names(file) == ("Coast", "Hills")
    assert fronts.front_of_shape(box(0.5, 0, 2.4, 1), path=file) == "Hills"
    assert fronts.front_of_shape(box(0.2, 0, 2.8, 1), path=file) == "Coast"


@given(st.lists(st.tuples(st.floats(-3, 3), st.floats(-3, 3)), max_size=20))
def test_the_join_is_the_plain_one(points):
    known = fronts.Fronts(("a", "b"), np.array([box(-1, -1, 1, 1), box(0, 0, 2, 2)], dtype=object), TREE)
    found = known.join([lat for lat, _ in points], [lon for _, lon in points])
    for (lat, lon), number in zip(points, found, strict=True):
        hits = [index for index, shape in enumerate(known.shapes) if shape.intersects(Point(lon, lat))]
        assert number == (hits[0] if hits else -1)


TREE = fronts.shapely.STRtree([box(-1, -1, 1, 1), box(0, 0, 2, 2)])

BOW = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}


def one(properties, geometry):
    return {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": properties, "geometry": geometry}],
    }


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("not json", "not a GeoJSON file"),
        ("[]", "no features"),
        ({"type": "FeatureCollection", "features": []}, "no features"),
        (one({}, mapping(box(0, 0, 1, 1))), "feature 1 has no front"),
        (one(None, mapping(box(0, 0, 1, 1))), "feature 1 has no front"),
        (one({"front": "  "}, mapping(box(0, 0, 1, 1))), "feature 1 has no front"),
        (one({"front": "A"}, None), r"feature 1 \('A'\) has no usable geometry"),
        (one({"front": "A"}, {"type": "Polygon", "coordinates": [[[0, 0]]]}), "no usable geometry"),
        (one({"front": "A"}, mapping(Point(0, 0))), "is a Point"),
        (one({"front": "A"}, mapping(box(400000, 5000000, 500000, 6000000))), "longitude first"),
        (one({"front": "A"}, BOW), "crosses itself: Self-intersection"),
    ],
)
def test_a_bad_file_is_named_with_the_mend(tmp_path, content, says):
    file = written(tmp_path, content)
    with pytest.raises(LayerError, match=says) as caught:
        fronts.front_of(0, 0, path=file)
    assert str(file) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(LayerError, match=r"nowhere\.geojson: cannot be read"):
        fronts.names(tmp_path / "nowhere.geojson")


def test_numbers_that_are_no_place_are_in_no_front():
    assert fronts.front_of(float("nan"), 37.0, path=BUNDLED) is None
    assert fronts.front_of(48.0, float("inf"), path=BUNDLED) is None
