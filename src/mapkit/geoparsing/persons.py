"""Names that people bear: the common given names and surnames of the United States census."""

from functools import cache
from importlib import resources


@cache
def given_names() -> frozenset[str]:
    """Return the common given names, in capitals."""
    return _lists()["given"]


@cache
def surnames() -> frozenset[str]:
    """Return the common surnames, in capitals."""
    return _lists()["surnames"]


@cache
def _lists() -> dict[str, frozenset[str]]:
    text = resources.files(__package__).joinpath("person_names.txt").read_text(encoding="utf-8")
    rows = (line.partition(": ") for line in text.splitlines() if not line.startswith("#"))
    return {key: frozenset(names.split()) for key, _, names in rows}
