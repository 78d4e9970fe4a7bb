"""What the numbers of a sentence count: numbers that are counts, their nouns, and single persons without a number.

Ages, dates, times, percentages, money, lengths, calibres and the numbers of units and papers are no counts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from mapkit.coding import countables, dates, numbers, units
from mapkit.coding.entities import names_person
from mapkit.coding.numbers import FoundNumber
from mapkit.text.sentences import Sentence


class Reading:
    """A sentence by offsets in its own text: its tokens, numbers and measures."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.text = sentence.text
        self.tokens = list(sentence.tokens)
        self.starts = [sentence.start_of(token) - sentence.start for token in self.tokens]
        self.numbers = numbers.find(self.text)
        self.measures = units.find(self.text, self.numbers) if self.numbers else ()
        self.dates = dates.spans(self.text) if self.numbers else ()

    def index_at(self, offset: int) -> int:
        """Return the index of the token that holds an offset, else of the first behind it."""
        low, high = 0, len(self.tokens)
        while low < high:
            middle = (low + high) // 2
            if self.starts[middle] + len(self.tokens[middle]) <= offset:
                low = middle + 1
            else:
                high = middle
        return low

    def token_at(self, offset: int) -> Token:
        """Return the token that holds an offset, else the first behind it, else the last."""
        return self.tokens[min(self.index_at(offset), len(self.tokens) - 1)]

    def start_of(self, token: Token) -> int:
        """Return the offset of a token of the sentence."""
        return self.sentence.start_of(token) - self.sentence.start

    def end_of(self, token: Token) -> int:
        """Return the offset just behind a token of the sentence."""
        return self.sentence.end_of(token) - self.sentence.start

    def after(self, position: int) -> Token | None:
        """Return the token after an index, None at the end."""
        return self.tokens[position + 1] if position + 1 < len(self.tokens) else None


@dataclass(frozen=True, slots=True)
class Item:
    """A number with what it counts; offsets in the sentence's text.

    Parameters
    ----------
    low, best, high : float or None
    start : int
        Of the words that bound the number, or of "a family of" before it.
    number_end, end : int
        Behind the number and its bounding words; behind the noun phrase that it counts.
    noun : Token or None
        The counted noun; None where the text leaves it out ("killing three").
    group : Token or None
        "family" in "a family of five".
    subset : bool
        A part of a number before it ("including three children", "two of them").
    implicit : bool
        A single person without a number ("a woman", "the mayor").
    understood : Token or None
        The noun that an item without its own takes over from the one before ("200 houses burned, 300 damaged").
    """

    low: float | None
    best: float | None
    high: float | None
    start: int
    number_end: int
    end: int
    noun: Token | None
    group: Token | None = None
    subset: bool = False
    implicit: bool = False
    understood: Token | None = None


