"""A PostgreSQL for the tests: the one that MAPKIT_TEST_POSTGRESQL names, else Debian's server in a folder of its own.

The server runs as an unprivileged user on a free port of this machine and is gone after the tests.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy.engine import URL, make_url

#: Where Debian keeps the programs of each version.
DEBIAN = Path("/usr/lib/postgresql")
#: Whom the server runs as where the tests run as root, which it refuses to run as.
USERS = ("postgres", "nobody")
START_SECONDS = 60
#: Nothing of the tests needs to survive a power cut.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def find() -> Path | None:
    """Return the folder of the newest server's programs, or None where there is none."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    versions = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return versions[-1].parent if versions else None


def install() -> str:
    """Return one line that says which server the tests will use, installed where there is none and that may be."""
    if named := os.environ.get("MAPKIT_TEST_POSTGRESQL"):
        return make_url(named).render_as_string(hide_password=True)
    command = [*(["sudo", "-n"] if os.geteuid() else []), "sh", "-c"]
    if find() is None and shutil.which("apt-get") and shutil.which(command[0]):
        script = "apt-get update -q && apt-get install -qy --no-install-recommends postgresql"
        subprocess.run([*command, script], check=False, stdout=subprocess.DEVNULL)
    return str(find() or "no PostgreSQL: its tests are skipped; install one, or name one in MAPKIT_TEST_POSTGRESQL")


@contextmanager
def server() -> Iterator[URL | None]:
    """Yield the URL of a server's maintenance database, or None where there is no server."""
    if named := os.environ.get("MAPKIT_TEST_POSTGRESQL"):
        yield make_url(named).set(drivername="postgresql+psycopg")
        return
    programs = find()
    if programs is None:
        yield None
        return
    user = None if os.geteuid() else next(name for name in USERS if _known(name))
    rights = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}
    with tempfile.TemporaryDirectory(prefix="mapkit-postgresql-") as folder:
        if user:
            shutil.chown(folder, user)
        data = Path(folder) / "data"
        initdb = [programs / "initdb", "-D", data, "-U", "mapkit", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
        subprocess.run(initdb, check=True, cwd=folder, stdout=subprocess.DEVNULL, **rights)
        port = _free_port()
        options = [option for setting in FAST for option in ("-c", setting)]
        command = [programs / "postgres", "-D", data, "-h", "127.0.0.1", "-p", str(port), "-k", folder, *options]
        with (Path(folder) / "log").open("wb") as log:
            running = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, **rights)
        try:
            url = URL.create("postgresql+psycopg", "mapkit", host="127.0.0.1", port=port, database="postgres")
            _wait(url, running, Path(folder) / "log")
            yield url
        finally:
            running.send_signal(signal.SIGINT)  # ends at once and cleanly, its clients too
            running.wait(START_SECONDS)


@contextmanager
def database(url: URL) -> Iterator[str]:
    """Yield the URL of a new, empty database on a server; it is dropped afterwards."""
    name = f"mapkit_test_{uuid.uuid4().hex[:12]}"
    with _connected(url) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield url.set(database=name).render_as_string(hide_password=False)
    finally:
        with _connected(url) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _connected(url: URL) -> psycopg.Connection:
    text = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(text, autocommit=True, connect_timeout=5)


def _wait(url: URL, running: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            _connected(url).close()
        except psycopg.OperationalError:
            if running.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL does not start: {log.read_text()[-500:]}") from None
            time.sleep(0.05)
        else:
            return


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _known(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True


if __name__ == "__main__":
    print(install())
