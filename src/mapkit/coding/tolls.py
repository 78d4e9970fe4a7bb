"""Tolls told apart from their event: "Thirteen others were wounded" goes to the event that it follows."""

import re
from collections.abc import Sequence
from datetime import date

from mapkit.coding.drafts import Draft
from mapkit.coding.figures import revises
from mapkit.coding.grammar import ancestors
from mapkit.coding.placing import Named, is_speakers
from mapkit.coding.quantities import FoundQuantity
from mapkit.model import EventStatus, EventType
from mapkit.text.sentences import Sentence

#: A toll goes to an event at its place, or to the only place of a text, at most this many paragraphs back.
_REACH = 6
_RECENT = 80
_FINE = 2.0
#: Where the dead and hurt are taken to, or who speaks of them: no place of the event.
_CARE = frozenset(
    ("hospital", "clinic", "morgue", "mortuary", "centre", "center", "infirmary", "doctor", "medic", "nurse", "surgeon",
     "authority", "health", "ministry", "directorate")
)  # fmt: skip
_CARRIED = frozenset(("take", "rush", "bring", "fly", "transfer", "evacuate", "send", "reach", "admit", "bury"))
_LONG_AGO = re.compile(
    r"\b(?:(?:a|one|two|three|four|five|six|ten|[0-9]+|some|many|several)\s+(?:years?|decades?)\s+(?:ago|earlier|before)|"
    r"last\s+(?:year|spring|summer|autumn|winter)|anniversary|in\s+(?:(?:early|late|mid-?)\s*)?(?:[A-Z][a-z]+\s+)?(?P<year>(?:19|20)[0-9]{2})\b)"
)


def drop_sums(drafts: Sequence[Draft], figures: Sequence[FoundQuantity]) -> None:
    """Take results that only sum up a period ("219 have died since May") for what they are: no event of the day."""
    summed = {found.head.i for found in figures if found.cumulative}
    single = {found.head.i for found in figures if not found.cumulative}
    for draft in drafts:
        words = {word.i for word in draft.mention.words}
        if draft.is_actual and draft.loose and words & summed and not words & single:
            draft.status = EventStatus.HISTORICAL
            draft.status_reason = "a toll of a whole period"


def home(
    tolls: Sequence[FoundQuantity],
    sentence: Sentence,
    names: Sequence[Named],
    fresh: Sequence[Draft],
    drafts: Sequence[Draft],
    published: date | None,
) -> None:
    """Give tolls that no mention of their sentence can take to the event that they follow.

    Parameters
    ----------
    tolls : sequence of FoundQuantity
    sentence : Sentence
        Theirs.
    names : sequence of Named
        Its places.
    fresh, drafts : sequence of Draft
        The sentence's own drafts, and those of the sentences before.
    published : date or None
        Tolls of years before it are history.
    """
    if not tolls or _is_past(sentence, published):
        return
    hosts = [d for d in drafts[-_RECENT:] if d.is_actual and d.violent and sentence.block - _last(d) <= _REACH]
    own = [name for name in names if _is_events(name, tolls, sentence)]
    keys = {name.key for name in own}
    there = [d for d in hosts if d.place_key in keys]
    if all(item.quantity.best == 0 for item in tolls):
        hosts = there = [d for d in there or hosts if _last(d) == sentence.block]
    pool = there or ([] if any(name.fineness >= _FINE for name in own) else _near(hosts, sentence, fresh))
    host = _best(pool, tolls)
    if host is not None:
        host.quantities.extend(tolls)
        host.rest_on(sentence)


def _near(hosts: Sequence[Draft], sentence: Sentence, fresh: Sequence[Draft]) -> list[Draft]:
    """Return the events of the paragraph, else of the one before, else of a text that tells of one place only."""
    here = [d for d in hosts if _last(d) == sentence.block]
    if here or any(draft.violent for draft in fresh):
        return here
    before = [d for d in hosts if sentence.block - _last(d) == 1]
    if before:
        return before
    return list(hosts) if len({d.place_key for d in hosts if d.place_key is not None}) == 1 else []


def _last(draft: Draft) -> int:
    """Return the last paragraph that told of an event."""
    return max(sentence.block for sentence in draft.evidence)


def _best(pool: Sequence[Draft], tolls: Sequence[FoundQuantity]) -> Draft | None:
    """Return the latest event; of those of one sentence that which has no such toll yet, unless one is revised."""
    if not pool:
        return None
    deadly = [d for d in pool if d.event_type is not EventType.PROTESTS] or list(pool)
    kinds = {item.quantity.kind for item in tolls}
    latest = [d for d in deadly if d.sentence is deadly[-1].sentence]
    revised = any(revises(item) for item in tolls)
    fitting = [d for d in latest if any(q.quantity.kind in kinds for q in d.quantities) is revised] or latest
    return next(d for d in fitting if d.place_key == fitting[-1].place_key)


def _is_past(sentence: Sentence, published: date | None) -> bool:
    match = _LONG_AGO.search(sentence.text)
    if match is None:
        return False
    return match["year"] is None or published is None or int(match["year"]) < published.year


def _is_events(name: Named, tolls: Sequence[FoundQuantity], sentence: Sentence) -> bool:
    """Return whether a place is told as that of the dead and hurt: not their hospital, not their witness's town."""
    if is_speakers(name.root):
        return False
    at = name.toponym.start - sentence.start
    spots = [toll.start - sentence.start for toll in tolls]
    if all(";" in sentence.text[min(at, spot) : max(at, spot)] for spot in spots):
        return False
    above = [token for token, _ in zip(ancestors(name.root), range(4), strict=False)]
    if any(token.lemma_.lower() in _CARE for token in above):
        return False
    described = name.root.dep_ in ("compound", "nmod", "poss", "amod") and any(
        token.lower_ == "of" for token in above[:2]
    )
    if described or any(token.lower_ == "according" for token in above):
        return False  # "an actor of the Kobani theatre", "according to the parish of Goma"
    moved = next((token for token in above if token.pos_ == "VERB"), None)
    prep = next((token for token in (name.root, *above) if token.dep_ == "prep"), None)
    carried = moved is not None and moved.lemma_.lower() in _CARRIED and prep is not None and prep.lower_ == "to"
    return not carried
