"""Word classes that the reading of sentences needs (verbs of saying, words that negate, ...), kept as data."""

import re
from functools import cache
from pathlib import Path

import yaml

_FILE = Path(__file__).with_name("lexicon.yaml")


def words(module: str, name: str) -> frozenset[str]:
    """Return a word class of `lexicon.yaml`.

    Raises
    ------
    KeyError
        Where the lexicon has no such class.
    """
    return frozenset(_lexicon()[module][name].split())


def pattern(module: str, name: str, *, whole_words: bool = True) -> re.Pattern[str]:
    """Return the alternatives of `lexicon.yaml`, one a line, as one pattern without regard to case.

    Raises
    ------
    KeyError
        Where the lexicon has no such alternatives.
    """
    alternatives = "|".join(_lexicon()[module][name].splitlines())
    return re.compile(rf"\b(?:{alternatives})\b" if whole_words else alternatives, re.IGNORECASE)


@cache
def _lexicon() -> dict[str, dict[str, str]]:
    with _FILE.open(encoding="utf-8") as lines:
        data: dict[str, dict[str, str]] = yaml.load(lines, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - a safe loader
    return data
