"""A database made by an older mapkit opens, is brought up to date, and keeps everything."""

import uuid

from databases import execute
from desk import content
from sqlalchemy import create_engine, inspect, literal, select
from sqlalchemy.pool import NullPool

from mapkit.workspace import Correction, Review, Workspace, database, rows, schema
from synthetic import coder, document, line

OLD = "2025-01-01T00:00:00.000+00:00"
TEXT = (
    line(place="Pokrovsk", latitude=48.28, longitude=37.18, sentence="Troops clashed near Pokrovsk.")
    + line(place="", more="claim=disputed", sentence="Both sides say they hold the hill.")
    + line(sentence="A patrol was seen, an earlier coder said.")
)


def version_1(url):
    """Make a database as mapkit 1 left it: two events, and a tombstone of one that its coder no longer found."""
    item = document(text=TEXT)
    events = coder("old").run([item]).events
    engine = create_engine(database.resolve(url), poolclass=NullPool)
    with engine.begin() as connection:
        schema._run(connection, 1)
        for key, value in (("schema", "1"), ("identity", uuid.uuid4().hex)):
            connection.execute(schema.meta.insert().values(key=key, value=value))
        connection.execute(schema.counter.insert().values(id=1, value=7))
        stamps = {"added": OLD, "coded": OLD, "coder_version": "old"}
        connection.execute(schema.documents.insert().values(rows.document_row(item) | stamps))
        for number, event in enumerate(events, 5):
            gone = number == 7
            row = rows.event_row(event, item.document_id)
            row |= {"created": OLD, "updated": OLD, "change": number, "coder_version": "old"}
            row |= {"deleted": gone, "deleted_reason": "recoded" if gone else None}
            columns = [schema.events.c[name] for name in row]
            connection.execute(schema.events.insert().from_select(columns, _one(row)))
            connection.execute(schema.evidence.insert(), rows.evidence_rows(event))
    return item, events


def _one(row):
    return select(*(literal(value, schema.events.c[name].type) for name, value in row.items()))


class TestVersionOne:
    def test_everything_is_kept(self, url):
        item, events = version_1(url)
        with Workspace.open(url) as workspace:
            assert workspace.version() == 7
            assert list(workspace.documents()) == [item]
            kept = list(workspace.events())
            assert [event.event_id for event in kept] == [event.event_id for event in events[:2]]
            assert [content(event) for event in kept] == [content(event) for event in events[:2]]
            assert {event.created for event in kept} == {OLD}
            assert [workspace.standing(event.event_id).review for event in kept] == [Review.UNREAD] * 2
            tombstone = workspace.standing(events[2].event_id)
            assert (tombstone.found, tombstone.deleted_reason) == (False, "recoded")

    def test_what_pays_to_check_is_known_at_once(self, url):
        _, events = version_1(url)
        with Workspace.open(url) as workspace:
            assert [one.event.event_id for one in workspace.queue().items] == [events[1].event_id, events[0].event_id]

    def test_it_works_on(self, url):
        item, events = version_1(url)
        with Workspace.open(url) as workspace:
            change = workspace.standing(events[0].event_id).change
            workspace.correct(events[0].event_id, Correction.kind("Attack"), by="Olena", seen=change)
            workspace.ingest([item], coder=coder("new"))
            assert next(workspace.events()).sub_event_type == "Attack"
            assert not workspace.event(events[2].event_id).deleted
        with Workspace.open(url) as workspace:
            assert len(workspace.history(events[0].event_id)) == 1

    def test_it_is_brought_up_to_date_once(self, url):
        version_1(url)
        Workspace.open(url).close()
        execute(url, "UPDATE events SET doubt = 1 WHERE position = 0 OR claim_status = 'reported'")
        with Workspace.open(url) as workspace:
            first = workspace.queue().items[0]
            assert first.event.claim_status == "reported"


def test_the_steps_make_what_the_code_expects(url):
    Workspace.open(url).close()
    found = inspect(create_engine(database.resolve(url), poolclass=NullPool))
    assert set(found.get_table_names()) == set(schema.metadata.tables)
    for name, table in schema.metadata.tables.items():
        columns = {column["name"]: column["nullable"] for column in found.get_columns(name)}
        assert columns == {column.name: column.nullable for column in table.columns}
        indexes = {(index["name"], bool(index["unique"])) for index in found.get_indexes(name)}
        assert indexes == {(index.name, bool(index.unique)) for index in table.indexes}
        key = found.get_pk_constraint(name)["constrained_columns"]
        assert key == [column.name for column in table.primary_key.columns]
