"""Where the map looks: centre and zoom, checked."""

import math
from dataclasses import dataclass

from mapkit.errors import FilterError

MIN_ZOOM, MAX_ZOOM = 2, 18
_MERCATOR_LIMIT = 85.05


@dataclass(frozen=True, slots=True)
class View:
    """A centre in WGS84 degrees and a zoom level, as a permalink carries them.

    Parameters
    ----------
    latitude : float
        -85.05 to 85.05, the ends of the Mercator projection.
    longitude : float
        -180 to 180.
    zoom : float
        2 to 18; fractions are allowed.

    Raises
    ------
    FilterError
        Where a number is out of its range; the message names it.
    """

    latitude: float
    longitude: float
    zoom: float

    def __post_init__(self) -> None:
        for name, low, high in (
            ("latitude", -_MERCATOR_LIMIT, _MERCATOR_LIMIT),
            ("longitude", -180.0, 180.0),
            ("zoom", float(MIN_ZOOM), float(MAX_ZOOM)),
        ):
            value = float(getattr(self, name))
            if not (math.isfinite(value) and low <= value <= high):
                raise FilterError(f"{name} {value:g} of the view is not between {low:g} and {high:g}")
            object.__setattr__(self, name, value)

    def to_config(self) -> dict[str, float]:
        """Return the view for the map's script, at a precision of a metre."""
        return {"lat": round(self.latitude, 5), "lng": round(self.longitude, 5), "zoom": round(self.zoom, 2)}
