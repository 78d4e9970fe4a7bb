"""A place of the gazetteer, a candidate for a name, and a toponym: a name of a place in a text."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Place:
    """One row of the gazetteer.

    Parameters
    ----------
    gazetteer_id : str
        The GeoNames id (digits) where GeoNames knows the place, else a prefixed id (`ne:`, `mk:`, `oa:`, `user:`).
    name : str
        The usual English name.
    feature_class, feature_code : str
        GeoNames' classes (A, P, H, L, S, T, ...) and codes (ADM1, PPL, STM, ...).
    country : str
        ISO 3166-1 alpha-2, or "" where a place belongs to none or to several.
    admin1, admin1_code : str
        Name of the first-level division and its GeoNames code with the country (`UA.05`), or "".
    admin2 : str
        Name of the second-level division, or "".
    latitude, longitude : float
        WGS84 degrees; a representative point (inside its area, on its line).
    population : int
        0 where unknown.
    source : str
        The key of the source, as NOTICE lists them.
    layer_id : str
        `layer/feature` of its shape in `geo/` (`rivers/...`, `admin1/...`), or "" where it is a point.
    """

    gazetteer_id: str
    name: str
    feature_class: str
    feature_code: str
    country: str
    admin1: str
    admin1_code: str
    admin2: str
    latitude: float
    longitude: float
    population: int
    source: str
    layer_id: str = ""


class Role(StrEnum):
    """What a place name does in its sentence."""

    LOCATION = "location"
    METONYM = "metonym"
    DEMONYM = "demonym"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place that a name may mean.

    Parameters
    ----------
    place : Place
    score : float
        0-1; the scores of a toponym's candidates are comparable with each other only.
    reasons : tuple of str
        Why it scores so, in words a reader understands ("its oblast is named in the same sentence").
    """

    place: Place
    score: float
    reasons: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Return the candidate as the event record and `mapkit geoparse` give it."""
        place = self.place
        return {
            "gazetteer_id": place.gazetteer_id,
            "name": place.name,
            "feature_code": place.feature_code,
            "admin1": place.admin1,
            "country": place.country,
            "latitude": place.latitude,
            "longitude": place.longitude,
            "score": round(self.score, 4),
            "reasons": list(self.reasons),
        }


@dataclass(frozen=True, slots=True)
class Toponym:
    """A name of a place at its exact offsets, with what it may mean and what it was taken to mean.

    Parameters
    ----------
    start, end : int
        Code points in the document's text, end exclusive; `document.text[start:end] == text`.
    text : str
    role : Role
        A location, a government by its seat (metonym), or a people or adjective (demonym).
    candidates : tuple of Candidate
        Best first; the chosen one is the first. Empty where the gazetteer knows none.
    place : Place or None
        The chosen place; None where unresolved.
    recognition, confidence : float
        0-1: that this is a name of a place at all; that it is this place.
    reason : str or None
        Why it stays unresolved; None where resolved.
    embedded : bool
        True where it is a part of another name ("Bank of China") and places nothing by itself.
    """

    start: int
    end: int
    text: str
    role: Role = Role.LOCATION
    candidates: tuple[Candidate, ...] = ()
    place: Place | None = None
    recognition: float = 1.0
    confidence: float = 0.0
    reason: str | None = None
    embedded: bool = False

    def to_dict(self) -> dict[str, object]:
        """Return the toponym as `mapkit geoparse` prints it."""
        place = self.place
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "latitude": place.latitude if place else None,
            "longitude": place.longitude if place else None,
            "gazetteer_id": place.gazetteer_id if place else None,
            "name": place.name if place else None,
            "feature_code": place.feature_code if place else None,
            "country": place.country if place else None,
            "admin1": place.admin1 if place else None,
            "role": self.role.value,
            "embedded": self.embedded,
            "recognition": round(self.recognition, 4),
            "confidence": round(self.confidence, 4),
            "reason": self.reason,
            "candidates": [candidate.to_dict() for candidate in self.candidates],
        }
