"""How place names in one sentence stand to each other: "Bangor, Maine", "Russia's Kursk region", lists."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mapkit.geoparsing.mentions import Kind, Mention
from mapkit.geoparsing.weighing import Bools, Weighed

_PART = r"(?:(?:[\w-]+ern|north|south|east|west|north-?east|north-?west|south-?east|south-?west|central) )?"
_COMMA = re.compile(rf",? \(|, (?:in |the |in the )?{_PART}|/ ?")
_IN = re.compile(
    r"(?:,? (?:a|the) )?(?:,? ?[\w-]+){0,3}? (?:in|of|within|inside) (?:the )?"
    r"(?:[\w-]+(?:ern|east|west|north|south|central) )?"
)
#: "Daquq, south of Kirkuk" is not in Kirkuk.
_BESIDE = re.compile(
    r"\b(?:north|south|east|west|kilomet(?:er|re)s?|km|miles?|outside|out|side|independent)", re.IGNORECASE
)
_OWN = re.compile(r"['’]s?(?: [\w-]+){0,4} ")
_ADJECTIVE = re.compile(r"(?:[- ][\w-]+){0,4} ")
_LISTED = re.compile(r",? (?:and|or|as well as) (?:the )?|, (?:the )?")
_FARTHEST = 60


@dataclass(frozen=True, slots=True)
class Containment:
    """The text says or suggests that `inner` lies in `outer`; `strength` is in log-odds.

    `qualifies` is True for "City, State", where the outer name tells one namesake from another.
    """

    inner: Mention
    outer: Mention
    strength: float
    qualifies: bool


def containments(mentions: Sequence[Mention], text: str) -> list[Containment]:
    """Return the pairs of neighbouring mentions of which one is said to lie in the other."""
    found: list[Containment] = []
    for left, right in itertools.pairwise(mentions):
        if left.sentence != right.sentence or right.start - left.end > _FARTHEST:
            continue
        between = text[left.end : right.start]
        if left.kind is Kind.DEMONYM:
            if _ADJECTIVE.fullmatch(between):
                found.append(Containment(right, left, 1.5, qualifies=False))
        elif _OWN.fullmatch(between):
            found.append(Containment(right, left, 3.0, qualifies=False))
        elif _COMMA.fullmatch(between):
            found.append(Containment(left, right, 4.0, qualifies=True))
        elif _IN.fullmatch(between) and not _BESIDE.search(between):
            found.append(Containment(left, right, 2.5, qualifies=False))
    return found


def siblings(mentions: Sequence[Mention], text: str) -> list[tuple[Mention, Mention]]:
    """Return the pairs of mentions that stand side by side in a list ("Alabama, Georgia and Florida")."""
    return [
        (left, right)
        for left, right in itertools.pairwise(mentions)
        if left.sentence == right.sentence
        and Kind.DEMONYM not in (left.kind, right.kind)
        and right.start - left.end < _FARTHEST
        and _LISTED.fullmatch(text, left.end, right.start)
    ]


def inside(inner: Weighed, outer: Weighed) -> Bools:
    """Return which candidates of one name lie in which of another, by their codes: shape (inner, outer)."""
    country = (inner.countries[:, None] == outer.countries[None, :]) & (outer.countries[None, :] > 0)
    division = inner.divisions[:, None] == outer.divisions[None, :]
    second = (inner.seconds[:, None] == outer.seconds[None, :]) & (outer.seconds[None, :] > 0)
    return np.asarray(
        country
        & (
            (outer.whole[None, :] & ~inner.whole[:, None])
            | (outer.first & (outer.divisions > 0))[None, :] & division & ~(inner.whole | inner.first)[:, None]
            | outer.second[None, :] & second & ~(inner.whole | inner.first | inner.second)[:, None]
        )
    )


def alike(one: Weighed, other: Weighed) -> Bools:
    """Return which candidates of two names are of one kind: both countries, or divisions or towns of one country."""
    country = (one.countries[:, None] == other.countries[None, :]) & (one.countries[:, None] > 0)
    towns = _towns(one)[:, None] & _towns(other)[None, :]
    firsts = one.first[:, None] & other.first[None, :]
    seconds = one.second[:, None] & other.second[None, :]
    return np.asarray((one.whole[:, None] & other.whole[None, :]) | (country & (towns | firsts | seconds)))


def _towns(weighed: Weighed) -> Bools:
    return np.array([place.feature_class == "P" for place in weighed.places], bool)
