"""A dashboard started as a user does, on a free port of this machine, over a home of the tests' own.

`forked` serves the same from a process that has imported already what the dashboard imports: for tests that each need a
dashboard of their own, half of whose time would be spent on imports.
"""

import multiprocessing
import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from unittest import mock

from mapkit import paths

STARTED_WITHIN_S = 180
_ADDRESS = ("--server.address", "127.0.0.1")
#: What the dashboard imports, but for `streamlit_folium`, which registers itself where the page runs.
_IMPORTS = (
    *("duckdb", "folium", "pandas", "psycopg", "pyarrow.parquet", "sqlalchemy.dialects.sqlite"),
    *("streamlit.components.v2", "streamlit.web.bootstrap", "streamlit.web.cli"),
    *("mapkit.dashboard.state", "mapkit.export", "mapkit.mapping", "mapkit.pipeline", "mapkit.query"),
    *("mapkit.server", "mapkit.workspace"),
)


@contextmanager
def served(folder: Path, home: Path, workspace: str | None = None, options=(), port: int | None = None):
    """Serve a dashboard and yield its address.

    Parameters
    ----------
    folder : pathlib.Path
        For its log, `folder/log`.
    home : pathlib.Path
        `MAPKIT_HOME`.
    workspace : str, optional
        The workspace's URL where that is not the home's own.
    options : sequence of str
        More of `streamlit run`.
    port : int, optional
    """
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), *_ADDRESS, *options]
    log = folder / "log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            command, cwd=paths.root(), env=_environment(home, workspace), stdout=file, stderr=file
        )
    try:
        url = f"http://127.0.0.1:{port}"
        wait(f"{url}/_stcore/health", process, log)
        yield url
    finally:
        end(process)


@contextmanager
def forked(folder: Path, home: Path, workspace: str | None = None):
    """Serve a dashboard from a process that is forked where all is imported, and yield its address.

    Parameters
    ----------
    folder, home, workspace
        As `served` takes them.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(_IMPORTS))
    port = free_port()
    arguments = ["run", "app.py", "--server.port", str(port), *_ADDRESS]
    log = folder / "log"
    log.touch()
    process = context.Process(target=_run, args=(arguments, _environment(home, workspace), log))
    # A page that ran in these tests before (AppTest) is `__main__` still; the child would run it, outside of a session.
    with mock.patch.dict(sys.modules, __main__=ModuleType("__main__")):
        process.start()
    try:
        url = f"http://127.0.0.1:{port}"
        wait(f"{url}/_stcore/health", process, log)
        yield url
    finally:
        process.terminate()
        process.join(20)
        process.kill()
        process.join()
        process.close()


def _run(arguments: list[str], environment: dict[str, str], log: Path) -> None:
    with log.open("wb") as file:
        os.dup2(file.fileno(), sys.stdout.fileno())
        os.dup2(file.fileno(), sys.stderr.fileno())
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(paths.root())
    from streamlit.web import cli

    sys.argv = ["streamlit", *arguments]  # which it takes for the program's own
    cli.main(arguments, prog_name="streamlit")


def _environment(home: Path, workspace: str | None) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if name != "MAPKIT_WORKSPACE"}
    return {**own, "MAPKIT_HOME": str(home)} | ({"MAPKIT_WORKSPACE": workspace} if workspace else {})


def wait(url: str, process: subprocess.Popen | multiprocessing.process.BaseProcess, log: Path) -> None:
    """Wait until an address answers.

    Raises
    ------
    RuntimeError
        With the end of the log, where it does not.
    """
    until = time.monotonic() + STARTED_WITHIN_S
    ended = process.poll if isinstance(process, subprocess.Popen) else lambda: process.exitcode
    while time.monotonic() < until and ended() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - this machine's own
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"{url} does not answer:\n{log.read_text()[-3000:]}")


def end(process: subprocess.Popen) -> None:
    """End a process, kindly at first."""
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
