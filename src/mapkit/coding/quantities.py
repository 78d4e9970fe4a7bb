"""How many: the numbers of a sentence, what each counts, and the word that it hangs on.

A number is read with the words that bound it (`numbers`), the noun that it counts, and what happened to the counted:
first by the words right behind and before ("12 people were reportedly killed", "killing three"), then by the parse
(`countables` holds the words). Items of a list that share their verb are one quantity ("two women and a child were
killed" is 3); a part of a whole is not counted twice ("12 people, including three children" is 12). Ages, dates,
times, percentages, money, calibres and unit numbers are no counts.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from mapkit.coding import countables as words
from mapkit.coding import dates, numbers, units
from mapkit.coding.numbers import FoundNumber
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
    """

    quantity: Quantity
    start: int
    end: int
    head: Token
    subject_text: str | None = None
    cumulative: bool = False


@dataclass(frozen=True, slots=True)
class _Item:
    """A number with what it counts; offsets in the sentence's text."""

    low: float | None
    best: float | None
    high: float | None
    start: int  # of the bounding words
    number_end: int
    end: int  # of the counted noun phrase
    noun: Token | None
    group: Token | None  # "a family of five"
    subset: bool
    implicit: bool = False
    #: The noun that an item without its own leaves out: "200 houses were destroyed and 300 damaged".
    understood: Token | None = None


@dataclass(frozen=True, slots=True)
class _Outcome:
    kind: str
    head: Token
    #: How it was found: "after", "before", "verb" or "noun".
    route: str


def find(sentence: Sentence) -> tuple[FoundQuantity, ...]:
    """Return the quantities that a sentence states, in order of their words.

    Kinds: fatalities, injuries, casualties (killed and injured together), displaced, evacuated, captured, detained,
    abducted, missing, rescued, released, destroyed, damaged, seized, intercepted, munitions, area (km²), settlements,
    population, protesters, troops, aid, affected, incidents.
    """
    text = sentence.text
    reader = _Reader(sentence, text)
    found = [*reader.counts(), *reader.areas(), *reader.zeros()]
    return tuple(sorted(found, key=lambda quantity: (quantity.start, quantity.end, quantity.quantity.kind)))


# --- what is no count --------------------------------------------------------------------------------------------

_SP = r"[ \t\u00a0\u202f\u2009]"
_NOT_AFTER = re.compile(
    rf"{_SP}?(?:%|percent\b|per{_SP}cent\b|percentage\b|°|º|[€$£₴₽]|[-/:][0-9])"
    rf"|{_SP}?-?{_SP}?(?:mm|cm|kg|kilos?|kilograms?|grams?|kW|MW|GW|kWh|caliber|calibre|degrees?|litres?|liters?|barrels?|"
    rf"a\.?m\.?|p\.?m\.?|AM|PM|GMT|UTC|EST|EET|local{_SP}time|o['’]clock|hrs?|inch(?:es)?)(?![\w])"
    rf"|{_SP}?-?{_SP}?(?:seconds?|minutes?|hours?|days?|nights?|weeks?|weekends?|months?|years?|decades?|centur(?:y|ies))\b"
    rf"|-?{_SP}?(?:times|fold|thirds?|quarters?|fifths?|tenths?|halves|half|goals?|points?|votes?|runs?|wickets?|seats?)\b"
    rf"|{_SP}(?:(?:U\.?S\.?|US|Canadian|Australian){_SP})?(?:dollars?|euros?|pounds?|rubles?|roubles?|hryvnias?|rupees?|yuan|naira|"
    rf"shillings?|francs?|lira)\b|-?(?:storey|story|seat|seater|point|member|strong|wheel|sided|way|man|nation|country|party)\b"
    rf"|{_SP}of{_SP}(?:the|these|those|our|their|its){_SP}(?:\w+est|most|best|worst|main|first|last|few|many)\b"
    rf"|{_SP}(?:another|side|hand|such|thing)\b",
)
_NOT_BEFORE = re.compile(
    r"(?:[$€£¥₴₽#№]|US\$|\b(?:USD|EUR|UAH|No\.?|Nos\.?|Article|Resolution|Route|Highway|Flight|Unit|Section|Chapter|Page|"
    r"Order|Channel|Phase|Boeing|Airbus|Sector|Camp|Block|Zone|Area|Group|Type|Mark|Model|Level|aged?|at age|magnitude|"
    r"version|number|ranked|rank|No|score[sd]?|won|lost|beat|win|minus|temperature)\s?)\s*\Z"
)
_NO_ONE = re.compile(r"\b(?:no|any|every|some|the|this|that|which|each)[\s-]\Z", re.IGNORECASE)
_AGE = re.compile(r"(?:,\s+|\(\s?)\Z")
_YEARS = range(1900, 2101)


