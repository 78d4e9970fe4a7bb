"""How place names in one sentence stand to each other: "Bangor, Maine", "Russia's Kursk region"."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from mapkit.geoparsing.mentions import Mention
from mapkit.model import Place

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


@dataclass(frozen=True, slots=True)
class Containment:
    """The text says or suggests that `inner` lies in `outer`; `strength` is in log-odds.

    `qualifies` is True for "City, State", where the outer name tells one namesake from another.
    """

    inner: Mention
    outer: Mention
    strength: float
    qualifies: bool


def contains(outer: Place, inner: Place) -> bool:
    """Tell whether a country or division holds another place, by their codes."""
    if outer.gazetteer_id == inner.gazetteer_id or not outer.country or outer.country != inner.country:
        return False
    code = outer.feature_code
    if code.startswith("PCL") or code == "TERR":
        return True
    if code == "ADM1":
        return outer.admin1_code == inner.admin1_code != ""
    if code == "ADM2":
        return outer.admin1_code == inner.admin1_code and inner.admin2 == outer.name and inner.feature_code != "ADM1"
    return False


def containments(mentions: Sequence[Mention]) -> list[Containment]:
    """Return the pairs of neighbouring mentions of which one is said to lie in the other."""
    found: list[Containment] = []
    for left, right in itertools.pairwise(mentions):
        if left.sentence is not right.sentence or right.start - left.end > 60:
            continue
        text = left.sentence.text
        between = text[left.end - left.sentence.start : right.start - left.sentence.start]
        if left.kind == "demonym":
            if _ADJECTIVE.fullmatch(between):
                found.append(Containment(right, left, 1.5, qualifies=False))
        elif _OWN.fullmatch(between):
            found.append(Containment(right, left, 3.0, qualifies=False))
        elif _COMMA.fullmatch(between):
            found.append(Containment(left, right, 4.0, qualifies=True))
        elif _IN.fullmatch(between) and not _BESIDE.search(between):
            found.append(Containment(left, right, 2.5, qualifies=False))
    return found


_LISTED = re.compile(r",? (?:and|or|as well as) (?:the )?|, (?:the )?")


def siblings(mentions: Sequence[Mention]) -> list[tuple[Mention, Mention]]:
    """Return the pairs of mentions that stand side by side in a list ("Alabama, Georgia and Florida")."""
    found = []
    for left, right in itertools.pairwise(mentions):
        if left.sentence is right.sentence and "demonym" not in (left.kind, right.kind):
            start = left.sentence.start
            if _LISTED.fullmatch(left.sentence.text[left.end - start : right.start - start]):
                found.append((left, right))
    return found


def alike(one: Place, other: Place) -> bool:
    """Tell whether two places are of one kind: both countries, or both divisions or towns of the same country."""
    if one.feature_code.startswith("PCL") and other.feature_code.startswith("PCL"):
        return True
    if one.feature_class != other.feature_class or one.country != other.country or one.feature_class not in "AP":
        return False
    return one.feature_class == "P" or one.feature_code == other.feature_code
