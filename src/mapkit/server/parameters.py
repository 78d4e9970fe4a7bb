"""The parameters of an address, read strictly: one clear line where one is unknown, missing or out of range."""

import math
import re
from collections.abc import Iterable

from starlette.requests import Request

from mapkit import languages
from mapkit.errors import FilterError
from mapkit.query import FILTER_KEYS, Filters

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)


def only(request: Request, known: Iterable[str]) -> None:
    """Make sure that the address has no parameter but the known ones.

    Raises
    ------
    FilterError
        Where it has: a misspelt filter must not pass for no filter.
    """
    known = sorted(known)
    for name in request.query_params:
        if name not in known:
            shown = name if len(name) <= 40 else name[:39] + "…"
            raise FilterError(f"unknown parameter {shown!r}; known are: {', '.join(known) or 'none'}")


def filters(request: Request) -> Filters:
    """Return the filters of an address."""
    query = request.query_params
    return Filters.from_query({key: query.getlist(key) for key in FILTER_KEYS if key in query})


def bbox(request: Request) -> tuple[float, float, float, float]:
    """Return `bbox=west,south,east,north` in degrees."""
    parts = _text(request, "bbox").split(",")
    if len(parts) != 4:
        raise FilterError("bbox must be four numbers: west,south,east,north in degrees")
    west, south, east, north = (_number("bbox", part) for part in parts)
    return west, south, east, north


def number(request: Request, name: str, low: float, high: float, default: float | None = None) -> float:
    """Return a number within bounds, inclusive."""
    if default is not None and name not in request.query_params:
        return default
    value = _number(name, _text(request, name))
    if not low <= value <= high:
        raise FilterError(f"{name} must be from {low:g} to {high:g}")
    return value


def whole(request: Request, name: str, low: int, high: int, default: int | None = None) -> int:
    """Return a whole number within bounds, inclusive."""
    value = number(request, name, low, high, default)
    if value != int(value):
        raise FilterError(f"{name} must be a whole number")
    return int(value)


def choice(request: Request, name: str, known: Iterable[str]) -> str:
    """Return one of the known values."""
    value = _text(request, name)
    if value not in (options := list(known)):
        raise FilterError(f"{name} must be one of: {', '.join(options)}")
    return value


def language(request: Request) -> str:
    """Return the language of an answer with words: `lang`, else the one that the browser asks for."""
    if "lang" in request.query_params:
        return choice(request, "lang", languages.available())
    return languages.negotiate(request.headers.get("Accept-Language"))


def text(request: Request, name: str, most: int) -> str:
    """Return a text of one to so many code points, without the space around it."""
    value = _text(request, name).strip()
    if not 1 <= len(value) <= most:
        raise FilterError(f"{name} must be of 1 to {most} characters")
    return value


def _text(request: Request, name: str) -> str:
    values = request.query_params.getlist(name)
    if not values:
        raise FilterError(f"{name} is missing")
    if len(values) > 1:
        raise FilterError(f"{name} is given {len(values)} times; give it once")
    return values[0]


def _number(name: str, text: str) -> float:
    value = float(text) if _NUMBER.fullmatch(text.strip()) else math.nan
    if not math.isfinite(value):
        raise FilterError(f"{name} must be made of finite numbers")
    return value
