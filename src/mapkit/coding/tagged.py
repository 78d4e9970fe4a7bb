"""The tagger's events: drafts of what it reads in a document, beside those of the rules."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Span, Token

from mapkit.coding import numbers
from mapkit.coding.classification import Mention
from mapkit.coding.codebook import Rule
from mapkit.coding.drafts import Draft
from mapkit.coding.grammar import noun_frame, verb_frame
from mapkit.coding.nesting import key_of
from mapkit.coding.numbers import FoundNumber
from mapkit.model import ClaimStatus, Document, Role, Toponym
from mapkit.tagging import Tag, Tagger
from mapkit.text.sentences import Sentence

#: What stands for a rule where none sees the event.
BY_TAGGER = "the tagger's"
#: From this probability on words are looked at as an event.
POSSIBLE = 0.15
#: From this on some place is the event's own; those as likely as this share of the likeliest are too.
LINKED, LISTED = 0.5, 0.4
_LINE = re.compile(r"[^\n]+")
_ONE = re.compile(r"\b(?:an?|one|another)\b", re.IGNORECASE)
_NO = re.compile(r"\b(?:nobody|no one|no|none|neither)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Tagging:
    """What the tagger reads in a document.

    Parameters
    ----------
    tags : tuple of Tag
    places : tuple of Toponym
        What the tags' places are shares of.
    counts : tuple of FoundNumber
        What their tolls are shares of.
    """

    tags: tuple[Tag, ...] = ()
    places: tuple[Toponym, ...] = ()
    counts: tuple[FoundNumber, ...] = ()

    def shares(self, tag: Tag) -> Mapping[str, float]:
        """Return the probability of each place, by its key, to be where a tag's event happened."""
        found: dict[str, float] = {}
        for index, share in tag.places:
            key = key_of(self.places[index])
            found[key] = found.get(key, 0.0) + share
        return found

    def linked(self, tag: Tag, near: Sentence) -> list[tuple[Toponym, float]]:
        """Return the places of a tag's event, each by its name nearest to a sentence, with how likely they are its."""
        shares = self.shares(tag)
        if sum(shares.values()) < LINKED:
            return []
        least = LISTED * max(shares.values())
        listed = [key for key, share in shares.items() if share >= least]
        likely = round(min(1.0, sum(shares[key] for key in listed)), 3)
        names = [self.places[index] for index, _ in tag.places]
        return [
            (min((n for n in names if key_of(n) == key), key=lambda n: _distance(n, near)), likely) for key in listed
        ]

    def tolls(self, tag: Tag) -> dict[str, FoundNumber]:
        """Return the numbers of the dead and the hurt of a tag's event, by kind ("fatalities", "injuries")."""
        found = {"fatalities": self._toll(tag.fatalities), "injuries": self._toll(tag.injuries)}
        return {kind: number for kind, number in found.items() if number is not None}

    def _toll(self, linked: Sequence[tuple[int, float]]) -> FoundNumber | None:
        numbered = [(self.counts[index], share) for index, share in linked]
        shares: dict[float, float] = {}
        for number, share in numbered:
            shares[number.point] = shares.get(number.point, 0.0) + share
        best = max(shares, key=lambda value: shares[value], default=None)
        if best is None or shares[best] <= 1 - sum(shares.values()):
            return None
        return max((pair for pair in numbered if pair[0].point == best), key=lambda pair: pair[1])[0]

    def near(self, start: int, end: int) -> Sequence[Tag]:
        """Return the tags that touch the document's [start, end)."""
        first = bisect_left(self.tags, start, key=lambda tag: tag.end)
        last = bisect_left(self.tags, end, key=lambda tag: tag.start)
        return self.tags[first:last]


def read(document: Document, toponyms: Sequence[Toponym]) -> Tagging:
    """Return what the bundled tagger reads in a document.

    Parameters
    ----------
    document : Document
    toponyms : sequence of Toponym
        Sorted by start.
    """
    places, found = located(toponyms), counts(document.text)
    spans = ([(item.start, item.end) for item in items] for items in (places, found))
    return Tagging(Tagger.default().tag(document.text, *spans), tuple(places), tuple(found))


