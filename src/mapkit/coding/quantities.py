"""How many: the quantities of a sentence, what each counts, and the word that it hangs on.

A number is read with the words that bound it (`numbers`), the noun that it counts (`counted`), and what happened to
the counted (`outcomes`). Items of a list that share their verb are one quantity ("two women and a child were killed"
is 3); a part of a whole is not counted twice ("12 people, including three children" is 12).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from mapkit.coding import countables, numbers
from mapkit.coding.counted import Item, Reading, items
from mapkit.coding.outcomes import Outcome, climb, outcome, refine
from mapkit.model import Quantity
from mapkit.text.sentences import Sentence


@dataclass(frozen=True, slots=True)
class FoundQuantity:
    """A quantity at its exact offsets.

    Parameters
    ----------
    quantity : Quantity
    start, end : int
        Code points in the document's text; `document.text[start:end] == quantity.text`.
    head : Token
        The verb, adjective or noun that it belongs to: "killing" in "killing three", "dead" in "left 12 dead".
    subject_text : str or None
        Whom or what it counts, as the text has it without the number ("Russian soldiers").
    cumulative : bool
        It sums up more than one incident ("since the war began", "the conflict has killed").
    single : bool
        One person without a number ("a nurse was killed"), which a later figure may well exceed.
    """

    quantity: Quantity
    start: int
    end: int
    head: Token
    subject_text: str | None = None
    cumulative: bool = False
    single: bool = False


def find(sentence: Sentence) -> tuple[FoundQuantity, ...]:
    """Return the quantities that a sentence states, in order of their words.

    Kinds: fatalities, injuries, casualties (killed and injured together), displaced, evacuated, captured, detained,
    abducted, missing, trapped, rescued, released, destroyed, damaged, seized, intercepted, munitions, area (km²),
    settlements, population, protesters, troops, aid, affected, incidents.
    """
    reading = Reading(sentence)
    found = [*_counts(reading), *_areas(reading), *_zeros(reading)]
    return tuple(sorted(found, key=lambda quantity: (quantity.start, quantity.end, quantity.quantity.kind)))


def _counts(reading: Reading) -> Iterator[FoundQuantity]:
    every = items(reading)
    periods = _periods(reading.text) if every else ()
    ends = [0, *(item.end for item in every)]
    outcomes = [outcome(reading, item, behind) for item, behind in zip(every, ends, strict=False)]
    joined = _joined(reading.text, every)
    _share(every, outcomes, _linked(reading.text, every, joined))
    used: set[int] = set()
    for position, (item, result) in enumerate(zip(every, outcomes, strict=True)):
        if result is None or position in used:
            continue
        members = _list(every, outcomes, joined, position)
        used.update(members)
        if _is_denied(result.head) or _spelt_out(reading.text, every, outcomes, position, members):
            continue
        if item.subset and (result.weak or _counted_already(every, outcomes, result)):
            continue
        if item.implicit and len(members) == 1 and (result.weak or result.kind not in countables.OF_ONE):
            continue
        yield _build(reading, [every[at] for at in members], result, periods)


def _counted_already(every: Sequence[Item], outcomes: Sequence[Outcome | None], result: Outcome) -> bool:
    """Whether the whole, of which an item is a part, is counted with the same outcome."""
    return any(
        other is not None and other.kind == result.kind and not item.subset and not item.implicit
        for item, other in zip(every, outcomes, strict=True)
    )


_SPELT_MAX = 8
_SELF_TOLD = frozenset({"fatalities", "injuries", "casualties"})
_UNREAL = frozenset({"would", "could", "should", "wo"})


def _is_denied(head: Token) -> bool:
    """Whether a verb is negated ("were not injured") or only supposed ("could kill 2,000")."""
    if head.lemma_.lower() in {"survive", "live", "make", "save", "revive", "resuscitate"}:
        return False  # "did not survive"
    return any(child.dep_ == "neg" or (child.dep_ == "aux" and child.lower_ in _UNREAL) for child in head.children)


_APPOSED = re.compile(r"[:(–—]|\s-\s|,\s+(?:all|both|mostly)\b")


def _spelt_out(
    text: str, every: Sequence[Item], outcomes: Sequence[Outcome | None], position: int, members: Sequence[int]
) -> bool:
    """Whether a list only spells out a figure before it ("four were hurt: a woman, two men and a child")."""
    result = outcomes[position]
    part = _total([every[at].best for at in members])
    for at in range(position - 1, max(-1, position - _SPELT_MAX), -1):
        whole, told = every[at], outcomes[at]
        if told is None or result is None or told.kind != result.kind:
            continue
        if told.head.i != result.head.i:
            continue
        if every[position].implicit and whole.best == part and text[whole.end : every[position].start] == ", ":
            return True  # "a third, a ticket seller, died"
        if _APPOSED.search(text, whole.end, every[position].start) and (whole.best or 0) >= (part or 0):
            return True
    return False


# --- lists ------------------------------------------------------------------------------------------------------

#: A name or an age behind a person ("his son, Omar, 22, and a guest").
_APPOSED_BY = (
    r"(?:,\s*(?-i:[A-Z])[\w'’-]+(?:\s+(?-i:[A-Z])[\w'’-]+){0,3}(?=\s*,))?"
    r"(?:\s+of\s+(?:the\s+)?(?-i:[A-Z])[\w'’-]+)?"
    r"(?:,\s*(?:aged\s+)?[0-9]{1,3}(?:(?:\s*,|\s+and)\s+[0-9]{1,3}(?=\s*,))*(?=\s*,)|\s*\([0-9]{1,3}\))?"
)
_AND = re.compile(
    _APPOSED_BY + r"\s*(?:(?P<comma>,)\s*)?(?P<word>(?:and|plus|along with|together with|as well as)\s+|&\s*)?"
    r"(?:(?:her|his|their|its|the)\s+)?",
    re.IGNORECASE,
)


def _joined(text: str, every: Sequence[Item]) -> list[bool]:
    """Return for each item whether it continues a list: after "and", or a comma in a list that comes to an "and"."""
    joined = [False] * len(every)
    for position in range(len(every) - 1, 0, -1):
        match = None if every[position].subset else _AND.fullmatch(text, every[position - 1].end, every[position].start)
        goes_on = position + 1 < len(every) and joined[position + 1]
        joined[position] = match is not None and bool(match["word"] or (match["comma"] and goes_on))
    return joined


#: "Killed two in Sumy and five in Izium": one verb, two places, two figures.
_THERE_AND = re.compile(
    r"\s+(?:in|at|near|outside|around|on|across)\s+(?:the\s+)?(?-i:[A-Z])[\w'’-]+(?:[\s-](?:(?-i:[A-Z])[\w'’-]+)){0,3}"
    r"(?:\s+(?:district|province|region|city|town|village|camp|county|state))?,?(?:\s+and\s+|\s+)",
    re.IGNORECASE,
)


def _linked(text: str, every: Sequence[Item], joined: Sequence[bool]) -> list[bool]:
    """Return for each item whether it shares the verb of the one before, though the two are not summed up."""
    linked = list(joined)
    for at in range(1, len(every)):
        if not linked[at] and every[at].noun is None and not every[at].subset:
            linked[at] = _THERE_AND.fullmatch(text, every[at - 1].end, every[at].start) is not None
    return linked


def _share(every: Sequence[Item], outcomes: list[Outcome | None], joined: Sequence[bool]) -> None:
    """Let the items of a list share an outcome that only one of them shows, forwards and backwards."""
    for position in range(1, len(every)):
        first, second = outcomes[position - 1], outcomes[position]
        if joined[position] and first is not None and not first.weak and _yields(second):
            outcomes[position] = _passed(first, every[position]) or second
    for position in range(len(every) - 1, 0, -1):
        first, second = outcomes[position - 1], outcomes[position]
        if joined[position] and second is not None and second.route in {"after", "verb"} and _yields(first):
            outcomes[position - 1] = _passed(second, every[position - 1]) or first


def _yields(result: Outcome | None) -> bool:
    """Whether a list's verb overrules what an item says by itself: not "19 deaths" before "and 23 people hurt"."""
    return result is None or (result.weak and result.kind not in _SELF_TOLD)


