"""How often mapkit is right, as measured: the figures of docs/coding.md and docs/geoparsing-accuracy.md."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def measured() -> dict[str, Any]:
    """Return the figures of `accuracy.toml`: of events shares from 0 to 1, of geoparsing percent."""
    return tomllib.loads(Path(__file__).with_name("accuracy.toml").read_text(encoding="utf-8"))


def percent(share: float) -> int:
    """Return a share in whole percent."""
    return round(100 * share)
