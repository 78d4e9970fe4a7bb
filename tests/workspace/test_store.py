import dataclasses
import datetime as dt
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from databases import execute, tables

from mapkit.errors import GazetteerError, WorkspaceError
from mapkit.model import Document, EventType
from mapkit.workspace import INDEX_COLUMNS, Coder, Outcome, Reject, Workspace
from synthetic import coder, document, line


def changed_rows(workspace, since=0):
    rows = [row for page in workspace.index_rows(since) for row in page]
    return [dict(zip(INDEX_COLUMNS, row, strict=True)) for row in rows]


class TestIngest:
    def test_what_goes_in_comes_out(self, workspace):
        item = document(publisher="The Daily", url="https://news.example/1", published=dt.date(2024, 8, 27), title="T")
        report = workspace.ingest([item], coder=coder())
        assert (report.added, report.events, report.rejects) == (1, 2, [])
        assert workspace.document(item.document_id) == item
        assert list(workspace.documents()) == [item]
        clash, evacuation = workspace.events()
        assert (clash.event_type, clash.location, clash.front) == (EventType.BATTLES, "Pokrovsk", "Donetsk")
        assert workspace.event(evacuation.event_id) == evacuation
        assert item.text[evacuation.evidence[0].start : evacuation.evidence[0].end] == evacuation.evidence[0].exact
        assert evacuation.created == evacuation.updated
        assert dt.datetime.fromisoformat(evacuation.created).tzinfo == dt.UTC

    def test_the_same_again_is_skipped_without_coding(self, workspace):
        workspace.ingest([document()], coder=coder())
        before = workspace.version()
        report = workspace.ingest([document()], coder=Coder(run=lambda _: pytest.fail("coded again"), version="1"))
        assert (report.added, report.skipped) == (0, 1)
        assert workspace.version() == before

    def test_progress_tells_each_document(self, workspace):
        seen = []
        workspace.ingest([document("a"), document("b"), document("c", "nonsense")], seen.append, coder=coder())
        assert seen == [
            Outcome("a", "added", 2),
            Outcome("b", "skipped", reason="the same text is there as a"),
            Outcome("c", "rejected", reason="line 'nonsense' has no seven fields"),
        ]

    def test_the_same_text_by_another_publisher_is_another_document(self, workspace):
        items = [document("a", publisher="One"), document("b", publisher="Two"), document("c", publisher="Two")]
        report = workspace.ingest(items, coder=coder())
        assert (report.added, report.skipped) == (2, 1)

    def test_metadata_that_was_missing_is_added_and_coded_with(self, workspace):
        item = document(publisher="The Daily")
        workspace.ingest([item], coder=coder())
        report = workspace.ingest([document(published=dt.date(2024, 8, 27))], coder=coder())
        assert report.recoded == 1
        stored = workspace.document(item.document_id)
        assert (stored.publisher, stored.published) == ("The Daily", dt.date(2024, 8, 27))
        assert next(workspace.events()).sources[0].publisher == "The Daily"

    @pytest.mark.parametrize(
        ("text", "word"), [("", "empty"), (" \n", "empty"), ("a\0b", "U+0000 at offset 1"), ("ab\ud800", "U+D800")]
    )
    def test_what_no_database_can_hold_is_rejected_with_a_reason(self, workspace, text, word):
        report = workspace.ingest([Document("a\udcff.txt", text)], coder=coder())
        assert report.added == 0
        (reject,) = report.rejects
        assert (word in reject.reason) or ("name" in reject.reason)
        assert [(item.name, item.reason) for item in workspace.rejects()] == [("a?.txt", reject.reason)]

    def test_any_other_text_survives(self, workspace):
        text = line(sentence="Бахмут — «місто» 🛰️ e\u0301 'quoted\" \\n %s :name ?")
        workspace.ingest([document(text=text)], coder=coder())
        assert next(workspace.documents()).text == text
        (event,) = workspace.events()
        assert text[event.evidence[0].start : event.evidence[0].end] == event.evidence[0].exact

    def test_a_reject_goes_when_the_document_is_coded_after_all(self, workspace):
        workspace.ingest([document(text="nonsense")], coder=coder())
        assert workspace.rejects() == [Reject("a.txt", "line 'nonsense' has no seven fields")]
        good = Coder(run=lambda _: coder().run([document(text="")]), version="2")
        assert workspace.ingest([document(text="nonsense")], coder=good).added == 1
        assert workspace.rejects() == []
        assert workspace.counts() == {"documents": 1, "events": 0, "rejects": 0}

    def test_a_file_that_cannot_be_read_is_listed_until_it_can_or_the_list_is_emptied(self, workspace):
        for name in ("scan.pdf", "b.txt"):
            workspace.reject(name, "holds\nno text")
        workspace.reject("scan.pdf", "is empty")
        assert [(one.name, one.reason) for one in workspace.rejects()] == [
            ("b.txt", "holds no text"),
            ("scan.pdf", "is empty"),
        ]
        workspace.ingest([document(name="scan.pdf")], coder=coder())
        assert [one.name for one in workspace.rejects()] == ["b.txt"]
        assert workspace.forget_rejects() == 1
        assert workspace.rejects() == []

    def test_a_coder_that_breaks_on_one_document_loses_no_other(self, workspace):
        def run(documents):
            if documents[0].name == "bad":
                raise ZeroDivisionError("one\ntwo")
            return coder().run(documents)

        report = workspace.ingest([document("bad", "x"), document("good")], coder=Coder(run, "1"))
        assert report.added == 1
        assert report.rejects == [Reject("bad", "coding failed: ZeroDivisionError: one two")]

    def test_a_broken_gazetteer_is_no_documents_fault(self, workspace):
        def run(_):
            raise GazetteerError("the index is damaged")

        with pytest.raises(GazetteerError):
            workspace.ingest([document()], coder=Coder(run, "1"))
        assert workspace.counts()["documents"] == 0

    def test_a_document_goes_in_whole_or_not_at_all(self, workspace, monkeypatch):
        workspace.ingest([document("first")], coder=coder())
        before = (workspace.version(), workspace.counts())

        def fail(_):
            raise RuntimeError("killed midway")

        monkeypatch.setattr("mapkit.workspace.rows.evidence_rows", fail)
        with pytest.raises(RuntimeError, match="midway"):
            workspace.ingest([document("second", line(place="X"))], coder=coder())
        assert (workspace.version(), workspace.counts()) == before

    def test_two_events_of_one_sentence_and_type_are_both_kept(self, workspace):
        def twice(documents):
            result = coder().run(documents)
            result.events = [event for event in result.events for _ in range(2)]
            return result

        assert workspace.ingest([document()], coder=Coder(twice, "1")).events == 4
        assert len({event.event_id for event in workspace.events()}) == 4


