"""Numbers in running text: digits, words, ranges and the words that bound them ("at least", "up to").

What a phrase leaves open stays open: "over 1,250" has no upper bound, "dozens" has only a lower one. A vague plural
counts as one of its unit ("dozens" is 12 or more, "hundreds" 100 or more), as ACLED's coders count it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_ONES = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    word: value * 10
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_SCALES = {"hundred": 100, "thousand": 1_000, "lakh": 10**5, "million": 10**6, "crore": 10**7, "billion": 10**9}
_SUFFIXES = {"k": 1_000, "m": 10**6, "mln": 10**6, "mn": 10**6, "bn": 10**9}
_SETS = {"dozen": 12, "score": 20}
_VAGUE = {
    "tens": 10, "dozens": 12, "scores": 20, "hundreds": 100, "thousands": 1_000, "millions": 10**6, "several": 3,
    "multiple": 2,
}  # fmt: skip
#: After "a": (value, whether it is only a lower bound).
_ARTICLED = {"couple": (2.0, False), "pair": (2.0, False), "few": (3.0, True), "handful": (3.0, True)}

_SPACE = r"[ \t\u00a0\u202f\u2009]"
_LEXEME = re.compile(
    r"[0-9]{1,3}(?:[,\u00a0\u202f\u2009'’][0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|[^\W\d_]+"
)
_GROUPING = str.maketrans("", "", ",\u00a0\u202f\u2009'’")
#: Longer digit strings are no counts of anything that news reports.
_DIGITS_MAX = 15

_BOUNDS = {
    "low": (
        "at least", "at the least", "no fewer than", "no less than", "not less than", "not fewer than",
        "a minimum of", "more than", "greater than", "well over", "just over", "a little over", "over", "above",
        "upwards? of", "in excess of", "exceed(?:ed|s|ing)?", "surpass(?:ed|es|ing)?", "topp(?:ed|ing)", "tops",
        "passed", "beyond", ">", "≥", "well more than", "way over", "minimum",
    ),
    "high": (
        "up to", "as many as", "as much as", "at most", "at the most", "no more than", "not more than",
        "fewer than", "less than", "under", "below", "a maximum of", "maximum", "nearly", "almost", "just under",
        "<", "≤",
    ),
    "about": (
        "about", "around", "approximately", r"approx\.?", "some", "roughly", "an estimated", "estimated at",
        "estimated", "circa", r"ca\.", "close to", "~", "≈", "perhaps", "possibly", "probably", "maybe",
    ),
    "": (
        "reportedly", "just", "only", "exactly", "a total of", "total of", "altogether", "in all", "a reported",
        "an additional", "a further", "an alleged",
    ),
}  # fmt: skip
_BEFORE = re.compile(
    r"(?:(?<=^)|(?<=[^\w]))(?:"
    + "|".join(f"(?P<{name or 'none'}>{'|'.join(words)})" for name, words in _BOUNDS.items())
    + rf"){_SPACE}{{0,3}}\Z",
    re.IGNORECASE,
)
#: "control over 92 villages", "flew over two towns": not a bound.
_NO_BOUND = re.compile(
    r"(?:control|sovereignty|authority|jurisdiction|power|dominance|hold|grip|fl(?:ew|y|ying|own)|fight(?:ing)?|"
    r"battles?|clash(?:es)?|dispute[sd]?|dispute|passed|tak(?:e|en|ing)|took|hand(?:ed|ing)?|spread|hover(?:ed|ing)?|"
    r"war|conflict|concerns?|anger|protests?|rule[sd]?|watch|bridges?|crossings?)\s+over\s*\Z",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"(?P<low>\+|-plus\b|{_SPACE}or more\b|{_SPACE}and counting\b|,?{_SPACE}at (?:the very )?least\b|{_SPACE}plus\b)"
    rf"|(?P<high>{_SPACE}or (?:fewer|less)\b|,?{_SPACE}at (?:the )?most\b)|(?P<about>{_SPACE}or so\b)",
    re.IGNORECASE,
)
_RANGE = re.compile(rf"{_SPACE}?[-–—‒]{_SPACE}?|{_SPACE}(?:to|or){_SPACE}")
_BETWEEN = re.compile(
    rf"\b(?:(?P<between>between)|from){_SPACE}(?:(?:about|some|around|roughly|approximately){_SPACE})?\Z", re.IGNORECASE
)
_WINDOW = 48


def point_of(low: float | None, best: float | None, high: float | None) -> float:
    """Return the single value that stands for a figure: best, else the middle of the range, else the bound there is."""
    if best is not None:
        return best
    if low is not None and high is not None:
        return (low + high) / 2
    return low if low is not None else high or 0.0


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A number as a text states it.

    Parameters
    ----------
    start, end : int
        Code points in the text that was searched, bounding words included.
    core_start, core_end : int
        The number itself, without them.
    low, best, high : float or None
        "47": all three; "at least 47": low and best; "up to 47": best and high; "about 47": best;
        "20 to 30": low and high; "dozens": low.
    """

    start: int
    end: int
    core_start: int
    core_end: int
    low: float | None
    best: float | None
    high: float | None

    @property
    def point(self) -> float:
        """The single value that stands for it: best, else the middle of the range, else the bound there is."""
        return point_of(self.low, self.best, self.high)


