"""Dates in news text, absolute and relative, resolved against the document's own date and nothing else.

The clock is never read. Without a document date a relative expression keeps its words and has no date; nor does a
day without a year. The rules, where English leaves room:

- a weekday is the latest such day not after the document's date ("last Tuesday": before it), or the first after it
  where the verb is in the future or the day is "next" or "coming";
- a day or month without a year is the latest not after the document's date, or the first after it in the future;
- "overnight" and "last night" are the night that ends on the document's date, from the day before to that day;
- "two days earlier", "the previous day" count from the nearest resolved date before them in the sentence, else from
  `anchor` (the caller's: the date of the sentence before), else from the document's date;
- weeks run from Monday to Sunday; "last week" is the one before the document's;
- 05/06/2024 may be May or June: it has no date; 17/08/2024 and 17.08.2024 are 17 August.

time_precision: 1 a day (or one night), 2 within a week, 3 within a month, None wider or unknown.
"""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from spacy.tokens import Token

from mapkit.coding import numbers
from mapkit.text.sentences import Sentence

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = tuple(name.lower() for name in calendar.month_name)
_PAST_AFTER = timedelta(days=60)

_MONTH = (
    r"(?P<month{0}>jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|jun\.|july?|jul\.|"
    r"aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)(?![A-Za-z])"
)
_FULL_MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December)(?![A-Za-z])"
)
_DAY = r"(?P<day{0}>[0-3]?[0-9])(?:st|nd|rd|th)?(?![0-9])"
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})(?![0-9])"
_WEEKDAY = r"(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
_DASH = r"\s?(?:-|–|—|/|to|and|through|until|till)\s?"
_COUNT = (
    r"(?P<count>[0-9]{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
    r"fifteen|twenty|thirty|forty|fifty|sixty|a couple of|a dozen|several|a few|some|many|half an?)"
)
_UNIT = r"(?P<unit>hour|day|night|week|weekend|fortnight|month|year|decade)"
_PART = r"(?:(?:the\s+)?(?:early\s+hours\s+of|early|late|later|mid|earlier)[\s-]+(?:on\s+)?)?"
_OF_DAY = r"(?:[\s-]+(?:early\s+|late\s+)?(?:morning|afternoon|evening|night|midday|noon|dawn))?"


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date expression at its exact offsets.

    Parameters
    ----------
    text : str
        The words, verbatim; `document.text[start:end] == text`.
    start, end : int
        Code points in the document's text.
    date_start, date_end : str or None
        ISO 8601, both inclusive; equal for a single day. With "since" the end is the document's date, with "until",
        "by" and "before" the start is open, with "after" the end is.
    precision : int or None
        1 a day, 2 within a week, 3 within a month, None wider or unknown.
    relation : str
        on, since, until, before, after, or for (a span that something lasts: "for three days").
    is_past_reference : bool
        It reaches back behind the news: a year before the document's, "two years ago", or more than sixty days.
    is_future : bool
        It lies ahead of the document's date, by its words or the tense of its verb.
    head : Token or None
        The verb or noun that the expression depends on in the parse.
    """

    text: str
    start: int
    end: int
    date_start: str | None
    date_end: str | None
    precision: int | None
    relation: str = "on"
    is_past_reference: bool = False
    is_future: bool = False
    head: Token | None = None


@dataclass(frozen=True, slots=True)
class _Context:
    published: date | None
    anchor: date | None
    future: bool


@dataclass(frozen=True, slots=True)
class _Span:
    first: date | None = None
    last: date | None = None
    precision: int | None = None
    relation: str = ""
    past: bool = False
    future: bool = False


_UNKNOWN = _Span()


def find(sentence: Sentence, published: date | None, *, anchor: date | None = None) -> tuple[FoundDate, ...]:
    """Return the date expressions of a sentence, in order, none overlapping another.

    Parameters
    ----------
    sentence : Sentence
    published : datetime.date or None
        The document's date.
    anchor : datetime.date or None
        What "two days earlier" counts from where the sentence names no earlier date; None for `published`.
    """
    text = sentence.text
    found: list[FoundDate] = []
    for match, rule in _matches(text):
        tokens = sentence.span(sentence.start + match.start(), sentence.start + match.end())
        head = _head(tokens.root) if tokens is not None else None
        words, start, end = match[0], match.start(), match.end()
        relation, lead = _relation(text, match)
        future = _is_future(head, words) or (relation == "until" and head is not None and head.tag_ in _PRESENT)
        context = _Context(published, anchor, future)
        span = _resolve(rule, match, context)
        if span is None:
            continue
        relation = span.relation or relation
        if span.relation == "":
            start -= lead
        found.append(_found(text[start:end], sentence.start + start, span, relation, context, head))
        if span.first is not None and span.last is not None and span.first == span.last:
            anchor = span.first
    return tuple(found)


def spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return where a text holds date expressions, for whoever must not take their figures for counts."""
    return tuple((match.start(), match.end()) for match, _ in _matches(text))


