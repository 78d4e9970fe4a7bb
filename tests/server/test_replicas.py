"""Several replicas over one PostgreSQL behind a proxy, by the recipe of docs/deployment.md, its ports apart."""

import subprocess
import time
import urllib.error
import urllib.request
from contextlib import ExitStack

import pytest
from reader import Reader

import loops
import postgresql
import proxy
from mapkit import paths
from mapkit.model import ClaimStatus
from mapkit.workspace import Correction, Workspace
from scene import fill
from served import end, free_port, served, wait

ORIGIN = "maps.example.org"


@pytest.fixture(scope="module")
def replicas(postgres, tmp_path_factory):
    """The proxy's address, the replicas by the name in their cookie, the workspace's URL and its events."""
    program = proxy.find()
    if program is None:
        pytest.skip("no HAProxy: run 'make test', or install Debian's haproxy")
    with ExitStack() as running, postgresql.database(postgres) as database:
        with Workspace.open(database) as workspace:
            events = fill(workspace)
        recipe = (paths.root() / "docs" / "deployment" / "haproxy.cfg").read_text(encoding="utf-8")
        stops, ports = {}, {"8080": free_port()}
        for name, port in (("one", "8501"), ("two", "8502")):
            folder = tmp_path_factory.mktemp(f"replica-{name}")
            (folder / "home").mkdir()
            ports[port] = free_port()
            stops[name] = running.enter_context(ExitStack())
            options = ["--browser.serverAddress", ORIGIN]
            stops[name].enter_context(served(folder, folder / "home", database, options, ports[port]))
        for port, free in ports.items():
            recipe = recipe.replace(f"127.0.0.1:{port}", f"127.0.0.1:{free}")
        folder = tmp_path_factory.mktemp("proxy")
        (folder / "haproxy.cfg").write_text(recipe)
        log = folder / "log"
        with log.open("wb") as file:
            process = subprocess.Popen([program, "-db", "-f", folder / "haproxy.cfg"], stdout=file, stderr=file)
        running.callback(end, process)
        url = f"http://127.0.0.1:{ports['8080']}"
        wait(f"{url}/_stcore/health", process, log)
        yield url, stops, database, events


def get(url: str, **headers: str):
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=60) as answer:  # noqa: S310
        return answer.read(), answer.headers


def visit(url: str, cookie: str, **query: str) -> str:
    async def run() -> str:
        async with Reader(url, cookie, f"http://{ORIGIN}") as reader:
            return await reader.visit(**query)

    return loops.run(run())


def test_replicas_share_the_workspace_and_stand_in_for_each_other(replicas):
    url, stops, database, events = replicas
    toretsk, view = events["toretsk"], f"{url}/api/events?bbox=20,40,50,60&z=5"

    # A reader keeps to one replica, new ones are spread, and what one has is good for the other.
    given = [one for _ in range(6) for one in get(f"{url}/api/version")[1].get_all("Set-Cookie")]
    cookies = {one.split(";")[0] for one in given if one.startswith("replica=")}
    assert cookies == {"replica=one", "replica=two"}
    tags = {get(view, Cookie=cookie)[1]["ETag"] for cookie in cookies}
    assert len(tags) == 1
    for cookie in cookies:
        assert toretsk.evidence[0].exact in visit(url, cookie, event=toretsk.event_id)
        with pytest.raises(urllib.error.HTTPError, match="304"):
            get(view, Cookie=cookie, **{"If-None-Match": next(iter(tags))})

    # What a person corrects through one is on the map of both within a second.
    with Workspace.open(database) as workspace:
        correction = Correction.claim(ClaimStatus.DISPUTED, None)
        workspace.correct(toretsk.event_id, correction, by="Ada", seen=workspace.version())
    changed = time.monotonic()
    for cookie in cookies:
        assert f'"id":"{toretsk.event_id}"'.encode() in get(view, Cookie=cookie)[0]
        assert get(view, Cookie=cookie)[1]["ETag"] not in tags
        assert b'"disputed"' in get(view, Cookie=cookie)[0]
    assert time.monotonic() - changed < 5  # of a busy machine

    # One replica goes: its reader is led to the other, at the state that the address holds.
    stops["one"].close()
    assert toretsk.evidence[0].exact in visit(url, "replica=one", event=toretsk.event_id)
