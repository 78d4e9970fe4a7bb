"""Distances that a sentence states, tied to the places that they lie between.

A length counts as a distance only where the words around it say between what: "12 km north of X", "within 10 km of
the city's outskirts", "X, about 30 km southeast of Y", "the road between A and B". Widths, fronts, ranges and
speeds are lengths of something else and are left out. Anchors are toponyms of the sentence, or, through a definite
noun ("the town", "the city's outskirts"), the latest fitting toponym before.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mapkit.coding import numbers, units
from mapkit.model import Distance, Role, Toponym
from mapkit.text.sentences import Sentence

_POINTS = {"north": "N", "south": "S", "east": "E", "west": "W"}
_COMPASS = (
    r"(?:(?:north|south)[ -]?(?:north|south)?[ -]?(?:east|west)|(?:east|west)[ -](?:north|south)[ -]?(?:east|west)"
    r"|north|south|east|west)"
)
_ABBREVIATED = r"(?:NNE|ENE|ESE|SSE|SSW|WSW|WNW|NNW|NE|SE|SW|NW|[NSEW])"
#: What follows a measure and says that it is a distance; `toward` and `inside` have no ring.
_RELATION = re.compile(
    rf"""\s*,?\s*(?:away\b|distant\b|further\b|apart\b|radius\b|or\ (?:so|more|less)\b|by\ (?:road|air|sea|car)\b|as\ the\ crow\ flies,?)?\s*
    (?:
      (?:(?:(?:to|in|on)\s+)?(?:the\s+)?(?P<dir>{_COMPASS})(?:ern|erly)?(?:wards?)?
         (?:\s+(?:side|outskirts|edge|bank|direction|flank))?
       |(?P<abbr>{_ABBREVIATED})(?=\s+(?:of|from)\b))
       \s*(?:,\s*)?(?P<of>of|from|off|outside|along|toward(?:s)?|into|inside|beyond|and)\b
      |(?P<rel>from|of|off|outside\ of|outside|away\ from|short\ of|beyond|past|behind|inside|into|within|deep\ into
          |deep\ inside|deep\ in|toward|towards|in\ the\ direction\ of|along|down|up|around|to|between|separating)\b
    )\s*""",
    re.IGNORECASE | re.VERBOSE,
)
_RELATIONS = {
    "of": "of", "from": "from", "off": "off", "away from": "from", "outside of": "outside", "outside": "outside",
    "short of": "from", "beyond": "beyond", "past": "beyond", "behind": "behind", "inside": "inside",
    "into": "inside", "within": "inside", "deep into": "inside", "deep inside": "inside", "deep in": "inside",
    "toward": "toward", "towards": "toward", "in the direction of": "toward", "along": "along", "down": "along",
    "up": "along", "around": "of", "to": "to", "between": "between", "separating": "between", "and": "from",
}  # fmt: skip
#: A length of something else: no distance between places.
_OTHER_LENGTH = re.compile(
    r"[\s-]*(?:wide|broad|high|tall|thick|in (?:length|width|height|altitude|diameter)|altitude|long\b(?!\s+(?:road|way))|"
    r"(?:front|frontline|line|stretch|strip|zone|buffer|corridor|border|fence|wall|pipeline|tunnel|convoy|range|"
    r"caliber|calibre|shell|gun|mortar|race|run|march|column|queue|security|demilitari[sz]ed|per|an|a)\b)",
    re.IGNORECASE,
)
_RADIUS = re.compile(
    r"[\s-]*(?:exclusion\s+|safety\s+|security\s+)?(?:radius|perimeter|circle|ring)\b\s*", re.IGNORECASE
)
_WITHIN = re.compile(r"\b(?:to\s+)?within\s+(?:an?\s+)?\Z", re.IGNORECASE)
_RANGE_OF = re.compile(
    r"\b(?:range|radius|reach|speed|height|altitude|width|length|depth|front) of\s+\Z", re.IGNORECASE
)
#: The distance before its ends: "the distance between A and B is 40 km", "X lies ... at a distance of 40 km from".
_ENDS_FIRST = re.compile(
    r"\b(?:distance|road|route|highway|drive|journey|stretch)\b[^.;]{0,20}\b(?P<rel>between|from)\s", re.IGNORECASE
)
_IS = re.compile(r"\s*(?:,)?\s*(?:is|was|being|measures|runs?|a distance of|\(|of|–|—|-)[^.;,]{0,25}\Z", re.IGNORECASE)

_TOWNS = "city|town|village|settlement|suburb|hamlet|township|locality|municipality|port|camp|base|airport|airfield|"\
    "plant|crossing|hub|community|outpost|stronghold|enclave"  # fmt: skip
_AREAS = "region|province|oblast|state|district|county|governorate|territory|republic|country|nation|island|peninsula"
_EDGES = "outskirts?|edges?|cent(?:re|er)|suburbs?|limits|boundar(?:y|ies)|entrances?|gates?|downtown|perimeter|" \
    "approaches|fringes?|environs|walls?|coast|shores?|coastline"  # fmt: skip
_DEFINITE = re.compile(
    rf"(?:the|this|that|its|their)\s+(?:[\w-]+\s+){{0,3}}?(?P<noun>{_TOWNS}|{_AREAS}|capital)\b(?P<owner>['’]s)?"
    rf"|(?:the|its)\s+(?P<edge>(?:[\w-]+\s+){{0,2}}?(?:{_EDGES}))\b(?!\s+of\b)|(?P<pronoun>it|there|here)\b",
    re.IGNORECASE,
)
_LINEAR = re.compile(
    r"\b(?:borders?|frontiers?|front(?:\s?-?\s?lines?)?|line of contact|contact line|demarcation line|coast(?:line)?|"
    r"boundary|armistice line|shores?|lines?)\b",
    re.IGNORECASE,
)
_CLASS_OF = dict.fromkeys(_TOWNS.split("|"), "PSLR") | dict.fromkeys(_AREAS.split("|"), "ALT")
#: What may stand between a place and its own distance: "X, (which is) a village (of 300 people) about".
_LINKING_VERBS = frozenset(
    {"be", "lie", "locate", "situate", "sit", "stand", "find", "place", "position", "base", "perch"}
)
_ANCHOR_MAX = 80


@dataclass(frozen=True, slots=True)
class FoundDistance:
    """A distance at its exact offsets.

    Parameters
    ----------
    distance : Distance
    start, end : int
        Code points in the document's text; `document.text[start:end] == distance.text`.
    from_toponym, to_toponym : Toponym or None
        The toponyms behind `distance.from_place` and `distance.to_place`.
    """

    distance: Distance
    start: int
    end: int
    from_toponym: Toponym | None = None
    to_toponym: Toponym | None = None


@dataclass(frozen=True, slots=True)
class _Anchor:
    name: str
    toponym: Toponym | None
    end: int
    located: bool = True


def find(
    sentence: Sentence, toponyms: Sequence[Toponym], previous: Sequence[Toponym] = ()
) -> tuple[FoundDistance, ...]:
    """Return the distances that a sentence states, in order.

    Parameters
    ----------
    sentence : Sentence
    toponyms : sequence of Toponym
        Those of the sentence (others of the document do no harm), sorted by start.
    previous : sequence of Toponym
        Those before the sentence, in reading order, for "the city's outskirts". Those of `toponyms` that stand
        before the sentence are used as well.
    """
    text = sentence.text
    measures = [m for m in units.find(text, numbers.find(text)) if m.dimension == "length"]
    if not measures:
        return ()
    own = [t for t in toponyms if sentence.start <= t.start and t.end <= sentence.end and not t.embedded]
    before = [*previous, *(t for t in toponyms if t.end <= sentence.start)]
    reader = _Reader(sentence, text, own, before)
    found = (reader.read(measure, measures) for measure in measures)
    return tuple(distance for distance in found if distance is not None)


class _Reader:
    """Reads the words around the measures of one sentence."""

    def __init__(self, sentence: Sentence, text: str, own: list[Toponym], before: list[Toponym]) -> None:
        self.sentence, self.text, self.own, self.before = sentence, text, own, before

    def read(self, measure: units.Measure, measures: Sequence[units.Measure]) -> FoundDistance | None:
        text, end = self.text, measure.end
        lead = text[max(0, measure.start - 60) : measure.start]
        within = _WITHIN.search(lead)
        radius = _RADIUS.match(text, end)
        if radius:
            end = radius.end()
        elif _OTHER_LENGTH.match(text, end) or _RANGE_OF.search(lead):
            return self._ends_first(measure)
        match = _RELATION.match(text, end, end + 90)
        if match is None:
            return self._ends_first(measure)
        word = re.sub(r"\s+", " ", (match["of"] or match["rel"]).lower())
        relation = _RELATIONS[word]
        direction = _direction(match["dir"] or match["abbr"])
        if relation == "between" or (word == "from" and self._pair(match.end())):
            return self._between(measure, match.end(), relation)
        if relation == "to" and direction is None and not self._at(match.end()):
            return None
        anchor = self._anchor(match.end())
        if anchor is None:
            return None
        if within or radius:
            relation = "within"
        start = measure.start - (len(lead) - within.start() if within else 0)
        to = self._subject(start, anchor) if relation not in {"toward", "inside", "along"} else None
        return self._found(measure, relation, anchor, to, start, anchor.end, direction)

    def _found(
        self, measure: units.Measure, relation: str, anchor: _Anchor, to: Toponym | None, start: int, end: int,
        direction: str | None = None,
    ) -> FoundDistance:  # fmt: skip
        place = anchor.toponym.place if anchor.toponym and anchor.located and _is_point(anchor.toponym) else None
        other = to.place if to is not None and _is_point(to) else None
        notes = [measure.note] if measure.note else []
        if measure.ranged:
            notes.append(f"stated as {measure.low:g} to {measure.high:g} km; km is the middle")
        distance = Distance(
            km=round(measure.point, 3),
            relation=relation,
            from_place=anchor.name,
            to_place=to.text if to else None,
            text=self.text[start:end],
            direction=direction,
            from_latitude=place.latitude if place else None,
            from_longitude=place.longitude if place else None,
            to_latitude=other.latitude if other else None,
            to_longitude=other.longitude if other else None,
            note="; ".join(notes) or None,
        )
        origin = self.sentence.start
        return FoundDistance(distance, origin + start, origin + end, anchor.toponym, to)

    def _offset(self, toponym: Toponym) -> int:
        return toponym.start - self.sentence.start

    def _at(self, position: int) -> Toponym | None:
        """Return the toponym that an anchor phrase starting here names: the first, with only its own words before."""
        for toponym in self.own:
            start = self._offset(toponym)
            if start < position:
                continue
            gap = self.text[position:start]
            if len(gap) > _ANCHOR_MAX or re.search(r"[,;:()]|\b(?:and|or|but|where|when|who|which|that)\b", gap):
                return None
            return None if self._has_verb(position, start) else toponym
        return None

    def _anchor(self, position: int) -> _Anchor | None:
        named = self._at(position)
        definite = _DEFINITE.match(self.text, position)
        if named is not None:
            start, end = self._offset(named), named.end - self.sentence.start
            gap = self.text[position:start]
            tail = re.match(
                rf"(?:['’]s)?(?:\s+[\w-]+){{0,2}}?\s+(?:{_LINEAR.pattern[2:-2]})",
                self.text[end : end + 60],
                re.IGNORECASE,
            )
            linear = _LINEAR.search(gap)
            if (tail and named.role is not Role.METONYM) or (linear and not re.search(r"\bcoast|shore", gap)):
                stop = end + (tail.end() if tail else 0)
                return _Anchor(self.text[position:stop].strip(), named, stop, located=False)
            if definite is None or definite["pronoun"] or not self._separate(definite, start):
                edge = re.match(rf"['’]s?\s+(?:[\w-]+\s+)?(?:{_EDGES})\b", self.text[end : end + 40], re.IGNORECASE)
                return _Anchor(named.text, named, end + (edge.end() if edge else 0))
        if definite is not None:
            return self._coreferent(definite)
        line = re.match(
            rf"(?:the\s+)?(?:[\w-]+\s+){{0,2}}?{_LINEAR.pattern}", self.text[position : position + 60], re.IGNORECASE
        )
        if line:
            end = position + line.end()
            return _Anchor(re.sub(r"^the\s+", "", line[0], flags=re.IGNORECASE), None, end, located=False)
        return None

    def _separate(self, definite: re.Match[str], start: int) -> bool:
        """Whether a definite noun is a place of its own, not the class word of the name that follows."""
        gap = self.text[definite.end() : start]
        return not re.fullmatch(r"(?:['’]s)?\s*(?:of\s+|called\s+|named\s+)?(?:the\s+)?(?:[\w-]+\s+){0,3}", gap)

    def _coreferent(self, definite: re.Match[str]) -> _Anchor | None:
        """Resolve "the city's outskirts", "the capital", "it" to the latest fitting toponym before."""
        noun = (definite["noun"] or "").lower()
        end = definite.end()
        if definite["owner"]:
            edge = re.match(rf"\s+(?:[\w-]+\s+)?(?:{_EDGES})\b", self.text[end : end + 40], re.IGNORECASE)
            end += edge.end() if edge else 0
        earlier = [t for t in self.own if t.end - self.sentence.start <= definite.start()]
        for toponym in [*reversed(earlier), *reversed(self.before)]:
            if toponym.role is not Role.LOCATION or toponym.embedded or toponym.place is None:
                continue
            place = toponym.place
            if noun == "capital":
                fits = place.feature_code in {"PPLC", "PPLA", "PPLG"}
            else:
                fits = place.feature_class in _CLASS_OF.get(noun, "PSLR")
            if fits:
                return _Anchor(toponym.text, toponym, end)
        return None

    def _pair(self, position: int) -> bool:
        """Whether "from A to B" names both ends."""
        first = self._at(position)
        if first is None:
            return False
        end = first.end - self.sentence.start
        match = re.match(r"\s+to\s+(?:the\s+)?(?:[\w-]+\s+){0,3}?", self.text[end : end + 40])
        return match is not None and self._second(end + 3) is not None

    def _second(self, position: int) -> Toponym | None:
        second = next((t for t in self.own if self._offset(t) >= position), None)
        if second is None:
            return None
        gap = self.text[position : self._offset(second)]
        plain = re.fullmatch(r"\s*(?:and|to)?\s*(?:the\s+)?(?:[\w-]+\s+){0,3}(?:of\s+)?", gap)
        return second if plain and not self._has_verb(position, self._offset(second)) else None

    def _between(self, measure: units.Measure, position: int, relation: str) -> FoundDistance | None:
        first = self._at(position)
        if first is None:
            return None
        end = first.end - self.sentence.start
        second = self._second(end)
        if second is None:
            return None
        anchor = _Anchor(first.text, first, end)
        stop = second.end - self.sentence.start
        return self._found(measure, "between", anchor, second, measure.start, stop)

    def _ends_first(self, measure: units.Measure) -> FoundDistance | None:
        """Read "the distance between A and B is about 40 km"."""
        lead_start = max(0, measure.start - 160)
        for match in _ENDS_FIRST.finditer(self.text, lead_start, measure.start):
            first = self._at(match.end())
            if first is None:
                continue
            end = first.end - self.sentence.start
            second = self._second(end)
            if second is None:
                continue
            stop = second.end - self.sentence.start
            if stop <= measure.start and _IS.fullmatch(self.text[stop : measure.start] + " "):
                anchor = _Anchor(first.text, first, end)
                return self._found(measure, "between", anchor, second, match.start(), measure.end)
        return None

    def _subject(self, start: int, anchor: _Anchor) -> Toponym | None:
        """Return the place that lies at the distance: the nearest before it with no doing between, else after it."""
        before = [t for t in self.own if t.end - self.sentence.start <= start and t is not anchor.toponym]
        if before:
            nearest = before[-1]
            gap = self.text[nearest.end - self.sentence.start : start]
            if len(gap) <= _ANCHOR_MAX and not self._has_verb(nearest.end - self.sentence.start, start):
                if re.search(r"[;:]|['’]s\b|\b(?:and|but|while|from|to)\b", gap) is None:
                    return nearest
        if start <= 12:
            follow = re.match(
                rf"\s*,\s+(?:the\s+|a\s+)?(?:[\w-]+\s+){{0,2}}?(?:(?:{_TOWNS})\s+of\s+)?",
                self.text[anchor.end : anchor.end + 70],
            )
            if follow:
                for toponym in self.own:
                    offset = self._offset(toponym)
                    if offset == anchor.end + follow.end() and toponym is not anchor.toponym:
                        return toponym
        return None

    def _has_verb(self, start: int, end: int) -> bool:
        """Whether a verb other than "lies", "is located" stands in a stretch of the sentence."""
        for token in self.sentence.tokens:
            offset = self.sentence.start_of(token) - self.sentence.start
            if offset >= end:
                break
            if offset >= start and token.pos_ in {"VERB", "AUX"} and token.lemma_.lower() not in _LINKING_VERBS:
                return True
        return False


def _is_point(toponym: Toponym) -> bool:
    """Whether a ring around the place's point means anything: not for a country, a province or a river."""
    place = toponym.place
    return place is not None and place.feature_class not in {"A", "H"} and not place.feature_code.startswith("RGN")


def _direction(word: str | None) -> str | None:
    """Return a compass point's abbreviation ("south-east" is SE, "north-northwest" NNW)."""
    if not word:
        return None
    if word.isupper() and len(word) <= 3:
        return word
    return "".join(_POINTS[part] for part in re.findall(r"north|south|east|west", word.lower()))
