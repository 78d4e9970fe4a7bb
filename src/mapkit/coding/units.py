"""Lengths and areas in running text, in kilometres and square kilometres, with a check of twice-stated ones.

News gives many measures twice, "10 kilometers (6 miles)". Both figures are kept (the text holds them) and compared:
where they differ by more than their rounding allows, the measure carries a note.
"""

import re
from dataclasses import dataclass

from mapkit.coding.numbers import FoundNumber, point_of

_METRE, _KM, _MILE, _NAUTICAL, _YARD, _FOOT = "metre", "km", "mile", "nautical mile", "yard", "foot"
#: Kilometres in one unit (international mile, yard and foot; nautical mile: exact definitions).
LENGTHS = {_METRE: 0.001, _KM: 1.0, _MILE: 1.609344, _NAUTICAL: 1.852, _YARD: 0.0009144, _FOOT: 0.0003048}
#: Square kilometres in one unit.
AREAS = {"km²": 1.0, "sq mi": 2.589988110336, "ha": 0.01, "acre": 0.0040468564224, "m²": 1e-6}

_JOIN = r"[ \t\u00a0\u202f\u2009]?-?[ \t\u00a0\u202f\u2009]?"
_SQUARE = r"(?:square|sq\.?)[ \u00a0-]?"
_UNIT = re.compile(
    _JOIN
    + r"(?:"
    + rf"(?P<km2>{_SQUARE}(?:kilomet(?:er|re)s?|kms?)|km(?:2|²|\^2)|kilomet(?:er|re)s?[ -]squared|kilomet(?:er|re)s?²)"
    + rf"|(?P<sqmi>{_SQUARE}(?:miles?|mi)|mi²)"
    + rf"|(?P<m2>{_SQUARE}(?:met(?:er|re)s?|m)|m²)"
    + r"|(?P<ha>hectares?|ha)|(?P<acre>acres?)"
    + r"|(?P<nautical>nautical[ -]miles?|nmi|NM)"
    + r"|(?P<km>kilomet(?:er|re)s?|kms?|KM|klicks?)|(?P<mile>miles?|mi)"
    + r"|(?P<metre>met(?:er|re)s?|m)|(?P<yard>yards?|yds?)|(?P<foot>feet|foot|ft)"
    + r")(?![\w²³])(?!/(?:h|s)|ph\b| per | an hour| a second)"
)
_NAMES = {
    "km2": "km²", "sqmi": "sq mi", "m2": "m²", "ha": "ha", "acre": "acre", "nautical": _NAUTICAL, "km": _KM,
    "mile": _MILE, "metre": _METRE, "yard": _YARD, "foot": _FOOT,
}  # fmt: skip
_ARTICLE = re.compile(
    r"\b(?:(?P<half>half[ -]an?)|an?)[ -](?=(?:square[ ]|nautical[ ])?(?:kilomet(?:er|re)|mile|hectare|acre)\b)",
    re.IGNORECASE,
)
#: What may stand between a measure and its second statement: "(", "/", ", or", "; about".
_OPEN = re.compile(
    r"\s?[(\[]\s?(?:or\s|i\.e\.,?\s|=\s?)?|\s?/\s?|,?\sor\s|,\s(?=(?:about|around|roughly|approximately)\s)",
    re.IGNORECASE,
)
_CLOSE = re.compile(r"\s?(?:away|wide|long|deep)?\s?[)\]]")


@dataclass(frozen=True, slots=True)
class Measure:
    """A length or an area as a text states it.

    Parameters
    ----------
    start, end : int
        Code points in the text that was searched: bounding words, number, unit and a second statement in brackets.
    number_start, unit_end : int
        The first statement without what bounds or repeats it.
    dimension : str
        "length" or "area".
    low, best, high : float or None
        In kilometres or square kilometres; see `numbers.FoundNumber`.
    unit : str
        As stated first ("km", "mile", "km²", "ha", ...).
    note : str or None
        That the text's own two units disagree.
    """

    start: int
    end: int
    number_start: int
    unit_end: int
    dimension: str
    low: float | None
    best: float | None
    high: float | None
    unit: str
    note: str | None = None

    @property
    def point(self) -> float:
        """The single value that stands for it: best, else the middle of the range, else the bound there is."""
        return point_of(self.low, self.best, self.high)