def _passed(result: Outcome, item: Item) -> Outcome | None:
    passed = refine(result.kind, item, result.head, result.route)
    return passed if passed is not None and passed.kind == result.kind else None


def _list(
    every: Sequence[Item], outcomes: Sequence[Outcome | None], joined: Sequence[bool], position: int
) -> list[int]:
    """Return the items that one quantity sums up: joined, of the same outcome and, unless people, of one noun."""
    members = [position]
    first = outcomes[position]
    for at in range(position + 1, len(every)):
        other = outcomes[at]
        if first is None or other is None or not joined[at] or every[at].subset != every[position].subset:
            break
        if other.kind != first.kind or not _one_head(first.head, other.head):
            break
        if first.kind not in countables.OF_PEOPLE and _lemma(every[at]) != _lemma(every[position]):
            break
        members.append(at)
    return members


def _one_head(first: Token, second: Token) -> bool:
    """Whether two figures hang on one verb or its complement ("left seven soldiers and twelve rebels dead")."""
    return first.i == second.i or first.head.i == second.i or second.head.i == first.i


def _lemma(item: Item) -> str:
    return item.noun.lemma_.lower() if item.noun is not None else ""


# --- the record -------------------------------------------------------------------------------------------------

_LEADING = re.compile(r"^(?:of\s+)?(?:(?:the|these|those|more|other|another|their|its|all)\s+)*", re.IGNORECASE)
_EMPTY = frozenset({"", "more", "other", "others", "of them", "of", "them"})


