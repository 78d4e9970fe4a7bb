"""An analyst's work carried from one workspace to another: from SQLite into either, and back."""

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import pytest
from desk import NAMESAKES, SAKHA, TOWN, act, changed, ids, told
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapkit.errors import WorkspaceError
from mapkit.model import EventType
from mapkit.workspace import Correction, Review, Scope, Workspace
from mapkit.workspace.exchange import entry_of, line_of
from synthetic import coder, document

MAPKIT = Path(sys.executable).with_name("mapkit")


@pytest.fixture
def elsewhere(tmp_path):
    """A colleague's workspace, with the same document."""
    with Workspace.open(str(tmp_path / "elsewhere.db")) as opened:
        opened.ingest([document(text=NAMESAKES)], coder=coder())
        yield opened


@pytest.fixture
def events(workspace):
    workspace.ingest([document(text=NAMESAKES)], coder=coder())
    return ids(workspace)


def work(workspace):
    """A day at the desk: every kind of act, and one taken back."""
    first, second, third = ids(workspace)
    act(workspace, first, Correction.place(SAKHA, scope=Scope.DOCUMENT, why="Якутія"))
    kind = act(workspace, first, Correction.kind("Attack"))
    act(workspace, third, Correction.accept())
    act(workspace, second, Correction.apart(first))
    act(workspace, second, Correction.merge(first))
    workspace.undo(kind.correction_id, by="Petro", why="a clash")


def state(workspace):
    standings = map(workspace.standing, {target.event_id for one in workspace.corrections() for target in one.targets})
    return {
        one.event.event_id: (dataclasses.replace(one.event, created=None, updated=None), one.review, one.deleted_reason)
        for one in standings
    }


def told_by(report):
    return [(told.line, told.reason) for told in report.rejects + report.conflicts]


class TestThereAndBack:
    def test_all_of_it_arrives(self, workspace, events, elsewhere):
        work(elsewhere)
        lines = list(elsewhere.export_corrections())
        report = workspace.import_corrections(lines)
        assert (report.added, report.known, report.waiting, told_by(report)) == (6, 0, 0, [])
        assert state(workspace) == state(elsewhere)
        assert list(workspace.export_corrections()) == lines
        assert [told(workspace, one) for one in events] == [told(elsewhere, one) for one in events]

    def test_twice_is_once(self, workspace, elsewhere):
        workspace.ingest([document(text=NAMESAKES)], coder=coder())
        work(elsewhere)
        workspace.import_corrections(elsewhere.export_corrections())
        before = state(workspace)
        report = workspace.import_corrections(elsewhere.export_corrections())
        assert (report.added, report.known) == (0, 6)
        assert state(workspace) == before
        back = elsewhere.import_corrections(workspace.export_corrections())
        assert (back.added, back.known) == (0, 6)

    def test_what_comes_before_its_document_waits_for_it(self, workspace, elsewhere):
        work(elsewhere)
        report = workspace.import_corrections(elsewhere.export_corrections())
        assert (report.added, report.waiting) == (6, 6)
        reasons = {stale.reason for stale in workspace.stale_corrections()}
        assert any("Troops clashed in Pokrovsk." in reason and "add that document" in reason for reason in reasons)
        workspace.ingest([document(text=NAMESAKES)], coder=coder())
        assert workspace.stale_corrections() == []
        assert state(workspace) == state(elsewhere)

    @pytest.mark.parametrize("first", ["the document", "the corrections"])
    def test_where_the_events_have_other_ids_their_words_find_them(self, workspace, elsewhere, first):
        work(elsewhere)
        other = coder("2", lambda event: dataclasses.replace(event, event_id="f" + event.event_id[1:]))
        steps = [
            lambda: workspace.ingest([document(text=NAMESAKES)], coder=other),
            lambda: workspace.import_corrections(elsewhere.export_corrections()),
        ]
        for step in steps if first == "the document" else reversed(steps):
            step()
        assert [event.country for event in workspace.events()] == ["RU", None]
        kept, accepted = ids(workspace)
        assert workspace.standing(accepted).review == Review.ACCEPTED
        assert len(workspace.history(kept)) == 5
        assert workspace.stale_corrections() == []


