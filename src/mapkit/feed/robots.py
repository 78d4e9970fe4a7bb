"""What a site asks of robots: robots.txt as RFC 9309 reads it, with the Crawl-delay that many sites add."""

from dataclasses import dataclass
from typing import Final, Self

from protego import Protego

#: What mapkit answers to in a robots.txt, and how much of one is read (RFC 9309, 2.5, asks for no more).
NAME: Final = "mapkit"
MAX_BYTES: Final = 512_000
_TOO_MANY_REQUESTS: Final = 429


@dataclass(frozen=True, slots=True)
class Robots:
    """What one site allows.

    Parameters
    ----------
    rules : protego.Protego
    fault : str or None
        Why its rules cannot be known, in which case it allows nothing (RFC 9309, 2.3.1.4).
    """

    rules: Protego
    fault: str | None = None

    @classmethod
    def of(cls, status: int, body: bytes) -> Self:
        """Read an answer: what is not there allows all, what the server fails to say allows nothing."""
        if 400 <= status < 500 and status != _TOO_MANY_REQUESTS:
            return cls(Protego.parse(""))
        if not 200 <= status < 300:
            return cls.unknown(f"its site's robots.txt cannot be read (status {status}), so nothing of it is fetched")
        return cls(Protego.parse(body[:MAX_BYTES].decode("utf-8-sig", "replace")))

    @classmethod
    def unknown(cls, fault: str) -> Self:
        """Return the rules of a site whose rules cannot be known."""
        return cls(Protego.parse(""), fault)

    def refusal(self, url: str) -> str | None:
        """Return why a page may not be fetched, or None where it may."""
        if self.fault:
            return self.fault
        return None if self.rules.can_fetch(url, NAME) else "its site's robots.txt does not allow it"

    @property
    def delay(self) -> float:
        """Seconds that the site wants between two requests; 0 where it says nothing."""
        return float(self.rules.crawl_delay(NAME) or 0)
