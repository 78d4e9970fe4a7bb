import pytest

from mapkit.geoparsing import georeference
from mapkit.measure import distance_km
from mapkit.model import Document
from mapkit.text.sentences import analyse


@pytest.fixture
def refer(parse):
    """Georeference the toponym of a text by its name."""

    def run(text, name):
        toponyms = parse(text)
        analysis = next(analyse([Document("test", text)]))
        toponym = next(t for t in toponyms if t.text == name)
        assert toponym.place is not None, toponym.reason
        found = georeference(toponym, analysis.sentence_at(toponym.start), toponyms)
        return found, toponym.place

    return run


class TestOffset:
    def test_distance_and_direction_give_a_point_with_an_uncertainty(self, refer):
        found, place = refer("The drone came down 12 km north of Kupiansk in Ukraine.", "Kupiansk")
        assert found.method == "offset"
        assert found.location_text == "12 km north of Kupiansk"
        assert distance_km(place.latitude, place.longitude, found.latitude, found.longitude) == pytest.approx(
            12, abs=0.1
        )
        assert found.latitude > place.latitude
        assert found.geometry == {"type": "Point", "coordinates": [found.longitude, found.latitude]}
        # North may be anything from north-west to north-east: 12 km times the chord of 45 degrees, and the town's size.
        assert 9_000 < found.coordinate_uncertainty_m < 16_000

    def test_a_narrower_direction_is_more_certain(self, refer):
        text = "The drone came down 12 km {} of Kupiansk in Ukraine."
        broad, _ = refer(text.format("north"), "Kupiansk")
        narrow, _ = refer(text.format("north-east"), "Kupiansk")
        assert narrow.coordinate_uncertainty_m < broad.coordinate_uncertainty_m

    def test_without_a_direction_the_point_stays_and_the_radius_covers_the_distance(self, refer):
        found, place = refer("Troops are about 10 kilometers (6 miles) from Pokrovsk in eastern Ukraine.", "Pokrovsk")
        assert (found.latitude, found.longitude) == (place.latitude, place.longitude)
        assert found.coordinate_uncertainty_m > 10_000
        assert (found.geo_precision, found.where_prec) == (2, 2)

    def test_miles_are_converted(self, refer):
        found, place = refer("A blast was heard 20 miles west of Mosul, Iraq.", "Mosul")
        assert distance_km(place.latitude, place.longitude, found.latitude, found.longitude) == pytest.approx(
            32.2, abs=0.1
        )


class TestBetween:
    def test_two_towns_make_a_line(self, refer):
        text = "Fighting raged between Toretsk and Chasiv Yar in Ukraine."
        one, _ = refer(text, "Toretsk")
        two, _ = refer(text, "Chasiv Yar")
        assert one == two
        assert one.method == "between"
        assert one.geometry["type"] == "LineString"
        assert one.location_text == "between Toretsk and Chasiv Yar"

    def test_talks_between_governments_are_no_line(self, refer):
        found, _ = refer("Talks between Moscow and Kyiv stalled.", "Kyiv")
        assert found.method == "gazetteer"


class TestLines:
    def test_a_river_is_cut_to_the_region_named(self, refer):
        found, _ = refer("They destroyed a bridge over the Seym River in Russia's Kursk region.", "Seym River")
        assert found.layer_id == "rivers/seym"
        assert found.geometry["type"] in ("LineString", "MultiLineString")
        assert (found.geo_precision, found.where_prec) == (2, 5)
        assert 34 < found.longitude < 37

    def test_a_river_at_a_town_is_its_nearest_point(self, refer):
        found, _ = refer("Boats crossed the Dnipro river near Kherson in Ukraine.", "Dnipro")
        assert found.layer_id == "rivers/dnipro"
        assert distance_km(found.latitude, found.longitude, 46.64, 32.61) < 10


class TestPrecision:
    @pytest.mark.parametrize(
        ("text", "name", "geo_precision", "where_prec"),
        [
            ("A shell hit a house in Kherson, Ukraine.", "Kherson", 1, 1),
            ("A shell hit the outskirts of Kherson, Ukraine.", "Kherson", 2, 2),
            ("A shell landed near Kherson, Ukraine.", "Kherson", 2, 2),
            ("Shelling was heard across Kharkiv Oblast in Ukraine.", "Kharkiv Oblast", 3, 4),
            ("Ukraine was under an air alert.", "Ukraine", 3, 6),
            ("Fighting went on in eastern Ukraine.", "Ukraine", 3, 5),
        ],
    )
    def test_codes_follow_what_the_words_say(self, refer, text, name, geo_precision, where_prec):
        found, _ = refer(text, name)
        assert (found.geo_precision, found.where_prec) == (geo_precision, where_prec)
        assert found.coordinate_uncertainty_m > 0

    def test_a_part_of_a_country_is_not_its_middle(self, refer):
        east, place = refer("Fighting went on in eastern Ukraine.", "Ukraine")
        assert east.longitude > place.longitude

    def test_the_larger_the_place_the_less_certain_the_point(self, refer):
        text = "A fire burned in {} in Ukraine."
        village, _ = refer(text.format("Toretsk"), "Toretsk")
        city, _ = refer(text.format("Kharkiv"), "Kharkiv")
        oblast, _ = refer(text.format("Kharkiv Oblast"), "Kharkiv Oblast")
        assert village.coordinate_uncertainty_m < city.coordinate_uncertainty_m < oblast.coordinate_uncertainty_m

    def test_what_is_unresolved_has_no_point(self, parse):
        text = "Shells fell on the village of Zhovtokvitne near Kharkiv."
        toponyms = parse(text)
        analysis = next(analyse([Document("test", text)]))
        toponym = next(t for t in toponyms if t.text == "Zhovtokvitne")
        found = georeference(toponym, analysis.sentences[0], toponyms)
        assert (found.latitude, found.longitude, found.geometry) == (None, None, None)
        assert found.explanation == toponym.reason
