import dataclasses
import datetime as dt
import threading
from types import SimpleNamespace

import pytest
from desk import NAMESAKES, SAKHA, TOWN, act, changed, ids, place, told

from mapkit.errors import WorkspaceError
from mapkit.model import Actor, ClaimStatus, EventStatus, EventType, Quantity
from mapkit.workspace import (
    INDEX_COLUMNS,
    Coder,
    ConflictError,
    Correction,
    Review,
    Scope,
    UnknownIdError,
    Workspace,
)
from synthetic import coder, document, line


@pytest.fixture
def events(workspace):
    workspace.ingest([document(text=NAMESAKES)], coder=coder())
    return ids(workspace)


def record(workspace, event_id):
    event = workspace.event(event_id)
    return dataclasses.replace(event, updated=None, coder_version="", explanation=())


class TestFields:
    @pytest.mark.parametrize(
        ("correction", "fields"),
        [
            (
                Correction.kind("Air/drone strike"),
                {"event_type": EventType.EXPLOSIONS, "sub_event_type": "Air/drone strike"},
            ),
            (Correction.status(EventStatus.NEGATED), {"event_status": EventStatus.NEGATED}),
            (
                Correction.claim(ClaimStatus.CLAIMED, "the ministry"),
                {"claim_status": ClaimStatus.CLAIMED, "claimed_by": "the ministry"},
            ),
            (
                Correction.quantities([Quantity("fatalities", 2, 2, None, "people", "at least two")]),
                {"quantities": (Quantity("fatalities", 2, 2, None, "people", "at least two"),)},
            ),
            (
                Correction.date(dt.date(2024, 8, 19)),
                {"event_date": "2024-08-19", "date_start": "2024-08-19", "date_end": "2024-08-19", "time_precision": 1},
            ),
            (
                Correction.date(dt.date(2024, 8, 1), dt.date(2024, 8, 20)),
                {"event_date": "2024-08-01", "date_start": "2024-08-01", "date_end": "2024-08-20", "time_precision": 3},
            ),
            (Correction.date(None), {"event_date": None, "time_precision": None}),
            (Correction.actors([Actor("Wagner", "actor", 3)]), {"actors": (Actor("Wagner", "actor", 3),)}),
        ],
        ids=lambda value: str(value.what) if isinstance(value, Correction) else "",
    )
    def test_a_field_is_corrected_and_nothing_else(self, workspace, events, correction, fields):
        before = record(workspace, events[0])
        entry = act(workspace, events[0], correction)
        assert record(workspace, events[0]) == dataclasses.replace(before, **fields)
        standing = workspace.standing(events[0])
        assert (standing.review, standing.coded.sub_event_type) == (Review.CORRECTED, "Armed clash")
        assert entry.targets[0].exact == "Troops clashed in Pokrovsk."
        assert set(entry.targets[0].old) == set(entry.value)
        assert "by hand" in workspace.event(events[0]).explanation[-1]

    def test_the_index_follows(self, workspace, events):
        known = workspace.version()
        act(workspace, events[0], Correction.kind("Attack"))
        act(workspace, events[1], Correction.delete("a headline told again"))
        rows = [dict(zip(INDEX_COLUMNS, row, strict=True)) for page in workspace.index_rows(known) for row in page]
        assert [(row["event_id"], row["sub_event_type"], row["review"], row["deleted"]) for row in rows] == [
            (events[0], "Attack", "corrected", False),
            (events[1], "Armed clash", "rejected", True),
        ]

    @pytest.mark.parametrize(
        ("make", "words"),
        [
            (lambda: Correction.kind("Pillow fight"), "'Pillow fight' is no sub-event type"),
            (lambda: Correction.delete(""), "why: a deletion needs its reason"),
            (lambda: Correction.delete("  "), "why: is empty"),
            (lambda: Correction.accept(why="a\0b"), r"why: holds U\+0000"),
            (lambda: Correction.claim(ClaimStatus.CLAIMED, "\ud800"), r"claimed_by: holds U\+D800"),
            (lambda: Correction.pin(91, 0, 10), "latitude 91 is no number from -90 to 90"),
            (lambda: Correction.pin(float("nan"), 0, 10), "latitude nan is no number"),
            (lambda: Correction.pin(1, 2, -5), "coordinate_uncertainty_m"),
            (lambda: Correction.quantities([Quantity("area", 10**400, None, None, "", "")]), "too large|no number"),
            (lambda: Correction.date(dt.date(2024, 2, 1), dt.date(2024, 1, 1)), "before it starts"),
            (lambda: Correction.date(None, dt.date(2024, 1, 1)), "date_start"),
            (lambda: Correction.actors([Actor("X", "bystander")]), "role 'bystander'"),
            (lambda: Correction.actors([Actor("X", "actor", 9)]), "inter 9"),
            (lambda: Correction.quantities([Quantity("fatalities", 5, 3, None, "", "")]), "low, best, high"),
            (lambda: Correction.quantities([Quantity("fatalities", None, None, None, "", "")]), "low, best, high"),
            (lambda: Correction("type", {"event_type": "Battles"}), "'sub_event_type' is missing"),
        ],
    )
    def test_what_cannot_be_is_said_in_one_line(self, make, words):
        with pytest.raises(WorkspaceError, match=words) as caught:
            make()
        assert "\n" not in str(caught.value)

    def test_who_did_it_must_be_told(self, workspace, events):
        with pytest.raises(WorkspaceError, match="by: is empty"):
            act(workspace, events[0], Correction.accept(), by=" ")

    def test_unknown_ids(self, workspace, events):
        for ask in (
            lambda: act(workspace, "nothing", Correction.accept()),
            lambda: act(workspace, events[0], Correction.merge("nothing")),
            lambda: workspace.undo("nothing", by="Olena"),
            lambda: workspace.standing("nothing"),
            lambda: workspace.history("nothing"),
        ):
            with pytest.raises(UnknownIdError, match="'nothing'"):
                ask()


