"""Demonyms: adjectives and names of peoples ("Russian", "Texans") with the place they derive from."""

from functools import cache
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
