"""An online tile map that a reader may switch on: two people have to want it, who runs mapkit and who reads."""

import os
import re
from dataclasses import dataclass
from typing import Self

from mapkit.errors import FilterError

_TILE_URL = re.compile(r"https://[a-z0-9.-]+(:\d+)?/[A-Za-z0-9./_@=?&~-]*")
_PLAIN = re.compile(r"[\w .,&©()/-]{1,120}")


@dataclass(frozen=True, slots=True)
class OnlineTiles:
    """A tile server that a reader may switch on; the map says to whom what is sent, and asks nothing before.

    Parameters
    ----------
    name : str
        As the layers menu shows it.
    host_and_path : str
        The tiles' URL up to the tile address: `https://tiles.example/base/`; the map adds `z/x/y` and `suffix`.
    attribution : str
        Who is to be credited.
    suffix : str
        What follows the tile address.

    Raises
    ------
    FilterError
        Where a part is not a plain https URL or plain text.
    """

    name: str
    host_and_path: str
    attribution: str
    suffix: str = ".png"

    def __post_init__(self) -> None:
        if not _TILE_URL.fullmatch(self.host_and_path):
            raise FilterError(f"tile URL {self.host_and_path!r} is not a plain https URL without placeholders")
        if not re.fullmatch(r"[A-Za-z0-9._@=?&-]*", self.suffix):
            raise FilterError(f"tile suffix {self.suffix!r} has characters that a URL does not need")
        for text in (self.name, self.attribution):
            if not _PLAIN.fullmatch(text):
                raise FilterError(f"tile name or attribution {text!r} is not plain text of up to 120 characters")

    @classmethod
    def from_environment(cls) -> Self | None:
        """Return what `MAPKIT_TILES` names (`name | URL | attribution`), None where it is not set.

        Raises
        ------
        FilterError
            Where it is not three parts, or one of them is not what `OnlineTiles` takes.
        """
        text = os.environ.get("MAPKIT_TILES", "").strip()
        if not text:
            return None
        parts = [part.strip() for part in text.split("|")]
        if len(parts) != 3:
            raise FilterError("MAPKIT_TILES must be 'name | https URL up to the tile address | attribution'")
        return cls(*parts)

    @property
    def origin(self) -> str:
        """Scheme and host, as a page's policy names who may be asked for images."""
        return "/".join(self.host_and_path.split("/")[:3])

    def to_config(self) -> dict[str, str]:
        """Return the tile server as plain JSON for the map's script."""
        return {
            "name": self.name,
            "base": self.host_and_path,
            "suffix": self.suffix,
            "attribution": self.attribution,
        }
