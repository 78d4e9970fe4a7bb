"""Archives: the same batches give the same bytes, whoever works at them and whoever of them dies."""

import json
import os
import signal
from contextlib import suppress
from pathlib import Path

import cheap
import pytest

from mapkit import pipeline
from mapkit.archive import Archive
from mapkit.bulk import archiving, parts, sources, tasks
from mapkit.bulk.bringing import bring
from mapkit.errors import ArchiveError
from mapkit.workspace import Workspace
from mapkit.workspace.ingest import Coder
from s3_on_this_machine import environment, s3


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
        day = f" on {2020 + n % 3}-08-{n % 28 + 1:02}" if n % 5 else ""
        (folder / f"{n:03}.txt").write_text(f"A report.\n\n{n} shells fell on Sumy{n % 7}{day}.\n")
    (folder / "x.txt").write_text("unsayable")
    return folder


class Count:
    def __init__(self):
        self.count = 0

    def passed(self, count):
        self.count += count


def ingest(folder, to, work=None, coder=cheap.CODER, size=20):
    count = Count()
    work = work or archiving.here(1)
    receipts = list(archiving.ingest(sources.items([folder]), to, coder, work, count, size=size))
    assert count.count == sources.count([folder])
    return receipts


def events(archive):
    manifest = archive.manifest()
    found = [event for part in manifest.of("events") for event in parts.events(archive, part)]
    return sorted(json.dumps(event.to_dict(), sort_keys=True) for event in found)


def test_the_layout_and_the_counts(texts, tmp_path):
    archive = Archive(str(tmp_path / "archive"))
    assert len(ingest(texts, archive)) == 4
    manifest = archive.manifest()
    assert [manifest.rows(kind) for kind in ("documents", "events", "rejects")] == [60, 60, 1]
    assert {part.year for part in manifest.of("events")} == {"2020", "2021", "2022", "undated"}
    for part in manifest.parts:
        data = (tmp_path / "archive" / part.path).read_bytes()
        assert len(data) == part.bytes
    (reject,) = parts.rejects(archive, manifest)
    assert (reject["name"], reject["where"], reject["reason"]) == (
        "x.txt",
        str(texts / "x.txt"),
        "nobody can say this",
    )
    dated = next(manifest.of("events"))
    assert dated.since.startswith("2020-08")
    assert dated.since <= dated.until
    west, south, east, north = dated.bounds
    assert west <= east
    assert south <= north
    assert not list((tmp_path / "archive").rglob("*.part"))


def test_two_workers_and_a_store_give_the_same_bytes(texts, tmp_path, monkeypatch):
    one, two = Archive(str(tmp_path / "one")), Archive(str(tmp_path / "two"))
    ingest(texts, one)
    ingest(texts, two, archiving.here(2))
    assert one.manifest() == two.manifest()
    with s3("news") as store:
        for name, value in environment(store).items():
            monkeypatch.setenv(name, value)
        away = Archive("s3://news/archive")
        ingest(texts, away)
        assert away.manifest() == one.manifest()
        assert ingest(texts, away) == []
        assert events(away) == events(one)


def test_a_run_skips_what_is_there_and_takes_what_is_new(texts, tmp_path):
    archive = Archive(str(tmp_path / "archive"))
    ingest(texts, archive)
    assert ingest(texts, archive) == []
    (texts / "000a.txt").write_text("Then 9 shells fell on Odesa on 2024-01-01.")
    (texts / "059.txt").unlink()
    (receipt,) = ingest(texts, archive)
    assert [receipt.rows(kind) for kind in ("documents", "events", "rejects")] == [1, 1, 0]
    assert archive.manifest().rows("events") == 61


def test_a_run_that_is_ended_goes_on_where_it_stopped(texts, tmp_path):
    ended, whole = Archive(str(tmp_path / "ended")), Archive(str(tmp_path / "whole"))
    run = archiving.ingest(sources.items([texts]), ended, cheap.CODER, archiving.here(1), Count(), size=20)
    next(run)
    run.close()
    assert ended.manifest().rows("documents") == 20
    (tmp_path / "ended" / "manifest.json").unlink()
    assert len(ingest(texts, ended)) == 3
    ingest(texts, whole)
    assert ended.manifest() == whole.manifest()


