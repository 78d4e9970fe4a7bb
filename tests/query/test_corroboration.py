"""How many independent publishers tell of an event: always what comparing everything with everything gives."""

import dataclasses
import datetime as dt
import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapkit.coding import compare, corroboration
from mapkit.errors import WorkspaceError
from mapkit.model import EventStatus
from mapkit.query import NO_PUBLISHER, EventIndex, Filters, similar
from mapkit.workspace import Correction, Workspace
from synthetic import coder, document, line

KHERSON, NEAR, NIKOPOL = (46.64, 32.61), (46.72, 32.66), (47.57, 34.39)
AT = {"latitude": KHERSON[0], "longitude": KHERSON[1], "place": "Kherson"}


def paper(name, publisher, *lines, published=dt.date(2024, 11, 20)):
    return document(f"{name}.txt", "".join(lines), publisher=publisher, published=published)


def shelling(sentence, day="2024-11-19", latitude=AT["latitude"], longitude=AT["longitude"], place="Kherson", more=""):
    dates = f"date_start={day};date_end={day}" if day else ""
    return line(
        "Explosions/Remote violence",
        "Shelling/artillery/missile attack",
        place,
        latitude,
        longitude,
        ";".join(part for part in (dates, more) if part),
        sentence,
    )


@pytest.fixture
def desk(tmp_path):
    with Workspace.open(str(tmp_path / "w.db")) as workspace:
        index = EventIndex(workspace)
        yield workspace, index
        index.close()


def put(workspace, *documents, version="1"):
    report = workspace.ingest(documents, coder=coder(version))
    assert report.rejects == []


def numbers(index):
    """The number of publishers of each event, by its sentence."""
    found = {}
    for least in range(1, 9):
        for row in index.table(Filters(statuses=(), publishers=least)).rows:
            found[row["sentence"]] = least
    return found


def test_another_publishers_report_bears_an_event_out_and_a_copy_does_not(desk):
    workspace, index = desk
    put(workspace, paper("a", "One", shelling("Shells fell on Kherson.")))
    assert numbers(index) == {"Shells fell on Kherson.": 1}
    put(workspace, paper("b", "Two", shelling("Kherson came under fire.")))
    assert set(numbers(index).values()) == {2}
    put(workspace, paper("c", "Three", shelling("Shells fell  on Kherson.")))
    assert set(numbers(index).values()) == {2}
    put(workspace, paper("d", "One", shelling("The shelling of Kherson went on.")))
    assert set(numbers(index).values()) == {2}
    put(workspace, paper("e", None, shelling("Guns were heard in Kherson.")))
    assert set(numbers(index).values()) == {3}
    assert index.facets(Filters()).publishers == {1: 5, 2: 5, 3: 5}
    assert index.facets(Filters(publishers=4)).publishers == {1: 5, 2: 5, 3: 5, 4: 0}


def test_what_is_far_in_place_or_time_planned_or_of_another_type_bears_nothing_out(desk):
    workspace, index = desk
    put(
        workspace,
        paper("a", "One", shelling("Here.")),
        paper("b", "Two", shelling("Elsewhere.", latitude=NIKOPOL[0], longitude=NIKOPOL[1], place="Nikopol")),
        paper("c", "Three", shelling("Last month.", day="2024-10-19")),
        paper("d", "Four", shelling("It is expected.", more="status=future")),
        paper("e", "Five", line("Protests", "Peaceful protest", "Kherson", *KHERSON, "", "A march.")),
        paper("f", "Six", shelling("Undated, in the news of spring.", day=None), published=dt.date(2024, 4, 1)),
    )
    assert set(numbers(index).values()) == {1}


def test_only_what_may_be_the_event_by_its_day_is_compared_with_it(desk):
    """A besieged city has hundreds of reports a week: a correction reads those of the days around it alone."""
    workspace, index = desk
    put(
        workspace,
        paper("a", "One", shelling("Here.", day="2024-11-10"), published=dt.date(2024, 11, 10)),
        paper("b", "Two", shelling("Two days on.", day="2024-11-12"), published=dt.date(2024, 11, 12)),
        paper("c", "Three", shelling("Three days on.", day="2024-11-13"), published=dt.date(2024, 11, 13)),
        paper("d", "Four", shelling("Undated, in the news of that week.", day=None), published=dt.date(2024, 11, 16)),
    )
    by_words = {event.evidence[0].exact: event.event_id for event in workspace.events()}
    found = index.look_alikes(by_words["Here."])
    assert set(found) == {by_words["Two days on."], by_words["Undated, in the news of that week."]}


