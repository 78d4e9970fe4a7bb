import pytest

from mapkit import bulk


def square(batch):
    return [n * n for n in batch]


@pytest.mark.parametrize("workers", [1, 2])
def test_answers_come_in_order(workers):
    assert list(bulk.map_batches(square, range(100), workers)) == [n * n for n in range(100)]


def test_input_is_read_only_as_far_as_needed():
    read = []

    def numbers():
        for n in range(10_000):
            read.append(n)
            yield n

    answers = bulk.map_batches(square, numbers(), 1)
    next(answers)
    assert len(read) <= bulk.BATCH
