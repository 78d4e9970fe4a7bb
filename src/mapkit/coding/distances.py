"""Distances that a sentence states, tied to the places that they lie between.

A length counts as a distance only where the words around it say between what: "12 km north of X", "within 10 km of
the city's outskirts", "X, about 30 km southeast of Y", "the road between A and B". Widths, fronts, ranges and
speeds are lengths of something else and are left out.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mapkit.coding import numbers, units
from mapkit.coding.anchors import TOWNS, Anchor, Places, is_point
from mapkit.model import Distance, Toponym
from mapkit.text.sentences import Sentence


@dataclass(frozen=True, slots=True)
class FoundDistance:
    """A distance at its exact offsets.

    Parameters
    ----------
    distance : Distance
        `from_place` and `to_place` are the names as the text has them; an end that is no point (a country, a
        border) has no coordinates.
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


#: How far back a definite noun may reach for its place.
_BEFORE_MAX = 60


def find(
    sentence: Sentence, toponyms: Sequence[Toponym], previous: Sequence[Toponym] = ()
) -> tuple[FoundDistance, ...]:
    """Return the distances that a sentence states, in order.

    Parameters
    ----------
    sentence : Sentence
    toponyms : sequence of Toponym
        Those of the sentence, or of the whole document, sorted by start; those before the sentence serve "the city's
        outskirts".
    previous : sequence of Toponym
        Those before the sentence, in reading order, where `toponyms` does not hold them.
    """
    text = sentence.text
    measures = [m for m in units.find(text, numbers.find(text)) if m.dimension == "length"]
    if not measures:
        return ()
    first = bisect_left(toponyms, sentence.start, key=lambda toponym: toponym.start)
    last = bisect_right(toponyms, sentence.end, key=lambda toponym: toponym.start)
    own = [t for t in toponyms[first:last] if t.end <= sentence.end and not t.embedded]
    before = [*previous, *toponyms[max(0, first - _BEFORE_MAX) : first]][-_BEFORE_MAX:]
    places = Places(sentence, own, before)
    found: list[FoundDistance] = []
    for measure in measures:
        distance = _read(places, measure)
        if distance is not None:
            found.append(_sharing(places, distance, found[-1]) if found else distance)
    return tuple(found)


# --- what stands around a length --------------------------------------------------------------------------------

_COMPASS = (
    r"(?:(?:north|south)[ -]?(?:north|south)?[ -]?(?:east|west)|(?:east|west)[ -](?:north|south)[ -]?(?:east|west)"
    r"|north|south|east|west)"
)
_ABBREVIATED = r"(?:NNE|ENE|ESE|SSE|SSW|WSW|WNW|NNW|NE|SE|SW|NW|[NSEW])"
_POINTS = {"north": "N", "south": "S", "east": "E", "west": "W"}
_RELATION = re.compile(
    rf"""\s*,?\s*(?:(?:away|distant|further|apart|radius|or\ so|or\ more|or\ less|by\ road|by\ air|by\ sea|by\ car
        |as\ the\ crow\ flies)\b,?)?\s*
    (?:
      (?:(?:(?:to|in|on)\s+)?(?:the\s+)?(?P<dir>{_COMPASS})(?:ern|erly)?(?:wards?)?
         (?:\s+(?:side|outskirts|edge|bank|direction|flank))?
       |(?P<abbr>{_ABBREVIATED})(?=\s+(?:of|from)\b))
       \s*(?:,\s*)?(?P<of>of|from|off|outside|along|towards?|into|inside|beyond)\b
      |(?P<rel>from|off|of|outside\ of|outside|away\ from|short\ of|beyond|past|behind|inside|into|within|deep\ into
          |deep\ inside|deep\ in|towards?|in\ the\ direction\ of|along|to|between|separating)\b
    )\s*""",
    re.IGNORECASE | re.VERBOSE,
)
#: What follows a length whose other end goes without saying.
_UNSAID = re.compile(
    rf"""\s*,?\s*(?:(?:further|farther|away)\s+)?
    (?:(?:to\s+(?:the|its|their)\s+)(?P<dir>{_COMPASS})\b(?!\s+(?:of|from|side|bank|edge))
      |(?:up|down|along)\s+(?:the|that)\s+(?:\w+\s+)?(?:road|coast|valley|river|highway|track|shore|line)
      |(?:away|off|distant)(?=\s*[,.;:)]|\s+(?:and|on|in|by|where|as)\b))""",
    re.IGNORECASE | re.VERBOSE,
)
#: The relation of each word; those not here are their own.
_RELATIONS = {
    "away from": "from", "outside of": "outside", "short of": "from", "past": "beyond", "into": "inside",
    "within": "inside", "deep into": "inside", "deep inside": "inside", "deep in": "inside", "towards": "toward",
    "in the direction of": "toward", "separating": "between",
}  # fmt: skip
#: Relations whose length is a movement or a depth: no other place lies at it.
_MOVING = frozenset({"toward", "inside", "along", "to"})
_OTHER_LENGTH = re.compile(
    r"[\s-]*(?:wide|broad|high|tall|thick|in (?:length|width|height|altitude|diameter)|altitude|"
    r"long\b(?!\s+(?:road|way))|(?:front|frontline|line|strip|zone|buffer|corridor|border|fence|wall|pipeline|tunnel|convoy|range|calib(?:er|re)|"
    r"shell|gun|mortar|race|run|march|column|queue|security|demilitari[sz]ed|per|an|a)\b)",
    re.IGNORECASE,
)
_WAY = re.compile(
    r"[\s-]*(?:long\s+)?(?:stretch\s+of\s+)?(?:\w+\s+)?(?:road|highway|route|stretch|section|gap|distance|drive|journey|railway)\s+"
    r"(?:linking|connecting|joining|between|from)\s+",
    re.IGNORECASE,
)
_RADIUS = re.compile(r"[\s-]*(?:(?:exclusion|safety|security)\s+)?(?:radius|perimeter|circle|ring)\b\s*", re.IGNORECASE)
_WITHIN = re.compile(r"\b(?:to\s+)?within\s+(?:an?\s+)?\Z", re.IGNORECASE)
_RANGE_OF = re.compile(
    r"\b(?:range|radius|reach|speed|height|altitude|width|length|depth|front) of\s+\Z", re.IGNORECASE
)
_ENDS_FIRST = re.compile(
    r"\b(?:distance|road|route|highway|drive|journey|stretch)\b[^.;]{0,20}?\b(?:between|from)\s", re.IGNORECASE
)
_IS = re.compile(r"\s*,?\s*(?:is|was|being|measures|runs?|a distance of|\(|of|–|—|-)[^.;,]{0,25}", re.IGNORECASE)
_LEAD_MAX = 60


