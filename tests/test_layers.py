"""The layers that ship: their ids and names, borders where the UN has them, rivers that are one and in their place."""

import json

import pytest
from shapely.geometry import Point
from shapely.ops import nearest_points

from mapkit import layers, measure, paths
from mapkit.errors import LayerError


@pytest.mark.parametrize("name", layers.NAMES)
def test_every_feature_has_its_id_and_a_sound_shape(name):
    found = list(layers.features(name))
    assert len({one.layer_id for one in found}) == len(found)
    for one in found:
        assert one.layer_id.startswith(f"{name}/")
        assert one.properties["id"] == one.layer_id
        assert not one.geometry.is_empty
        west, south, east, north = one.geometry.bounds
        assert -180 <= west <= east <= 180
        assert -90 <= south <= north <= 90
    unsound = [one.layer_id for one in found if not one.geometry.is_valid]
    assert unsound == []


@pytest.mark.parametrize("name", [*layers.NAMES, "land", "admin1_lines", "fronts"])
def test_the_browser_gets_json(name):
    file = layers.path(name)
    assert file.parent == paths.geo_dir()
    assert json.loads(file.read_text(encoding="utf-8"))["type"] in (
        "Topology",
        "FeatureCollection",
        "GeometryCollection",
    )


def test_admin1_names_and_codes():
    donetsk = layers.feature("admin1/UA-14").properties
    assert donetsk["country"] == "UA"
    assert donetsk["gn_id"] == 709716
    assert donetsk["name_uk"] == "Донецька область"
    assert layers.feature("admin1/UA-32").properties["name"] == "Kyiv Oblast"


def countries_at(lat, lon):
    return {one.properties["country"] for one in layers.features("countries") if one.geometry.covers(Point(lon, lat))}


def units_at(lat, lon):
    return [one.properties for one in layers.features("admin1") if one.geometry.covers(Point(lon, lat))]


@pytest.mark.parametrize(
    ("place", "lat", "lon", "country"),
    [
        ("Simferopol", 44.952, 34.102, "UA"),  # UN General Assembly resolution 68/262
        ("Sevastopol", 44.605, 33.525, "UA"),
        ("Kerch", 45.36, 36.47, "UA"),
        ("Donetsk", 48.003, 37.805, "UA"),
        ("Sudzha", 51.19, 35.27, "RU"),
        ("Majdal Shams", 33.269, 35.771, "SY"),  # Golan: Security Council resolution 497
        ("Tiberias", 32.79, 35.53, "IL"),
        ("East Jerusalem", 31.785, 35.240, "PS"),  # Security Council resolution 478
        ("West Jerusalem", 31.780, 35.205, "IL"),
        ("Gaza City", 31.515, 34.455, "PS"),
        ("Laayoune", 27.15, -13.20, "EH"),  # a non-self-governing territory
        ("Smara", 26.74, -11.67, "EH"),
        ("Tarfaya", 27.94, -12.92, "MA"),
        ("Hargeisa", 9.56, 44.06, "SO"),
        ("Tskhinvali", 42.225, 43.97, "GE"),
        ("Sukhumi", 43.0, 41.02, "GE"),
        ("Tiraspol", 46.84, 29.63, "MD"),
        ("Stepanakert", 39.82, 46.75, "AZ"),
        ("Kyrenia", 35.33, 33.32, "CY"),
        ("Pristina", 42.66, 21.16, "XK"),
        ("Khartoum", 15.55, 32.53, "SD"),
        ("Loikaw", 19.67, 97.21, "MM"),
        ("Baikonur", 45.62, 63.32, "KZ"),
    ],
)
def test_borders_are_the_recognised_ones(place, lat, lon, country):
    assert countries_at(lat, lon) == {country}, place
    assert {unit["country"] for unit in units_at(lat, lon)} == {country}, place


