"""What stands in and around a proposed span, as named features: the evidence that `recognition` weighs.

A feature's name says what it sees ("before=in", "known=town 20k", "run ends=department"), so that the weights file can
be read and a decision explained. What depends on one word or one name alone is worked out once and remembered.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from mapkit.geoparsing import persons, vocabulary
from mapkit.geoparsing.candidates import Name
from mapkit.geoparsing.mentions import Kind, Mention
from mapkit.geoparsing.runs import Runs
from mapkit.text.tokens import Tokens

_REGIONS = frozenset({"CONT", "RGN", "OCN", "SEA", "GULF", "STRT"})
_QUOTES = frozenset("\"'“”‘’«»")
_TOWNS = ((1_000_000, "1M"), (100_000, "100k"), (20_000, "20k"), (3_000, "3k"))
_REMEMBERED = 50_000
#: Capitals up to this length may be an acronym.
_CODE = 3


@cache
def _ordinary() -> dict[str, frozenset[str]]:
    """Return the ordinary words that are names of places too: "verbs" (adjectives and adverbs as well) and "nouns"."""
    text = resources.files(__package__).joinpath("ordinary_words.txt").read_text(encoding="utf-8")
    rows = (line.partition(": ") for line in text.splitlines() if not line.startswith("#"))
    return {key: frozenset(words.split()) for key, _, words in rows}


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
    one, two, next_one, next_two = _beside(tokens, first, last, (low, high), titled=titled)
    found = ["bias", f"kind={mention.kind}"]
    name = mention.name
    if not name.kind:
        name.kind = kind_of(name)
        name.features = tuple(_of_name(name))
    found += name.features
    dateline = is_dateline(tokens, mention.sentence, mention.end)
    loud = runs.shouting[mention.sentence] or dateline
    found += _of_text(mention.text.title() if loud and len(mention.text) > _CODE else mention.text)
    if dateline:
        found.append("dateline")
    back = _of_word_before(one)
    ahead = _of_word_after(next_one)
    found += back
    found += ahead
    found += _of_two("before", two, one)
    found += _of_two("after", next_one, next_two)
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


# ------------------------------------------------------------------------------------------------------ the name
def kind_of(name: Name) -> str:
    """Return the best kind of place that bears a name, in a word."""
    places = name.places
    if not places:
        return "unknown"
    codes = {place.feature_code for place in places}
    classes = {place.feature_class for place in places}
    loose = "" if name.listed else "loosely "
    if any(code.startswith("PCL") or code == "TERR" for code in codes):
        return f"{loose}country"
    if "PPLC" in codes:
        return f"{loose}capital"
    if "ADM1" in codes:
        return f"{loose}division"
    if codes & _REGIONS:
        return f"{loose}region"
    if "P" in classes:
        population = max(place.population for place in places if place.feature_class in "PA")
        size = next((label for bound, label in _TOWNS if population >= bound), "")
        return f"{loose}town {size}" if size else f"{loose}village"
    return f"{loose}small division" if "A" in classes else f"{loose}only {min(classes)}"


def _of_name(name: Name) -> list[str]:
    """Return the features of a name by itself."""
    places = name.places
    found = [f"known={name.kind}"]
    if places:
        loud = name.text.isupper() and len(name.text) > _CODE
        exact = any(place.name == name.text or (loud and place.name.upper() == name.text) for place in places)
        found.append("main name" if exact else "other name")
        found.append(f"{name.kind}, {'main' if exact else 'other'} name")
        if name.is_code and not exact and not {p.feature_class for p in places} & {"A", "L"}:
            found.append("known=code")
        found.append(f"bearers={'1' if len(places) == 1 else '2-5' if len(places) < 6 else 'many'}")
    return found


@lru_cache(maxsize=_REMEMBERED)
def _of_text(text: str) -> tuple[str, ...]:
    """Return the features of a span's own words."""
    words = text.split(" ")
    found = [f"words={min(len(words), 4)}"]
    upper = text.isupper() and len(text) > 1
    if upper:
        bare = len(text.replace(".", ""))
        found.append("acronym" if bare <= 5 else "capitals")
        if bare <= 3:
            found.append("short acronym")
        if "." in text:
            found.append("dotted")
        if bare <= 5:
            found.append(f"acronym={text.replace('.', '')}")
    elif len(text) <= 3:
        found.append("short")
    if any(ch.isdigit() for ch in text):
        found.append("digits")
    ordinary = _ordinary()
    lower = [word.lower() for word in words]
    if all(word in ordinary["verbs"] for word in lower):
        found.append("ordinary=verb")
    if all(word in ordinary["nouns"] or word in ordinary["verbs"] for word in lower):
        found.append("ordinary=word")
    if text.lower() in vocabulary.SEATS:
        found.append("seat of government")
    if text.lower() in vocabulary.DISEASES:
        found.append("disease")
    if text.lower() in vocabulary.BRANDS:
        found.append("brand")
    if len(words) == 1:
        found += _of_single(text)
    else:
        found += _of_several(words)
    if "-" in text:
        found.append("hyphen")
    return tuple(found)


