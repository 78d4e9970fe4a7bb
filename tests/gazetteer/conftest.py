from collections.abc import Iterable
from pathlib import Path

import pytest
from small_world import WORLD, MakeGazetteer, Record, write_rows

from mapkit.gazetteer import Gazetteer


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAPKIT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("MAPKIT_HOME", str(tmp_path / "home"))


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    return Gazetteer(user_path=tmp_path_factory.mktemp("nobody") / "none.csv")


@pytest.fixture
def make(tmp_path: Path) -> MakeGazetteer:
    def make_gazetteer(records: Iterable[Record] = WORLD) -> Gazetteer:
        return Gazetteer(write_rows(tmp_path / "gazetteer.csv", records))

    return make_gazetteer


@pytest.fixture
def world(make: MakeGazetteer) -> Gazetteer:
    return make()
