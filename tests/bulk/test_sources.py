import datetime as dt
import io
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mapkit.bulk import sources
from mapkit.errors import DocumentError, MapkitError


def table(path, **columns):
    pq.write_table(pa.table(columns), path)
    return path


def documents(*paths, published=None):
    return [item.document() for item in sources.items(paths, published)]


def test_folders_globs_and_files_in_their_order(tmp_path):
    for name in ("b/two.txt", "b/one.md", "b/.hidden/no.txt", "a/three.txt", "b/picture.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"Text of {name}.")
    paths = [tmp_path / "b", tmp_path / "*" / "three.txt", tmp_path / "b" / "picture.png"]
    assert [item.name for item in sources.items(paths)] == ["one.md", "two.txt", "three.txt", "picture.png"]
    assert sources.count(paths) == 4


def test_a_glob_that_finds_nothing_is_named(tmp_path):
    with pytest.raises(MapkitError, match=r"\*\.txt: no file has such a name"):
        list(sources.items([tmp_path / "*.txt"]))


def test_a_missing_file_is_an_item_that_cannot_be_read(tmp_path):
    (item,) = sources.items([tmp_path / "no.txt"])
    with pytest.raises(DocumentError, match=r"no\.txt: no such file"):
        item.document()


def test_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Shells fell.")))
    assert [document.text for document in documents(Path("-"))] == ["Shells fell."]


def test_rows_of_a_table(tmp_path):
    path = table(
        tmp_path / "news.parquet",
        text=["One.\r\nTwo.", "Three."],
        id=[7, 8],
        publisher=["The  Paper", None],
        published=[dt.datetime(2024, 8, 19, 12, tzinfo=dt.UTC), None],
        colour=["red", "blue"],
    )
    first, second = documents(path)
    assert (first.name, first.text, first.publisher) == ("7", "One.\nTwo.", "The Paper")
    assert (first.published, second.published) == (dt.date(2024, 8, 19), None)
    assert sources.count([path]) == 2


def test_rows_without_an_id_are_named_by_table_and_number(tmp_path):
    path = table(tmp_path / "news.parquet", text=["One.", "Two."], date=["2024-08-19", "2024-08-20T01:00"])
    assert [(one.name, one.published.day) for one in documents(path)] == [
        ("news.parquet, row 1", 19),
        ("news.parquet, row 2", 20),
    ]
    assert documents(path, published=dt.date(2020, 1, 1))[0].published == dt.date(2020, 1, 1)


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"text": [None]}, r"news\.parquet, row 1: holds no text"),
        ({"text": [3]}, "holds no text"),
        ({"text": ["One."], "date": ["last week"]}, "the date is 'last week'; write it as 2024-08-19"),
        ({"body": ["One."]}, r"news\.parquet: has no column text"),
    ],
)
def test_a_row_that_is_no_document_is_named(tmp_path, columns, reason):
    with pytest.raises(DocumentError, match=reason):
        documents(table(tmp_path / "news.parquet", **columns))


def test_what_is_no_table_is_named(tmp_path):
    (tmp_path / "news.parquet").write_text("no table")
    with pytest.raises(DocumentError, match="is no Parquet file that can be read"):
        documents(tmp_path / "news.parquet")
    assert sources.count([tmp_path / "news.parquet"]) == 1


def test_the_digest_tells_what_decides_the_outcome(tmp_path):
    (tmp_path / "a.txt").write_text("One.")
    (tmp_path / "b.txt").write_text("One.")
    day = dt.date(2024, 1, 1)
    made = [
        next(iter(sources.items([tmp_path / name], published)))
        for name, published in (("a.txt", None), ("a.txt", None), ("b.txt", None), ("a.txt", day))
    ]
    assert made[0].digest == made[1].digest
    assert len({item.digest for item in made}) == 3
