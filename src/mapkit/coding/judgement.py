"""The rules' drafts and the tagger's beside each other: which are one event, and which are events at all.

How likely a draft is an event is a logistic regression over named features of both; `scripts/fit_judgement.py` fits it
on the gold documents that rules were written with, and on marked texts that neither has learnt from.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mapkit.coding.codebook import Codebook
from mapkit.coding.drafts import Draft
from mapkit.coding.nesting import contains, key_of
from mapkit.coding.tagged import Tagging
from mapkit.geoparsing import tables
from mapkit.measure import distance_km
from mapkit.model import type_of
from mapkit.tagging import Tag

#: A draft less likely than this is no event.
LEAST = 0.35
#: From this probability on the tagger's word alone is enough for an event without a place.
SURE = 0.6
#: How many characters from a rule's trigger a tag may stand and speak for it.
NEAR = 25
#: Two places this near to each other, in km, are taken for one.
_ONE_PLACE_KM = 25.0
#: How many sentences apart two drafts near by are still one event.
_NEAR_BY = 20


@dataclass(frozen=True)
class Candidate:
    """What may be an event: a draft of the rules, of the tagger, or one of each, with its features."""

    rule: Draft | None
    tag: Draft | None
    features: Mapping[str, float]

    @property
    def draft(self) -> Draft:
        """The draft that stays: the rules' where there is one."""
        draft = self.rule or self.tag
        if draft is None:
            raise ValueError("a candidate without a draft")
        return draft

    @property
    def is_placed(self) -> bool:
        """Whether it has a place that the gazetteer knows; only such are judged."""
        placements = [draft.placement for draft in (self.rule, self.tag) if draft is not None]
        return any(placement is not None and placement.toponym.place is not None for placement in placements)

    @property
    def stands(self) -> bool:
        """Whether it is likely enough; without a place, the rules' word is enough, or the tagger's sure one."""
        if self.is_placed:
            return (self.draft.likely or 0.0) >= LEAST
        tag = self.draft.mention.tag
        return tag is None or tag.actual >= SURE


def judged(
    ruled: Sequence[Draft], tagged: Sequence[Draft], tagging: Tagging, codebook: Codebook | None = None
) -> list[Draft]:
    """Return the drafts that are events, in reading order, each with how likely it is one (`likely`).

    Drafts of what did not happen are the rules' alone.

    Parameters
    ----------
    ruled, tagged : sequence of Draft
        Those of the rules and of the tagger; where both have one, the rules' stays, with the tagger's word.
    tagging : Tagging
    codebook : Codebook, optional
        The one in use: what the rules of a user's own say stays, however unlikely.
    """
    own = _own_rules(codebook)
    found = candidates(ruled, tagged, tagging)
    for candidate in found:
        candidate.draft.likely = probability(candidate.features) if candidate.is_placed else None
    won: list[Draft] = []
    words: dict[int, list[Draft]] = {}
    for candidate in sorted(found, key=lambda item: -(item.draft.likely or 0.0)):
        draft, rule = candidate.draft, candidate.rule
        mine = rule is not None and any(id(item) in own for item in (rule.mention.rule, *rule.joined))
        if mine:
            draft.likely = None
        elif not candidate.stands or any(_contested(draft, other) for other in words.get(draft.sentence.index, ())):
            continue
        if rule is not None and candidate.tag is not None:
            rule.agree(candidate.tag)
        won.append(draft)
        words.setdefault(draft.sentence.index, []).append(draft)
    others = [
        draft
        for draft in ruled
        if not draft.is_actual and not any(_contested(draft, other) for other in words.get(draft.sentence.index, ()))
    ]
    return sorted([*others, *won], key=lambda draft: (draft.offset, draft.part))


def candidates(ruled: Sequence[Draft], tagged: Sequence[Draft], tagging: Tagging) -> list[Candidate]:
    """Return what may be events: the actual drafts of both, paired where they tell of one event."""
    pairs = _paired([draft for draft in ruled if draft.is_actual], tagged)
    unreal: dict[int, list[Draft]] = {}
    for draft in ruled:
        if not draft.is_actual:
            unreal.setdefault(draft.sentence.index, []).append(draft)
    found = []
    for rule, tag in pairs:
        named = dict(features(rule, tag, tagging))
        if tag is not None and any(_same_words(tag, other) for other in unreal.get(tag.sentence.index, ())):
            named["a rule says it did not happen"] = 1.0
        found.append(Candidate(rule, tag, named))
    return found


def _own_rules(codebook: Codebook | None) -> frozenset[int]:
    """Return the identities of the rules that the bundled codebook does not have."""
    bundled = Codebook.default()
    if codebook is None or codebook is bundled:
        return frozenset()
    mine, ours = (
        frozenset(id(rule) for sub_type in book.sub_types.values() for rule in sub_type.rules)
        for book in (codebook, bundled)
    )
    return mine - ours


