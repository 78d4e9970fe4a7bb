"""Which names are places: clear cases, and what the weights are made of."""

import csv
import math
from importlib import resources

import pytest

from mapkit.geoparsing import recognition
from mapkit.geoparsing.candidates import Candidates
from mapkit.text.tokens import tokenise


@pytest.fixture
def features(gazetteer):
    """Return the features of a name in a text."""
    lookups = Candidates(gazetteer)

    def run(text, name):
        tokens = tokenise(text)
        described = recognition.describe(tokens, lookups)
        logits = recognition.first_estimate(described, recognition.weights())
        recognition.second_estimate(described, logits, tokens, recognition.weights())
        return next(mention.features for mention in described if mention.text == name)

    return run


def names(parse, text, **options):
    return {toponym.text for toponym in parse(text, **options)}


class TestWeights:
    def test_every_row_has_a_feature_and_a_number(self):
        text = resources.files("mapkit.geoparsing").joinpath("recognition.csv").read_text(encoding="utf-8")
        assert text.startswith("# ")
        header, *rows = csv.reader(line for line in text.splitlines() if not line.startswith("#"))
        assert header == ["feature", "weight"]
        assert all(len(row) == 2 and row[0] and math.isfinite(float(row[1])) for row in rows)
        assert len({feature for feature, _ in rows}) == len(rows)
        assert recognition.weights() == {feature: float(weight) for feature, weight in rows}

    @pytest.mark.parametrize("feature", ["before=in", "dateline", "its container follows", "likely elsewhere"])
    def test_what_speaks_for_a_place(self, feature):
        assert recognition.weights()[feature] > 0

    @pytest.mark.parametrize("feature", ["disease", "after=unit", "before a given name"])
    def test_what_speaks_against_one(self, feature):
        assert recognition.weights()[feature] < 0


class TestFeatures:
    @pytest.mark.parametrize(
        ("text", "name", "seen"),
        [
            ("Police in Boise said no.", "Boise", {"before=in", "after=said", "kind=gazetteer", "known=town 100k"}),
            ("Senator Lincoln said no.", "Lincoln", {"before a title", "surname"}),
            ("The Azov brigade held.", "Azov", {"after=unit"}),
            ("The Bank of China said no.", "China", {"Organisation of", "known=country"}),
            ("Ebola killed two.", "Ebola", {"disease", "starts the sentence"}),
            ("Shells fell 12 km north of Kupiansk.", "Kupiansk", {"measured from"}),
            ("KYIV, Ukraine — Two people died.", "KYIV", {"dateline", "its container follows"}),
            ("The Chicago Police Department left.", "Chicago", {"run=start", "run ends=department"}),
            ("Police held Paris Green, 34.", "Green", {"after=age"}),
            ("Rain fell on Boise, Idaho, and on Nampa.", "Idaho", {"contains the place before"}),
            ("Rain fell in Boise. Police in Boise said so.", "Boise", {"likely elsewhere"}),
            ("Rebels Seize Town Near Goma", "Goma", {"titled", "before=near"}),
            ("A depot in the city of Dnipro burned.", "Dnipro", {"type word", "type word=city"}),
            ("The town of Bakhmut-based units", "Bakhmut", {"after=-based"}),
        ],
    )
    def test_they_name_what_they_see(self, features, text, name, seen):
        assert seen <= set(features(text, name))


