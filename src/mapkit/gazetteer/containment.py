"""Which places lie in which: by country, by division code and name, as rows of the gazetteer tell it."""

from collections.abc import Iterable, Sequence

from mapkit.gazetteer.folding import fold
from mapkit.model import Place


def contains(container: Place, place: Place) -> bool:
    """Tell whether the rows say that a place lies in a country or division (a place does not contain itself)."""
    if container.gazetteer_id == place.gazetteer_id or container.feature_class != "A":
        return False
    if container.country != place.country:
        return False
    if container.feature_code.startswith("PCL") or container.feature_code == "TERR":
        return True
    if container.feature_code == "ADM1":
        return container.admin1_code == place.admin1_code
    if container.feature_code == "ADM2":
        return container.admin1_code == place.admin1_code and fold(container.name) == fold(place.admin2)
    return False


def narrow(places: Sequence[Place], context: Iterable[Sequence[Place]]) -> list[Place]:
    """Keep the places that lie in some reading of every part of a context ("Donetsk Oblast", "Ukraine").

    Parameters
    ----------
    places : sequence of Place
        In their order of preference, which is kept.
    context : iterable of sequences of Place
        For each name after the first, all its readings. A part that nothing lies in narrows to nothing: a query for a
        town in a country where it is not must not find one elsewhere.
    """
    kept = list(places)
    for readings in context:
        kept = [place for place in kept if any(contains(reading, place) for reading in readings)]
    return kept
