"""How many, how far: each quantity and distance of a sentence goes to the event that it belongs to."""

import re
from collections.abc import Sequence
from dataclasses import replace

from mapkit.coding.distances import FoundDistance
from mapkit.coding.drafts import TERRITORY, Draft
from mapkit.coding.quantities import FoundQuantity
from mapkit.coding.timing import path_length
from mapkit.model import EventStatus, EventType, Quantity
from mapkit.text.sentences import Sentence

#: The kinds that an act of violence has its victims counted by.
TOLL = frozenset({"fatalities", "injuries", "casualties", "missing"})
_FITS: dict[str, frozenset[EventType]] = {
    "area": frozenset({EventType.BATTLES, EventType.STRATEGIC}),
    "settlements": frozenset({EventType.BATTLES, EventType.STRATEGIC, EventType.EXPLOSIONS}),
    "protesters": frozenset({EventType.PROTESTS, EventType.RIOTS}),
    "displaced": frozenset({EventType.HUMANITARIAN}),
    "evacuated": frozenset({EventType.HUMANITARIAN}),
    "population": frozenset({EventType.HUMANITARIAN}),
    "aid": frozenset({EventType.HUMANITARIAN}),
    "detained": frozenset({EventType.STRATEGIC, EventType.PROTESTS, EventType.RIOTS}),
}
#: They take a toll only where nothing deadlier is told.
_BLOODLESS = frozenset({"Abduction/forced disappearance", "Looting/property destruction"})
_VIOLENT = frozenset({EventType.BATTLES, EventType.EXPLOSIONS, EventType.VIOLENCE, EventType.RIOTS, EventType.PROTESTS})


def attach(
    drafts: Sequence[Draft],
    quantities: Sequence[FoundQuantity],
    distances: Sequence[FoundDistance],
) -> None:
    """Give each figure of a sentence to the draft whose trigger is nearest in the parse, of those that fit."""
    for found in quantities:
        if found.cumulative:
            continue
        pool = [draft for draft in drafts if _fits(found.quantity.kind, draft)]
        if pool:
            best = min(
                pool,
                key=lambda draft: (
                    _order(draft, found),
                    min(path_length(found.head, trigger) for trigger in draft.triggers),
                    _gap(draft, found),
                    draft.offset,
                ),
            )
            best.quantities.append(found)
    for measure in distances:
        placed = [draft for draft in drafts if draft.placement is not None] or list(drafts)
        if placed:
            anchor = measure.from_toponym
            placed.sort(
                key=lambda draft: (
                    not (anchor and draft.placement and draft.placement.toponym.start == anchor.start),
                    abs(draft.offset - measure.start),
                )
            )
            placed[0].distances.append(measure)


def bring_home(strays: Sequence[tuple[Sentence, FoundDistance]], drafts: Sequence[Draft]) -> None:
    """Give each distance that stands in a sentence without an event to one at either of its ends, or near by.

    "Sugnu lies 68 km south of Imphal" belongs to the fighting at Sugnu; where nothing happened at its ends, a distance
    goes to the nearest event of its paragraph or the one beside it.
    """
    for sentence, measure in strays:
        ends = {
            toponym.place.gazetteer_id
            for toponym in (measure.from_toponym, measure.to_toponym)
            if toponym is not None and toponym.place is not None
        }
        placed = [draft for draft in drafts if draft.placement is not None]
        there = [draft for draft in placed if draft.place_key in ends]
        near = there or [draft for draft in placed if abs(draft.sentence.block - sentence.block) <= 1]
        if near:
            min(near, key=lambda draft: (abs(draft.offset - measure.start), draft.offset)).distances.append(measure)


def tolls_left(drafts: Sequence[Draft], quantities: Sequence[FoundQuantity]) -> list[FoundQuantity]:
    """Return the dead, hurt and missing of a sentence that none of its drafts took."""
    taken = {found.start for draft in drafts for found in draft.quantities}
    return [
        found
        for found in quantities
        if found.quantity.kind in TOLL and not found.cumulative and found.start not in taken
    ]


def _gap(draft: Draft, found: FoundQuantity) -> int:
    """Return how far a figure stands from the draft's place ("killed three in Sumy and five in Izium"), by characters.

    A place before the figure counts as farther than one as near behind it.
    """
    if draft.placement is None or not draft.sentence.start <= draft.placement.toponym.start < draft.sentence.end:
        return 0
    behind = draft.placement.toponym.start - found.end
    return behind if behind >= 0 else draft.sentence.end - draft.sentence.start - behind


