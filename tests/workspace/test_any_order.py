"""Any sequence of corrections, undos and codings: history is whole, ids stay, the record is `coded` and what counts."""

import dataclasses
from types import SimpleNamespace

import pytest
from databases import execute
from desk import SAKHA, TOWN, content
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

import postgresql
from mapkit.errors import WorkspaceError
from mapkit.model import ClaimStatus, EventStatus
from mapkit.workspace import Coder, ConflictError, Correction, Review, Scope, What, Workspace
from mapkit.workspace.replay import with_values
from mapkit.workspace.values import FIELDS
from synthetic import coder, document, line

SENTENCES = ("Troops clashed there.", "Shells fell on the market.", "A convoy was stopped.")
TEXT = "".join(line(place="Pokrovsk", latitude=48.28, longitude=37.18, sentence=text) for text in SENTENCES)
DOCUMENTS = [document(name, TEXT + "\n" * number, publisher=name) for number, name in enumerate("ab")]
FIELD_ACTS = (
    Correction.kind("Attack"),
    Correction.kind("Grenade", why="a grenade"),
    Correction.status(EventStatus.NEGATED),
    Correction.claim(ClaimStatus.CLAIMED, "the army"),
    Correction.date(None),
    Correction.place(SAKHA),
    Correction.place(TOWN),
    Correction.pin(48.0, 37.0, 300),
    Correction.no_place(),
)
ACTS = (Correction.accept(), Correction.delete("hearsay"), Correction.restore())
NAMES = tuple(Correction.place(chosen, scope=scope) for chosen in (SAKHA, TOWN) for scope in
              (Scope.DOCUMENT, Scope.EVERYWHERE))  # fmt: skip


