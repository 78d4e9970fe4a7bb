"""What stands in and around a proposed span, as named features: the evidence that `recognition` weighs.

A feature's name says what it sees ("before=in", "known=town 20k", "run ends=department"), so that the weights file can
be read and a decision explained. What depends on one word or one name alone is worked out once and remembered.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from mapkit.geoparsing import naming, persons, vocabulary, wording
from mapkit.geoparsing.mentions import Kind, Mention
from mapkit.geoparsing.runs import Runs
from mapkit.text.tokens import Tokens

_REMEMBERED = 50_000


class Surroundings:
    """A document as its mentions see it: its words and runs, who is a person in it, what it writes in small letters.

    Parameters
    ----------
    tokens : Tokens
    runs : Runs
    """

    def __init__(self, tokens: Tokens, runs: Runs) -> None:
        self.tokens = tokens
        self.runs = runs
        self.words = frozenset(tokens.words)
        self.surnames = set(_surnames(tokens, runs))


def _surnames(tokens: Tokens, runs: Runs) -> list[str]:
    """Return the last words of the runs that open with a given name or stand behind a title."""
    words, gaps = tokens.words, tokens.gaps
    found = []
    for first, last, sentence in runs.stretches():
        opening = _opens(words[first])
        if first == last and not opening.titled:
            before = words[first - 1].rstrip(".").lower() if first and gaps[first] in (" ", ". ") else ""
            if before in ("mr", "mrs", "ms", "dr") and words[last].isalpha():
                found.append(words[last])
            continue
        if not (opening.titled or opening.given or (opening.abroad and last == first + 1)) or last - first > _LONGEST:
            continue
        if runs.titled[sentence] or runs.shouting[sentence] or not words[last].isalpha():
            continue
        if words[last] not in vocabulary.NAME_TAILS and words[last].lower() not in vocabulary.ORGANISATION_WORDS:
            found.append(words[last])
    return found


_LONGEST = 3


class _Opens(NamedTuple):
    """How a word may open a person's name."""

    titled: bool
    given: bool
    abroad: bool


@lru_cache(maxsize=_REMEMBERED)
def _opens(word: str) -> _Opens:
    bare = word.rstrip(".")
    upper = bare.upper()
    titled = bare.lower() in vocabulary.PERSON_TITLES
    return _Opens(titled, upper in persons.given_names(), upper in persons.given_names_abroad())


def describe(mention: Mention, around: Surroundings) -> list[str]:
    """Return the names of the features that a mention has, without those of its neighbours' decisions."""
    tokens, runs = around.tokens, around.runs
    words = tokens.words
    first, last = mention.first, mention.last
    low, high = tokens.bounds(mention.sentence)
    titled = runs.titled[mention.sentence] or runs.shouting[mention.sentence]
    one, two, next_one, next_two = wording.beside(tokens, first, last, (low, high), titled=titled)
    found = ["bias", f"kind={mention.kind}"]
    name = mention.name
    if not name.kind:
        name.kind = naming.kind_of(name)
        name.features = tuple(naming.of_name(name))
    found += name.features
    dateline = is_dateline(tokens, mention.sentence, mention.end)
    loud = runs.shouting[mention.sentence] or dateline
    found += naming.of_text(mention.text.title() if loud and len(mention.text) > naming.CODE else mention.text)
    if dateline:
        found.append("dateline")
    back = wording.before(one)
    ahead = wording.after(next_one)
    found += back
    found += ahead
    found += wording.two("before", two, one)
    found += wording.two("after", next_one, next_two)
    stance, sequel = back[0], ahead[0]
    run = _of_run(mention, runs.of(first) or (first, last), words, low, titled=titled)
    found_run = run[0]
    found += run
    if titled:
        found.append("titled")
    if first == low:
        found.append("starts the sentence")
    word = mention.text.lower()
    if first == last:
        if word != mention.text and word in around.words:
            found.append("small elsewhere")
            if titled or first == low:
                found.append("small elsewhere, unreliable case")
        if mention.text in around.surnames:
            found.append("surname")
            if not titled:
                found.append(f"surname & {stance}")
    if mention.kind is Kind.UNLISTED and mention.text.isupper():
        found.append("unlisted & acronym")
    if mention.hint:
        found.append("type word")
        found.append(f"type word={mention.hint_word}")
    found += _of_place(mention, tokens, one, two, next_one, next_two)
    known = name.kind
    found += _together(known, found_run, stance, sequel)
    if mention.kind is Kind.DEMONYM:
        return ["demonym", *(f"demonym & {f}" for f in found if f in _NO_PEOPLE)]
    return found


#: What speaks against a people or an adjective: "Vernon Pole".
_NO_PEOPLE = frozenset({"before a given name", "before a title", "surname", "run starts with a given name"})