@pytest.mark.parametrize(
    ("place", "lat", "lon", "code"),
    [
        ("Simferopol", 44.952, 34.102, "UA-43"),
        ("Sevastopol", 44.605, 33.525, "UA-40"),
        ("Nyala", 12.05, 24.88, "SD-DS"),
        ("Ed Daein", 11.46, 26.13, "SD-DE"),
        ("Zalingei", 12.91, 23.47, "SD-DC"),
        ("Geneina", 13.45, 22.45, "SD-DW"),
        ("El Fula", 11.71, 28.35, "SD-GK"),
        ("En Nahud", 12.69, 28.43, "SD-GK"),
        ("Kadugli", 11.01, 29.72, "SD-KS"),
        ("El Obeid", 13.18, 30.22, "SD-KN"),
        ("Bunia", 1.57, 30.25, "CD-IT"),
        ("Bazarak", 35.31, 69.52, "AF-PAN"),
        ("Moscow", 55.75, 37.62, "RU-MOW"),
        ("Serpukhov", 54.92, 37.41, "RU-MOS"),
        ("Barnaul", 53.35, 83.75, "RU-ALT"),
        ("Gorno-Altaysk", 51.96, 85.96, "RU-AL"),
    ],
)
def test_codes_that_the_source_has_wrong_are_mended(place, lat, lon, code):
    assert [unit.get("iso_3166_2") for unit in units_at(lat, lon)] == [code], place


@pytest.mark.parametrize(
    ("river", "place", "lat", "lon", "within_km"),
    [
        ("seym", "Rylsk", 51.57, 34.68, 6),
        ("seym", "Glushkovo", 51.34, 34.64, 3),
        ("dnipro", "Kyiv", 50.45, 30.56, 3),
        ("dnipro", "Kherson", 46.62, 32.61, 5),
        ("dnipro", "Smolensk", 54.78, 32.04, 5),
        ("siverskyi-donets", "Izium", 49.2, 37.28, 3),
        ("vovcha-kharkiv", "Vovchansk", 50.29, 36.94, 2),
        ("lopan", "Kharkiv", 49.99, 36.23, 3),
        ("oskil", "Kupiansk", 49.71, 37.615, 3),
        ("vorskla", "Poltava", 49.58, 34.57, 3),
        ("psel", "Sumy", 50.91, 34.8, 3),
        ("inhulets", "Snihurivka", 47.07, 32.8, 4),
        ("tigris", "Mosul", 36.34, 43.13, 3),
        ("euphrates", "Deir ez-Zor", 35.335, 40.14, 3),
        ("euphrates", "Fallujah", 33.35, 43.77, 5),
        ("litani-lb", "Beaufort Castle", 33.324, 35.532, 3),
        ("orontes", "Hama", 35.13, 36.75, 3),
        ("white-nile", "Kosti", 13.16, 32.66, 6),
        ("blue-nile", "Sennar", 13.55, 33.62, 5),
        ("nile", "Atbara", 17.70, 33.97, 5),
        ("jordan", "Allenby Bridge", 31.874, 35.541, 3),
        ("irrawaddy", "Mandalay", 21.97, 96.06, 4),
        ("danube", "Vienna", 48.22, 16.41, 6),
        ("danube", "Galați", 45.43, 28.05, 4),
        ("congo", "Mbandaka", 0.05, 18.26, 8),
        ("lualaba", "Kindu", -2.95, 25.92, 6),
        ("drava", "Maribor", 46.555, 15.65, 5),
        ("moskva", "Moscow", 55.75, 37.62, 6),
    ],
)
def test_rivers_run_past_their_towns(river, place, lat, lon, within_km):
    line = layers.shape(f"rivers/{river}")
    near, _ = nearest_points(line, Point(lon, lat))
    assert measure.distance_km(lat, lon, near.y, near.x) < within_km, place