_SP = r"[ \t\u00a0\u202f\u2009]"
_NOT_AFTER = re.compile(
    rf"{_SP}?(?:%|percent\b|per{_SP}cent\b|percentage\b|°|º|[€$£₴₽]|[-/:][0-9])"
    rf"|{_SP}?-?{_SP}?(?:mm|cm|kg|kilos?|kilograms?|grams?|kW|MW|GW|kWh|calib(?:er|re)|degrees?|lit(?:re|er)s?|barrels?|"
    rf"a\.?m\.?|p\.?m\.?|AM|PM|GMT|UTC|EST|EET|local{_SP}time|o['’]clock|hrs?|inch(?:es)?)(?!\w)"
    rf"|{_SP}?-?{_SP}?(?:seconds?|minutes?|hours?|days?|nights?|week(?:end)?s?|months?|years?|decades?|centur(?:y|ies))\b"
    rf"|-?{_SP}?(?:times|fold|thirds?|quarters?|fifths?|tenths?|halves|half|goals?|points?|votes?|runs?|wickets?|seats?)\b"
    rf"|{_SP}(?:(?:U\.?S\.?|US|Canadian|Australian){_SP})?(?:dollars?|euros?|pounds?|rou?bles?|hryvnias?|rupees?|yuan|"
    r"naira|shillings?|francs?|lira)\b"
    r"|-(?:storey|story|seat|seater|point|member|strong|wheel|sided|way|man|nation|country|party|day|year)\b"
    rf"|{_SP}of{_SP}(?:the|these|those|our|their|its){_SP}(?:\w+est|most|best|worst|main|first|last|few|many)\b"
    rf"|{_SP}(?:another|side|hand|such|thing)\b"
)
_NOT_BEFORE = re.compile(
    r"(?:[$€£¥₴₽#№]|US\$|\b(?:USD|EUR|UAH|No\.?|Nos\.?|Article|Resolution|Route|Highway|Flight|Unit|Section|Chapter|"
    r"Page|Order|Channel|Phase|Boeing|Airbus|Sector|Camp|Block|Zone|Area|Group|Type|Mark|Model|Level|Point|Hill|aged?|"
    r"at age|magnitude|version|number|ranked|rank|score[sd]?|out of|won|win|minus|temperature))\s*\Z"
)
_NO_ONE = re.compile(r"\b(?:no|any|every|some|this|that|which|each|day|number)[\s-]\Z", re.IGNORECASE)
#: "One of 43 people killed" counts the 43; "members of one family" counts none.
_ONE_OF = re.compile(
    r"\s+of\s+(?:(?:the|at\s+least|some|about)\s+)?(?:[0-9]|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|"
    r"twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|thirty|forty|fifty|sixty|several|dozens)\b)|"
    r"\s+(?:family|household|group|side|area)\b",
    re.IGNORECASE,
)
_AGES = re.compile(r"\baged\s+[0-9]{1,3}(?:\s*(?:,|and|to|or|,\s*and)\s*(?:[0-9]{1,3})?)*\s*\Z")
_SHARE = re.compile(
    r"(?:percent|per cent|%|half|thirds?|quarters?|most|majority)\s+of\s+(?:(?:the|its|all|their)\s+)?\Z",
    re.IGNORECASE,
)
#: "Most of the 20 dead were children" tells of all twenty.
_WHOLE = re.compile(r"\s+(?:\w+\s+)?(?:dead|killed|injured|wounded|fatalities|deaths)\b", re.IGNORECASE)
_AGED = re.compile(r"(?:,\s+|\(\s?)\Z")
_AGE_END = re.compile(r"\s?[,)]")
_YEARS = range(1900, 2101)
_AGE_MAX = 110
_PART_BEFORE = re.compile(
    r"(?:\b(?:includ(?:ing|es?|ed)|among (?:them|whom|those|the (?:dead|injured|wounded|victims|killed|casualties))"
    r"(?:\s+(?:killed|injured|wounded))?|of (?:whom|which|them)|comprising|consisting of|notably|namely)"
    r"(?:\s+(?:were|was|are|is|being|at least))?[\s:]*)\Z",
    re.IGNORECASE,
)
_OF_THE = re.compile(r"\bof (?:the|its|those) [0-9][0-9,]* [a-z]+,\s*\Z", re.IGNORECASE)
_PART_AFTER = re.compile(
    r"\s+of\s+(?:(?P<pronoun>them|whom|which)|those|the\s+(?:dead|victims|injured|wounded|killed|fatalities|casualties|attackers))\b",
    re.IGNORECASE,
)
_SKIPPED = frozenset(
    ("of", "out", "the", "these", "those", "their", "its", "his", "her", "our", "'s", "’s", "so-called", "fellow")
) | {"-", "–", '"', "“", "”", "‘", "’", "'"}
_MORE = frozenset({"more", "other", "others", "further", "additional"})
_POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
_TIMES = frozenset(
    ("day", "week", "month", "year", "hour", "minute", "second", "night", "morning", "afternoon", "evening", "weekend",
     "today", "yesterday", "tonight", "tomorrow", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
     "sunday")
)  # fmt: skip
#: Outcomes that stand behind what they describe where they are not before a noun ("30 wounded").
_OUTCOMES = frozenset(countables.PARTICIPLES) | {"dead", "missing", "homeless", "hurt", "burnt", "slain", "kia", "wia"}
_SETS = {"couple": 2.0, "pair": 2.0, "duo": 2.0, "trio": 3.0, "quartet": 4.0, "twins": 2.0}
_TAIL = re.compile(r"-(?:by|in-law|in-chief|of-staff)\b")
_ORDINALS = frozenset(("second", "third", "fourth", "fifth"))
_PRONOUNS = frozenset(("he", "she", "him"))
_REACH = 9


