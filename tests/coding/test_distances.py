import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import place, sentence, sentences, toponyms

from mapkit.coding import distances

POKROVSK = place("Pokrovsk", 48.28, 37.18)
ALEPPO, IDLIB = place("Aleppo", 36.2, 37.16), place("Idlib", 35.93, 36.63)
GOMA, SAKE = place("Goma", -1.68, 29.23), place("Sake", -1.57, 29.04)
NIAMEY = place("Niamey", 13.51, 2.11, code="PPLC")
KHARTOUM, OMDURMAN = place("Khartoum", 15.55, 32.53, code="PPLC"), place("Omdurman", 15.64, 32.48)
LEBANON, YEMEN = (place(name, code="PCLI", kind="A") for name in ("Lebanon", "Yemen"))
HODEIDAH = place("Hodeidah", 14.8, 42.95)
SUDZHA, KURSK = place("Sudzha", 51.19, 35.27), place("Kursk", 51.73, 36.19)
EVERYWHERE = (POKROVSK, ALEPPO, IDLIB, GOMA, SAKE, NIAMEY, KHARTOUM, OMDURMAN, LEBANON, YEMEN, HODEIDAH, SUDZHA, KURSK)


def found(text):
    names = toponyms(text, *EVERYWHERE, demonyms=("Russian", "Israeli"))
    return [distance for part in sentences(text) for distance in distances.find(part, names)]


def only(text):
    (one,) = found(text)
    assert text[one.start : one.end] == one.distance.text
    return one.distance


@pytest.mark.parametrize(
    ("text", "km", "relation", "direction", "anchor", "other"),
    [
        ("A convoy was hit 12 km north of Aleppo.", 12, "of", "N", "Aleppo", None),
        ("Two shells fell 20 miles from Idlib.", 32.187, "from", None, "Idlib", None),
        ("The army seized Sake, about 30 km southeast of Goma.", 30, "of", "SE", "Goma", "Sake"),
        ("The army seized Sake (30 km south-east of Goma).", 30, "of", "SE", "Goma", "Sake"),
        ("Sake lies 25 km north-northwest of the city of Goma.", 25, "of", "NNW", "Goma", "Sake"),
        ("Sake, which is located 25 kilometres to the west of Goma, was shelled.", 25, "of", "W", "Goma", "Sake"),
        ("About 30 km west of Goma, the town of Sake was shelled.", 30, "of", "W", "Goma", "Sake"),
        ("A depot burned 40km SW of Aleppo.", 40, "of", "SW", "Aleppo", None),
        ("The rebels advanced 3 km toward Goma.", 3, "toward", None, "Goma", None),
        ("A ship was hit 60 nautical miles off Hodeidah.", 111.12, "off", None, "Hodeidah", None),
        ("A tanker burned 60 km west of Yemen's Hodeidah.", 60, "of", "W", "Hodeidah", None),
        ("A tanker burned 60 km west of the Yemeni port of Hodeidah.", 60, "of", "W", "Hodeidah", None),
        ("Troops are less than 4 km from the centre of Goma.", 4, "from", None, "Goma", None),
        ("Residents within a 5-kilometre radius of Goma fled.", 5, "within", None, "Goma", None),
        ("The rebels are 500m from Goma.", 0.5, "from", None, "Goma", None),
        ("A mine exploded on the 40 km road between Aleppo and Idlib.", 40, "between", None, "Aleppo", "Idlib"),
        ("They walked the 60 km from Aleppo to the town of Idlib.", 60, "between", None, "Aleppo", "Idlib"),
        ("The distance between Aleppo and Idlib is about 60 km.", 60, "between", None, "Aleppo", "Idlib"),
        ("A blast hit Omdurman, 5 km from the capital, Khartoum.", 5, "from", None, "Khartoum", "Omdurman"),
        ("The soldiers stood a mile outside Aleppo.", 1.609, "outside", None, "Aleppo", None),
    ],
)
def test_a_distance_is_tied_to_its_places(text, km, relation, direction, anchor, other):
    distance = only(text)
    assert (distance.km, distance.relation, distance.direction) == (km, relation, direction)
    assert (distance.from_place, distance.to_place) == (anchor, other)
    assert distance.from_latitude is not None
    assert (distance.to_latitude is not None) is (other is not None)