class _Reader:
    """Reads the counts of one sentence."""

    def __init__(self, sentence: Sentence, text: str) -> None:
        self.sentence, self.text = sentence, text
        self.tokens = list(sentence.tokens)
        self.offsets = [sentence.start_of(token) - sentence.start for token in self.tokens]
        self.numbers = numbers.find(text) if len(text) > 1 else ()
        self.measures = units.find(text, self.numbers) if self.numbers else ()
        self.dates = dates.spans(text) if self.numbers else ()
        self._position = {token.i: index for index, token in enumerate(self.tokens)}

    # --- reading the sentence by offsets ---

    def index_at(self, offset: int) -> int:
        """Return the index of the token that holds an offset or is the first behind it."""
        low, high = 0, len(self.tokens)
        while low < high:
            middle = (low + high) // 2
            if self.offsets[middle] + len(self.tokens[middle]) <= offset:
                low = middle + 1
            else:
                high = middle
        return low

    def token_at(self, offset: int) -> Token:
        """Return the token that holds an offset."""
        return self.tokens[min(self.index_at(offset), len(self.tokens) - 1)]

    def start_of(self, token: Token) -> int:
        """Return a token's offset in the sentence's text."""
        return self.sentence.start_of(token) - self.sentence.start

    def end_of(self, token: Token) -> int:
        """Return the offset behind a token in the sentence's text."""
        return self.sentence.end_of(token) - self.sentence.start

    # --- items ---

    def items(self) -> list[_Item]:
        """Return the numbers that may be counts, and the single persons, in order."""
        found: list[_Item] = []
        behind = 0
        for number in self.numbers:
            if number.start < behind or number.point == 0 or not self._is_count(number):
                continue
            item = self._item(number, behind)
            if item.noun is None and found:
                item = replace(item, understood=found[-1].noun or found[-1].understood)
            found.append(item)
            behind = item.end
        singles = [
            item for item in self._singles() if not any(o.start < item.end and item.start < o.end for o in found)
        ]
        return sorted([*found, *singles], key=lambda item: item.start)

    def _is_count(self, number: FoundNumber) -> bool:
        text, start, end = self.text, number.core_start, number.core_end
        if any(first < end and start < last for first, last in self.dates):
            return False
        if any(measure.start < end and start < measure.end for measure in self.measures):
            return False
        if _NOT_AFTER.match(text, number.end) or _NOT_AFTER.match(text, end):
            return False
        before = text[max(0, number.start - 24) : number.start]
        if _NOT_BEFORE.search(text[max(0, start - 24) : start]) or _NOT_BEFORE.search(before):
            return False
        core = text[start:end]
        if core.lower() == "one" and _NO_ONE.search(before):
            return False
        token = self.token_at(start)
        if core.isdigit() and len(core) == 4 and int(core) in _YEARS and not self._counts_people(end):
            return False
        if core.isdigit() and _AGE.search(before) and re.match(r"\s?[,)]", text[end:]) and number.point < 110:
            previous = self.tokens[max(0, self.index_at(start) - 2)]
            if previous.pos_ in {"PROPN", "NOUN"} and not self._listed(previous):
                return False
        head = token.head
        return not (
            token.dep_ == "nummod" and head.i < token.i and head.pos_ in {"PROPN", "NOUN"} and head.i == token.i - 1
            and head.text[:1].isupper()
        )  # fmt: skip

    def _counts_people(self, end: int) -> bool:
        index = self.index_at(end)
        return index < len(self.tokens) and words.is_person(self.tokens[index].text)

    @staticmethod
    def _listed(token: Token) -> bool:
        return token.tag_ == "NNS"

    def _item(self, number: FoundNumber, behind: int) -> _Item:
        index = self.index_at(number.end)
        noun, end = self._counted(index, number.end)
        low, best, high = number.low, number.best, number.high
        group = self._group(number)
        start = number.start
        if group is not None and noun is None:
            start = min(start, self._phrase_start(group))
        subset = self._is_subset(behind, number.start, end)
        return _Item(low, best, high, start, number.end, end, noun, group, subset)

    def _counted(self, index: int, end: int) -> tuple[Token | None, int]:
        """Return the noun that a number counts, and where its phrase ends; the number's own end without one."""
        noun: Token | None = None
        reached = end
        for position in range(index, min(index + 9, len(self.tokens))):
            token = self.tokens[position]
            lower = token.lower_
            if token.pos_ in {"NOUN", "PROPN"} or (token.tag_ in {"NNS", "NN"}):
                if noun is not None and not self._compound(self.tokens[position - 1], token):
                    break
                if lower in _TIME_NOUNS:
                    break
                noun, reached = token, self.end_of(token)
                following = self.tokens[position + 1] if position + 1 < len(self.tokens) else None
                if following is None or not self._compound(token, following):
                    if following is not None and following.lower_ in {"'s", "’s", "'", "’"}:
                        noun = None
                        continue
                    break
            elif noun is not None and lower not in {"-", "–"}:
                break
            elif lower in {"more", "other", "others", "further", "additional"}:
                reached = self.end_of(token)
                if lower == "others":
                    noun = token
                    break
            elif lower in {
                "of",
                "the",
                "these",
                "those",
                "their",
                "its",
                "his",
                "her",
                "our",
                "-",
                "–",
                '"',
                "“",
                "”",
                "so-called",
            }:
                continue
            elif token.pos_ in {"ADJ", "NUM"} or token.tag_ in {"VBN", "VBG", "JJ"}:
                if lower in _POSTNOMINAL and not self._premodifies(position):
                    break
            elif token.pos_ == "ADV" and position + 1 < len(self.tokens) and self.tokens[position + 1].pos_ == "ADJ":
                continue
            else:
                break
        return noun, reached

    @staticmethod
    def _compound(token: Token, following: Token) -> bool:
        """Whether a noun only modifies the next one ("cruise missiles")."""
        if following.pos_ not in {"NOUN", "PROPN"}:
            return following.lower_ in {"-", "/"} and token.dep_ in {"compound", "amod", "nmod"}
        if following.lower_ in _TIME_NOUNS or following.lemma_.lower() in _WEEKDAYS:
            return False
        return token.dep_ in {"compound", "nmod", "amod", "poss"} or (
            token.tag_ in {"NN", "NNP"} and following.tag_ in {"NNS", "NN"} and token.head.i == following.i
        )

    def _premodifies(self, position: int) -> bool:
        """Whether "wounded" stands before the noun that it describes ("30 wounded soldiers")."""
        if position + 1 >= len(self.tokens):
            return False
        token, following = self.tokens[position], self.tokens[position + 1]
        return following.tag_ in {"NNS", "NN"} and (token.head.i == following.i or following.head.i != token.i)

    def _group(self, number: FoundNumber) -> Token | None:
        """Return the noun of "a family of five", "a crew of 11"."""
        index = self.index_at(number.start)
        if index < 2 or self.tokens[index - 1].lower_ != "of":
            return None
        noun = self.tokens[index - 2]
        return noun if words.singular(noun.text) in words.GROUPS else None

    def _phrase_start(self, noun: Token) -> int:
        """Return where the noun phrase that ends in `noun` starts."""
        position = self._position[noun.i]
        while (
            position
            and self.tokens[position - 1].pos_ in {"DET", "ADJ", "PRON", "PROPN"}
            and (self.tokens[position - 1].head.i == noun.i)
        ):
            position -= 1
        return self.offsets[position]

    def _is_subset(self, behind: int, start: int, end: int) -> bool:
        before = self.text[max(behind, start - 40) : start]
        return bool(
            _PART_BEFORE.search(before) or _PART_AFTER.match(self.text, end) or _PART_AFTER.match(self.text, start)
        )

    def _singles(self) -> Iterator[_Item]:
        """Yield single persons: "a woman", "the mayor", "his driver", a person's name as an object of harm."""
        for position, token in enumerate(self.tokens):
            if token.tag_ not in {"NN", "NNP"} or token.lower_ in _COLLECTIVE:
                continue
            if position + 1 < len(self.tokens) and self._compound(token, self.tokens[position + 1]):
                continue
            if token.tag_ == "NN":
                if not words.is_person(token.text) or not any(
                    child.dep_ in {"det", "poss"} for child in token.children
                ):
                    continue
                if any(
                    child.lower_ in {"no", "any", "every", "each"} for child in token.children if child.dep_ == "det"
                ):
                    continue
            elif token.ent_type_ != "PERSON" or token.dep_ not in {"dobj", "nsubjpass", "conj", "nsubj"}:
                continue
            start = min(self.start_of(left) for left in (token, *token.lefts) if left.dep_ != "punct")
            start = max(start, 0)
            yield _Item(
                1.0, 1.0, 1.0, start, start, self.end_of(token), token, None, self._is_subset(0, start, start), True
            )

    # --- outcomes ---

    def counts(self) -> list[FoundQuantity]:
        """Return the counted quantities."""
        items = self.items()
        if not items:
            return []
        outcomes = [self._outcome(item, items, position) for position, item in enumerate(items)]
        self._share(items, outcomes)
        found: list[FoundQuantity] = []
        used: set[int] = set()
        for position, (item, outcome) in enumerate(zip(items, outcomes, strict=True)):
            if outcome is None or position in used:
                continue
            members = self._list(items, outcomes, position)
            used.update(members)
            if item.subset and any(
                other is not None and other.kind == outcome.kind and not items[at].subset
                for at, other in enumerate(outcomes)
                if at not in members
            ):
                continue
            if item.subset and outcome.route == "noun":
                continue
            if item.implicit and (outcome.kind not in words.OF_ONE or outcome.route == "noun"):
                if len(members) == 1:
                    continue
            found.append(self._build([items[at] for at in members], outcome))
        return found

    def _outcome(self, item: _Item, items: Sequence[_Item], position: int) -> _Outcome | None:
        following = items[position + 1].start if position + 1 < len(items) else len(self.text)
        preceding = items[position - 1].end if position else 0
        return (
            self._toll(item, preceding)
            or self._after(item)
            or self._before(item, preceding)
            or self._verb(item)
            or self._aside(item, following)
            or self._noun(item)
        )

    def _toll(self, item: _Item, preceding: int) -> _Outcome | None:
        """Read "the death toll rose to 47", "the number of wounded stands at 30"."""
        if item.implicit:
            return None
        lead_start = max(preceding, item.start - 110)
        match = None
        for match in _TOLL.finditer(self.text, lead_start, item.start):
            pass
        if match is None or not _TOLL_LINK.fullmatch(self.text, match.end(), item.start):
            return None
        kind = words.INJURIES if match["injured"] else words.FATALITIES
        if item.noun is not None and not words.is_person(item.noun.text) and not _is_toll_noun(item.noun):
            return None
        return _Outcome(kind, self.token_at(match.end() - 1), "before")

    def _after(self, item: _Item) -> _Outcome | None:
        """Read what is said right behind the counted: "12 people were killed", "dozens wounded"."""
        match = _AFTER.match(self.text, item.end, item.end + 110)
        if match is None:
            return None
        kind = _kind_of(match, "a", words.AFTER)
        if kind is not None:
            if match["aux"] or not kind == words.FATALITIES or not self._object_follows(match.end()):
                return self._typed(kind, item, match.start("said"), match.end("said"), "after")
            return None
        said = " ".join(match["said"].lower().split())
        if (
            said in words.PARTICIPLES
            and (match["aux"] or not self._object_follows(match.end()))
            and (match["aux"] or not item.implicit)
        ):
            if match["aux"] and not _PASSIVE.search(match["aux"]) and self._object_follows(match.end()):
                return None
            kind = words.TRANSITIVE[words.PARTICIPLES[said]]
            return self._typed(kind, item, match.start("said"), match.end("said"), "after")
        if said in words.SUBJECT_FORMS:
            kind = words.SUBJECT[words.SUBJECT_FORMS[said]]
            return self._typed(kind, item, match.start("said"), match.end("said"), "after")
        return None

    def _object_follows(self, offset: int) -> bool:
        """Whether a noun phrase starts here, so that what stands before it is an active verb."""
        index = self.index_at(offset)
        if index >= len(self.tokens):
            return False
        token = self.tokens[index]
        if token.lemma_.lower() in _WEEKDAYS or token.ent_type_ in {"DATE", "TIME"}:
            return False
        return token.pos_ in {"DET", "NUM", "NOUN", "PROPN", "PRON", "ADJ"}

    def _before(self, item: _Item, preceding: int) -> _Outcome | None:
        """Read what is said right before the counted: "killing three", "the deaths of six"."""
        lead = self.text[max(preceding, item.start - 70) : item.start]
        offset = item.start - len(lead)
        match = _BEFORE.search(lead)
        if match is None:
            return None
        kind = _kind_of(match, "b", words.BEFORE)
        if kind is None:
            said = " ".join(match["said"].lower().split())
            if said not in words.ACTIVE_FORMS:
                return None
            kind = words.TRANSITIVE[words.ACTIVE_FORMS[said]]
            index = self.index_at(offset + match.start("said"))
            if _is_passive(self.tokens[index]):
                return None
        return self._typed(kind, item, offset + match.start("said"), offset + match.end("said"), "before")

    def _verb(self, item: _Item) -> _Outcome | None:
        """Read the parse: the object or subject of a verb that counts."""
        token = item.group if item.group is not None and item.noun is None else item.noun
        if token is None:
            token = self._number_root(item)
        for _ in range(6):
            if token.dep_ in {"conj", "nummod", "appos", "compound", "nmod", "amod"} and token.head.pos_ in {
                "NOUN",
                "PROPN",
                "NUM",
            }:
                if token.dep_ == "appos" and token.head.i > token.i:
                    break
                token = token.head
            elif token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.pos_ in {"NUM", "NOUN"}:
                noun = token.head.head
                kind = words.NOUNS.get(words.singular(noun.text))
                if kind in {words.FATALITIES, words.INJURIES, words.CASUALTIES, words.DETAINED, words.ABDUCTED}:
                    return _Outcome(kind, noun, "verb")
                if not (noun.like_num or words.singular(noun.text) in words.GROUPS or noun.lower_ in _QUANTIFIERS):
                    return None
                token = noun
            else:
                break
        return self._governed(token, item)

    def _governed(self, token: Token, item: _Item) -> _Outcome | None:
        verb = token.head
        if verb is token:
            return None
        lemma = _lemma(verb)
        if token.dep_ in {"dobj", "nsubjpass"} or (
            token.dep_ == "nsubj" and verb.tag_ == "VBN" and not _has_object(verb)
        ):
            kind = words.TRANSITIVE.get(lemma)
        elif token.dep_ in {"nsubj", "csubj"}:
            kind = words.SUBJECT.get(lemma)
        else:
            return None
        if kind is None:
            return None
        return self._kind(kind, item, verb, "verb")

    def _number_root(self, item: _Item) -> Token:
        index = min(self.index_at(max(item.start, item.number_end - 1)), len(self.tokens) - 1)
        token = self.tokens[index]
        while token.head is not token and token.dep_ in {"quantmod", "compound", "advmod"} and token.head.like_num:
            token = token.head
        return token

    def _aside(self, item: _Item, following: int) -> _Outcome | None:
        """Read past an aside: "12 people, including three children, were killed"."""
        match = _ASIDE.match(self.text, item.end, item.end + 160)
        if match is None or item.implicit:
            return None
        return self._after(replace(item, end=match.end()))

    def _noun(self, item: _Item) -> _Outcome | None:
        """Read a noun that says its kind by itself: "12 deaths", "30 drones", "92 settlements"."""
        if item.noun is None or item.implicit:
            return None
        noun = words.singular(item.noun.text)
        kind = words.NOUNS.get(noun)
        if kind is None and noun in words.WEAPONS_IN_FLIGHT:
            kind = words.MUNITIONS
        if kind is None and noun in {"ton", "tonne"} | _CARRIERS and _AID.search(self.text):
            kind = words.AID
        if kind is None and noun == "life" and _LIVES.search(self.text[max(0, item.start - 30) : item.start]):
            kind = words.FATALITIES
        if kind == words.TROOPS and not self._led(item):
            return None
        if kind is None:
            return None
        return _Outcome(kind, _anchor(item.noun, kind), "noun")

    def _led(self, item: _Item) -> bool:
        """Whether soldiers are counted as a strength, not as someone's attackers or victims in words unknown to us."""
        return item.noun is not None and item.noun.dep_ not in {"agent"}

    def _typed(self, kind: str, item: _Item, start: int, end: int, route: str) -> _Outcome | None:
        return self._kind(kind, item, self._content(start, end), route)

    def _content(self, start: int, end: int) -> Token:
        """Return the verb, adjective or noun of a stretch that says what happened."""
        first = self.index_at(start)
        stretch = [token for token in self.tokens[first : first + 8] if self.start_of(token) < end] or [
            self.token_at(start)
        ]
        return next(
            (token for token in stretch if token.pos_ in {"VERB", "ADJ", "NOUN"} and token.lower_ not in _LIGHT),
            stretch[0],
        )

    def _kind(self, kind: str, item: _Item, head: Token, route: str) -> _Outcome | None:
        """Refine a verb's kind by what it counts; None where the two do not go together."""
        counted = item.noun or (item.understood if kind not in words.OF_PEOPLE else None)
        text = counted.text if counted is not None else ""
        noun = words.singular(text)
        person = not noun or item.group is not None or words.is_person(text)
        weapon = noun in words.WEAPONS_IN_FLIGHT
        refined: str | None = kind
        if kind in words.OF_PEOPLE and (noun in words.NOT_PEOPLE or noun in words.ANIMALS):
            refined = None
        if kind == words.CAPTURED and noun in words.SETTLEMENT_NOUNS:
            refined = words.SETTLEMENTS
        elif kind == words.CAPTURED and noun and not person:
            refined = words.SEIZED if head.pos_ == "VERB" else None
        elif (kind == words.RELEASED and noun in words.SETTLEMENT_NOUNS) or (
            kind == words.SEIZED and noun in words.SETTLEMENT_NOUNS
        ):
            refined = words.SETTLEMENTS
        elif kind == words.SEIZED and noun and person:
            refined = words.ABDUCTED
        elif kind == words.DESTROYED:
            refined = (
                (
                    words.FATALITIES
                    if noun and person
                    else words.INTERCEPTED
                    if noun in words.AIRBORNE
                    else words.DESTROYED
                )
                if noun
                else None
            )
        elif (
            (kind == words.DAMAGED and person)
            or (kind == words.INTERCEPTED and noun and noun not in words.AIRBORNE | words.AIRCRAFT and not weapon)
            or (kind == words.MUNITIONS and not weapon)
            or (kind == words.SETTLEMENTS and noun not in words.SETTLEMENT_NOUNS)
            or (kind == words.TROOPS and noun and words.NOUNS.get(noun) != words.TROOPS and not person)
            or (
                kind in {words.PROTESTERS, words.POPULATION, words.DISPLACED}
                and noun
                and not person
                and noun not in _HOUSEHOLDS
            )
            or (kind == words.INJURIES and _lemma(head) in {"burn", "stab"} and not (noun and person))
        ):
            refined = None
        return None if refined is None else _Outcome(refined, head, route)

    # --- lists ---

    def _share(self, items: Sequence[_Item], outcomes: list[_Outcome | None]) -> None:
        """Let items of a list share the outcome that only one of them shows, forwards and backwards."""
        for position in range(1, len(items)):
            first, second = outcomes[position - 1], outcomes[position]
            if first is not None and first.route != "noun" and _weak(second) and self._joined(items, position):
                outcomes[position] = self._passed(first, items[position])
        for position in range(len(items) - 1, 0, -1):
            first, second = outcomes[position - 1], outcomes[position]
            if (
                second is not None
                and second.route in {"after", "verb"}
                and _weak(first)
                and self._joined(items, position)
            ):
                outcomes[position - 1] = self._passed(second, items[position - 1]) or first

    def _passed(self, outcome: _Outcome, item: _Item) -> _Outcome | None:
        passed = self._kind(outcome.kind, item, outcome.head, outcome.route)
        return passed if passed is not None and passed.kind == outcome.kind else None

    def _joined(self, items: Sequence[_Item], position: int) -> bool:
        """Whether an item continues a list: after "and", or after a comma in a list that goes on to an "and"."""
        for at in range(position, len(items)):
            match = _AND.fullmatch(self.text, items[at - 1].end, items[at].start)
            if match is None or items[at].subset:
                return False
            if match[0].strip() != ",":
                return True
        return False

    def _list(self, items: Sequence[_Item], outcomes: Sequence[_Outcome | None], position: int) -> list[int]:
        """Return the items that one quantity sums up: those joined by commas and "and" with the same outcome."""
        members = [position]
        outcome = outcomes[position]
        while (
            members[-1] + 1 < len(items)
            and outcome is not None
            and (other := outcomes[members[-1] + 1]) is not None
            and other.kind == outcome.kind
            and (other.head is outcome.head or other.head.i == outcome.head.i)
            and items[members[-1] + 1].subset == items[position].subset
            and self._joined(items, members[-1] + 1)
            and (outcome.kind in words.OF_PEOPLE or _same_noun(items[position], items[members[-1] + 1]))
        ):
            members.append(members[-1] + 1)
        return members

    def _build(self, members: Sequence[_Item], outcome: _Outcome) -> FoundQuantity:
        first, last = members[0], members[-1]
        breakdown = len(members) > 2 and _equals(first, members[1:])
        counted = members[:1] if breakdown else members
        start, end = first.start, last.end if not breakdown else first.end
        text = self.text[start:end]
        subject = self.text[first.number_end : end].strip() if len(counted) == 1 else text
        subject = re.sub(r"^(?:of\s+)?(?:(?:the|these|those|more|other)\s+)?", "", subject, flags=re.IGNORECASE).strip()
        kind = outcome.kind
        noun = next((item.noun for item in counted if item.noun is not None), None)
        unit = "people" if kind in words.OF_PEOPLE else self._unit(noun, counted[0], kind)
        if subject.lower() in {"more", "others", "other", "of them", "of"}:
            subject = ""
        quantity = Quantity(
            kind,
            _total([i.low for i in counted]),
            _total([i.best for i in counted]),
            _total([i.high for i in counted]),
            unit,
            text,
        )
        origin = self.sentence.start
        return FoundQuantity(
            quantity,
            origin + start,
            origin + end,
            outcome.head,
            subject or None,
            self._cumulative(outcome.head, start, end),
        )

    def _unit(self, noun: Token | None, item: _Item, kind: str) -> str:
        if noun is None:
            return item.understood.text if item.understood is not None else kind
        words_of = self.text[item.number_end : self.end_of(noun)].strip()
        return (
            re.sub(r"^(?:of\s+)?(?:(?:the|these|those|more|other|their|its)\s+)*(?:[0-9,]+\s+)?", "", words_of)
            or noun.text
        )

    # --- areas and nothing ---

    def areas(self) -> Iterator[FoundQuantity]:
        """Yield the areas of the sentence, in square kilometres."""
        origin = self.sentence.start
        for measure in self.measures:
            if measure.dimension != "area" or measure.unit == "m²":
                continue
            token = self.token_at(measure.unit_end - 1)
            head = _climb(token)
            low, best, high = (
                None if value is None else round(value, 4) for value in (measure.low, measure.best, measure.high)
            )
            quantity = Quantity(
                words.AREA, low, best, high, "km²", self.text[measure.start : measure.end], measure.note
            )
            yield FoundQuantity(quantity, origin + measure.start, origin + measure.end, head, None, False)

    def zeros(self) -> Iterator[FoundQuantity]:
        """Yield what the text says did not happen to anyone: "no one was hurt", "there were no casualties"."""
        origin = self.sentence.start
        for match in _NONE.finditer(self.text):
            group = "harm" if match["harm"] else "loss"
            if match[group] is None:
                continue
            for kind in _zero_kinds(match[group].lower(), rest=bool(match["rest"])):
                quantity = Quantity(kind, 0.0, 0.0, 0.0, "people", match[0])
                head = self.token_at(match.start(group))
                yield FoundQuantity(quantity, origin + match.start(), origin + match.end(), head, None, False)

    # --- sums over time ---

    def _cumulative(self, head: Token, start: int, end: int) -> bool:
        """Whether a figure sums up a war or a period, not one incident."""
        text = self.text
        for match in _SINCE.finditer(text):
            lead = text[max(0, match.start() - 80) : match.start()]
            if _SUPERLATIVE.search(lead) is None and self._same_clause(head, match, start, end):
                return True
        subject = next((child for child in head.children if child.dep_ in {"nsubj", "nsubjpass"}), None)
        if subject is not None and subject.lower_ in {"that", "which"} and head.dep_ == "relcl":
            subject = head.head
        if subject is not None and head.dep_ != "nsubjpass" and words.singular(subject.text) in _WARS:
            return any(child.lower_ in {"has", "have", "had"} for child in head.children) or subject.lower_ in {
                "war",
                "conflict",
            }
        return _OVERALL.search(text[max(0, start - 60) : start]) is not None

    def _same_clause(self, head: Token, match: re.Match[str], start: int, end: int) -> bool:
        first, last = (match.end(), start) if match.end() <= start else (end, match.start())
        between = self.text[first:last]
        return len(between) <= 120 and re.search(r"[;:]|\b(?:but|while|whereas|when)\b", between) is None


