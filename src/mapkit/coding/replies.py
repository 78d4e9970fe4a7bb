"""What later sentences say about an event told before: denied, disputed, not verifiable, taken back."""

import re
from collections.abc import Sequence

from mapkit.coding.claims import unverifiable
from mapkit.coding.drafts import Draft
from mapkit.model import ClaimStatus, EventStatus
from mapkit.text.sentences import Sentence

#: How many of the latest drafts a sentence may speak about.
_REACH = 60
_DENIAL = re.compile(
    r"\b(?:den(?:y|ies|ied)|reject(?:s|ed)?|dismiss(?:es|ed)?|refut(?:e|es|ed)|disput(?:e|es|ed))\b[^.;]{0,40}"
    r"\b(?:claims?\b(?! that)|reports?\b(?! (?:that|of))|allegations?|accusations?|announcements?|"
    r"(?:it|this|that)\b(?=\s*[.,;])|(?:it|they) (?:had|has|have|was|were)\b|having|losing|"
    r"responsibility|involvement|charges?|statements?)",
    re.IGNORECASE,
)
_MUTUAL = re.compile(
    r"\b(?:blam(?:e|ed|ing)|accus(?:e|ed|ing)) each other\b|\btraded (?:blame|accusations)\b", re.IGNORECASE
)
_RETRACTION = re.compile(
    r"(?:it|that|this|they|these|those|there|none|neither)(?: \w+){0,2} (?:was|were|is|are|did|had|has|have|does)"
    r"(?: not|n't|n’t)(?: (?:so|true|the case|happen|happened|correct|occur|right))?\.?$|"
    r"(?:it|that|this|the (?:report|claim|story|post|rumou?r|information))s? "
    r"(?:was|were|is|are|turned out to be|proved) (?:false|untrue|wrong|incorrect|a mistake|a hoax|baseless|fake)\b",
    re.IGNORECASE,
)


def apply(sentence: Sentence, before: Sentence | None, fresh: Sequence[Draft], drafts: Sequence[Draft]) -> None:
    """Apply what a sentence says about claims, those of its own events or those told before it.

    Parameters
    ----------
    sentence : Sentence
    before : Sentence or None
        The sentence before it.
    fresh, drafts : sequence of Draft
        The sentence's own drafts, and those of the sentences before.
    """
    text = sentence.text.strip()
    recent = [d for d in drafts[-_REACH:] if d.is_actual and d.violent and sentence.block - d.sentence.block <= 1]
    if _RETRACTION.match(text):
        for draft in drafts[-_REACH:]:
            if draft.sentence is before and draft.is_actual:
                draft.status = EventStatus.NEGATED
                draft.status_reason = f"taken back: '{text}'"
                draft.rest_on(sentence)
    targets = [d for d in fresh if d.is_actual] or recent[-1:]
    if unverifiable(sentence):
        for draft in targets:
            if draft.claim is ClaimStatus.CLAIMED:
                draft.claim = ClaimStatus.UNVERIFIABLE
                draft.rest_on(sentence)
    if _MUTUAL.search(text):
        _dispute(targets, sentence)
    elif _DENIAL.search(text) and not any(d.claim is ClaimStatus.DENIED for d in fresh):
        _dispute(recent[-1:] or targets, sentence)


def _dispute(drafts: Sequence[Draft], sentence: Sentence) -> None:
    for draft in drafts:
        if draft.claim is not ClaimStatus.DENIED:
            draft.claim = ClaimStatus.DISPUTED
            draft.notes.append("the sides contradict each other")
            draft.rest_on(sentence)


def contradict(drafts: Sequence[Draft]) -> None:
    """Mark an event disputed where another side denies or negates it near by, with both sentences as evidence."""
    for at, draft in enumerate(drafts):
        said = draft.attribution
        if draft.status is not EventStatus.NEGATED or said is None or not said.interested:
            continue
        for other in drafts[max(0, at - _REACH) : at + _REACH]:
            theirs = other.attribution
            if (
                other.is_actual
                and other.event_type is draft.event_type
                and abs(other.sentence.block - draft.sentence.block) <= 2
                and draft.place_key in (None, other.place_key)
                and theirs is not None
                and theirs.interested
                and said.side != theirs.side
            ):
                other.claim = ClaimStatus.DISPUTED
                other.notes.append(f"{said.speaker} contradicts it")
                other.rest_on(draft.sentence)
