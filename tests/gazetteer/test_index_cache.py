import multiprocessing
import os
from pathlib import Path

import pytest
from small_world import WORLD, write_rows

from mapkit.errors import GazetteerError
from mapkit.gazetteer import Gazetteer, store


def compiled(csv: Path) -> tuple[Gazetteer, int]:
    """Open a gazetteer and tell how many rows had to be compiled for it."""
    rows: list[int] = []
    return Gazetteer(csv, progress=rows.append), sum(rows)


def test_it_compiles_once_and_again_when_the_file_changes(tmp_path: Path) -> None:
    csv = write_rows(tmp_path / "g.csv", WORLD)
    assert compiled(csv)[1] == len(WORLD)
    assert compiled(csv)[1] == 0
    write_rows(csv, WORLD[:-1])
    gazetteer, rows = compiled(csv)
    assert (rows, len(gazetteer)) == (len(WORLD) - 1, len(WORLD) - 1)
    write_rows(csv, WORLD)
    assert compiled(csv)[1] == 0


def test_a_settled_file_is_not_hashed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    csv = write_rows(tmp_path / "g.csv", WORLD)
    os.utime(csv, (1_700_000_000, 1_700_000_000))
    assert compiled(csv)[1] == len(WORLD)

    def unexpected(path: Path) -> str:
        raise AssertionError(f"hashed {path} again")

    monkeypatch.setattr(store.build, "checksum", unexpected)
    assert compiled(csv)[1] == 0


@pytest.mark.parametrize("name", ["arrays.bin", "names.trie", "ids.trie", "meta.json"])
@pytest.mark.parametrize("harm", ["truncated", "overwritten", "removed"])
def test_a_damaged_cache_is_made_anew(tmp_path: Path, name: str, harm: str) -> None:
    csv = write_rows(tmp_path / "g.csv", WORLD)
    compiled(csv)
    file = store.index_folder(csv) / name
    content = file.read_bytes()
    if harm == "removed":
        file.unlink()
    else:
        file.write_bytes(content[: len(content) // 2] if harm == "truncated" else b"\xff" * len(content))
    gazetteer, rows = compiled(csv)
    assert rows == len(WORLD)
    assert gazetteer.lookup("Pokrova")[0].gazetteer_id == "4"


def test_an_untouched_copy_of_the_cache_is_taken_as_it_is(tmp_path: Path) -> None:
    csv = write_rows(tmp_path / "g.csv", WORLD)
    compiled(csv)
    for file in store.index_folder(csv).iterdir():
        os.utime(file, (1_700_000_000, 1_700_000_000))
    assert compiled(csv)[1] == 0


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    csv = write_rows(tmp_path / "g.csv", WORLD)
    compiled(csv)
    folder = store.index_folder(csv)
    first = {name: (folder / name).read_bytes() for name in ("arrays.bin", "names.trie", "ids.trie")}
    (folder / "meta.json").unlink()
    compiled(csv)
    assert {name: (folder / name).read_bytes() for name in first} == first


def _open(csv: Path) -> int:
    return len(Gazetteer(csv))


def test_processes_that_compile_at_once_all_get_a_whole_index(tmp_path: Path) -> None:
    csv = write_rows(tmp_path / "g.csv", WORLD)
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        assert pool.map(_open, [csv] * 3) == [len(WORLD)] * 3
    assert [f.name for f in (store.index_folder(csv).parent).iterdir() if f.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1 is not the gazetteer's header"),
        ("name,latitude\nX,1\n", "line 1 is not the gazetteer's header"),
    ],
)
def test_a_file_that_is_no_gazetteer(tmp_path: Path, text: str, message: str) -> None:
    csv = tmp_path / "g.csv"
    csv.write_text(text, encoding="utf-8")
    with pytest.raises(GazetteerError, match=message):
        Gazetteer(csv)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"latitude": "91"}, "line 2: latitude is '91'"),
        ({"longitude": ""}, "line 2: longitude is ''"),
        ({"longitude": "nan"}, "line 2: longitude is 'nan'"),
        ({"name": " "}, "line 2: no name"),
        ({"gazetteer_id": "x y"}, "line 2: gazetteer_id is 'x y'"),
        ({"feature_class": "Q"}, "line 2: feature_class is 'Q'"),
        ({"feature_code": "p p"}, "line 2: feature_code is 'p p'"),
        ({"country": "Ukraine"}, "line 2: country is 'Ukraine'"),
        ({"population": "-5"}, "line 2: population is '-5'"),
    ],
)
def test_a_row_that_is_not_valid_is_named(tmp_path: Path, fields: dict[str, object], message: str) -> None:
    csv = write_rows(tmp_path / "g.csv", [{"gazetteer_id": "1", "name": "X", "latitude": 1, "longitude": 2, **fields}])
    with pytest.raises(GazetteerError, match=message):
        Gazetteer(csv)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"cannot read the gazetteer .*none\.csv"):
        Gazetteer(tmp_path / "none.csv")


def test_a_gazetteer_without_rows_answers_nothing(tmp_path: Path) -> None:
    gazetteer = Gazetteer(write_rows(tmp_path / "g.csv", []))
    assert len(gazetteer) == 0
    assert gazetteer.lookup("X") == ()
    assert gazetteer.prefix("x") == []
    assert gazetteer.fuzzy("x") == []
    assert gazetteer.nearest(0, 0) == []
    assert gazetteer.within(-180, -90, 180, 90, 5) == []
    assert gazetteer.reverse((0, 0)) is None