def probability(found: Mapping[str, float]) -> float:
    """Return the probability (0-1) that a draft of such features is an event."""
    weights = tables.weights("judgement.csv", __package__)
    score = sum(weights.get(name, 0.0) * value for name, value in found.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def features(rule: Draft | None, tag: Draft | None, tagging: Tagging) -> Mapping[str, float]:
    """Return the named features of what the rules, the tagger or both have drafted."""
    draft = rule or tag
    if draft is None:
        return {}
    who = "both" if rule and tag else "rule" if rule else "tag"
    found = {who: 1.0, f"{who} of {draft.event_type}": 1.0}
    if draft.headline:
        found[f"{who} in headline"] = 1.0
    if rule is not None:
        mention = rule.mention
        found["rule's score"] = min(mention.score, 5.0) / 5
        found["rule is loose"] = float(rule.loose)
        found["rule is weak"] = float(mention.rule.weak)
        found["rule told again"] = min(2.0, len(rule.evidence) - 1.0)
        found |= _of_place(rule, "rule")
        if tag is None:
            found |= _of_support(rule, tagging)
    if tag is not None and tag.mention.tag is not None:
        found[f"{who}: actual"] = tag.mention.tag.actual
        found[f"{who}: actual, log-odds"] = _log_odds(tag.mention.tag.actual)
        found[f"{who}: other"] = tag.mention.tag.other
        found[f"{who}: kind"] = max(tag.mention.tag.kinds.values())
        found[f"{who}: told again"] = min(2.0, len(tag.evidence) - 1.0)
        found |= _of_place(tag, who)
    return found


def _of_place(draft: Draft, who: str) -> dict[str, float]:
    placement = draft.placement
    if placement is None:
        return {f"{who}: no place": 1.0}
    found = {f"{who}: place inherited": float(placement.inherited), f"{who}: place's score": placement.score}
    place = placement.toponym.place
    if place is None:
        found[f"{who}: place unknown"] = 1.0
    elif place.feature_class == "A":
        found[f"{who}: place is an area"] = 1.0
    return found


def _of_support(draft: Draft, tagging: Tagging) -> dict[str, float]:
    """Return what the tags at or near a rule's triggers say."""
    spans = [(draft.sentence.start_of(token), draft.sentence.end_of(token)) for token in draft.triggers]
    near = [tag for start, end in spans for tag in tagging.near(start - NEAR, end + NEAR)]
    if not near:
        return {"no tag near": 1.0}
    best = max(near, key=lambda tag: tag.actual + 0.5 * tag.again)
    place = draft.placement.toponym if draft.placement else None
    return {
        "tag near: actual": max(_of_type(tag, draft) * tag.actual for tag in near),
        "tag near: again": max(_of_type(tag, draft) * tag.again for tag in near),
        "tag near: other": best.other,
        "tag near: linked": tagging.shares(best).get(key_of(place), 0.0) if place else 0.0,
    }


def _of_type(tag: Tag, draft: Draft) -> float:
    return sum(share for kind, share in tag.kinds.items() if type_of(kind) is draft.event_type)


def _paired(ruled: Sequence[Draft], tagged: Sequence[Draft]) -> list[tuple[Draft | None, Draft | None]]:
    """Return which drafts of the two are one event: the surest kinship first, each draft in one pair at most."""
    partner: dict[int, Draft] = {}
    free = {id(tag): tag for tag in tagged}
    for is_one in (_is_same, _is_of_type_there, _is_same_without_place, _is_of_type_near):
        by_type: dict[object, list[Draft]] = {}
        for tag in free.values():
            by_type.setdefault(tag.event_type, []).append(tag)
        for rule in ruled:
            if id(rule) in partner:
                continue
            same = [tag for tag in by_type.get(rule.event_type, ()) if id(tag) in free and is_one(rule, tag)]
            best = min(same, key=lambda tag: (abs(tag.offset - rule.offset), tag.offset), default=None)
            if best is not None:
                partner[id(rule)] = free.pop(id(best))
    told = {(rule.sub_event_type, rule.place_key) for rule in ruled if rule.place_key is not None}
    # what the rules have folded into an event of theirs is that event
    folded = {(rule.event_type, rule.place_key, s.index) for rule in ruled if rule.violent for s in rule.evidence}
    left = [
        tag
        for tag in free.values()
        if (tag.sub_event_type, tag.place_key) not in told
        and (tag.event_type, tag.place_key, tag.sentence.index) not in folded
    ]
    return [*((rule, partner.get(id(rule))) for rule in ruled), *((None, tag) for tag in left)]


def _is_same(rule: Draft, tag: Draft) -> bool:
    return rule.sub_event_type == tag.sub_event_type and _is_of_type_there(rule, tag)


def _is_of_type_there(rule: Draft, tag: Draft) -> bool:
    return rule.place_key is not None and rule.place_key == tag.place_key


def _is_same_without_place(rule: Draft, tag: Draft) -> bool:
    return (rule.placement is None or tag.placement is None) and _same_words(rule, tag)


def _is_of_type_near(rule: Draft, tag: Draft) -> bool:
    if rule.placement is None or tag.placement is None or abs(rule.sentence.index - tag.sentence.index) > _NEAR_BY:
        return False
    first, second = rule.placement.toponym.place, tag.placement.toponym.place
    if first is None or second is None or contains(first, second) or contains(second, first):
        return False
    return distance_km(first.latitude, first.longitude, second.latitude, second.longitude) < _ONE_PLACE_KM


def _contested(draft: Draft, other: Draft) -> bool:
    """Return whether two readers make different things of the same words."""
    by_tag = (draft.mention.tag is None, other.mention.tag is None)
    return by_tag[0] != by_tag[1] and _same_words(draft, other)


def _same_words(one: Draft, other: Draft) -> bool:
    if one.sentence is not other.sentence:
        return False
    words = {token.i for token in (*one.mention.words, *one.triggers)}
    return not words.isdisjoint(token.i for token in (*other.mention.words, *other.triggers))


def _log_odds(share: float) -> float:
    return math.log((share + 0.02) / (1.02 - share)) / 4