@lru_cache(maxsize=_REMEMBERED)
def _together(known: str, run: str, stance: str, sequel: str) -> tuple[str, ...]:
    """Return the pairs and threes of features that say more together than each for itself."""
    return (
        f"{known} & {run}",
        f"{known} & {stance} & {sequel}",
        f"{known} & {stance}",
        f"{known} & {sequel}",
        f"{stance} & {sequel}",
    )


def _of_run(mention: Mention, run: tuple[int, int], words: Sequence[str], low: int, *, titled: bool) -> list[str]:
    """Return where a mention stands in its stretch of capitals, and what the stretch is."""
    first, last = run
    if mention.last > last:
        last = mention.last
    if titled:
        return ["run in a title"]
    before, after = mention.first - first, last - mention.last
    if before == 1 and first == low and not after:
        return ["run=behind the first word"]
    if not before and not after:
        return ["run=whole"]
    place = "start" if not before else "end" if not after else "middle"
    found = [f"run={place}", f"run {place} of {min(last - first + 1, 5)}"]
    if after:
        tail = words[last].lower()
        found.append(f"run ends={tail}")
        if tail in vocabulary.ORGANISATION_WORDS:
            found.append("run ends with an organisation")
        if words[last] in vocabulary.VENUE_TAILS or words[last] in vocabulary.NAME_TAILS:
            found.append("run ends with a tail")
    if before:
        head = words[first]
        found.append(f"run starts={head.lower()}")
        if head.upper() in persons.given_names() or head.upper() in persons.given_names_abroad():
            found.append("run starts with a given name")
    return found


def _of_place(mention: Mention, tokens: Tokens, one: str, two: str, next_one: str, next_two: str) -> list[str]:
    """Return what patterns of several words around a name tell."""
    found = []
    if one in ("the", "The") and two.lower() in vocabulary.LOCATIVE:
        found.append("locative the")
    if one == "of":
        head = two.lower()
        if head in vocabulary.ORGANISATION_HEADS:
            found.append("Organisation of" if two[:1].isupper() else "organisation of")
        elif two[:1].isupper():
            found.append("Name of")
    if next_one == "," and next_two.isdigit() and len(next_two) <= 2:
        found.append("after=age")
    if next_one in ("-", "‑", "–") and next_two in ("based", "born", "area"):
        found.append("after=-based")
    if one in vocabulary.TAKING_FORMS or (next_one in ("fell", "falls") and next_two in ("to", "into")):
        found.append("taken by force")
    if one in wording.QUOTES and next_one[:1] in wording.QUOTES and next_one != "'s":
        found.append("quoted")
    start = tokens.starts[tokens.sentences[mention.sentence]]
    measuring = one in _MEASURING or two in _MEASURING
    if measuring and _MEASURED.search(tokens.text, max(start, mention.start - 80), mention.start):
        found.append("measured from")
    if next_one[:1].isalpha() and _UNIT.match(tokens.text, mention.end):
        found.append("after=unit")
    return found


_DATELINE = re.compile(r"[A-ZÀ-Þ][^.!?\n]{0,50}?(?:\s(?:—|–|--?)\s|\s?\([A-Z][\w .]{1,20}\)\s*(?:—|–|--?)?\s)")


def is_dateline(tokens: Tokens, sentence: int, end: int) -> bool:
    """Tell whether a name that ends at an offset of the document stands in a dateline ("KHARTOUM, Sudan (AP) — ...").

    A dateline says where a report was written, which need not be where anything happened.
    """
    word = tokens.sentences[sentence]
    start = tokens.starts[word]
    if end > start + 60 or word not in tokens.paragraphs:  # a dateline opens a paragraph
        return False
    match = _DATELINE.match(tokens.text, start)
    if not match or end > match.end():
        return False
    first = match.group().split(",")[0].split(" (")[0].strip(" —–-")
    return first.isupper() or "(" in match.group()


_MEASURING = frozenset({"of", "from", "the"})
#: "20 km from", "north-east of": what a distance or a direction is told from is a place.
_MEASURED = re.compile(
    r"(?:\b(?:kilomet(?:er|re)s?|km|miles?|mi)\b(?: \([^)]*\))?(?: [\w-]+){0,3}|"
    r"\b(?:north|south|east|west|north-?east|north-?west|south-?east|south-?west)) (?:of|from) (?:the )?"
    r"(?:(?:city|town|village|port) of )?$"
)
#: "the Tavria group of forces", "the Kharkiv operational-tactical group", "the Azov brigade" are units.
_UNIT = re.compile(
    r" (?:(?!and |or |in |by )[\w-]+ ){0,2}?(?:group(?:ing)? of (?:forces|troops)|"
    r"(?:operational|tactical|operative)[\w -]{0,25} group|"
    r"brigade|regiment|battalion|army corps|grouping|task force|squadron)\b",
    re.IGNORECASE,
)
