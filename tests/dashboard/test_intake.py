import threading
import time

import pytest

from mapkit.dashboard.intake import Intake, Progress, Source
from mapkit.errors import DocumentError
from mapkit.workspace import Coder, Workspace
from synthetic import TEXT, coder, document


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    monkeypatch.setattr("mapkit.workspace.store.default_coder", coder)
    with Workspace.open(f"sqlite:///{tmp_path / 'w.sqlite3'}") as made:
        yield made


def source(name, text=TEXT):
    return Source(name, lambda: document(name, text))


def broken(name, error):
    def read():
        raise error

    return Source(name, read)


def wait(intake):
    end = time.monotonic() + 30
    while intake.progress.running and time.monotonic() < end:
        time.sleep(0.01)
    return intake.progress


def test_each_document_is_told_and_none_stops_the_others(workspace):
    intake = Intake(lambda: workspace)
    intake.add(
        [
            source("a.txt"),
            broken("b.pdf", DocumentError("b.pdf: holds no text (scanned pages?)")),
            source("c.txt", "no event | at all"),
            broken("d.txt", RuntimeError("odd")),
            source("e.txt"),
            source("f.txt", TEXT.replace("Pokrovsk", "Sumy")),
        ]
    )
    told = wait(intake)
    assert told.total == 6
    assert [(one.name, one.status) for one in told.came] == [
        ("a.txt", "added"),
        ("b.pdf", "rejected"),
        ("c.txt", "rejected"),
        ("d.txt", "rejected"),
        ("e.txt", "skipped"),
        ("f.txt", "added"),
    ]
    assert [one.reason for one in told.came[1:4]] == [
        "holds no text (scanned pages?)",
        "line 'no event | at all' has no seven fields",
        "RuntimeError: odd",
    ]
    assert "a.txt" in told.came[4].reason
    assert told.came[0].events == 2
    assert {reject.name for reject in workspace.rejects()} == {"b.pdf", "c.txt"}


def test_what_is_added_meanwhile_waits_its_turn_and_nothing_is_forgotten_before_the_end(workspace):
    gate = threading.Event()

    def slow():
        gate.wait(30)
        return document("slow.txt", TEXT)

    intake = Intake(lambda: workspace)
    intake.add([Source("slow.txt", slow)])
    intake.add([source("after.txt", TEXT.replace("Pokrovsk", "Sumy"))])
    intake.clear()
    assert (intake.progress.running, intake.progress.total, intake.progress.came) == (True, 2, ())
    gate.set()
    assert [one.name for one in wait(intake).came] == ["slow.txt", "after.txt"]
    intake.clear()
    assert intake.progress == Progress()


def test_of_several_readers_documents_one_is_coded_at_a_time(workspace, monkeypatch):
    plain, most, now = coder(), [], []

    def run(documents):
        now.append(1)
        most.append(len(now))
        time.sleep(0.05)
        now.pop()
        return plain.run(documents)

    monkeypatch.setattr("mapkit.workspace.store.default_coder", lambda: Coder(run, "1"))
    readers = [Intake(lambda: workspace) for _ in range(4)]
    for number, intake in enumerate(readers):
        intake.add([source(f"{number}.txt", TEXT.replace("Pokrovsk", f"Sumy {number}"))])
    assert [one.status for intake in readers for one in wait(intake).came] == ["added"] * 4
    assert most == [1, 1, 1, 1]


def test_nothing_to_do(workspace):
    intake = Intake(lambda: workspace)
    intake.add([])
    assert intake.progress == Progress()
