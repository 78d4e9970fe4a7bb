import zipfile
from pathlib import Path

import pytest
from small_world import WORLD, MakeGazetteer, write_rows

from mapkit import paths
from mapkit.errors import GazetteerError
from mapkit.gazetteer import Gazetteer, user_rows


def line(identifier: str, name: str, **fields: str) -> str:
    columns = {
        "geonameid": identifier, "name": name, "asciiname": name, "alternatenames": "", "latitude": "48.5",
        "longitude": "37.5", "class": "P", "code": "PPL", "country": "UA", "cc2": "", "admin1": "05", "admin2": "",
        "admin3": "", "admin4": "", "population": "120", "elevation": "", "dem": "100", "timezone": "Europe/Kyiv",
        "modified": "2024-01-01",
    }  # fmt: skip
    return "\t".join({**columns, **fields}.values()) + "\n"


def text(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8")
    return path


def test_a_country_dump_zipped_or_not(tmp_path: Path, make: MakeGazetteer) -> None:
    content = line("501", "Novoselivka", alternatenames="Novosyolovka,Новоселівка") + line("502", "Zori")
    make()
    report = user_rows.add(text(tmp_path / "UA.txt", content), admin1_names={"UA.05": "Donska Oblast"})
    assert (report.added, report.rejected) == (2, 0)
    with zipfile.ZipFile(tmp_path / "UA.zip", "w") as archive:
        archive.writestr("readme.txt", "about")
        archive.writestr("UA.txt", content)
    again = user_rows.add(tmp_path / "UA.zip", admin1_names={"UA.05": "Donska Oblast"})
    assert (again.added, again.unchanged, again.replaced, again.rejected) == (0, 2, 0, 0)
    gazetteer = make()
    (place,) = gazetteer.lookup("Novosyolovka")
    assert (place.gazetteer_id, place.admin1, place.admin1_code) == ("501", "Donska Oblast", "UA.05")
    assert gazetteer.lookup("Novoselovka")[0] == place
    assert len(gazetteer) == len(WORLD) + 2


def test_a_small_csv_with_nothing_but_names_and_points(tmp_path: Path, make: MakeGazetteer) -> None:
    source = text(
        tmp_path / "mine.csv", 'name,latitude,longitude,names\n"Ford, the",10,20,Old Ford|The Ford\nHill 217,11,21,\n'
    )
    assert user_rows.add(source).added == 2
    assert user_rows.add(source).unchanged == 2
    gazetteer = make()
    (ford,) = gazetteer.lookup("old ford")
    assert (ford.latitude, ford.longitude, ford.feature_code, ford.source) == (10, 20, "PPL", "user")
    assert ford.gazetteer_id.startswith("user:")
    assert gazetteer.nearest(11, 21)[0][0].name == "Hill 217"
    assert [p.name for p in gazetteer.within(19, 9, 22, 12)] == ["Ford, the", "Hill 217"]
    assert gazetteer.prefix("hill")[0].name == "Hill 217"
    assert gazetteer.fuzzy("Hil 217")[0][0].name == "Hill 217"
    assert gazetteer.info()["user_places"] == 2


def test_rows_that_cannot_be_used_are_counted_with_their_reason(tmp_path: Path) -> None:
    source = text(
        tmp_path / "UA.txt",
        line("501", "Good") + line("502", "Far", latitude="95") + "a\tb\n" + line("501", "Twice") + line("x!", "Id")
        + line("504", "No class", **{"class": ""}) + line("505", ""),
    )  # fmt: skip
    report = user_rows.add(source)
    assert (report.added, report.rejected) == (1, 6)
    assert [number for number, _ in report.reasons] == [2, 3, 4, 5, 6, 7]
    reasons = [reason for _, reason in report.reasons]
    for part, reason in zip(
        (
            "latitude is '95'",
            "2 columns where 19",
            "line 1 already",
            "gazetteer_id is 'x!'",
            "no feature class",
            "no name",
        ),
        reasons,
        strict=True,
    ):
        assert part in reason


def test_a_csv_row_of_another_length_is_rejected(tmp_path: Path) -> None:
    report = user_rows.add(text(tmp_path / "a.csv", "name,latitude,longitude\nA,1,2\nB,1\n\nC,1,2\n"))
    assert (report.added, report.reasons) == (2, [(3, "2 fields where the header has 3")])


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", "town,lat\nX,1\n", "the header lacks name, latitude, longitude"),
        ("a.csv", "name,latitude,longitude,colour\nX,1,2,red\n", "unknown columns colour"),
        ("a.csv", "name,latitude,longitude\nX,north,2\n", "no row .* line 2: latitude is 'north'"),
        ("a.csv", "name,latitude,longitude\n", "no row .* it is empty"),
        ("a.csv", "", "the header lacks"),
        ("UA.zip", "not a zip", "cannot read .*UA.zip"),
        ("a.csv", 'name,latitude,longitude\n"X,1,2\n', "cannot read .*a.csv"),
    ],
)
def test_a_file_that_cannot_be_used_at_all(tmp_path: Path, name: str, content: str, message: str) -> None:
    with pytest.raises(GazetteerError, match=message):
        user_rows.add(text(tmp_path / name, content))
    assert not (paths.user_dir() / "gazetteer.csv").exists()


