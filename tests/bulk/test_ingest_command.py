import json

import cheap
import pytest
from click.testing import CliRunner

from mapkit.bulk import tasks
from mapkit.cli import commands
from mapkit.workspace import Workspace


@pytest.fixture(autouse=True)
def light(monkeypatch):
    monkeypatch.setattr(tasks, "prepare", _nothing)
    monkeypatch.setattr("mapkit.workspace.ingest.default_coder", lambda: cheap.CODER)


def _nothing():
    pass


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for n in range(12):
        (tmp_path / f"{n:02}.txt").write_text(f"Then {n} shells fell on Sumy on 2024-01-{n + 1:02}.")
    return tmp_path


def mapkit(*arguments, status=0):
    done = CliRunner().invoke(commands, list(arguments))
    assert done.exit_code == status, done.output
    return done.stderr


def test_rejects_are_counted_told_and_listed(folder):
    (folder / "bad.txt").write_text("unsayable")
    said = mapkit("ingest", "*.txt", "--workers", "2", "--rejects", "rejects.jsonl", status=2)
    assert "bad.txt: nobody can say this" in said
    assert "12 coded, 0 unchanged, 1 rejected" in said
    (line,) = (folder / "rejects.jsonl").read_bytes().splitlines()
    assert json.loads(line) == {"name": "bad.txt", "where": "bad.txt", "reason": "nobody can say this"}


@pytest.mark.usefixtures("folder")
def test_an_archive_is_written_gone_on_with_and_imported():
    assert "12 coded, 12 events, 0 unchanged" in mapkit("ingest", ".", "--into", "archive", "--batch", "5")
    assert "0 coded, 0 events, 12 unchanged" in mapkit("ingest", ".", "--into", "archive")
    assert "12 added with 12 events, 0 known" in mapkit("import", "archive")
    assert "0 added with 0 events, 12 known" in mapkit("import", "archive")
    with Workspace.open() as workspace:
        assert workspace.counts()["events"] == 12


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--scheduler", "tcp://127.0.0.1:9"], "go with --into ARCHIVE"),
        (["--into", "archive", "--workspace", "w.sqlite3"], "name --workspace or --into, and not both"),
        (["--into", "ftp://archive"], "an archive is a folder or s3://BUCKET/FOLDER"),
    ],
)
def test_what_does_not_go_together_is_named(folder, arguments, reason):
    done = CliRunner().invoke(commands, ["ingest", str(folder), *arguments])
    assert reason in str(done.exception) + done.output
