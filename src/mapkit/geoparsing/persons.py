"""Names that people bear: the given names and surnames of the United States census, by how common they are."""

from functools import cache
from pathlib import Path

import names

#: Given names and surnames rarer than this share (in percent) of the population do not count.
_GIVEN, _SURNAME = 0.01, 0.005


@cache
def given_names() -> frozenset[str]:
    """Return the common given names, in capitals."""
    return _read("first:male", _GIVEN) | _read("first:female", _GIVEN)


@cache
def surnames() -> frozenset[str]:
    """Return the common surnames, in capitals."""
    return _read("last", _SURNAME)


def _read(key: str, least: float) -> frozenset[str]:
    rows = (line.split() for line in Path(names.FILES[key]).read_text(encoding="ascii").splitlines())
    return frozenset(name for name, share, *_ in rows if float(share) >= least)