@dataclass(frozen=True, slots=True)
class _Core:
    """A bare number over lexemes [first, last)."""

    last: int
    value: float
    vague: bool = False
    digits: bool = False
    scale: float = 1.0


def find(text: str) -> tuple[FoundNumber, ...]:
    """Return the numbers of a text in order, none overlapping another; linear in its length.

    Ordinals ("92nd"), numbers inside identifiers ("T-72", "Kh-59") and digit strings beyond 15 figures are left out;
    what a number counts is not judged here.
    """
    lexemes = list(_LEXEME.finditer(text))
    found: list[FoundNumber] = []
    position = 0
    floor = 0
    while position < len(lexemes):
        core = _core(text, lexemes, position)
        if core is None:
            position += 1
            continue
        number = _bounded(text, lexemes, position, core, floor)
        found.append(number)
        position = core.last
        while position < len(lexemes) and lexemes[position].start() < number.end:
            position += 1
        floor = number.end
    return tuple(found)


def _bounded(text: str, lexemes: Sequence[re.Match[str]], first: int, core: _Core, floor: int) -> FoundNumber:
    """Widen a core to its range and to the words that bound it."""
    start, end = lexemes[first].start(), lexemes[core.last - 1].end()
    low: float | None = core.value
    best: float | None = None if core.vague else core.value
    high: float | None = None if core.vague else core.value
    core_start = start
    upper = _upper(text, lexemes, first, core)
    before = text[max(floor, start - _WINDOW) : start]
    if upper is not None:
        second, scale = upper
        end = lexemes[second.last - 1].end()
        low, high, best = core.value * scale, (None if second.vague else second.value), None
        between = _BETWEEN.search(before)
        if between:
            start -= len(before) - between.start()
            before = before[: between.start()]
    core_end = end
    kinds: set[str] = set()
    for _ in range(4):
        match = _BEFORE.search(before)
        if match is None or _NO_BOUND.search(before):
            break
        kinds.add(match.lastgroup or "")
        start -= len(before) - match.start()
        before = before[: match.start()]
    after = _AFTER.match(text, end)
    if after is not None:
        kinds.add(after.lastgroup or "")
        end = after.end()
    if upper is None:
        low, best, high = _apply(kinds, low, best, high)
    elif "high" in kinds and "low" not in kinds:
        low, best, high = low, None, high
    return FoundNumber(start, end, core_start, core_end, low, best, high)


def _apply(
    kinds: set[str], low: float | None, best: float | None, high: float | None
) -> tuple[float | None, float | None, float | None]:
    if best is None:  # vague: "up to several dozen", "at least dozens"
        return (None, None, low) if "high" in kinds else (low, None, None)
    if "low" in kinds:
        return low, best, None
    if "high" in kinds:
        return None, best, high
    if "about" in kinds:
        return None, best, None
    return low, best, high


