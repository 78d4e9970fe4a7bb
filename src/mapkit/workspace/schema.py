"""The tables of the workspace, and the steps from one version of them to the next.

A migration is a function of one connection in `_STEPS`; all that a database lacks run in one transaction. Two
dialects and one owner of the schema need no more than that (Alembic would add a dependency, an environment file and
a version table to say the same).

Every write takes the next number of `counter` and stamps it on the events it changes, so that a reader follows the
workspace by asking for the events after the number that it knows. The counter's row is locked until the writer
commits: numbers become visible in their order, on PostgreSQL too.
"""

import uuid
from collections.abc import Callable

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
    inspect,
    select,
)

from mapkit.errors import WorkspaceError

metadata = MetaData()

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


def _create(connection: Connection) -> None:
    metadata.create_all(connection)
    connection.execute(meta.insert().values(key="identity", value=uuid.uuid4().hex))
    connection.execute(counter.insert().values(id=1, value=0))


#: Step n takes a database from version n to n + 1. A step that was released is never edited, only followed.
_STEPS: tuple[Callable[[Connection], None], ...] = (_create,)
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
