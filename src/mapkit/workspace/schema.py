"""The tables of the workspace, and the steps from one version of them to the next.

A migration is a file in `steps/`, and a function of one connection where rows must be read too; all that a database
lacks run in one transaction. Both dialects take the same words, and one owner of the schema needs no more than that
(Alembic would add a dependency, an environment file and a version table to say the same).

Every write takes the next number of `counter` and stamps it on the events it changes, so that a reader follows the
workspace by asking for the events after the number that it knows. The counter's row is locked until the writer
commits: numbers become visible in their order, on PostgreSQL too.
"""

import json
import uuid
from collections.abc import Callable
from importlib import resources

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    bindparam,
    inspect,
    select,
    text,
    update,
)

from mapkit.errors import WorkspaceError
from mapkit.model import Event
from mapkit.workspace.doubts import doubt_of
from mapkit.workspace.names import place_name

metadata = MetaData()
#: Rows that a migration reads at once.
_PAGE = 1_000

#: One row a fact about the database itself: `schema` (its version) and `identity` (a UUID made with it).
meta = Table("meta", metadata, Column("key", String(32), primary_key=True), Column("value", Text, nullable=False))

#: One row: the number of the last change.
counter = Table(
    "counter",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("value", Integer, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("document_id", String(16), primary_key=True),
    Column("name", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("text_hash", String(64), nullable=False, index=True),
    Column("title", Text),
    Column("publisher", Text),
    Column("url", Text),
    Column("published", String(10)),
    Column("added", String(32), nullable=False),
    Column("coded", String(32), nullable=False),
    Column("coder_version", Text, nullable=False),
    #: Title, publisher, address and day as read, in JSON, where people say otherwise, else null.
    Column("stated", Text),
)

#: The record as JSON, and beside it what is filtered by, sorted by or searched.
events = Table(
    "events",
    metadata,
    Column("event_id", String(16), primary_key=True),
    Column("document_id", ForeignKey("documents.document_id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("event_type", Text, nullable=False),
    Column("sub_event_type", Text, nullable=False),
    Column("event_status", Text, nullable=False),
    Column("claim_status", Text, nullable=False),
    Column("claimed_by", Text),
    Column("date_start", String(10)),
    Column("date_end", String(10)),
    Column("date_text", Text),
    Column("location", Text),
    Column("admin1", Text),
    Column("country", Text),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("kind", String(8), nullable=False),
    Column("layer_id", Text),
    Column("coordinate_uncertainty_m", Float),
    Column("front", Text),
    Column("actor1", Text),
    Column("actor2", Text),
    Column("sentence", Text),
    Column("words", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("coder_version", Text, nullable=False),
    Column("created", String(32), nullable=False),
    Column("updated", String(32), nullable=False),
    Column("supersedes", String(16)),
    Column("deleted", Boolean, nullable=False),
    Column("deleted_reason", Text),
    Column("change", Integer, nullable=False),
    #: The coder's own record where people have made another one of it, else null.
    Column("coded", Text),
    #: Whether the latest coding of the document has it.
    Column("found", Boolean, nullable=False),
    Column("review", String(16), nullable=False),
    #: How much checking it pays, 0-1.
    Column("doubt", Float, nullable=False),
    #: The folded name in the words of its place, by which a correction of a name finds it.
    Column("place_name", Text),
    Index("events_queue", "deleted", "review", text("doubt DESC"), "document_id", "position", "event_id"),
    Index("events_place_name", "place_name", "document_id"),
    Index("events_reading_order", "document_id", "position", "event_id"),
    Index("events_change", "change", "event_id"),
)

evidence = Table(
    "evidence",
    metadata,
    Column("event_id", ForeignKey("events.event_id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("document_id", String(16), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Index("evidence_span", "document_id", "start"),
)

#: Documents that could not be coded; a row goes when its document is coded after all.
rejects = Table(
    "rejects",
    metadata,
    Column("document_id", String(16), primary_key=True),
    Column("name", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("rejected", String(32), nullable=False),
    Column("coder_version", Text, nullable=False),
)

#: What people made of events: one row an act, none ever changed but `live`, which says whether it is undone.
corrections = Table(
    "corrections",
    metadata,
    Column("correction_id", String(32), primary_key=True),
    Column("change", Integer, nullable=False),
    Column("made", String(32), nullable=False),
    Column("author", Text, nullable=False),
    Column("what", String(16), nullable=False),
    Column("value", Text, nullable=False),
    Column("why", Text),
    Column("scope", String(16), nullable=False),
    Column("name", Text),
    Column("undoes", ForeignKey("corrections.correction_id"), index=True),
    Column("live", Boolean, nullable=False),
    Index("corrections_change", "change", unique=True),
)

#: The events that a correction is of, each with the words that it rested on, so that another coding finds it again.
#: No foreign key on the event: a correction may come from another workspace, before its document.
targets = Table(
    "targets",
    metadata,
    Column("correction_id", ForeignKey("corrections.correction_id"), primary_key=True),
    Column("event_id", String(16), primary_key=True, index=True),
    Column("role", String(16), nullable=False),
    Column("document_id", String(16), nullable=False, index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("exact", Text, nullable=False),
    Column("event_type", Text, nullable=False),
    Column("location", Text),
    Column("old", Text, nullable=False),
)

#: What people say of documents: one row an act, none ever changed; one that `undoes` another takes it back.
amendments = Table(
    "amendments",
    metadata,
    Column("amendment_id", String(32), primary_key=True),
    Column("change", Integer, nullable=False),
    Column("made", String(32), nullable=False),
    Column("author", Text, nullable=False),
    Column("document_id", ForeignKey("documents.document_id"), nullable=False),
    Column("value", Text, nullable=False),
    Column("old", Text, nullable=False),
    Column("why", Text),
    Column("undoes", ForeignKey("amendments.amendment_id")),
    Index("amendments_document", "document_id", "change"),
)


def _run(connection: Connection, number: int) -> None:
    """Run the statements of a step's file."""
    step = resources.files("mapkit.workspace").joinpath("steps", f"{number}.sql").read_text(encoding="utf-8")
    lines = (line for line in step.splitlines() if not line.startswith("--"))
    for statement in "\n".join(lines).split(";"):
        if statement.strip():
            connection.exec_driver_sql(statement)


def _create(connection: Connection) -> None:
    _run(connection, 1)
    connection.execute(meta.insert().values(key="identity", value=uuid.uuid4().hex))
    connection.execute(counter.insert().values(id=1, value=0))


def _review(connection: Connection) -> None:
    _run(connection, 2)
    query = select(events.c.event_id, events.c.record).order_by(events.c.event_id).limit(_PAGE)
    step = update(events).where(events.c.event_id == bindparam("id"))
    step = step.values(doubt=bindparam("much"), place_name=bindparam("called"))
    after = ""
    while page := connection.execute(query.where(events.c.event_id > after)).all():
        coded = [(event_id, Event.from_dict(json.loads(record))) for event_id, record in page]
        values = [{"id": key, "much": doubt_of(event), "called": place_name(event)} for key, event in coded]
        connection.execute(step, values)
        after = page[-1].event_id


def _amend(connection: Connection) -> None:
    _run(connection, 3)


#: Step n takes a database from version n to n + 1. A step that was released is never edited, only followed.
_STEPS: tuple[Callable[[Connection], None], ...] = (_create, _review, _amend)
SCHEMA_VERSION = len(_STEPS)


def version_of(connection: Connection) -> int:
    """Return the schema version of a database, 0 where it is empty.

    Raises
    ------
    WorkspaceError
        Where the database holds tables, but not mapkit's, or was made by a newer mapkit.
    """
    tables = set(inspect(connection).get_table_names())
    if "meta" not in tables:
        foreign = tables if connection.dialect.name == "sqlite" else tables & set(metadata.tables)
        if foreign:
            raise WorkspaceError("this database belongs to another program; name a database of its own for mapkit")
        return 0
    value = connection.scalar(select(meta.c.value).where(meta.c.key == "schema"))
    if value is None or not value.isdigit():
        raise WorkspaceError("this database belongs to another program; name a database of its own for mapkit")
    if int(value) > SCHEMA_VERSION:
        raise WorkspaceError(
            f"made by a newer mapkit (schema {value}, this one knows {SCHEMA_VERSION}); upgrade mapkit to open it"
        )
    return int(value)


def migrate(connection: Connection) -> None:
    """Bring the database to `SCHEMA_VERSION`, inside the caller's transaction."""
    version = version_of(connection)
    for step in _STEPS[version:]:
        step(connection)
    if version == 0:
        connection.execute(meta.insert().values(key="schema", value=str(SCHEMA_VERSION)))
    elif version < SCHEMA_VERSION:
        connection.execute(meta.update().where(meta.c.key == "schema").values(value=str(SCHEMA_VERSION)))
