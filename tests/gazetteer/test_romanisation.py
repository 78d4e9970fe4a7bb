import pytest

from mapkit.gazetteer import romanisation
from mapkit.gazetteer.folding import fold


# Examples from the table of the Ukrainian national system (resolution 55 of 2010) and names of today's news.
@pytest.mark.parametrize(
    ("native", "latin"),
    [
        ("Запоріжжя", "zaporizhzhia"),
        ("Згурський", "zghurskyi"),
        ("Розгін", "rozghin"),
        ("Єнакієве", "yenakiieve"),
        ("Їжакевич", "yizhakevych"),
        ("Йосипівка", "yosypivka"),
        ("Юрій", "yurii"),
        ("Яготин", "yahotyn"),
        ("Щербухи", "shcherbukhy"),
        ("Кропивницький", "kropyvnytskyi"),
        ("Куп'янськ", "kupiansk"),
        ("Часів Яр", "chasiv yar"),
        ("Алчевськ", "alchevsk"),
    ],
)
def test_ukrainian_national_system(native: str, latin: str) -> None:
    assert romanisation.ukrainian(native) == latin


@pytest.mark.parametrize(
    ("native", "spellings"),
    [
        ("Запорожье", {"zaporozhye"}),
        ("Артёмовск", {"artyomovsk", "artemovsk"}),
        ("Красный Лиман", {"krasnyy liman", "krasny liman"}),
        ("Рыльск", {"rylsk"}),
        ("Ёлкино", {"yolkino", "elkino"}),
        ("Подъельское", {"podyelskoye"}),
        ("Грозный", {"groznyy", "grozny"}),
        ("Дзержинск", {"dzerzhinsk"}),
    ],
)
def test_russian_spellings_of_maps_and_of_the_press(native: str, spellings: set[str]) -> None:
    assert spellings <= {fold(s) for s in romanisation.spellings(native, "RU")}


@pytest.mark.parametrize(
    ("native", "country", "latin"),
    [
        ("Гомель", "BY", "homiel"),
        ("Кърджали", "BG", "kardzhali"),
        ("Ниш", "RS", "nis"),
        ("Скопје", "MK", "skopje"),
        ("Харків", "UA", "kharkiv"),
        ("Харьков", "UA", "kharkov"),
    ],
)
def test_each_country_by_its_own_system(native: str, country: str, latin: str) -> None:
    assert latin in {fold(s) for s in romanisation.spellings(native, country)}


def test_a_name_that_only_one_language_can_write_is_not_read_in_the_other() -> None:
    assert "zaporizhzhia" in set(romanisation.spellings("Запоріжжя", "UA"))
    assert not any("zaporyzhzh" in s for s in romanisation.spellings("Запоріжжя", "UA"))
    assert {fold(s) for s in romanisation.spellings("Рыльск", "UA")} == {"rylsk"}
