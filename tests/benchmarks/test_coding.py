"""The coding benchmark counts what a reader would count."""

import json

import pytest

import coding

TEXT = """Shells fall on Kherson

Russian shelling killed two people in Kherson on Monday, the governor said. Odesa was calm.
"""
GOLD = {
    "published": "2024-11-20",
    "places": [["Kherson", 46.656, 32.618, 10], ["Odesa", 46.477, 30.733, 15]],
    "events": [
        {"type": "Explosions/Remote violence", "sub": "Shelling/artillery/missile attack",
         "at": ["Kherson", 46.656, 32.618, 10], "status": "reported", "fatalities": 2},
        {"type": "Battles", "sub": "Armed clash", "at": ["Odesa", 46.477, 30.733, 15], "status": "reported"},
    ],
    "absent": [{"at": ["Odesa", 46.477, 30.733, 20]}],
}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "report.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "report.json").write_text(json.dumps(GOLD), encoding="utf-8")
    return tmp_path


def test_found_and_missed_events_are_counted_and_named(folder, capsys):
    coding.main([str(folder), "--notes"])
    out = capsys.readouterr().out
    assert "missed Armed clash at Odesa" in out
    assert "P 1.000  R 0.500" in out
    assert "tolls         1.000  (1 of 1)" in out
    assert "guards        1.000  (1 of 1)" in out
    assert "places        1.000  (2 of 2)" in out
    assert "documents a second" in out


def test_texts_for_the_speed_may_come_from_a_corpus(folder, tmp_path, capsys):
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text(json.dumps({"id": 1, "text": TEXT}) + "\n", encoding="utf-8")
    coding.main([str(folder), "--jsonl", str(corpus)])
    assert "1 documents" in capsys.readouterr().out
