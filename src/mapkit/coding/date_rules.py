"""The expressions by which English news gives dates, each with the rule that turns it into days.

A rule is a function under the expressions that it reads. It gets the match and a `Context` and returns a `Span`;
it may raise ValueError for what is no day (31 June). The clock is never read. See `dates` for what English leaves open.
"""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from mapkit.coding import numbers


@dataclass(frozen=True, slots=True)
class Context:
    """What an expression is read against: the document's date, the date told last, the tense of its verb.

    `perfect` is that of "has held for three days", which reaches to the document's date; "held for 73 days" does not.
    """

    published: date | None
    anchor: date | None
    future: bool
    perfect: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day, both inclusive, with their time precision; None where unknown.

    `relation` is "for" where the expression is a span that something lasts, "" where the words around it decide;
    `past` and `future` say what the expression itself shows, whatever the dates.
    """

    first: date | None = None
    last: date | None = None
    precision: int | None = None
    relation: str = ""
    past: bool = False
    future: bool = False


Rule = Callable[[re.Match[str], Context], Span | None]
UNKNOWN = Span()

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = tuple(name.lower() for name in calendar.month_name[1:])

_RULES: list[tuple[re.Pattern[str], Rule]] = []
_CAPITALISED: set[Rule] = set()


def _expression(*patterns: str, capitalised: bool = False) -> Callable[[Rule], Rule]:
    """Register a rule for expressions; `capitalised` demands its month or weekday to be so ("May", not "may")."""

    def register(rule: Rule) -> Rule:
        _RULES.extend((re.compile(pattern, re.IGNORECASE | re.VERBOSE), rule) for pattern in patterns)
        if capitalised:
            _CAPITALISED.add(rule)
        return rule

    return register


def matches(text: str) -> list[tuple[re.Match[str], Rule]]:
    """Return the expressions of a text in order; of those that overlap the longest."""
    if _CUE.search(text) is None:
        return []
    found = [
        (match, rule, order)
        for order, (pattern, rule) in enumerate(_RULES)
        for match in pattern.finditer(text)
        if rule not in _CAPITALISED or _is_capitalised(match)
    ]
    found.sort(key=lambda item: (item[0].start() - item[0].end(), item[2], item[0].start()))
    taken: list[tuple[re.Match[str], Rule]] = []
    occupied = bytearray(len(text) + 1)
    for match, rule, _ in found:
        if not any(occupied[match.start() : match.end()]):
            occupied[match.start() : match.end()] = b"\1" * (match.end() - match.start())
            taken.append((match, rule))
    return sorted(taken, key=lambda item: item[0].start())


def resolve(rule: Rule, match: re.Match[str], context: Context) -> Span | None:
    """Apply a rule; what is no day on any calendar keeps its words and has no date."""
    try:
        return rule(match, context)
    except (ValueError, OverflowError):
        return UNKNOWN


def width(first: date, last: date) -> int | None:
    """Return the time precision of a span: 1 a day, 2 within a week, 3 within a month, None wider."""
    days = abs((last - first).days)
    if days == 0:
        return 1
    if days <= 7:
        return 2
    return 3 if days <= 31 else None


_CUE = re.compile(
    r"\d|day|night|week|month|year|hour|morning|afternoon|evening|tomorrow|decade|fortnight|"
    + "|".join(month[:3] for month in MONTHS),
    re.IGNORECASE,
)


def _is_capitalised(match: re.Match[str]) -> bool:
    groups = match.groupdict()
    name = groups.get("month") or groups.get("weekday") or ""
    return name[:1].isupper()


# --- days and months with their names ---------------------------------------------------------------------------

_MONTH = (
    r"(?P<month{0}>jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|jun\.|july?|jul\.|"
    r"aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)(?![A-Za-z])"
)
_FULL_MONTH = "(?P<month>" + "|".join(MONTHS) + ")(?![A-Za-z])"
_DAY = r"(?P<day{0}>[0-3]?[0-9])(?:st|nd|rd|th)?(?![0-9])"
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})(?![0-9])"
_WEEKDAY = "(?P<weekday{0}>" + "|".join(DAYS) + ")"
_TO = r"\s?(?:-|–|—|/|to|through|until|till)\s?"
_DASH = r"\s?(?:-|–|—|/|to|and|through|until|till)\s?"
_PART = r"(?:(?:the\s+)?(?:early\s+hours\s+of|early|late|later|mid|earlier)[\s-]+(?:on\s+)?)?"
_OF_DAY = r"(?:[\s-]+(?:early\s+|late\s+)?(?:morning|afternoon|evening|night|midday|noon|dawn))?"
_NOT_INSIDE = r"(?<![\w.,:/-])"
#: A second day is one only where no noun follows: not "August 17 and 30 people".
_NO_NOUN = (
    r"(?:(?<=[-–—/]\d)|(?<=[-–—/]\d\d)|(?!\s+(?!in\b|at\b|near\b|when\b|by\b|as\b|on\b|after\b|during\b|amid\b|for\b|with\b|of\b|killed\b|the\b|and\b)"
    r"(?-i:[a-z])))"
)


def _month_number(name: str) -> int:
    return next(number for number, full in enumerate(MONTHS, start=1) if full.startswith(name.lower()[:3]))


def _month_span(year: int, month: int, part: str = "") -> Span:
    last = calendar.monthrange(year, month)[1]
    first, final = {"early": (1, 10), "mid": (11, 20), "late": (21, last)}.get(part, (1, last))
    return Span(date(year, month, first), date(year, month, final), 3)


def _part_of(words: str | None) -> str:
    said = (words or "").lower()
    for part, names in (("early", ("early", "beginning", "start")), ("mid", ("mid",)), ("late", ("late", "end"))):
        if any(name in said for name in names):
            return part
    return ""


def _dated(month: int, day: int, context: Context, weekday: str | None) -> date | None:
    """Return a day without a year: the latest not after the document's date, or the first after it in the future.

    A weekday that only the other one has decides ("Monday, August 26").
    """
    published = context.published
    if published is None:
        date(2024, month, day)  # raises for a day that no year has
        return None
    back, ahead = (_nearest_year(month, day, published, step) for step in (-1, 1))
    chosen, other = (ahead, back) if context.future else (back, ahead)
    if weekday and DAYS[chosen.weekday()] != weekday.lower() == DAYS[other.weekday()]:
        return other
    return chosen


def _nearest_year(month: int, day: int, published: date, step: int) -> date:
    for offset in range(9):  # 29 February may be eight years off
        year = published.year + step * offset
        if day <= calendar.monthrange(year, month)[1]:
            candidate = date(year, month, day)
            if (candidate - published).days * step >= 0:
                return candidate
    raise ValueError("no such day")


@_expression(
    rf"""(?:{_PART}{_WEEKDAY.format("")},?\s+(?:the\s+)?)?{_NOT_INSIDE}{_DAY.format("")}{_DASH}{_DAY.format("2")}\s+(?:of\s+)?
        {_MONTH.format("")}(?:,?\s+{_YEAR})?""",
    rf"""(?:{_PART}{_WEEKDAY.format("")},?\s+(?:the\s+)?)?{_NOT_INSIDE}{_DAY.format("")}\s+(?:of\s+)?{_MONTH.format("")}
        (?:{_TO}{_DAY.format("2")}\s+{_MONTH.format("2")})?(?:,?\s+{_YEAR})?""",
    rf"""(?:{_PART}{_WEEKDAY.format("")}(?:{_OF_DAY}),?\s+(?:the\s+)?)?\b{_MONTH.format("")}\s+(?:the\s+)?{_DAY.format("")}
        (?:{_DASH}{_DAY.format("2")}{_NO_NOUN})?(?:,?\s+{_YEAR})?""",
    rf"""\b{_MONTH.format("")}\s+(?:the\s+)?{_DAY.format("")}{_TO}{_MONTH.format("2")}\s+{_DAY.format("2")}(?:,?\s+{_YEAR})?
        (?P<weekday>(?!))?""",
    capitalised=True,
)
def _days(match: re.Match[str], context: Context) -> Span | None:
    """Read "17 August 2024", "Aug. 17-19", "30 August to 2 September"."""
    groups = match.groupdict()
    month, day = _month_number(groups["month"]), int(groups["day"])
    year = int(groups["year"]) if groups["year"] else None
    first = date(year, month, day) if year else _dated(month, day, context, groups["weekday"])
    if not groups["day2"]:
        return Span(first, first, 1 if first else None)
    if first is None:
        return UNKNOWN
    month2 = _month_number(groups["month2"]) if groups.get("month2") else month
    last = date(first.year + (month2 < month), month2, int(groups["day2"]))
    if year and month2 < month:  # "30 December to 2 January 2025": the year is the last day's
        first, last = date(year - 1, month, day), last.replace(year=year)
    return Span(first, last, width(first, last)) if last >= first else Span(first, first, 1)


@_expression(
    rf"""(?:(?P<part>early|mid|late|the\s+(?:end|beginning|start|middle)\s+of)[\s-]+)?\b{_MONTH.format("")},?\s+(?:of\s+)?{_YEAR}""",
    capitalised=True,
)
def _month_year(match: re.Match[str], _: Context) -> Span | None:
    """Read "August 2024", "late May 2023"."""
    return _month_span(int(match["year"]), _month_number(match["month"]), _part_of(match["part"]))


@_expression(
    rf"""(?:(?<=\bin\s)|(?<=\bsince\s)|(?<=\bduring\s)|(?<=\bof\s)|(?<=\buntil\s)|(?<=\bby\s)|(?<=\bfrom\s)|(?<=\bthroughout\s)
        |(?=(?:early|mid|late|last|next|this)[\s-]))
        (?:(?P<which>last|next|this)\s+)?(?:(?P<part>early|mid|late|the\s+(?:end|beginning|start)\s+of)[\s-]+)?{_FULL_MONTH}(?!\s+\d)""",
    capitalised=True,
)
def _month_alone(match: re.Match[str], context: Context) -> Span | None:
    """Read "in August", "last March", "late July"."""
    published = context.published
    if published is None:
        return UNKNOWN
    month = _month_number(match["month"])
    which = (match["which"] or "").lower()
    year = published.year
    if context.future or which == "next":
        year += month < published.month
    elif month > published.month or (which == "last" and month == published.month):
        year -= 1
    span = _month_span(year, month, _part_of(match["part"]))
    if not context.future and span.first and span.last and span.first <= published < span.last:
        return Span(span.first, published, 3)
    return span


# --- figures ----------------------------------------------------------------------------------------------------


@_expression(r"(?<![\w-])(?P<year>(?:19|20)\d{2})[-/](?P<m>0[1-9]|1[0-2])[-/](?P<d>[0-3]\d)(?!\d)(?:T[\d:.]+Z?)?")
def _iso_day(match: re.Match[str], _: Context) -> Span | None:
    """Read "2024-08-17"."""
    day = date(int(match["year"]), int(match["m"]), int(match["d"]))
    return Span(day, day, 1)


@_expression(r"(?<![\w.,/-])(?P<a>[0-3]?\d)(?P<sep>[./])(?P<b>[0-3]?\d)(?P=sep)(?P<year>(?:19|20)\d{2})(?!\d)")
def _numeric(match: re.Match[str], _: Context) -> Span | None:
    """Read "17.08.2024" and "17/08/2024"; "05/06/2024" is May or June and stays open."""
    first, second, year = int(match["a"]), int(match["b"]), int(match["year"])
    if match["sep"] == "." or first > len(MONTHS):
        day = date(year, second, first)
    elif second > len(MONTHS) or first == second:
        day = date(year, first, second)
    else:
        return UNKNOWN
    return Span(day, day, 1)


@_expression(
    rf"""{_NOT_INSIDE}(?:(?<=\bin\s)|(?<=\bsince\s)|(?<=\bof\s)|(?<=\bduring\s)|(?<=\bfrom\s)|(?<=\buntil\s)|(?<=\bby\s)
        |(?<=\bbefore\s)|(?<=\bafter\s)|(?<=\blate\s)|(?<=\bearly\s)|(?<=\bbetween\s)|(?<=\bthroughout\s)|(?<=\bto\s)
        |(?<=\bthe\s)|(?<=\bspring\s)|(?<=\bsummer\s)|(?<=\bautumn\s)|(?<=\bwinter\s)|(?<=\bfall\s)|(?<=\()
        |(?=(?:19|20)\d\d['’]s\b))
        {_YEAR}(?:\s?(?:-|–|to|and|until)\s?(?P<year2>(?:19|20)\d{{2}})(?!\d))?(?!\s*(?:km|people|kg))(?![,.]\d)""",
    r"(?<=\bmid-)(?P<year>(?:19|20)\d\d)(?P<year2>(?!))?(?!\d)",
)
def _year(match: re.Match[str], context: Context) -> Span | None:
    """Read "in 2022", "between 2014 and 2018"; without a document's date a bare year is taken as past."""
    year = int(match["year"])
    last = int(match["year2"] or year)
    if last < year:
        return None
    published = context.published
    past = published is None or last < published.year
    future = published is not None and year > published.year
    return Span(date(year, 1, 1), date(last, 12, 31), None, past=past, future=future)


@_expression(r"\b(?:the\s+)?(?:early\s+|late\s+|mid-?\s?)?(?P<decade>(?:19|20)\d0)['’]?s\b")
def _decade(match: re.Match[str], context: Context) -> Span | None:
    """Read "the 1990s"."""
    year = int(match["decade"])
    past = context.published is None or year + 9 < context.published.year
    return Span(date(year, 1, 1), date(year + 9, 12, 31), None, past=past)


# --- weekdays ---------------------------------------------------------------------------------------------------

_WHICH = r"(?:(?P<which>last|next|this|this\ coming|the\ coming|coming|upcoming|previous)\s+)?"
_AHEAD = frozenset({"next", "coming", "upcoming", "this coming", "the coming"})


def _nearest(name: str, which: str, context: Context) -> date:
    """Return the day that a weekday's name means; `which` is last, next, this, ... or nothing."""
    published, weekday = context.published, DAYS.index(name.lower())
    if published is None:
        raise ValueError("no document date")
    if context.future or which in _AHEAD:
        return published + timedelta((weekday - published.weekday() - 1) % 7 + 1)
    back = (published.weekday() - weekday) % 7
    return published - timedelta(7 if which in {"last", "previous"} and back == 0 else back)


@_expression(
    rf"""(?:overnight\s+|the\s+night\s+)?(?:(?:from|between|on)\s+)?\b{_WEEKDAY.format("")}{_OF_DAY}\s?(?:-|–|to|and|into|through|until|or)\s?
        \b{_WEEKDAY.format("2")}\b{_OF_DAY}""",
    capitalised=True,
)
def _weekdays(match: re.Match[str], context: Context) -> Span | None:
    """Read "from Monday to Wednesday", "overnight Monday into Tuesday"."""
    if context.published is None:
        return UNKNOWN
    first, last = (_nearest(match[name], "", context) for name in ("weekday", "weekday2"))
    if first > last:
        first, last = (first, last + timedelta(7)) if context.future else (first - timedelta(7), last)
    nightly = "night" in match[0].lower() and (last - first).days == 1
    return Span(first, last, 1 if nightly else width(first, last))


@_expression(
    rf"""(?:overnight\s+(?:on\s+|into\s+)?)?{_PART}{_WHICH}\b{_WEEKDAY.format("")}\b{_OF_DAY}(?:\s+overnight)?""",
    capitalised=True,
)
def _weekday(match: re.Match[str], context: Context) -> Span | None:
    """Read "Tuesday", "late on Sunday night", "next Friday"."""
    if context.published is None:
        return Span(future=context.future)
    day = _nearest(match["weekday"], (match["which"] or "").lower(), context)
    before = timedelta("overnight into" in match[0].lower())
    return Span(day - before, day, 1)


# --- relative to the document's date ----------------------------------------------------------------------------

_COUNT = (
    r"(?P<count>[0-9]{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"twenty|thirty|forty|fifty|sixty|a\s+couple\s+of|a\s+dozen|several|a\s+few|some|many|half\s+an?)"
)
_UNIT = r"(?P<unit>hour|day|night|week|fortnight|month|year|decade)"
_DAYS_IN = {
    "hour": 1 / 24,
    "day": 1.0,
    "night": 1.0,
    "week": 7.0,
    "fortnight": 14.0,
    "month": 30.44,
    "year": 365.25,
    "decade": 3652.5,
}
_SIMPLE = {
    "day before yesterday": (-2, -2), "day after tomorrow": (2, 2), "yesterday": (-1, -1), "tomorrow": (1, 1),
    "last night": (-1, 0), "overnight": (-1, 0),
}  # fmt: skip


@_expression(
    r"\b(?:the\s+)?day\s+(?:before\s+yesterday|after\s+tomorrow)\b",
    rf"\b(?:earlier\s+|late\s+|later\s+|early\s+)?(?:today|yesterday|tomorrow)\b{_OF_DAY}",
    r"\btonight\b|\bovernight\b|\blast\s+night\b",
    r"\b(?:early\s+|earlier\s+|late\s+|later\s+)?this\s+(?:morning|afternoon|evening)\b",
)
def _simple(match: re.Match[str], context: Context) -> Span | None:
    """Read "yesterday", "overnight", "this morning"."""
    words = " ".join(match[0].lower().split())
    first, last = next((days for name, days in _SIMPLE.items() if name in words), (0, 0))
    if context.published is None:
        return Span(future=first > 0)
    return Span(context.published + timedelta(first), context.published + timedelta(last), 1, future=first > 0)


def _count(words: str) -> tuple[float, bool]:
    """Return how many, 0 where that is open, and whether it is exact."""
    said = " ".join(words.lower().split())
    if said in {"a", "an", "one"}:
        return 1, True
    if said.startswith("half"):
        return 0.5, False
    if said in {"several", "a few", "some", "many"}:
        return 0, False
    found = numbers.find(said)
    return (found[0].point, said != "a couple of") if found else (0, False)


@_expression(
    rf"""(?P<about>(?:about|around|some|roughly|nearly|almost|more\s+than|over|at\s+least)\s+)?\b{_COUNT}[\s-]+{_UNIT}s?\s+
        (?P<way>ago|back|earlier|previously|later|from\s+now|(?:before|after)(?!\s+\w))\b""",
)
def _back(match: re.Match[str], context: Context) -> Span | None:
    """Read "three days ago", "two weeks earlier", "a month later"."""
    way = " ".join(match["way"].lower().split())
    count, exact = _count(match["count"])
    unit = match["unit"].lower()
    sign = 1 if way in {"later", "after", "from now"} else -1
    past = sign < 0 and (unit == "decade" or (unit == "year" and count != 0.5))
    base = context.published if way in {"ago", "back", "from now"} else _told(context, ahead=sign > 0)
    if base is None or count == 0:
        return Span(past=past)
    return _shift(base, sign * count, unit, exact=exact and not match["about"], past=past)


def _told(context: Context, *, ahead: bool) -> date | None:
    """Return what "earlier" and "later" count from; a past "later" does not run ahead of the document's date."""
    if context.anchor is not None or (ahead and not context.future):
        return context.anchor
    return context.published


def _shift(base: date, count: float, unit: str, *, exact: bool, past: bool) -> Span:
    if unit == "hour":
        day = base + timedelta(int(count / 24))
        return Span(day, day, 1) if abs(count) <= 12 else Span(day - timedelta(1), day, 1)
    if unit in {"day", "night"}:
        day = base + timedelta(int(count))
        return Span(day, day, 1) if exact else Span(day - timedelta(1), day + timedelta(1), 2)
    if unit in {"week", "fortnight"}:
        day = base + timedelta(int(count * _DAYS_IN[unit]))
        return Span(day - timedelta(3), day + timedelta(3), 2)
    if unit == "month":
        months = base.year * 12 + base.month - 1 + round(count)
        return _month_span(months // 12, months % 12 + 1)
    year = base.year + int(count * (10 if unit == "decade" else 1))
    return Span(date(year, 1, 1), date(year, 12, 31), None, past=past)


@_expression(
    r"\bthe\s+(?:previous|preceding|next|following|very\s+next)\s+day\b|\bthe\s+day\s+(?:before|after)\b(?!\s+\w)"
)
def _adjacent(match: re.Match[str], context: Context) -> Span | None:
    """Read "the previous day", "the day after", from the date told last."""
    back = re.search(r"previous|before|preceding", match[0], re.IGNORECASE) is not None
    base = _told(context, ahead=not back)
    if base is None:
        return UNKNOWN
    day = base + timedelta(-1 if back else 1)
    return Span(day, day, 1)


@_expression(
    r"\b(?:(?:earlier|later|late|early)\s+)?(?P<which>last|this|next|previous|coming)\s+(?P<unit>week|month|year)\b(?!['’]?s?-long)"
)
def _period(match: re.Match[str], context: Context) -> Span | None:
    """Read "last week", "earlier this month", "next year"."""
    which, unit = match["which"].lower(), match["unit"].lower()
    step = {"last": -1, "previous": -1, "next": 1, "coming": 1}.get(which, 0)
    past, future = step < 0 and unit == "year", step > 0
    published = context.published
    if published is None:
        return Span(past=past, future=future)
    if unit == "week":
        monday = published - timedelta(published.weekday()) + timedelta(7 * step)
        return Span(monday, monday + timedelta(6) if step else published, 2, future=future)
    if unit == "month":
        months = published.year * 12 + published.month - 1 + step
        span = _month_span(months // 12, months % 12 + 1)
        return Span(span.first, span.last if step else published, 3, future=future)
    year = published.year + step
    return Span(date(year, 1, 1), date(year, 12, 31) if step else published, None, past=past, future=future)


@_expression(r"\b(?:(?:over|at|during|on)\s+)?(?:the|last|this|next|this\s+past)\s+weekend\b")
def _weekend(match: re.Match[str], context: Context) -> Span | None:
    """Read "over the weekend": the latest Saturday and Sunday, or the next."""
    published = context.published
    future = context.future or "next" in match[0].lower()
    if published is None:
        return Span(future=future)
    if future:
        saturday = published + timedelta((4 - published.weekday()) % 7 + 1)
        return Span(saturday, saturday + timedelta(1), 2, future=True)
    saturday = published - timedelta((published.weekday() - 5) % 7)
    return Span(saturday, min(saturday + timedelta(1), published), 2)


# --- spans that last --------------------------------------------------------------------------------------------

_ORDINALS = {
    word: value
    for value, word in enumerate(
        (
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
        ),
        start=1,
    )
}


@_expression(
    rf"""\b(?:for|in|over|during|within|throughout)\s+(?:(?:at\s+least|more\s+than|about|nearly|over|almost)\s+)?(?:the\s+)?
        (?:(?:past|last|previous)\s+)(?:(?:at\s+least|more\s+than)\s+)?(?:{_COUNT}[\s-]+)?{_UNIT}s?\b""",
    rf"""\b(?P<for>for)\s+(?:(?:at\s+least|more\s+than|about|nearly|over|almost|some)\s+)?(?:the\s+)?{_COUNT}[\s-]+
        (?:(?P<run>consecutive|straight|successive)\s+|whole\s+|full\s+)?{_UNIT}s?\b(?!\s+(?:in\s+prison|in\s+jail|old))""",
)
def _lasting(match: re.Match[str], context: Context) -> Span | None:
    """Read "for three consecutive days", "over the past 24 hours": up to the document's date."""
    groups = match.groupdict()
    if groups.get("for") and not (groups["run"] or context.perfect):
        return Span(relation="for")
    count, _ = _count(match["count"] or "one")
    days = count * _DAYS_IN[match["unit"].lower()]
    if context.published is None or not days:
        return Span(relation="for")
    first = context.published - timedelta(max(1, round(days)))
    return Span(first, context.published, 1 if days <= 1 else width(first, context.published), relation="for")


@_expression(
    rf"""\b(?:for\s+)?(?:an?|the)\s+(?P<ordinal>{"|".join(_ORDINALS)}|\d{{1,3}}(?:st|nd|rd|th))\s+
        (?:(?:consecutive|straight|successive)\s+(?P<unit>day|night|week|month|year)\b(?:\s+(?:in\s+a\s+row|running))?
        |(?P<unit2>day|night|week|month|year)\s+(?:in\s+a\s+row|running)\b)""",
)
def _running(match: re.Match[str], context: Context) -> Span | None:
    """Read "for the third day in a row": that day and those before it."""
    order = _ORDINALS.get(match["ordinal"].lower()) or int(re.sub(r"\D", "", match["ordinal"]))
    unit = (match["unit"] or match["unit2"]).lower()
    if context.published is None or not order or unit not in {"day", "night", "week"}:
        return Span(relation="for")
    first = context.published - timedelta((order - 1) * int(_DAYS_IN[unit]))
    return Span(first, context.published, width(first, context.published), relation="for")


@_expression(
    r"\b(?:in\s+|over\s+)?(?:the\s+)?recent\s+(?:hours|days|weeks|months|years)\b",
    r"\b(?:years|decades|months|weeks|days)\s+ago\b|\bthe\s+other\s+day\b",
)
def _vague(match: re.Match[str], _: Context) -> Span | None:
    """Read "in recent weeks", "years ago": words without a date."""
    words = match[0].lower()
    return Span(past=words.endswith("ago") and words.startswith(("years", "decades")))