def items(reading: Reading) -> list[Item]:
    """Return the numbers of a sentence that may be counts, and its single persons, in order."""
    found: list[Item] = []
    behind = 0
    for number in reading.numbers:
        if number.start < behind or number.point == 0 or not _is_count(reading, number):
            continue
        item = _item(reading, number, behind)
        if item.noun is None and found:
            item = replace(item, understood=found[-1].noun or found[-1].understood)
        found.append(item)
        behind = item.end
    taken = bytearray(len(reading.text) + 1)
    for item in found:
        taken[item.start : item.end] = b"\1" * (item.end - item.start)
    found += [pair for pair in _pairs(reading) if not any(taken[pair.start : pair.end])]
    found += [single for single in _singles(reading) if not any(taken[single.start : single.end])]
    return sorted(found, key=lambda item: item.start)


def _is_count(reading: Reading, number: FoundNumber) -> bool:
    text, start, end = reading.text, number.core_start, number.core_end
    if any(first < end and start < last for first, last in reading.dates):
        return False
    if any(measure.start < end and start < measure.end for measure in reading.measures):
        return False
    if _NOT_AFTER.match(text, number.end) or _NOT_AFTER.match(text, end):
        return False
    before = text[max(0, number.start - 24) : number.start]
    if _NOT_BEFORE.search(text[max(0, start - 24) : start]) or _NOT_BEFORE.search(before):
        return False
    core = text[start:end]
    if core.lower() == "one" and (_NO_ONE.search(before) or _ONE_OF.match(text, end)):
        return False
    if (_SHARE.search(before) and not _WHOLE.match(text, end)) or _AGES.search(text, max(0, start - 24), start):
        return False
    index = reading.index_at(start)
    if core.isdigit() and len(core) == len("2022") and int(core) in _YEARS and not _person_at(reading, end):
        return False
    if core.isdigit() and number.point < _AGE_MAX and _AGED.search(before) and _AGE_END.match(text, end) and index > 1:
        aged = reading.tokens[index - 2]
        if aged.pos_ == "PROPN" or aged.tag_ == "NN":
            return False
    token = reading.tokens[min(index, len(reading.tokens) - 1)]
    if token.i and token.nbor(-1).lower_ in _OUTCOMES | {"minimum", "maximum"}:
        return True  # "Killed 4, wounded 9"
    if index > 1 and reading.tokens[index - 1].lower_ == "of" and _is_of_age(reading, index - 2):
        return False  # "a girl of 11", "a father of three"
    head = token.head  # "Article 5", "Sukhoi 34": a name, not a count
    return not (token.dep_ == "nummod" and head.i == token.i - 1 and head.text[:1].isupper())


def _is_of_age(reading: Reading, position: int) -> bool:
    noun = reading.tokens[position]
    if noun.lower_ == "by" and position > 1:
        noun = reading.tokens[position - 2]  # "a passer-by of 27"
    word = noun.lower_
    return word == countables.singular(word) and countables.is_person(word) and word not in countables.COLLECTIVE


def _person_at(reading: Reading, end: int) -> bool:
    index = reading.index_at(end)
    return index < len(reading.tokens) and countables.is_person(reading.tokens[index].text)


def _item(reading: Reading, number: FoundNumber, behind: int) -> Item:
    noun, end = _counted(reading, reading.index_at(number.end), number.end)
    group = _group(reading, number) if noun is None else None
    start = min(number.start, _phrase_start(reading, group)) if group is not None else number.start
    part = _PART_AFTER.match(reading.text, number.end)
    subset = part is not None or _is_part(reading.text, behind, number.start, end)
    if part is not None and part["pronoun"]:
        noun, end = None, part.end()  # "20 of them needed treatment"
    return Item(number.low, number.best, number.high, start, number.end, end, noun, group, subset)


