"""Georeferencing: from a toponym and the words around it to a point, line or area with its uncertainty.

The chosen place alone is not yet where something happened: "12 km north of X", "between A and B", "along the Dnipro in
Zaporizhzhia", "on the outskirts of X" and "eastern Ukraine" say more, or less. Uncertainty follows the point-radius
method (Wieczorek, Guo & Hijmans 2004): a radius in metres that holds the true place, from the extent of the named
place, the imprecision of a distance and of a direction. `geo_precision` is ACLED's (1 the town, 2 near it or a part of
a region, 3 a region), `where_prec` UCDP GED's (1 the place, 2 within about 25 km, 3 second-level division, 4 first-
level division, 5 a line or a vague area, 6 a country, 7 international waters).
"""

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mapkit import measure
from mapkit.geoparsing import extent
from mapkit.model import Place, Role, Toponym

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from mapkit.text.sentences import Sentence

_KM_PER = {"k": 1.0, "mi": 1.609344, "me": 0.001, "m": 0.001, "na": 1.852}
_NUMBERS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "dozen": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40,
    "fifty": 50, "hundred": 100,
}  # fmt: skip
_POINTS = {
    "north": 0, "northeast": 45, "east": 90, "southeast": 135, "south": 180, "southwest": 225, "west": 270,
    "northwest": 315, "n": 0, "ne": 45, "e": 90, "se": 135, "s": 180, "sw": 225, "w": 270, "nw": 315,
}  # fmt: skip
_DIRECTION = r"(?:north|south)[- ]?(?:east|west)|north|south|east|west|NE|NW|SE|SW|N|S|E|W"
_THING = r"(?:the )?(?:[\w-]+ ){0,3}?(?:of )?(?:the )?"
_OFFSET = re.compile(
    rf"(?:(?P<number>\d+(?:[.,]\d+)*)|\b(?P<word>{'|'.join(_NUMBERS)}))(?:\s|-)*"
    r"(?P<unit>k(?:ilo)?m(?:et(?:er|re)s?)?s?|mi(?:les?)?|met(?:er|re)s?|m|nautical miles?)\b"
    r"(?:\s*\([^)]*\))?,?\s*"
    rf"(?:(?:to the |due )?(?P<direction>{_DIRECTION})(?:ern)?\s*)?"
    r"(?:(?:away )?(?:of|from|outside|off|beyond|inside)\s+)"
    rf"{_THING}(?:(?:outskirts|edge|cent(?:er|re)|border|suburbs|limits) of )?$",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\b(?P<part>(?:north|south)[- ]?(?:eastern|western|east|west)|northern|southern|eastern|western|north|south|east|"
    r"west|central)(?:most)?(?: parts? of(?: the)?)? $",
    re.IGNORECASE,
)
_NEAR = re.compile(
    r"\b(?P<word>near|around|outside|close to|not far from|in the vicinity of|in the area of|on the approaches to|"
    r"towards?|next to|surrounding|east of|west of|north of|south of)"
    rf"\s+{_THING}$",
    re.IGNORECASE,
)
_EDGE_BEFORE = re.compile(
    rf"\b(?P<word>outskirts|suburbs?|edges?|fringes|periphery|environs) of {_THING}$", re.IGNORECASE
)
_EDGE_AFTER = re.compile(
    r"^(?:['’]s)? (?:[\w-]+ )?(?P<word>outskirts|suburbs?|edges?|fringes|environs)\b", re.IGNORECASE
)
_AREA_AFTER = re.compile(r"^(?:['’]s)?[ -](?P<word>area|vicinity|direction|sector|axis|front)\b", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween (?:the )?(?:[\w-]+ ){0,3}?(?:of )?$", re.IGNORECASE)
_AND = re.compile(r"^(?:,? and )(?:the )?(?:[\w-]+ ){0,2}?(?:of )?$", re.IGNORECASE)
_WAY = r"(?:road|highway|motorway|route|track|railway|railroad|line|corridor|stretch|axis|path|trail)"
_LINKING = re.compile(
    rf"\b{_WAY}s? (?:(?:that|which) )?(?:link(?:ing|s)|connect(?:ing|s)|join(?:ing|s)|(?:leading |running )?from) "
    r"(?:the )?(?:[\w-]+ ){0,3}?(?:of )?$",
    re.IGNORECASE,
)
_TO = re.compile(r"^,? (?:and|to|with) (?:the )?(?:[\w-]+ ){0,2}?(?:of )?$", re.IGNORECASE)
_DASH = re.compile(r"^(?:\s?[-–—/]\s?| to )$")
_WAY_AFTER = re.compile(rf"^ (?:main |national |coastal |trunk )?{_WAY}\b", re.IGNORECASE)
#: How far "near" reaches, in km, beyond the extent of the place (UCDP counts up to about 25 km as near).
_NEAR_KM = 10.0
_EDGE_KM = 2.0


@dataclass(frozen=True, slots=True)
class Georeference:
    """Where the words put it.

    Parameters
    ----------
    location_text : str
        The words, verbatim.
    latitude, longitude : float or None
        WGS84 degrees; None where the toponym is unresolved.
    geometry : dict or None
        A GeoJSON geometry (longitude, latitude) where it is no gazetteer point or whole shape.
    layer_id : str or None
        The shape in `geo/` that it is, or is a part of.
    geo_precision, where_prec : int or None
        ACLED's 1-3, UCDP GED's 1-7.
    coordinate_uncertainty_m : float or None
        Radius in metres around the point that holds the true place.
    method : str
        gazetteer, offset or between.
    explanation : str
        One sentence for the reader.
    """

    location_text: str
    latitude: float | None
    longitude: float | None
    geometry: dict[str, Any] | None
    layer_id: str | None
    geo_precision: int | None
    where_prec: int | None
    coordinate_uncertainty_m: float | None
    method: str
    explanation: str


def georeference(toponym: Toponym, sentence: "Sentence", toponyms: Sequence[Toponym]) -> Georeference:
    """Return where a toponym and the words around it put something.

    Parameters
    ----------
    toponym : Toponym
        One of the sentence's.
    sentence : Sentence
        The sentence that holds it.
    toponyms : sequence of Toponym
        All toponyms of the document; those of the same sentence narrow lines down and make "between".
    """
    place = toponym.place
    if place is None:
        reason = toponym.reason or "unresolved"
        return Georeference(toponym.text, None, None, None, None, None, None, None, "gazetteer", reason)
    words = _Words(toponym, sentence, toponyms)
    for method in (_between, _offset, _on_line, _part):
        found = method(place, words)
        if found is not None:
            return found
    return _at(place, words)


def georeference_alone(place: Place) -> Georeference:
    """Return where a place is by itself: as a person names it, with no words around it."""
    told = f"{place.name} as the gazetteer has it"
    if place.feature_class not in "PS":
        return _whole(place, place.name, told)
    point, layer = (place.latitude, place.longitude), place.layer_id or None
    return Georeference(place.name, *point, None, layer, 1, 1, _metres(extent.radius_km(place)), "gazetteer", told)


class _Words:
    """The sentence around a toponym."""

    def __init__(self, toponym: Toponym, sentence: "Sentence", toponyms: Sequence[Toponym]) -> None:
        self.toponym = toponym
        self.sentence = sentence
        self.start = toponym.start - sentence.start
        self.end = toponym.end - sentence.start
        self.before = sentence.text[: self.start]
        self.after = sentence.text[self.end :]
        self.others = [
            other
            for other in toponyms
            if other.start != toponym.start
            and sentence.start <= other.start < sentence.end
            and other.place is not None
            and not other.embedded
            and other.role is not Role.DEMONYM
        ]

    def verbatim(self, start: int | None = None, end: int | None = None) -> str:
        """Return the words from an offset in the sentence to another, the toponym within."""
        first = self.start if start is None else start
        last = self.end if end is None else end
        return self.sentence.text[first:last].strip()

    def text_between(self, other: Toponym) -> str:
        """Return what stands between this toponym and a later one."""
        return self.sentence.text[self.end : other.start - self.sentence.start]


# ------------------------------------------------------------------------------------------------------ between
def _between(_: Place, words: _Words) -> Georeference | None:
    """Return the line between two named places ("between A and B"): its middle, half of it as the uncertainty."""
    for other in words.others:
        first, second = (words.toponym, other) if other.start > words.toponym.start else (other, words.toponym)
        offset = words.sentence.start
        text = words.sentence.text
        opening = _opening(text, first.start - offset, first.end - offset, second.start - offset, second.end - offset)
        a, b = first.place, second.place
        if opening is None or a is None or b is None or a == b or Role.METONYM in (first.role, second.role):
            continue
        if "A" in (a.feature_class, b.feature_class) and "PCL" in a.feature_code + b.feature_code:
            continue  # between countries is a relation, or a border
        km = measure.distance_km(a.latitude, a.longitude, b.latitude, b.longitude)
        if not 0 < km <= 600:
            continue
        bearing = measure.bearing_deg(a.latitude, a.longitude, b.latitude, b.longitude)
        latitude, longitude = measure.destination(a.latitude, a.longitude, bearing, km / 2)
        radius = km / 2 + max(extent.radius_km(a), extent.radius_km(b))
        return Georeference(
            text[opening : second.end - offset],
            round(latitude, 5),
            round(longitude, 5),
            measure.line(a.latitude, a.longitude, b.latitude, b.longitude),
            None,
            2,
            2 if km / 2 <= 25 else 5,
            _metres(radius),
            "between",
            f"halfway between {a.name} and {b.name}, which are {km:.0f} km apart",
        )
    return None


def _opening(text: str, start: int, end: int, second: int, second_end: int) -> int | None:
    """Return where the words begin that make two names the ends of a line, or None.

    "Between A and B", "the road linking A to B", "the A-B highway".
    """
    before, middle, after = text[:start], text[end:second], text[second_end:]
    opening = _BETWEEN.search(before) if _AND.match(middle) else None
    opening = opening or (_LINKING.search(before) if _TO.match(middle) else None)
    if opening:
        return opening.start()
    return start if _DASH.match(middle) and _WAY_AFTER.match(after) else None


# ------------------------------------------------------------------------------------------------------- offset
def _offset(place: Place, words: _Words) -> Georeference | None:
    """Return the point or ring at a stated distance from the place."""
    match = _OFFSET.search(words.before)
    if not match or any(match.start() < o.start - words.sentence.start < words.start for o in words.others):
        return None
    number = match["number"]
    value = float(number.replace(",", "")) if number else float(_NUMBERS[match["word"].lower()])
    unit = match["unit"].lower()
    factor = next(km for prefix, km in _KM_PER.items() if unit.startswith(prefix))
    km = value * factor
    if not 0 < km <= 500:
        return None
    imprecision = _imprecision(number or str(int(value))) * factor
    size = extent.radius_km(place)
    text = words.verbatim(match.start())
    layer = None
    if match["direction"]:
        bearing, half = _bearing(match["direction"])
        latitude, longitude = measure.destination(place.latitude, place.longitude, bearing, km)
        radius = _combined(km, imprecision, half) + size
        told = f"{km:g} km {match['direction'].lower()} of {place.name}"
        geometry: dict[str, Any] | None = {"type": "Point", "coordinates": [round(longitude, 5), round(latitude, 5)]}
    else:
        latitude, longitude = place.latitude, place.longitude
        radius = km + imprecision + size
        told = f"{km:g} km from {place.name}, in a direction that is not stated"
        geometry, layer = None, place.layer_id or None
    return Georeference(
        text,
        round(latitude, 5),
        round(longitude, 5),
        geometry,
        layer,
        2,
        2 if radius <= 25 or km <= 25 else 5,
        _metres(radius),
        "offset",
        told,
    )


def _imprecision(number: str) -> float:
    """Return the imprecision of a number as written: half of its last place (12: 0.5; 10: 5; 2.5: 0.05)."""
    digits = number.replace(",", "")
    if "." in digits:
        return float(0.5 * 10 ** -len(digits.partition(".")[2]))
    zeros = len(digits) - len(digits.rstrip("0"))
    return float(0.5 * 10**zeros)


def _bearing(direction: str) -> tuple[float, float]:
    """Return the bearing of a direction in words and its half-angle of imprecision, in degrees."""
    key = re.sub(r"[- ]|ern$", "", direction.lower())
    bearing = float(_POINTS[key])
    return bearing, 45.0 if bearing % 90 == 0 else 22.5


def _combined(km: float, imprecision: float, half_angle: float) -> float:
    """Return the radius in km that covers the imprecision of a distance and a direction together (Wieczorek 2004)."""
    angle = math.radians(half_angle)
    far = km + imprecision
    return math.hypot(far * math.cos(angle) - km, far * math.sin(angle))


# -------------------------------------------------------------------------------------------------------- lines
def _on_line(place: Place, words: _Words) -> Georeference | None:
    """Return the part of a river or road that a town on it or a region that it crosses narrows down."""
    shape = extent.shape_of(place) if place.feature_class in "HR" else None
    if shape is None or shape.is_empty or "Line" not in shape.geom_type:
        return None
    from shapely.geometry import Point
    from shapely.ops import nearest_points

    def narrowness(other: Toponym) -> tuple[bool, int]:
        whole = other.place is not None and other.place.feature_code.startswith("PCL")
        return whole, abs(other.start - words.toponym.start)

    for other in sorted(words.others, key=narrowness):
        context = other.place
        if context is None or other.role is Role.METONYM or context.gazetteer_id == place.gazetteer_id:
            continue
        text = words.verbatim(
            min(words.start, other.start - words.sentence.start), max(words.end, other.end - words.sentence.start)
        )
        text = text if len(text) <= 120 else words.toponym.text
        area = extent.shape_of(context)
        if context.feature_class == "A" and area is not None:
            inside = shape.intersection(area)
            if not inside.is_empty and "Line" in inside.geom_type + _parts(inside):
                return _clipped(place, context, inside, text)
        elif context.feature_class in "PS":
            point = Point(context.longitude, context.latitude)
            on_line = nearest_points(shape, point)[0]
            km = measure.distance_km(context.latitude, context.longitude, on_line.y, on_line.x)
            if km <= 60:
                return Georeference(
                    text,
                    round(on_line.y, 5),
                    round(on_line.x, 5),
                    {"type": "Point", "coordinates": [round(on_line.x, 5), round(on_line.y, 5)]},
                    place.layer_id or None,
                    2,
                    2 if km <= 25 else 5,
                    _metres(max(5.0, km) + extent.radius_km(context)),
                    "gazetteer",
                    f"the point of the {place.name} nearest to {context.name}",
                )
    return None


def _parts(shape: "BaseGeometry") -> str:
    return "".join(part.geom_type for part in getattr(shape, "geoms", ()))


def _clipped(place: Place, context: Place, inside: "BaseGeometry", text: str) -> Georeference:
    from shapely.geometry import mapping
    from shapely.geometry import shape as as_shape

    lines = [part for part in getattr(inside, "geoms", [inside]) if "Line" in part.geom_type]
    longest = max(lines, key=lambda line: line.length)
    middle = longest.interpolate(0.5, normalized=True)
    whole = (
        lines[0]
        if len(lines) == 1
        else as_shape({"type": "MultiLineString", "coordinates": [list(line.coords) for line in lines]})
    )
    return Georeference(
        text,
        round(middle.y, 5),
        round(middle.x, 5),
        _rounded(json.loads(json.dumps(mapping(whole)))),
        place.layer_id or None,
        3 if context.feature_code.startswith("PCL") else 2,
        5,
        _metres(extent.farthest_km(whole, middle.y, middle.x)),
        "gazetteer",
        f"the part of the {place.name} inside {context.name}",
    )


# -------------------------------------------------------------------------------------------------------- parts
def _part(place: Place, words: _Words) -> Georeference | None:
    """Return a part of a country or region ("eastern Ukraine"): the half, or the middle, of its shape."""
    if place.feature_class != "A" and place.feature_code not in ("RGN", "CONT", "PEN", "ISL"):
        return None
    match = _PART.search(words.before)
    if not match:
        return None
    name = match["part"].lower()
    shape = extent.shape_of(place)
    text = words.verbatim(match.start())
    if shape is None or "Polygon" not in shape.geom_type:
        return _whole(place, text, f"{name} {place.name}: drawn as the whole, which has no shape to cut", vague=True)
    part = _cut(shape, name)
    point = part.representative_point()
    return Georeference(
        text,
        round(point.y, 5),
        round(point.x, 5),
        {"type": "Point", "coordinates": [round(point.x, 5), round(point.y, 5)]},
        place.layer_id or None,
        3,
        5,
        _metres(extent.farthest_km(part, point.y, point.x)),
        "gazetteer",
        f"a point inside the {name} part of {place.name}",
    )


def _cut(shape: "BaseGeometry", name: str) -> "BaseGeometry":
    """Return the part of a polygon on the named side of the middle of its bounds, or its middle third."""
    from shapely.geometry import box

    west, south, east, north = shape.bounds
    width, height = east - west, north - south
    key = re.sub(r"[- ]|ern$", "", name)
    if key == "central":
        west, east, south, north = west + width / 3, east - width / 3, south + height / 3, north - height / 3
    else:
        south = south + height / 2 if "north" in key else south
        north = north - height / 2 if "south" in key else north
        west = west + width / 2 if key.endswith("east") else west
        east = east - width / 2 if key.endswith("west") else east
    part = shape.intersection(box(west, south, east, north))
    return shape if part.is_empty else part


# ---------------------------------------------------------------------------------------------------- the place
def _at(place: Place, words: _Words) -> Georeference:
    """Return the place itself, or near it, on its outskirts, in its area."""
    if place.feature_class not in "PS":
        return _whole(place, words.verbatim(), f"{place.name} as the gazetteer has it")
    size = extent.radius_km(place)
    near = _NEAR.search(words.before)
    edge = _EDGE_BEFORE.search(words.before) or _EDGE_AFTER.match(words.after)
    area = _AREA_AFTER.match(words.after)
    if near and any(near.start() <= o.start - words.sentence.start < words.start for o in words.others):
        near = None
    start, end = words.start, words.end
    precision, where, radius, told = 1, 1, size, f"{place.name} as the gazetteer has it"
    if edge:
        precision, where, radius = 2, 2, size + _EDGE_KM
        told = f"at the {edge['word'].lower()} of {place.name}"
        start, end = (edge.start(), end) if edge.re is _EDGE_BEFORE else (start, end + edge.end())
    elif near:
        precision, where, radius = 2, 2, size + _NEAR_KM
        told = f"{near['word'].lower()} {place.name}: how far is not stated"
        start = near.start()
    elif area:
        precision, where, radius = 2, 2, size + _NEAR_KM
        told = f"the {area['word'].lower()} of {place.name}"
        end += area.end()
    return Georeference(
        words.verbatim(start, end),
        place.latitude,
        place.longitude,
        None,
        place.layer_id or None,
        precision,
        where,
        _metres(radius),
        "gazetteer",
        told,
    )


def _whole(place: Place, text: str, told: str, *, vague: bool = False) -> Georeference:
    """Return a division, country, region, water or relief as a whole, with the precision of its kind."""
    code = place.feature_code
    precision, where = 3, 5
    if code.startswith("PCL") or code == "TERR":
        where = 6
    elif code == "ADM1":
        where = 4
    elif place.feature_class == "A":
        precision, where = 2, 3
    elif code in ("OCN", "SEA", "GULF"):
        where = 7
    elif place.feature_class in "TLHR":
        precision = 2 if extent.radius_km(place) <= 50 else 3
    return Georeference(
        text,
        place.latitude,
        place.longitude,
        None,
        place.layer_id or None,
        precision,
        5 if vague else where,
        _metres(extent.radius_km(place)),
        "gazetteer",
        told,
    )


def _metres(km: float) -> float:
    """Return km as metres, rounded to what such an estimate can bear (two significant digits)."""
    metres = km * 1000
    digits = max(0, int(math.log10(metres)) - 1) if metres >= 1 else 0
    return float(round(metres, -digits))


def _rounded(geometry: dict[str, Any]) -> dict[str, Any]:
    def of(value: Any) -> Any:
        return round(value, 5) if isinstance(value, float) else [of(item) for item in value]

    return {"type": geometry["type"], "coordinates": of(geometry["coordinates"])}