def test_a_missing_file_and_a_zip_without_a_dump(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"cannot read .*none\.csv"):
        user_rows.add(tmp_path / "none.csv")
    with zipfile.ZipFile(tmp_path / "UA.zip", "w") as archive:
        archive.writestr("data.json", "{}")
    with pytest.raises(GazetteerError, match=r"holds no UA\.txt"):
        user_rows.add(tmp_path / "UA.zip")


def test_a_users_row_stands_for_the_bundled_one_of_its_id(tmp_path: Path, make: MakeGazetteer) -> None:
    mine = "gazetteer_id,name,latitude,longitude,population,country\n4,Pokrova,48.3,37.2,1000,UA\n"
    user_rows.add(text(tmp_path / "mine.csv", mine))
    gazetteer = make()
    assert len(gazetteer) == len(WORLD)
    assert gazetteer.get("4").population == 1000
    assert [place.gazetteer_id for place in gazetteer.lookup("Pokrova")] == ["5", "4", "3"]
    assert [p.population for p in gazetteer.within(37, 48, 38, 49, feature_classes="P")] == [1000]
    assert [place.gazetteer_id for place, _ in gazetteer.nearest(48.29, 37.19, limit=2)] == ["4", "3"]
    assert gazetteer.lookup("Krasnoye") == ()
    assert [place.gazetteer_id for place in gazetteer.prefix("pok", 5)] == ["5", "3", "4"]


def test_a_dumps_row_does_not_displace_the_fuller_bundled_one(tmp_path: Path, make: MakeGazetteer) -> None:
    dump = line("4", "Pokrova") + line("2", "Donska", **{"class": "A", "code": "ADM1"}) + line("503", "Novyi")
    assert user_rows.add(text(tmp_path / "UA.txt", dump)).added == 3
    gazetteer = make()
    assert len(gazetteer) == len(WORLD) + 1
    assert gazetteer.get("4").population == 60_000
    assert gazetteer.get("2").layer_id == "admin1/UA-14"
    assert [place.gazetteer_id for place in gazetteer.lookup("Pokrova")] == ["4", "5", "3"]
    assert gazetteer.lookup("Novyi")[0].gazetteer_id == "503"


def test_an_upgrade_of_the_bundled_file_loses_no_user_row(tmp_path: Path) -> None:
    bundled = write_rows(tmp_path / "g.csv", WORLD)
    user_rows.add(text(tmp_path / "mine.csv", "name,latitude,longitude\nHamlet,1,2\n"))
    assert Gazetteer(bundled).lookup("Hamlet")
    write_rows(bundled, WORLD[:3])
    upgraded = Gazetteer(bundled)
    assert upgraded.lookup("Hamlet")
    assert len(upgraded) == 4
