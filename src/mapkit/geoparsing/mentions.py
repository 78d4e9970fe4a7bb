"""Proposals: every span of a text that may be a place name, from the gazetteer, demonyms, abbreviations and capitals.

Proposing is generous and overlapping; `recognition` decides.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from mapkit.geoparsing import demonyms, vocabulary
from mapkit.geoparsing.candidates import Candidates, Name, abbreviations
from mapkit.geoparsing.runs import TIGHT, Runs
from mapkit.text.tokens import Tokens

_JOINTS = TIGHT | {" ", ". ", " - ", "- ", "\u00a0", ", "}
_CURRENCIES = frozenset("$€£¥")
_APOSTROPHES = frozenset("'’")
#: Marks that folding leaves out: what stands on both sides is one word.
_CURLED = TIGHT - {"-", "‑", "–"}
_DOTTED = frozenset({"st", "ste", "mt", "ft", "pt"})
_LONGEST = 7
_NO_HINT = ("", "")


class Kind(StrEnum):
    """Where a proposal comes from."""

    GAZETTEER = "gazetteer"
    #: A listed name with a type word behind it that the list lacks ("Daviess County").
    TAILED = "tailed"
    #: Capitalised words that the gazetteer does not know.
    UNLISTED = "unlisted"
    DEMONYM = "demonym"
    ABBREVIATION = "abbreviation"
    VENUE = "venue"


@dataclass(slots=True, eq=False)
class Mention:
    """A proposed span with what is known of it; `recognition` and `resolution` fill in the rest.

    Parameters
    ----------
    first, last : int
        Its words, both included.
    start, end : int
        Code points in the document, end exclusive.
    text : str
    sentence : int
        Position of its sentence.
    kind : Kind
    name : Name
        What is looked up; its text differs from `text` for demonyms and abbreviations.
    hint : str
        Feature classes that a type word beside it allows ("AL"), or "".
    hint_word : str
    """

    first: int
    last: int
    start: int
    end: int
    text: str
    sentence: int
    kind: Kind
    name: Name
    hint: str = ""
    hint_word: str = ""
    features: list[str] = field(default_factory=list)
    recognition: float = 0.0


def propose(tokens: Tokens, candidates: Candidates, runs: Runs, *, unlisted: bool = True) -> list[Mention]:
    """Return every span of a document that may be a place name, sorted by start, then the longest first.

    Parameters
    ----------
    tokens : Tokens
    candidates : Candidates
    runs : Runs
        The document's stretches of capitalised words.
    unlisted : bool
        Whether capitalised words that the gazetteer does not know are proposed as well.
    """
    found: dict[tuple[int, int], Mention] = {}
    words = tokens.words
    for index, sentence in runs.heads:
        opening = _opening(words[index], candidates)
        if opening is not None:
            scan = _Scan(tokens, candidates, sentence, index, tokens.bounds(sentence)[1])
            for mention in scan.mentions(opening, shouting=runs.shouting[sentence]):
                found.setdefault((mention.first, mention.last), mention)
    if unlisted:
        for mention in _unlisted(tokens, candidates, runs):
            found.setdefault((mention.first, mention.last), mention)
    return sorted(found.values(), key=lambda m: (m.first, -m.last))


class _Opening(NamedTuple):
    """What may begin with a word."""

    name: Name
    people: bool
    abbreviation: bool


def _opening(word: str, candidates: Candidates) -> _Opening | None:
    """Return what may begin with a word, None where nothing does; remembered with its name."""
    name = candidates.name(word)
    if name.opening is None:
        people = demonyms.starting_with(word)
        short = word in abbreviations() or f"{word}." in abbreviations()
        any_of_it = name.listed or name.continues or people or short or word in vocabulary.NAME_HEADS
        name.opening = _Opening(name, people, short) if any_of_it else False
    return name.opening or None


class _Scan:
    """All proposals that begin at one word."""

    __slots__ = ("candidates", "first", "high", "sentence", "tokens")

    def __init__(self, tokens: Tokens, candidates: Candidates, sentence: int, first: int, high: int) -> None:
        self.tokens, self.candidates, self.sentence, self.first, self.high = tokens, candidates, sentence, first, high

    def mentions(self, opening: _Opening, *, shouting: bool) -> Iterator[Mention]:
        if opening.people:
            yield from self._demonyms()
        if opening.abbreviation:
            yield from self._abbreviation()
        yield from self._names(opening.name, shouting=shouting)

    def make(self, last: int, kind: Kind, name: Name, end: int | None = None) -> Mention:
        tokens = self.tokens
        start, stop = tokens.starts[self.first], tokens.ends[last] if end is None else end
        hint, word = _hint(tokens, self.first, last, *tokens.bounds(self.sentence))
        return Mention(
            self.first, last, start, stop, tokens.text[start:stop], self.sentence, kind, name, hint, word
        )  # fmt: skip

    def _names(self, name: Name, *, shouting: bool) -> Iterator[Mention]:
        """Yield each gazetteer name that starts here, and its extension by a capitalised type word."""
        first = self.first
        if self.tokens.text[self.tokens.ends[first] : self.tokens.ends[first] + 1] in _CURRENCIES:
            return  # "US$30 million"
        if name.listed and not name.never and not (name.is_code and name.only_spots and not shouting):
            yield self.make(first, Kind.GAZETTEER, name)
        headed = self.tokens.words[first].rstrip(".") in vocabulary.NAME_HEADS
        words, gaps, text = self.tokens.words, self.tokens.gaps, self.tokens.text
        start, ends = self.tokens.starts[first], self.tokens.ends
        stem: Name | None = name
        for last in range(first + 1, min(first + _LONGEST, self.high)):
            word, gap = words[last], gaps[last]
            if gap != " " and (gap not in _JOINTS or not _may_follow(words[last - 1], gap, word)):
                return
            tight = gap in TIGHT
            if tight and word == "s" and gap in _APOSTROPHES:
                stem = None
                continue
            whole = tight or word[0].isupper() or word[0].isdigit()
            tailed = word in vocabulary.NAME_TAILS and stem is not None and stem.listed and not stem.never
            tailed = tailed or (headed and last == first + 1 and word.lower() not in vocabulary.NEVER)
            reached = stem is None or stem.continues or (gap in _CURLED and self.candidates.joins(stem))
            if not reached and not (whole and tailed):
                return
            if not whole:
                stem = None
                continue
            name = self.candidates.name(text[start : ends[last]])
            if name.listed:
                if not name.never and (shouting or not (name.is_code and name.only_spots)):
                    yield self.make(last, Kind.GAZETTEER, name)
            elif tailed:
                yield self.make(last, Kind.TAILED, name)
            if not (name.listed or name.continues):
                return
            stem = name

    def _demonyms(self) -> Iterator[Mention]:
        words, gaps = self.tokens.words, self.tokens.gaps
        form = words[self.first]
        for last in range(self.first, min(self.first + 2, self.high)):
            if last > self.first:
                if gaps[last] not in (" ", "-", "‑"):
                    return
                form = f"{form} {words[last]}"
            place = demonyms.place_of(form)
            if place:
                yield self.make(last, Kind.DEMONYM, self.candidates.name(place))

    def _abbreviation(self) -> Iterator[Mention]:
        """Yield a state's or province's abbreviation ("Pa.", "B.C.", "CA") that stands where one can."""
        tokens, first = self.tokens, self.first
        word, end = tokens.words[first], tokens.ends[first]
        if tokens.text[end : end + 1] == "." and f"{word}." in abbreviations():
            word, end = f"{word}.", end + 1
        if word not in abbreviations():
            return
        inside = word.endswith(".") and "." in word[:-1]
        gap = tokens.gaps[first]
        after_name = first > 0 and gap == ", " and tokens.words[first - 1][-1].isalpha()
        # Two capitals alone ("IN", "OR", "ME") are words in a headline: a place and a comma must stand before them.
        if not inside and (len(word) < 3 or word.endswith(".")) and not after_name:
            return
        country, name = abbreviations()[word]
        division = self.candidates.division(country, name)
        if division is not None:
            yield self.make(first, Kind.ABBREVIATION, division, end)


def _may_follow(before: str, gap: str, word: str) -> bool:
    if gap == ". ":
        return before.lower() in _DOTTED
    if gap == ", ":
        return word in ("D.C.", "DC", "D.C") and before == "Washington"
    return True


def _unlisted(tokens: Tokens, candidates: Candidates, runs: Runs) -> Iterator[Mention]:
    """Yield the stretches of capitalised words that the gazetteer does not know, and names of buildings and grounds."""
    words = tokens.words
    for first, last, sentence in runs.stretches():
        titled = runs.titled[sentence] or runs.shouting[sentence]
        venue = words[last] in vocabulary.VENUE_TAILS
        if titled and not venue:
            continue
        low, _ = tokens.bounds(sentence)
        start = first
        while start < last and _is_lead(words[start], at_start=start == low):
            start += 1
        if start == last and (start == low or _is_lead(words[start], at_start=False)):
            continue
        if start == last and words[start].lower() in vocabulary.GENERIC:
            continue
        if not venue and any(char.isdigit() for word in words[start : last + 1] for char in word):
            continue
        if start < last and words[start].lower() in vocabulary.PARTS and tokens.gaps[start + 1] in TIGHT:
            continue  # "North-Western Sydney": the town is proposed by itself
        scan = _Scan(tokens, candidates, sentence, start, last + 1)
        name = candidates.name(tokens.text[tokens.starts[start] : tokens.ends[last]])
        if not name.listed:
            yield scan.make(last, Kind.VENUE if venue else Kind.UNLISTED, name)


def _is_lead(word: str, *, at_start: bool) -> bool:
    """Tell whether a capitalised word before a name is no part of it."""
    lower = word.lower()
    return (
        lower in vocabulary.NEVER
        or (lower.rstrip(".") in vocabulary.PERSON_TITLES and lower != "saint")
        or demonyms.place_of(word) is not None
        or (at_start and lower in vocabulary.LOCATIVE)
    )


#: Words that may stand between a name and its type word ("the Jabalia refugee camp").
_BETWEEN = frozenset({"refugee", "displacement", "autonomous", "border", "military", "air", "international", "federal"})
#: Type words that may stand right before a name ("the city Kharkiv" is rare, "Lake Chad", "river Seym" are not).
_APPOSED = frozenset(
    {"river", "lake", "mount", "mt", "cape", "port", "city", "town", "village", "island", "camp", "oblast", "state"}
)
_UNSURE_INSIDE = frozenset({"city", "state", "fort", "port", "north", "park"})


def _hint(tokens: Tokens, first: int, last: int, low: int, high: int) -> tuple[str, str]:
    """Return the feature classes that a type word in or beside a name allows, and the word."""
    words, gaps, types = tokens.words, tokens.gaps, vocabulary.TYPE_WORDS
    if last > first:
        for word in (words[last].lower(), words[first].lower()):
            if word in types and word not in _UNSURE_INSIDE:
                return types[word], word
    if last + 1 < high and gaps[last + 1] == " ":
        follower = words[last + 1]
        if follower in _BETWEEN and last + 2 < high and gaps[last + 2] == " ":
            follower = words[last + 2]
        word = follower.lower()
        if word in types and (follower.islower() or word not in ("state", "front", "park")):
            return types[word], word
    at = first - 1
    if at < low or gaps[first] != " ":
        return _NO_HINT
    if words[at] == "the" and at > low:
        at -= 1
    if words[at] in ("of", "called", "named") and at > low:
        word = words[at - 1].lower()
        if word in types:
            named = at - 2 >= low and words[at - 2][0].isupper() and words[at - 2] not in ("The", "In")
            # "the Tres Ríos district of Culiacán": the type word is another name's.
            return _NO_HINT if named else (types[word], word)
        return _NO_HINT
    word = words[at].lower()
    return (types[word], word) if word in types and word in _APPOSED else _NO_HINT