class TestRecoding:
    def test_ids_are_kept_and_only_what_changed_is_touched(self, workspace):
        workspace.ingest([document()], coder=coder("1"))
        before = {event.event_id: event for event in workspace.events()}
        counter = workspace.version()

        def better(event):
            if event.sub_event_type == "Evacuation":
                return dataclasses.replace(event, front=None, coder_version="2")
            return dataclasses.replace(event, coder_version="2")

        report = workspace.ingest([document()], coder=coder("2", better))
        assert (report.recoded, report.events) == (1, 2)
        after = {event.event_id: event for event in workspace.events()}
        assert set(after) == set(before)
        assert {event.coder_version for event in after.values()} == {"2"}
        (row,) = changed_rows(workspace, counter)
        assert (row["sub_event_type"], row["front"]) == ("Evacuation", None)
        untouched = next(event for event in after.values() if event.sub_event_type == "Armed clash")
        assert untouched.updated == before[untouched.event_id].updated

    def test_an_event_of_another_type_and_span_over_the_same_words_is_the_same_event(self, workspace):
        workspace.ingest([document()], coder=coder("1"))
        before = [event.event_id for event in workspace.events()]

        def change(event):
            start = event.evidence[0].start
            part = dataclasses.replace(event.evidence[0], start=start + 3, exact=event.evidence[0].exact[3:])
            kind = EventType.EXPLOSIONS if event.event_type == EventType.BATTLES else event.event_type
            sub = "Air/drone strike" if kind == EventType.EXPLOSIONS else event.sub_event_type
            return dataclasses.replace(
                event, event_id=f"new-{start}", event_type=kind, sub_event_type=sub, evidence=(part,)
            )

        workspace.ingest([document()], coder=coder("2", change))
        events = list(workspace.events())
        assert [event.event_id for event in events] == before
        assert events[0].sub_event_type == "Air/drone strike"

    def test_what_is_no_longer_found_is_marked_not_lost_and_comes_back(self, workspace):
        workspace.ingest([document()], coder=coder("1"))
        clash, evacuation = workspace.events()
        counter = workspace.version()
        fewer = Coder(lambda items: _without(coder().run(items), "Evacuation"), "2")
        workspace.ingest([document()], coder=fewer)
        assert [event.event_id for event in workspace.events()] == [clash.event_id]
        assert workspace.event(evacuation.event_id).deleted
        assert [(row["event_id"], row["deleted"]) for row in changed_rows(workspace, counter)] == [
            (evacuation.event_id, True)
        ]
        workspace.ingest([document()], coder=coder("3"))
        back = workspace.event(evacuation.event_id)
        assert (back.deleted, back.created) == (False, evacuation.created)


