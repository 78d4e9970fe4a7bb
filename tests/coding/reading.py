"""Helpers of the tests of figures: a text's parsed sentences, and toponyms of made-up places."""

import re

from mapkit.model import Document, Place, Role, Toponym
from mapkit.text.sentences import Sentence, analyse


def sentences(text: str) -> tuple[Sentence, ...]:
    return next(iter(analyse([Document("test.txt", text)]))).sentences


def sentence(text: str) -> Sentence:
    (only,) = sentences(text)
    return only


def place(name: str, latitude: float = 10.0, longitude: float = 20.0, *, code: str = "PPL", kind: str = "P") -> Place:
    return Place(f"t:{name}", name, kind, code, "XX", "", "", "", latitude, longitude, 0, "test")


def toponyms(text: str, *places: Place, demonyms: tuple[str, ...] = ()) -> tuple[Toponym, ...]:
    """Return every mention of the places' names in a text, resolved, and of demonyms, in order."""
    found = [
        Toponym(match.start(), match.end(), where.name, place=where)
        for where in places
        for match in re.finditer(rf"\b{re.escape(where.name)}\b", text)
    ]
    found += [
        Toponym(match.start(), match.end(), name, Role.DEMONYM)
        for name in demonyms
        for match in re.finditer(rf"\b{name}\b", text)
    ]
    return tuple(sorted(found, key=lambda toponym: toponym.start))
