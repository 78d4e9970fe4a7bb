"""How precise a place is, and which place lies in which, by the gazetteer's own divisions."""

from mapkit.model import Place, Toponym

_REGIONS = ("RGN", "RGNE", "TERR", "ZN")
_VAST = ("CONT", "OCN", "SEA")

#: From here on a place is one spot or line, not an area of administration.
FINE = 2.5


def fineness(place: Place | None) -> float:
    """Return how precise a place is.

    Returns
    -------
    float
        4 a settlement or spot, 3 a river or island, 2 a district, about 1 a province or region, 0 a country or sea;
        3.5 for a name that the gazetteer does not know, which is mostly a small place.
    """
    if place is None:
        return 3.5
    code, kind = place.feature_code, place.feature_class
    if code.startswith("PCL") or code in _VAST:
        return 0.0
    if code.startswith("ADM1") or code in _REGIONS:
        return 1.0
    if code.startswith("ADM"):
        return 2.0
    if kind == "L":
        return 1.2
    return 3.0 if kind in ("H", "T", "V", "U") else 4.0


def key_of(toponym: Toponym) -> str:
    """Return what tells a toponym's place from others: the gazetteer's id, else its words."""
    return toponym.place.gazetteer_id if toponym.place else toponym.text.casefold()


def contains(outer: Place | None, inner: Place | None) -> bool:
    """Return whether one place lies in (or is) the other, as far as the gazetteer's divisions tell."""
    if outer is None or inner is None or fineness(outer) > 2.0:
        return False
    if outer.gazetteer_id == inner.gazetteer_id:
        return True
    if fineness(outer) >= fineness(inner):
        return False
    if outer.feature_code.startswith("PCL"):
        return outer.country == inner.country
    if outer.feature_code.startswith("ADM1"):
        crossing = inner.feature_class == "H" and not inner.admin1_code and outer.country == inner.country
        return bool(outer.admin1_code) and (inner.admin1_code == outer.admin1_code or crossing)
    if outer.feature_code.startswith("ADM"):
        return outer.admin1_code == inner.admin1_code and outer.name in (inner.admin2, inner.name)
    return outer.country in ("", inner.country)


def is_short_for(name: str, place: Place | None, region: Place | None) -> bool:
    """Return whether a town's name may be short for the region named after it ("Kursk" for the Kursk region)."""
    if place is None or region is None or not 0.9 <= fineness(region) <= 2.0 or fineness(place) < FINE:
        return False
    return region.name.casefold().startswith((place.name.casefold(), name.casefold()))