class TestNoPlaces:
    @pytest.mark.parametrize(
        "text",
        [
            # persons
            "Paris Hilton sang at a party.",
            "Jack London wrote about dogs.",
            "Senator Lincoln voted against the bill.",
            "Mr. Houston said the road would open. Houston did not give a date.",
            "Dr. York treated the wounded. York was tired.",
            "Mrs. Clinton spoke. Clinton left early.",
            "Chelsea Clinton and Dakota Johnson arrived.",
            "Georgia Stubbs cast the lone vote.",
            "Police arrested Charlotte Green, 34.",
            "Captain Cook sailed on.",
            # days and months
            "The report is due in May or in August.",
            "Officials met on the first Monday in March.",
            "The meeting is on Friday, May 3.",
            # brands and ships
            "She bought a new Lincoln and an old Austin.",
            "He drove a Ford Austin.",
            "The USS Nimitz sailed past the coast.",
            "The USS Arizona was sunk.",
            "HMS Sheffield was hit by a missile.",
            # units
            "The Azov brigade held the line.",
            "The 24th Kharkiv Brigade moved up.",
            "Soldiers of the Kharkiv Regiment left.",
            "The Tavria group of forces held.",
            # diseases
            "Ebola has killed eleven people this month.",
            "Officials said the Marburg outbreak had killed three people.",
            "He died of West Nile fever.",
            "He caught Lyme disease.",
            # money
            "It cost US$30 million.",
        ],
    )
    def test_persons_months_ships_units_and_diseases(self, parse, text):
        assert names(parse, text) == set()

    def test_a_disease_and_the_river_it_is_called_after(self, parse):
        assert names(parse, "Doctors treated patients with Ebola in Liberia.") == {"Liberia"}
        assert names(parse, "Villagers crossed the Ebola River in canoes.") == {"Ebola River"}

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("Bayern drew with Dynamo Kyiv in Munich on Tuesday.", "Munich"),
            ("Real Madrid beat Barcelona 3-1 in Madrid on Sunday.", "Madrid"),
        ],
    )
    def test_sport_happens_where_it_is_played(self, parse, text, name):
        assert [t.text for t in parse(text) if not t.embedded] == [name]

    @pytest.mark.parametrize(
        "text",
        [
            "Arsenal beat Chelsea 2-0.",
            "Portland beat Denver 98-90 in the playoffs.",
        ],
    )
    def test_teams_are_no_places(self, parse, text):
        assert all(toponym.embedded for toponym in parse(text))


class TestNestedNames:
    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("The Bank of China raised its rates.", "China"),
            ("She teaches history at the University of Kansas.", "Kansas"),
            ("The Abuja Chamber of Commerce praised the plan.", "Abuja"),
            ("The Chicago Police Department said no one was hurt.", "Chicago"),
            ("The Nairobi Stock Exchange closed early.", "Nairobi"),
        ],
    )
    def test_a_place_in_an_organisations_name_is_found_and_embedded(self, parse, text, name):
        (toponym,) = parse(text)
        assert (toponym.text, toponym.embedded) == (name, True)

    def test_a_building_is_a_place_by_its_whole_name(self, parse):
        (toponym,) = parse("Drones flew over the Kursk Nuclear Power Plant.")
        assert (toponym.text, toponym.embedded) == ("Kursk Nuclear Power Plant", False)

    @pytest.mark.parametrize(
        "text",
        [
            "The Washington Post reported it.",
            "The Dallas Morning News said so.",
            "Chicago Tribune reporters were there.",
        ],
    )
    def test_a_newspaper_is_no_place(self, parse, text):
        assert all(toponym.embedded for toponym in parse(text))

    def test_a_treaty_bears_a_citys_name_and_the_city_is_still_one(self, parse):
        toponyms = parse("The Treaty of Lisbon was signed in Lisbon.")
        assert [t.embedded for t in toponyms] == [True, False]


class TestHeadlinesAndDatelines:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("BREAKING: KHARKIV SHELLED AGAIN", {"KHARKIV"}),
            ("Rebels Seize Town Near Goma As Army Retreats In North Kivu", {"Goma", "North Kivu"}),
            ("KHARTOUM, Sudan (AP) — A market was shelled in Omdurman.", {"KHARTOUM", "Sudan", "Omdurman"}),
            ("SPRINGFIELD, Ill. (AP) - The governor signed the bill.", {"SPRINGFIELD", "Ill."}),
            ("GAINESVILLE, Va. — A truck overturned.", {"GAINESVILLE", "Va."}),
            ("KYIV, Ukraine — Two people died.", {"KYIV", "Ukraine"}),
            ("NAIROBI, Kenya (AP) — Two people died on Monday.", {"NAIROBI", "Kenya"}),
        ],
    )
    def test_capitals_hide_no_place_and_make_none(self, parse, text, found):
        assert names(parse, text) == found


def test_fast_finds_the_clear_names_too(parse):
    text = "Shells fell on Kharkiv in Ukraine, and a fire burned in the village of Zhovtokvitne."
    assert names(parse, text, fast=True) == {"Kharkiv", "Ukraine"}
    assert names(parse, text) == {"Kharkiv", "Ukraine", "Zhovtokvitne"}
