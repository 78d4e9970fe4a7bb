"""Many readers of one server: none sees another's state, and all are answered."""

import asyncio
import re
import urllib.request

import pytest
from reader import Reader

import loops
from mapkit.workspace import Workspace
from scene import fill
from served import served

READERS = 12


@pytest.fixture(scope="module")
def dashboard(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sessions")
    home = folder / "home"
    home.mkdir()
    with Workspace.open(f"sqlite:///{home / 'workspace.sqlite3'}") as workspace:
        events = fill(workspace)
    with served(folder, home) as url:
        yield url, events


def test_no_session_sees_what_another_has_opened(dashboard):
    url, events = dashboard
    names = ["region", "toretsk", "support"]  # each told in a paragraph of its own
    rounds = 3

    async def read(number: int) -> None:
        async with Reader(url) as reader:
            await reader.visit()
            for turn in range(rounds):
                mine = events[names[(number + turn) % len(names)]]
                word = f"word{number}x{turn}"
                page = await reader.visit(event=mine.event_id, q=word)
                assert set(re.findall(r"word\d+x\d+", page)) == {word}
                assert [name for name in names if events[name].evidence[0].exact in page] == [
                    names[(number + turn) % len(names)]
                ]

    async def all_of_them() -> None:
        await asyncio.gather(*(read(number) for number in range(READERS)))

    loops.run(all_of_them())


def test_a_session_that_goes_away_in_the_middle_disturbs_no_other(dashboard):
    url, events = dashboard

    async def leave() -> None:
        reader = Reader(url)
        await reader.__aenter__()
        visit = asyncio.create_task(reader.visit(event=events["river"].event_id))
        await asyncio.sleep(0.02)
        visit.cancel()
        await reader.__aexit__(None, None, None)

    async def stay() -> None:
        async with Reader(url) as reader:
            for _ in range(4):
                assert events["toretsk"].evidence[0].exact in await reader.visit(event=events["toretsk"].event_id)

    async def both() -> None:
        await asyncio.gather(stay(), *(leave() for _ in range(6)))

    loops.run(both())
    with urllib.request.urlopen(f"{url}/api/version") as answer:  # noqa: S310 - this machine's own
        assert answer.status == 200