class TestPlaces:
    def test_another_place_is_first_and_the_former_stays(self, workspace, events):
        act(workspace, events[0], Correction.place(SAKHA))
        event = workspace.event(events[0])
        assert (event.location, event.gazetteer_id, event.latitude, event.country) == (
            "Pokrovsk",
            "2017742",
            61.48,
            "RU",
        )
        assert (event.geo_precision, event.georeference_method) == (1, "gazetteer")
        assert event.coordinate_uncertainty_m == pytest.approx(1_100, rel=0.2)
        first, former = event.candidates
        assert (first["gazetteer_id"], first["reasons"]) == ("2017742", ["chosen by hand"])
        assert (former["name"], former["latitude"]) == ("Pokrovsk", 48.28)
        assert event.confidence.resolution is None

    def test_a_candidate_keeps_its_score(self, workspace):
        score = {"score": 0.4, "reasons": ["far away"]}
        ours = [
            {"gazetteer_id": key, "name": "Pokrovsk", "feature_code": "PPL", "admin1": "", "country": "", **at, **score}
            for key, at in (
                ("704508", {"latitude": 48.28, "longitude": 37.18}),
                ("2017742", {"latitude": 61.48, "longitude": 129.15}),
            )
        ]
        change = changed(candidates=tuple(ours), gazetteer_id="704508")
        workspace.ingest([document()], coder=coder("1", change))
        (event_id, _) = ids(workspace)
        act(workspace, event_id, Correction.place(SAKHA))
        first, second = workspace.event(event_id).candidates
        assert (first["gazetteer_id"], first["score"], first["reasons"]) == (
            "2017742",
            0.4,
            ["chosen by hand", "far away"],
        )
        assert second == ours[0]
        act(workspace, event_id, Correction.place(TOWN))
        assert [one["gazetteer_id"] for one in workspace.event(event_id).candidates] == ["704508", "2017742"]

    def test_a_pin(self, workspace, events):
        act(workspace, events[0], Correction.pin(48.3, 37.2, 500, country="UA", why="the bridge in the picture"))
        event = workspace.event(events[0])
        assert (event.latitude, event.longitude, event.coordinate_uncertainty_m) == (48.3, 37.2, 500)
        assert (event.georeference_method, event.gazetteer_id, event.geo_precision) == ("manual", None, 1)
        assert event.location == "Pokrovsk"
        assert [one["latitude"] for one in event.candidates] == [48.3, 48.28]
        assert "the bridge in the picture" in event.explanation[-1]

    def test_a_pin_on_what_was_unresolved(self, workspace):
        unresolved = changed(location=None, location_text="the old mill", latitude=None, longitude=None)
        workspace.ingest([document()], coder=coder("1", unresolved))
        event_id = workspace.queue().items[0].event.event_id
        act(workspace, event_id, Correction.pin(48.3, 37.2, 30_000, name="Old mill"))
        event = workspace.event(event_id)
        assert (event.location, event.location_text, event.geo_precision) == ("Old mill", "the old mill", 3)
        assert len(event.candidates) == 1

    def test_no_place_at_all(self, workspace, events):
        act(workspace, events[0], Correction.no_place(why="a ship of that name"))
        event = workspace.event(events[0])
        assert (event.location, event.latitude, event.front) == (None, None, None)
        assert [one["name"] for one in event.candidates] == ["Pokrovsk"]

    def test_a_stated_distance_and_direction_are_kept(self, workspace):
        anchor = {"gazetteer_id": "704508", "name": "Pokrovsk", "latitude": 48.28, "longitude": 37.18}
        north = changed(
            location_text="20 km north of Pokrovsk",
            gazetteer_id="704508",
            latitude=48.46,
            longitude=37.18,
            geometry={"type": "Point", "coordinates": [37.18, 48.46]},
            georeference_method="offset",
            geo_precision=2,
            where_prec=2,
            coordinate_uncertainty_m=14_000.0,
            candidates=(anchor,),
        )
        workspace.ingest([document()], coder=coder("1", north))
        event_id = ids(workspace)[0]
        for chosen in (place("Elsewhere", 10.0, 10.0, "NG", key="1"), SAKHA):
            act(workspace, event_id, Correction.place(chosen))
        event = workspace.event(event_id)
        assert event.latitude == pytest.approx(SAKHA.latitude + 0.18, abs=0.005)
        assert event.longitude == pytest.approx(SAKHA.longitude, abs=1e-4)
        assert event.geometry == {"type": "Point", "coordinates": [event.longitude, event.latitude]}
        assert (event.georeference_method, event.coordinate_uncertainty_m) == ("offset", 14_000)
        assert (event.candidates[0]["latitude"], event.candidates[1]["name"]) == (SAKHA.latitude, "Elsewhere")

    def test_a_region_is_the_area_that_it_is(self, workspace, events):
        region = {"feature_class": "A", "feature_code": "ADM1", "layer_id": "admin1/RU-KRS"}
        act(
            workspace,
            events[0],
            Correction.place(place("Kursk Oblast", 51.75, 36.1, admin1="", key="538555", **region)),
        )
        event = workspace.event(events[0])
        assert (event.layer_id, event.geo_precision, event.where_prec, event.geometry) == ("admin1/RU-KRS", 3, 4, None)
        assert event.front == "Kursk"
        assert event.explanation[-1] == "place by hand: Kursk Oblast, RU; the coder has Pokrovsk"

    def test_near_a_place_stays_near_the_other(self, workspace):
        near = changed(
            location_text="near Pokrovsk",
            georeference_method="gazetteer",
            geo_precision=2,
            where_prec=2,
            coordinate_uncertainty_m=13_000.0,
        )
        workspace.ingest([document()], coder=coder("1", near))
        event_id = ids(workspace)[0]
        act(workspace, event_id, Correction.place(SAKHA))
        event = workspace.event(event_id)
        assert (event.geo_precision, event.where_prec, event.coordinate_uncertainty_m) == (2, 2, 13_000)