def _of_single(word: str) -> list[str]:
    found = []
    lower, upper = word.lower(), word.upper()
    if lower in vocabulary.GENERIC:
        found.append("generic word")
    if lower in vocabulary.PERSON_TITLES:
        found.append("title")
    if upper in persons.given_names():
        found.append("given name")
    elif upper in persons.given_names_abroad():
        found.append("given name abroad")
    if upper in persons.surnames():
        found.append("common surname")
    elif upper in persons.surnames_abroad():
        found.append("surname abroad")
    return found


def _of_several(words: Sequence[str]) -> list[str]:
    last, first = words[-1], words[0]
    found = [f"name ends={last.lower()}", f"name starts={first.lower()}"]
    if last in vocabulary.NAME_TAILS:
        found.append("tail")
    if last in vocabulary.SPOT_TAILS:
        found.append("tail=spot")
    if last in vocabulary.VENUE_TAILS:
        found.append("tail=venue")
    if last in vocabulary.LOCAL_TAILS or first in ("Lake", "Mount", "Mt", "Mt."):
        found.append("tail=local")
    if last.lower() in vocabulary.ORGANISATION_WORDS:
        found.append("tail=organisation")
    if first in vocabulary.NAME_HEADS:
        found.append("head")
    if first.upper() in persons.given_names():
        found.append("starts with a given name")
    elif first.upper() in persons.given_names_abroad():
        found.append("starts with a given name abroad")
    if len(words) == 2 and last.upper() in persons.surnames():
        found.append("ends with a common surname")
    if first.rstrip(".").lower() in vocabulary.PERSON_TITLES:
        found.append("starts with a title")
    if any((len(word) == 2 and word[1] == ".") or len(word) == 1 for word in words[:-1]):
        found.append("holds an initial")
    if any(word.endswith(("'s", "’s")) for word in words):
        found.append("holds a possessive")
    if any(word in ("of", "de", "the", "and", "for") for word in words):
        found.append("holds a small word")
    return found


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


@lru_cache(maxsize=_REMEMBERED)
def _of_two(side: str, left: str, right: str) -> tuple[str, str]:
    """Return the farther of two tokens beside a name, and both."""
    farther = left if side == "before" else right
    return f"2 {side}={_form(farther)}", f"2 {side}={_form(left)} {_form(right)}"


# ----------------------------------------------------------------------------------------------- words around it
def _beside(
    tokens: Tokens, first: int, last: int, bounds: tuple[int, int], *, titled: bool
) -> tuple[str, str, str, str]:
    """Return the two tokens before and the two behind a name, without capitals that say nothing."""
    low, high = bounds
    one, two = _back(tokens.words, tokens.gaps, first, low)
    next_one, next_two = _ahead(tokens.words, tokens.gaps, last, high)
    if titled:
        return (
            _in_small_letters(one),
            _in_small_letters(two),
            _in_small_letters(next_one),
            _in_small_letters(next_two),
        )
    if one.lower() in vocabulary.FUNCTION_WORDS:
        one = one.lower()  # a capital at the start of a sentence or a quotation
    return one, two, next_one, next_two


def _back(words: Sequence[str], gaps: Sequence[str], first: int, low: int) -> tuple[str, str]:
    """Return the two tokens before a word; marks of punctuation are tokens, the sentence's start is "^"."""
    if first <= low:
        mark = gaps[first].strip()[-1:]
        return (mark, "^") if mark in _QUOTES or (mark in "([-–—•*" and mark) else ("^", "^")
    mark = gaps[first].strip()
    if mark and mark != ".":  # a full stop inside a sentence belongs to the word before: "Mr."
        return mark, words[first - 1]
    if first - 1 <= low:
        return words[first - 1], "^"
    return words[first - 1], gaps[first - 1].strip() or words[first - 2]


def _ahead(words: Sequence[str], gaps: Sequence[str], last: int, high: int) -> tuple[str, str]:
    """Return the two tokens behind a word; "'s" is one, the sentence's end is "¶"."""
    after = last + 1
    mark = gaps[after].strip() if after < len(gaps) else ""
    if after >= high:
        return (mark[:1] or "¶"), "¶"
    if mark:
        if mark in "'’" and words[after] == "s":
            return "'s", words[after + 1] if after + 1 < high else "¶"
        return mark, words[after]
    if after + 1 >= high:
        return words[after], "¶"
    return words[after], gaps[after + 1].strip() or words[after + 1]