@pytest.mark.parametrize(
    ("region", "inside", "outside"),
    [
        ("darfur", [(13.63, 25.35), (12.05, 24.88), (13.45, 22.45)], [(13.18, 30.22)]),  # El Fasher, Nyala; El Obeid
        ("donbas", [(48.0, 37.8), (48.57, 39.31)], [(49.99, 36.23)]),
        ("crimean-peninsula", [(44.6, 33.53), (45.36, 36.45)], [(46.18, 34.81)]),
        ("kurdistan-region", [(36.19, 44.01), (35.56, 45.43)], [(36.34, 43.13)]),  # Erbil, Sulaymaniyah; Mosul
        ("bf-sahel", [(14.03, -0.03), (14.10, -1.63)], [(12.37, -1.52)]),  # Dori, Djibo; Ouagadougou
        ("lk-northern", [(9.67, 80.02), (9.27, 80.81)], [(8.59, 81.21)]),  # Jaffna, Mullaitivu; Trincomalee
        ("gb-northern-ireland", [(54.6, -5.93)], [(53.35, -6.26)]),
    ],
)
def test_regions_hold_their_towns(region, inside, outside):
    shape = layers.shape(f"regions/{region}")
    assert all(shape.covers(Point(lon, lat)) for lat, lon in inside)
    assert not any(shape.covers(Point(lon, lat)) for lat, lon in outside)
    assert layers.feature(f"regions/{region}").properties["gazetteer_id"]


def test_namesakes_far_apart_are_different_rivers():
    lebanon, suriname = layers.shape("rivers/litani-lb"), layers.shape("rivers/litani")
    assert lebanon.distance(suriname) > 50
    for key in ("rivers/red", "rivers/red-409", "rivers/negro", "rivers/oka", "rivers/oka-693"):
        west, _, east, _ = layers.shape(key).bounds
        assert east - west < 13, key


def test_no_river_name_is_damaged():
    names = [one.properties.get("name") or "" for one in layers.features("rivers")]
    assert not [name for name in names if "?" in name or "  " in name]
    for name in ("Göta älv", "Kızılırmak", "Paraná", "Sava", "Susquehanna"):
        assert name in names


def test_hand_drawn_rivers_say_so():
    assert layers.feature("rivers/oskil").properties["approximate"] is True
    assert "approximate" not in layers.feature("rivers/seym").properties


def test_kakhovka_is_told_to_be_drained():
    known = layers.feature("lakes/kakhovka").properties
    assert known["drained"] == "2023-06-06"
    assert known["name"] == "Kakhovka Reservoir"


@pytest.mark.parametrize("layer_id", ["rivers/no-such-river", "roads/m04", "seym", ""])
def test_an_unknown_id_is_one_clear_line(layer_id):
    with pytest.raises(LayerError) as caught:
        layers.shape(layer_id)
    assert "\n" not in str(caught.value)
    assert repr(layer_id) in str(caught.value)


def test_an_unknown_layer_names_the_known_ones():
    with pytest.raises(LayerError, match="rivers"):
        layers.path("roads")
    with pytest.raises(LayerError, match="rivers"):
        list(layers.features("roads"))


@pytest.mark.parametrize("content", ["", "{}", '{"type":"Topology"}', '{"type":"FeatureCollection","features":[{}]}'])
def test_a_damaged_layer_is_named(tmp_path, monkeypatch, content):
    (tmp_path / "rivers.json").write_text(content, encoding="utf-8")
    monkeypatch.setattr(paths, "geo_dir", lambda: tmp_path)
    with pytest.raises(LayerError, match=r"rivers\.json: damaged"):
        layers.shape("rivers/seym")


def test_topojson_lines_are_read(tmp_path, monkeypatch):
    content = {
        "type": "Topology",
        "transform": {"scale": [0.5, 0.5], "translate": [10, 20]},
        "arcs": [[[0, 0], [2, 2]], [[4, 4], [-2, -2]]],
        "objects": {
            "rivers": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "LineString", "properties": {"id": "rivers/a"}, "arcs": [0, -2]},
                    {"type": "MultiLineString", "properties": {"id": "rivers/b"}, "arcs": [[0], [1]]},
                ],
            }
        },
    }
    (tmp_path / "rivers.json").write_text(json.dumps(content), encoding="utf-8")
    monkeypatch.setattr(paths, "geo_dir", lambda: tmp_path)
    assert list(layers.shape("rivers/a").coords) == [(10, 20), (11, 21), (12, 22)]
    assert len(layers.shape("rivers/b").geoms) == 2
