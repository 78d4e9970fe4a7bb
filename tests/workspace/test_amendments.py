"""What people say of a document itself: kept, coded with, taken back; and the list of documents."""

import dataclasses
import datetime as dt
from types import SimpleNamespace

import pytest
from desk import TOWN, act

from mapkit.errors import WorkspaceError
from mapkit.model import Source
from mapkit.workspace import Coder, ConflictError, Correction, UnknownIdError, Workspace
from synthetic import coder, document, line

TEXT = line(place="Sumy", sentence="Sumy was struck on Monday.") + line(place="Kursk", sentence="A raid hit Kursk.")


def dated(version="dated"):
    """A coder whose events happen on the day of publication, and know where they are told."""
    plain = coder(version)

    def run(documents):
        (item,) = documents
        result = plain.run([item])
        day = item.published.isoformat() if item.published else None
        source = Source(item.document_id, item.publisher, item.title, item.url, day)
        events = [
            dataclasses.replace(event, event_date=day, date_start=day, date_end=day, sources=(source,))
            for event in result.events
        ]
        return SimpleNamespace(events=tuple(events), rejects=result.rejects)

    return Coder(run, version)


@pytest.fixture
def report(workspace):
    item = document(text=TEXT, title="Night raid", publisher="The Desk")
    workspace.ingest([item], coder=dated())
    return item.document_id


def amend(workspace, document_id, by="Olena", **value):
    return workspace.amend(document_id, value, by=by, seen=workspace.version(), coder=dated())


def days(workspace, document_id):
    return {event.event_date for event in workspace.events(document_id=document_id)}


def test_a_day_that_is_set_right_codes_the_document_anew_and_keeps_its_events(workspace, report):
    before = [event.event_id for event in workspace.events()]
    known = workspace.version()
    entry = amend(workspace, report, published="2024-08-19")
    assert workspace.document(report).published == dt.date(2024, 8, 19)
    assert days(workspace, report) == {"2024-08-19"}
    assert [event.event_id for event in workspace.events()] == before
    assert (entry.by, entry.value, entry.old) == ("Olena", {"published": "2024-08-19"}, {"published": None})
    assert sum(len(page) for page in workspace.index_rows(known)) == 2


def test_what_people_made_of_the_events_stays(workspace, report):
    first, second = (event.event_id for event in workspace.events())
    act(workspace, first, Correction.place(TOWN))
    act(workspace, second, Correction.delete("told twice"))
    amend(workspace, report, published="2024-08-19", publisher="The Other Desk")
    event = workspace.event(first)
    assert (event.location, event.event_date, event.sources[0].publisher) == (
        "Pokrovsk",
        "2024-08-19",
        "The Other Desk",
    )
    assert workspace.event(second).deleted
    assert workspace.stale_corrections() == []


def test_it_is_taken_back_and_put_back(workspace, report):
    first = amend(workspace, report, publisher="A", title="T")
    second = amend(workspace, report, publisher="B")
    undone = workspace.undo_amendment(first.amendment_id, by="Ivan", why="wrong paper", coder=dated())
    found = workspace.document(report)
    assert (found.publisher, found.title) == ("B", "Night raid")
    workspace.undo_amendment(second.amendment_id, by="Ivan", coder=dated())
    assert workspace.document(report).publisher == "The Desk"
    workspace.undo_amendment(undone.amendment_id, by="Olena", coder=dated())
    found = workspace.document(report)
    assert (found.publisher, found.title) == ("A", "T")
    told = [(entry.by, entry.why, entry.live) for entry in workspace.document_history(report)]
    assert told == [
        ("Olena", None, True),
        ("Olena", None, False),
        ("Ivan", "wrong paper", False),
        ("Ivan", None, True),
        ("Olena", None, True),
    ]
    with pytest.raises(WorkspaceError, match="taken back already"):
        workspace.undo_amendment(second.amendment_id, by="Ivan", coder=dated())


def test_reading_the_file_again_takes_no_persons_word_away(workspace, report):
    entry = amend(workspace, report, publisher=None, url="https://desk.example/raid")
    file = document(text=TEXT, title="Night raid", publisher="The Desk", published=dt.date(2024, 8, 20))
    workspace.ingest([file], coder=dated())
    found = workspace.document(report)
    assert (found.publisher, found.url, found.published) == (None, "https://desk.example/raid", dt.date(2024, 8, 20))
    assert workspace.ingest([file], coder=dated()).skipped == 1
    workspace.undo_amendment(entry.amendment_id, by="Ivan", coder=dated())
    found = workspace.document(report)
    assert (found.publisher, found.url, found.published) == ("The Desk", None, dt.date(2024, 8, 20))


def test_a_word_that_comes_while_the_document_is_coded_is_coded_with(workspace, report):
    waiting = [lambda: amend(workspace, report, publisher="Said meanwhile")]
    plain = dated("newer")

    def run(documents):
        result = plain.run(documents)
        while waiting:
            waiting.pop()()
        return result

    workspace.ingest([document(text=TEXT, title="Night raid", publisher="The Desk")], coder=Coder(run, "newer"))
    assert {event.sources[0].publisher for event in workspace.events()} == {"Said meanwhile"}
    assert workspace.document(report).publisher == "Said meanwhile"


