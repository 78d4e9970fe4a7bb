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

import re
from dataclasses import dataclass
from datetime import date, timedelta

from spacy.tokens import Token

from mapkit.coding.date_rules import DAYS, MONTHS, Context, Span, matches, resolve, width
from mapkit.text.sentences import Sentence

_PAST_AFTER = timedelta(days=60)


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
    for match, rule in matches(text):
        tokens = sentence.span(sentence.start + match.start(), sentence.start + match.end())
        head = _head(tokens.root) if tokens is not None else None
        words, start, end = match[0], match.start(), match.end()
        relation, lead = _relation(text, match)
        future = _is_future(head, words) or (relation == "until" and _is_present(head))
        context = Context(published, anchor, future, _is_perfect(head))
        span = resolve(rule, match, context)
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
    return tuple((match.start(), match.end()) for match, _ in matches(text))


def _found(text: str, start: int, span: Span, relation: str, context: Context, head: Token | None) -> FoundDate:
    first, last, precision = span.first, span.last, span.precision
    published = context.published
    past = span.past or (published is not None and last is not None and published - last > _PAST_AFTER)
    future = span.future or (published is not None and first is not None and first > published)
    if relation == "since" and first is not None:
        last = published
        precision = width(first, last) if last is not None else None
        past = False
    elif relation in {"until", "before"}:
        first, precision = None, None
    elif relation == "after":
        first, last, precision = last, None, None
    end = start + len(text)
    return FoundDate(text, start, end, _iso(first), _iso(last), precision, relation, past, future, head)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


# --- where: the words around an expression ---------------------------------------------------------------------

_LEAD = re.compile(
    r"\b(?P<word>ever since|since|starting (?:on |in )?|beginning (?:on |in )?|as of|until|till|up to|by|before|"
    r"prior to|ahead of|after|following)\s+(?:(?:the|early|late|about|around|at least|on|in|of)\s+){0,2}\Z",
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
    ("day", "week", "month", "year", "morning", "evening", "afternoon", "night", "hour", "weekend", "decade", "dawn")
) | {*DAYS, *MONTHS}
_PLANNED = frozenset(["schedule", "plan", "expect", "due", "slate", "set", "intend"])
_PRESENT = frozenset({"VB", "VBP", "VBZ"})


def _is_present(head: Token | None) -> bool:
    """Whether the verb of "until Friday" stands in the present, so that the Friday is to come."""
    if head is None:
        return False
    return head.tag_ in _PRESENT or any(
        child.dep_.startswith("aux") and child.tag_ in _PRESENT for child in head.children
    )


def _is_perfect(head: Token | None) -> bool:
    """Whether a verb stands in the present perfect ("has prevailed")."""
    return head is not None and any(
        child.dep_.startswith("aux") and child.lower_ in {"has", "have", "'ve", "’ve"} for child in head.children
    )


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
            if any(child.dep_ == "acomp" and child.lower_ == "due" for child in token.children):
                return True
            if token.tag_ in {"VBD", "VBN"}:
                return False
        token = token.head if token.head is not token else None
    return False
