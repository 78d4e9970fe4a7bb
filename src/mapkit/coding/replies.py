"""What sentences say about an event told before: denied, disputed, not verifiable."""

import re
from collections.abc import Sequence

from mapkit.coding.claims import Attribution, unverifiable
from mapkit.coding.drafts import TERRITORY, Draft
from mapkit.coding.entities import names_time
from mapkit.coding.lexicon import pattern
from mapkit.model import ClaimStatus, EventStatus
from mapkit.text.sentences import Sentence

#: How many of the latest drafts a sentence may speak about.
_REACH = 60
#: What stands before a denial in its sentence is told of there, if it is longer than this.
_OWN_CLAUSE = 45
_DENIAL = pattern("replies", "denial_patterns", whole_words=False)
_MUTUAL = pattern("replies", "mutual_patterns", whole_words=False)
_STILL_HELD = pattern("replies", "still_held_patterns", whole_words=False)
_BREAK = re.compile(r";|, (?:but|while|whereas|though|although|which|something|a claim)\b")


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
    opens = before is None or before.block != sentence.block
    recent = [
        d for d in drafts[-_REACH:] if d.is_actual and d.violent and sentence.block - d.sentence.block <= int(opens)
    ]
    targets = [d for d in fresh if d.is_actual] or recent[-1:]
    if unverifiable(sentence):
        for draft in targets:
            if draft.claim is ClaimStatus.CLAIMED:
                draft.claim = ClaimStatus.UNVERIFIABLE
                draft.rest_on(sentence)
    denial = _DENIAL.search(sentence.text)
    held = _STILL_HELD.search(sentence.text)
    if _MUTUAL.search(text):
        _dispute(targets, sentence)
    elif denial and not any(d.claim is ClaimStatus.DENIED for d in fresh):
        _dispute(_meant(denial, sentence, fresh, recent), sentence)
    elif held:
        meant = _meant(held, sentence, fresh, recent)
        _dispute([d for d in meant if d.sub_event_type in TERRITORY and d.claim is not ClaimStatus.CONFIRMED], sentence)


def _meant(
    reply: re.Match[str], sentence: Sentence, fresh: Sequence[Draft], recent: Sequence[Draft]
) -> Sequence[Draft]:
    """Return what a reply is about: what its own sentence told before it, else the event told last."""
    own = [d for d in fresh if d.is_actual and d.offset < sentence.start + reply.start()]
    if own:
        return own[-1:]
    clauses = _BREAK.split(sentence.text[: reply.end()])
    places = [t for t in sentence.tokens if t.idx < reply.start() and t.pos_ == "PROPN" and not names_time(t)]
    if len(clauses) > 1 and len(clauses[0]) > _OWN_CLAUSE and (places or reply.group().startswith(",")):
        # "X said that ..., but Y denied it": what Y denies stands in this sentence, though no rule has seen it
        return ()
    return recent[-1:] or [d for d in fresh if d.is_actual]


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
            if (
                other.is_actual
                and other.event_type is draft.event_type
                and abs(other.sentence.block - draft.sentence.block) <= 2
                and draft.place_key in (None, other.place_key)
                and _contradicts(said, other.attribution)
            ):
                other.claim = ClaimStatus.DISPUTED
                other.notes.append(f"{said.speaker} contradicts it")
                other.rest_on(draft.sentence)


def _contradicts(said: Attribution, theirs: Attribution | None) -> bool:
    """Return whether a party's negation contradicts another's word; an outright denial contradicts anyone's."""
    if theirs is None or not theirs.interested:
        return said.denies
    return said.side != theirs.side or (said.denies and said.speaker != theirs.speaker)