def _resolve(rule: "_Rule", match: re.Match[str], context: _Context) -> _Span | None:
    try:
        return rule(match, context)
    except (ValueError, OverflowError):  # 31 June, or a year before 1: the words stay, the date is not one
        return _UNKNOWN


def _found(text: str, start: int, span: _Span, relation: str, context: _Context, head: Token | None) -> FoundDate:
    first, last, precision = span.first, span.last, span.precision
    published = context.published
    past = span.past or (published is not None and last is not None and published - last > _PAST_AFTER)
    future = span.future or (published is not None and first is not None and first > published)
    if relation == "since" and first is not None:
        last = published
        precision = _width(first, last) if last is not None else None
        past = False
    elif relation in {"until", "before"}:
        first, precision = None, None
    elif relation == "after":
        first, last, precision = last, None, None
    return FoundDate(
        text, start, start + len(text), _iso(first), _iso(last), precision, relation, past, future, head
    )  # fmt: skip


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _width(first: date, last: date) -> int | None:
    """Return the time precision of a span of days."""
    days = abs((last - first).days)
    if days == 0:
        return 1
    if days <= 7:
        return 2
    return 3 if days <= 31 else None


# --- where: the words around an expression ---------------------------------------------------------------------

_LEAD = re.compile(
    r"\b(?P<word>ever since|since|starting (?:on |in )?|beginning (?:on |in )?|as of|until|till|up to|by|before|prior to|"
    r"ahead of|after|following)\s+(?:(?:the|early|late|about|around|at least|on|in|of)\s+){0,2}\Z",
    re.IGNORECASE,
)
_RELATIONS = {
    "since": "since", "ever since": "since", "starting": "since", "beginning": "since", "as of": "on",
    "until": "until", "till": "until", "up to": "until", "by": "until", "before": "before", "prior to": "before",
    "ahead of": "before", "after": "after", "following": "after",
}  # fmt: skip
_OWNER = re.compile(r"['’]s?\b|\s+(?:attack|strike|assault|raid|bombing|blast|incident|meeting|vote|talks|clashes)\b")


def _relation(text: str, match: re.Match[str]) -> tuple[str, int]:
    """Return how the clause relates to a date, and how many code points of the word for it stand before."""
    before = text[max(0, match.start() - 40) : match.start()]
    lead = _LEAD.search(before)
    if lead is None:
        return "on", 0
    word = " ".join(lead["word"].lower().split()).removesuffix(" on").removesuffix(" in")
    relation = _RELATIONS[word]
    if relation == "after" and _OWNER.match(text, match.end()):
        return "on", 0  # "after Tuesday's attack": Tuesday dates the attack
    return relation, len(before) - lead.start()


def _head(token: Token) -> Token:
    """Return the verb, or the noun that is no part of the date, that an expression hangs on."""
    head = token
    for _ in range(8):
        if head.head is head:
            break
        head = head.head
        if head.pos_ in {"VERB", "AUX", "NOUN"} and head.lemma_.lower() not in _DATE_WORDS:
            break
    return head


_DATE_WORDS = frozenset(
    [
        "day",
        "week",
        "month",
        "year",
        "morning",
        "evening",
        "afternoon",
        "night",
        "hour",
        "weekend",
        "decade",
        "dawn",
        "fortnight",
    ]
) | {*_DAYS, *_MONTHS}
_PLANNED = frozenset(["schedule", "plan", "expect", "due", "slate", "set", "intend"])
_PRESENT = frozenset({"VB", "VBP", "VBZ"})