def _counted(reading: Reading, index: int, end: int) -> tuple[Token | None, int]:
    """Return the noun that a number counts and where its phrase ends; None and the number's end without one."""
    noun: Token | None = None
    reached = end
    for position in range(index, min(index + _REACH, len(reading.tokens))):
        token, following = reading.tokens[position], reading.after(position)
        word = token.lower_
        if word in _MORE:
            if noun is not None:
                break
            reached = reading.end_of(token)
            if word == "others":
                return token, reached
        elif word in _SKIPPED:
            if noun is not None and word not in {"-", "–"}:
                break
        elif word in _OUTCOMES and not _modifies(reading, position):
            break
        elif token.pos_ in {"NOUN", "PROPN"} or token.tag_ in {"NN", "NNS"} or _is_victim(token, following):
            if countables.singular(word) in _TIMES:
                break
            if following is not None and following.lower_ in _POSSESSIVES:
                noun, reached = None, end  # "two of the country's activists"
                continue
            noun, reached = token, _content_end(reading, token)
            if following is None or not _is_compound(token, following):
                break
        elif not _modifies(reading, position):
            break
    return noun, reached


def _is_victim(token: Token, following: Token | None) -> bool:
    """Whether an adjective is a noun in truth, before what befell it ("one civilian KIA")."""
    befell = following is not None and following.lower_ in _OUTCOMES
    return befell and token.pos_ == "ADJ" and countables.is_person(token.text)


def _content_end(reading: Reading, noun: Token) -> int:
    """Return where a counted noun ends, with what belongs to it ("600 tons of ammunition", "passer-by")."""
    tail = _TAIL.match(reading.text, reading.end_of(noun))
    if tail is not None:
        return tail.end()
    if countables.singular(noun.text) in {"ton", "tonne"}:
        for child in noun.rights:
            measured = next((t for t in child.rights if t.dep_ == "pobj"), None)
            if child.lower_ == "of" and measured is not None and measured.i <= noun.i + _REACH:
                return reading.end_of(measured)
    return reading.end_of(noun)


def _modifies(reading: Reading, position: int) -> bool:
    """Whether a word describes the noun to come ("serving and former military personnel", "wounded soldiers")."""
    token, following = reading.tokens[position], reading.after(position)
    if following is None:
        return False
    if token.lower_ in _OUTCOMES:
        return following.tag_ in {"NNS", "NN"} and countables.singular(following.text) not in _TIMES
    if token.pos_ in {"ADJ", "NUM"} or token.tag_ in {"VBN", "VBG", "JJ"}:
        return True
    if token.pos_ == "ADV":
        return following.pos_ == "ADJ" or following.tag_ == "VBN"
    return token.pos_ == "CCONJ" and following.pos_ == "ADJ" and reading.tokens[position - 1].pos_ in {"ADJ", "VERB"}


def _is_compound(token: Token, following: Token) -> bool:
    """Whether a noun only modifies the next one ("cruise missiles")."""
    if following.pos_ not in {"NOUN", "PROPN"}:
        return following.lower_ in {"-", "/"} and token.dep_ in {"compound", "amod", "nmod"}
    if countables.singular(following.text) in _TIMES:
        return False
    if token.tag_ == "NNS" and countables.is_person(token.text) and not countables.is_person(following.text):
        return False  # "eleven policemen nursing cuts", read as a compound
    return token.dep_ in {"compound", "nmod", "amod", "poss"} or (
        token.tag_ in {"NN", "NNP"} and following.tag_ in {"NNS", "NN"} and token.head.i == following.i
    )


def _group(reading: Reading, number: FoundNumber) -> Token | None:
    """Return the noun of "a family of five", "a crew of 11"."""
    index = reading.index_at(number.start)
    if index <= 1 or reading.tokens[index - 1].lower_ != "of":
        return None
    noun = reading.tokens[index - 2]
    return noun if countables.singular(noun.text) in countables.GROUPS else None


def _phrase_start(reading: Reading, noun: Token) -> int:
    """Return where the words that describe a noun start."""
    position = reading.index_at(reading.start_of(noun))
    while position and reading.tokens[position - 1].pos_ in {"DET", "ADJ", "PRON", "PROPN"}:
        if reading.tokens[position - 1].head.i != noun.i:
            break
        position -= 1
    return reading.starts[position]


def _is_part(text: str, behind: int, start: int, end: int) -> bool:
    before = text[max(behind, start - 40) : start]
    if _OF_THE.search(text, max(0, start - 40), start):
        return True  # "of the 34 injured, 12 are in a critical condition"
    return _PART_BEFORE.search(before) is not None or _PART_AFTER.match(text, end) is not None


