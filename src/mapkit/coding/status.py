"""Whether a mention tells something that happened, or something negated, future, hypothetical or historical."""

import re
from collections.abc import Sequence
from datetime import date

from spacy.tokens import Token

from mapkit.coding.classification import Mention
from mapkit.coding.dates import FoundDate
from mapkit.coding.grammar import ancestors
from mapkit.coding.history import history, measures
from mapkit.coding.lexicon import pattern, words
from mapkit.coding.negation import negation
from mapkit.coding.outlook import outlook
from mapkit.coding.timing import path_length
from mapkit.model import EventStatus
from mapkit.text.sentences import Sentence

#: "Should the talks fail, the fighting could spread."
_INVERTED = re.compile(r"\W*(?:Should|Were|Had)\s[^.]+?,.*\b(?:could|would|might|will|may)\b", re.DOTALL)
_EXERCISE = pattern("status", "exercise_patterns")
_FICTION = pattern("status", "fiction_patterns")
_HABIT = pattern("status", "habit_patterns")
_SUM = pattern("status", "sum_patterns")
_TALKING = frozenset({"read", "talk", "speak", "write", "hear", "think", "ask", "worry", "learn", "sing", "joke"})
_MORE_OR_LESS = words("status", "more_or_less")


def status_of(
    mention: Mention, sentence: Sentence, published: date | None, dates: Sequence[FoundDate]
) -> tuple[EventStatus, str | None]:
    """Return a mention's status and, where it is not actual, why in a few words."""
    text = sentence.text
    if text.rstrip().endswith("?"):
        return EventStatus.HYPOTHETICAL, "the sentence is a question"
    if _INVERTED.match(text):
        return EventStatus.HYPOTHETICAL, "a condition opens the sentence"
    reason = negation(mention)
    if reason:
        return EventStatus.NEGATED, reason
    if _EXERCISE.search(text):
        return EventStatus.HYPOTHETICAL, "an exercise or simulation"
    found = outlook(mention)
    if found:
        return found
    if _is_dated_ahead(mention, sentence, dates):
        return EventStatus.FUTURE, "its date lies ahead"
    reason = history(mention.trigger, sentence, published, dates)
    if reason:
        return EventStatus.HISTORICAL, reason
    if _FICTION.search(text):
        return EventStatus.HYPOTHETICAL, "a work of fiction or an exhibition"
    reason = _generic(mention, sentence, dates)
    return (EventStatus.HYPOTHETICAL, reason) if reason else (EventStatus.ACTUAL, None)


def _is_dated_ahead(mention: Mention, sentence: Sentence, dates: Sequence[FoundDate]) -> bool:
    """Return whether a date that lies ahead is nearest to a trigger that tells nothing done ("a rally on Friday")."""
    trigger = mention.trigger
    if trigger.tag_ in ("VBD", "VBN") or not any(found.is_future for found in dates):
        return False
    spans = [(found, sentence.span(found.start, found.end)) for found in dates]
    near = [(path_length(span.root, trigger), found) for found, span in spans if span is not None]
    return bool(near) and min(near, key=lambda item: item[0])[1].is_future


def _generic(mention: Mention, sentence: Sentence, dates: Sequence[FoundDate]) -> str | None:
    habit = _HABIT.search(sentence.text)
    if habit and not any(found.precision in (1, 2) for found in dates):
        return f"'{habit.group()}': told in general"
    summed = _SUM.search(sentence.text)
    if summed and not any(found.precision == 1 for found in dates) and not measures(sentence.text, summed.start()):
        return f"'{summed.group()}': told in sum"
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
