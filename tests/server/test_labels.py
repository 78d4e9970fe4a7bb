import itertools
import random

import pytest

from mapkit.errors import FilterError
from mapkit.model import Place
from mapkit.query.projection import WORLD, Box, project_one
from mapkit.server.labels import Labels


class Towns:
    """A gazetteer of made-up towns, the best known first."""

    def __init__(self, count, seed=1, west=20.0, east=60.0, **fixed):
        draw = random.Random(seed)  # noqa: S311 - no secret
        self.places = [
            Place(
                gazetteer_id=str(n), name="Abcdefghij"[: draw.randint(3, 10)], feature_class="P",
                country="XX", admin1="", admin1_code="", admin2="",
                latitude=draw.uniform(40, 60), longitude=(draw.uniform(west, east) + 180) % 360 - 180,
                source="test", **{"feature_code": "PPL", "population": int(10 ** draw.uniform(0, 7))} | fixed,
            )
            for n in range(count)
        ]  # fmt: skip
        self.places.sort(key=lambda place: (-place.population, place.gazetteer_id))

    def within(self, west, south, east, north, limit=100, feature_classes=None):
        found = [p for p in self.places if west <= p.longitude <= east and south <= p.latitude <= north]
        return [p for p in found if not feature_classes or p.feature_class in feature_classes][:limit]


def names(labels):
    return {(label["name"], label["lat"], label["lon"]) for label in labels}


@pytest.mark.parametrize(("zoom", "east"), [(4, 60), (6, 60), (8, 40), (10, 32)])
def test_no_two_names_touch(zoom, east):
    towns = Towns(3_000, west=30, east=east)
    shown = Labels(towns).within(Box.of(30, 45, 30 + 400 / 2**zoom, 45 + 200 / 2**zoom), zoom, 1_000)
    assert len(shown) > 5
    scale = 256 * 2**zoom / WORLD
    boxes = []
    for label in shown:
        x, y = project_one(label["lat"], label["lon"])
        boxes.append((x * scale, y * scale, 3.2 * len(label["name"])))
    for one, other in itertools.combinations(boxes, 2):
        assert abs(one[0] - other[0]) >= one[2] + other[2] or abs(one[1] - other[1]) >= 16


def test_panning_changes_no_name():
    labels = Labels(Towns(3_000))
    first = names(labels.within(Box.of(30, 45, 40, 50), 7, 1_000))
    for shift in (0.1, 0.5, 1.5, 3.0):
        second = names(labels.within(Box.of(30 + shift, 45, 40 + shift, 50), 7, 1_000))
        common = {item for item in first | second if 30 + shift <= item[2] <= 40 and 45 <= item[1] <= 50}
        assert common
        assert common <= first
        assert common <= second


def test_the_same_in_a_new_process():
    box = Box.of(30, 45, 40, 50)
    assert Labels(Towns(500)).within(box, 8, 100) == Labels(Towns(500)).within(box, 8, 100)


def test_the_antimeridian_is_no_seam():
    labels = Labels(Towns(2_000, west=170, east=190))
    shown = labels.within(Box.of(170, 40, 190, 60), 6, 1_000)
    assert {label["lon"] > 180 for label in shown} == {True, False}
    assert all(170 <= label["lon"] <= 190.1 for label in shown)
    moved = labels.within(Box.of(-190, 40, -170, 60), 6, 1_000)
    assert {(name, round(lon - 360, 4)) for name, _, lon in names(shown)} == {
        (name, round(lon, 4)) for name, _, lon in names(moved)
    }


def test_the_greatest_wins_and_a_limit_keeps_the_greatest():
    towns = Towns(2_000)
    shown = Labels(towns).within(Box.of(20, 40, 60, 60), 5, 1_000)
    assert max(towns.places, key=lambda p: p.population).population == shown[0]["population"]
    populations = [label["population"] for label in shown]
    assert populations == sorted(populations, reverse=True)
    assert Labels(towns).within(Box.of(20, 40, 60, 60), 5, 7) == shown[:7]


def test_every_village_has_its_name_when_near():
    towns = Towns(40, population=0)
    labels = Labels(towns)
    for place in towns.places:
        assert place.name in {label["name"] for label in labels.within(_around(place), 14, 100)}


@pytest.mark.parametrize(("code", "zoom", "named"), [("PPLX", 10, False), ("PPLX", 13, True), ("PPLH", 13, False)])
def test_parts_of_towns_and_what_is_no_more(code, zoom, named):
    towns = Towns(50, feature_code=code, population=500_000, west=30.0, east=30.2)
    labels = Labels(towns)
    found = [label for place in towns.places for label in labels.within(_around(place), zoom, 10)]
    assert bool(found) == named


def _around(place):
    reach = 0.01
    return Box.of(place.longitude - reach, place.latitude - reach, place.longitude + reach, place.latitude + reach)


def test_no_screen_is_that_big():
    with pytest.raises(FilterError, match="too big"):
        Labels(Towns(1)).within(Box.of(-180, -85, 180, 85), 12, 10)
