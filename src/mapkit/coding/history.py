"""Whether an event lies behind the news: years back, commemorated, tried in court, or the reason of another."""

import re
from collections.abc import Sequence
from datetime import date

from spacy.tokens import Token

from mapkit.coding.dates import FoundDate
from mapkit.coding.grammar import ancestors
from mapkit.coding.lexicon import pattern, words
from mapkit.coding.timing import date_of, dates_trigger, lies_behind
from mapkit.text.sentences import Sentence

_COMMEMORATION = pattern("status", "commemoration_patterns")
_MARKING = pattern("status", "marking_patterns")
_OLD = pattern("status", "old_patterns", whole_words=False)
_DAY_AND_YEAR = re.compile(
    r"\b(?:\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]+,?\s+(?:19|20)\d\d|[A-Z][a-z]+\.?\s+\d{1,2},?\s+(?:19|20)\d\d)\b"
)
_YEAR = re.compile(r"\b(1[0-9]\d\d|20[0-4]\d)\b")
_IN_RETURN = frozenset({"response", "retaliation", "revenge", "reprisal", "vengeance", "anniversary"})
#: "the deadliest attack since 2019", "the first in two years": what is measured against the past is new.
_MEASURED = re.compile(
    r"\b(?:\w{2,}est|worst|first|only|most \w+|more \w+|single|(?:not|never)\b[^,.;]{0,30})\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_MEASURING = re.compile(r"(?:since|in|for)\b", re.IGNORECASE)
_COURT_VERBS, _COURT_NOUNS = words("status", "court_verbs"), words("status", "court_nouns")
_HEARING = frozenset({"examine", "hear", "try", "weigh", "consider", "review"})
_COURTS = frozenset({"court", "tribunal", "judge", "jury", "bench", "magistrate"})
#: How far from the start of a sentence the time that it looks back to may end.
_OPENING = 60
#: How far from its start that time may begin: "It was in 2015 that", not "Memories of the siege of 2015 are fresh".
_FRONT = 12
_NOW = pattern("status", "now_patterns")
_ONCE = ("previously", "formerly", "historically", "originally")


def history(trigger: Token, sentence: Sentence, published: date | None, dates: Sequence[FoundDate]) -> str | None:
    """Return why the event of a trigger lies behind the news, or None.

    Parameters
    ----------
    trigger : Token
    sentence : Sentence
    published : datetime.date or None
        The document's date.
    dates : sequence of FoundDate
        The sentence's.
    """
    return (
        _commemorated(trigger, sentence, dates)
        or _in_court(trigger, sentence, dates)
        or _dated(trigger, sentence, published, dates)
        or _by_its_words(trigger, published, dates)
    )


class Backdrop:
    """The paragraph that looks back: "Ten years ago this was the rebels' town. They held a bridge and ..."."""

    def __init__(self, published: date | None) -> None:
        self._published = published
        self._block = -1

    def read(self, sentence: Sentence) -> None:
        """Take in a sentence, in reading order."""
        text = sentence.text
        if _NOW.search(text):
            self._block = -1
            return
        match = _OLD.search(text[:_OPENING])
        if match is None or match.start() > _FRONT or measures(text, match.start()):
            return
        if not _is_recent(match, text, self._published):
            self._block = sentence.block

    def covers(self, sentence: Sentence) -> bool:
        """Return whether a sentence stands in a paragraph that looks back, and in no newer time of its own."""
        return sentence.block == self._block


def _commemorated(trigger: Token, sentence: Sentence, dates: Sequence[FoundDate]) -> str | None:
    text = sentence.text
    if _COMMEMORATION.search(text) and not any(found.date_start and not found.is_past_reference for found in dates):
        return "a commemoration"
    marking = _MARKING.search(text)
    if marking is not None and sentence.start_of(trigger) >= sentence.start + marking.end():
        return f"a commemoration ('{marking.group()}')"
    return None


def _dated(trigger: Token, sentence: Sentence, published: date | None, dates: Sequence[FoundDate]) -> str | None:
    """Return the time expression that puts a trigger behind the news."""
    text = sentence.text
    for found in dates:
        span = sentence.span(found.start, found.end)
        if span is None or measures(text, found.start - sentence.start):
            continue
        if lies_behind(found, trigger, published) and dates_trigger(span.root, trigger):
            return f"'{found.text}' lies behind the news"
    for match in _OLD.finditer(text):
        new = _is_recent(match, text, published) or measures(text, match.start())
        if not new and _belongs(match, trigger, sentence):
            return f"'{match.group()}' lies behind the news"
    return None


def _by_its_words(trigger: Token, published: date | None, dates: Sequence[FoundDate]) -> str | None:
    for child in trigger.children:
        if _YEAR.fullmatch(child.text) and (published is None or int(child.text) < published.year):
            return f"'{child.text} {trigger.text}'"
        if child.lower_ in _ONCE and child.dep_ == "advmod":
            return f"'{child.text}'"
    summed = any(found.relation == "since" for found in dates) and trigger.tag_ in ("NNS", "NNPS")
    if summed and any(child.dep_ == "nummod" for child in trigger.children):
        return "a count of many, told in sum"
    for above in ancestors(trigger):
        if above.pos_ == "VERB":
            break
        if above.lemma_.lower() in _IN_RETURN:
            return f"told as the reason of another event ('{above.text}')"
    return None


def measures(text: str, start: int) -> bool:
    """Return whether a time only measures what is new: "the deadliest attack since 2019".

    Parameters
    ----------
    text : str
        The sentence.
    start : int
        Where in it the time stands.
    """
    before = text[:start].rstrip()
    words_ = before.rsplit(None, 1)
    if _MEASURING.match(text, start):
        return _MEASURED.search(before) is not None
    return len(words_) == 2 and words_[1].lower() in ("since", "for") and _MEASURED.search(words_[0]) is not None


def _in_court(trigger: Token, sentence: Sentence, dates: Sequence[FoundDate]) -> str | None:
    """Return the word that makes an event the matter of a trial, unless it has a recent date of its own."""
    own = date_of(trigger, sentence, dates)
    if own is not None and own.date_start is not None and not own.is_past_reference and own.head == trigger:
        return None
    below = trigger
    for count, above in enumerate(ancestors(trigger)):
        if count > 6 or below.dep_ in ("conj", "ccomp", "parataxis", "advcl", "nsubj"):
            return None
        lemma = above.lemma_.lower()
        tried = lemma in _COURT_VERBS and above.pos_ == "VERB" and below.dep_ == "prep"
        tried = tried or (below.dep_ == "dobj" and _is_hearing(above))
        if tried or (lemma in _COURT_NOUNS and above.pos_ == "NOUN" and below.dep_ in ("prep", "acl")):
            return f"told in court ('{above.text}')"
        below = above
    return None


def _is_hearing(verb: Token) -> bool:
    """Return whether a verb tells what a court has before it: "the court examining the explosion of September"."""
    if verb.lemma_.lower() not in _HEARING:
        return False
    subjects = [child for child in verb.children if child.dep_ == "nsubj"]
    return any(token.lemma_.lower() in _COURTS for token in (*subjects, *((verb.head,) if verb.dep_ == "acl" else ())))


def _is_recent(match: re.Match[str], text: str, published: date | None) -> bool:
    """Return whether a year may be the news' own: the document's, or a full date's where that is unknown."""
    years = [int(year) for year in _YEAR.findall(match.group())]
    if not years:
        return False
    if published is not None:
        return max(years) >= published.year
    return any(day.start() <= match.end() and match.start() <= day.end() for day in _DAY_AND_YEAR.finditer(text))


def _belongs(match: re.Match[str], trigger: Token, sentence: Sentence) -> bool:
    start = sentence.start + match.start()
    span = sentence.span(start, sentence.start + match.end())
    if span is None:
        return False
    word = span[-1] if span[-1].pos_ in ("NUM", "NOUN", "PROPN") else span.root
    return dates_trigger(word, trigger)