class TestNames:
    def test_what_it_would_change_is_told_first_and_nothing_is_written(self, workspace, events):
        before = workspace.version()
        affected = workspace.affected(events[1], Correction.place(SAKHA, scope=Scope.DOCUMENT))
        assert affected.event_ids == (events[1], events[0])
        assert (affected.kept, affected.documents, affected.seen) == ((), 1, before)
        assert workspace.version() == before

    def test_the_same_name_in_the_document(self, workspace, events):
        workspace.ingest([document("b", NAMESAKES + "\n")], coder=coder())
        correction = Correction.place(SAKHA, scope=Scope.DOCUMENT)
        seen = workspace.affected(events[0], correction).seen
        entry = workspace.correct(events[0], correction, by="Olena", seen=seen)
        moved = {event.event_id for event in workspace.events() if event.country == "RU"}
        assert moved == set(events[:2]) == {target.event_id for target in entry.targets}
        assert workspace.standing(events[0]).review == Review.CORRECTED
        assert workspace.standing(events[1]).review == Review.UNREAD  # nobody has read that one yet
        assert told(workspace, events[1]) == [("place", "Olena", True)]

    def test_the_same_name_everywhere(self, workspace, events):
        workspace.ingest([document("b", NAMESAKES + "\n")], coder=coder())
        affected = workspace.affected(events[0], Correction.place(SAKHA, scope=Scope.EVERYWHERE))
        assert (len(affected.event_ids), affected.documents) == (4, 2)
        act(workspace, events[0], Correction.place(SAKHA, scope=Scope.EVERYWHERE))
        assert [event.country for event in workspace.events()].count("RU") == 4

    def test_what_a_person_has_seen_to_is_left_and_named(self, workspace, events):
        workspace.ingest([document("b", NAMESAKES + "\n")], coder=coder())
        third, fourth = [one for one in ids(workspace) if one not in events][:2]
        act(workspace, events[1], Correction.place(TOWN), by="Petro")
        act(workspace, third, Correction.accept(), by="Petro")
        act(workspace, fourth, Correction.kind("Attack"), by="Petro")
        everywhere = Correction.place(SAKHA, scope=Scope.EVERYWHERE)
        affected = workspace.affected(events[0], everywhere)
        assert affected.event_ids == (events[0], fourth)
        assert dict(affected.kept).keys() == {events[1], third}
        assert all("by Petro at 20" in reason for _, reason in affected.kept)
        act(workspace, events[0], everywhere)
        assert (workspace.event(events[1]).country, workspace.event(third).country) == ("UA", None)
        assert workspace.event(fourth).sub_event_type == "Attack"

    def test_undone_for_all_at_once(self, workspace, events):
        before = [record(workspace, event_id) for event_id in events]
        entry = act(workspace, events[0], Correction.place(SAKHA, scope=Scope.DOCUMENT))
        workspace.undo(entry.correction_id, by="Petro")
        assert [record(workspace, event_id) for event_id in events] == before
        assert told(workspace, events[1]) == [("place", "Olena", False), ("undo", "Petro", True)]

    def test_words_around_the_name_are_no_part_of_it(self, workspace):
        words = iter(["around the strategic city of Pokrovsk", "Pokrovsk's outskirts"])
        tell = lambda event: dataclasses.replace(event, location_text=next(words))  # noqa: E731 - each its own
        workspace.ingest([document()], coder=coder("1", tell))
        first, second = ids(workspace)
        assert workspace.affected(first, Correction.no_place(scope=Scope.DOCUMENT)).event_ids == (first, second)

    def test_an_event_without_a_place_has_no_namesakes(self, workspace):
        workspace.ingest([document(text=line())], coder=coder())
        (event_id,) = ids(workspace)
        with pytest.raises(WorkspaceError, match="names no place in the text"):
            workspace.affected(event_id, Correction.place(SAKHA, scope=Scope.DOCUMENT))

    def test_only_places_have_names(self):
        with pytest.raises(WorkspaceError, match="scope: status is of one event"):
            Correction("status", {"event_status": "actual"}, scope=Scope.DOCUMENT)


