from importlib.metadata import packages_distributions

import pytest

from mapkit.dashboard import SCRIPT
from mapkit.dashboard.startup import Seeding
from mapkit.errors import GazetteerError
from mapkit.server import Services
from mapkit.workspace import Workspace
from scene import fill
from synthetic import TEXT, coder


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    monkeypatch.setattr("mapkit.workspace.store.default_coder", coder)
    with Workspace.open(f"sqlite:///{tmp_path / 'w.sqlite3'}") as made:
        yield made


@pytest.fixture
def seeds(tmp_path):
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "b.txt").write_text(TEXT.replace("Pokrovsk", "Toretsk"), encoding="utf-8")
    return folder


def test_an_empty_workspace_gets_the_bundled_documents(workspace, seeds):
    seeding = Seeding()
    assert not seeding.progress.running
    seeding.run(Services(lambda: workspace), seeds)
    assert workspace.counts() == {"documents": 2, "events": 4, "rejects": 0}
    assert not seeding.progress.running
    assert seeding.progress.total == 2
    told = [(one.name, one.status, one.events) for one in seeding.progress.came]
    assert told == [("a.txt", "added", 2), ("b.txt", "added", 2)]


def test_a_workspace_with_documents_is_left_alone(workspace, seeds):
    fill(workspace)
    before = workspace.version()
    Seeding().run(Services(lambda: workspace), seeds)
    assert workspace.version() == before


def test_a_file_that_cannot_be_read_is_told_and_does_not_stop_the_others(workspace, seeds):
    (seeds / "0.txt").write_bytes(b"\0\1\2")
    seeding = Seeding()
    seeding.run(Services(lambda: workspace), seeds)
    assert workspace.counts()["documents"] == 2
    first, *others = seeding.progress.came
    assert (first.name, first.status, [one.status for one in others]) == ("0.txt", "rejected", ["added", "added"])
    assert "binary" in first.reason
    assert [reject.name for reject in workspace.rejects()] == ["0.txt"]


def test_a_fault_is_kept_for_the_page_to_show(workspace, seeds, monkeypatch):
    def broken(*_):
        raise GazetteerError("data/gazetteer.csv is missing; run 'mapkit gazetteer build'")

    monkeypatch.setattr(workspace, "ingest", broken)
    seeding = Seeding()
    seeding.run(Services(lambda: workspace), seeds)
    assert not seeding.progress.running
    told = {one.reason for one in seeding.progress.came}
    assert told == {"data/gazetteer.csv is missing; run 'mapkit gazetteer build'"}


def test_no_module_of_the_page_hides_a_package():
    """Streamlit puts the folder of its script first on the path: a module of a package's name would be taken for it."""
    modules = {path.stem for path in SCRIPT.parent.glob("*.py")}
    assert not modules & set(packages_distributions())