def _build(
    reading: Reading, members: Sequence[Item], result: Outcome, periods: Sequence[tuple[int, int]]
) -> FoundQuantity:
    first = members[0]
    if len(members) > 1 and _breaks_down(first, members[1:]):
        members = members[:1]
    start, end = first.start, members[-1].end
    text = reading.text[start:end]
    described = text if len(members) > 1 or first.implicit else reading.text[first.number_end : end]
    subject = _described(described) if described is not text else text
    counted = countables.singular(first.noun.text) if first.noun is not None else ""
    people = result.kind in countables.OF_PEOPLE and counted not in countables.HOUSEHOLDS
    unit = "people" if people else _unit(reading, first, result.kind)
    low, best, high = (_total([getattr(item, field) for item in members]) for field in ("low", "best", "high"))
    quantity = Quantity(result.kind, low, best, high, unit, text)
    origin = reading.sentence.start
    cumulative = _is_cumulative(reading.text, result.head, (start, end), periods)
    subject_text = None if subject.lower() in _EMPTY else subject
    single = first.implicit and len(members) == 1
    return FoundQuantity(quantity, origin + start, origin + end, result.head, subject_text, cumulative, single)


def _unit(reading: Reading, item: Item, kind: str) -> str:
    if item.noun is None:
        return item.understood.text if item.understood is not None else kind
    return _described(reading.text[item.number_end : item.end]) or item.noun.text


def _described(words: str) -> str:
    """Return the words behind a number without those that only lead to the noun ("of the", "of 30")."""
    return re.sub(r"^[0-9][0-9,.]*\s+", "", _LEADING.sub("", words.strip())).strip()


