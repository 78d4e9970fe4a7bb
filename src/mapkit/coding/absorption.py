"""Mentions of one event inside a sentence: results and loose words join the mention that says what happened."""

from collections.abc import Sequence

from spacy.tokens import Token

from mapkit.coding.countables import OBJECT_VERBS
from mapkit.coding.drafts import VIOLENT, Draft
from mapkit.coding.figures import TOLL
from mapkit.coding.grammar import ancestors, is_passive
from mapkit.coding.nesting import contains
from mapkit.coding.timing import path_length

_WITHIN = frozenset(("in", "during", "amid", "by"))
_SEQUENCE = ("after", "before", "following")


def absorb(drafts: Sequence[Draft]) -> list[Draft]:
    """Fold the loose mentions of a sentence ("killed", "the blast") into its exact ones, where they agree."""
    kept = list(drafts)
    for draft in drafts:
        # "attacked the prison and fought guards": one battle
        clash = next((d for d in kept if d.sub_event_type == "Armed clash" and _same_fight(d, draft)), None)
        if clash is not None and draft.sub_event_type == "Attack":
            clash.add(draft, f"'{draft.mention.text}' tells of the same fight")
            kept.remove(draft)
        attack = next((d for d in kept if d is not draft and _ends_in(draft, d)), None)
        if attack is not None:
            attack.add(draft, f"'{draft.mention.text}' is how the attack began")
            attack.sub_event_type = "Attack"
            kept.remove(draft)
    for draft in sorted(drafts, key=_looseness, reverse=True):
        if draft not in kept:
            continue
        if not (draft.loose or draft.bare_result or any(_does(other, draft) for other in kept)):
            continue
        hosts = [other for other in kept if _may_host(other, draft)]
        if hosts:
            nearest = min(hosts, key=lambda d: (path_length(d.mention.trigger, draft.mention.trigger), d.offset))
            nearest.add(draft, f"'{draft.mention.text}' tells of the same event in the sentence")
            if _does(nearest, draft) and _is_finer(draft, nearest):
                nearest.placement = draft.placement
            if _explains(nearest.mention.trigger, draft) and nearest.placement is None:
                nearest.placement = draft.placement
            kept.remove(draft)
    return kept


def _ends_in(taking: Draft, attack: Draft) -> bool:
    """Return whether those taken away were shot or killed ("a man was abducted and shot", "... and killed him")."""
    kinds = (taking.sub_event_type, attack.sub_event_type)
    first, second = taking.mention.trigger, attack.mention.trigger
    if kinds != ("Abduction/forced disappearance", "Attack") or second not in first.conjuncts or second.i < first.i:
        return False
    both = is_passive(first) and not any(child.dep_ in ("nsubj", "nsubjpass") for child in second.children)
    same = any(child.dep_ == "dobj" and child.pos_ == "PRON" for child in second.children)
    return (both or same) and taking.status is attack.status


def _looseness(draft: Draft) -> int:
    return 2 if draft.bare_result else 1 if draft.mention.rule.generic else 0


def _may_host(host: Draft, draft: Draft) -> bool:
    return (
        host.mention.trigger.i != draft.mention.trigger.i
        and (_looseness(host) < _looseness(draft) or _does(host, draft))
        and host.status is draft.status
        and (host.event_type in VIOLENT or host.event_type is draft.event_type)
        and (
            _explains(host.mention.trigger, draft)
            or _does(host, draft)
            or (
                _at_one(host, draft)
                and not _is_sequel(draft.mention.trigger, host.mention.trigger)
                and not _is_sequel(host.mention.trigger, draft.mention.trigger)
            )
        )
    )


def _does(host: Draft, draft: Draft) -> bool:
    """Return whether the host is what did it: "a strike on X killed 11", "tossed a grenade, hurting two"."""
    trigger = host.mention.trigger
    if not (host.violent and draft.violent):
        return False
    if trigger.pos_ == "VERB":
        return _wrought(trigger, draft)
    if any(token.i == trigger.i for token in draft.mention.frame.subjects):
        return True
    within = any(prep in _WITHIN and token.i == trigger.i for prep, token in draft.mention.frame.preps)
    return within and draft.bare_result


def _wrought(cause: Token, draft: Draft) -> bool:
    """Return whether a participle below a verb tells the harm that it did ("fired into the crowd, wounding six")."""
    result = draft.mention.trigger
    harm = OBJECT_VERBS.get(result.lemma_.lower()) in TOLL
    if not harm or result.tag_ != "VBG" or cause.i >= result.i:
        return False
    # parsers often hang it on the noun before the comma
    return (result.dep_ == "advcl" and result.head.i == cause.i) or result.nbor(-1).text == ","


def _is_finer(draft: Draft, host: Draft) -> bool:
    """Return whether a result names a place inside its cause's ("in X province, shelling killed one in Y")."""
    if draft.placement is None or host.placement is None or draft.placement.inherited:
        return False
    return contains(host.placement.toponym.place, draft.placement.toponym.place)


def _at_one(host: Draft, draft: Draft) -> bool:
    same = None in (host.place_key, draft.place_key) or host.place_key == draft.place_key
    return same or _borrowed(host, draft)


def _borrowed(host: Draft, draft: Draft) -> bool:
    """Return whether a result behind a semicolon only shares the place of what caused it, or lies around it."""
    if not draft.bare_result or host.placement is None or draft.placement is None:
        return False
    if contains(draft.placement.toponym.place, host.placement.toponym.place):
        return True
    start = draft.sentence.start
    at, trigger = draft.placement.toponym.start - start, draft.offset - start
    return at < trigger and ";" in draft.sentence.text[max(0, at) : trigger]


def _explains(cause: Token, draft: Draft) -> bool:
    """Return whether a clause below a result tells its cause ("nine people were killed when a strike hit a school")."""
    if not draft.bare_result:
        return False
    result = draft.mention.trigger
    for token in (cause, *ancestors(cause)):
        if token.head.i == result.i and token.dep_ == "advcl":
            return any(
                c.lower_ in ("when", "after", "as", "because") for c in token.children if c.dep_ in ("mark", "advmod")
            )
    return False


def _same_fight(clash: Draft, draft: Draft) -> bool:
    """Return whether two verbs share their subject in one sentence, at one place."""
    first, second = clash.mention.frame.subjects, draft.mention.frame.subjects
    shared = bool(first) and {token.i for token in first} == {token.i for token in second}
    at_one = None in (clash.place_key, draft.place_key) or clash.place_key == draft.place_key
    return shared and at_one and clash.status is draft.status


def _is_sequel(one: Token, other: Token) -> bool:
    """Return whether one trigger is told as coming before or after the other: then they are two events."""
    above = {token.i for token in (other, *ancestors(other))}
    for token in (one, *ancestors(one)):
        if token.i in above:
            return False
        if token.dep_ == "prep" and token.lower_ in _SEQUENCE:
            return True
        if token.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in _SEQUENCE for c in token.children):
            return True
    return False