def _is_future(head: Token | None, words: str) -> bool:
    """Whether the expression's verb speaks of what is to come."""
    if re.match(r"(?:next|tomorrow|coming|upcoming|the coming|this coming)\b", words, re.IGNORECASE):
        return True
    token = head
    for _ in range(6):
        if token is None:
            return False
        if token.pos_ in {"VERB", "AUX", "ADJ"}:
            for child in token.children:
                if child.dep_ in {"aux", "auxpass"} and child.lower_ in {"will", "shall", "'ll", "’ll", "wo"}:
                    return True
                if child.dep_ == "aux" and child.lower_ == "to" and token.head.lemma_ in {"be", "go", *_PLANNED}:
                    return True
            if token.lemma_ in _PLANNED and token.tag_ in {"VBN", "JJ"}:
                return True
            if token.tag_ in {"VBD", "VBN"}:
                return False
        token = token.head if token.head is not token else None
    return False


# --- what: the kinds of expression -------------------------------------------------------------------------------

_Rule = Callable[[re.Match[str], _Context], _Span | None]


def _month_number(name: str) -> int:
    key = name.lower()[:3]
    return next(number for number, full in enumerate(_MONTHS) if number and full.startswith(key))


def _month_span(year: int, month: int, part: str = "") -> _Span:
    last = calendar.monthrange(year, month)[1]
    first, final = {"early": (1, 10), "mid": (11, 20), "late": (21, last)}.get(part, (1, last))
    return _Span(date(year, month, first), date(year, month, final), 3)


def _part_of(words: str | None) -> str:
    words = (words or "").lower()
    for part, names in (("early", ("early", "beginning", "start")), ("mid", ("mid",)), ("late", ("late", "end"))):
        if any(name in words for name in names):
            return part
    return ""


def _dated(month: int, day: int, year: int | None, context: _Context) -> date | None:
    """Return a day; without a year the one nearest before the document's date, or after it in the future."""
    if year is not None:
        return date(year, month, day)
    published = context.published
    if published is None:
        date(2024, month, day)  # raises for a day that no year has
        return None
    step = 1 if context.future else -1
    for offset in range(9):  # 29 February may be eight years off
        candidate_year = published.year + step * offset
        if day > calendar.monthrange(candidate_year, month)[1]:
            continue
        candidate = date(candidate_year, month, day)
        if (candidate >= published) if context.future else (candidate <= published):
            return candidate
    return None


def _days(match: re.Match[str], context: _Context) -> _Span | None:
    """17 August 2024; Aug. 17-19; 30 August to 2 September."""
    groups = match.groupdict()
    year = int(groups["year"]) if groups.get("year") else None
    month = _month_number(groups["month"] or "")
    first = _dated(month, int(groups["day"] or 0), year, context)
    if not groups.get("day2"):
        return _Span(first, first, 1 if first else None)
    month2 = _month_number(groups["month2"]) if groups.get("month2") else month
    if first is None:
        return _UNKNOWN
    last = date(first.year + (month2 < month), month2, int(groups["day2"] or 0))
    if last < first:
        return _Span(first, first, 1)
    return _Span(first, last, _width(first, last))


def _iso_day(match: re.Match[str], _: _Context) -> _Span | None:
    day = date(int(match["year"]), int(match["m"]), int(match["d"]))
    return _Span(day, day, 1)


def _numeric(match: re.Match[str], _: _Context) -> _Span | None:
    first, second, year = int(match["a"]), int(match["b"]), int(match["year"])
    if match["sep"] == "." or first > 12:
        day = date(year, second, first)
    elif second > 12 or first == second:
        day = date(year, first, second)
    else:
        return _UNKNOWN
    return _Span(day, day, 1)


def _month_year(match: re.Match[str], _: _Context) -> _Span | None:
    return _month_span(int(match["year"]), _month_number(match["month"]), _part_of(match["part"]))


def _month_alone(match: re.Match[str], context: _Context) -> _Span | None:
    published = context.published
    if published is None:
        return _UNKNOWN
    month = _month_number(match["month"])
    year = published.year
    words = (match["which"] or "").lower()
    if context.future or words == "next":
        year += month < published.month
    elif month > published.month or (words == "last" and month == published.month):
        year -= 1
    span = _month_span(year, month, _part_of(match["part"]))
    if span.first and span.first <= published < (span.last or published) and not context.future:
        span = _Span(span.first, published, 3)
    return span