def _read(places: Places, measure: units.Measure) -> FoundDistance | None:
    text, end = places.text, measure.end
    lead = text[max(0, measure.start - _LEAD_MAX) : measure.start]
    within, radius, way = _WITHIN.search(lead), _RADIUS.match(text, end), _WAY.match(text, end)
    if way is not None:
        return _between(places, measure, way.end())
    if radius is None and (_OTHER_LENGTH.match(text, end) or _RANGE_OF.search(lead)):
        return _ends_first(places, measure)
    match = _RELATION.match(text, radius.end() if radius else end)
    if match is None:
        return _ends_first(places, measure) or _elliptic(places, measure)
    word = re.sub(r"\s+", " ", (match["of"] or match["rel"]).lower())
    relation = _RELATIONS.get(word, word)
    if relation == "between":
        return _between(places, measure, match.end())
    if relation == "from":
        both = _between(places, measure, match.end())
        if both is not None:
            return both
    anchor = places.anchor(match.end())
    if anchor is None or (relation == "to" and anchor.toponym is None):
        return _elliptic(places, measure)
    relation = "within" if within or radius else relation
    start = measure.start - (len(lead) - within.start() if within else 0)
    other = None if relation in _MOVING else _subject(places, start, anchor)
    direction = _direction(match["dir"] or match["abbr"])
    return _found(places, measure, relation, anchor, other, (start, anchor.end), direction)


def _elliptic(places: Places, measure: units.Measure) -> FoundDistance | None:
    """Read "Shatra, forty kilometres up the road", "a clinic 30 km to the north-east": from the place named before."""
    match = _UNSAID.match(places.text, measure.end)
    if match is None:
        return None
    nobody = Anchor("", None, measure.end)
    there = _subject(places, measure.start, nobody)
    anchor = places.latest(measure.start, there)
    if anchor is None:
        return None
    return _found(places, measure, "from", anchor, there, (measure.start, match.end()), _direction(match["dir"]))


def _between(places: Places, measure: units.Measure, position: int) -> FoundDistance | None:
    """Read "the 40 km between A and B", "from A to B"."""
    first = places.named(position)
    second = places.second(places.end_of(first)) if first is not None else None
    if first is None or second is None:
        return None
    anchor = Anchor(first.text, first, places.end_of(first))
    return _found(places, measure, "between", anchor, second, (measure.start, places.end_of(second)))