def _upper(text: str, lexemes: Sequence[re.Match[str]], first: int, core: _Core) -> tuple[_Core, float] | None:
    """Return the upper end of a range that starts with `core`, and the factor its lower end shares."""
    if core.last >= len(lexemes) or core.vague:
        return None
    end = lexemes[core.last - 1].end()
    gap = text[end : lexemes[core.last].start()]
    between = gap == " and " or None
    if core.last + 1 < len(lexemes) and lexemes[core.last][0].lower() in {"to", "or", "and"}:
        joiner = core.last
        gap = text[end : lexemes[joiner + 1].start()]
        between = lexemes[joiner][0].lower() == "and" or None
        target = joiner + 1
    else:
        target = core.last
    if between:
        before = text[max(0, lexemes[first].start() - _WINDOW) : lexemes[first].start()]
        match = _BETWEEN.search(before)
        if match is None or match["between"] is None or gap.strip() != "and":
            return None
    elif not _RANGE.fullmatch(gap):
        return None
    second = _core(text, lexemes, target, after_range=True)
    if second is None or second.vague or second.digits != core.digits:
        return None
    scale = second.scale if core.scale == 1.0 and core.value < second.value / second.scale else 1.0
    return (second, scale) if second.value > core.value * scale else None


def _core(text: str, lexemes: Sequence[re.Match[str]], first: int, *, after_range: bool = False) -> _Core | None:
    """Read the number that starts with a lexeme, if one does."""
    lexeme = lexemes[first]
    word = lexeme[0]
    if "0" <= word[0] <= "9":
        return _digits(text, lexemes, first, after_range=after_range)
    word = word.lower()
    if _attached(text, lexeme) and not after_range:
        return None
    if word in _VAGUE:
        return _vague(text, lexemes, first, word)
    if word == "half":
        return _half(text, lexemes, first)
    if word in {"a", "an"}:
        return _articled(text, lexemes, first)
    if word in _ONES or word in _TENS:
        return _words(text, lexemes, first)
    return None


def _attached(text: str, lexeme: re.Match[str]) -> bool:
    """Whether a word is glued to what stands before it ("T-Ten", "twenty-one" is read from its first word)."""
    before = text[lexeme.start() - 1] if lexeme.start() else " "
    return before.isalnum() or before == "_"


def _digits(text: str, lexemes: Sequence[re.Match[str]], first: int, *, after_range: bool) -> _Core | None:
    lexeme = lexemes[first]
    start, end = lexeme.span()
    figure = lexeme[0].translate(_GROUPING)
    if len(figure) > _DIGITS_MAX:
        return None
    if not after_range and start:
        before = text[start - 1]
        if before.isalnum() or (before in "_.,:#№\\^-–" and not text[start - 2 : start - 1].isspace()):
            return None
        if before == "/" and not text[start - 2 : start - 1].isalpha():
            return None
    value = float(figure)
    last, scale = first + 1, 1.0
    following = lexemes[last][0].lower() if last < len(lexemes) else ""
    if last < len(lexemes) and lexemes[last].start() == end:
        if following in {"st", "nd", "rd", "th", "s"}:
            return None
        if following in _SUFFIXES and _million(text, lexemes[last], following, glued=True):
            scale, last = _SUFFIXES[following], last + 1
    elif last < len(lexemes) and _joined(text, end, lexemes[last]):
        if following in _SCALES or following in _SETS:
            scale, last = float((_SCALES | _SETS)[following]), last + 1
        elif following in _SUFFIXES and _million(text, lexemes[last], following, glued=False):
            scale, last = _SUFFIXES[following], last + 1
    tail = text[end : end + 2]
    if scale == 1.0 and len(tail) == 2 and tail[0] in ":/" and tail[1].isdigit():
        return None
    return _Core(last, value * scale, digits=True, scale=scale)


def _million(text: str, suffix: re.Match[str], word: str, *, glued: bool) -> bool:
    """Whether a suffix scales: "1.2m people" does, "30m from the gate" and "5 m" are metres."""
    if word != "m":
        return glued or word != "k"
    following = re.match(r" (people|residents|civilians|refugees|children|men|women|displaced|citizens)\b",
                         text[suffix.end() : suffix.end() + 20])  # fmt: skip
    return following is not None


def _joined(text: str, end: int, lexeme: re.Match[str]) -> bool:
    gap = text[end : lexeme.start()]
    return gap in {" ", "-", "\u00a0", "\u202f", "\u2009"}


def _next(text: str, lexemes: Sequence[re.Match[str]], position: int) -> str:
    """Return the lower-cased word after a lexeme where only a space or hyphen parts them, else ""."""
    if position + 1 >= len(lexemes) or not _joined(text, lexemes[position].end(), lexemes[position + 1]):
        return ""
    return lexemes[position + 1][0].lower()