def _without(result, sub):
    result.events = [event for event in result.events if event.sub_event_type != sub]
    return result


class TestReading:
    def test_unknown_ids(self, workspace):
        for ask in (workspace.event, workspace.document):
            with pytest.raises(WorkspaceError, match="nothing"):
                ask("nothing")

    def test_events_by_id_in_the_order_asked_for(self, workspace):
        workspace.ingest([document()], coder=coder())
        ids = [event.event_id for event in workspace.events()]
        asked = [ids[1], "nothing", ids[0]]
        assert [event.event_id for event in workspace.events(asked)] == [ids[1], ids[0]]

    def test_many_pages(self, workspace, monkeypatch):
        monkeypatch.setattr("mapkit.workspace.store._PAGE", 7)
        monkeypatch.setattr("mapkit.workspace.store._INDEX_PAGE", 7)
        for name in "abc":
            text = "".join(line(sentence=f"{name} {n}.") for n in range(20))
            workspace.ingest([document(name, text)], coder=coder())
        events = list(workspace.events())
        assert len({event.event_id for event in events}) == 60
        reading_order = [(event.evidence[0].document_id, event.evidence[0].start) for event in events]
        assert reading_order == sorted(reading_order)
        assert len({row["event_id"] for row in changed_rows(workspace)}) == 60
        assert [len(page) for page in workspace.index_rows(2)] == [7, 7, 6]

    def test_a_follower_sees_every_change_once(self, workspace):
        known, seen = 0, []
        for name in "abcd":
            workspace.ingest([document(name, line(sentence=f"Event {name}."))], coder=coder())
            until = workspace.version()
            seen += [row["sentence"] for page in workspace.index_rows(known, until) for row in
                     (dict(zip(INDEX_COLUMNS, row, strict=True)) for row in page)]  # fmt: skip
            known = until
        assert seen == [f"Event {name}." for name in "abcd"]


