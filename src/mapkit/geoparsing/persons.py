"""Names that people bear: common ones of the United States census, and those of the world."""

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
def given_names_abroad() -> frozenset[str]:
    """Return given names of other languages and countries, in capitals."""
    return _lists()["given abroad"]


@cache
def surnames_abroad() -> frozenset[str]:
    """Return surnames of other languages and countries, in capitals."""
    return _lists()["surnames abroad"]


@cache
def _lists() -> dict[str, frozenset[str]]:
    text = resources.files(__package__).joinpath("person_names.txt").read_text(encoding="utf-8")
    rows = (line.partition(": ") for line in text.splitlines() if not line.startswith("#"))
    return {key: frozenset(names.split()) for key, _, names in rows}