class TestConflicts:
    def test_two_people_never_overwrite_each_other_unseen(self, workspace, events):
        seen = workspace.standing(events[0]).change
        workspace.correct(events[0], Correction.kind("Attack"), by="Olena", seen=seen)
        before = workspace.version()
        with pytest.raises(
            ConflictError, match=rf"{events[0]} was changed since .*type by Olena at 20.*look at it again"
        ):
            workspace.correct(events[0], Correction.kind("Grenade"), by="Petro", seen=seen)
        assert workspace.version() == before
        assert workspace.event(events[0]).sub_event_type == "Attack"
        workspace.correct(events[0], Correction.kind("Grenade"), by="Petro", seen=workspace.standing(events[0]).change)
        assert workspace.event(events[0]).sub_event_type == "Grenade"

    def test_a_new_coding_is_told_too(self, workspace, events):
        seen = workspace.standing(events[0]).change
        front = changed(front="North", coder_version="2")
        workspace.ingest([document(text=NAMESAKES)], coder=coder("2", front))
        with pytest.raises(ConflictError, match="coded anew by 2 at"):
            workspace.correct(events[0], Correction.accept(), by="Olena", seen=seen)

    def test_changes_elsewhere_are_no_conflict(self, workspace, events):
        seen = workspace.standing(events[0]).change
        act(workspace, events[1], Correction.accept())
        workspace.ingest([document("b", line(sentence="More."))], coder=coder())
        workspace.correct(events[0], Correction.accept(), by="Petro", seen=seen)

    def test_a_namesake_that_changed_since_it_was_asked_for(self, workspace, events):
        correction = Correction.place(SAKHA, scope=Scope.DOCUMENT)
        seen = workspace.affected(events[0], correction).seen
        act(workspace, events[1], Correction.kind("Attack"), by="Petro")
        with pytest.raises(ConflictError, match=rf"{events[1]} .*type by Petro"):
            workspace.correct(events[0], correction, by="Olena", seen=seen)
        assert workspace.event(events[0]).country is None

    def test_an_undo_may_ask_for_what_was_seen(self, workspace, events):
        entry = act(workspace, events[0], Correction.kind("Attack"))
        seen = workspace.version()
        act(workspace, events[0], Correction.accept(), by="Petro")
        with pytest.raises(ConflictError, match="accept by Petro"):
            workspace.undo(entry.correction_id, by="Olena", seen=seen)
        workspace.undo(entry.correction_id, by="Olena")

    def test_many_at_once(self, workspace, events):
        """Of people who all saw the same, one is heard, and the others are told."""
        seen = workspace.standing(events[0]).change
        answers = []

        def work(name):
            try:
                workspace.correct(events[0], Correction.claim(ClaimStatus.CLAIMED, name), by=name, seen=seen)
                answers.append(name)
            except ConflictError as error:
                answers.append(error)

        people = [threading.Thread(target=work, args=(f"P{number}",)) for number in range(6)]
        for one in people:
            one.start()
        for one in people:
            one.join()
        (heard,) = [answer for answer in answers if isinstance(answer, str)]
        assert workspace.event(events[0]).claimed_by == heard
        assert all(f"by {heard} at" in str(answer) for answer in answers if answer is not heard)


