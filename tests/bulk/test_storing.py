import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing

import cheap
import pytest

from mapkit.bulk import sources, tasks
from mapkit.bulk.storing import store
from mapkit.workspace import Workspace


@pytest.fixture(autouse=True)
def light(monkeypatch):
    monkeypatch.setattr(tasks, "prepare", _nothing)


def _nothing():
    pass


@pytest.fixture
def texts(tmp_path):
    folder = tmp_path / "texts"
    folder.mkdir()
    for n in range(60):
        (folder / f"{n:03}.txt").write_text(f"On that day {n} shells fell on Sumy{n % 7} on 2024-08-{n % 28 + 1:02}.\n")
    return folder


def outcomes(folder, url, workers):
    return [done.outcome.status for done in store(sources.items([folder]), url, cheap.CODER, workers)]


def records(url):
    with Workspace.open(url) as workspace:
        dated = (event.to_dict() | {"created": None, "updated": None} for event in workspace.events())
        return sorted(json.dumps(record, sort_keys=True) for record in dated)


@pytest.mark.parametrize("workers", [1, 2])
def test_documents_are_coded_once(texts, tmp_path, workers):
    url = str(tmp_path / "w.sqlite3")
    assert outcomes(texts, url, workers) == ["added"] * 60
    assert outcomes(texts, url, workers) == ["skipped"] * 60
    (texts / "new.txt").write_text("Then 3 shells fell on Kherson on 2024-09-01.")
    assert sorted(outcomes(texts, url, workers)) == ["added"] + ["skipped"] * 60


def test_two_workers_write_what_one_does(texts, tmp_path):
    (texts / "twin.txt").write_text((texts / "003.txt").read_text())
    one, two = str(tmp_path / "1.sqlite3"), str(tmp_path / "2.sqlite3")
    assert outcomes(texts, one, 1) == outcomes(texts, two, 2)
    assert records(one) == records(two)


@pytest.mark.parametrize("workers", [1, 2])
def test_rejects_are_told_with_their_place_and_hinder_nothing(texts, tmp_path, workers):
    url = str(tmp_path / "w.sqlite3")
    (texts / "a.txt").write_text("unsayable")
    (texts / "b.txt").write_text("broken")
    (texts / "c.txt").write_bytes(b"\0\0")
    refused = [
        (done.outcome.name, done.where, done.outcome.reason)
        for done in store(sources.items([texts]), url, cheap.CODER, workers)
        if done.outcome.status == "rejected"
    ]
    assert refused == [
        ("a.txt", str(texts / "a.txt"), "nobody can say this"),
        ("b.txt", str(texts / "b.txt"), "coding failed: ValueError: broken"),
        ("c.txt", str(texts / "c.txt"), "is binary, not text; save it as UTF-8 text"),
    ]
    with Workspace.open(url) as workspace:
        assert [(one.name, one.reason) for one in workspace.rejects()] == [(n, r) for n, _, r in refused]
        assert workspace.counts()["documents"] == 60


def test_a_killed_worker_loses_and_doubles_nothing(texts, tmp_path):
    url, whole = str(tmp_path / "w.sqlite3"), str(tmp_path / "whole.sqlite3")
    (texts / "031.txt").write_text(f"kill once {tmp_path / 'flag'} then 4 shells fell on Odesa on 2024-01-01.")
    assert outcomes(texts, url, 2) == ["added"] * 60
    assert (tmp_path / "flag").exists()
    assert outcomes(texts, whole, 1) == ["added"] * 60
    assert records(url) == records(whole)


def test_a_document_that_kills_workers_is_rejected_with_its_reason(texts, tmp_path):
    url = str(tmp_path / "w.sqlite3")
    (texts / "031.txt").write_text("A deadly text.")
    assert outcomes(texts, url, 2).count("added") == 59
    with Workspace.open(url) as workspace:
        (reject,) = workspace.rejects()
    assert reject.name == "031.txt"
    assert "ended 2 worker processes" in reject.reason


def test_what_people_said_of_a_document_counts_when_it_is_coded_anew(texts, tmp_path):
    url = str(tmp_path / "w.sqlite3")
    outcomes(texts, url, 1)
    with Workspace.open(url) as workspace:
        document = next(one for one in workspace.documents() if one.name == "003.txt")
        workspace.amend(
            document.document_id, {"publisher": "The Paper"}, by="ann", seen=workspace.version(), coder=cheap.CODER
        )
    newer = type(cheap.CODER)(cheap.run, "cheap 2")
    assert {done.outcome.status for done in store(sources.items([texts]), url, newer, 2)} == {"recoded"}
    with Workspace.open(url) as workspace:
        (event,) = workspace.events(document_id=document.document_id)
    assert event.sources[0].publisher == "The Paper"


def test_a_run_that_is_killed_goes_on_where_it_stopped(texts, tmp_path):
    before = threading.active_count()
    url, whole = str(tmp_path / "w.sqlite3"), str(tmp_path / "whole.sqlite3")
    for path in texts.iterdir():
        path.write_text(f"A slow day: {path.read_text()}")
    script = (
        "import cheap; from pathlib import Path; from mapkit.bulk import sources, tasks; "
        "from mapkit.bulk.storing import store; tasks.prepare = int; "
        f"[print(d.where, flush=True) for d in store(sources.items([Path({str(texts)!r})]), {url!r}, cheap.CODER, 2)]"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as running:
        for _ in range(10):
            running.stdout.readline()
        running.send_signal(signal.SIGKILL)
    with closing(sqlite3.connect(url)) as connection:
        kept = connection.execute("SELECT count(*) FROM documents").fetchone()[0]
    assert 10 <= kept < 60
    assert outcomes(texts, url, 2).count("skipped") == kept
    outcomes(texts, whole, 1)
    assert records(url) == records(whole)
    assert threading.active_count() <= before
