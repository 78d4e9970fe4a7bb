"""What every test shares: a home of its own, so that no test touches the user's workspace or gazetteer rows."""

import pytest


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    folder = tmp_path / "home"
    monkeypatch.setenv("MAPKIT_HOME", str(folder))
    return folder
