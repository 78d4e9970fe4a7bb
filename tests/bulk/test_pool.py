import os
import signal
import time

import pytest

from mapkit import bulk
from mapkit.bulk.pool import Pool
from mapkit.errors import DocumentError, WorkerError


def square(batch):
    return [n * n for n in batch]


def square_or_die(batch):
    if 7 in batch:
        os.kill(os.getpid(), signal.SIGKILL)
    return square(batch)


def fail(batch):
    raise DocumentError(f"no {batch[0]}")


def name(batch):
    time.sleep(0.02)
    return [(n, os.getpid()) for n in batch]


def nothing():
    pass


def lost(item):
    return f"lost {item}"


def chunks(count, size=5):
    numbers = range(count)
    return [list(numbers[start : start + size]) for start in numbers[::size]]


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("prepare", [None, nothing])
def test_answers_come_in_order(workers, prepare):
    assert list(bulk.map_batches(square, range(100), workers, prepare=prepare)) == [n * n for n in range(100)]


@pytest.mark.parametrize("workers", [1, 2])
def test_input_is_read_only_as_far_as_needed(workers):
    read = []

    def numbers():
        for n in range(10_000):
            read.append(n)
            yield n

    answers = bulk.map_batches(square, numbers(), workers, prepare=nothing)
    next(answers)
    assert len(read) <= 20 * bulk.BATCH


def test_what_kills_workers_is_told_apart_from_what_is_beside_it():
    pool = Pool(square_or_die, 2, prepare=nothing, lost=lost)
    answers = [answer for chunk in pool.run(chunks(20)) for answer in chunk]
    assert answers == [lost(n) if n == 7 else n * n for n in range(20)]


def test_without_an_answer_for_it_what_kills_workers_is_one_clear_line():
    with pytest.raises(WorkerError, match="2 worker processes died over one text"):
        list(Pool(square_or_die, 2, prepare=nothing).run(chunks(20)))


def test_a_killed_worker_loses_and_doubles_nothing():
    seen, killed = [], False
    for chunk in Pool(name, 2, prepare=nothing, lost=lost).run(chunks(200)):
        seen += chunk
        if not killed and len(seen) > 50:
            os.kill(seen[-1][1], signal.SIGKILL)
            killed = True
    assert [n for n, _ in seen] == list(range(200))
    assert len({process for _, process in seen}) == 3


def test_an_exception_of_the_function_ends_the_work():
    with pytest.raises(DocumentError, match=r"no \d+"):
        list(Pool(fail, 2, prepare=nothing).run(chunks(20)))
