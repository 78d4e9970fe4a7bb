"""Home: where a publisher sits, as far as its name and its address on the web tell.

A local paper does not say which Paris it means. Its name often does ("The Paris News", parisnews.example), and a
country's domain tells at least the country. What is found here is one voice among those of the text's own names.
"""

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from mapkit.geoparsing import vocabulary
from mapkit.geoparsing.candidates import Candidates, Name
from mapkit.model import Document
from mapkit.text.tokens import tokenise

#: Words of publishers' names that some place bears too.
_OF_THE_PRESS: Final = vocabulary.words(
    "the a an daily weekly sunday morning evening news newspaper online today live times herald gazette tribune post "
    "star sun globe mirror telegraph independent guardian observer chronicle journal record review register reporter "
    "sentinel standard statesman mail express echo argus advertiser advocate dispatch courier press leader ledger bee "
    "banner bulletin call citizen democrat republican eagle enquirer examiner free inquirer messenger monitor nation "
    "national world international network media radio tv television channel voice press-democrat republic patriot "
    "pilot pioneer progress recorder republic sentinel spectator transcript tribune union villager vindicator wire "
    "business sport sports politics fm am public community my go local"
)
_GENERIC: Final = _OF_THE_PRESS | vocabulary.words("city county state")
_LONGEST = 3
#: Domains of countries that anybody may have.
_FREE: Final = vocabulary.words("tv me io co cc fm ly to ai gg am ws nu tk ml ga cf gq st su eu")
_ALIAS: Final = {"uk": "GB"}
_SHORTEST = 5


def names(document: Document, candidates: Candidates, spoken: Iterable[str]) -> list[Name]:
    """Return the names of places that a document's publisher and address hold.

    Parameters
    ----------
    document : Document
        Its `publisher` and `url` are read.
    candidates : Candidates
    spoken : iterable of str
        The names that the text itself uses; an address may hold one with its blanks left out.
    """
    found: dict[str, Name] = {}
    if document.publisher:
        for name in _of_publisher(document.publisher, candidates):
            found.setdefault(name.text, name)
    host = (urlsplit(document.url).hostname or "") if document.url else ""
    labels = host.lower().split(".")
    if len(labels) > 1:
        for label in labels[:-1]:
            for name in _of_label(label, candidates, spoken):
                found.setdefault(name.text, name)
        code = labels[-1].upper()
        country = candidates.country(_ALIAS.get(labels[-1], code)) if labels[-1] not in _FREE else None
        if country is not None:
            found.setdefault(country.text, country)
    return list(found.values())


def _of_publisher(publisher: str, candidates: Candidates) -> Iterable[Name]:
    """Yield the longest listed names in a publisher's name."""
    tokens = tokenise(publisher)
    words = tokens.words
    index = 0
    while index < len(words):
        step = 1
        for length in range(min(_LONGEST, len(words) - index), 0, -1):
            if length == 1 and (words[index].lower() in _GENERIC or not words[index][0].isupper()):
                continue
            last = index + length - 1
            name = candidates.name(publisher[tokens.starts[index] : tokens.ends[last]])
            if _settled(name) and words[last].lower() not in _OF_THE_PRESS:
                yield name
                step = length
                break
        index += step


_AFFIX = re.compile(
    rf"^(?:{'|'.join(sorted(_OF_THE_PRESS, key=len, reverse=True))})|"
    rf"(?:{'|'.join(sorted(_OF_THE_PRESS, key=len, reverse=True))})$"
)


def _of_label(label: str, candidates: Candidates, spoken: Iterable[str]) -> Iterable[Name]:
    """Yield the names in one part of an address: what is left without the words of the press, and the text's own."""
    squeezed = re.sub(r"[^a-z]", "", label)
    for said in spoken:
        plain = re.sub(r"[^a-z]", "", said.lower())
        if len(plain) >= _SHORTEST and plain in squeezed:
            yield candidates.name(said)
    stem, before = squeezed, ""
    while stem != before:
        before = stem
        stem = _AFFIX.sub("", stem)
    if len(stem) >= _SHORTEST and stem != squeezed:
        name = candidates.name(stem.title())
        if _settled(name):
            yield name


def _settled(name: Name) -> bool:
    """Tell whether a town or a division bears a name."""
    return name.listed and any(place.feature_class in "PA" for place in name.places)
