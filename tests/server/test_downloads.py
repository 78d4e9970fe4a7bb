import threading
import time

import pytest

from mapkit.server.downloads import file, stream


def writers():
    return [thread for thread in threading.enumerate() if thread.name == "mapkit-download"]


def test_what_is_written_arrives_whole_and_in_order():
    def write(target):
        for n in range(50_000):
            target.write(f"{n} — Київ\n")

    pieces = list(stream(write))
    assert len(pieces) > 5
    assert b"".join(pieces).decode() == "".join(f"{n} — Київ\n" for n in range(50_000))


def test_nothing_written_is_an_empty_answer():
    assert list(stream(lambda _: None)) == []


def test_an_error_breaks_the_answer_off():
    def write(target):
        target.write("x" * 200_000)
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        list(stream(write))


def test_a_reader_who_leaves_ends_the_writer():
    written = []

    def write(target):
        while True:
            written.append(target.write("x" * 100_000))

    pieces = stream(write)
    assert len(next(pieces)) == 100_000
    pieces.close()
    deadline = time.monotonic() + 30
    while writers() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert writers() == []
    assert len(written) < 50


def test_a_file_arrives_whole_and_is_gone_after():
    made = []

    def save(path):
        made.append(path)
        path.write_bytes(b"x" * 200_000)

    assert b"".join(file(save)) == b"x" * 200_000
    assert not made[0].parent.exists()


def test_a_file_that_cannot_be_made_is_an_error_at_once():
    def save(_):
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        file(save)
