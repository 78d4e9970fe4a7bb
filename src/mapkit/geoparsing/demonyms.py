"""Demonyms: adjectives and names of peoples ("Russian", "Texans") with the place they derive from."""

from functools import cache, lru_cache
from importlib import resources


@cache
def table() -> dict[str, str]:
    """Return the place name of each demonym; multi-word forms are spelled with spaces."""
    found: dict[str, str] = {}
    text = resources.files(__package__).joinpath("demonyms.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            place, _, forms = line.partition(": ")
            for form in forms.split():
                found[form.replace("_", " ")] = place
    return found


def place_of(word: str) -> str | None:
    """Return the name of the place whose demonym a word is, or None; ALL CAPS forms count as well."""
    known = table()
    if word in known:
        return known[word]
    return known.get(word.title()) if word.isupper() and len(word) > 2 else None


@lru_cache(maxsize=20_000)
def starting_with(word: str) -> bool:
    """Tell whether a demonym begins with a word."""
    return word in _first_words() or (word.isupper() and word.title() in _first_words())


@cache
def _first_words() -> frozenset[str]:
    return frozenset(form.split(" ")[0] for form in table())