def located(toponyms: Sequence[Toponym]) -> list[Toponym]:
    """Return the toponyms that may be where something happens."""
    return [toponym for toponym in toponyms if toponym.role is Role.LOCATION and not toponym.embedded]


def counts(text: str) -> list[FoundNumber]:
    """Return what a toll may be told by: numbers, "a" and "another" for one, "no" and "nobody" for none, in order."""
    none = [FoundNumber(*m.span(), *m.span(), 0.0, 0.0, 0.0) for m in _NO.finditer(text)]
    more = [_moved(number, line.start()) for line in _LINE.finditer(text) for number in numbers.find(line.group())]
    ones = [FoundNumber(*m.span(), *m.span(), 1.0, 1.0, 1.0) for m in _ONE.finditer(text)]
    found: list[FoundNumber] = []
    taken: set[int] = set()
    for number in (*none, *more, *ones):
        own = range(number.start, number.end)
        if taken.isdisjoint(own):
            found.append(number)
            taken.update(own)
    return sorted(found, key=lambda number: number.start)


def mentions(tagging: Tagging, sentence: Sentence) -> list[Mention]:
    """Return a mention for each tag of a sentence that may tell an event for the first time."""
    found = []
    for tag in tagging.near(sentence.start, sentence.end) if sentence.parsed else ():
        span = sentence.span(max(tag.start, sentence.start), min(tag.end, sentence.end))
        if tag.actual >= POSSIBLE and tag.start >= sentence.start and span is not None:
            trigger = _trigger(span)
            frame = verb_frame(trigger) if trigger.pos_ == "VERB" else noun_frame(trigger)
            found.append(Mention(_rule(tag.sub_event_type), trigger, tuple(span), frame, 2 * tag.actual, tag=tag))
    return found


def claimed(tag: Tag) -> ClaimStatus:
    """Return who says so, as the tagger reads it."""
    shares = {
        ClaimStatus.REPORTED: 1 - tag.claimed - tag.disputed,
        ClaimStatus.CLAIMED: tag.claimed,
        ClaimStatus.DISPUTED: tag.disputed,
    }
    return max(shares, key=lambda status: shares[status])


def merge_tagged(drafts: Sequence[Draft]) -> list[Draft]:
    """Return one draft a sub-event type and place, led by the surest; what is told of both is one event."""
    groups: dict[tuple[str, str | None], list[Draft]] = {}
    for draft in drafts:
        groups.setdefault((draft.sub_event_type, draft.place_key), []).append(draft)
    merged = []
    for group in groups.values():
        lead = max(group, key=lambda draft: (draft.mention.tag.actual if draft.mention.tag else 0.0, -draft.offset))
        for other in group:
            if other is not lead:
                _take_over(lead, other)
        merged.append(lead)
    return merged


def _take_over(lead: Draft, other: Draft) -> None:
    for sentence in other.evidence:
        lead.rest_on(sentence)
    lead.tolls = {**other.tolls, **lead.tolls}
    lead.actors = lead.actors or other.actors
    lead.recipients = lead.recipients or other.recipients
    lead.date = lead.date or other.date
    known = {found.quantity.kind for found in lead.quantities}
    lead.quantities.extend(found for found in other.quantities if found.quantity.kind not in known)
    if lead.placement is not None and lead.placement.inherited and other.placement is not None:
        lead.placement = other.placement if not other.placement.inherited else lead.placement


def _moved(number: FoundNumber, by: int) -> FoundNumber:
    return replace(
        number,
        start=number.start + by,
        end=number.end + by,
        core_start=number.core_start + by,
        core_end=number.core_end + by,
    )


def _distance(toponym: Toponym, sentence: Sentence) -> int:
    return max(sentence.start - toponym.start, toponym.end - sentence.end, 0)


def _trigger(span: Span) -> Token:
    verbs = [token for token in span if token.pos_ == "VERB"]
    nouns = [token for token in span if token.pos_ in ("NOUN", "PROPN")]
    return (verbs or nouns[-1:] or [span.root])[0]


@cache
def _rule(sub_event_type: str) -> Rule:
    place = "origin" if sub_event_type in ("Displacement", "Evacuation") else "here"
    return Rule(BY_TAGGER, sub_event_type, order=1_000_000, line=0, place=place)
