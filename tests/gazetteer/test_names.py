import pytest

from mapkit.gazetteer.names import Kind, keys
from mapkit.gazetteer.table import Row
from mapkit.model import Place


def row(name: str, code: str, country: str, *names: str) -> Row:
    letter = {"ADM1": "A", "ADM2": "A", "STM": "H", "LK": "H"}.get(code, "P")
    return Row(Place("1", name, letter, code, country, "", "", "", 0, 0, 0, "test"), names)


@pytest.mark.parametrize(
    ("place", "found"),
    [
        (row("Kropyvnytskyi", "PPL", "UA", "Кропивницький"), {"kropyvnytskyi", "kropyvnytskyy"}),
        (row("Zaporizhzhia", "PPL", "UA", "Запоріжжя", "Запорожье"), {"zaporizhzhya", "zaporozhye"}),
        (row("Lyman", "PPL", "UA", "Красный Лиман"), {"krasny liman", "krasnyy liman"}),
        (row("Krasnohorivka", "PPL", "UA"), {"krasnohorovka", "krasnogorovka", "krasnogorevka"}),
        (row("Saint-Denis", "PPL", "FR"), {"saint denis", "st denis"}),
        (row("St. Louis", "PPL", "US"), {"st louis", "saint louis"}),
        (row("Mount Isa", "PPL", "AU"), {"mt isa"}),
        (row("Kursk Oblast", "ADM1", "RU"), {"kursk", "kursk region", "kursk province", "kursk oblast"}),
        (row("Al-Hasakah", "ADM1", "SY"), {"hasakah", "al hasaka", "al hasakah governorate", "el hasakah"}),
        (row("Orange County", "ADM2", "US"), {"orange county"}),
        (row("Pokrovsk Raion", "ADM2", "UA"), {"pokrovsk district", "pokrovsk", "pokrovsk raion"}),
        (row("Deir ez-Zor", "PPL", "SY"), {"deir al zor", "deir el zor"}),
        (row("Seym River", "STM", ""), {"river seym", "seym river"}),
        (row("Lake Chad", "LK", ""), {"chad lake", "lake chad"}),
        (row("The Hague", "PPL", "NL"), {"hague", "the hague"}),
    ],
)  # fmt: skip
def test_a_place_is_found_by_what_english_text_calls_it(place: Row, found: set[str]) -> None:
    assert found <= set(keys(place))


@pytest.mark.parametrize(
    ("place", "not_found"),
    [
        # Variants must not make ordinary words into places.
        (row("Orange County", "ADM2", "US"), "orange"),
        (row("Al Bab", "PPL", "SY"), "bab"),
        (row("El Paso", "PPL", "US"), "paso"),
        (row("Lake Chad", "LK", ""), "chad"),
        (row("Saint", "PPL", "US"), "st"),
        (row("Red River", "STM", "US"), "red"),
    ],
)
def test_variants_do_not_flood_ordinary_words(place: Row, not_found: str) -> None:
    assert not_found not in keys(place)


def test_each_name_carries_the_closest_kind_it_has() -> None:
    kinds = keys(row("Zaporizhzhia", "PPL", "UA", "Запоріжжя", "ZAPORIZHZHIA", "Zaporizhzhya"))
    assert kinds["zaporizhzhia"] is Kind.NAME
    assert kinds["zaporizhzhya"] is Kind.ALTERNATE
    assert keys(row("Seym River", "STM", ""))["river seym"] is Kind.VARIANT
