import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapkit.errors import FilterError
from mapkit.query.projection import BITS, CELL_BITS, EDGE, WORLD, Box, curve, project, project_one, unproject

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)
anywhere = st.floats(-1080, 1080)


@given(st.floats(-EDGE, EDGE), st.floats(-180, 179.999999))
def test_there_and_back(latitude, longitude):
    x, y = project_one(latitude, longitude)
    back = unproject(x + 0.5, y + 0.5)
    assert back == pytest.approx((latitude, longitude), abs=1e-6)


def test_known_positions():
    assert project_one(0, 0) == (WORLD // 2, WORLD // 2)
    assert project_one(0, -180) == project_one(0, 180) == project_one(0, 540) == (0, WORLD // 2)
    assert project_one(90, 0)[1] == 0
    assert project_one(-90, 0)[1] == WORLD - 1
    x, y = project(np.array([math.nan, 1.0]), np.array([1.0, math.nan]))
    assert x.tolist() == y.tolist() == [-1, -1]


@given(st.integers(0, WORLD - 1), st.integers(0, WORLD - 1))
def test_the_curve_names_each_position_once(x, y):
    code = int(curve(np.array([x]), np.array([y]))[0])
    assert sum(((code >> (2 * bit)) & 1) << bit for bit in range(31)) == x
    assert sum(((code >> (2 * bit + 1)) & 1) << bit for bit in range(31)) == y


@given(anywhere, latitudes, anywhere, latitudes)
def test_a_box_is_at_most_one_world_and_covers_each_place_once(west, south, east, north):
    south, north = sorted((south, north))
    box = Box.of(west, south, east, north)
    assert 0 <= box.east - box.west < WORLD
    assert 0 <= box.north <= box.south < WORLD
    spans = box.spans()
    assert sum(last - first + 1 for first, last, _ in spans) == box.east - box.west + 1
    taken = sorted((first, last) for first, last, _ in spans)
    assert all(before[1] < after[0] for before, after in itertools.pairwise(taken))


@given(anywhere, latitudes, anywhere, latitudes, st.integers(0, 24))
def test_a_snapped_box_holds_whole_cells(west, south, east, north, zoom):
    south, north = sorted((south, north))
    box = Box.of(west, south, east, north)
    grown = box.snapped(zoom)
    size = 1 << (BITS - CELL_BITS - zoom)
    assert grown.west <= box.west
    assert grown.north <= box.north
    assert grown.south >= box.south
    assert grown.west % size == grown.north % size == 0
    assert (grown.east + 1) % size == (grown.south + 1) % size == 0
    assert grown.snapped(zoom) == grown
    assert grown.east - grown.west < WORLD


@pytest.mark.parametrize(
    "bounds", [(math.nan, 0, 1, 1), (0, 0, math.inf, 1), (0, 2, 1, 1), (0, 0, 1081, 1), (-2000, 0, 1, 1)]
)
def test_no_box(bounds):
    with pytest.raises(FilterError):
        Box.of(*bounds)
