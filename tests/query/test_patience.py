import threading
import time

import duckdb
import pytest

from mapkit.query.patience import GivenUpError, Patience, awaited, taken

ENDLESS = "SELECT count(*) FROM range(1000000) AS one, range(1000000) AS other WHERE one.range + other.range = 3"


def test_a_question_ends_when_another_thread_says_so_and_the_cursor_is_good_after():
    cursor = duckdb.connect().cursor()
    patience = Patience()
    threading.Timer(0.2, patience.end, ["too long"]).start()
    begun = time.monotonic()
    with pytest.raises(GivenUpError, match="too long"), patience.asking():
        taken(cursor).execute(ENDLESS).fetchall()
    assert time.monotonic() - begun < 10
    patience.end("too late to matter")  # the cursor is no longer this one's
    assert cursor.execute("SELECT 1").fetchall() == [(1,)]


def test_no_further_question_is_asked_once_it_has_ended():
    patience = Patience()
    patience.end("too long")
    with pytest.raises(GivenUpError, match="too long"), patience.asking():
        taken(duckdb.connect())


def test_other_work_goes_on_until_nobody_waits():
    patience, done = Patience(), []

    def things():
        yield from "ab"
        patience.leave("gone")
        yield "c"

    def work():
        with patience.asking():
            patience.end("too long")
            done.extend(awaited(things()))

    with pytest.raises(GivenUpError, match="gone"):
        work()
    assert done == ["a", "b"]


def test_what_nobody_can_end_is_left_alone():
    assert list(awaited("abc")) == ["a", "b", "c"]
    assert taken(duckdb.connect()).execute("SELECT 2").fetchall() == [(2,)]
