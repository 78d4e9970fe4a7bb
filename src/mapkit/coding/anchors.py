"""Which place the end of a distance is: a name, "the city's outskirts", "the capital, Khartoum", "the Lebanese border".

A definite noun stands for the latest toponym before it whose kind fits ("the town": a populated place). A border, a
front line or a coast is an anchor by name, without coordinates, as its country's middle is far from it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mapkit.model import Role, Toponym
from mapkit.text.sentences import Sentence

TOWNS = (
    "city|town|village|settlement|suburb|hamlet|township|locality|municipality|port|camp|base|airport|airfield|plant|"
    "crossing|hub|community|outpost|stronghold|enclave"
)
_AREAS = "region|province|oblast|state|district|county|governorate|territory|republic|country|nation|island|peninsula"
_INNER_EDGES = (
    "outskirts?|edges?|cent(?:re|er)|suburbs?|limits|boundar(?:y|ies)|entrances?|gates?|downtown|perimeter|approaches|"
    "fringes?|environs|walls?"
)
_EDGES = _INNER_EDGES + "|coast|shores?|coastline"
_LINES = (
    r"(?:borders?|frontiers?|front(?:\s?-?\s?lines?)?|line of contact|contact line|demarcation line|coast(?:line)?|"
    r"boundary|armistice line|shores?|lines?)\b"
)
_DEFINITE = re.compile(
    rf"(?:the|this|that|its|their)\s+(?:[\w-]+\s+){{0,3}}?(?P<noun>{TOWNS}|{_AREAS}|capital)\b(?P<owner>['’]s)?"
    rf"|(?:the|its)\s+(?:[\w-]+\s+){{0,2}}?(?:{_INNER_EDGES})\b(?!\s+of\b)|(?:it|there)\b",
    re.IGNORECASE,
)
_EDGE_AFTER = re.compile(rf"\s+(?:[\w-]+\s+)?(?:{_EDGES})\b", re.IGNORECASE)
_OWN_EDGE = re.compile(rf"['’]s?\s+(?:[\w-]+\s+)?(?:{_EDGES})\b", re.IGNORECASE)
_LINE_AFTER = re.compile(
    rf"(?:['’]s)?(?:\s+(?!near|along|on|at|in|by|and|with|from|to|of|toward|inside|across)[\w-]+)?\s+{_LINES}",
    re.IGNORECASE,
)
_LINE_BEFORE = re.compile(rf"\b(?!coast|shore){_LINES}", re.IGNORECASE)
_LINE_ALONE = re.compile(rf"(?:the\s+)?(?:[\w-]+\s+){{0,2}}?{_LINES}", re.IGNORECASE)
_OWNER = re.compile(r"['’]s\s+(?:[\w-]+\s+){0,3}(?:of\s+)?\Z")
_CLASS_WORDS = re.compile(
    r"(?:['’]s)?\s*(?:of\s+|called\s+|named\s+)?(?:the\s+)?(?:[\w-]+\s+){0,3}|(?:['’]s)?\s+[\w-]+\s+of\s+|\s*,\s*"
)
_BREAK = re.compile(
    r"[;:()]|,(?!\s*\Z)|\b(?:and|or|but|where|when|who|which|that|in|near|at|outside|from|to|for|by|on|off|around|inside)\b",
    re.IGNORECASE,
)
_CLASSES = dict.fromkeys(TOWNS.split("|"), "PSLR") | dict.fromkeys(_AREAS.split("|"), "ALT")
_CAPITALS = frozenset({"PPLC", "PPLA", "PPLG"})
#: Verbs that only say where something is: "X, which lies about 12 km north of Y".
_LINKING = frozenset({"be", "lie", "locate", "situate", "sit", "stand", "find", "place", "position", "base", "perch"})
_GAP_MAX = 80


@dataclass(frozen=True, slots=True)
class Anchor:
    """One end of a distance: its name, its toponym where it has one, where its words end in the sentence's text.

    `located` is False where the toponym's point is not the anchor ("the border with Lebanon").
    """

    name: str
    toponym: Toponym | None
    end: int
    located: bool = True


class Places:
    """The toponyms of a sentence and those before it, by offsets in the sentence's text."""

    def __init__(self, sentence: Sentence, own: Sequence[Toponym], before: Sequence[Toponym]) -> None:
        self.sentence, self.text = sentence, sentence.text
        self.own, self.before = own, before
        self._verbs = [
            sentence.start_of(token) - sentence.start
            for token in sentence.tokens
            if token.pos_ in {"VERB", "AUX"} and token.lemma_.lower() not in _LINKING
        ]

    def start_of(self, toponym: Toponym) -> int:
        """Return a toponym's offset in the sentence's text."""
        return toponym.start - self.sentence.start

    def end_of(self, toponym: Toponym) -> int:
        """Return the offset behind a toponym in the sentence's text."""
        return toponym.end - self.sentence.start

    def acts(self, start: int, end: int) -> bool:
        """Whether a verb that does more than place something stands in a stretch of the sentence."""
        return any(start <= verb < end for verb in self._verbs)

    def named(self, position: int) -> Toponym | None:
        """Return the toponym that a noun phrase starting here names ("the city of X", "Yemen's port of X")."""
        found: Toponym | None = None
        for toponym in self.own:
            start = self.start_of(toponym)
            if start < position:
                continue
            gap = self.text[position:start]
            if found is None:
                if len(gap) > _GAP_MAX or _BREAK.search(gap) or self.acts(position, start):
                    return None
            elif not _OWNER.fullmatch(self.text, self.end_of(found), start):
                break
            found = toponym
        return found

    def second(self, position: int) -> Toponym | None:
        """Return the toponym that follows "and" or "to" here ("between X and the town of Y")."""
        toponym = next((t for t in self.own if self.start_of(t) >= position), None)
        if toponym is None:
            return None
        start = self.start_of(toponym)
        joins = re.fullmatch(r"\s*(?:and|to)\s+(?:the\s+)?(?:[\w-]+\s+){0,3}(?:of\s+)?", self.text[position:start])
        return toponym if joins and not self.acts(position, start) else None

    def anchor(self, position: int) -> Anchor | None:
        """Return the place that a noun phrase starting here means."""
        definite = _DEFINITE.match(self.text, position)
        named = self.named(position)
        if named is None and definite is not None and definite["noun"]:
            apposed = re.match(r"\s*,\s*", self.text[definite.end() :])  # "the capital, Khartoum"
            named = self.named(definite.end() + apposed.end()) if apposed and not definite["owner"] else None
            if named is not None and self.start_of(named) != definite.end() + (apposed.end() if apposed else 0):
                named = None
        if named is not None:
            line = self._line(named, position)
            if line is not None:
                return line
            if definite is None or not definite["noun"] or self._names(definite, named):
                edge = _OWN_EDGE.match(self.text, self.end_of(named))
                return Anchor(named.text, named, edge.end() if edge else self.end_of(named))
        if definite is not None:
            return self._coreferent(definite)
        alone = _LINE_ALONE.match(self.text, position)
        if alone is None:
            return None
        return Anchor(re.sub(r"^the\s+", "", alone[0], flags=re.IGNORECASE), None, alone.end(), located=False)

    def latest(self, position: int, but: Toponym | None) -> Anchor | None:
        """Return the town named last before a position, another than the one that lies at the distance."""
        away = but.place.gazetteer_id if but is not None and but.place is not None else None
        earlier = [t for t in self.own if self.end_of(t) <= position and t is not but]
        for toponym in reversed([*self.before, *earlier]):
            here = toponym.role is Role.LOCATION and not toponym.embedded and _fits(toponym, "town")
            if here and toponym.place is not None and toponym.place.gazetteer_id != away:
                return Anchor(toponym.text, toponym, position)
        return None

    def _line(self, named: Toponym, position: int) -> Anchor | None:
        """Return "the Lebanese border", "the border with Lebanon": named after a place, but not at its point."""
        start, end = self.start_of(named), self.end_of(named)
        after = None if named.role is Role.METONYM else _LINE_AFTER.match(self.text, end)
        if after is None and not _LINE_BEFORE.search(self.text, position, start):
            return None
        stop = after.end() if after is not None else end
        name = re.sub(r"^the\s+", "", self.text[position:stop].strip(), flags=re.IGNORECASE)
        return Anchor(name, named, stop, located=False)

    def _names(self, definite: re.Match[str], named: Toponym) -> bool:
        """Whether a definite noun is only the class word of the name that follows ("the city of X")."""
        return _CLASS_WORDS.fullmatch(self.text, definite.end(), self.start_of(named)) is not None

    def _coreferent(self, definite: re.Match[str]) -> Anchor | None:
        """Resolve "the city's outskirts", "the capital", "it" to the latest fitting toponym before."""
        noun = (definite["noun"] or "").lower()
        edge = _EDGE_AFTER.match(self.text, definite.end()) if definite["owner"] else None
        end = edge.end() if edge else definite.end()
        earlier = [toponym for toponym in self.own if self.end_of(toponym) <= definite.start()]
        for group in (earlier, self.before):
            for toponym in reversed(group):
                if toponym.role is Role.LOCATION and not toponym.embedded and _fits(toponym, noun):
                    return Anchor(toponym.text, toponym, end)
        return None


def _fits(toponym: Toponym, noun: str) -> bool:
    """Whether a definite noun can stand for a toponym's place; without a noun ("the outskirts") only for a town."""
    place = toponym.place
    if place is None:
        return False
    if noun == "capital":
        return place.feature_code in _CAPITALS
    return place.feature_class in _CLASSES.get(noun, "PSLR")


def is_point(toponym: Toponym) -> bool:
    """Whether a ring around a toponym's point means anything: not for a country, a province, a region or a river."""
    place = toponym.place
    return place is not None and place.feature_class not in {"A", "H"} and not place.feature_code.startswith("RGN")