class TestConflicts:
    def test_what_people_here_have_said_stands(self, workspace, events, elsewhere):
        act(workspace, events[0], Correction.kind("Grenade"), by="Petro")
        act(elsewhere, events[0], Correction.kind("Attack"))
        act(elsewhere, events[0], Correction.place(SAKHA))
        report = workspace.import_corrections(elsewhere.export_corrections())
        assert report.added == 1
        ((line, reason),) = told_by(report)
        assert line == 1
        assert f"type by Olena of event {events[0]}: here Petro has said otherwise" in reason
        event = workspace.event(events[0])
        assert (event.sub_event_type, event.country) == ("Grenade", "RU")

    @pytest.mark.parametrize(
        ("here", "there"),
        [
            (Correction.delete("hearsay"), Correction.kind("Attack")),
            (Correction.kind("Attack"), Correction.delete("hearsay")),
            (Correction.accept(), Correction.delete("hearsay")),
            (Correction.delete("hearsay"), Correction.accept()),
            ("merge", "apart"),
            ("apart", "merge"),
            ("merge", Correction.delete("hearsay")),
            (Correction.place(TOWN), Correction.place(SAKHA)),
        ],
    )
    def test_of_every_kind(self, workspace, events, elsewhere, here, there):
        pair = {"merge": Correction.merge(events[1]), "apart": Correction.apart(events[1])}
        act(workspace, events[0], pair.get(here, here) if isinstance(here, str) else here, by="Petro")
        act(elsewhere, events[0], pair.get(there, there) if isinstance(there, str) else there)
        before = state(workspace)
        report = workspace.import_corrections(elsewhere.export_corrections())
        assert (report.added, len(report.conflicts)) == (0, 1)
        assert state(workspace) == before

    def test_the_same_said_by_two_is_none(self, workspace, events, elsewhere):
        said = (Correction.kind("Attack"), Correction.delete("told twice"), Correction.merge(events[0]))
        for event_id, correction in zip(events, said, strict=True):
            act(workspace, event_id, correction, by="Petro")
            act(elsewhere, event_id, correction)
        assert workspace.import_corrections(elsewhere.export_corrections()).conflicts == []

    def test_what_both_have_is_none(self, workspace, events, elsewhere):
        act(elsewhere, events[0], Correction.kind("Attack"))
        workspace.import_corrections(elsewhere.export_corrections())
        act(elsewhere, events[0], Correction.kind("Grenade"))
        report = workspace.import_corrections(elsewhere.export_corrections())
        assert (report.added, report.known, report.conflicts) == (1, 1, [])
        assert workspace.event(events[0]).sub_event_type == "Grenade"

    def test_a_name_leaves_what_people_here_have_seen_to(self, workspace, events, elsewhere):
        act(workspace, events[1], Correction.place(TOWN), by="Petro")
        act(elsewhere, events[0], Correction.place(SAKHA, scope=Scope.EVERYWHERE))
        report = workspace.import_corrections(elsewhere.export_corrections())
        assert (report.added, len(report.conflicts)) == (1, 1)
        assert [event.country for event in workspace.events()][:2] == ["RU", "UA"]

    def test_merges_in_a_circle(self, workspace, events, elsewhere):
        act(workspace, events[0], Correction.merge(events[1]), by="Petro")
        act(elsewhere, events[1], Correction.merge(events[2]))
        act(elsewhere, events[2], Correction.apart(events[0]))
        undone = act(elsewhere, events[2], Correction.merge(events[0]))
        elsewhere.undo(undone.correction_id, by="Olena")
        report = workspace.import_corrections(elsewhere.export_corrections())
        assert report.added + len(report.conflicts) == 4
        assert report.conflicts
        assert events[2] in ids(workspace)

    def test_taking_back_what_was_left_out(self, workspace, events, elsewhere):
        act(workspace, events[0], Correction.kind("Grenade"), by="Petro")
        kind = act(elsewhere, events[0], Correction.kind("Attack"))
        elsewhere.undo(kind.correction_id, by="Olena")
        report = workspace.import_corrections(elsewhere.export_corrections())
        assert report.added == 0
        assert f"takes back {kind.correction_id}, which is not in this workspace" in told_by(report)[1][1]