# --- words ----------------------------------------------------------------------------------------------------------

_TIME_NOUNS = frozenset(
    [
        "day",
        "days",
        "week",
        "weeks",
        "month",
        "months",
        "year",
        "years",
        "hour",
        "hours",
        "minute",
        "minutes",
        "second",
        "seconds",
        "night",
        "nights",
        "overnight",
        "today",
        "yesterday",
        "tonight",
        "morning",
        "afternoon",
        "evening",
        "weekend",
    ]
)
_WEEKDAYS = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
_POSTNOMINAL = frozenset(
    [
        "dead",
        "killed",
        "wounded",
        "injured",
        "hurt",
        "missing",
        "arrested",
        "detained",
        "displaced",
        "homeless",
        "captured",
        "abducted",
        "kidnapped",
        "evacuated",
        "rescued",
        "hospitalised",
        "hospitalized",
        "destroyed",
        "damaged",
        "burned",
        "maimed",
        "slain",
        "unaccounted",
        "intercepted",
        "downed",
    ]
)
_COLLECTIVE = frozenset(["people", "police", "military", "personnel", "staff", "crew", "army", "militia"])
_QUANTIFIERS = frozenset(
    ["dozens", "scores", "hundreds", "thousands", "millions", "tens", "number", "couple", "handful", "total", "group"]
)
_HOUSEHOLDS = frozenset(["family", "household"])
_CARRIERS = frozenset(["truck", "lorry", "parcel", "kit", "package", "convoy"])
_LIGHT = frozenset(
    [
        "be",
        "is",
        "are",
        "was",
        "were",
        "been",
        "being",
        "have",
        "has",
        "had",
        "take",
        "took",
        "taken",
        "taking",
        "make",
        "made",
        "left",
        "leave",
        "leaving",
        "get",
        "got",
        "in",
        "under",
        "set",
        "put",
        "claimed",
        "claim",
        "claims",
        "claiming",
        "cost",
    ]
)
_AID = re.compile(
    r"\b(?:aid|relief|humanitarian|food|flour|wheat|grain|rice|medicines?|medical|supplies|assistance|rations?)\b",
    re.IGNORECASE,
)
_LIVES = re.compile(
    r"\b(?:claim(?:s|ed|ing)?|tak(?:es?|en|ing)|took|cost(?:s|ing)?|loss of|lost)\s+(?:the\s+)?\Z", re.IGNORECASE
)
_PART_BEFORE = re.compile(
    r"(?:\b(?:includ(?:ing|es?|ed)|among (?:them|whom|those|the (?:dead|injured|wounded|victims|killed|casualties))"
    r"(?:\s+(?:killed|injured|wounded))?|of (?:whom|which|them)|comprising|consisting of|counting|notably|namely|"
    r"one of (?:whom|them)|as well as)(?:\s+(?:were|was|are|is|being|at least))?[\s:]*)\Z",
    re.IGNORECASE,
)
_PART_AFTER = re.compile(
    r"\s+of\s+(?:them|whom|which|those|the\s+(?:dead|victims|injured|wounded|killed|fatalities|casualties|attackers))\b",
    re.IGNORECASE,
)
_AND = re.compile(
    r"\s*(?:,\s*(?:and\s+|as well as\s+|plus\s+)?|\band\s+|\bplus\s+|\balong with\s+|\btogether with\s+|&\s*)",
    re.IGNORECASE,
)
_CHAIN = (
    r"(?:was|were|is|are|be|been|being|have|has|had|also|reportedly|allegedly|apparently|believed|thought|feared|said|to|confirmed|"
    r"reported|known|declared|presumed|more|others|other|people|seriously|critically|badly|slightly|severely|lightly|gravely|fatally|"
    r"later|subsequently|then|still|now|either|already|all|both|since|estimated|,\s*including\s+\w+,?|who|that|got|in\s+total|so\s+far|"
    r"remain(?:ed|s)?|went|may|might|could|must|would|will|instantly|immediately|left)"
)
_MULTI_AFTER = "|".join(f"(?P<a{index}>{pattern})" for index, (pattern, _) in enumerate(words.AFTER))
_PLAIN_AFTER = "|".join(
    sorted(
        (re.escape(form).replace(r"\ ", r"\s+") for form in {*words.PARTICIPLES, *words.SUBJECT_FORMS}),
        key=len,
        reverse=True,
    )
)
_AFTER = re.compile(
    rf"\s*[,(–—-]?\s*(?P<aux>(?:{_CHAIN}\s+){{0,6}})(?P<said>{_MULTI_AFTER}|(?:{_PLAIN_AFTER}))(?![\w-])", re.IGNORECASE
)
_PASSIVE = re.compile(
    r"\b(?:was|were|is|are|be|been|being|got|left|feared|believed|reported|confirmed)\b", re.IGNORECASE
)
_MULTI_BEFORE = "|".join(f"(?P<b{index}>{pattern})" for index, (pattern, _) in enumerate(words.BEFORE))
_PLAIN_BEFORE = "|".join(
    sorted((re.escape(form).replace(r"\ ", r"\s+") for form in words.ACTIVE_FORMS), key=len, reverse=True)
)
_BEFORE = re.compile(
    rf"(?<![\w-])(?P<said>{_MULTI_BEFORE}|(?:{_PLAIN_BEFORE}))"
    r"(?:\s+(?:the|another|a further|all|their|his|its|these|those|off|an additional|a reported|him(?:self)? and|herself and|itself and|"
    r"what it called|reportedly|also))*\s*\Z",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\s*(?:,|\(|–|—|-)\s*(?:includ(?:ing|es)|among them|among whom|most of them|mostly|mainly|many of them|some of them|all of them|"
    r"both of them|\w+ of (?:them|whom)|at least)\b[^,;:.()–—]*(?:,\s*(?!who\b)(?:and\s+)?\w[^,;:.()–—]*?){0,2}(?:,|\)|–|—|-)(?=\s)",
    re.IGNORECASE,
)
_TOLL = re.compile(
    r"\b(?:death[\s-]+tolls?|(?:casualty\s+)?tolls?|body\s+count|numbers?\s+of\s+(?:(?:those|people|civilians)\s+)?"
    r"(?:dead|deaths|fatalities|killed|victims|(?P<injured>(?:injured|wounded|injuries)))|(?:count|tally)\s+of\s+(?:the\s+)?dead)\b",
    re.IGNORECASE,
)
_TOLL_LINK = re.compile(
    r"[^.;:]{0,70}?\b(?:to|at|of|reach(?:ed|es|ing)?|hit|hits|stood|stands|is|was|pass(?:ed|es)|exceed(?:ed|s)|topp(?:ed|ing)|surpassed|now|"
    r"from|rising|be|as)\s*",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"\b(?:(?:no[\s-]?one|nobody|none(?:\s+of\s+(?:them|the\s+\w+))?|no\s+(?:civilians?|people|soldiers?|residents|one\s+else))"
    r"(?P<rest>\s+(?:else|other))?\s+(?:was|were|has\s+been|had\s+been|is|got|died|"
    r"appears?\s+to\s+have\s+been)(?:\s+(?:reported(?:ly)?|seriously|physically|believed|said|known|confirmed|to|be|have|been))*\s*"
    r"(?P<harm>killed|injured|hurt|wounded|harmed|dead)"
    r"|(?:no|without(?:\s+any)?|without\s+causing(?:\s+any)?|(?:did|does)\s+not\s+(?:cause|result\s+in)(?:\s+any)?|caused\s+no|zero)\s+"
    r"(?:(?:human|civilian|reported|confirmed|known|military|further|reports?\s+of(?:\s+any)?)\s+)*"
    r"(?P<loss>casualties|injuries|deaths|fatalities|victims|loss\s+of\s+life)(?:\s+or\s+(?:casualties|injuries|deaths|fatalities|damage))?)",
    re.IGNORECASE,
)
_SINCE = re.compile(
    r"\b(?:(?:ever\s+)?since\s+(?:\w+|[0-9])|this\s+year|so\s+far\s+this\s+(?:year|month)|in\s+the\s+(?:past|last)\s+(?:\w+\s+)?(?:years?|months?|decades?)|"
    r"over\s+the\s+(?:past|last)\s+(?:\w+\s+)?(?:years?|months?|decades?|weeks?)|to\s+date|during\s+the\s+(?:\w+\s+){0,2}(?:war|conflict|insurgency)|"
    r"in\s+(?:\w+\s+){0,3}years\s+of\s+(?:war|conflict|fighting)|from\s+the\s+(?:start|beginning)\s+of\s+the\s+(?:war|conflict|invasion|year)|"
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
_WARS = frozenset(
    [
        "war",
        "conflict",
        "insurgency",
        "violence",
        "fighting",
        "unrest",
        "offensive",
        "campaign",
        "invasion",
        "crisis",
        "rebellion",
        "uprising",
        "feud",
        "siege",
    ]
)


def _kind_of(match: re.Match[str], prefix: str, table: Sequence[tuple[str, str]]) -> str | None:
    return next((kind for index, (_, kind) in enumerate(table) if match[f"{prefix}{index}"] is not None), None)


def _weak(outcome: _Outcome | None) -> bool:
    return outcome is None or outcome.route == "noun"


def _is_toll_noun(noun: Token) -> bool:
    return words.NOUNS.get(words.singular(noun.text)) in {words.FATALITIES, words.INJURIES, words.CASUALTIES}


def _lemma(verb: Token) -> str:
    """Return a verb's lemma with its particle ("shoot-down"), as the tables have it."""
    particle = next((child.lower_ for child in verb.children if child.dep_ == "prt"), None)
    lemma = verb.lemma_.lower()
    joined = f"{lemma}-{particle}"
    return joined if particle and joined in words.TRANSITIVE else lemma


def _has_object(verb: Token) -> bool:
    return any(child.dep_ in {"dobj", "obj"} for child in verb.children)


def _is_passive(verb: Token) -> bool:
    return any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.children)


def _anchor(noun: Token, kind: str) -> Token:
    """Return what a self-telling noun hangs on: itself where it is an event ("12 deaths"), else its verb."""
    if kind in {words.FATALITIES, words.INJURIES, words.CASUALTIES, words.INCIDENTS}:
        return noun
    return _climb(noun)


def _climb(token: Token) -> Token:
    """Return the verb above a token, or the topmost noun before one."""
    for _ in range(8):
        if token.pos_ in {"VERB", "AUX"} or token.head is token:
            break
        token = token.head
    return token


def _total(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _same_noun(first: _Item, second: _Item) -> bool:
    if first.noun is None or second.noun is None:
        return first.noun is second.noun
    return first.noun.lemma_.lower() == second.noun.lemma_.lower()


def _equals(first: _Item, rest: Sequence[_Item]) -> bool:
    """Whether a list only breaks its first item down ("12 people, three children and nine adults")."""
    parts = [item.best for item in rest]
    return first.best is not None and None not in parts and sum(part or 0.0 for part in parts) == first.best


def _zero_kinds(said: str, *, rest: bool) -> tuple[str, ...]:
    if said in {"killed", "deaths", "fatalities", "dead", "loss of life"} or rest:
        return (words.FATALITIES,) if said not in {"injured", "hurt", "wounded", "injuries"} else (words.INJURIES,)
    if said == "injuries":
        return (words.INJURIES,)
    return (words.FATALITIES, words.INJURIES)