def _total(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _breaks_down(first: Item, rest: Sequence[Item]) -> bool:
    """Whether a list only breaks its first item down ("12 people, three children and nine adults")."""
    parts = [item.best for item in rest]
    return len(rest) > 1 and first.best is not None and None not in parts and _total(parts) == first.best


# --- areas, and nothing -----------------------------------------------------------------------------------------

_NONE = re.compile(
    r"\b(?:(?:no[\s-]?one|nobody|none(?:\s+of\s+(?:them|the\s+\w+))?|no\s+(?:civilians?|people|soldiers?|residents))"
    r"(?P<rest>\s+(?:else|other))?\s+(?:was|were|has\s+been|had\s+been|is|got|appears?\s+to\s+have\s+been)"
    r"(?:\s+(?:reported(?:ly)?|seriously|physically|believed|said|known|confirmed|to|be|have|been))*\s+"
    r"(?P<harm>killed|injured|hurt|wounded|harmed|dead)"
    r"|(?:no|without(?:\s+causing)?(?:\s+any)?|(?:did|does)\s+not\s+(?:cause|result\s+in)(?:\s+any)?|caused\s+no|zero)\s+"
    r"(?:(?:human|civilian|reported|confirmed|known|military|reports?\s+of(?:\s+any)?)\s+)*"
    r"(?P<loss>casualt(?:ies|y)|injuries|deaths|fatalities|victims|loss\s+of\s+life)"
    r"(?:\s+or\s+(?:casualties|(?P<both>injuries|deaths|fatalities)|damage))?)\b",
    re.IGNORECASE,
)
_DEATHS = frozenset({"killed", "deaths", "fatalities", "dead", "loss of life"})


def _areas(reading: Reading) -> Iterator[FoundQuantity]:
    """Yield the areas of the sentence, in square kilometres."""
    periods = _periods(reading.text) if reading.measures else ()
    for measure in reading.measures:
        if measure.dimension != "area" or measure.unit == "m²":
            continue
        values = (measure.low, measure.best, measure.high)
        low, best, high = (None if value is None else round(value, 4) for value in values)
        text = reading.text[measure.start : measure.end]
        head = climb(reading.token_at(measure.unit_end - 1))
        origin = reading.sentence.start
        quantity = Quantity("area", low, best, high, "km²", text, measure.note)
        cumulative = _is_cumulative(reading.text, head, (measure.start, measure.end), periods)
        yield FoundQuantity(quantity, origin + measure.start, origin + measure.end, head, None, cumulative)


def _zeros(reading: Reading) -> Iterator[FoundQuantity]:
    """Yield what the text says happened to no one: "no one was hurt", "there were no casualties"."""
    origin = reading.sentence.start
    for match in _NONE.finditer(reading.text):
        group = "harm" if match["harm"] else "loss"
        head = reading.token_at(match.start(group))
        for kind in _spared(match):
            quantity = Quantity(kind, 0.0, 0.0, 0.0, "people", match[0])
            yield FoundQuantity(quantity, origin + match.start(), origin + match.end(), head)


def _spared(match: re.Match[str]) -> tuple[str, ...]:
    """Return the kinds that are zero: whoever is not hurt is not killed, but the spared from death may be hurt."""
    said = " ".join((match["harm"] or match["loss"]).lower().split())
    if said in _DEATHS:
        return ("fatalities", "injuries") if match["both"] else ("fatalities",)
    if said == "injuries" and not match["both"]:
        return ("injuries",)
    return ("injuries",) if match["rest"] else ("fatalities", "injuries")


# --- sums over time ---------------------------------------------------------------------------------------------

_PERIOD = re.compile(
    r"\b(?:(?:ever\s+)?since\s+(?!(?:died|succumbed|been|recovered|confirmed|yesterday|dawn|morning|noon|midnight|sunrise|then|last\s+night|(?:early|late)\s+\w+|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b)(?=\w)|(?:so\s+far\s+)?this\s+year|so\s+far\s+this\s+month|to\s+date|as\s+of\s+(?=\w)|"
    r"(?:in|over|during)\s+the\s+(?:past|last)\s+(?:\w+\s+)?(?:years?|months?|decades?)|"
    r"(?:in|during)\s+the\s+(?:\w+\s+){0,2}(?:war|conflict|insurgency)|in\s+(?:\w+\s+){0,3}years\s+of\s+(?:war|conflict|fighting)|"
    r"from\s+the\s+(?:start|beginning)\s+of\s+the\s+(?:war|conflict|invasion|year)|"
    r"between\s+(?:\w+\s+)?(?:19|20)[0-9]{2}\s+and)\b",
    re.IGNORECASE,
)
_SUPERLATIVE = re.compile(
    r"\b(?:\w+est|worst|most|first|second|third|fourth|fifth|latest|only|\w+th)\b[^,;]*\Z", re.IGNORECASE
)
_OVERALL = re.compile(
    r"\b(?:overall|cumulative|total\s+(?:war\s+)?(?:death\s+toll|losses|casualties)|war['’]s\s+death\s+toll)\b",
    re.IGNORECASE,
)
#: "An earlier count had put the dead at 17": no longer so.
_SUPERSEDED = re.compile(
    r"\b(?:earlier|initial|previous|preliminary|first)\s+(?:\w+\s+)?(?:count|toll|figure|report|estimate|tally|number)s?\b"
    r"[^,;:]*\Z|\b(?:at\s+first|initially|first\s+(?:spoke|spoken|reported|said|put|gave|told|counted))\b"
    r"[^,;:]*\Z|\b(?:up|down|revised)\s+from\s+\Z",
    re.IGNORECASE,
)
#: "Raising the toll to 41,000" is a war's; "bringing the toll to 15" an incident's.
_RAISED = re.compile(r"\b(?:rais|bring|tak|push)(?:ing|es|ed|s)\s+(?:the|its)\s+(?:\w+\s+){0,3}toll\b", re.IGNORECASE)
_ANOTHER_CLAUSE = re.compile(r"[;:]|\b(?:but|while|whereas|when)\b", re.IGNORECASE)
_CLAUSE_MAX = 120
_WAR_TOLL = 1_000


def _thousands(words: str) -> bool:
    found = numbers.find(words)
    return bool(found) and found[0].point >= _WAR_TOLL


def _periods(text: str) -> tuple[tuple[int, int], ...]:
    """Return where a text speaks of a whole war or period; "the deadliest attack since 2014" does not."""
    return tuple(
        match.span()
        for match in _PERIOD.finditer(text)
        if not _SUPERLATIVE.search(text, max(0, match.start() - 80), match.start())
    )


def _is_cumulative(text: str, head: Token, words: tuple[int, int], periods: Sequence[tuple[int, int]]) -> bool:
    """Whether a figure sums up a war or a period, not one incident."""
    start, end = words
    for first, last in periods:
        near, far = (last, start) if last <= start else (end, first)
        if far - near <= _CLAUSE_MAX and not _ANOTHER_CLAUSE.search(text, near, max(near, far)):
            return True
    verb = climb(head)
    for _ in range(4):  # "the war has displaced ten million and killed thousands": the last verb shares its subject
        subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
        if subject is not None or verb.dep_ != "conj":
            break
        verb = verb.head
    else:
        subject = None
    if subject is not None and subject.lower_ in {"that", "which"} and verb.dep_ == "relcl":
        subject = verb.head
    if subject is not None and countables.singular(subject.text) in countables.WARS:
        perfect = any(child.lower_ in {"has", "have", "had"} for child in verb.children)
        return perfect or subject.lower_ in {"war", "conflict"}
    if _OVERALL.search(text, max(0, start - 60), start) or _SUPERSEDED.search(text, max(0, start - 90), start):
        return True
    raised = _RAISED.search(text, max(0, start - 60), start)
    return raised is not None and _thousands(text[start:end])
