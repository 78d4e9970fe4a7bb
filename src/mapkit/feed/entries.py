"""What a feed lists: RSS, RDF and Atom, as feedparser reads them."""

import datetime as dt
import email.utils
import io
import re
from dataclasses import dataclass
from typing import Any

from mapkit.errors import FeedError

#: The root element of a feed, behind what XML allows before it; atomic, so that no input makes it try twice.
_ROOT = re.compile(rb"(?:\xef\xbb\xbf)?(?>(?:\s|<\?[^>]*>|<!--(?:(?!-->).)*-->)*)<(?:rss|feed|rdf:RDF)[\s>]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed, with what the feed states of it; what it does not state, a link included, is None."""

    url: str | None
    title: str | None
    publisher: str | None
    published: dt.date | None


def is_feed(body: bytes) -> bool:
    """Tell whether an answer is a feed, whatever its content type says."""
    return bool(_ROOT.match(body[:4096]))


def read(body: bytes, url: str, content_type: str) -> list[Entry]:
    """Return a feed's entries in its order; of several that lead to one page, the first.

    Parameters
    ----------
    body : bytes
    url : str
        Where the feed was found; its relative links count from there.
    content_type : str

    Raises
    ------
    FeedError
        Where it cannot be read as a feed.
    """
    import feedparser

    # Bytes as such would be taken for the name of a file on this machine.
    stream = io.BytesIO(body)
    headers = {"content-location": url, "content-type": content_type}
    try:
        parsed = feedparser.parse(stream, response_headers=headers, sanitize_html=False)
    except Exception as error:  # noqa: BLE001 - a broken feed breaks its parser in ways that no list of errors holds
        raise FeedError(f"is a feed that cannot be read ({type(error).__name__})") from None
    if not parsed.get("version") and not parsed.entries:
        raise FeedError("is a feed that cannot be read")
    site = _words(parsed.feed.get("publisher")) or _words(parsed.feed.get("title"))
    entries: dict[object, Entry] = {}
    for number, found in enumerate(parsed.entries):
        entry = _entry(found, site)
        entries.setdefault(entry.url or number, entry)
    return list(entries.values())


def _entry(found: Any, site: str | None) -> Entry:
    # An entry that was taken over from elsewhere says from where.
    source = found.get("source")
    publisher = _words(source.get("title")) if isinstance(source, dict) else None
    return Entry(_words(found.get("link")), _words(found.get("title")), publisher or site, _date(found))


def _words(value: Any) -> str | None:
    return (" ".join(value.split()) or None) if isinstance(value, str) else None


def _date(found: Any) -> dt.date | None:
    """Return the day of an entry as its publisher counts days: in the time zone that the feed states."""
    stated = found.get("published")
    if not isinstance(stated, str):
        return None
    for parse in (dt.datetime.fromisoformat, email.utils.parsedate_to_datetime):
        try:
            return parse(stated.strip()).date()
        except (ValueError, TypeError):
            continue
    try:
        return dt.date(*found["published_parsed"][:3])
    except (KeyError, TypeError, ValueError):
        return None
