from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapkit.model import Role


def found(parse, text, **options):
    return {toponym.text: toponym for toponym in parse(text, **options)}


def place(parse, text, name, **options):
    toponym = found(parse, text, **options)[name]
    assert toponym.place is not None, toponym.reason
    return toponym.place


class TestNamesakes:
    def test_the_town_in_the_country_of_the_text(self, parse):
        text = "Fighting in Ukraine went on around Pokrovsk, and Toretsk came under fire."
        assert place(parse, text, "Pokrovsk").admin1_code == "UA.05"

    def test_the_same_name_in_another_country(self, parse):
        text = "In Yakutia, a boiler failed in the river port of Pokrovsk, south of Yakutsk, officials of Russia said."
        assert place(parse, text, "Pokrovsk").country == "RU"

    def test_a_division_named_beside_it_decides(self, parse):
        text = "A fire broke out at a depot in the Proletarsk area of the Rostov region."
        assert place(parse, text, "Proletarsk").admin1 == "Rostov Oblast"
        assert place(parse, text, "Rostov").feature_code == "ADM1"

    def test_city_and_state(self, parse):
        text = "Police in Birmingham, Alabama, arrested two men."
        assert place(parse, text, "Birmingham").admin1 == "Alabama"

    def test_two_namesakes_in_one_text_are_told_apart(self, parse):
        text = "She flew from Birmingham, Alabama, to Birmingham, England, on Monday."
        toponyms = [t for t in parse(text) if t.text == "Birmingham"]
        assert [t.place.country for t in toponyms] == ["US", "GB"]

    def test_the_theatre_decides_where_the_text_does_not(self, parse):
        text = "Two people were hurt in Tripoli overnight."
        assert place(parse, text, "Tripoli", theatre="LB").country == "LB"
        assert place(parse, text, "Tripoli").country == "LY"

    def test_a_bare_name_follows_a_text_about_the_region(self, parse):
        text = (
            "Troops crossed into Russia's Kursk region in August. They hold dozens of settlements in Kursk. "
            "The incursion into Kursk surprised many."
        )
        places = [t.place.feature_code for t in parse(text) if t.text == "Kursk"]
        assert places == ["ADM1"] * 3

    def test_a_bare_name_is_the_city_elsewhere(self, parse):
        text = "Drones hit an apartment building in Kursk, the mayor said. Residents of Kursk heard blasts."
        assert place(parse, text, "Kursk").feature_class == "P"

    def test_a_type_word_decides_between_river_and_city(self, parse):
        text = "Bombs fell along the Dnipro river in Ukraine, and a depot in the city of Dnipro burned."
        codes = [t.place.feature_class for t in parse(text) if t.text == "Dnipro"]
        assert codes == ["H", "P"]

    def test_a_state_and_a_country_of_one_name(self, parse):
        text = "In Georgia, a rally was held in Tbilisi. In Atlanta, Georgia, police arrested a man."
        codes = [t.place.feature_code for t in parse(text) if t.text == "Georgia"]
        assert codes == ["PCLI", "ADM1"]

    def test_the_part_of_a_country_beside_it_decides(self, parse):
        assert place(parse, "Militiamen clashed in Tripoli, northern Lebanon.", "Tripoli").country == "LB"

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("Gunmen attacked a checkpoint at Daquq, south of Kirkuk, in Iraq.", "Kirkuk"),
            ("Shells fell on the Saltivka district of Kharkiv in Ukraine.", "Kharkiv"),
            ("ADEN, Jan 23 - A missile landed near a tanker off Yemen.", "ADEN"),
        ],
    )
    def test_a_bare_name_that_a_town_shares_with_its_province_is_the_towns(self, parse, text, name):
        assert place(parse, text, name).feature_class == "P"

    def test_a_building_that_is_not_listed_stands_where_the_text_puts_it(self, parse):
        text = "Rockets hit the Saint Barbara Clinic in Kharkiv, Ukraine, on Monday."
        toponym = found(parse, text).get("Saint Barbara Clinic")
        assert toponym is not None
        assert toponym.place is not None
        assert toponym.place.name == "Kharkiv"
        assert "Kharkiv" in toponym.candidates[0].reasons[0]

    def test_a_stray_hamlet_on_another_continent_is_no_answer(self, parse):
        text = (
            "Fighters left Nyala and El Geneina for El Fasher in Sudan's Darfur. "
            "In the village of Ensley, near Zalingei, they burned houses."
        )
        toponym = found(parse, text)["Ensley"]
        assert toponym.place is None
        assert "Florida" in toponym.reason


