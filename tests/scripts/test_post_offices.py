import pytest
from gazetteer_sources import post_offices
from gazetteer_sources.nearby import Nearby, km

from mapkit.model import Place


def place(identifier: str, latitude: float, longitude: float, admin2: str = "", name: str = "Somewhere") -> Place:
    return Place(identifier, name, "P", "PPL", "GB", "England", "GB.ENG", admin2, latitude, longitude, 0, "test")


@pytest.mark.parametrize(
    ("written", "usual"),
    [
        ("COLD BAY", "Cold Bay"),
        ("Mcallister", "McAllister"),
        ("Mc Kinnon", "McKinnon"),
        ("Allen'S Nek", "Allen's Nek"),
        ("Coeur d'Alene", "Coeur d'Alene"),
        ("Ruyton-XI-Towns", "Ruyton-XI-Towns"),
    ],
)
def test_a_name_is_written_as_english_text_writes_it(written: str, usual: str) -> None:
    assert post_offices._usual(written) == usual


@pytest.mark.parametrize(
    ("name", "country", "is_one"),
    [
        ("Alfred Station", "US", True),
        ("College Park", "US", True),
        ("Elephant & Castle", "GB", False),
        ("Bristol (PO Boxes)", "GB", False),
        ("Dublin 8", "IE", False),
        ("Puckapunyal Milpo", "AU", False),
        ("Altus Afb", "US", False),
        ("APO AE", "US", False),
        ("Garcha Road", "IN", False),
        ("Amin Jute Mills", "BD", False),
        ("Ytz", "CA", False),
        ("Ely", "GB", True),
    ],
)
def test_what_is_the_name_of_a_place(name: str, country: str, is_one: bool) -> None:
    assert post_offices._is_name(name, country) is is_one


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Calgary (Rundle / Whitehorn / Monterey Park)", ["Rundle", "Whitehorn", "Monterey Park"]),
        ("Edmonton (North Central / Queen Mary Park)", ["Queen Mary Park"]),
        ("Lethbridge North", []),
        ("Coaldale", ["Coaldale"]),
    ],
)
def test_the_quarters_in_a_canadian_rows_name(written: str, names: list[str]) -> None:
    assert list(post_offices._canadian(written)) == names


def test_a_point_lies_where_all_towns_around_it_do() -> None:
    towns = [place(str(i), 52.0 + i / 100, 1.0, "Norfolk" if i < 4 else "Suffolk") for i in range(8)]
    nearby = Nearby(towns)
    assert nearby.second_level("GB.ENG", 52.0, 1.0) == "Norfolk"
    assert nearby.second_level("GB.ENG", 52.035, 1.0) == ""
    assert nearby.second_level("GB.ENG", 55.0, 1.0) == ""
    assert nearby.second_level("GB.SCT", 52.0, 1.0) == ""


def test_a_namesake_near_by_is_the_same_place() -> None:
    here = place("1", 52.0, 1.0, "Norfolk")
    assert post_offices._same(here, place("2", 52.05, 1.0, "Suffolk"))
    assert post_offices._same(here, place("3", 52.6, 1.0, "Norfolk"))
    assert not post_offices._same(here, place("4", 52.6, 1.0, "Suffolk"))
    assert km(here, place("5", 53.0, 1.0)) == pytest.approx(111.2, abs=0.5)