@lru_cache(maxsize=_REMEMBERED)
def _in_small_letters(token: str) -> str:
    """Return a word of a headline as it would stand in a sentence, unless persons are called so."""
    upper = token.upper()
    named = upper in persons.given_names() or upper in persons.surnames() or upper in persons.given_names_abroad()
    return token if named and token.lower() not in _LITTLE else token.lower()


_LITTLE = vocabulary.NEVER | vocabulary.LOCATIVE


@lru_cache(maxsize=_REMEMBERED)
def _form(token: str) -> str:
    """Return a token's form in features: digits alike, capitals marked."""
    if token.isdigit():
        return "0" if len(token) < 4 else "0000"
    return token if token.islower() or not token[:1].isalpha() else f"^{token.lower()}"


@lru_cache(maxsize=_REMEMBERED)
def _of_word_before(token: str) -> tuple[str, ...]:
    """Return what the token before a name tells; the first feature is its class."""
    lower = token.lower()
    bare = lower.rstrip(".")
    found = []
    capital = token[:1].isupper()
    if lower in vocabulary.LOCATIVE:
        found.append("before a locative")
    if bare in vocabulary.PERSON_TITLES:
        found.append("before a title")
        if capital:
            found.append("before a Title")
    if capital:
        found.append("before a Capital")
        if token.upper() in persons.given_names():
            found.append("before a given name")
        elif token.upper() in persons.given_names_abroad():
            found.append("before a given name abroad")
        if lower in vocabulary.ORGANISATION_WORDS:
            found.append("before an Organisation")
    if lower in vocabulary.SAYING_FORMS:
        found.append("before a saying")
    if lower in vocabulary.PARTS:
        found.append("before a part")
    stance = _stance(token, lower, found)
    found.append(f"before={_form(token)}")
    if token.islower() and len(token) > 4:
        found.append(f"before ends={token[-3:]}")
    return (stance, *found)


def _stance(word: str, lower: str, found: Sequence[str]) -> str:
    if word == "^":
        return "at start"
    if "before a given name" in found or "before a given name abroad" in found:
        return "behind a given name"
    if "before a title" in found:
        return "behind a title"
    if "before a Capital" in found:
        return "behind a Capital"
    if lower in ("in", "of", "the", "from", "to", "and", "at", "by", "with", "for"):
        return f"behind {lower}"
    if "before a locative" in found:
        return "behind a locative"
    if not word[:1].isalnum():
        return "behind a comma" if word == "," else "behind a mark"
    return "behind a number" if word[:1].isdigit() else "behind a word"


@lru_cache(maxsize=_REMEMBERED)
def _of_word_after(token: str) -> tuple[str, ...]:
    """Return what the token behind a name tells; the first feature is its class."""
    lower = token.lower()
    capital = token[:1].isupper()
    found = []
    if capital:
        found.append("after a Capital")
        if token.upper() in persons.surnames():
            found.append("after a common surname")
        elif token.upper() in persons.surnames_abroad():
            found.append("after a surname abroad")
    if lower in vocabulary.ORGANISATION_WORDS:
        found.append("after an Organisation" if capital else "after an organisation")
    if lower.rstrip(".") in vocabulary.PERSON_TITLES:
        found.append("after a Title" if capital else "after a title")
    if lower in vocabulary.SAYING_FORMS:
        found.append("after a saying")
    if lower in vocabulary.SPEECH_FORMS:
        found.append("after a verb of minds")
    found.append(f"after={_form(token)}")
    if token.islower() and len(token) > 4:
        found.append(f"after ends={token[-3:]}")
    return (_sequel(token, lower, found), *found)


def _sequel(word: str, lower: str, found: Sequence[str]) -> str:
    if word == "¶":
        return "at end"
    if "after a Title" in found:
        return "then a Title"
    if "after an Organisation" in found:
        return "then an Organisation"
    if "after a Capital" in found:
        return "then a Capital"
    if "after a saying" in found:
        return "then a saying"
    if not word[:1].isalnum():
        return "then a possessive" if word == "'s" else f"then {word[0]}" if word[0] in ",.(-" else "then a mark"
    if word[:1].isdigit():
        return "then a number"
    if lower in ("and", "or", "in", "on", "to", "is", "was", "has", "have", "will", "who"):
        return f"then {lower}"
    return "then a verb of minds" if "after a verb of minds" in found else "then a word"


# --------------------------------------------------------------------------------------------- its run, its place
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
    if one in _QUOTES and next_one[:1] in _QUOTES and next_one != "'s":
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
