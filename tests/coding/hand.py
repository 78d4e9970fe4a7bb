"""Coding without a gazetteer: toponyms that the test names itself."""

import re
from datetime import date

from mapkit.coding import code
from mapkit.model import Candidate, Document, Place, Role, Toponym
from mapkit.text.sentences import analyse


def place(name, country, *, code="PPL", admin1="", latitude=1.0, longitude=2.0, admin2=""):
    """Return a gazetteer row; its id is its name, so that assertions read well."""
    kind = {"P": "P", "A": "A", "S": "H"}[code[0]]
    return Place(
        gazetteer_id=name, name=name, feature_class=kind, feature_code=code, country=country, admin1=admin1,
        admin1_code=f"{country}.{admin1}" if admin1 else "", admin2=admin2, latitude=latitude, longitude=longitude,
        population=10_000, source="test",
    )  # fmt: skip


def toponyms_in(text, places, demonyms=()):
    """Return a toponym for each mention of each place's name, and of each demonym, in the text."""
    found = []
    for item in places:
        for match in re.finditer(rf"\b{re.escape(item.name)}\b", text):
            start, end = match.span()
            found.append(
                Toponym(
                    start, end, item.name, Role.LOCATION, (Candidate(item, 0.9),), item, recognition=0.9, confidence=0.8
                )
            )
    for word in demonyms:
        found.extend(Toponym(*m.span(), word, Role.DEMONYM) for m in re.finditer(rf"\b{word}\b", text))
    return tuple(sorted(found, key=lambda toponym: toponym.start))


def coded(text, *places, published=None, codebook=None):
    """Return every event of a text."""
    day = date.fromisoformat(published) if published else None
    analysis = next(analyse([Document("text", text, published=day)]))
    return code(analysis, toponyms_in(text, places), codebook=codebook)


def actual(text, *places, published=None, codebook=None):
    """Return (sub-event type, place) of each actual event, Diplomacy left out."""
    return [
        (event.sub_event_type, event.location)
        for event in coded(text, *places, published=published, codebook=codebook)
        if event.event_status == "actual" and event.event_type != "Diplomacy"
    ]


def only(text, *places, published=None):
    """Return the one actual event of a text."""
    (event,) = [e for e in coded(text, *places, published=published) if e.event_status == "actual"]
    return event
