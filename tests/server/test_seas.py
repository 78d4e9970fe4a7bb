"""Names of the map beyond the towns: seas by zoom, and cities that their own sections must not hide."""

from mapkit.model import Place
from mapkit.query.projection import Box
from mapkit.server.labels import Labels


def place(name, code, latitude, longitude, population=0):
    return Place(name, name, code[0] if code.startswith("P") else "H", code, "", "", "", "", latitude, longitude,
                 population, "test")  # fmt: skip


ROWS = [
    place("Black Sea", "SEA", 43.3, 34),
    place("Kerch Strait", "STRT", 45.25, 36.5),
    place("Atlantic Ocean", "OCN", 15, -35),
    place("Seatown", "PPL", 43.3, 34.05, 400_000),
]


class Gazetteer:
    def within(self, west, south, east, north, limit=100, feature_classes=None):
        return [
            row
            for row in ROWS
            if south <= row.latitude <= north
            and west <= row.longitude <= east
            and (feature_classes is None or row.feature_class in feature_classes)
        ][:limit]


def names(zoom, box=(20, 35, 45, 50)):
    return [label["name"] for label in Labels(Gazetteer()).within(Box.of(*box), zoom, 50)]


def test_a_sea_is_named_on_a_small_map_and_a_strait_on_a_larger_one():
    assert names(4) == ["Black Sea"]
    assert "Kerch Strait" in names(7)
    assert "Black Sea" not in names(10, (33, 42, 35, 44))
    assert "Atlantic Ocean" in names(3, (-80, -10, 0, 40))
    assert "Atlantic Ocean" not in names(6, (-40, 10, -30, 20))


def test_a_town_gives_way_to_the_sea_that_it_would_touch():
    assert "Seatown" not in names(6)
    assert "Seatown" in names(10, (33, 42, 35, 44))


def test_a_section_that_is_newly_a_town_does_not_hide_its_city():
    city = Place("701822", "Rivermouth", "P", "PPL", "", "", "", "", 47.095, 37.541, 230_000, "test")
    section = Place("13580034", "Right Bank", "P", "PPL", "", "", "", "", 47.115, 37.585, 352_000, "test")
    lone = Place("13580035", "Newtown", "P", "PPL", "", "", "", "", 46.0, 37.5, 352_000, "test")

    class Towns:
        def within(self, west, south, east, north, limit=100, feature_classes=None):
            return [
                row
                for row in (section, city, lone)
                if "P" in feature_classes and south <= row.latitude <= north and west <= row.longitude <= east
            ][:limit]

    found = [label["name"] for label in Labels(Towns()).within(Box.of(36, 45, 39, 48), 7, 50)]
    assert sorted(found) == ["Newtown", "Rivermouth"]
