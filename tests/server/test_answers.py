import asyncio
import json
import time

import duckdb
import pytest
from starlette.requests import Request
from starlette.responses import Response

import loops
from mapkit.query.patience import taken
from mapkit.server import answers

ENDLESS = "SELECT count(*) FROM range(1000000) AS one, range(1000000) AS other WHERE one.range + other.range = 3"


def asked(endpoint, *, gone_after=1e9):
    """The answer of an endpoint to a reader who goes away after some seconds."""
    begun = time.monotonic()

    async def receive():
        if (left := begun + gone_after - time.monotonic()) > 0:
            await asyncio.sleep(left)
        return {"type": "http.disconnect"}

    request = Request({"type": "http", "method": "GET", "headers": []}, receive)
    return loops.run(answers.guarded(endpoint)(request))


def endless(_):
    taken(duckdb.connect()).execute(ENDLESS).fetchall()
    return Response("never")


def test_a_question_that_takes_too_long_is_given_up_with_one_line(monkeypatch):
    monkeypatch.setattr(answers, "SECONDS_MAX", 0.1)
    response = asked(endless)
    assert response.status_code == 503
    assert "takes longer than 0.1 seconds" in json.loads(response.body)["error"]


def test_a_question_of_a_reader_who_left_is_given_up():
    response = asked(endless, gone_after=0)
    assert "nobody waits" in json.loads(response.body)["error"]


def test_other_work_may_take_its_time(monkeypatch):
    monkeypatch.setattr(answers, "SECONDS_MAX", 0.1)

    def slow(_):
        time.sleep(0.7)
        return Response("done")

    assert asked(slow).body == b"done"


def test_a_fault_of_ours_stays_one():
    def faulty(_):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        asked(faulty)
