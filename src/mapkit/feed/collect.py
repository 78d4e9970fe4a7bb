"""From the URLs that the user names to documents: feeds are followed to their entries, and no further."""

import dataclasses
import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from mapkit.errors import DocumentError, FeedError
from mapkit.feed import entries
from mapkit.feed.entries import Entry
from mapkit.feed.fetching import Fetcher, Page
from mapkit.feed.links import Link
from mapkit.model import Document
from mapkit.text import read_bytes

#: Content types of pages, each with the file name ending of its kind.
_PAGES: Final = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
_FEEDS: Final = frozenset(
    ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml")
)
#: Encodings to take a server's word for; Python knows others that are slow over long input, and what claims to be
#: ISO 8859-1 is Windows-1252 on the web, as the reader finds out itself.
_CHARSET = re.compile(
    r"utf-?(?:8|16)|iso-8859-(?!1$)\d+|(?:windows-|cp)\d+|koi8-[ru]|gb\w+|big5|euc-\w+|shift_jis", re.IGNORECASE
)
_SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class Found:
    """What came of one page.

    Parameters
    ----------
    url : str
        As named or listed; printable.
    status : str
        `read` (there is a document), `listed` (it would be read), `skipped` or `rejected`.
    document : Document or None
    reason : str or None
        Why it was skipped or rejected, in one line without the URL.
    """

    url: str
    status: str
    document: Document | None = None
    reason: str | None = None


class _SkipError(Exception):
    """A page is left out, for a reason that is no fault."""


def collect(
    urls: Iterable[str],
    fetcher: Fetcher,
    *,
    known: Callable[[str], bool] = lambda url: False,  # noqa: ARG005 - nothing is known
    since: dt.date | None = None,
    list_only: bool = False,
) -> Iterator[Found]:
    """Yield what comes of each page that is named, and of each that a named feed lists.

    Parameters
    ----------
    urls : iterable of str
        Feeds and pages; nothing else is fetched than these, the pages that the feeds list, and robots.txt.
    fetcher : Fetcher
    known : callable, optional
        Tells whether a page is there already and need not be read again.
    since : datetime.date, optional
        Pages that state an earlier date are skipped; those that state none are not.
    list_only : bool
        Fetch feeds, but none of the pages that they list.
    """
    run = _Run(fetcher, known, since, list_only=list_only)
    for url in urls:
        yield from run.source(url)


def listed(lines: Iterable[str]) -> Iterator[str]:
    """Yield the URLs of a list: one a line, blank lines and lines that begin with # left out."""
    for line in lines:
        url = line.strip()
        if url and not url.startswith("#"):
            yield url


class _Run:
    def __init__(
        self, fetcher: Fetcher, known: Callable[[str], bool], since: dt.date | None, *, list_only: bool
    ) -> None:
        self._fetcher = fetcher
        self._known = known
        self._since = since
        self._list_only = list_only
        self._done: set[str] = set()

    def source(self, url: str) -> Iterator[Found]:
        """Yield what comes of a URL that the user named."""
        try:
            page = self._fetched(url, (*_PAGES, *_FEEDS))
            if page.content_type not in _FEEDS and not entries.is_feed(page.body):
                yield self._outcome(url, lambda: self._document(page, None))
                return
            found = entries.read(page.body, page.url, page.content_type)
        except _SkipError as reason:
            yield Found(_shown(url), "skipped", reason=str(reason))
        except FeedError as error:
            yield Found(_shown(url), "rejected", reason=str(error))
        else:
            if not found:
                yield Found(_shown(url), "skipped", reason="is a feed that lists nothing")
            for number, entry in enumerate(found, 1):
                if entry.url:
                    yield self._entry(entry.url, entry)
                else:
                    yield Found(_shown(url), "skipped", reason=f"its entry {number} leads to no page")

    def _entry(self, url: str, entry: Entry) -> Found:
        def read() -> Document | None:
            self._recent(entry.published)
            if self._list_only:
                self._new(Link.of(url).url)
                return None
            page = self._fetched(url, _PAGES)
            if entries.is_feed(page.body):
                raise FeedError("is a feed in a feed, which is not followed; name it yourself")
            return self._document(page, entry)

        return self._outcome(url, read)

    def _outcome(self, url: str, read: Callable[[], Document | None]) -> Found:
        try:
            document = read()
        except _SkipError as reason:
            return Found(_shown(url), "skipped", reason=str(reason))
        except FeedError as error:
            return Found(_shown(url), "rejected", reason=str(error))
        except DocumentError as error:  # which names the page first
            return Found(_shown(url), "rejected", reason=str(error).partition(": ")[2])
        return Found(_shown(url), "read" if document else "listed", document)

    def _fetched(self, url: str, kinds: Iterable[str]) -> Page:
        asked = Link.of(url).url
        self._new(asked)
        page = self._fetcher.get(url, kinds)
        if page.url != asked:
            self._new(page.url)
        return page

    def _new(self, url: str) -> None:
        if url in self._done:
            raise _SkipError("came up in this run before")
        self._done.add(url)
        if self._known(url):
            raise _SkipError("is there already")

    def _recent(self, published: dt.date | None) -> None:
        if self._since and published and published < self._since:
            raise _SkipError(f"was published on {published}, before {self._since}")

    def _document(self, page: Page, entry: Entry | None) -> Document:
        """Return a page's document: what it states itself, else what the feed states of it.

        Only the date is the feed's first: there it is a field, while a page's is often found by its looks.
        """
        document = read_bytes(_in_utf8(page), f"page{_PAGES[page.content_type]}")
        document = dataclasses.replace(
            document,
            name=page.url,
            url=page.url,
            title=document.title or (entry.title if entry else None),
            publisher=document.publisher or (entry.publisher if entry else None),
            published=(entry.published if entry else None) or document.published,
        )
        self._recent(document.published)
        return document


def _in_utf8(page: Page) -> bytes:
    """Return a text in UTF-8 where its server states how it is written, else as it came."""
    if not page.charset or not _CHARSET.fullmatch(page.charset) or not page.content_type.startswith("text/"):
        return page.body
    try:
        return page.body.decode(page.charset).encode("utf-8")
    except (LookupError, UnicodeError):
        return page.body


def _shown(url: str) -> str:
    """Return a URL that may come from anywhere as one printable line."""
    return "".join(character if character.isprintable() else "\ufffd" for character in url.strip())[:_SHOWN]