def find(text: str, numbers: tuple[FoundNumber, ...]) -> tuple[Measure, ...]:
    """Return the lengths and areas of a text in order; `numbers` are those of the same text."""
    ordered = sorted((*numbers, *_articled(text, numbers)), key=lambda number: number.start)
    found: list[Measure] = []
    skip = -1
    for position, number in enumerate(ordered):
        if position <= skip:
            continue
        first = _measure(text, number)
        if first is None:
            continue
        if position + 1 < len(ordered):
            second = _measure(text, ordered[position + 1])
            if second is not None and second.dimension == first.dimension:
                gap = text[first.end : second.start]
                if _OPEN.fullmatch(gap) and second.unit != first.unit:
                    first = _doubled(text, number, first, ordered[position + 1], second)
                    skip = position + 1
        found.append(first)
    return tuple(found)


def _articled(text: str, numbers: tuple[FoundNumber, ...]) -> list[FoundNumber]:
    """Return "a kilometre", "half a mile": one and a half where no number stands before."""
    taken = [(number.start, number.end) for number in numbers]
    found: list[FoundNumber] = []
    position = 0
    for match in _ARTICLE.finditer(text):
        while position < len(taken) and taken[position][1] <= match.start():
            position += 1
        if position < len(taken) and taken[position][0] < match.end():
            continue
        value = 0.5 if match["half"] else 1.0
        end = match.end() - 1
        found.append(FoundNumber(match.start(), end, match.start(), end, value, value, value))
    return found


def _measure(text: str, number: FoundNumber) -> Measure | None:
    match = _UNIT.match(text, number.core_end)
    if match is None or number.point <= 0:
        return None
    unit = _NAMES[match.lastgroup or ""]
    dimension = "area" if unit in AREAS else "length"
    factor = AREAS[unit] if unit in AREAS else LENGTHS[unit]
    low, best, high = (None if value is None else value * factor for value in (number.low, number.best, number.high))
    return Measure(number.start, match.end(), number.core_start, match.end(), dimension, low, best, high, unit)


def _doubled(text: str, number: FoundNumber, first: Measure, other: FoundNumber, second: Measure) -> Measure:
    """Join a measure with its second statement, and compare them."""
    close = _CLOSE.match(text, second.end)
    opened = text[first.end : second.start].strip()[:1] in {"(", "["}
    end = close.end() if close and opened else second.end
    note = None
    if not agree(first, number, second, other):
        stated = text[first.number_start : first.unit_end]
        repeated = text[second.number_start : second.unit_end]
        unit = "km²" if first.dimension == "area" else "km"
        note = (
            f"the text's own two units disagree: {stated} is {first.point:.4g} {unit}, "
            f"{repeated} is {second.point:.4g} {unit}"
        )
    return Measure(
        first.start, end, first.number_start, first.unit_end, first.dimension, first.low, first.best, first.high,
        first.unit, note,
    )  # fmt: skip


def agree(first: Measure, number: FoundNumber, second: Measure, other: FoundNumber) -> bool:
    """Whether two statements of one measure are the same within their rounding.

    A figure stands for everything that rounds to it: half of its last significant digit's step either way, at
    least 2 % and at most 6 % of the figure beyond one digit ("1 mile" may be 1.5 km).
    """
    for mine, its, theirs, other_number in (
        (first.low, number.low, second.low, other.low),
        (first.best, number.best, second.best, other.best),
        (first.high, number.high, second.high, other.high),
    ):
        if mine is None or theirs is None or its is None or other_number is None:
            continue
        slack = mine * _rounding(its) + theirs * _rounding(other_number)
        if abs(mine - theirs) > slack:
            return False
    return True


def _rounding(value: float) -> float:
    """Return the relative half step of a stated figure."""
    if value <= 0:
        return 0.0
    step = 1.0
    if value == int(value):
        while value % (step * 10) == 0 and step < 1e12:
            step *= 10
    else:
        decimals = len(f"{value:.6f}".rstrip("0").split(".")[1])
        step = 10.0**-decimals
    half = step / 2 / value
    return max(min(half, 0.5 if value < 10 else 0.06), 0.02 if value >= 10 else half)
