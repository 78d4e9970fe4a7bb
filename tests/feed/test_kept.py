import os
import time

from mapkit.feed import Kept
from mapkit.feed.kept import KeptAnswer

ANSWER = KeptAnswer("https://desk.example/a", "text/html", b"\x00\xff", '"1"', None)


def test_an_answer_comes_back_as_it_was(tmp_path):
    kept = Kept(tmp_path / "feed")
    assert kept.get(ANSWER.url) is None
    kept.put(ANSWER)
    assert kept.get(ANSWER.url) == ANSWER
    assert kept.get("https://desk.example/b") is None


def test_what_is_not_whole_is_none(tmp_path):
    kept = Kept(tmp_path)
    kept.put(ANSWER)
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    for damaged in (b"", whole[:-5], b"[]", b"{}", whole.replace(b"AP8=", b"%%%%"), whole.replace(b"/a", b"/c")):
        path.write_bytes(damaged)
        assert kept.get(ANSWER.url) is None


def test_what_nobody_asks_for_is_forgotten(tmp_path):
    kept = Kept(tmp_path)
    kept.put(ANSWER)
    kept.prune()
    assert kept.get(ANSWER.url) == ANSWER
    (path,) = tmp_path.iterdir()
    long_ago = time.time() - 61 * 86_400
    os.utime(path, (long_ago, long_ago))
    kept.prune()
    assert kept.get(ANSWER.url) is None


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path):
    (tmp_path / "file").write_text("")
    kept = Kept(tmp_path / "file")
    kept.put(ANSWER)
    kept.prune()
    assert kept.get(ANSWER.url) is None