class TestOpening:
    def test_default_place_and_environment(self, home, tmp_path, monkeypatch):
        with Workspace.open() as workspace:
            workspace.ingest([document()], coder=coder())
        assert (home / "workspace.sqlite3").is_file()
        monkeypatch.setenv("MAPKIT_WORKSPACE", f"sqlite:///{tmp_path}/other.db")
        with Workspace.open() as workspace:
            assert workspace.counts()["documents"] == 0

    def test_what_was_kept_is_there_after_a_restart(self, url):
        with Workspace.open(url) as workspace:
            workspace.ingest([document()], coder=coder())
            identity, version = workspace.identity, workspace.version()
        with Workspace.open(url) as workspace:
            assert len(list(workspace.events())) == 2
            assert (workspace.identity, workspace.version()) == (identity, version)

    def test_no_database(self, tmp_path):
        path = tmp_path / "w.db"
        path.write_text("This is a letter, not a database. " * 50)
        with pytest.raises(WorkspaceError, match=r"w\.db: .*not a database.*name another file") as caught:
            Workspace.open(str(path))
        assert "\n" not in str(caught.value)
        assert path.read_text().startswith("This is a letter")

    def test_another_programs_database_is_left_alone(self, url):
        execute(url, "CREATE TABLE documents (id INTEGER)")
        with pytest.raises(WorkspaceError, match="another program"):
            Workspace.open(url)
        assert tables(url) == ["documents"]

    def test_a_newer_mapkits_database(self, url):
        Workspace.open(url).close()
        execute(url, "UPDATE meta SET value = '999' WHERE key = 'schema'")
        with pytest.raises(WorkspaceError, match="newer mapkit"):
            Workspace.open(url)

    @pytest.mark.parametrize(
        ("url", "word"),
        [
            ("sqlite://", "name a file"),
            ("sqlite:///:memory:", "name a file"),
            ("mysql://localhost/x", "not in 'mysql'"),
            ("nonsense://x", "not in 'nonsense'"),
            ("postgresql+nothing://localhost/x", "driver"),
            ("sqlite:///x?nonsense=1", "nonsense"),
        ],
    )
    def test_urls_that_cannot_be(self, url, word, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        with pytest.raises(WorkspaceError, match=word):
            Workspace.open(url)

    def test_a_folder_is_no_file(self, tmp_path):
        with pytest.raises(WorkspaceError, match="folder"):
            Workspace.open(str(tmp_path))

    def test_passwords_are_not_told(self):
        with pytest.raises(WorkspaceError) as caught:
            Workspace.open("postgresql+nothing://me:hunter2@localhost/x")
        assert "hunter2" not in str(caught.value)


class TestTogether:
    def test_threads_that_write_and_read(self, workspace):
        errors, stop = [], threading.Event()

        def write(number):
            for n in range(8):
                text = line(sentence=f"Thread {number} event {n}.")
                workspace.ingest([document(f"{number}-{n}", text)], coder=coder())

        def read():
            while not stop.is_set():
                version = workspace.version()
                assert len(changed_rows(workspace)) >= version - 1

        def guard(work, *values):
            try:
                work(*values)
            except BaseException as error:  # noqa: BLE001 - told in the main thread
                errors.append(error)

        reader = threading.Thread(target=guard, args=(read,))
        writers = [threading.Thread(target=guard, args=(write, number)) for number in range(4)]
        for thread in (reader, *writers):
            thread.start()
        for thread in writers:
            thread.join()
        stop.set()
        reader.join()
        assert errors == []
        assert workspace.counts()["events"] == workspace.version() == 32

    def test_processes_that_open_and_write_at_once(self, url):
        script = (
            "import sys; sys.path.insert(0, sys.argv[1])\n"
            "from synthetic import coder, document, line\n"
            "from mapkit.workspace import Workspace\n"
            "with Workspace.open(sys.argv[2]) as workspace:\n"
            "    shared = [document(f'd{n}', line(sentence=f'Event {n}.')) for n in range(6)]\n"
            "    report = workspace.ingest(shared, coder=coder())\n"
            "    print(report.added)\n"
        )
        command = [sys.executable, "-c", script, str(Path(__file__).parents[1]), url]
        runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
        answers = [run.communicate(timeout=120) for run in runs]
        assert [error for _, error in answers] == [""] * 3
        assert sum(int(out) for out, _ in answers) == 6
        with Workspace.open(url) as workspace:
            assert workspace.counts() == {"documents": 6, "events": 6, "rejects": 0}

    def test_a_run_that_was_killed_is_started_again(self, url):
        class Killed(BaseException):
            pass

        def documents():
            yield document("a", line(sentence="One."))
            yield document("b", line(sentence="Two."))
            raise Killed

        with Workspace.open(url) as workspace, pytest.raises(Killed):
            workspace.ingest(documents(), coder=coder())
        with Workspace.open(url) as workspace:
            items = [document(name, line(sentence=s)) for name, s in (("a", "One."), ("b", "Two."), ("c", "Three."))]
            report = workspace.ingest(items, coder=coder())
            assert (report.skipped, report.added) == (2, 1)
