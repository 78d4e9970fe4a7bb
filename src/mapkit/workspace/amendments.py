"""What people say of a document itself: its title, publisher, address and day, as entries that only grow.

The row of a document is what was read with the entries that count replayed on it, so that an entry can be taken back
and no later reading of the same file takes a person's word away.
"""

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, insert, select

from mapkit.errors import WorkspaceError
from mapkit.model import Document
from mapkit.workspace import rows, schema
from mapkit.workspace.values import checked_text

_ADDRESS = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)
#: The most characters of a title or publisher, and of an address.
_TEXT_MAX, _ADDRESS_MAX = 500, 2_000


@dataclass(frozen=True, slots=True)
class Amendment:
    """What is kept of a person's word on a document.

    Parameters
    ----------
    amendment_id : str
        A UUID in hex.
    change : int
        Its number in this workspace: entries are in the order of it.
    made : str
        When: UTC, ISO 8601, to the millisecond.
    by : str
        Who.
    document_id : str
    value, old : mapping
        The right values of `title`, `publisher`, `url` and `published` (an ISO date), as far as they are changed, and
        the values before; None where it is not stated. An entry that undoes another has its values the other way.
    why : str or None
    undoes : str or None
        The entry that this one takes back.
    live : bool
        Whether it counts: it is not taken back.
    """

    amendment_id: str
    change: int
    made: str
    by: str
    document_id: str
    value: Mapping[str, str | None]
    old: Mapping[str, str | None]
    why: str | None
    undoes: str | None
    live: bool


def known(value: Mapping[str, object]) -> None:
    """Raise `WorkspaceError` where a field is unknown."""
    if odd := sorted(set(value) - set(rows.METADATA)):
        raise WorkspaceError(f"{odd[0]!r} is no field of a document: write {', '.join(rows.METADATA)}")


def checked(value: Mapping[str, str | None]) -> dict[str, str | None]:
    """Return values without the space around them.

    Raises
    ------
    WorkspaceError
        Where a field is unknown, or its value is none that it can have; the message names it.
    """
    known(value)
    return {name: None if text is None else _checked_one(name, text) for name, text in value.items()}


def _checked_one(name: str, text: str) -> str:
    text = " ".join(checked_text(text, name).split())
    most = _ADDRESS_MAX if name == "url" else _TEXT_MAX
    if len(text) > most:
        raise WorkspaceError(f"{name}: has {len(text)} characters; {most} at the most")
    if name == "url" and not _ADDRESS.fullmatch(text):
        raise WorkspaceError("url: must begin with https:// or http://")
    if name == "published":
        try:
            return dt.date.fromisoformat(text).isoformat()
        except ValueError:
            raise WorkspaceError(f"published: {text!r} is no day; write it as 2024-08-19") from None
    return text


def amended(stated: Document, entries: Sequence[Amendment]) -> Document:
    """Return a document as people have it.

    Parameters
    ----------
    stated : Document
        As it was read.
    entries : sequence of Amendment
        All of it, in their order.
    """
    for entry in entries:
        if entry.live and entry.undoes is None:
            stated = rows.with_metadata(stated, entry.value)
    return stated


def read(connection: Connection, document_id: str) -> list[Amendment]:
    """Return all entries of a document, in their order."""
    table = schema.amendments
    query = select(table).where(table.c.document_id == document_id).order_by(table.c.change)
    return settled(
        [
            Amendment(
                amendment_id=row.amendment_id,
                change=row.change,
                made=row.made,
                by=row.author,
                document_id=row.document_id,
                value=json.loads(row.value),
                old=json.loads(row.old),
                why=row.why,
                undoes=row.undoes,
                live=True,
            )
            for row in connection.execute(query)
        ]
    )


def settled(entries: Sequence[Amendment]) -> list[Amendment]:
    """Return entries with whether each counts: it does where none that counts takes it back."""
    undone: set[str] = set()
    found = []
    for entry in reversed(entries):
        live = entry.amendment_id not in undone
        if live and entry.undoes:
            undone.add(entry.undoes)
        found.append(replace(entry, live=live))
    return found[::-1]


def add(connection: Connection, entry: Amendment) -> None:
    """Write an entry."""
    values = {
        "amendment_id": entry.amendment_id,
        "change": entry.change,
        "made": entry.made,
        "author": entry.by,
        "document_id": entry.document_id,
        "value": json.dumps(entry.value, ensure_ascii=False, sort_keys=True),
        "old": json.dumps(entry.old, ensure_ascii=False, sort_keys=True),
        "why": entry.why,
        "undoes": entry.undoes,
    }
    connection.execute(insert(schema.amendments).values(values))