class TestUndo:
    def test_later_corrections_of_other_fields_stay(self, workspace, events):
        before = record(workspace, events[0])
        kind = act(workspace, events[0], Correction.kind("Attack"))
        act(workspace, events[0], Correction.status(EventStatus.NEGATED))
        workspace.undo(kind.correction_id, by="Petro", why="it was a clash")
        assert record(workspace, events[0]) == dataclasses.replace(before, event_status=EventStatus.NEGATED)
        assert workspace.history(events[0])[-1].why == "it was a clash"

    def test_the_one_before_it_counts_again(self, workspace, events):
        act(workspace, events[0], Correction.kind("Attack"))
        second = act(workspace, events[0], Correction.kind("Grenade"))
        workspace.undo(second.correction_id, by="Olena")
        assert workspace.event(events[0]).sub_event_type == "Attack"

    def test_undoing_an_undo_and_that_again(self, workspace, events):
        kind = act(workspace, events[0], Correction.kind("Attack"))
        last = kind
        for expected in ("Armed clash", "Attack", "Armed clash", "Attack"):
            last = workspace.undo(last.correction_id, by="Petro")
            assert workspace.event(events[0]).sub_event_type == expected
        assert [live for _, _, live in told(workspace, events[0])] == [True, False, True, False, True]
        assert [entry.change for entry in workspace.history(events[0])] == sorted(
            entry.change for entry in workspace.corrections()
        )

    def test_two_undos_of_one_entry(self, workspace, events):
        """An entry counts only where no undo of it does."""
        kind = act(workspace, events[0], Correction.kind("Attack"))
        first = workspace.undo(kind.correction_id, by="A")
        redo = workspace.undo(first.correction_id, by="B")
        second = workspace.undo(kind.correction_id, by="C")
        workspace.undo(redo.correction_id, by="D")
        workspace.undo(second.correction_id, by="E")
        assert workspace.event(events[0]).sub_event_type == "Armed clash"

    def test_what_is_taken_back_cannot_be_again(self, workspace, events):
        kind = act(workspace, events[0], Correction.kind("Attack"))
        workspace.undo(kind.correction_id, by="Olena")
        with pytest.raises(WorkspaceError, match="taken back already"):
            workspace.undo(kind.correction_id, by="Petro")

    def test_each_entry_tells_the_old_value(self, workspace, events):
        act(workspace, events[0], Correction.kind("Attack"))
        second = act(workspace, events[0], Correction.kind("Grenade"))
        assert second.targets[0].old == {"event_type": "Violence against civilians", "sub_event_type": "Attack"}
        undo = workspace.undo(second.correction_id, by="Petro")
        assert undo.targets[0].old["sub_event_type"] == "Grenade"


class TestReview:
    def test_states(self, workspace, events):
        assert workspace.standing(events[0]).review == Review.UNREAD
        act(workspace, events[0], Correction.accept())
        assert workspace.standing(events[0]).review == Review.ACCEPTED
        act(workspace, events[0], Correction.kind("Attack"))
        assert workspace.standing(events[0]).review == Review.CORRECTED
        act(workspace, events[0], Correction.accept(), by="Petro")
        assert workspace.standing(events[0]).review == Review.ACCEPTED
        deletion = act(workspace, events[0], Correction.delete("told twice"))
        standing = workspace.standing(events[0])
        assert (standing.review, standing.deleted_reason) == (Review.REJECTED, "told twice")
        workspace.undo(deletion.correction_id, by="Olena")
        assert workspace.standing(events[0]).review == Review.ACCEPTED
        assert workspace.review_counts() == {
            Review.UNREAD: 2,
            Review.ACCEPTED: 1,
            Review.CORRECTED: 0,
            Review.REJECTED: 0,
        }

    def test_deleted_and_restored(self, workspace, events):
        act(workspace, events[0], Correction.delete("no event"))
        assert events[0] not in ids(workspace)
        with pytest.raises(WorkspaceError, match=r"is deleted \(no event\); restore it first"):
            act(workspace, events[0], Correction.kind("Attack"))
        act(workspace, events[0], Correction.restore(), by="Petro")
        assert events[0] in ids(workspace)
        with pytest.raises(WorkspaceError, match="is not deleted"):
            act(workspace, events[0], Correction.restore())

    def test_an_acceptance_is_of_what_was_seen(self, workspace, events):
        act(workspace, events[0], Correction.accept())
        other = changed(claimed_by="somebody")
        workspace.ingest([document(text=NAMESAKES)], coder=coder("2", other))
        assert workspace.standing(events[0]).review == Review.UNREAD
        (stale,) = workspace.stale_corrections()
        assert (stale.event_id, stale.entry.by) == (events[0], "Olena")
        assert "another one than the one that was accepted" in stale.reason
        workspace.ingest([document(text=NAMESAKES)], coder=coder("3"))
        assert workspace.standing(events[0]).review == Review.ACCEPTED
        assert workspace.stale_corrections() == []


