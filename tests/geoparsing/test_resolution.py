"""Which place a name means."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


@pytest.fixture
def meant(parse):
    """Return the places that a name means in a text, in reading order."""

    def run(text, name, **options):
        toponyms = [toponym for toponym in parse(text, **options) if toponym.text == name]
        assert toponyms, f"{name} is not found"
        assert all(toponym.place for toponym in toponyms), toponyms[0].reason
        return [toponym.place for toponym in toponyms]

    return run


class TestContainment:
    @pytest.mark.parametrize(
        ("text", "name", "admin1"),
        [
            ("Police in Springfield, Illinois, arrested two men.", "Springfield", "Illinois"),
            ("He was held in Vancouver, Washington.", "Vancouver", "Washington"),
            ("Shots were fired in Vancouver, British Columbia.", "Vancouver", "British Columbia"),
            ("GAINESVILLE, Va. — A truck overturned.", "GAINESVILLE", "Virginia"),
            ("Residents of Kursk Oblast heard blasts in the town of Rylsk.", "Rylsk", "Kursk Oblast"),
            ("Ships docked at Odessa in Texas.", "Odessa", "Texas"),
            ("Ships docked at Odessa in Ukraine.", "Odessa", "Odesa Oblast"),
            ("A plane landed at Cordoba in Spain.", "Cordoba", "Andalucía"),
            ("A bus left Portland for Bangor, Maine, on Friday.", "Portland", "Maine"),
        ],
    )
    def test_the_text_says_what_it_lies_in(self, meant, text, name, admin1):
        assert {place.admin1 for place in meant(text, name)} == {admin1}

    def test_a_later_bare_name_is_the_same_place(self, meant):
        text = "Police in Springfield, Illinois, arrested two men. Springfield has seen three such cases."
        assert [place.admin1 for place in meant(text, "Springfield")] == ["Illinois", "Illinois"]

    def test_so_is_an_earlier_one(self, meant):
        text = "The Birmingham police closed a street. Birmingham, Alabama, has three such streets."
        assert [place.admin1 for place in meant(text, "Birmingham")] == ["Alabama", "Alabama"]

    def test_unless_the_text_tells_two_apart(self, meant):
        text = "She flew from Birmingham, Alabama, to Birmingham, England, on Monday."
        assert [place.admin1 for place in meant(text, "Birmingham")] == ["Alabama", "England"]

    @pytest.mark.parametrize("town", ["Buffalo", "Albany", "Rochester"])
    def test_what_a_town_lies_in_is_the_state_not_the_city(self, meant, town):
        assert meant(f"Snow fell on {town}, New York, all night.", "New York")[0].feature_code == "ADM1"

    def test_where_one_flies_to_is_the_city(self, meant):
        assert meant("They flew to New York on Friday.", "New York")[0].feature_class == "P"

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("They met in Spokane, Washington, on Friday.", "ADM1"),
            ("They met in Washington on Friday.", "PPLC"),
        ],
    )
    def test_the_capital_and_the_state_of_washington(self, meant, text, code):
        assert meant(text, "Washington")[0].feature_code == code


class TestCompany:
    @pytest.mark.parametrize(
        ("text", "name", "country"),
        [
            ("Offices will close in Paris, Lyon and Nice.", "Paris", "FR"),
            ("Schools in Paris, Tyler and Longview closed.", "Paris", "US"),
            ("Storms hit Alabama, Georgia and Florida.", "Georgia", "US"),
            ("They sailed from Georgia to Armenia.", "Georgia", "GE"),
            ("Firefighters from San Jose went to Oakland, California.", "San Jose", "US"),
            ("A storm hit San Jose, the capital of Costa Rica.", "San Jose", "CR"),
        ],
    )
    def test_a_name_follows_its_neighbours(self, meant, text, name, country):
        assert meant(text, name)[0].country == country

    def test_towns_of_one_state_find_each_other(self, parse):
        text = "Two barns burned near Springfield. Fires were seen in Chatham, Decatur and Peoria."
        assert {toponym.place.admin1 for toponym in parse(text)} == {"Illinois"}


class TestTypeWords:
    @pytest.mark.parametrize(
        ("text", "name", "classes"),
        [
            ("Flooding closed roads along the Ohio River.", "Ohio River", "H"),
            ("A ship sank in Lake Ontario.", "Lake Ontario", "H"),
            ("The Dnieper river froze at Kherson.", "Dnieper", "H"),
            ("A depot in the city of Dnipro burned.", "Dnipro", "P"),
            ("They met in the city of Kursk and in the Kursk region.", "Kursk", "PA"),
        ],
    )
    def test_they_say_what_is_meant(self, meant, text, name, classes):
        assert [place.feature_class for place in meant(text, name)] == list(classes)


class TestTheatre:
    TEXT = "Two people were hurt in Tripoli overnight."

    @pytest.mark.parametrize("theatre", ["LB", "lb", "SY, LB", "UA,LB"])
    def test_it_decides_where_the_text_does_not(self, meant, theatre):
        assert meant(self.TEXT, "Tripoli", theatre=theatre)[0].country == "LB"
        assert meant(self.TEXT, "Tripoli")[0].country == "LY"

    def test_a_theatre_without_such_a_name_changes_nothing(self, meant):
        assert meant(self.TEXT, "Tripoli", theatre="UA") == meant(self.TEXT, "Tripoli")

    def test_it_says_so(self, parse):
        (toponym,) = parse(self.TEXT, theatre="LB")
        assert any("theatre" in reason for reason in toponym.candidates[0].reasons)


class TestHome:
    @pytest.mark.parametrize(
        ("options", "text", "name", "admin1"),
        [
            (
                {"publisher": "The Paris News"},
                "Deputies of Lamar County searched barns near Blossom and Roxton. Police in Paris took two reports.",
                "Paris",
                "Texas",
            ),
            ({"publisher": "Boise Daily"}, "A fire burned in Meridian on Monday.", "Meridian", "Idaho"),
            ({"publisher": "Ohio Valley Dispatch"}, "Police in Dayton arrested a man.", "Dayton", "Ohio"),
            ({"publisher": "Ontario Courier"}, "A fire burned in London on Monday.", "London", "Ontario"),
            ({"url": "https://www.boisenews.example/a"}, "A fire burned in Meridian.", "Meridian", "Idaho"),
            ({"url": "https://www.echo.ie/a"}, "A man drowned at Waterford, police said.", "Waterford", "Munster"),
            ({"url": "https://news.co.za/a"}, "Police in Newcastle closed a road.", "Newcastle", "KwaZulu-Natal"),
        ],
    )
    def test_a_local_papers_towns_are_those_at_home(self, meant, options, text, name, admin1):
        assert meant(text, name, **options)[0].admin1 == admin1

    def test_what_the_text_says_outweighs_it(self, meant):
        text = "A fire burned in London, England, on Monday."
        assert meant(text, "London", publisher="Ontario Courier")[0].country == "GB"


class TestOldNames:
    @pytest.mark.parametrize(
        ("name", "today"),
        [
            ("Kirovograd", "Kropyvnytskyi"),
            ("Severodonetsk", "Sievierodonetsk"),
            ("Ugledar", "Vuhledar"),
            ("Slavyansk", "Sloviansk"),
            ("Volchansk", "Vovchansk"),
        ],
    )
    def test_of_ukraine(self, meant, name, today):
        place = meant(f"Two people were killed in {name} in Ukraine on Monday.", name)[0]
        assert (place.name, place.country) == (today, "UA")

    @pytest.mark.parametrize(
        ("name", "today"),
        [
            ("Rangoon", "Yangon"),
            ("Constantinople", "Istanbul"),
            ("Bombay", "Mumbai"),
            ("Madras", "Chennai"),
            ("Stalingrad", "Volgograd"),
        ],
    )
    def test_of_the_world(self, meant, name, today):
        assert meant(f"He was born in {name}.", name)[0].name == today

    @pytest.mark.parametrize(
        ("text", "name", "admin1"),
        [
            ("Russian forces left Krasny Liman in Donetsk Oblast, Ukraine.", "Krasny Liman", "Donetsk Oblast"),
            ("Troops pulled out of Krasny Liman, near Slovyansk.", "Krasny Liman", "Donetsk Oblast"),
            ("In Voronezh Oblast, Russia, a barn burned in Krasny Liman.", "Krasny Liman", "Voronezh Oblast"),
            ("A plant burned in Komsomolsk, in Poltava Oblast, Ukraine.", "Komsomolsk", "Poltava Oblast"),
            ("Rain fell on Kremenchuk and Komsomolsk on Tuesday.", "Komsomolsk", "Poltava Oblast"),
            ("A plant burned in Komsomolsk, in Ivanovo Oblast, Russia.", "Komsomolsk", "Ivanovo Oblast"),
            ("Rain fell on Ivanovo and Komsomolsk on Tuesday.", "Komsomolsk", "Ivanovo Oblast"),
        ],
    )
    def test_a_name_with_a_namesake_follows_its_context(self, meant, text, name, admin1):
        assert meant(text, name)[0].admin1 == admin1


class TestUnlisted:
    @pytest.mark.parametrize(
        ("text", "name", "town"),
        [
            ("Rockets hit the Saint Barbara Clinic in Kharkiv, Ukraine.", "Saint Barbara Clinic", "Kharkiv"),
            (
                "Paramedics took three men to Westlake Memorial Hospital in Boise.",
                "Westlake Memorial Hospital",
                "Boise",
            ),
            ("Fighters shelled the Al-Noor Hospital in Omdurman, Sudan.", "Al-Noor Hospital", "Omdurman"),
        ],
    )
    def test_a_building_stands_at_the_town_beside_it(self, parse, text, name, town):
        found = {toponym.text: toponym for toponym in parse(text)}
        assert found[name].place == found[town].place
        assert found[name].confidence <= found[town].confidence
        assert town in found[name].candidates[0].reasons[0]

    def test_a_stray_hamlet_is_no_answer(self, parse):
        text = (
            "Fighters left Nyala and El Geneina for El Fasher in Sudan's Darfur. "
            "In the village of Ensley, near Zalingei, they burned houses."
        )
        stray = next(toponym for toponym in parse(text) if toponym.text == "Ensley")
        assert (stray.place, stray.confidence) == (None, 0)
        assert "no tie" in stray.reason
        assert stray.candidates

    def test_what_no_list_has_says_so(self, parse):
        unknown = next(t for t in parse("Shells fell on the village of Zhovtokvitne near Kharkiv.") if "Zh" in t.text)
        assert (unknown.place, unknown.candidates) == (None, ())
        assert "gazetteer" in unknown.reason


SENTENCES = [
    "Police in Springfield arrested two men.",
    "She flew from Birmingham, Alabama, to Birmingham, England.",
    "Shells fell on Pokrovsk and Toretsk in Donetsk Oblast.",
    "The governor of Georgia spoke in Atlanta.",
    "French troops left Tripoli.",
    "The Nile rose at San Antonio.",
    "Fire burned at Riverside Hospital in Columbia.",
    "LONDON (Reuters) - Oil rose in Victoria and Kursk.",
    "They left Zhovtokvitne.",
]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5, unique=True), st.booleans())
def test_scores_are_in_order_and_the_chosen_one_has_its_reasons(parse, sentences, fast):
    for toponym in parse(" ".join(sentences), fast=fast):
        scores = [candidate.score for candidate in toponym.candidates]
        assert all(0 <= score <= 1 for score in scores)
        assert sum(scores) <= 1.001
        if toponym.place is not None:
            assert all(one >= other for one, other in pairwise(scores))
            assert toponym.candidates[0].place == toponym.place
            assert toponym.candidates[0].reasons
            assert toponym.confidence == pytest.approx(scores[0], abs=1e-3)


def test_the_same_text_gives_the_same_answer(parse):
    text = " ".join(SENTENCES)
    assert parse(text) == parse(text)