class TestRecognition:
    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("Prime Minister Keir Starmer met Jack London and Paris Hilton.", set()),
            ("BREAKING: KHARKIV SHELLED AGAIN", {"KHARKIV"}),
            ("They took Toretsk, Niu-York and Zalizne.", {"Toretsk", "Niu-York", "Zalizne"}),
            ("Pokrovsk's defenders held.", {"Pokrovsk"}),
            ("Dmytro Lykhovii speaks for the Tavria group of forces.", set()),
            ("Rebels Seize Town Near Goma As Army Retreats In North Kivu", {"Goma", "North Kivu"}),
            ("They fled al-Hasakah and Deir ez-Zor.", {"al-Hasakah", "Deir ez-Zor"}),
            ("It happened on Monday in May, Mr. March said.", set()),
        ],
    )
    def test_names_of_places_and_of_others(self, parse, text, names):
        assert set(found(parse, text)) == names

    def test_an_unknown_village_is_listed_with_a_reason(self, parse):
        text = "Shells fell on the village of Zhovtokvitne near Kharkiv."
        toponym = found(parse, text)["Zhovtokvitne"]
        assert toponym.place is None
        assert toponym.reason


class TestRoles:
    @pytest.mark.parametrize(
        ("text", "name", "role"),
        [
            ("Moscow is not open to talks.", "Moscow", Role.METONYM),
            ("Strikes on Moscow continued.", "Moscow", Role.LOCATION),
            ("Kyiv said it had shot down ten drones.", "Kyiv", Role.METONYM),
            ("Two people were killed in Kyiv.", "Kyiv", Role.LOCATION),
            ("Russian troops left.", "Russian", Role.DEMONYM),
            ("KHARTOUM, Sudan — A market was shelled in Omdurman.", "KHARTOUM", Role.LOCATION),
            ("Kyiv-based analysts disagree.", "Kyiv", Role.LOCATION),
            ("The Moscow-backed militia fled.", "Moscow", Role.METONYM),
            ("Talks between Kyiv and Moscow stalled.", "Moscow", Role.METONYM),
            ("Russia claims to have seized the town.", "Russia", Role.METONYM),
            ("Fires burned across Russia.", "Russia", Role.LOCATION),
            ("The Kremlin said nothing.", "Kremlin", Role.METONYM),
            ("A drone crashed near the Kremlin.", "Kremlin", Role.LOCATION),
            ("Officials praised London's support for the plan.", "London", Role.METONYM),
        ],
    )
    def test_a_government_a_place_or_a_people(self, parse, text, name, role):
        toponym = found(parse, text)[name]
        assert toponym.role is role
        assert toponym.place is not None

    @pytest.mark.parametrize(
        ("text", "name", "embedded"),
        [
            ("The Bank of China raised rates.", "China", True),
            ("The Chicago Police Department said no one was hurt.", "Chicago", True),
            ("The Kursk Nuclear Power Plant was not hit.", "Kursk Nuclear Power Plant", False),
            ("A rocket hit Kharkiv.", "Kharkiv", False),
        ],
    )
    def test_names_inside_names(self, parse, text, name, embedded):
        assert found(parse, text)[name].embedded is embedded


class TestContract:
    def test_candidates_are_best_first_and_explained(self, parse):
        toponym = found(parse, "Police in Springfield, Illinois, arrested two men.")["Springfield"]
        assert toponym.candidates[0].place == toponym.place
        assert len(toponym.candidates) == 5
        scores = [c.score for c in toponym.candidates]
        assert scores == sorted(scores, reverse=True)
        assert toponym.candidates[0].reasons

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        st.lists(
            st.sampled_from(
                [
                    "Kyiv",
                    "the U.S.",
                    "St. Petersburg",
                    "’",
                    "\n",
                    "км",
                    "Lake",
                    "river",
                    "of",
                    ",",
                    "al-Bab",
                    "(",
                    "NIU-YORK",
                    "said",
                    "Sana'a",
                    "\U0001f4a5",
                    "Mr.",
                    "12 km north of",
                    "between",
                    "and",
                    "\u00a0",
                    "Pa.",
                    "'s",
                ]
            ),
            max_size=14,
        )
    )
    def test_offsets_are_exact_and_spans_do_not_overlap(self, parse, words):
        text = " ".join(words)
        toponyms = parse(text)
        assert all(text[t.start : t.end] == t.text for t in toponyms)
        assert all(a.end <= b.start for a, b in pairwise(toponyms))
        assert all(0 <= t.confidence <= 1 and 0 <= t.recognition <= 1 for t in toponyms)
        assert all((t.place is None) == (t.reason is not None) for t in toponyms)


def test_a_list_of_hundreds_of_places_is_decided_by_its_neighbourhood(parse, gazetteer):
    far = gazetteer.within(-105.0, 30.0, -75.0, 45.0, limit=400, feature_classes="P")
    names = sorted({place.name for place in far if place.name.isascii() and " " not in place.name})
    assert len(names) > 200
    text = "Offices: " + ", ".join(names) + ".\n\nShells fell on Pokrovsk and Toretsk in Donetsk Oblast."
    assert found(parse, text)["Pokrovsk"].place.admin1 == "Donetsk Oblast"