class Desk(RuleBasedStateMachine):
    """People and coders at one workspace, in any order."""

    open: staticmethod

    def __init__(self):
        super().__init__()
        self.workspace = type(self).open()
        self.version = 0
        self.entries = []
        self.all_ids = set()
        for item in DOCUMENTS:
            self.code(item, None, None, None)

    def teardown(self):
        self.workspace.close()

    # What happens.

    @rule(item=st.sampled_from(DOCUMENTS), left_out=st.none() | st.sampled_from(SENTENCES),
          front=st.none() | st.sampled_from("NS"), renamed=st.none() | st.sampled_from(SENTENCES))  # fmt: skip
    def code(self, item, left_out, front, renamed):
        self.version += 1

        def change(event):
            told = "Kharkiv" if event.evidence[0].exact == renamed else event.location
            return dataclasses.replace(event, front=front, location=told, coder_version=str(self.version))

        def run(documents):
            events = coder(change=change).run(documents).events
            return SimpleNamespace(events=[e for e in events if e.evidence[0].exact != left_out], rejects=())

        self.workspace.ingest([item], coder=Coder(run, str(self.version)))
        self.all_ids |= {event.event_id for event in self.workspace.events()}

    @rule(data=st.data(), correction=st.sampled_from(FIELD_ACTS + ACTS + NAMES))
    def correct(self, data, correction):
        self._act(self._event(data), correction)

    @rule(data=st.data(), make=st.sampled_from([Correction.merge, Correction.apart]))
    def pair(self, data, make):
        self._act(self._event(data), make(self._event(data)))

    @precondition(lambda self: self.entries)
    @rule(data=st.data())
    def undo(self, data):
        entry = data.draw(st.sampled_from(self.entries))
        before = self.workspace.version()
        try:
            self.entries.append(self.workspace.undo(entry.correction_id, by="Petro"))
        except WorkspaceError:
            assert self.workspace.version() == before

    @rule(data=st.data())
    def be_late(self, data):
        """Correct on what was seen before somebody else's last change."""
        event_id = self._event(data)
        seen = self.workspace.standing(event_id).change - 1
        before = self.workspace.version()
        with pytest.raises(ConflictError):
            self.workspace.correct(event_id, Correction.kind("Attack"), by="Late", seen=seen)
        assert self.workspace.version() == before

    @rule()
    def carry(self):
        """What is carried into a copy of the workspace's documents makes the same of them."""
        lines = list(self.workspace.export_corrections())
        report = self.workspace.import_corrections(lines)
        assert (report.added, report.known) == (0, len(self.entries))

    def _event(self, data):
        return data.draw(st.sampled_from(sorted(self.all_ids)))

    def _act(self, event_id, correction):
        before = self.workspace.version()
        try:
            entry = self.workspace.correct(event_id, correction, by="Olena", seen=before)
        except WorkspaceError:
            assert self.workspace.version() == before
        else:
            self.entries.append(entry)

    # What always holds.

    @invariant()
    def every_act_is_in_the_history(self):
        kept = list(self.workspace.corrections())
        assert [entry.correction_id for entry in kept] == [entry.correction_id for entry in self.entries]
        told = [(one.made, one.by, one.what, one.value, one.why, one.undoes) for one in kept]
        assert told == [(one.made, one.by, one.what, one.value, one.why, one.undoes) for one in self.entries]
        for entry in kept:
            for target in entry.targets:
                history = [one.correction_id for one in self.workspace.history(target.event_id)]
                assert history.count(entry.correction_id) == 1

    @invariant()
    def an_entry_counts_exactly_where_no_live_undo_is_of_it(self):
        kept = list(self.workspace.corrections())
        undone = {entry.undoes for entry in kept if entry.live and entry.undoes}
        assert all(entry.live == (entry.correction_id not in undone) for entry in kept)

    @invariant()
    def ids_stay(self):
        assert len(self.all_ids) == len(SENTENCES) * len(DOCUMENTS)

    @invariant()
    def the_record_is_the_coders_and_what_counts(self):
        idle = {(stale.entry.correction_id, stale.event_id) for stale in self.workspace.stale_corrections()}
        for event_id in self.all_ids:
            standing = self.workspace.standing(event_id)
            live = [one for one in self.workspace.history(event_id) if one.live and one.what is not What.UNDO]
            apply = [one for one in live if (one.correction_id, event_id) not in idle]
            expected = standing.coded
            if standing.found or any(one.what is What.RESTORE for one in live):
                for what in FIELDS:
                    last = [one for one in apply if one.what is what][-1:]
                    if last and what is not What.PLACE:
                        expected = with_values(expected, last[0].value)
                    if what is What.PLACE:
                        self._placed(standing, last)
            for what, names in FIELDS.items():
                if what is not What.PLACE:
                    for name in names:
                        assert getattr(standing.event, name) == getattr(expected, name), (what, name)
            self._stands(standing, apply)

    def _placed(self, standing, last):
        event, coded = standing.event, standing.coded
        if not last:
            assert (event.latitude, event.location, event.candidates) == (
                coded.latitude,
                coded.location,
                coded.candidates,
            )
            return
        value = last[0].value
        assert (event.latitude, event.gazetteer_id) == (value["latitude"], value["gazetteer_id"])
        if event.latitude is not None:
            assert event.candidates[0]["latitude"] == event.latitude
        assert any(one["latitude"] == coded.latitude for one in event.candidates)

    def _stands(self, standing, apply):
        key = standing.event.event_id
        ends = [one for one in apply if one.what in (What.DELETE, What.RESTORE)]
        rejected = bool(ends) and ends[-1].what is What.DELETE
        merged = any(one.what is What.MERGE and one.subject == key for one in apply)
        kept = standing.found or any(one.what is What.RESTORE for one in apply)
        assert (standing.deleted_reason is None) == (kept and not rejected and not merged)
        assert standing.event.deleted == (standing.deleted_reason is not None)
        if not apply:
            assert standing.review == Review.UNREAD
            assert content(standing.event) == content(
                dataclasses.replace(standing.coded, deleted=standing.event.deleted)
            )

    @invariant()
    def the_queue_has_what_nobody_has_seen_to(self):
        queued = {one.event.event_id for one in self.workspace.queue(page_size=100).items}
        standings = [self.workspace.standing(event_id) for event_id in self.all_ids]
        assert queued == {
            one.event.event_id for one in standings if one.review == Review.UNREAD and one.deleted_reason is None
        }


def _settings(examples):
    return settings(
        max_examples=examples, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
    )


def test_any_order_in_sqlite(tmp_path):
    numbers = iter(range(1_000_000))
    Desk.open = staticmethod(lambda: Workspace.open(str(tmp_path / f"{next(numbers)}.db")))
    run_state_machine_as_test(Desk, settings=_settings(30))


def test_any_order_in_postgresql(postgres):
    with postgresql.database(postgres) as url:
        Workspace.open(url).close()

        def emptied():
            execute(url, "TRUNCATE events, evidence, documents, amendments, targets, corrections, rejects")
            return Workspace.open(url)

        Desk.open = staticmethod(emptied)
        run_state_machine_as_test(Desk, settings=_settings(8))
