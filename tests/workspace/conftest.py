"""Workspaces in both databases: every test that takes `url` or `workspace` runs over SQLite and over PostgreSQL."""

import pytest

import postgresql
from mapkit.workspace import Workspace


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "sqlite":
        yield str(tmp_path / "w.db")
    else:
        with postgresql.database(request.getfixturevalue("postgres")) as made:
            yield made


@pytest.fixture
def workspace(url):
    with Workspace.open(url) as opened:
        yield opened