def _year(match: re.Match[str], context: _Context) -> _Span | None:
    year = int(match["year"])
    last = int(match["year2"]) if match["year2"] else year
    if last < year:
        return None
    published = context.published
    past = published is None or last < published.year
    return _Span(
        date(year, 1, 1), date(last, 12, 31), None, past=past, future=bool(published and year > published.year)
    )


def _decade(match: re.Match[str], context: _Context) -> _Span | None:
    year = int(match["decade"])
    past = context.published is None or year + 9 < context.published.year
    return _Span(date(year, 1, 1), date(year + 9, 12, 31), None, past=past)


def _weekday(match: re.Match[str], context: _Context) -> _Span | None:
    published = context.published
    if published is None:
        return _Span(future=context.future)
    day = _nearest(_DAYS.index(match["weekday"].lower()), (match["which"] or "").lower(), context)
    nightly = "overnight" in match[0].lower()
    if nightly and "into" in match[0].lower():
        return _Span(day - timedelta(1), day, 1)
    return _Span(day, day, 1)


def _nearest(weekday: int, which: str, context: _Context) -> date:
    """Return the day that a weekday's name means; `which` is last, next, this, ... or nothing."""
    published = context.published
    if published is None:
        raise ValueError("no document date")
    if context.future or which in {"next", "coming", "upcoming", "this coming", "the coming"}:
        return published + timedelta((weekday - published.weekday() - 1) % 7 + 1)
    back = (published.weekday() - weekday) % 7
    if which in {"last", "previous"} and back == 0:
        back = 7
    return published - timedelta(back)


def _weekdays(match: re.Match[str], context: _Context) -> _Span | None:
    if context.published is None:
        return _UNKNOWN
    last = _nearest(_DAYS.index(match["weekday2"].lower()), "", context)
    first = _nearest(_DAYS.index(match["weekday"].lower()), "", context)
    if first > last:
        first -= timedelta(7)
    nightly = "overnight" in match[0].lower() or "night" in match[0].lower()
    return _Span(first, last, 1 if nightly and (last - first).days == 1 else _width(first, last))


_SIMPLE = {
    "today": (0, 0), "tonight": (0, 0), "yesterday": (-1, -1), "tomorrow": (1, 1), "overnight": (-1, 0),
    "last night": (-1, 0), "day before yesterday": (-2, -2), "day after tomorrow": (2, 2),
}  # fmt: skip


def _simple(match: re.Match[str], context: _Context) -> _Span | None:
    words = " ".join(match[0].lower().split())
    key = next((name for name in sorted(_SIMPLE, key=len, reverse=True) if name in words), "today")
    future = key in {"tomorrow", "day after tomorrow"}
    if context.published is None:
        return _Span(future=future)
    first, last = _SIMPLE[key]
    return _Span(context.published + timedelta(first), context.published + timedelta(last), 1, future=future)


def _count(words: str) -> tuple[float, bool]:
    """Return how many, and whether that is exact."""
    words = " ".join(words.lower().split())
    if words in {"a", "an", "one"}:
        return 1, True
    if words in {"half a", "half an"}:
        return 0.5, False
    if words in {"several", "a few", "some", "many"}:
        return 0, False
    found = numbers.find(words)
    return (found[0].point, words != "a couple of") if found else (0, False)


def _back(match: re.Match[str], context: _Context) -> _Span | None:
    """Three days ago; two weeks earlier; a month later."""
    words = match["way"].lower()
    count, exact = _count(match["count"])
    unit = match["unit"].lower()
    sign = 1 if words in {"later", "after", "from now"} else -1
    past = sign < 0 and (unit in {"decade"} or (unit == "year" and count != 0.5))
    base = context.published if words in {"ago", "back", "from now"} else context.anchor or context.published
    if base is None or count == 0:
        return _Span(past=past)
    return _shift(base, sign * count, unit, exact=exact and not match["about"], past=past)