def _pairs(reading: Reading) -> Iterator[Item]:
    """Yield "both drivers", "twin brothers", "both" by itself ("Both died"), "the couple"."""
    for position, token in enumerate(reading.tokens):
        few = _SETS.get(token.lower_)
        if few is not None and position and reading.tokens[position - 1].lower_ in {"a", "the", "this", "that"}:
            whole = next((word for child in token.rights if child.lower_ == "of" for word in child.rights), token)
            start, end = reading.starts[position - 1], reading.end_of(whole)
            yield Item(few, few, few, start, reading.end_of(token), end, None, token)
        if token.lower_ not in {"both", "twin"}:
            continue
        start, number_end = reading.starts[position], reading.end_of(token)
        noun, end = _counted(reading, position + 1, number_end)
        if noun is not None and noun.tag_ == "NNS" and countables.is_person(noun.text):
            yield Item(2.0, 2.0, 2.0, start, number_end, end, noun)
        elif noun is None and token.dep_ in {"nsubj", "nsubjpass", "dobj"}:
            yield Item(2.0, 2.0, 2.0, start, number_end, number_end, None)


def _singles(reading: Reading) -> Iterator[Item]:
    """Yield single persons: "a woman", "the mayor", "his driver", "another", a person's name."""
    for position, token in enumerate(reading.tokens):
        following = reading.after(position)
        tailed = _TAIL.match(reading.text, reading.end_of(token)) is not None
        if (
            following is not None
            and not tailed
            and (_is_compound(token, following) or following.lower_ in _POSSESSIVES)
        ):
            continue
        determiner = _determiner(reading, position)
        if _is_single(token, determiner):
            first = max(token.left_edge.i, token.i - _REACH, reading.tokens[0].i)
            start = reading.start_of(token.doc[first] if determiner is None else determiner)
            part = _is_part(reading.text, 0, start, start)
            yield Item(1.0, 1.0, 1.0, start, start, _content_end(reading, token), token, subset=part, implicit=True)


def _determiner(reading: Reading, position: int) -> Token | None:
    """Return the article or possessive that opens the noun phrase of a token, by the words before it."""
    for at in range(position - 1, max(-1, position - _REACH), -1):
        token = reading.tokens[at]
        if token.pos_ == "DET" or token.tag_ == "PRP$":
            return token
        if token.pos_ not in {"ADJ", "NOUN", "PROPN", "NUM", "ADV"} and token.text not in _POSSESSIVES | {"-", "–"}:
            return None
    return None


def _is_clipped(token: Token) -> bool:
    """Whether a noun without article opens a clipped clause ("driver lightly wounded")."""
    doc, at = token.doc, token.i
    opens = at == 0 or doc[at - 1].text in {";", ":", ",", ".", "•", "-", "–"}
    told = next((word for word in doc[at + 1 : at + 3] if word.pos_ != "ADV"), None)
    return opens and told is not None and (told.lower_ in countables.PARTICIPLES or told.lower_ == "dead")


def _is_coupled(token: Token) -> bool:
    """Whether a noun shares the article of its like ("a father and son")."""
    doc, at = token.doc, token.i
    if at <= 1 or doc[at - 1].lower_ != "and" or doc[at - 2].tag_ != "NN":
        return False
    return countables.is_person(doc[at - 2].text) and any(
        child.dep_ in {"det", "poss"} for child in doc[at - 2].children
    )


def _is_single(token: Token, determiner: Token | None) -> bool:
    opening = determiner.lower_ if determiner is not None else ""
    if token.lower_ == "another" or (token.lower_ in _ORDINALS and opening == "a"):
        return token.dep_ in {"nsubjpass", "nsubj", "dobj", "conj"}
    if not opening and token.tag_ == "NN" and (_is_clipped(token) or _is_coupled(token)):
        return countables.is_person(token.text)
    if token.lower_ in _PRONOUNS:
        return token.dep_ in {"nsubjpass", "nsubj", "dobj"}
    if token.lower_ in countables.COLLECTIVE or opening in {"no", "any", "every", "each", "all", "some", "these"}:
        return False
    if token.tag_ == "NNP" and names_person(token) and token.dep_ in {"dobj", "nsubjpass", "conj", "nsubj"}:
        return True
    owned = any(child.dep_ == "poss" for child in token.children)
    return token.tag_ in {"NN", "NNP", "JJ"} and countables.is_person(token.text) and bool(owned or opening)
