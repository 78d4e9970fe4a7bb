"""What a reader has switched on and off on the map, and what the ruler measures, as a permalink carries them."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from mapkit.errors import FilterError

#: The keys of an address that are of the map's switches and ruler.
SWITCH_KEYS = ("show", "hide", "ruler")
#: What can be shown that is not by default, and hidden that is; whether all stated distances are, the zoom tells.
SHOWN, HIDDEN = ("distances", "fronts"), ("names", "shapes", "distances")
#: The most points of the ruler that an address carries.
RULER_MAX = 50
_POINT = re.compile(r"([+-]?\d{1,2}(?:\.\d{1,12})?),([+-]?\d{1,3}(?:\.\d{1,12})?)", re.ASCII)
_LATITUDE_MAX, _LONGITUDE_MAX = 90.0, 360.0


@dataclass(frozen=True, slots=True)
class Switches:
    """What is shown of the map beside its events. An online map is never among it: a link sends nothing to others.

    Parameters
    ----------
    show, hide : tuple of str
        Of `SHOWN` and `HIDDEN`; what is in neither is as it is by default.
    ruler : tuple of (float, float)
        The points that the ruler measures between: WGS84 latitude, -90 to 90, and longitude, -360 to 360, so that a
        line may cross the antimeridian; up to `RULER_MAX`.

    Raises
    ------
    FilterError
        Where a name is unknown, the same thing is shown and hidden, or a point is out of range.
    """

    show: tuple[str, ...] = ()
    hide: tuple[str, ...] = ()
    ruler: tuple[tuple[float, float], ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "show", _in_order("show", self.show, SHOWN))
        object.__setattr__(self, "hide", _in_order("hide", self.hide, HIDDEN))
        if both := set(self.show) & set(self.hide):
            raise FilterError(f"{min(both)} is shown and hidden; say one of them")
        if len(self.ruler) > RULER_MAX:
            raise FilterError(f"ruler has {len(self.ruler)} points; it has {RULER_MAX} at most")
        for latitude, longitude in self.ruler:
            inside = abs(latitude) <= _LATITUDE_MAX and abs(longitude) <= _LONGITUDE_MAX
            if not (math.isfinite(latitude) and math.isfinite(longitude) and inside):
                raise FilterError(f"ruler={latitude:g},{longitude:g} is no point: latitude, longitude in degrees")

    @classmethod
    def from_query(cls, query: Mapping[str, Sequence[str]]) -> Self:
        """Return the switches of an address; keys that are not of `SWITCH_KEYS` are left alone.

        Raises
        ------
        FilterError
            Where a value cannot be read.
        """
        ruler = tuple(_point(text) for text in query.get("ruler", ()))
        return cls(tuple(query.get("show", ())), tuple(query.get("hide", ())), ruler)

    def to_config(self) -> dict[str, Any]:
        """Return the switches for the map's script."""
        return {"show": list(self.show), "hide": list(self.hide), "ruler": [list(point) for point in self.ruler]}


def _in_order(key: str, names: Iterable[str], known: tuple[str, ...]) -> tuple[str, ...]:
    names = set(names)
    if unknown := names - set(known):
        raise FilterError(f"{key}={min(unknown)!r} is unknown; known are: {', '.join(known)}")
    return tuple(name for name in known if name in names)


def _point(text: str) -> tuple[float, float]:
    found = _POINT.fullmatch(text)
    if not found:
        raise FilterError(f"ruler={text!r} is no point: latitude,longitude in degrees")
    return float(found[1]), float(found[2])