def _shift(base: date, count: float, unit: str, *, exact: bool, past: bool = False) -> _Span:
    if unit == "hour":
        day = base + timedelta(int(count / 24))
        return _Span(day, day, 1) if abs(count) <= 12 else _Span(day - timedelta(1), day, 1)
    if unit in {"day", "night"}:
        day = base + timedelta(int(count))
        return _Span(day, day, 1) if exact else _Span(day - timedelta(1), day + timedelta(1), 2)
    if unit in {"week", "fortnight"}:
        day = base + timedelta(int(count * (7 if unit == "week" else 14)))
        return _Span(day - timedelta(3), day + timedelta(3), 2)
    if unit == "month":
        months = base.year * 12 + base.month - 1 + round(count)
        return _month_span(months // 12, months % 12 + 1)
    years = count * (10 if unit == "decade" else 1)
    year = base.year + int(years)
    return _Span(date(year, 1, 1), date(year, 12, 31), None, past=past)


def _adjacent(match: re.Match[str], context: _Context) -> _Span | None:
    """The previous day; the day before; the next day; a day earlier."""
    base = context.anchor or context.published
    if base is None:
        return _UNKNOWN
    back = re.search(r"previous|before|preceding", match[0], re.IGNORECASE) is not None
    day = base + timedelta(-1 if back else 1)
    return _Span(day, day, 1)


def _period(match: re.Match[str], context: _Context) -> _Span | None:
    """Last week; this month; earlier this year; the weekend; next month."""
    which, unit = match["which"].lower(), match["unit"].lower()
    published = context.published
    past = which in {"last", "previous"} and unit == "year"
    future = which in {"next", "coming"}
    if published is None:
        return _Span(past=past, future=future)
    step = {"last": -1, "previous": -1, "next": 1, "coming": 1}.get(which, 0)
    if unit == "week":
        monday = published - timedelta(published.weekday()) + timedelta(7 * step)
        last = monday + timedelta(6)
        return _Span(monday, min(last, published) if step == 0 else last, 2, future=future)
    if unit == "month":
        months = published.year * 12 + published.month - 1 + step
        span = _month_span(months // 12, months % 12 + 1)
        return _Span(span.first, published if step == 0 else span.last, 3, future=future)
    year = published.year + step
    last = date(year, 12, 31) if step else published
    return _Span(date(year, 1, 1), last, None, past=past, future=future)


def _weekend(match: re.Match[str], context: _Context) -> _Span | None:
    published = context.published
    future = context.future or "next" in match[0].lower()
    if published is None:
        return _Span(future=future)
    if future:
        saturday = published + timedelta((5 - published.weekday() - 1) % 7 + 1)
    else:
        saturday = published - timedelta((published.weekday() - 5) % 7)
    return _Span(
        saturday, saturday + timedelta(1) if future else min(saturday + timedelta(1), published), 2, future=future
    )


def _lasting(match: re.Match[str], context: _Context) -> _Span | None:
    """For three consecutive days; in the past two weeks; over the last 24 hours."""
    count, _ = _count(match["count"] or "one")
    unit = match["unit"].lower()
    days = count * {"hour": 1 / 24, "day": 1, "night": 1, "week": 7, "fortnight": 14, "month": 30.44}.get(unit, 365.25)
    if unit == "weekend":
        return None
    if context.published is None or not days:
        return _Span(relation="for")
    first = context.published - timedelta(max(1, round(days)))
    precision = 1 if days <= 1 else _width(first, context.published)
    return _Span(first, context.published, precision, relation="for")


def _running(match: re.Match[str], context: _Context) -> _Span | None:
    """For the third day in a row: that day and those before it."""
    order = _ORDINALS.get(match["ordinal"].lower()) or int(re.sub(r"\D", "", match["ordinal"]) or 0)
    unit = match["unit"].lower()
    days = {"day": 1, "night": 1, "week": 7}.get(unit)
    if context.published is None or not order or days is None:
        return _Span(relation="for")
    first = context.published - timedelta((order - 1) * days)
    return _Span(first, context.published, _width(first, context.published), relation="for")


_ORDINALS = {
    word: value
    for value, word in enumerate(
        [
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
        ],
        start=1,
    )
}


def _vague(match: re.Match[str], _: _Context) -> _Span | None:
    return _Span(
        past=re.search(r"years|decades", match[0], re.IGNORECASE) is not None and "recent" not in match[0].lower()
    )


_WHICH = r"(?:(?P<which>last|next|this|this coming|the coming|coming|upcoming|previous)\s+)?"
_YEAR_LEAD = (
    r"(?<![\w.,:/-])(?:(?<=\bin )|(?<=\bsince )|(?<=\bof )|(?<=\bduring )|(?<=\bfrom )|(?<=\buntil )|(?<=\bby )|(?<=\bbefore )"
    r"|(?<=\bafter )|(?<=\blate )|(?<=\bearly )|(?<=\bmid-)|(?<=\bbetween )|(?<=\bthroughout )|(?<=\bto )|(?<=\bthe )"
    r"|(?<=\bspring )|(?<=\bsummer )|(?<=\bautumn )|(?<=\bwinter )|(?<=\bfall )|(?<=\bJuly-)|(?<=\()|(?=(?:19|20)\d\d['’]s\b))"
)

_RULES: tuple[tuple[str, _Rule], ...] = (
    (r"(?<![\w-])(?P<year>(?:19|20)\d{2})[-/](?P<m>0[1-9]|1[0-2])[-/](?P<d>[0-3]\d)(?!\d)(?:T[\d:.]+Z?)?", _iso_day),
    (r"(?<![\w.,/-])(?P<a>[0-3]?\d)(?P<sep>[./])(?P<b>[0-3]?\d)(?P=sep)(?P<year>(?:19|20)\d{2})(?!\d)", _numeric),
    (
        rf"(?:{_PART}{_WEEKDAY},?\s+(?:the\s+)?)?(?<![\w.,:/-]){_DAY.format('')}{_DASH}{_DAY.format('2')}\s+(?:of\s+)?"
        rf"{_MONTH.format('')}(?:,?\s+{_YEAR})?",
        _days,
    ),
    (
        rf"(?:{_PART}{_WEEKDAY},?\s+(?:the\s+)?)?(?<![\w.,:/-]){_DAY.format('')}\s+(?:of\s+)?{_MONTH.format('')}"
        rf"(?:{_DASH}{_DAY.format('2')}\s+{_MONTH.format('2')})?(?:,?\s+{_YEAR})?",
        _days,
    ),
    (
        rf"(?:{_PART}{_WEEKDAY}(?:{_OF_DAY}),?\s+(?:the\s+)?)?\b{_MONTH.format('')}\s+(?:the\s+)?{_DAY.format('')}"
        rf"(?:(?:{_DASH}|,\s)(?:{_MONTH.format('2')}\s+)?{_DAY.format('2')}(?!\s+(?:people|civilians|soldiers|were|was|drones|missiles)))?"
        rf"(?:,?\s+{_YEAR})?",
        _days,
    ),
    (
        rf"(?:(?P<part>early|mid|late|the\s+(?:end|beginning|start|middle)\s+of)[\s-]+)?\b{_MONTH.format('')},?\s+(?:of\s+)?{_YEAR}",
        _month_year,
    ),
    (
        rf"(?:(?<=\bin )|(?<=\bsince )|(?<=\bduring )|(?<=\bof )|(?<=\buntil )|(?<=\bby )|(?<=\bfrom )|(?<=\bthroughout )|(?<=\bback in )"
        rf"|(?=(?:early|mid|late|last|next|this)[\s-]))"
        rf"(?:(?P<which>last|next|this)\s+)?(?:(?P<part>early|mid|late|the\s+(?:end|beginning|start)\s+of)[\s-]+)?(?-i:{_FULL_MONTH})"
        r"(?!\s+\d)",
        _month_alone,
    ),
    (rf"{_YEAR_LEAD}{_YEAR}(?:\s?(?:-|–|to|and|until)\s?(?P<year2>(?:19|20)\d{{2}})(?!\d))?(?!\s*(?:km|people|kg))(?![,.]\d)", _year),
    (r"\b(?:the\s+)?(?:early\s+|late\s+|mid-?\s?)?(?P<decade>(?:19|20)\d0)['’]?s\b", _decade),
    (
        rf"(?:overnight\s+|the\s+night\s+)?(?:from|between|on)?\s*\b{_WEEKDAY}{_OF_DAY}\s?(?:-|–|to|and|into|through|until|or)\s?"
        rf"\b(?P<weekday2>{'|'.join(_DAYS)})\b{_OF_DAY}",
        _weekdays,
    ),
    (rf"(?:overnight\s+(?:on\s+|into\s+)?)?{_PART}{_WHICH}\b{_WEEKDAY}\b{_OF_DAY}(?:\s+overnight)?", _weekday),
    (
        r"\b(?:the\s+)?day\s+(?:before\s+yesterday|after\s+tomorrow)\b|\b(?:earlier\s+|late\s+|later\s+|early\s+)?(?:today|yesterday|tomorrow)\b"
        rf"{_OF_DAY}|\btonight\b|\bovernight\b|\blast\s+night\b"
        r"|\b(?:early\s+|earlier\s+|late\s+|later\s+)?this\s+(?:morning|afternoon|evening)\b",
        _simple,
    ),
    (
        rf"(?P<about>(?:about|around|some|roughly|nearly|almost|more\s+than|over|at\s+least)\s+)?\b{_COUNT}[\s-]+{_UNIT}s?\s+"
        r"(?P<way>ago|back|earlier|previously|later|from\s+now|(?:before|after)(?!\s+\w))\b",
        _back,
    ),
    (r"\bthe\s+(?:previous|preceding|next|following|very\s+next)\s+day\b|\bthe\s+day\s+(?:before|after)\b(?!\s+\w)", _adjacent),
    (
        r"\b(?:(?:earlier|later|late|early)\s+)?(?P<which>last|this|next|previous|coming)\s+(?P<unit>week|month|year)\b(?!['’]?s?-long)",
        _period,
    ),
    (r"\b(?:(?:over|at|during|on)\s+)?(?:the|last|this|next|this\s+past)\s+weekend\b", _weekend),
    (
        rf"\b(?:for|in|over|during|within|throughout)\s+(?:(?:at\s+least|more\s+than|about|nearly|over|almost)\s+)?(?:the\s+)?"
        rf"(?:(?:past|last|previous|recent)\s+)(?:(?:at\s+least|more\s+than)\s+)?(?:{_COUNT}[\s-]+)?{_UNIT}s?\b",
        _lasting,
    ),
    (
        rf"\bfor\s+(?:(?:at\s+least|more\s+than|about|nearly|over|almost|some)\s+)?(?:the\s+)?{_COUNT}[\s-]+"
        rf"(?:(?:consecutive|straight|successive|whole|full)\s+)?{_UNIT}s?\b(?!\s+(?:in\s+prison|in\s+jail|old))",
        _lasting,
    ),
    (
        r"\b(?:for\s+)?(?:an?|the)\s+(?P<ordinal>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\d{1,3}(?:st|nd|rd|th))"
        r"\s+(?:(?P<run>consecutive|straight|successive)\s+)?(?P<unit>day|night|week|month|year)\b(?:\s+(?:in\s+a\s+row|running))?",
        _running,
    ),
    (
        r"\b(?:in\s+|over\s+)?(?:the\s+)?recent\s+(?:hours|days|weeks|months|years)\b|\b(?:years|decades|months|weeks|days)\s+ago\b|\bthe\s+other\s+day\b",
        _vague,
    ),
)  # fmt: skip
_COMPILED = tuple((re.compile(pattern, re.IGNORECASE), rule) for pattern, rule in _RULES)
_CUE = re.compile(
    r"\d|day|night|week|month|year|hour|morning|afternoon|evening|decade|fortnight|jan|feb|mar|apr|may|jun|jul|aug|sep|oct"
    r"|nov|dec",
    re.IGNORECASE,
)


def _matches(text: str) -> list[tuple[re.Match[str], _Rule]]:
    """Return the expressions of a text: the earliest first, of those that overlap the longest."""
    if _CUE.search(text) is None:
        return []
    every = [
        (match, rule, order) for order, (pattern, rule) in enumerate(_COMPILED) for match in pattern.finditer(text)
    ]
    every = [item for item in every if _plausible(text, item[0], item[1])]
    every.sort(key=lambda item: (-(item[0].end() - item[0].start()), item[2], item[0].start()))
    taken: list[tuple[re.Match[str], _Rule]] = []
    occupied = bytearray(len(text) + 1)
    for match, rule, _ in every:
        if not any(occupied[match.start() : match.end()]):
            occupied[match.start() : match.end()] = b"\1" * (match.end() - match.start())
            taken.append((match, rule))
    return sorted(taken, key=lambda item: item[0].start())


def _plausible(text: str, match: re.Match[str], rule: _Rule) -> bool:
    """Leave out look-alikes: "May 5 people", "the 24th day" without a run, "march 3 km"."""
    if rule is _days:
        name = match["month"]
        if name[0].islower():
            return False
        return 1 <= int(match["day"]) <= 31
    if rule is _running:
        return bool(match["run"]) or match[0].endswith(("row", "running"))
    if rule in {_weekday, _weekdays}:
        return match["weekday"][0].isupper()
    if rule is _month_year:
        return match["month"][0].isupper()
    return True
