import math

import pytest
from geopy.distance import great_circle
from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import Geocoder
from geopy.point import Point
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_world import WORLD, MakeGazetteer

from mapkit.errors import GazetteerError
from mapkit.gazetteer import Gazetteer, Kind, fold

ids = [str(record["gazetteer_id"]) for record in WORLD]
names = st.text(alphabet="abcdeéß-' ", min_size=1, max_size=12).filter(fold)
latitudes, longitudes = st.floats(-90, 90), st.floats(-180, 180)


def test_namesakes_come_best_known_first(world: Gazetteer) -> None:
    assert [place.gazetteer_id for place in world.lookup("Pokrova")] == ["4", "5", "3"]


@pytest.mark.parametrize("name", ["POKROVA", "pokrova ", "Покрова", "Krasnoye"])
def test_a_name_is_found_however_it_is_written(world: Gazetteer, name: str) -> None:
    assert world.lookup(name)[0].gazetteer_id == "4"


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("St. Etienne du Lac", "6"),
        ("the Sem River", None),
        ("River Sem", "ne:rivers/sem"),
        ("Donska region", "2"),
        ("Pokrova District", "3"),
        ("Al-Ramla", "11"),
        ("الرملة", "11"),
        ("", None),
        ("???", None),
        ("Nowhere", None),
    ],
)
def test_lenient_forms(world: Gazetteer, name: str, identifier: str | None) -> None:
    assert next((place.gazetteer_id for place in world.lookup(name)), None) == identifier


def test_every_field_of_a_row_comes_back(world: Gazetteer) -> None:
    place = world.get("2")
    assert (place.name, place.feature_class, place.feature_code) == ("Donska Oblast", "A", "ADM1")
    assert (place.country, place.admin1, place.admin1_code) == ("UA", "Donska Oblast", "UA.05")
    assert (place.latitude, place.longitude, place.layer_id) == (48.1, 37.8, "admin1/UA-14")
    assert world.get("3").admin2 == "Pokrova Raion"
    assert world.get("4").population == 60_000
    assert world.names("4") == ("Krasnoye", "Покрова")
    assert world.names("5") == ()
    assert len(world) == len(WORLD)
    assert "4" in world
    assert "404" not in world
    with pytest.raises(KeyError):
        world.get("404")


def test_matches_tell_how_a_name_belongs_to_its_place(world: Gazetteer) -> None:
    assert world.matches("Krasnoye")[0].kind is Kind.ALTERNATE
    assert [match.kind for match in world.matches("Pokrova")] == [Kind.NAME, Kind.NAME, Kind.VARIANT]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(names, st.lists(names, max_size=3), latitudes, longitudes), min_size=1, max_size=8))
def test_every_name_finds_its_place(make: MakeGazetteer, rows: list[tuple[str, list[str], float, float]]) -> None:
    gazetteer = make(
        {"gazetteer_id": str(i), "name": name, "names": "|".join(also), "latitude": lat, "longitude": lon}
        for i, (name, also, lat, lon) in enumerate(rows)
    )
    for i, (name, also, lat, lon) in enumerate(rows):
        for spelling in (name, *also):
            assert str(i) in {place.gazetteer_id for place in gazetteer.lookup(spelling)}
            assert gazetteer.has_prefix(fold(spelling)[:2])
            assert any(place.gazetteer_id == str(i) for place in gazetteer.prefix(spelling, 10))
            assert any(place.gazetteer_id == str(i) and like == 1 for place, like in gazetteer.fuzzy(spelling, 10))
        place = gazetteer.get(str(i))
        assert math.isclose(place.latitude, lat, abs_tol=1e-5)
        assert math.isclose(place.longitude, lon, abs_tol=1e-5)


def test_prefix_search_gives_the_best_known_first(world: Gazetteer) -> None:
    assert [place.gazetteer_id for place in world.prefix("pokr", 3)] == ["4", "5", "3"]
    assert world.prefix("zzz") == []
    assert world.prefix("") == []


def test_a_prefix_that_thousands_of_names_share(make: MakeGazetteer) -> None:
    gazetteer = make(
        {"gazetteer_id": str(i), "name": f"Novo {i:05}", "latitude": 0, "longitude": 0, "population": i}
        for i in range(3000)
    )
    assert [place.population for place in gazetteer.prefix("nov", 3)] == [2999, 2998, 2997]
    assert [place.population for place in gazetteer.prefix("Novo 012", 2)] == [1299, 1298]


@pytest.mark.parametrize("misspelt", ["Pokrva", "Pokrowa", "Prokova", "Pokorva"])
def test_a_misspelt_name_is_found(world: Gazetteer, misspelt: str) -> None:
    assert world.lookup(misspelt) == ()
    place, likeness = world.fuzzy(misspelt)[0]
    assert place.gazetteer_id == "4"
    assert 0.6 <= likeness < 1


def test_fuzzy_search_finds_nothing_where_nothing_is_alike(world: Gazetteer) -> None:
    assert world.fuzzy("qqqqqqq") == []
    assert world.fuzzy("") == []


def test_the_nearest_place_across_the_antimeridian(world: Gazetteer) -> None:
    (first, near), (second, far) = world.nearest(-16.8, 179.99, limit=2)
    assert (first.name, second.name) == ("Westedge", "Eastedge")
    assert math.isclose(far, great_circle((-16.8, 179.99), (-16.8, -179.95)).km, rel_tol=1e-3)
    assert near < far < 10


def test_the_nearest_place_across_a_pole(world: Gazetteer) -> None:
    assert world.nearest(89.9, -170)[0][0].name == "Northcamp"
    assert world.nearest(-89.95, 60)[0][0].name == "Southcamp"