def _order(draft: Draft, found: FoundQuantity) -> int:
    """Return 0 for the event whose own words the figure stands in, else 1."""
    words = {word.i for word in draft.mention.words} | {trigger.i for trigger in draft.triggers}
    own = 0 if found.head.i in words else 1
    # the dead of "seven were killed and scores led away when gunmen raided X" are the raid's
    return own + (2 if found.quantity.kind in TOLL and draft.sub_event_type in _BLOODLESS else 0)


def _fits(kind: str, draft: Draft) -> bool:
    if draft.status is not EventStatus.ACTUAL and kind in TOLL:
        return False
    if draft.event_type is EventType.DIPLOMACY:
        return False
    if kind in TOLL:
        return draft.event_type in _VIOLENT or draft.sub_event_type == "Looting/property destruction"
    wanted = _FITS.get(kind)
    if kind == "area" and draft.event_type is EventType.BATTLES:
        return draft.sub_event_type in TERRITORY
    return wanted is None or draft.event_type in wanted


#: Words that say that a later figure takes the place of an earlier one.
_REVISED = re.compile(
    r"\b(?:rise[sn]?|rose|climb\w*|total\w*|brings?|brought|bringing|revis\w+|updat\w+|so far|st(?:and|ood)s? at|"
    r"in all|by (?:evening|nightfall|morning|dawn|midnight)|altogether|final)\b",
    re.IGNORECASE,
)


def settled(found: Sequence[FoundQuantity]) -> tuple[tuple[Quantity, ...], tuple[str, ...]]:
    """Return one quantity a kind and unit with notes on what was left out.

    Of several figures of one kind the first stands, as the lead tells it, unless a later one is said to revise it or
    the first is only a person without a number ("a nurse was killed").
    """
    alone = {item.quantity.text for item in found if item.single}
    chosen: dict[tuple[str, str], Quantity] = {}
    notes: list[str] = []
    further: set[tuple[str, float]] = set()  # a text that tells a later victim twice has one
    for item in found:
        quantity = item.quantity
        key = (quantity.kind, "people" if quantity.kind in TOLL else quantity.unit)
        other = chosen.get(key)
        if other is None:
            chosen[key] = quantity
        elif quantity.kind in TOLL and _adds(item, other.text) and (quantity.kind, _size(quantity)) not in further:
            chosen[key] = _sum(other, quantity)
            further.add((quantity.kind, _size(quantity)))
        elif _size(quantity) > _size(other) and (revises(item) or (other.text in alone and not item.single)):
            notes.append(f"{quantity.kind}: also '{other.text}'")
            chosen[key] = quantity
        elif _size(quantity) != _size(other):
            notes.append(f"{quantity.kind}: also '{quantity.text}'")
    return tuple(chosen.values()), tuple(dict.fromkeys(notes))


#: Words of a figure that comes on top of one told before ("three more", "a ninth villager"), and its verb's "also".
_MORE = re.compile(r"\b(?:another|more|others?|further|additional|(?:a|an)\s+(?:second|third|\w+th))\b", re.IGNORECASE)
_ALSO = frozenset({"also", "too", "additionally", "likewise"})


def _adds(found: FoundQuantity, before: str) -> bool:
    """Return whether a figure comes on top of the one before it ("its driver ... three guards were also killed")."""
    said = found.quantity.text
    also = any(child.lower_ in _ALSO for child in found.head.children)
    return said != before and not revises(found) and (also or _MORE.search(said) is not None)


def _sum(first: Quantity, second: Quantity) -> Quantity:
    """Return the sum of two tolls, in the words of both; a bound that either lacks is not known."""
    low, best, high = (
        None if one is None or other is None else one + other
        for one, other in ((first.low, second.low), (first.best, second.best), (first.high, second.high))
    )
    return replace(first, low=low, best=best, high=high, note=f"with '{second.text}'")


def revises(found: FoundQuantity) -> bool:
    """Return whether the sentence of a figure says that it takes the place of an earlier one."""
    return _REVISED.search(found.head.sent.text) is not None


def _size(quantity: Quantity) -> float:
    for value in (quantity.best, quantity.low, quantity.high):
        if value is not None:
            return value
    return -1.0
