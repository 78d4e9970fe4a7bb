"""The layout of an archive: parts that are named, whole files, one clear line where something is damaged."""

import pytest

from mapkit.archive import Archive, Manifest, Part, together
from mapkit.errors import ArchiveError
from s3_on_this_machine import environment, s3

EVENTS = Part("events/year=2024/part-a1.parquet", 3, 900, "ab", (1.0, 2.0, 3.0, 4.0), "2024-01-02", "2024-03-04")
TEXTS = Part("documents/part-a1.parquet", 2, 500, "cd")


@pytest.fixture(params=["folder", "store"])
def archive(request, tmp_path, monkeypatch):
    if request.param == "folder":
        yield Archive(str(tmp_path / "archive"))
        return
    with s3("news") as store:
        for name, value in environment(store).items():
            monkeypatch.setenv(name, value)
        yield Archive("s3://news/archive")


def test_the_manifest_is_the_sum_of_the_receipts(archive):
    assert archive.manifest() is None
    assert list(archive.receipts()) == []
    archive.write("batches/a1.json", Manifest("c", (EVENTS, TEXTS)).to_bytes())
    archive.write("batches/b2.json", Manifest("c", (Part("rejects/part-b2.jsonl", 1, 9, "ef"),)).to_bytes())
    settled = archive.settle("c")
    assert archive.manifest() == settled == together("c", archive.receipts())
    assert [settled.rows(kind) for kind in ("documents", "events", "rejects")] == [2, 3, 1]
    assert [(part.kind, part.year, part.batch) for part in settled.parts] == [
        ("documents", None, "a1"),
        ("events", "2024", "a1"),
        ("rejects", None, "b2"),
    ]


def test_a_file_is_written_over_whole(archive):
    archive.write("manifest.json", b"one")
    archive.write("manifest.json", b"two")
    assert archive.read("manifest.json") == b"two"
    assert archive.read("nothing.json") is None


def test_nothing_half_written_stays(tmp_path):
    archive = Archive(str(tmp_path))
    archive.write("documents/part-a1.parquet", b"rows")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["part-a1.parquet"]


@pytest.mark.parametrize("damage", [b"", b"{}", b"[]", b'{"format": "mapkit-archive/1", "parts": [3]}', b"\xff"])
def test_a_damaged_manifest_is_named(tmp_path, damage):
    (tmp_path / "manifest.json").write_bytes(damage)
    with pytest.raises(ArchiveError, match=r"manifest\.json: is no manifest of a mapkit archive"):
        Archive(str(tmp_path)).manifest()


def test_a_newer_format_is_named(tmp_path):
    (tmp_path / "manifest.json").write_text('{"format": "mapkit-archive/9", "coder_version": "", "parts": []}')
    with pytest.raises(ArchiveError, match="install a newer one"):
        Archive(str(tmp_path)).manifest()


@pytest.mark.parametrize("url", ["s3://", "ftp://host/folder"])
def test_another_kind_of_place_is_named(url):
    with pytest.raises(ArchiveError, match="an archive is a folder or s3://BUCKET/FOLDER"):
        Archive(url)


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ArchiveError, match=r"manifest\.json: cannot be written"):
        Archive(str(tmp_path / "file")).write("manifest.json", b"")