class TestQueue:
    TEXT = (
        line(place="Sumy", latitude=50.9, longitude=34.8, sentence="All is clear here.")
        + line(more="claim=disputed", sentence="Both say that they hold it.")
        + line(more="location_text=the mill", sentence="Shots were heard at the mill.")
    )

    @pytest.fixture(autouse=True)
    def queue(self, workspace):
        workspace.ingest([document(text=self.TEXT)], coder=coder())
        return [one.event.event_id for one in workspace.queue().items]

    def test_what_pays_most_comes_first_with_its_reasons(self, workspace):
        first, second, last = workspace.queue().items
        assert first.doubts == ("“the mill” is not resolved to a place",)
        assert second.doubts == ("the claim is disputed",)
        assert last.doubts == ()

    def test_low_confidence_and_close_alternatives(self, workspace):
        def change(event):
            close = [
                {"name": name, "admin1": admin1, "country": "UA", "latitude": 1, "longitude": 1, "score": score}
                for name, admin1, score in (("Mykolaivka", "Donetsk Oblast", 0.51), ("Mykolaivka", "Odesa Oblast", 0.5))
            ]
            confidence = dataclasses.replace(event.confidence, resolution=0.4)
            return dataclasses.replace(event, candidates=tuple(close), confidence=confidence)

        workspace.ingest([document()], coder=coder("1", change))
        reasons = workspace.queue().items[0].doubts
        assert reasons[0].startswith("Mykolaivka, Odesa Oblast, UA scores nearly the same: 0.50 after 0.51")
        assert "not sure which place “Pokrovsk” is (resolution 0.40)" in reasons[1]

    def test_what_is_seen_to_leaves_it(self, workspace, queue):
        act(workspace, queue[0], Correction.accept())
        act(workspace, queue[1], Correction.delete("hearsay"))
        assert [one.event.event_id for one in workspace.queue().items] == queue[2:]
        everything = [one.event.event_id for one in workspace.queue(reviewed=True).items]
        assert everything == [queue[2], queue[0]]

    def test_pages(self, workspace):
        pages = [workspace.queue(page, 2) for page in (1, 2, 9)]
        assert [len(page.items) for page in pages] == [2, 1, 1]
        assert [(page.page, page.pages, page.total) for page in pages] == [(1, 2, 3), (2, 2, 3), (2, 2, 3)]
        with pytest.raises(WorkspaceError, match="page_size"):
            workspace.queue(1, 0)

    def test_of_one_document(self, workspace):
        other = document("b", line(sentence="Another document."))
        workspace.ingest([other], coder=coder())
        assert workspace.queue(document_id=other.document_id).total == 1


