"""Exported events come back into a workspace under their ids, and overwrite nothing that is there."""

from dataclasses import replace

import pytest

from mapkit.errors import ExportError, WorkspaceError
from mapkit.model import Evidence
from mapkit.workspace import Correction, Workspace
from synthetic import TEXT, coder, document, line

MORE = TEXT + line(place="Toretsk", latitude=48.4, longitude=37.8, sentence="Troops clashed in Toretsk.")


def fewer(events):
    """A coder that sees the first event of a text alone."""
    full = coder("few")

    def run(documents):
        found = full.run(documents)
        found.events = found.events[:events]
        return found

    return replace(full, run=run)


def exported(text=MORE):
    """What another workspace, whose coder sees all of it, gives out of the same document."""
    return [(f"row {n}", event) for n, event in enumerate(coder().run([document(text=text)]).events, 2)]


def taken_in(workspace, events):
    return workspace.import_events(events, by="ana", why="imported from events.csv")


def test_events_that_are_not_here_are_added_under_their_ids(workspace):
    workspace.ingest([document(text=MORE)], coder=fewer(1))
    before = workspace.version()
    report = taken_in(workspace, exported())
    assert (report.added, report.known, report.skipped, report.rejects) == (2, 1, [], [])
    assert [event.event_id for event in workspace.events()] == [event.event_id for _, event in exported()]
    changed = [row[0] for page in workspace.index_rows(before) for row in page]
    assert sorted(changed) == sorted(event.event_id for _, event in exported()[1:])
    again = taken_in(workspace, exported())
    assert (again.added, again.known) == (0, 3)


def test_who_brought_them_stands_in_their_history_and_can_be_undone(workspace):
    workspace.ingest([document(text=MORE)], coder=fewer(1))
    taken_in(workspace, exported())
    event = exported()[1][1]
    (entry,) = workspace.history(event.event_id)
    assert (entry.by, entry.why) == ("ana", "imported from events.csv")
    workspace.undo(entry.correction_id, by="ana")
    assert workspace.event(event.event_id).deleted
    assert taken_in(workspace, exported()).skipped == [("row 3", f"event {event.event_id} is deleted here (recoded)")]


def test_coding_anew_does_not_take_them_out(workspace):
    workspace.ingest([document(text=MORE)], coder=fewer(1))
    taken_in(workspace, exported())
    workspace.ingest([document(text=MORE)], coder=replace(fewer(1), version="newer"))
    assert len(list(workspace.events())) == 3


def test_nothing_here_is_overwritten(workspace):
    workspace.ingest([document(text=MORE)], coder=coder())
    first, second, third = (event for _, event in exported())
    workspace.correct(second.event_id, Correction.delete("told twice"), by="bo", seen=workspace.version())
    workspace.correct(third.event_id, Correction.kind("Agreement"), by="bo", seen=workspace.version())
    kept = [workspace.event(event.event_id) for event in (first, second, third)]
    report = taken_in(workspace, [("row 2", replace(first, location="Elsewhere")), *exported()[1:]])
    assert report.added == 0
    assert report.skipped == [
        ("row 2", f"event {first.event_id} says otherwise here; what is here stays"),
        ("row 3", f"event {second.event_id} is deleted here (told twice)"),
        ("row 4", f"event {third.event_id} says otherwise here; what is here stays"),
    ]
    assert [workspace.event(event.event_id) for event in (first, second, third)] == kept


def test_the_same_event_under_another_id_is_not_doubled(workspace):
    workspace.ingest([document(text=MORE)], coder=coder())
    first = exported()[0][1]
    report = taken_in(workspace, [("row 2", replace(first, event_id="another"))])
    assert report.added == 0
    assert report.skipped == [
        ("row 2", f"event another is here as {first.event_id}, on the same words; what is here stays")
    ]


def test_what_cannot_be_taken_in_is_said_with_its_row(workspace):
    workspace.ingest([document(text=MORE)], coder=fewer(1))
    good = exported()[1][1]
    words = good.evidence[0]
    report = taken_in(
        workspace,
        [
            ("row 2", replace(good, evidence=())),
            ("row 3", replace(good, event_id="a", evidence=(Evidence("0" * 16, 0, 3, "abc"),))),
            ("row 4", replace(good, event_id="b", evidence=(replace(words, exact="Other words"),))),
            ("row 5", replace(good, event_id="far too long for an id")),
            ("row 6", replace(good, event_id="c", event_date="yesterday")),
            ("row 7", replace(good, event_id="d", location="a\0b")),
            ("row 8", good),
            ("row 9", good),
        ],
    )
    assert report.added == 1
    reasons = dict(report.rejects)
    assert "no evidence" in reasons["row 2"]
    assert "document 0000000000000000 is not in this workspace" in reasons["row 3"]
    assert "“Other words” is not at" in reasons["row 4"]
    assert "is none of mapkit's" in reasons["row 5"]
    assert "event_date is 'yesterday'" in reasons["row 6"]
    assert "U+0000" in reasons["row 7"]
    assert "twice" in reasons["row 9"]


def test_an_import_is_by_somebody(workspace):
    with pytest.raises(WorkspaceError, match="by"):
        workspace.import_events([], by=" ", why="x")


def test_from_one_workspace_to_another(workspace, tmp_path):
    from mapkit import export

    with Workspace.open(str(tmp_path / "other.db")) as other:
        other.ingest([document(text=MORE)], coder=coder())
        export.save(other.events(), tmp_path / "events.csv", "csv")
    workspace.ingest([document(text=MORE)], coder=fewer(1))
    found = [(where, event) for where, event, _ in export.rows(tmp_path / "events.csv") if event]
    report = taken_in(workspace, found)
    assert (report.added, report.known) == (2, 1)


def test_a_file_that_breaks_off_leaves_whole_documents_and_is_taken_up_again(workspace, monkeypatch):
    monkeypatch.setattr("mapkit.workspace.event_imports._BATCH", 1)
    texts = [MORE, MORE.replace("Pokrovsk", "Toretsk")]
    documents = [document(f"{n}.txt", text) for n, text in enumerate(texts)]
    workspace.ingest(documents, coder=fewer(0))
    events = [(f"row {n}", event) for n, event in enumerate(coder().run(documents).events, 2)]
    first = sum(event.evidence[0].document_id == documents[0].document_id for _, event in events)

    def broken():
        yield from events[: first + 1]
        raise ExportError("the file is damaged")

    with pytest.raises(ExportError):
        taken_in(workspace, broken())
    assert workspace.counts()["events"] == first
    report = taken_in(workspace, events)
    assert (report.added, report.known, report.rejects) == (len(events) - first, first, [])
    assert {event.event_id for event in workspace.events()} == {event.event_id for _, event in events}
