"""Proposals: every span of a text that may be a place name, from the gazetteer, the model, type words and demonyms.

Proposing is generous and overlapping; `recognition` decides.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from spacy.tokens import Span, Token

from mapkit.geoparsing import demonyms, vocabulary
from mapkit.geoparsing.candidates import Candidates, abbreviations
from mapkit.model import Place
from mapkit.text.sentences import Analysis, Sentence

#: A piece of a name: an abbreviation with its dots, or a run of letters and digits.
PIECE = re.compile(r"(?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?|(?:[^\W_]|[\u0300-\u036f])+")
_JOINTS = frozenset({" ", "-", "‑", "–", "'", "’", "ʼ", "`", "´", ". ", " - ", "- ", "\u00a0", "‘", ", "})
_TIGHT = frozenset({"-", "‑", "–", "'", "’", "ʼ", "`", "´", "‘"})
_DOTTED = frozenset({"st", "ste", "mt", "ft", "pt"})
_ARTICLES = frozenset(
    {"al", "el", "as", "ad", "an", "ar", "at", "az", "ash", "ath", "ed", "es", "er", "et", "ez", "en"}
)
_LONGEST = 7
_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_POSSESSIVE = re.compile(r"['’]s?$")
_WASHINGTON = re.compile(r"^(?P<city>[\w ]+), (?P<state>D\.?C\.?)$")


class Kind(StrEnum):
    """Where a proposal comes from."""

    GAZETTEER = "gazetteer"
    ENTITY = "entity"
    TYPED = "typed"
    DEMONYM = "demonym"
    ABBREVIATION = "abbreviation"
    VENUE = "venue"


@dataclass(slots=True, eq=False)
class Mention:
    """A proposed span with what is known of it; `recognition` and `resolution` fill in the rest.

    Parameters
    ----------
    start, end : int
        Code points in the document, end exclusive.
    text : str
    sentence : Sentence
    span : spacy.tokens.Span
        The tokens that cover it.
    kind : Kind
    name : str
        The text to look up; differs from `text` for demonyms and abbreviations.
    places : tuple of Place
        What the gazetteer knows of the name.
    hint : str
        Feature classes that a type word beside it allows ("AL"), or "".
    """

    start: int
    end: int
    text: str
    sentence: Sentence
    span: Span
    kind: Kind
    name: str
    places: tuple[Place, ...]
    hint: str = ""
    hint_word: str = ""
    features: tuple[str, ...] = field(default=())
    recognition: float = 0.0

    @property
    def first(self) -> Token:
        """The first token."""
        return self.span[0]

    @property
    def last(self) -> Token:
        """The last token."""
        return self.span[-1]


def propose(analysis: Analysis, candidates: Candidates) -> list[Mention]:
    """Return every span of a document that may be a place name, sorted by start, then the longest first."""
    found: dict[tuple[int, int], Mention] = {}
    for sentence in analysis.sentences:
        for mention in _of_sentence(sentence, candidates):
            found.setdefault((mention.start, mention.end), mention)
    return sorted(found.values(), key=lambda m: (m.start, -m.end))


def _of_sentence(sentence: Sentence, candidates: Candidates) -> Iterator[Mention]:
    text = sentence.text
    pieces = [(m.start(), m.end()) for m in PIECE.finditer(text)]
    shouting = _is_shouting(text)
    for index in range(len(pieces)):
        if _may_start(text, pieces, index):
            yield from _demonym(sentence, text, pieces, index, candidates)
            yield from _abbreviation(sentence, text, pieces, index, candidates)
            yield from _names(sentence, text, pieces, index, candidates, shouting=shouting)
    yield from _entities(sentence, candidates)
    yield from _typed(sentence, candidates)
    yield from _venues(sentence, candidates)


def _is_shouting(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 12 and sum(c.isupper() for c in letters) > 0.7 * len(letters)


def _may_start(text: str, pieces: list[tuple[int, int]], index: int) -> bool:
    start, end = pieces[index]
    if text[start].isupper() or text[start].istitle():
        return True
    if text[start:end] in _ARTICLES and index + 1 < len(pieces):
        after = pieces[index + 1][0]
        return text[end:after] in _TIGHT and text[after].isupper()
    return False


def _ends(text: str, pieces: list[tuple[int, int]], first: int) -> Iterator[tuple[int, int, bool]]:
    """Yield (piece index, end offset, may end here) while the pieces from the first on may be one name."""
    for index in range(first, min(first + _LONGEST, len(pieces))):
        start, end = pieces[index]
        tight = False
        if index > first:
            previous = pieces[index - 1]
            joint = text[previous[1] : start]
            tight = joint in _TIGHT
            if joint not in _JOINTS:
                return
            if joint in (". ", ", ") and not _may_follow(text, previous, joint, (start, end)):
                return
        possessive = tight and text[start:end] == "s" and text[start - 1] in "'’"
        yield index, end, not possessive and (text[start].isupper() or text[start].isdigit() or tight or index == first)


def _may_follow(text: str, previous: tuple[int, int], joint: str, here: tuple[int, int]) -> bool:
    if joint == ". ":
        return text[previous[0] : previous[1]].lower() in _DOTTED
    return bool(_WASHINGTON.match(text[previous[0] : here[1]]))


def _names(
    sentence: Sentence,
    text: str,
    pieces: list[tuple[int, int]],
    first: int,
    candidates: Candidates,
    *,
    shouting: bool,
) -> Iterator[Mention]:
    """Yield each gazetteer name that starts at a piece, and its extension by a capitalised type word."""
    start = pieces[first][0]
    reachable = True
    for index, end, may_end in _ends(text, pieces, first):
        name = text[start:end]
        places = candidates.exact(name) if may_end and reachable else ()
        places = tuple(p for p in places if not (shouting is False and _is_code(name) and p.feature_class == "S"))
        if name[:4].lower() == "the " and not any(p.name[:4] == "The " for p in places):
            places = ()  # "the Kremlin": the article is no part of the name, as it is of "The Hague"
        if places and not (index == first and name.lower() in vocabulary.NEVER):
            yield _mention(sentence, start, end, Kind.GAZETTEER, name, candidates.of(name))
        if index > first and may_end and text[pieces[index][0] : end] in vocabulary.NAME_TAILS and not places:
            stem = text[start : pieces[index - 1][1]]
            if candidates.exact(stem) and stem.lower() not in vocabulary.NEVER:
                yield _mention(sentence, start, end, Kind.GAZETTEER, name, candidates.of(name))
        if index == first + 1 and text[start : pieces[first][1]].rstrip(".") in vocabulary.NAME_HEADS and not places:
            rest = text[pieces[index][0] : end]
            if text[pieces[index][0]].isupper() and rest.lower() not in vocabulary.NEVER:
                yield _mention(sentence, start, end, Kind.TYPED, name, candidates.of(name))
        reachable = reachable and candidates.has_prefix(name)
        if not reachable and index > first:
            return


def _is_code(name: str) -> bool:
    return len(name) <= 4 and name.isupper()


def _demonym(
    sentence: Sentence, text: str, pieces: list[tuple[int, int]], first: int, candidates: Candidates
) -> Iterator[Mention]:
    start = pieces[first][0]
    for index, end, _ in _ends(text, pieces, first):
        if index > first + 1:
            return
        place = demonyms.place_of(text[start:end].replace("-", " "))
        if place:
            yield _mention(sentence, start, end, Kind.DEMONYM, place, candidates.of(place))


def _abbreviation(
    sentence: Sentence, text: str, pieces: list[tuple[int, int]], first: int, candidates: Candidates
) -> Iterator[Mention]:
    """Yield a state's or province's abbreviation ("Pa.", "B.C.", "CA") that stands where one can."""
    start, end = pieces[first]
    for form_end in (end + 1, end):
        form = text[start:form_end]
        known = abbreviations().get(form) if len(form) == form_end - start else None
        if known is None:
            continue
        # Two capitals alone ("IN", "OR", "ME") are words in a headline: a place and a comma must stand before them.
        dotted = form.endswith(".") and "." in form[:-1]
        if not dotted and len(form) < 3 and not re.search(r"[A-Za-z]\.?, $", text[:start]):
            continue
        if form.endswith(".") and not dotted and not text[:start].endswith(", "):
            continue
        country, name = known
        places = tuple(p for p in candidates.of(name) if p.country == country and p.feature_class in "AP")
        divisions = tuple(p for p in places if p.feature_code == "ADM1") or places[:1]
        if divisions:
            yield _mention(sentence, start, form_end, Kind.ABBREVIATION, name, divisions)
        return


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity of the model, trimmed to a name: offsets in the document."""

    start: int
    end: int
    label: str