def _ends_first(places: Places, measure: units.Measure) -> FoundDistance | None:
    """Read "the distance between A and B is about 40 km"."""
    for match in _ENDS_FIRST.finditer(places.text, max(0, measure.start - 2 * _LEAD_MAX), measure.start):
        first = places.named(match.end())
        second = places.second(places.end_of(first)) if first is not None else None
        if first is None or second is None or places.end_of(second) > measure.start:
            continue
        if _IS.fullmatch(places.text, places.end_of(second), measure.start):
            anchor = Anchor(first.text, first, places.end_of(first))
            return _found(places, measure, "between", anchor, second, (match.start(), measure.end))
    return None


_PARTED = re.compile(r"[;:]|['’]s\b|\b(?:and|but|while|from|to)\b", re.IGNORECASE)
_FOLLOWS = re.compile(rf"\s*,\s+(?:the\s+|a\s+)?(?:[\w-]+\s+){{0,2}}?(?:(?:{TOWNS})\s+of\s+)?", re.IGNORECASE)
_OPENS = 12


def _subject(places: Places, start: int, anchor: Anchor) -> Toponym | None:
    """Return the place that lies at the distance: the nearest before it with nothing done between, else after it.

    An area that only says where a town lies is passed over ("Louisville, Kentucky, 35 miles south of Austin").
    """
    behind = start
    for toponym in reversed(places.own):
        if places.end_of(toponym) > start or toponym is anchor.toponym:
            continue
        if behind < start and _LIES_IN.fullmatch(places.text, places.end_of(toponym), behind) is None:
            break
        behind, end = places.start_of(toponym), places.end_of(toponym)
        if start - end > _LEAD_MAX + 20 or places.acts(end, start) or _PARTED.search(places.text, end, start):
            break
        if toponym.place is None or is_point(toponym):
            return toponym
    if start <= _OPENS:  # "About 30 km south-east of Goma, the town of Sake was shelled"
        follows = _FOLLOWS.match(places.text, anchor.end)
        for toponym in places.own if follows else ():
            if follows and anchor.end < places.start_of(toponym) <= follows.end():
                return toponym
    return None


_LIES_IN = re.compile(r"\s*,?\s*(?:in\s+)?(?:[\w'’-]+\s+){0,4}")
_AND = re.compile(r"\s*,?\s*(?:and|but)\s+(?:about\s+|some\s+)?")


def _sharing(places: Places, distance: FoundDistance, last: FoundDistance) -> FoundDistance:
    """Let "X lies 10 km from A and 105 km southwest of B" share its X."""
    if distance.to_toponym is not None or last.to_toponym is None or distance.distance.relation in _MOVING:
        return distance
    origin = places.sentence.start
    if not _AND.fullmatch(places.text, last.end - origin, distance.start - origin):
        return distance
    shared, source = last.to_toponym, last.distance
    record = replace(
        distance.distance, to_place=shared.text, to_latitude=source.to_latitude, to_longitude=source.to_longitude
    )
    return replace(distance, distance=record, to_toponym=shared)


def _found(
    places: Places,
    measure: units.Measure,
    relation: str,
    anchor: Anchor,
    other: Toponym | None,
    words: tuple[int, int],
    direction: str | None = None,
) -> FoundDistance:
    source = anchor.toponym.place if anchor.toponym and anchor.located and is_point(anchor.toponym) else None
    target = other.place if other is not None and is_point(other) else None
    notes = [measure.note] if measure.note else []
    if measure.low is not None and measure.high is not None and measure.best is None:
        notes.append(f"stated as {measure.low:g} to {measure.high:g} km; km is the middle")
    start, end = words
    distance = Distance(
        km=round(measure.point, 3),
        relation=relation,
        from_place=anchor.name,
        to_place=other.text if other else None,
        text=places.text[start:end],
        direction=direction,
        from_latitude=source.latitude if source else None,
        from_longitude=source.longitude if source else None,
        to_latitude=target.latitude if target else None,
        to_longitude=target.longitude if target else None,
        note="; ".join(notes) or None,
    )
    origin = places.sentence.start
    return FoundDistance(distance, origin + start, origin + end, anchor.toponym, other)


def _direction(word: str | None) -> str | None:
    """Return a compass point's abbreviation ("south-east" is SE, "north-northwest" NNW)."""
    if not word:
        return None
    if word.isupper() and word.lower() not in _POINTS:
        return word
    return "".join(_POINTS[part] for part in re.findall(r"north|south|east|west", word.lower()))
