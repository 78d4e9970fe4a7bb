"""The way from a document to its toponyms."""

from collections.abc import Iterator
from functools import lru_cache

from mapkit.geoparsing import home, recognition, resolution, roles
from mapkit.geoparsing.anchoring import Resolved
from mapkit.geoparsing.candidates import Candidates, Names
from mapkit.geoparsing.mentions import Mention
from mapkit.model import Document, Toponym
from mapkit.text.tokens import Tokens, tokenise


@lru_cache(maxsize=4)
def _candidates(gazetteer: Names) -> Candidates:
    """Return the look-ups of a gazetteer, whose memory outlives one document."""
    return Candidates(gazetteer)


def geoparse(
    document: Document, gazetteer: Names, *, theatre: str | None = None, fast: bool = False
) -> tuple[Toponym, ...]:
    """Return the place names of a document, sorted by start, none overlapping another.

    Parameters
    ----------
    document : Document
    gazetteer : Gazetteer
        Where names are looked up (`lookup` and `has_prefix` are what is needed).
    theatre : str, optional
        ISO 3166-1 alpha-2 codes of the countries that the text is expected to be about, separated by commas; their
        places win over namesakes elsewhere where the text leaves it open.
    fast : bool
        Leave out what costs most and gives least: names that the gazetteer does not know, the second look at each name
        beside its neighbours, the later rounds of votes.

    Returns
    -------
    tuple of Toponym
        Offsets are code points of the document's text. What the gazetteer does not know, or only as a namesake without
        any tie to the text, has no place but a `reason`.
    """
    lookups = _candidates(gazetteer)  # type: ignore[arg-type]  # hashed by identity
    tokens = tokenise(document.text)
    found = recognition.recognise(tokens, lookups, fast=fast)
    codes = frozenset(code.strip().upper() for code in (theatre or "").split(",") if code.strip())
    seat = home.names(document, lookups, {mention.text for mention in found})
    meant = resolution.resolve(found, tokens, theatre=codes, home=seat, fast=fast)
    return tuple(_toponym(mention, meant[id(mention)], tokens) for mention in found)


def explain(document: Document, gazetteer: Names) -> Iterator[str]:
    """Yield a line for every name that was proposed, with its probability and what spoke for and against it."""
    tokens = tokenise(document.text)
    proposals = recognition.estimated(tokens, _candidates(gazetteer))  # type: ignore[arg-type]  # hashed by identity
    kept = {id(mention) for mention in recognition.choose(proposals)}
    for mention in proposals:
        verdict = "taken" if id(mention) in kept else "left"
        told = ", ".join(f"{name} {weight:+.1f}" for name, weight in recognition.strongest(mention))
        yield f"{mention.start}-{mention.end} {mention.text!r}: {verdict}, {mention.recognition:.2f} ({told})"


def _toponym(mention: Mention, meant: Resolved, tokens: Tokens) -> Toponym:
    return Toponym(
        start=mention.start,
        end=mention.end,
        text=mention.text,
        role=roles.role_of(mention, meant.place, tokens),
        candidates=meant.candidates,
        place=meant.place,
        recognition=round(mention.recognition, 4),
        confidence=round(meant.confidence, 4),
        reason=meant.reason,
        embedded=roles.is_embedded(mention, tokens),
    )