def test_a_correction_of_the_place_moves_the_number_and_taking_it_back_too(desk):
    workspace, index = desk
    put(workspace, paper("a", "One", shelling("Here.")), paper("b", "Two", shelling("There.")))
    one, _ = workspace.events()
    entry = workspace.correct(
        one.event_id, Correction.pin(*NIKOPOL, uncertainty_m=100), by="Olena", seen=workspace.version()
    )
    assert set(numbers(index).values()) == {1}
    workspace.undo(entry.correction_id, by="Olena")
    assert set(numbers(index).values()) == {2}
    workspace.correct(one.event_id, Correction.delete("sport"), by="Olena", seen=workspace.version())
    assert set(numbers(index).values()) == {1}


def test_pairs_told_apart_do_not_count(desk):
    workspace, index = desk
    put(workspace, paper("a", "One", shelling("Here.")), paper("b", "Two", shelling("There.")))
    one, other = workspace.events()
    entry = workspace.correct(one.event_id, Correction.apart(other.event_id), by="Olena", seen=workspace.version())
    assert set(numbers(index).values()) == {1}
    workspace.undo(entry.correction_id, by="Olena")
    assert set(numbers(index).values()) == {2}


def test_what_is_merged_counts_with_all_its_documents_and_is_told_by_both(desk):
    workspace, index = desk
    put(
        workspace,
        paper("a", "One", shelling("Here.")),
        paper("b", "Two", shelling("There.", day="2024-08-01", latitude=NIKOPOL[0], longitude=NIKOPOL[1])),
    )
    one, other = sorted(workspace.events(), key=lambda event: event.sources[0].publisher)
    assert index.facets().sources == {"One": 1, "Two": 1}
    entry = workspace.correct(other.event_id, Correction.merge(one.event_id), by="Olena", seen=workspace.version())
    assert numbers(index) == {"Here.": 2}
    assert index.facets().sources == {"One": 1, "Two": 1}
    assert index.ids(Filters(sources=("Two",))) == [one.event_id]
    assert similar(workspace.event(one.event_id), index, workspace).publishers == 2
    workspace.undo(entry.correction_id, by="Olena")
    assert numbers(index) == {"Here.": 1, "There.": 1}


def test_events_are_found_by_who_tells_of_them(desk):
    workspace, index = desk
    put(
        workspace,
        paper("a", "One", shelling("Here."), shelling("There.")),
        paper("b", "Two & Co", shelling("Yonder.")),
        paper("c", None, shelling("Somewhere.")),
    )
    assert index.facets().sources == {"One": 2, "Two & Co": 1, NO_PUBLISHER: 1}
    for names, expected in (
        (("One",), {"Here.", "There."}),
        (("Two & Co", NO_PUBLISHER), {"Yonder.", "Somewhere."}),
        (("Two",), set()),
    ):
        assert {row["sentence"] for row in index.table(Filters(sources=names)).rows} == expected
    assert index.facets(Filters(sources=("One",))).sources == index.facets().sources


def test_it_holds_across_the_antimeridian(desk):
    workspace, index = desk
    put(
        workspace,
        paper("a", "One", shelling("West of it.", latitude=-16.8, longitude=179.98)),
        paper("b", "Two", shelling("East of it.", latitude=-16.8, longitude=-179.98)),
    )
    assert set(numbers(index).values()) == {2}


def test_a_kept_index_knows_what_was_told_apart_since(tmp_path, monkeypatch):
    monkeypatch.setattr("mapkit.query.following._SORT_FROM", 1)
    with Workspace.open(str(tmp_path / "w.db")) as workspace:
        put(workspace, paper("a", "One", shelling("Here.")), paper("b", "Two", shelling("There.")))
        first = EventIndex(workspace, tmp_path / "kept")
        assert set(numbers(first).values()) == {2}
        first.close()
        one, other = workspace.events()
        workspace.correct(one.event_id, Correction.apart(other.event_id), by="Olena", seen=workspace.version())
        second = EventIndex(workspace, tmp_path / "kept")
        assert set(numbers(second).values()) == {1}
        second.close()