#: Small words that a name may hold; at any other the model has run two names together ("Lyman near Kramatorsk").
_INNER = vocabulary.words(
    "of the and for on upon de la le les du des del della al el da do dos das di von van der den bin ibn sur en aux y "
    "e und et au a & 's ’s"
)


@lru_cache(maxsize=1024)  # a sentence is one by identity; proposing and describing both ask
def entities(sentence: Sentence) -> tuple[Entity, ...]:
    """Return the model's entities of a sentence without articles and possessives, cut where two names ran together."""
    found: list[Entity] = []
    for entity in sentence.tokens.ents:
        offset = sentence.origin + entity.start_char
        start: int | None = None
        end = offset
        for piece in re.finditer(r"\S+", entity.text):
            word = piece.group()
            small = word[0].islower() and "-" not in word and word not in _INNER and entity.label_ in _NAMING
            if small:
                if start is not None:
                    found += _trimmed(entity.text, offset, start, end, entity.label_)
                start = None
                continue
            start = piece.start() if start is None else start
            end = piece.end()
        if start is not None:
            found += _trimmed(entity.text, offset, start, end, entity.label_)
    return tuple(found)


_NAMING = frozenset({"GPE", "LOC", "FAC", "ORG", "PERSON", "NORP"})


def _trimmed(text: str, offset: int, start: int, end: int, label: str) -> Iterator[Entity]:
    name = text[start:end]
    if name[:4].lower() == "the ":
        start += 4
        name = name[4:]
    stripped = _POSSESSIVE.sub("", name).rstrip(" ,;:-–—")
    if stripped:
        yield Entity(offset + start, offset + start + len(stripped), label)


