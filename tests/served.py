"""A dashboard started as a user does, on a free port of this machine, over a home of the tests' own."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from mapkit import paths

STARTED_WITHIN_S = 180


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
    environment = {name: value for name, value in os.environ.items() if name != "MAPKIT_WORKSPACE"}
    environment |= {"MAPKIT_HOME": str(home)} | ({"MAPKIT_WORKSPACE": workspace} if workspace else {})
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    log = folder / "log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            [*command, "--server.address", "127.0.0.1", *options],
            cwd=paths.root(), env=environment, stdout=file, stderr=file,
        )  # fmt: skip
    try:
        url = f"http://127.0.0.1:{port}"
        wait(f"{url}/_stcore/health", process, log)
        yield url
    finally:
        end(process)


def wait(url: str, process: subprocess.Popen, log: Path) -> None:
    """Wait until an address answers.

    Raises
    ------
    RuntimeError
        With the end of the log, where it does not.
    """
    until = time.monotonic() + STARTED_WITHIN_S
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - this machine's own
                return
        except OSError:
            time.sleep(0.1)
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
