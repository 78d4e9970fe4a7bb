"""Where a publisher sits."""

import pytest

from mapkit.geoparsing import home
from mapkit.geoparsing.candidates import Candidates
from mapkit.model import Document


@pytest.fixture(scope="module")
def seats(gazetteer):
    lookups = Candidates(gazetteer)

    def run(*, publisher=None, url=None, spoken=()):
        found = home.names(Document("test", "", publisher=publisher, url=url), lookups, spoken)
        return [name.text for name in found]

    return run


@pytest.mark.parametrize(
    ("publisher", "found"),
    [
        ("The Paris News", ["Paris"]),
        ("Baton Rouge Advocate", ["Baton Rouge"]),
        ("Boise Daily, Idaho", ["Boise", "Idaho"]),
        ("The Daily Mail", []),
        ("Morning Star", []),
        ("", []),
        (None, []),
    ],
)
def test_a_publishers_name(seats, publisher, found):
    assert seats(publisher=publisher) == found


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://www.boisenews.example/2024/a", ["Boise"]),
        ("https://www.dailyecho.ie/a", ["Ireland"]),
        ("//news.co.za", ["South Africa"]),
        ("https://a.gov.uk/b", ["United Kingdom"]),
        ("https://news.example.com/paris", []),
        ("https://a.io/b", []),
        ("https://stream.tv", []),
        ("not an address", []),
        (None, []),
    ],
)
def test_an_address(seats, url, found):
    assert seats(url=url) == found


def test_an_address_may_hold_a_name_of_the_text(seats):
    assert "Fort Wayne" in seats(url="https://fortwaynenow.example", spoken=["Fort Wayne", "Gary"])
    assert "Gary" not in seats(url="https://fortwaynenow.example", spoken=["Fort Wayne", "Gary"])