def test_the_same_document_twice_is_there_once(texts, tmp_path):
    (texts / "again").mkdir()
    (texts / "again" / "003.txt").write_text((texts / "003.txt").read_text())
    archive = Archive(str(tmp_path / "archive"))
    ingest(texts, archive)
    assert archive.manifest().rows("documents") == 60


def test_no_archive_mixes_two_coders(texts, tmp_path):
    archive = Archive(str(tmp_path / "archive"))
    ingest(texts, archive)
    with pytest.raises(ArchiveError, match="was coded by cheap 1, this is cheap 2; name another folder"):
        ingest(texts, archive, coder=Coder(cheap.run, "cheap 2"))


def test_an_archive_comes_back_as_it_was_coded(texts, tmp_path):
    archive = Archive(str(tmp_path / "archive"))
    ingest(texts, archive)
    with Workspace.open(str(tmp_path / "direct.sqlite3")) as direct, Workspace.open(str(tmp_path / "w")) as workspace:
        direct.ingest((item.document() for item in sources.items([texts])), coder=cheap.CODER)
        assert [outcome.status for outcome in bring(archive, workspace)] == ["added"] * 60
        assert [outcome.status for outcome in bring(archive, workspace)] == ["skipped"] * 60
        assert [_bare(event) for event in workspace.events()] == [_bare(event) for event in direct.events()]
        assert list(workspace.documents()) == list(direct.documents())


def _bare(event):
    return event.to_dict() | {"created": None, "updated": None}


def test_a_folder_without_a_manifest_is_named(tmp_path):
    with (
        Workspace.open(str(tmp_path / "w")) as workspace,
        pytest.raises(ArchiveError, match=r"has no manifest\.json; it is no archive"),
    ):
        list(bring(Archive(str(tmp_path)), workspace))


def test_a_part_that_is_gone_is_named(texts, tmp_path):
    archive = Archive(str(tmp_path / "archive"))
    ingest(texts, archive)
    next((tmp_path / "archive" / "documents").iterdir()).unlink()
    with pytest.raises(ArchiveError, match=r"documents/part-\w+\.parquet: cannot be read"):
        ingest(texts, archive)


def test_a_worker_of_another_version_says_so():
    with pytest.raises(Exception, match="install the same on both"):
        tasks.same_coder(Coder(pipeline.run, "mapkit 0+other"))


def test_on_a_cluster_a_killed_worker_loses_and_doubles_nothing(texts, tmp_path):
    from distributed import LocalCluster

    from mapkit.bulk import cluster

    for path in texts.iterdir():
        path.write_text(f"{path.read_text()} It was a slow day.")
    (texts / "031.txt").write_text(f"kill once {tmp_path / 'flag'} then 4 shells fell on Odesa on 2024-01-01.")
    away, here = Archive(str(tmp_path / "away")), Archive(str(tmp_path / "here"))
    with (
        LocalCluster(
            n_workers=3, threads_per_worker=1, processes=True, dashboard_address=":0", memory_limit=0
        ) as machines,
        cluster.connected(machines.scheduler_address) as work,
    ):
        workers = {worker.pid for worker in machines.workers.values()}
        run = archiving.ingest(sources.items([texts]), away, cheap.CODER, work, Count(), size=10)
        receipts = [next(run)]
        for pid in workers:
            with suppress(ProcessLookupError):  # the one whose document killed it
                os.kill(pid, signal.SIGKILL)
                break
        receipts += run
        assert Path(tmp_path / "flag").exists()
        assert len(receipts) == 7
        (texts / "deadly.txt").write_text("A deadly text.")
        (last,) = archiving.ingest(sources.items([texts]), away, cheap.CODER, work, Count())
        (reject,) = parts.rejects(away, last)
        assert reject["name"] == "deadly.txt"
        assert "worker processes" in reject["reason"]
    (texts / "deadly.txt").unlink()
    ingest(texts, here, size=10)
    assert [part for part in away.manifest().parts if part.batch != last.parts[0].batch] == list(here.manifest().parts)
    assert events(away) == events(here)


def test_an_address_without_a_scheduler_is_named():
    from mapkit.bulk import cluster
    from mapkit.errors import WorkerError

    with (
        pytest.raises(WorkerError, match="no Dask scheduler answers there"),
        cluster.connected("tcp://127.0.0.1:9", patience=1),
    ):
        pass