def _entities(sentence: Sentence, candidates: Candidates) -> Iterator[Mention]:
    """Yield the model's entities that may be places."""
    for entity in entities(sentence):
        start, end = entity.start - sentence.start, entity.end - sentence.start
        name = sentence.text[start:end]
        if entity.label not in _PLACE_LABELS or name.lower() in vocabulary.NEVER:
            continue
        if any(c.isupper() for c in name):
            yield _mention(sentence, start, end, Kind.ENTITY, name, candidates.of(name))


_UPPER = r"[A-ZÀ-ÖØ-Þ][\w'’ʼ]*"
_CAPITALISED = rf"(?:(?:[Aa]l|[Ee]l|[Aa]sh?|[Aa]n|[Aa]d|[Aa]r|[Aa]t|[Aa]z)[-‑])?{_UPPER}(?:[-‑ ]{_UPPER}){{0,3}}"
_TYPES_BEFORE = "|".join(
    sorted((w for w in vocabulary.TYPE_WORDS if vocabulary.TYPE_WORDS[w][0] in "APHTL"), key=len, reverse=True)
)
_BEFORE = re.compile(rf"\b(?P<type>{_TYPES_BEFORE}) of (?P<name>{_CAPITALISED})")
_AFTER = re.compile(
    rf"(?P<name>{_CAPITALISED}) (?P<type>oblast|province|governorate|prefecture|raion|district|county|village|town|"
    r"settlement|region|river|lake|island|islands|peninsula|valley|mountains|refugee camp|municipality|commune|"
    r"township|airport|airfield|neighbou?rhood|suburb|strait|desert|territory)\b"
)


def _typed(sentence: Sentence, candidates: Candidates) -> Iterator[Mention]:
    """Yield the capitalised names that a type word says are places ("the village of X", "X district")."""
    text = sentence.text
    for pattern in (_BEFORE, _AFTER):
        for match in pattern.finditer(text):
            start, end = match.span("name")
            name = _POSSESSIVE.sub("", text[start:end])
            end = start + len(name)
            while pattern is _AFTER and (name.split(" ")[0].lower() in vocabulary.NEVER or _demonymic(name)):
                head, _, rest = name.partition(" ")
                start += len(head) + 1
                name = rest
                if not name:
                    break
            if name and name.lower() not in vocabulary.NEVER and name.lower() not in vocabulary.PARTS:
                yield _mention(sentence, start, end, Kind.TYPED, name, candidates.of(name))


