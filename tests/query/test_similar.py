"""Events of other documents that may be the same: found near by, by type and day, with reasons."""

import datetime as dt

from mapkit import pipeline
from mapkit.model import Document
from mapkit.query import EventIndex, duplicates, similar
from mapkit.workspace import Correction, Workspace

DAY = dt.date(2024, 11, 20)
ONE = "KHERSON - Russian shelling killed two people in Kherson on Tuesday, the governor said."
OTHER = "On Tuesday shells fell on Kherson. Two people were killed by the shelling, doctors said."
APART = "Russian shelling killed one man in Nikopol on Tuesday, the mayor said."


def workspace_of(tmp_path, *texts):
    store = Workspace.open(f"sqlite:///{tmp_path / 'w.db'}")
    documents = [
        Document(f"{number}.txt", text, published=DAY, publisher=f"paper {number}") for number, text in enumerate(texts)
    ]
    for outcome in pipeline.stream(documents):
        store.put(outcome.document, outcome.events, "test")
    return store


def test_another_papers_report_is_found_with_reasons_and_counted(tmp_path):
    with workspace_of(tmp_path, ONE, OTHER, APART) as store:
        index = EventIndex(store)
        first = next(event for event in store.events() if event.location == "Kherson")
        found = similar(first, index, store)
        ((suggestion, other),) = found.events
        index.close()
    assert other.location == "Kherson"
    assert other.evidence[0].document_id != first.evidence[0].document_id
    assert "both at Kherson" in suggestion.reasons
    assert found.publishers == 2


def test_an_event_told_once_has_one_publisher_and_no_twin(tmp_path):
    with workspace_of(tmp_path, ONE, APART) as store:
        index = EventIndex(store)
        found = similar(next(store.events()), index, store)
        index.close()
    assert found.events == ()
    assert found.publishers == 1


def test_what_a_person_told_apart_is_not_suggested_again_until_it_is_taken_back(tmp_path):
    with workspace_of(tmp_path, ONE, OTHER) as store:
        index = EventIndex(store)
        first, second = (event for event in store.events() if event.location == "Kherson")
        (pair,) = duplicates(store)
        assert {pair.first, pair.second} == {first.event_id, second.event_id}
        seen = store.version()
        entry = store.correct(first.event_id, Correction.apart(second.event_id), by="Olena", seen=seen)
        assert duplicates(store) == ()
        for one in (first, second):
            found = similar(one, index, store)
            assert (found.events, found.publishers) == ((), 1)
        store.undo(entry.correction_id, by="Olena")
        assert len(duplicates(store)) == 1
        assert len(similar(second, index, store).events) == 1
        index.close()
