"""What a text takes back: false alarms, bangs with a harmless cause, errors that it mends itself."""

import re
from collections.abc import Iterable, Sequence

from mapkit.coding.drafts import Draft
from mapkit.coding.lexicon import pattern, words
from mapkit.model import EventStatus, EventType
from mapkit.text.sentences import Sentence

#: How many of the latest drafts a sentence may take back.
_REACH = 20
#: How many sentences after a bang its harmless cause may be told.
_NEAR = 3
_HEARD = words("retractions", "heard")
_VERDICT = pattern("retractions", "verdict_patterns", whole_words=False)
_OWN_ERROR = pattern("retractions", "own_error_patterns")
_PRIVATE = pattern("retractions", "private_patterns")
_ACCIDENT = pattern("retractions", "accident_patterns")
_CRIME = frozenset({EventType.VIOLENCE, EventType.EXPLOSIONS})
_CAUSE = re.compile(
    pattern("retractions", "being_patterns").pattern
    + r"\s+(?:(?:only|just|merely|in fact|actually|probably|likely|nothing more than|no more than)\s+)*"
    + r"(?:(?:a|an|the|some|of)\s+)?(?:[\w-]+\s+){0,3}?"
    + pattern("retractions", "harmless_patterns").pattern,
    re.IGNORECASE,
)
_REFERRING = pattern("retractions", "referring_patterns", whole_words=False)


def take_back(sentence: Sentence, before: Sentence | None, fresh: Sequence[Draft], drafts: Sequence[Draft]) -> None:
    """Negate what a sentence takes back, of its own events or of those told just before it.

    Parameters
    ----------
    sentence : Sentence
    before : Sentence or None
        The sentence before it.
    fresh, drafts : sequence of Draft
        The sentence's own drafts, and those of the sentences before.
    """
    text = sentence.text.strip()
    recent = drafts[-_REACH:]
    if _OWN_ERROR.search(text):
        _negate(fresh, sentence, text)
    if _VERDICT.match(text):
        _negate((d for d in recent if d.sentence is before), sentence, text)
    if _PRIVATE.search(text) or _ACCIDENT.search(text):
        _negate((d for d in fresh if d.event_type in _CRIME), sentence, "no political violence")
    cause = _CAUSE.search(sentence.text)
    if cause is None:
        return
    told = [d for d in fresh if _was_heard(d) and d.offset < sentence.start + cause.start()]
    if not told and _REFERRING.search(sentence.text[: cause.end()]):
        told = [d for d in recent if _was_heard(d) and 0 < sentence.index - d.sentence.index <= _NEAR][-1:]
    _negate(told, sentence, cause.group())


def _was_heard(draft: Draft) -> bool:
    """Return whether a draft tells of a bang or a rumour, whose cause is yet to be found: "the blast", "gunfire"."""
    alike = draft.event_type in (EventType.EXPLOSIONS, EventType.BATTLES, EventType.VIOLENCE)
    return alike and any(word.lemma_.lower() in _HEARD for word in (draft.mention.trigger, *draft.mention.words))


def _negate(drafts: Iterable[Draft], sentence: Sentence, why: str) -> None:
    for draft in drafts:
        if draft.is_actual:
            draft.status = EventStatus.NEGATED
            draft.status_reason = f"taken back: '{why}'"
        if draft.status is EventStatus.NEGATED:
            draft.rest_on(sentence)
