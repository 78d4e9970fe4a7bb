"""What every test shares: a home of its own, so that no test touches the user's workspace, and one browser."""

import pytest

import chromium
import postgresql


def pytest_collection_modifyitems(items):
    """Begin with the files of browser tests, which take minutes: begun last they would keep one worker alone."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    folder = tmp_path / "home"
    monkeypatch.setenv("MAPKIT_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def browser():
    """A Chromium for all browser tests, whose network ends at this machine."""
    from playwright.sync_api import sync_playwright

    path = chromium.find()
    if path is None:
        pytest.fail("no Chromium: run 'make test', or name one in MAPKIT_CHROMIUM")
    with sync_playwright() as playwright:
        # Whatever a page asks for beyond this machine cannot even be looked up.
        rules = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu", rules])
        yield running
        running.close()


@pytest.fixture(scope="session")
def postgres():
    """The URL of a PostgreSQL server; without one, its tests are skipped."""
    with postgresql.server() as found:
        if found is None:
            pytest.skip("no PostgreSQL: install Debian's postgresql, or name one in MAPKIT_TEST_POSTGRESQL")
        yield found