class TestMerging:
    @pytest.fixture
    def pair(self, workspace):
        workspace.ingest([document("a", publisher="One")], coder=coder())
        workspace.ingest([document("b", publisher="Two")], coder=coder())
        first, second = [event.event_id for event in workspace.events() if event.sub_event_type == "Armed clash"]
        return first, second

    def test_the_kept_event_takes_evidence_and_sources_over(self, workspace, pair):
        gone, kept = pair
        act(workspace, gone, Correction.merge(kept))
        assert gone not in ids(workspace)
        event = workspace.event(kept)
        assert {source.publisher for source in event.sources} == {"One", "Two"}
        assert len({part.document_id for part in event.evidence}) == 2
        assert workspace.standing(kept).review == Review.CORRECTED
        assert workspace.standing(gone).deleted_reason == f"merged into {kept}"
        assert told(workspace, kept) == told(workspace, gone) == [("merge", "Olena", True)]

    def test_undone(self, workspace, pair):
        before = [record(workspace, event_id) for event_id in pair]
        entry = act(workspace, pair[0], Correction.merge(pair[1]))
        with pytest.raises(WorkspaceError, match="undo that to have it back"):
            act(workspace, pair[0], Correction.restore())
        workspace.undo(entry.correction_id, by="Petro")
        assert [record(workspace, event_id) for event_id in pair] == before

    def test_they_stay_merged_over_a_new_coding_of_either(self, workspace, pair):
        act(workspace, pair[0], Correction.merge(pair[1]))
        longer = changed(front="North")
        for name, publisher in (("a", "One"), ("b", "Two")):
            workspace.ingest([document(name, publisher=publisher)], coder=coder("2", longer))
        assert pair[0] not in ids(workspace)
        assert {source.publisher for source in workspace.event(pair[1]).sources} == {"One", "Two"}
        assert workspace.event(pair[1]).front == "North"

    def test_where_the_kept_one_is_no_longer_found_the_other_is_there_again(self, workspace, pair):
        act(workspace, pair[0], Correction.merge(pair[1]))
        kept = workspace.event(pair[1])
        name = workspace.document(kept.evidence[0].document_id).name
        publisher = {"a": "One", "b": "Two"}[name]
        nothing = Coder(lambda _: SimpleNamespace(events=(), rejects=()), "2")
        workspace.ingest([document(name, publisher=publisher)], coder=nothing)
        assert pair[0] in ids(workspace)
        reasons = {stale.event_id: stale.reason for stale in workspace.stale_corrections()}
        assert f"event {pair[1]}, into which it was merged, is no longer found" in reasons[pair[0]]
        workspace.ingest([document(name, publisher=publisher)], coder=coder("3"))
        assert pair[0] not in ids(workspace)
        assert workspace.stale_corrections() == []

    def test_chains_and_circles(self, workspace, pair):
        workspace.ingest([document("c", publisher="Three")], coder=coder())
        third = next(e.event_id for e in workspace.events() if e.sources[0].publisher == "Three")
        first = act(workspace, pair[0], Correction.merge(pair[1]))
        act(workspace, pair[1], Correction.merge(third))
        assert {source.publisher for source in workspace.event(third).sources} == {"One", "Two", "Three"}
        with pytest.raises(WorkspaceError, match="is deleted"):
            act(workspace, third, Correction.merge(pair[0]))
        workspace.undo(first.correction_id, by="Olena")
        assert {source.publisher for source in workspace.event(third).sources} == {"Two", "Three"}
        act(workspace, third, Correction.merge(pair[0]))
        undo = workspace.history(pair[0])[1]
        before = workspace.version()
        with pytest.raises(WorkspaceError, match="merged into itself"):
            workspace.undo(undo.correction_id, by="Olena")
        assert workspace.version() == before

    def test_not_the_same(self, workspace, pair):
        entry = act(workspace, pair[0], Correction.apart(pair[1]))
        assert workspace.apart() == {frozenset(pair)}
        assert [workspace.standing(one).review for one in pair] == [Review.UNREAD] * 2
        workspace.undo(entry.correction_id, by="Olena")
        assert workspace.apart() == set()

    def test_an_event_and_itself(self, workspace, pair):
        for correction in (Correction.merge(pair[0]), Correction.apart(pair[0])):
            with pytest.raises(WorkspaceError, match="is itself"):
                act(workspace, pair[0], correction)