PLACES = ((*KHERSON, "Kherson"), (*NEAR, "Bilozerka"), (*NIKOPOL, "Nikopol"), ("", "", ""))
DAYS = (None, "2024-11-19", "2024-11-20", "2024-11-24", "2024-12-24")
lines = st.builds(
    lambda where, day, more, number: shelling(f"Report {number}.", day, *where, more),
    st.sampled_from(PLACES),
    st.sampled_from(DAYS),
    st.sampled_from(["", "", "status=future", "gazetteer_id=1"]),
    st.integers(0, 3),
)
papers = st.tuples(
    st.integers(0, 5),
    st.sampled_from([None, "One", "Two", "Three"]),
    st.lists(lines, min_size=1, max_size=3, unique=True),
    st.sampled_from([None, dt.date(2024, 11, 20), dt.date(2024, 12, 25)]),
)
acts = st.tuples(st.sampled_from(["pin", "apart", "merge", "delete", "status"]), st.integers(0, 20), st.integers(0, 20))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(papers | acts | st.just("undo"), min_size=3, max_size=9))
def test_it_stays_true_whatever_is_done(tmp_path_factory, steps):
    with Workspace.open(str(tmp_path_factory.mktemp("w") / "w.db")) as workspace:
        index, entries = EventIndex(workspace), []
        for step in steps:
            _do(workspace, step, entries)
            assert _counted(index) == _by_hand(workspace)
            event = next(workspace.events(), None)
            if event:
                assert similar(event, index, workspace).publishers == _by_hand(workspace)[event.event_id]
        index.close()
        anew = EventIndex(workspace)
        assert _counted(anew) == _by_hand(workspace)
        anew.close()


def _do(workspace, step, entries):
    if step == "undo":
        if entries:
            workspace.undo(entries.pop().correction_id, by="Olena")
        return
    if len(step) == 4:
        name, publisher, told, published = step
        put(workspace, paper(str(name), publisher, *told, published=published))
        return
    act, first, second = step
    events = list(workspace.events())
    if not events:
        return
    one, other = events[first % len(events)], events[second % len(events)]
    correction = {
        "pin": lambda: Correction.pin(*NEAR, uncertainty_m=100),
        "apart": lambda: Correction.apart(other.event_id),
        "merge": lambda: Correction.merge(other.event_id),
        "delete": lambda: Correction.delete("sport"),
        "status": lambda: Correction.status(EventStatus.NEGATED),
    }[act]()
    if act in {"apart", "merge"} and one is other:
        return
    try:
        entries.append(workspace.correct(one.event_id, correction, by="Olena", seen=workspace.version()))
    except WorkspaceError:  # merged in a circle, or the same as it was
        return


def _counted(index):
    found = {}
    for least in range(1, 6):
        found |= dict.fromkeys(index.ids(Filters(statuses=(), publishers=least)), least)
    return found


def _by_hand(workspace):
    events, apart = list(workspace.events()), workspace.apart()
    alike = {event.event_id: [event] for event in events}
    for one, other in itertools.combinations(events, 2):
        happened = one.event_status is other.event_status is EventStatus.ACTUAL
        told_apart = frozenset((one.event_id, other.event_id)) in apart
        if happened and not told_apart and _in_one_week(workspace, one, other) and compare(one, other):
            alike[one.event_id].append(other)
            alike[other.event_id].append(one)
    return {event_id: max(1, corroboration(_parts(them))) for event_id, them in alike.items()}


def _in_one_week(workspace, one, other):
    days = [
        event.date_start or (workspace.document(event.evidence[0].document_id).published or "")
        for event in (one, other)
    ]
    return not all(days) or abs((dt.date.fromisoformat(str(days[0])) - dt.date.fromisoformat(str(days[1]))).days) <= 7


def _parts(events):
    """Each document's part of what was merged, as an event of its own."""
    for event in events:
        for source in event.sources:
            said = tuple(part for part in event.evidence if part.document_id == source.document_id)
            yield dataclasses.replace(event, sources=(source,), evidence=said)
