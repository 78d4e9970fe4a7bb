"""URLs as mapkit asks for them: http and https only, without passwords, in one spelling."""

import re
from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import quote, urljoin, urlsplit

from mapkit.errors import FeedError

_PORTS: Final = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?\.?|[0-9a-f:.]*:[0-9a-f:.]*")
#: Reserved and unreserved characters of RFC 3986, and the percent sign of what is quoted already.
_SAFE: Final = "%/:?#[]@!$&'()*+,;=-._~"
_MAX: Final = 4_000


@dataclass(frozen=True, slots=True)
class Link:
    """The address of a page.

    Parameters
    ----------
    scheme : str
        http or https.
    host : str
        A name (in its ASCII form) or an address, lower case.
    port : int
    target : str
        Path and query, as a request names them.
    """

    scheme: str
    host: str
    port: int
    target: str

    @classmethod
    def of(cls, url: str) -> Self:
        """Read a URL; its fragment is left out.

        Raises
        ------
        FeedError
            Where it is none that mapkit would ask for.
        """
        try:
            parts = urlsplit(url.strip())
            host, port = (parts.hostname or "").rstrip("."), parts.port
            host = host if host.isascii() else host.encode("idna").decode("ascii")
        except ValueError:  # of which UnicodeError is one
            raise FeedError("is not a valid URL; write it as https://example.org/feed") from None
        if parts.scheme not in _PORTS:
            raise FeedError("is not an http or https URL; write it as https://example.org/feed")
        if parts.username is not None or parts.password is not None:
            raise FeedError("holds a user name or password; mapkit asks only for what is public")
        if not _HOST.fullmatch(host) or len(url) > _MAX:
            raise FeedError("is not a valid URL; write it as https://example.org/feed")
        query = f"?{parts.query}" if parts.query else ""
        target = quote((parts.path or "/") + query, safe=_SAFE)
        return cls(parts.scheme, host, port or _PORTS[parts.scheme], target)

    def joined(self, reference: str) -> "Link":
        """Return the link that a redirect from here leads to.

        Raises
        ------
        FeedError
            As `of`.
        """
        try:
            url = urljoin(self.url, reference)
        except ValueError:
            raise FeedError("is redirected to what is no valid URL") from None
        return Link.of(url)

    @property
    def origin(self) -> str:
        """Scheme, host and port, the latter where it is not the usual one."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{name}" + ("" if self.usual_port else f":{self.port}")

    @property
    def url(self) -> str:
        """The whole URL, in one spelling."""
        return self.origin + self.target

    @property
    def usual_port(self) -> bool:
        """Whether the port is the scheme's own."""
        return self.port == _PORTS[self.scheme]