def test_coordinates_are_those_of_the_toponyms():
    distance = only("The army seized Sake, about 30 km southeast of Goma.")
    assert (distance.from_latitude, distance.from_longitude) == (GOMA.latitude, GOMA.longitude)
    assert (distance.to_latitude, distance.to_longitude) == (SAKE.latitude, SAKE.longitude)


def test_a_definite_noun_means_the_latest_town_before():
    distance = only(
        "Pokrovsk is under fire. Troops are within approximately 10 kilometers (6 miles) from the city's outskirts."
    )
    assert (distance.km, distance.relation, distance.from_place) == (10, "within", "Pokrovsk")
    assert distance.text.endswith("10 kilometers (6 miles) from the city's outskirts")
    assert distance.note is None


def test_previous_toponyms_may_be_given_apart():
    part = sentence("Troops are 3 km from the town.")
    assert distances.find(part, ()) == ()
    (one,) = distances.find(part, (), previous=toponyms("Goma", GOMA))
    assert one.distance.from_place == "Goma"


def test_a_definite_noun_skips_places_of_another_kind():
    assert only("Sake fell, Lebanon said. Fighters are 3 km from the town.").from_place == "Sake"
    assert found("Lebanon spoke. Fighters are 3 km from the town.") == []


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("The village lies 12 km from the border with Lebanon.", "border with Lebanon"),
        ("Fighters stood 3 km from the Israeli border.", "Israeli border"),
        ("They are 15 km from the front line.", "front line"),
    ],
)
def test_a_line_is_an_anchor_without_a_point(text, anchor):
    distance = only(text)
    assert (distance.from_place, distance.from_latitude) == (anchor, None)


def test_a_country_has_no_point_to_measure_from():
    distance = only("Troops pushed 15 km into Lebanon.")
    assert (distance.relation, distance.from_place, distance.from_latitude) == ("inside", "Lebanon", None)


def test_two_distances_share_their_place():
    first, second = found("Sudzha lies 10 km from the Russian border and 105 km southwest of Kursk.")
    assert (first.distance.to_place, second.distance.to_place) == ("Sudzha", "Sudzha")
    assert second.distance.from_place == "Kursk"


def test_a_range_gives_its_middle_and_says_so():
    distance = only("Drones struck a depot 5-7 km west of Idlib.")
    assert distance.km == 6
    assert "5 to 7 km" in distance.note


def test_an_area_only_says_where_the_town_lies():
    assert only("Sake, Lebanon, about 35 miles south of Goma, was shelled.").to_place == "Sake"
    assert only("Clashes reached Sake in eastern Lebanon, 35 km south of Goma.").to_place == "Sake"
    assert only("Lebanon, 35 km south of Goma, was shelled.").to_place is None


def test_what_is_only_near_a_name_is_not_the_name():
    assert found("People should stay within one kilometre of an outlet off the coast near Goma.") == []
    assert only("Goma is calm. The outlet lies four kilometres from the shore.").from_place == "shore"


def test_units_that_disagree_are_noted():
    assert "disagree" in only("The mine is 25 miles (60 km) east of Goma.").note


@pytest.mark.parametrize(
    "text",
    [
        "The army set up a 15-km-wide buffer zone near Goma.",
        "Shelling went on along the 1,000-kilometre front line near Goma.",
        "The missile has a range of 300 km and hit Goma.",
        "He walked 20 km in Goma.",
        "A convoy 3 km long left Goma.",
        "The car drove at 90 km/h toward Goma.",
        "They hold 120 square kilometres of Lebanon.",
        "A 155 mm shell hit Goma.",
        "It is 20 km away.",
    ],
)
def test_other_lengths_are_no_distances(text):
    assert found(text) == []


def test_whoever_acts_between_is_not_at_the_distance():
    assert only("Fighting in Sake spread to a hill 20 km from Goma.").to_place is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                [
                    "Goma",
                    "Sake",
                    "12",
                    "km",
                    "miles",
                    "north",
                    "of",
                    "from",
                    "the",
                    "border",
                    "between",
                    "and",
                    ",",
                    "city's",
                ]
            ),
            st.text(max_size=6),
        ),
        max_size=20,
    )
)
def test_any_text_gives_exact_offsets(words):
    text = " ".join(words)
    for distance in found(text):
        assert text[distance.start : distance.end] == distance.distance.text
        assert distance.distance.km > 0