class TestRecoding:
    def again(self, workspace, version, change=lambda event: event, keep=bool):
        def run(documents):
            result = coder(version, change).run(documents)
            return SimpleNamespace(events=tuple(filter(keep, result.events)), rejects=result.rejects)

        return workspace.ingest([document(text=NAMESAKES)], coder=Coder(run, version))

    def test_corrections_are_replayed_on_the_new_record(self, workspace, events):
        act(workspace, events[0], Correction.kind("Attack"))
        act(workspace, events[0], Correction.claim(ClaimStatus.CLAIMED, "the army"))
        kind = {"event_type": EventType.STRATEGIC, "sub_event_type": "Other"}
        self.again(workspace, "2", changed(front="North", **kind))
        event = workspace.event(events[0])
        assert (event.sub_event_type, event.claimed_by, event.front) == ("Attack", "the army", "North")
        assert workspace.standing(events[0]).coded.sub_event_type == "Other"
        for entry in workspace.history(events[0]):
            workspace.undo(entry.correction_id, by="Olena")
        assert workspace.event(events[0]).sub_event_type == "Other"

    def test_another_id_over_the_same_words(self, workspace, events):
        act(workspace, events[0], Correction.status(EventStatus.NEGATED))
        self.again(workspace, "2", lambda e: dataclasses.replace(e, event_id="f" + e.event_id[1:]))
        assert ids(workspace) == events
        assert workspace.event(events[0]).event_status == EventStatus.NEGATED

    def test_what_no_longer_applies_is_listed_and_applies_again(self, workspace, events):
        act(workspace, events[0], Correction.kind("Attack"))
        self.again(workspace, "2", keep=lambda e: "Troops" not in e.evidence[0].exact)
        (stale,) = workspace.stale_corrections()
        assert (stale.event_id, str(stale.entry.what)) == (events[0], "type")
        assert "no longer found" in stale.reason
        assert told(workspace, events[0]) == [("type", "Olena", True)]
        self.again(workspace, "3")
        assert workspace.event(events[0]).sub_event_type == "Attack"
        assert workspace.stale_corrections() == []

    def test_a_deletion_stands(self, workspace, events):
        act(workspace, events[0], Correction.delete("a headline told again"))
        self.again(workspace, "2", changed(front="North"))
        assert events[0] not in ids(workspace)
        self.again(workspace, "3", keep=lambda e: "Troops" not in e.evidence[0].exact)
        assert workspace.stale_corrections() == []
        self.again(workspace, "4")
        assert events[0] not in ids(workspace)
        assert workspace.standing(events[0]).review == Review.REJECTED

    def test_what_a_person_restores_stays_though_no_coder_finds_it(self, workspace, events):
        self.again(workspace, "2", keep=lambda e: "Troops" not in e.evidence[0].exact)
        assert events[0] not in ids(workspace)
        act(workspace, events[0], Correction.restore(why="it is in the text"))
        assert events[0] in ids(workspace)
        self.again(workspace, "3", keep=lambda e: "Troops" not in e.evidence[0].exact)
        assert events[0] in ids(workspace)

    def test_what_says_the_same_keeps_its_number(self, workspace, events):
        act(workspace, events[0], Correction.kind("Attack"))
        before = workspace.standing(events[0])
        self.again(
            workspace, "2", lambda e: dataclasses.replace(e, event_type=EventType.RIOTS, sub_event_type="Mob violence"),
            keep=lambda e: "Troops" in e.evidence[0].exact,
        )  # fmt: skip
        after = workspace.standing(events[0])
        assert (after.change, after.event.updated) == (before.change, before.event.updated)
        assert after.coded.sub_event_type == "Mob violence"

    def test_a_corrected_name_holds_for_events_that_are_new_in_the_document(self, workspace, events):
        self.again(workspace, "2", keep=lambda e: "shelled" not in e.evidence[0].exact)
        act(workspace, events[0], Correction.place(SAKHA, scope=Scope.DOCUMENT))
        self.again(workspace, "3")
        assert workspace.event(events[1]).country == "RU"
        assert told(workspace, events[1]) == [("place", "Olena", True)]

    def test_what_joined_a_name_later_is_taken_back_with_it(self, workspace, events):
        self.again(workspace, "2", keep=lambda e: "shelled" not in e.evidence[0].exact)
        name = act(workspace, events[0], Correction.place(SAKHA, scope=Scope.DOCUMENT))
        undo = workspace.undo(name.correction_id, by="Petro")
        redo = workspace.undo(undo.correction_id, by="Olena")
        self.again(workspace, "3")
        assert workspace.event(events[1]).country == "RU"
        workspace.undo(redo.correction_id, by="Petro")
        assert {event.country for event in workspace.events()} == {None}

    def test_a_corrected_name_does_not_move_what_is_now_told_elsewhere(self, workspace, events):
        act(workspace, events[0], Correction.place(SAKHA, scope=Scope.DOCUMENT))
        self.again(
            workspace,
            "2",
            lambda e: dataclasses.replace(e, location="Kharkiv") if "shelled" in e.evidence[0].exact else e,
        )
        assert workspace.event(events[1]).location == "Kharkiv"
        (stale,) = workspace.stale_corrections()
        assert (stale.event_id, "“pokrovsk”" in stale.reason) == (events[1], True)


def test_a_run_that_was_killed_leaves_no_half_correction(url):
    with Workspace.open(url) as workspace:
        workspace.ingest([document(text=NAMESAKES)], coder=coder())
        event_id = ids(workspace)[0]
        before = workspace.version()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("mapkit.workspace.rows.evidence_rows", lambda _: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                act(workspace, event_id, Correction.kind("Attack"))
    with Workspace.open(url) as workspace:
        assert workspace.version() == before
        assert list(workspace.corrections()) == []
        assert workspace.event(event_id).sub_event_type == "Armed clash"