class TestLines:
    @pytest.fixture
    def line(self, workspace, events):
        return line_of(act(workspace, events[0], Correction.claim("claimed", "Міноборони")))

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"what": "nonsense"}, "'nonsense' is not a valid What"),
            ({"correction_id": "../../etc"}, "correction_id"),
            ({"by": ""}, "by: is empty"),
            ({"made": "yesterday"}, "yesterday"),
            ({"made": "2024-08-19T10:00:00"}, "has no time zone"),
            ({"why": "a\0b"}, r"U\+0000"),
            ({"made": "0001-01-01T00:00:00+23:00"}, "out of range"),
            ({"targets": []}, "one subject"),
            ({"targets": None}, "not iterable"),
            ({"value": {"claim_status": "certain", "claimed_by": None}}, "'certain' is not a valid ClaimStatus"),
            ({"value": {"claim_status": "claimed", "claimed_by": "\ud800"}}, r"U\+D800"),
            ({"value": {}}, "is missing"),
            ({"value": [], "what": "restore"}, "value: is no object"),
            ({"scope": "everywhere", "name": "x"}, "only a place"),
            ({"what": "undo"}, "undoes"),
            ({"what": "merge", "value": {}}, "two events"),
            ({"what": "delete", "value": {}, "why": None}, "a deletion needs its reason"),
        ],
    )
    def test_what_is_no_entry_is_told_by_line_and_field(self, workspace, line, change, words):
        before = list(workspace.export_corrections())
        bad = json.dumps(json.loads(line) | {"correction_id": "0" * 32} | change)
        report = workspace.import_corrections(["", bad, "{", b"\xff", "[" * 100_000, line])
        assert (report.added, report.known) == (0, 1)
        assert [told.line for told in report.rejects] == [2, 3, 4, 5]
        with pytest.raises(WorkspaceError, match=words) as caught:
            entry_of(bad)
        assert "\n" not in str(caught.value)
        assert list(workspace.export_corrections()) == before

    @given(data=st.data())
    @settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
    def test_nothing_breaks_it(self, workspace, line, data):
        record = json.loads(line)
        junk = st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
            max_leaves=6,
        )
        spot = data.draw(st.sampled_from([*record, *(f"targets.{key}" for key in record["targets"][0])]))
        value = data.draw(junk)
        if spot.startswith("targets."):
            record["targets"][0][spot.removeprefix("targets.")] = value
        else:
            record[spot] = value
        version = workspace.version()
        report = workspace.import_corrections([json.dumps(record)])
        assert report.added + report.known + len(report.rejects) + len(report.conflicts) == 1
        assert workspace.version() > version
        assert all(workspace.history(event_id) for event_id in ids(workspace)[:1])


def test_the_command_line(url, tmp_path, home):  # noqa: ARG001 - no test touches the user's workspace
    def mapkit(*args, status=0):
        done = subprocess.run([MAPKIT, "corrections", *args], capture_output=True, text=True, check=False)
        assert (done.returncode, "Traceback" in done.stderr) == (status, False), done.stderr
        return done

    there = str(tmp_path / "there.db")
    for place in (url, there):
        with Workspace.open(place) as workspace:
            workspace.ingest([document(text=NAMESAKES)], coder=coder())
            event_id, second, _ = ids(workspace)
    with Workspace.open(url) as workspace:
        act(workspace, event_id, Correction.kind("Attack"))
        act(workspace, second, Correction.accept())
    file = tmp_path / "corrections.jsonl"
    file.write_text(mapkit("export", "--workspace", url).stdout)
    assert "2 added" in mapkit("import", str(file), "--workspace", there).stderr
    assert "2 known" in mapkit("import", str(file), "--workspace", there).stderr
    with Workspace.open(there) as workspace:
        assert workspace.event(event_id).event_type == EventType.VIOLENCE
        workspace.ingest([document(text=NAMESAKES)], coder=coder("2", changed(claimed_by="somebody")))
    stale = mapkit("stale", "--workspace", there).stdout
    assert second in stale
    assert "accept by Olena" in stale
    file.write_text("nonsense\n")
    failed = mapkit("import", str(file), "--workspace", there, status=2).stderr
    assert f"{file}, line 1: is no JSON in UTF-8" in failed
