"""The way from an analysed document to its toponyms."""

from functools import lru_cache

from mapkit.geoparsing import mentions, recognition, resolution, roles
from mapkit.geoparsing.candidates import Candidates, Names
from mapkit.geoparsing.mentions import Mention
from mapkit.model import Place, Toponym
from mapkit.text.sentences import Analysis


@lru_cache(maxsize=4)
def _candidates(gazetteer: Names) -> Candidates:
    """Return the look-ups of a gazetteer, whose memory outlives one document."""
    return Candidates(gazetteer)


def geoparse(analysis: Analysis, gazetteer: Names, *, theatre: str | None = None) -> tuple[Toponym, ...]:
    """Return the place names of a document, sorted by start, none overlapping another.

    Parameters
    ----------
    analysis : Analysis
        The parsed document.
    gazetteer : Gazetteer
        Where names are looked up (`lookup` and `has_prefix` are what is needed).
    theatre : str, optional
        ISO 3166-1 alpha-2 codes of the countries that the text is expected to be about, separated by commas; their
        places win over namesakes elsewhere where the text leaves it open.

    Returns
    -------
    tuple of Toponym
        Offsets are code points of the document's text. What the gazetteer does not know, or only as a namesake without
        any tie to the text, has no place but a `reason`.
    """
    lookups = _candidates(gazetteer)  # type: ignore[arg-type]  # hashed by identity
    found = recognition.recognise(analysis, mentions.propose(analysis, lookups))
    codes = frozenset(code.strip().upper() for code in (theatre or "").split(",") if code.strip())
    meant = resolution.resolve(found, theatre=codes, home=_home(analysis, lookups))
    return tuple(_toponym(mention, meant[id(mention)]) for mention in found)


def _home(analysis: Analysis, lookups: Candidates) -> tuple[Place, ...]:
    """Return the best known places that the publisher's name holds ("The Kyiv Independent")."""
    publisher = analysis.document.publisher or ""
    pieces = [publisher[m.start() : m.end()] for m in mentions.PIECE.finditer(publisher)]
    places = []
    for piece in pieces:
        if piece[:1].isupper() and len(piece) > 3:
            places += [p for p in lookups.exact(piece)[:1] if p.population > 20_000 or p.feature_class == "A"]
    return tuple(places)


def _toponym(mention: Mention, meant: resolution.Resolved) -> Toponym:
    return Toponym(
        start=mention.start,
        end=mention.end,
        text=mention.text,
        role=roles.role_of(mention, meant.place),
        candidates=meant.candidates,
        place=meant.place,
        recognition=round(mention.recognition, 4),
        confidence=round(meant.confidence, 4),
        reason=meant.reason,
        embedded=roles.is_embedded(mention),
    )
