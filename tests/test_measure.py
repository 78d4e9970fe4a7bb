"""Geodesics: known distances, round trips, and rings that stay right at the poles and the antimeridian."""

import itertools
import math

import pytest
from geopy.distance import geodesic
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point, shape

from mapkit import measure

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)


def test_known_distance():
    # Kyiv to Kharkiv, against geopy's own implementation of the geodesic.
    expected = geodesic((50.4501, 30.5234), (49.9935, 36.2304)).km
    assert measure.distance_km(50.4501, 30.5234, 49.9935, 36.2304) == pytest.approx(expected, abs=1e-6)
    assert 405 < expected < 415


def test_a_degree_of_the_equator_and_the_meridian():
    assert measure.distance_km(0, 0, 0, 1) == pytest.approx(111.3195, abs=1e-3)
    assert measure.distance_km(0, 0, 90, 0) == pytest.approx(10001.9657, abs=1e-3)


def test_miles():
    assert measure.miles(10) == pytest.approx(6.2137, abs=1e-4)


@pytest.mark.parametrize(
    ("bearing", "point"),
    [
        (0, "N"),
        (11.2, "N"),
        (11.3, "NNE"),
        (45, "NE"),
        (180, "S"),
        (337.5, "NNW"),
        (348.8, "N"),
        (360, "N"),
        (-90, "W"),
    ],
)
def test_compass(bearing, point):
    assert measure.compass(bearing) == point


@given(latitudes, longitudes, latitudes, longitudes)
def test_distance_is_symmetric_and_bearing_in_range(lat1, lon1, lat2, lon2):
    there = measure.distance_km(lat1, lon1, lat2, lon2)
    assert there == pytest.approx(measure.distance_km(lat2, lon2, lat1, lon1), abs=1e-6)
    assert 0 <= there <= 20003.94
    assert 0 <= measure.bearing_deg(lat1, lon1, lat2, lon2) < 360


@given(latitudes, longitudes, st.floats(0, 360), st.floats(0.001, 15000))
def test_destination_comes_back(lat, lon, bearing, km):
    to = measure.destination(lat, lon, bearing, km)
    assert measure.distance_km(lat, lon, *to) == pytest.approx(km, abs=1e-6)
    if abs(lat) < 89.99:  # at a pole every bearing is the same one
        turned = abs(measure.bearing_deg(lat, lon, *to) - bearing) % 360
        assert min(turned, 360 - turned) == pytest.approx(0, abs=1e-3)


@given(latitudes, longitudes, st.floats(1, 8000), st.floats(0, 360))
def test_ring_holds_what_is_within_its_distance(lat, lon, km, bearing):
    disc = shape(measure.ring(lat, lon, km))
    assert disc.is_valid
    west, south, east, north = disc.bounds
    assert -180 <= west <= east <= 180
    assert -90 <= south <= north <= 90
    for share, inside in ((0.93, True), (1.07, False)):
        to_lat, to_lon = measure.destination(lat, lon, bearing, km * share)
        if abs(to_lat) > 89.5:
            continue  # within 60 km of a pole a straight edge between two meridians is a poor circle
        assert disc.covers(Point((to_lon + 180) % 360 - 180, to_lat)) is inside


def test_ring_is_a_polygon_of_the_right_area():
    found = measure.ring(48.28, 37.18, 10)
    assert found["type"] == "Polygon"
    edge = found["coordinates"][0]
    assert edge[0] == edge[-1]
    for lon, lat in edge:
        assert measure.distance_km(48.28, 37.18, lat, lon) == pytest.approx(10, abs=1e-3)


def test_ring_runs_counter_clockwise():
    assert shape(measure.ring(10, 20, 100)).exterior.is_ccw
    assert shape(measure.ring(89, 20, 500)).exterior.is_ccw


def test_ring_across_the_antimeridian_is_cut():
    found = measure.ring(66, 179.9, 200)
    assert found["type"] == "MultiPolygon"
    assert shape(found).covers(Point(-179, 66))
    assert not shape(found).covers(Point(0, 66))


def test_ring_around_a_pole_reaches_it():
    disc = shape(measure.ring(-85, 30, 1000))
    assert disc.covers(Point(-150, -89.9))
    assert not disc.covers(Point(0, 89.9))


def test_line_is_straight_on_the_ellipsoid():
    found = measure.line(50.45, 30.52, 55.75, 37.62)
    assert found["type"] == "LineString"
    points = found["coordinates"]
    legs = sum(measure.distance_km(b, a, d, c) for (a, b), (c, d) in itertools.pairwise(points))
    assert legs == pytest.approx(measure.distance_km(50.45, 30.52, 55.75, 37.62), rel=1e-6)
    assert points[0] == [30.52, 50.45]
    assert points[-1] == [37.62, 55.75]


def test_line_over_the_antimeridian_is_cut_there():
    found = measure.line(60, 170, 60, -170)
    assert found["type"] == "MultiLineString"
    ends = {abs(part[i][0]) for part in found["coordinates"] for i in (0, -1)}
    assert 180 in ends


@given(latitudes, longitudes, latitudes, longitudes)
def test_lines_stay_on_the_map(lat1, lon1, lat2, lon2):
    west, south, east, north = shape(measure.line(lat1, lon1, lat2, lon2, step_km=500)).bounds
    assert -180 <= west <= east <= 180
    assert -90 <= south <= north <= 90


@pytest.mark.parametrize(
    "call",
    [
        lambda: measure.distance_km(91, 0, 0, 0),
        lambda: measure.distance_km(0, 0, 0, math.nan),
        lambda: measure.bearing_deg(0, math.inf, 0, 0),
        lambda: measure.destination(0, 0, 0, math.inf),
        lambda: measure.ring(0, 0, 0),
        lambda: measure.ring(0, 0, 12000),
        lambda: measure.ring(0, 0, 10, vertices=3),
        lambda: measure.line(0, 0, 1, 1, step_km=0),
    ],
)
def test_what_is_not_on_earth_is_refused(call):
    with pytest.raises(ValueError, match=r"not a place|a ring needs|a line needs"):
        call()