_TAILS = "|".join(sorted(vocabulary.VENUE_TAILS))
_VENUE = re.compile(
    rf"{_UPPER}(?:(?:['’]s)? (?:(?:of|for|the|and|de|la) )*(?:{_UPPER}|\d+)){{0,5}}? (?:{_TAILS})"
    r"(?! (?:of|for) )\b"
)


def _venues(sentence: Sentence, candidates: Candidates) -> Iterator[Mention]:
    """Yield the capitalised names of buildings and grounds, and what the model takes for organisations of that kind."""
    text = sentence.text
    spans = [match.span() for match in _VENUE.finditer(text)]
    for entity in entities(sentence):
        start, end = entity.start - sentence.start, entity.end - sentence.start
        if entity.label == "ORG" and text[start:end].rsplit(" ", 1)[-1] in vocabulary.VENUE_TAILS:
            spans.append((start, end))
    for start, end in spans:
        first = text[start:end].split(" ", 1)[0]
        if first.lower() in vocabulary.NEVER and " " in text[start:end]:
            start += len(first) + 1
        if " " in text[start:end] and text[start].isupper():
            name = text[start:end]
            yield _mention(sentence, start, end, Kind.VENUE, name, candidates.of(name))


def _demonymic(name: str) -> bool:
    return demonyms.place_of(name.split(" ", 1)[0]) is not None


def _mention(sentence: Sentence, start: int, end: int, kind: Kind, name: str, places: tuple[Place, ...]) -> Mention:
    """Make a mention of offsets in the sentence's text."""
    doc_start, doc_end = sentence.start + start, sentence.start + end
    span = sentence.span(doc_start, doc_end)
    assert span is not None  # noqa: S101 - the offsets come from the sentence itself
    hint, word = _hint(sentence, start, end)
    return Mention(doc_start, doc_end, sentence.text[start:end], sentence, span, kind, name, places, hint, word)


_HINT_AFTER = re.compile(
    r"(?:['’]s)? (?:(?:refugee|displacement|autonomous|border|military|air|international|federal) )?(?P<word>[\w-]+)"
)
_HINT_BEFORE = re.compile(
    r"(?P<word>[\w-]+)(?:,)? (?:of|called|named) (?:the )?$|(?P<apposed>[\w-]+) (?:the )?$", re.IGNORECASE
)
#: Type words that may stand right before a name ("the city Kharkiv" is rare, "Lake Chad", "river Seym" are not).
_APPOSED = frozenset(
    {"river", "lake", "mount", "mt", "cape", "port", "city", "town", "village", "island", "camp", "oblast", "state"}
)


def _hint(sentence: Sentence, start: int, end: int) -> tuple[str, str]:
    """Return the feature classes that a type word in or beside a name allows, and the word."""
    text = sentence.text
    inside = text[start:end].lower().split(" ")
    if len(inside) > 1:
        for word in (inside[-1], inside[0]):
            if word in vocabulary.TYPE_WORDS and word not in ("city", "state", "fort", "port", "north", "park"):
                return vocabulary.TYPE_WORDS[word], word
    after = _HINT_AFTER.match(text, end)
    if after and not text[end:].startswith(("'s", "’s")):
        word = after["word"].lower()
        if word in vocabulary.TYPE_WORDS and (after["word"].islower() or word not in ("state", "front", "park")):
            return vocabulary.TYPE_WORDS[word], word
    before = _HINT_BEFORE.search(text, max(0, start - 40), start)
    if before:
        word = (before["word"] or before["apposed"] or "").lower()
        if before["word"] and re.search(r"[A-ZÀ-Þ][\w'’-]*[ ,]+$", text[: before.start("word")]):
            return "", ""  # "the Tres Ríos district of Culiacán": the type word is another name's
        if word in vocabulary.TYPE_WORDS and (before["word"] or word in _APPOSED):
            return vocabulary.TYPE_WORDS[word], word
    return "", ""
