"""Places by what a person types."""

import pytest

from mapkit.pipeline import default_gazetteer
from mapkit.server.lookup import lookup


@pytest.fixture(scope="module")
def ask():
    gazetteer = default_gazetteer()
    return lambda query, limit=8, near=None: lookup(gazetteer, query, limit, near)["places"]


def test_a_name_finds_its_places_with_where_they_are_and_how_far(ask):
    first = ask("Kramatorsk", near=(48.4, 37.85))[0]
    assert (first["name"], first["admin1"], first["country"]) == ("Kramatorsk", "Donetsk Oblast", "UA")
    assert 30 < first["km"] < 60


def test_a_beginning_and_a_misspelling_find_it_too(ask):
    assert "Kramatorsk" in {place["name"] for place in ask("kramat")}
    assert "Kramatorsk" in {place["name"] for place in ask("Kramatosrk")}


def test_what_contains_it_narrows(ask):
    assert ask("Pokrovsk, Sakha Republic")[0]["country"] == "RU"


@pytest.mark.parametrize("query", [",", ", ,", "{{7*7}}", "\u0000", "🚨", "x" * 100])
def test_what_names_no_place_is_answered(ask, query):
    assert isinstance(ask(query), list)


def test_no_place_twice_and_no_more_than_asked(ask):
    found = [place["id"] for place in ask("Ivanivka", 20)]
    assert len(found) == len(set(found)) == 20
    assert ask("Kyiv", 1)[0]["km"] is None
