"""Anchoring: buildings, streets, creeks and townships that the gazetteer lacks stand where the text tells of them.

No gazetteer has every clinic. The text often says where one is ("X Hospital in Kyiv"), or names the town in the same
sentence. The town is then what the name is taken for, with that reason and less confidence; a town named elsewhere in
the text would be a guess.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mapkit.geoparsing import confidence
from mapkit.geoparsing.mentions import Kind, Mention
from mapkit.geoparsing.reasons import Document, in_words
from mapkit.geoparsing.relations import Containment
from mapkit.model import Candidate, Place

#: Of names with these tails no gazetteer has all.
_TAILS = frozenset({"tail=venue", "tail=spot", "tail=local"})
#: A listed place of this size is no mere namesake of a creek.
_TOWN = 20_000
_KEPT = 5


@dataclass(slots=True)
class Resolved:
    """What a mention was taken to mean.

    Parameters
    ----------
    candidates : tuple of Candidate
        Best first.
    place : Place or None
    confidence : float
        How likely the place is right.
    reason : str or None
        Why there is no place.
    look : tuple of str
        What the choice looks like, as features of `confidence`.
    anchor : str
        How the town of an unlisted building was found, or "".
    anchor_confidence : float
        How sure that town itself is.
    """

    candidates: tuple[Candidate, ...] = ()
    place: Place | None = None
    confidence: float = 0.0
    reason: str | None = None
    look: tuple[str, ...] = ()
    anchor: str = ""
    anchor_confidence: float = 0.0


def anchor(
    mentions: Sequence[Mention], pairs: Sequence[Containment], meant: dict[int, Resolved], document: Document
) -> None:
    """Put each name that may be of something unlisted at the town where the text tells of it; changes `meant`.

    Parameters
    ----------
    mentions : sequence of Mention
        In reading order.
    pairs : sequence of Containment
        What the text says to lie in what.
    meant : dict of int to Resolved
        By `id` of the mention.
    document : Document
    """
    said = {id(pair.inner): pair.outer for pair in pairs}
    towns = [m for m in mentions if _is_town(meant[id(m)].place) and m.kind is not Kind.DEMONYM and not _may_lack(m)]
    for mention in mentions:
        own = meant[id(mention)]
        if not _may_lack(mention) or (own.place is not None and _is_sure(mention, own.place, document)):
            continue
        outer = said.get(id(mention))
        told = outer is not None and _is_town(meant[id(outer)].place)
        how, town = ("anchor=told", outer) if told else ("anchor=same sentence", _nearest(mention, towns))
        if town is not None:
            meant[id(mention)] = _at(mention, own, how, town, meant[id(town)])
        elif own.place is not None and len(document.senses) > 1:
            reason = f"the gazetteer does not list it, and {in_words(own.place)}, which bears its name, is far off"
            meant[id(mention)] = Resolved(own.candidates, None, 0.0, reason)


def _at(mention: Mention, own: Resolved, how: str, town: Mention, there: Resolved) -> Resolved:
    """Return a name resolved to a town beside it; its namesakes elsewhere stay to be seen."""
    assert there.place is not None  # noqa: S101 - only towns with a place are anchors
    sure = confidence.of_anchored(how, there.confidence)
    lacks = "lists only namesakes elsewhere" if mention.name.listed else "does not list it"
    near = "the text puts it in" if how == "anchor=told" else "the text tells of it beside"
    chosen = Candidate(there.place, sure, (f"the gazetteer {lacks}, but {near} {town.text}",))
    others = [
        Candidate(other.place, min(sure, other.score * (1 - sure)), other.reasons)
        for other in own.candidates
        if other.place is not there.place
    ][: _KEPT - 1]
    return Resolved((chosen, *others), there.place, sure, anchor=how, anchor_confidence=there.confidence)


def _is_sure(mention: Mention, place: Place, document: Document) -> bool:
    """Tell whether the place that bears a name is meant: the text has to do with it, or it is no mere namesake."""
    if document.is_tied(place, mention.text):
        return True
    local = "tail=local" in mention.features and place.population < _TOWN and not place.layer_id
    return mention.name.listed and not local


def _may_lack(mention: Mention) -> bool:
    return mention.kind is Kind.VENUE or not _TAILS.isdisjoint(mention.features)


def _is_town(place: Place | None) -> bool:
    return place is not None and (place.feature_class in "PS" or place.feature_code in ("ADM2", "ADM3", "ADM4"))


def _nearest(mention: Mention, towns: Sequence[Mention]) -> Mention | None:
    """Return the town of a mention's sentence that stands nearest to it."""
    same = [town for town in towns if town.sentence == mention.sentence]
    return min(same, key=lambda town: abs(town.first - mention.first)) if same else None
