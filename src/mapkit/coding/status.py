"""Whether a mention tells something that happened, or something negated, future, hypothetical or historical."""

import re
from collections.abc import Sequence
from datetime import date

from spacy.tokens import Token

from mapkit.coding.classification import Mention
from mapkit.coding.dates import FoundDate
from mapkit.coding.grammar import ancestors
from mapkit.coding.lexicon import pattern, words
from mapkit.coding.negation import negation
from mapkit.coding.outlook import outlook
from mapkit.coding.timing import dates_trigger, lies_behind
from mapkit.model import EventStatus
from mapkit.text.sentences import Sentence

_EXERCISE = pattern("status", "exercise_patterns")
_FICTION = pattern("status", "fiction_patterns")
_COMMEMORATION = pattern("status", "commemoration_patterns")
_OLD = pattern("status", "old_patterns", whole_words=False)
_DAY_AND_YEAR = re.compile(
    r"\b(?:\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]+,?\s+(?:19|20)\d\d|[A-Z][a-z]+\.?\s+\d{1,2},?\s+(?:19|20)\d\d)\b"
)
_YEAR = re.compile(r"\b(1[0-9]\d\d|20[0-4]\d)\b")
_HABIT = pattern("status", "habit_patterns")
_TALKING = frozenset({"read", "talk", "speak", "write", "hear", "think", "ask", "worry", "learn", "sing", "joke"})
_IN_RETURN = frozenset({"response", "retaliation", "revenge", "reprisal", "vengeance", "anniversary"})
_MORE_OR_LESS = words("status", "more_or_less")


def status_of(
    mention: Mention, sentence: Sentence, published: date | None, dates: Sequence[FoundDate]
) -> tuple[EventStatus, str | None]:
    """Return a mention's status and, where it is not actual, why in a few words."""
    text = sentence.text
    if text.rstrip().endswith("?"):
        return EventStatus.HYPOTHETICAL, "the sentence is a question"
    reason = negation(mention)
    if reason:
        return EventStatus.NEGATED, reason
    if _EXERCISE.search(text):
        return EventStatus.HYPOTHETICAL, "an exercise or simulation"
    found = outlook(mention)
    if found:
        return found
    reason = _history(mention.trigger, sentence, published, dates)
    if reason:
        return EventStatus.HISTORICAL, reason
    if _FICTION.search(text):
        return EventStatus.HYPOTHETICAL, "a work of fiction or an exhibition"
    reason = _generic(mention, sentence, dates)
    return (EventStatus.HYPOTHETICAL, reason) if reason else (EventStatus.ACTUAL, None)


def _history(trigger: Token, sentence: Sentence, published: date | None, dates: Sequence[FoundDate]) -> str | None:
    text = sentence.text
    if _COMMEMORATION.search(text) and not any(found.date_start and not found.is_past_reference for found in dates):
        return "a commemoration"
    for found in dates:
        span = sentence.span(found.start, found.end)
        if span is not None and lies_behind(found, trigger, published) and dates_trigger(span.root, trigger):
            return f"'{found.text}' lies behind the news"
    for match in _OLD.finditer(text):
        if not _is_recent(match, text, published) and _belongs(match, trigger, sentence):
            return f"'{match.group()}' lies behind the news"
    for child in trigger.children:
        if _YEAR.fullmatch(child.text) and (published is None or int(child.text) < published.year):
            return f"'{child.text} {trigger.text}'"
    summed = any(found.relation == "since" for found in dates) and trigger.tag_ in ("NNS", "NNPS")
    if summed and any(child.dep_ == "nummod" for child in trigger.children):
        return "a count of many, told in sum"
    for above in ancestors(trigger):
        if above.pos_ == "VERB":
            break
        if above.lemma_.lower() in _IN_RETURN:
            return f"told as the reason of another event ('{above.text}')"
    for child in trigger.children:
        if child.lower_ in ("previously", "formerly", "historically", "originally") and child.dep_ == "advmod":
            return f"'{child.text}'"
    return None


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


def _generic(mention: Mention, sentence: Sentence, dates: Sequence[FoundDate]) -> str | None:
    habit = _HABIT.search(sentence.text)
    if habit and not any(found.precision == 1 for found in dates):
        return f"'{habit.group()}': told in general"
    trigger = mention.trigger
    about = trigger.head
    if trigger.dep_ in ("pobj", "conj") and about.lower_ == "about" and about.head.lemma_.lower() in _TALKING:
        return f"'{about.head.text} about'"
    if trigger.tag_ in ("NNS", "NNPS", "VBG") and not dates:
        return _counted_in_general(trigger)
    if trigger.tag_ in ("VBP", "VBZ") and sentence.block > 0 and _has_bare_subjects(trigger):
        return "a general statement"
    return None


def _counted_in_general(trigger: Token) -> str | None:
    """Return the noun that makes events a mass or a trend ("a rise in attacks"), or None."""
    below = trigger
    for count, above in enumerate(ancestors(trigger)):
        if count > 2 or above.pos_ in ("VERB", "AUX"):
            return None
        if above.lemma_.lower() in _MORE_OR_LESS and below.dep_ in ("prep", "pobj"):
            return f"'{above.text}': told in general"
        below = above
    return None


def _has_bare_subjects(verb: Token) -> bool:
    """Return whether a present-tense verb has bare plurals for subjects ("Landmines kill civilians")."""
    subjects = [child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")]
    limiting = ("det", "amod", "compound", "poss", "nummod")
    return bool(subjects) and all(
        subject.tag_ == "NNS" and not any(child.dep_ in limiting for child in subject.children) for subject in subjects
    )