def test_two_people_do_not_overwrite_each_other_unseen(workspace, report):
    seen = workspace.version()
    workspace.amend(report, {"publisher": "A"}, by="Olena", seen=seen, coder=dated())
    with pytest.raises(ConflictError, match="publisher by Olena"):
        workspace.amend(report, {"title": "B"}, by="Ivan", seen=seen, coder=dated())
    assert workspace.document(report).title == "Night raid"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"published": "19 August"}, "no day"),
        ({"url": "javascript:alert(1)"}, "https://"),
        ({"title": "  "}, "is empty"),
        ({"title": "a\0b"}, "U\\+0000"),
        ({"publisher": "x" * 501}, "500 at the most"),
        ({"name": "x"}, "no field of a document"),
        ({"publisher": "The Desk"}, "nothing is changed"),
        ({}, "nothing is changed"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(workspace, report, value, words):
    known = workspace.version()
    with pytest.raises(WorkspaceError, match=words):
        amend(workspace, report, **value)
    assert workspace.document_history(report) == []
    assert workspace.version() == known


def test_what_was_read_and_nobody_could_write_hinders_no_other_field(workspace):
    item = document(text=TEXT, title="x" * 501, url="desk.example/raid")
    workspace.ingest([item], coder=dated())
    entry = amend(workspace, item.document_id, title="x" * 501, url="desk.example/raid", publisher="The Desk")
    assert entry.value == {"publisher": "The Desk"}
    assert workspace.document(item.document_id).url == "desk.example/raid"


def test_a_coder_that_fails_is_told_in_one_line_and_nothing_is_kept(workspace, report):
    def run(_documents):
        raise RuntimeError("odd")

    with pytest.raises(WorkspaceError, match="coding failed: RuntimeError: odd; nothing is changed"):
        workspace.amend(report, {"title": "x"}, by="Olena", seen=workspace.version(), coder=Coder(run, "broken"))
    assert workspace.document_history(report) == []


def test_unknown_ids(workspace):
    with pytest.raises(UnknownIdError):
        amend(workspace, "0" * 16, title="x")
    with pytest.raises(UnknownIdError):
        workspace.document_history("0" * 16)
    with pytest.raises(UnknownIdError):
        workspace.undo_amendment("0" * 32, by="Olena", coder=dated())


def test_it_is_kept_over_a_restart(url):
    with Workspace.open(url) as workspace:
        item = document(text=TEXT)
        workspace.ingest([item], coder=dated())
        amend(workspace, item.document_id, title="Ніч")
    with Workspace.open(url) as workspace:
        assert workspace.document(item.document_id).title == "Ніч"
        assert [entry.by for entry in workspace.document_history(item.document_id)] == ["Olena"]


class TestList:
    @pytest.fixture
    def many(self, workspace):
        for number, (name, publisher, day, count) in enumerate(
            [
                ("Bread and roads", "Вісник", dt.date(2024, 8, 2), 1),
                ("alarm at the port", None, None, 2),
                ("100% certain", "The Desk", dt.date(2024, 8, 1), 0),
            ]
        ):
            text = "".join(line(sentence=f"Event {number}.{part}.") for part in range(count or 1))
            item = document(f"{number}.txt", text, title=name, publisher=publisher, published=day)
            workspace.ingest([item], coder=coder())
        act(workspace, next(workspace.events(document_id=item.document_id)).event_id, Correction.delete("an opinion"))

    @pytest.mark.usefixtures("many")
    @pytest.mark.parametrize(
        ("sort", "numbers"),
        [
            ("title", [2, 1, 0]),
            ("-title", [0, 1, 2]),
            ("publisher", [2, 0, 1]),
            ("published", [2, 0, 1]),
            ("-published", [0, 2, 1]),
            ("events", [2, 0, 1]),
            ("-events", [1, 0, 2]),
            ("added", [0, 1, 2]),
        ],
    )
    def test_it_is_sorted_and_what_is_not_stated_comes_last(self, workspace, sort, numbers):
        assert [item.name for item in workspace.document_list(sort=sort).items] == [f"{n}.txt" for n in numbers]

    @pytest.mark.usefixtures("many")
    @pytest.mark.parametrize(
        ("query", "numbers"),
        [("ALARM", [1]), ("вісник", [0]), ("ВІСНИК bread", [0]), ("%", [2]), ("_", []), ("2.txt", [2]), ("no\0", [])],
    )
    def test_it_is_searched_by_words_in_any_case(self, workspace, query, numbers):
        found = workspace.document_list(query)
        assert [item.name for item in found.items] == [f"{n}.txt" for n in numbers]
        assert found.total == len(numbers)

    @pytest.mark.usefixtures("many")
    def test_pages(self, workspace):
        first = workspace.document_list(sort="added", page_size=2)
        last = workspace.document_list(sort="added", page_size=2, page=9)
        assert (first.total, first.pages, [item.events for item in first.items]) == (3, 2, [1, 2])
        assert (last.page, [item.events for item in last.items]) == (2, [0])

    def test_nothing_there(self, workspace):
        found = workspace.document_list("x")
        assert (found.items, found.total, found.pages) == ((), 0, 1)

    @pytest.mark.parametrize("options", [{"page": 0}, {"page_size": 501}, {"sort": "text"}])
    def test_what_cannot_be_asked(self, workspace, options):
        with pytest.raises(WorkspaceError):
            workspace.document_list(**options)