def test_nearest_by_class_and_distance(world: Gazetteer) -> None:
    assert world.nearest(48.28, 37.18)[0][0].gazetteer_id == "4"
    assert world.nearest(48.28, 37.18, feature_classes="H")[0][0].gazetteer_id == "ne:rivers/sem"
    assert world.nearest(0, -30, max_km=100) == []
    with pytest.raises(GazetteerError, match="feature class"):
        world.nearest(0, 0, feature_classes="Q")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(latitudes, longitudes)
def test_nearest_is_what_measuring_every_place_gives(world: Gazetteer, latitude: float, longitude: float) -> None:
    measured = min(great_circle((latitude, longitude), (p.latitude, p.longitude)).km for p in map(world.get, ids))
    assert math.isclose(world.nearest(latitude, longitude)[0][1], measured, rel_tol=1e-6, abs_tol=1e-3)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(longitudes, latitudes, longitudes, latitudes)
def test_a_box_holds_what_lies_in_it(world: Gazetteer, west: float, one: float, east: float, other: float) -> None:
    south, north = sorted((one, other))

    def inside(longitude: float) -> bool:
        return west <= longitude <= east if west <= east else longitude >= west or longitude <= east

    expected = {p.gazetteer_id for p in map(world.get, ids) if south <= p.latitude <= north and inside(p.longitude)}
    assert {place.gazetteer_id for place in world.within(west, south, east, north, 100)} == expected


def test_labels_of_a_world_of_many_places_come_best_known_first(make: MakeGazetteer) -> None:
    gazetteer = make(
        {"gazetteer_id": str(i), "name": f"Town {i}", "latitude": i % 180 - 90, "longitude": i * 7 % 360 - 180,
         "population": i}
        for i in range(1, 40_000)
    )  # fmt: skip
    assert [place.population for place in gazetteer.within(-180, -90, 180, 90, 3)] == [39_999, 39_998, 39_997]
    assert [place.population for place in gazetteer.within(-540, -90, 540, 90, 1)] == [39_999]
    assert gazetteer.within(0, 0, 90, 90, 5, feature_classes="A") == []
    best = gazetteer.within(10, 10, 20, 20, 2)
    assert best == sorted(gazetteer.within(10, 10, 20, 20, 9999), key=lambda place: -place.population)[:2]


def test_it_is_a_geopy_geocoder(world: Gazetteer) -> None:
    assert isinstance(world, Geocoder)
    location = world.geocode("Pokrova")
    assert location is not None
    assert (location.latitude, location.longitude) == (48.28, 37.18)
    assert location.address == "Pokrova, Pokrova Raion, Donska Oblast, UA"
    assert location.raw["gazetteer_id"] == "4"


@pytest.mark.parametrize(
    ("query", "identifier"),
    [
        ("Pokrova, Donska Oblast, Arland", "4"),
        ("Pokrova, Arland", "4"),
        ("Pokrova, Pokrova Raion", "4"),
        ("Pokrova, Arland, ", "4"),
        ("Westedge, Arland", None),
        ("Pokrowa, Donska region", "4"),
    ],
)
def test_a_query_with_the_divisions_it_lies_in(world: Gazetteer, query: str, identifier: str | None) -> None:
    location = world.geocode(query)
    assert (location and location.raw["gazetteer_id"]) == identifier


def test_geocode_gives_lists_and_limits(world: Gazetteer) -> None:
    found = world.geocode("Pokrova", exactly_one=False, limit=2)
    assert [location.raw["gazetteer_id"] for location in found] == ["4", "5"]
    assert world.geocode("Pokrova", country_codes="ru").raw["gazetteer_id"] == "5"
    assert world.geocode("qqqqqq") is None
    assert world.geocode("qqqqqq", exactly_one=False) is None


@pytest.mark.parametrize("query", ["", " , ,", "...", "?!"])
def test_a_query_without_a_name_is_the_callers_mistake(world: Gazetteer, query: str) -> None:
    with pytest.raises(GeocoderQueryError, match="no place name"):
        world.geocode(query)


def test_a_limit_below_one_is_the_callers_mistake(world: Gazetteer) -> None:
    with pytest.raises(GeocoderQueryError, match="limit"):
        world.geocode("Pokrova", limit=0)


@pytest.mark.parametrize("query", [(48.3, 37.2), "48.3, 37.2", Point(48.3, 37.2)])
def test_reverse_gives_the_nearest_populated_place(world: Gazetteer, query: object) -> None:
    assert world.reverse(query).raw["gazetteer_id"] == "4"


def test_reverse_gives_lists(world: Gazetteer) -> None:
    assert [location.raw["gazetteer_id"] for location in world.reverse((48, 37), exactly_one=False, limit=2)] == [
        "4",
        "11",
    ]


@pytest.mark.parametrize("query", ["no point", (100, 0), None])
def test_reverse_of_no_point_is_the_callers_mistake(world: Gazetteer, query: object) -> None:
    with pytest.raises(GeocoderQueryError):
        world.reverse(query)


def test_info_tells_what_the_gazetteer_holds(world: Gazetteer) -> None:
    info = world.info()
    assert info["places"] == len(WORLD)
    assert info["by_class"] == {"A": 3, "H": 1, "P": 8}
    assert info["by_source"] == {"test": len(WORLD)}
    assert info["names"] > len(WORLD)
    assert info["index_bytes"] > 0
    assert world.admin1_names() == {"UA.05": "Donska Oblast"}
