"""Fetching as a guest does: robots.txt is obeyed, a host is asked one thing at a time and nothing twice."""

import datetime as dt
import email.utils
import http
import math
import ssl
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from email.message import Message
from importlib.metadata import version
from typing import Final

from mapkit.errors import FeedError
from mapkit.feed import addresses
from mapkit.feed.exchange import Answer, UnreachableError, exchange
from mapkit.feed.kept import Kept, KeptAnswer
from mapkit.feed.links import Link
from mapkit.feed.robots import NAME, Robots

#: Seconds between two requests to a host, where it does not ask for more, and the longest that mapkit waits for one.
DELAY_S: Final = 1.0
PATIENCE_S: Final = 60.0
MAX_REDIRECTS: Final = 5

_REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))
_LATER: Final = frozenset((429, 503))
_OK: Final = 200
_NOT_MODIFIED: Final = 304


@dataclass(frozen=True, slots=True)
class Page:
    """What was fetched.

    Parameters
    ----------
    url : str
        Where it was found at last, behind all redirects.
    content_type : str
        Lower case, without parameters.
    charset : str or None
        Where the server states one.
    body : bytes
    """

    url: str
    content_type: str
    charset: str | None
    body: bytes


class Fetcher:
    """Fetches public pages, one at a time.

    Parameters
    ----------
    named : iterable of str
        The URLs that the user named: other ports than 80 and 443 are asked only on hosts that they name with them.
    kept : Kept, optional
        Where answers are kept for conditional requests; default: nowhere.
    resolver, allows, tls, clock, sleep
        How names become addresses, which of these may be asked, which certificates hold, what time it is and how to
        wait: for tests.
    """

    def __init__(
        self,
        *,
        named: Iterable[str] = (),
        kept: Kept | None = None,
        resolver: addresses.Resolver | None = None,
        allows: Callable[[str], bool] | None = None,
        tls: ssl.SSLContext | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._ports = {(link.host, link.port) for link in _valid(named)}
        self._kept = kept
        self._resolver = resolver or addresses.resolve
        self._allows = allows or addresses.is_public
        self._tls = tls or ssl.create_default_context()
        self._clock = clock
        self._sleep = sleep
        self._robots: dict[str, Robots] = {}
        self._turn: dict[str, float] = {}
        self._put_off: dict[str, str] = {}

    def get(self, url: str, kinds: Iterable[str]) -> Page:
        """Fetch a page, or take the kept one where the server says that it has not changed.

        Parameters
        ----------
        url : str
        kinds : iterable of str
            The content types that are wanted; no other is read.

        Raises
        ------
        FeedError
            Where it may not or cannot be fetched; the message does not name the URL.
        """
        link, wanted = Link.of(url), frozenset(kinds)
        for _ in range(MAX_REDIRECTS + 1):
            self._check(link)
            robots = self._robots_of(link)
            if refusal := robots.refusal(link.url):
                raise FeedError(refusal)
            kept = self._kept.get(link.url) if self._kept else None
            answer = self._asked(link, wanted, robots.delay, kept)
            if answer.status not in _REDIRECTS:
                return self._page(link, answer, kept)
            link = _redirected(link, answer)
        raise FeedError(f"is redirected more than {MAX_REDIRECTS} times")

    def _check(self, link: Link) -> None:
        if link.port not in {80, 443} and (link.host, link.port) not in self._ports:
            raise FeedError(f"leads to port {link.port} of {link.host}; mapkit asks 80 and 443, and what you name")
        if reason := self._put_off.get(link.host):
            raise FeedError(reason)

    def _robots_of(self, link: Link) -> Robots:
        if link.origin not in self._robots:
            try:
                robots = self._fetched_robots(link)
            except FeedError as error:
                robots = Robots.unknown(str(error))
            self._robots[link.origin] = robots
            self._rest(link, robots.delay)
        return self._robots[link.origin]

    def _fetched_robots(self, link: Link) -> Robots:
        where = link.joined("/robots.txt")
        for _ in range(MAX_REDIRECTS + 1):
            self._check(where)
            answer = self._asked(where, None, 0.0, None)
            if answer.status not in _REDIRECTS:
                return Robots.of(answer.status, answer.body)
            where = _redirected(where, answer)
        return Robots.of(http.HTTPStatus.NOT_FOUND, b"")  # RFC 9309, 2.3.1.2

    def _asked(self, link: Link, kinds: frozenset[str] | None, delay: float, kept: KeptAnswer | None) -> Answer:
        """Ask for a link in its host's turn; a second time where the host asks to come back soon."""
        if delay > PATIENCE_S:
            raise FeedError(
                f"its site wants {delay:.0f} seconds between requests; mapkit waits {PATIENCE_S:.0f} at most"
            )
        answer = self._once(link, kinds, delay, kept)
        if answer.status not in _LATER:
            return answer
        seconds = _retry_after(answer.headers)
        if seconds <= PATIENCE_S:
            self._rest(link, max(seconds, delay))
            answer = self._once(link, kinds, delay, kept)
        if answer.status in _LATER:
            self._put_off[link.host] = f"its host {link.host} asks to be left alone for now; try again later"
            raise FeedError(self._put_off[link.host])
        return answer

    def _once(self, link: Link, kinds: frozenset[str] | None, delay: float, kept: KeptAnswer | None) -> Answer:
        self._sleep(max(0.0, self._turn.get(link.host, 0.0) - self._clock()))
        headers = {"User-Agent": f"{NAME}/{version('mapkit')}", "Accept-Encoding": "gzip", "Connection": "close"}
        if kinds:
            headers["Accept"] = ", ".join(sorted(kinds))
        if kept and kept.etag:
            headers["If-None-Match"] = kept.etag
        if kept and kept.modified:
            headers["If-Modified-Since"] = kept.modified

        def wanted(status: int, answered: Message) -> bool:
            if kinds and status == _OK and answered.get_content_type() not in kinds:
                raise FeedError(f"is {answered.get_content_type()[:60]!r}, which mapkit does not read")
            return status == _OK

        found = addresses.checked(link.host, link.port, self._resolver, self._allows)
        try:
            return exchange(link, found, headers, self._tls, wanted)
        except UnreachableError as error:  # nor will it be for the next of its pages
            self._put_off[link.host] = str(error)
            raise
        finally:
            self._rest(link, delay)

    def _rest(self, link: Link, seconds: float) -> None:
        self._turn[link.host] = self._clock() + max(seconds, DELAY_S)

    def _page(self, link: Link, answer: Answer, kept: KeptAnswer | None) -> Page:
        if answer.status == _NOT_MODIFIED and kept:
            headers = Message()
            headers["Content-Type"] = kept.content_type
            return Page(link.url, headers.get_content_type(), headers.get_content_charset(), kept.body)
        if answer.status != _OK:
            raise FeedError(f"is answered with {answer.status}{_phrase(answer.status)}")
        etag, modified = answer.headers.get("ETag"), answer.headers.get("Last-Modified")
        if self._kept and (etag or modified):
            stated = answer.headers.get("Content-Type", "")
            self._kept.put(KeptAnswer(link.url, stated, answer.body, etag, modified))
        headers = answer.headers
        return Page(link.url, headers.get_content_type(), headers.get_content_charset(), answer.body)


def _valid(urls: Iterable[str]) -> Iterable[Link]:
    for url in urls:
        try:
            yield Link.of(url)
        except FeedError:  # said when its turn comes
            continue


def _redirected(link: Link, answer: Answer) -> Link:
    where = answer.headers.get("Location")
    if not where:
        raise FeedError("is redirected to nowhere")
    # Headers are read as Latin-1; what is beyond ASCII in them is UTF-8 nearly always.
    return link.joined(where.encode("latin-1", "replace").decode("utf-8", "replace"))


def _retry_after(headers: Message) -> float:
    """Return how many seconds a server wants to be left alone; endless where it does not say."""
    value = (headers.get("Retry-After") or "").strip()
    if value.isdecimal():
        return float(value[:9])
    try:
        when = email.utils.parsedate_to_datetime(value)
        return max(0.0, (when - dt.datetime.now(when.tzinfo)).total_seconds())
    except (ValueError, TypeError):
        return math.inf


def _phrase(status: int) -> str:
    try:
        return f" ({http.HTTPStatus(status).phrase})"
    except ValueError:
        return ""
