"""Documents from JSON lines, the form of bulk work: {"id", "text"} and what is known of where it comes from."""

import datetime as dt
import json
import re
from typing import Any

import orjson

from mapkit.errors import DocumentError
from mapkit.model import Document

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def read_line(line: bytes, *, label: str, published: dt.date | None = None) -> Document:
    """Return the document of one line.

    Parameters
    ----------
    line : bytes
        A JSON object in UTF-8 with "id" and "text"; "publisher", "url" or "domain" are read where they are given, and
        every other field is left alone.
    label : str
        How to name the line in an error ("news.jsonl, line 3").
    published : datetime.date, optional

    Raises
    ------
    DocumentError
        Where the line is no such object.
    """
    try:
        record = _object(line)
        return Document(
            name=_whole(str(record["id"])),
            text=_whole(_string(record["text"])),
            publisher=_optional(record, "publisher"),
            url=_optional(record, "url") or _address(_optional(record, "domain")),
            published=published,
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DocumentError(f'{label}: is not a JSON object with "id" and a "text" string; left out') from error


def _object(line: bytes) -> dict[str, Any]:
    """Return a line's object; what the strict reader will not have (half a surrogate pair), the lenient one may."""
    try:
        return dict(orjson.loads(line))
    except orjson.JSONDecodeError:
        return dict(json.loads(line))


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _whole(text: str) -> str:
    # JSON can name halves of surrogate pairs (\ud800), which no text is made of and no output can hold.
    return text if text.isascii() else _LONE_SURROGATE.sub("\ufffd", text)


def _optional(record: dict[str, Any], key: str) -> str | None:
    value = record.get(key)
    return _whole(value) if isinstance(value, str) and value.strip() else None


def _address(domain: str | None) -> str | None:
    return f"//{domain}" if domain and "/" not in domain else domain