def _vague(text: str, lexemes: Sequence[re.Match[str]], first: int, word: str) -> _Core | None:
    following = _next(text, lexemes, first)
    if word in {"several", "multiple"} and following in (_SCALES | _SETS):
        return _Core(first + 2, _VAGUE[word] * float((_SCALES | _SETS)[following]), vague=True)
    if word == "scores" and following in {"were", "are", "have", "had"}:
        following = _next(text, lexemes, first + 1)
    if word == "scores" and following not in {"of", "more"} and not _plural_follows(following):
        return None
    if following == "of":
        third = _next(text, lexemes, first + 1)
        if third in {"thousands", "millions", "hundreds"}:
            return _Core(first + 3, float(_VAGUE[word] * _VAGUE[third]), vague=True)
    if word == "tens":
        return None
    return _Core(first + 1, float(_VAGUE[word]), vague=True)


def _plural_follows(word: str) -> bool:
    return word in {
        "killed", "dead", "wounded", "injured", "hurt", "missing", "displaced", "arrested", "detained", "feared",
        "reported", "evacuated", "trapped",
    }  # fmt: skip


def _half(text: str, lexemes: Sequence[re.Match[str]], first: int) -> _Core | None:
    following = _next(text, lexemes, first)
    third = _next(text, lexemes, first + 1) if following in {"a", "an"} else ""
    units: dict[str, float] = {**_SCALES, **_SETS}
    if third in units:
        return _Core(first + 3, units[third] / 2)
    return None


def _articled(text: str, lexemes: Sequence[re.Match[str]], first: int) -> _Core | None:
    following = _next(text, lexemes, first)
    if following in _ARTICLED:
        value, vague = _ARTICLED[following]
        third = _next(text, lexemes, first + 1)
        units: dict[str, float] = {**_SCALES, **_SETS}
        if third in units:
            return _Core(first + 3, value * units[third], vague=True)
        return _Core(first + 2, value, vague=vague)
    if following == "score":
        return None if _next(text, lexemes, first + 1) != "of" else _Core(first + 2, 20.0)
    if following == "dozen":
        return _Core(first + 2, 12.0)
    if following == "half" and _next(text, lexemes, first + 1) in {*_SCALES, *_SETS}:
        units = {**_SCALES, **_SETS}
        return _Core(first + 3, units[_next(text, lexemes, first + 1)] / 2)
    if following in _SCALES:
        return _words(text, lexemes, first)
    return None


def _words(text: str, lexemes: Sequence[re.Match[str]], first: int) -> _Core | None:
    """Read "two", "twenty-five", "one hundred and twenty", "two and a half million", "a thousand two hundred"."""
    total = current = 0.0
    scale = 1.0
    position = first
    small = False  # whether a unit has just been read: "two three" is two numbers
    word = lexemes[first][0].lower()
    while True:
        if word in {"a", "an"}:
            current, small = 1.0, True
        elif word in _ONES:
            if small:
                break
            current, small = current + _ONES[word], True
        elif word in _TENS:
            if small or current % 100:
                break
            current += _TENS[word]
        elif word == "hundred":
            current, small = (current or 1.0) * 100, False
        elif word in _SETS:
            current, small = (current or 1.0) * _SETS[word], True
        else:
            scale = float(_SCALES[word])
            total, current, small = total + (current or 1.0) * scale, 0.0, False
        position += 1
        word, skipped = _continuation(text, lexemes, position, small=small)
        if skipped == "half":
            current += 0.5
        position += {"": 0, "and": 1, "half": 3}[skipped]
        if not word:
            break
    return _Core(position, total + current, scale=scale)


def _continuation(text: str, lexemes: Sequence[re.Match[str]], position: int, *, small: bool) -> tuple[str, str]:
    """Return the next word of a number and what stands before it ("and", "and a half")."""
    word = _next(text, lexemes, position - 1)
    if word == "and":
        second = _next(text, lexemes, position)
        if second == "a" and _next(text, lexemes, position + 1) == "half":
            third = _next(text, lexemes, position + 2)
            return (third if third in _SCALES else ""), "half"
        if not small and (second in _ONES or second in _TENS) and lexemes[position - 1][0].lower() in _SCALES:
            return second, "and"
        return "", ""
    known = word in _ONES or word in _TENS or word in _SCALES or word in _SETS
    if known and not (small and (word in _ONES or word in _TENS)):
        return word, ""
    return "", ""
