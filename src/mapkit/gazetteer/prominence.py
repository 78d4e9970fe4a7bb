"""How well known a place is, as far as its class, code and population tell: the order in which namesakes are offered.

The scale is the decimal logarithm of a number of people; a place whose population is unknown stands where a typical
one of its kind would.
"""

import math

from mapkit.gazetteer.names import Kind
from mapkit.model import Place

_BY_CODE = {
    "CONT": 12.0, "PCLI": 10.0, "PCL": 9.5, "PCLD": 9.0, "PCLS": 9.0, "PCLF": 9.0, "TERR": 8.5,
    "PCLX": 9.0, "PCLIX": 8.5,
    "RGN": 6.0, "RGNH": 5.8, "RGNE": 5.8, "AREA": 5.2, "ADM1": 5.1, "ADM1H": 4.5, "ADM2": 3.9, "ADM2H": 3.2,
    "ADM3": 3.2,
    "OCN": 7.5, "SEA": 6.8, "GULF": 6.0, "STRT": 6.2, "BAY": 4.5, "CNL": 5.0, "CNLN": 5.0, "STM": 5.2, "STMI": 4.4,
    "LK": 4.3, "RSV": 4.5, "ISL": 4.6, "ISLS": 5.0, "PEN": 5.5, "MTS": 5.4, "MT": 4.5, "PK": 4.5, "DSRT": 5.4,
    "PASS": 4.5,
    "VAL": 4.8, "PLN": 4.8, "CAPE": 4.4, "PSN": 4.8,
    "AIRB": 4.2, "AIRP": 3.8, "AIRF": 3.6, "NUCL": 4.8, "PSTB": 3.9, "DAM": 4.4, "BDG": 4.4, "OILR": 4.2, "RFGC": 4.6,
    "ST": 4.2, "SQR": 4.2, "MNMT": 4.2, "STDM": 4.0, "SD": 4.6, "BIGHT": 4.6, "RF": 4.4,
    "GOVL": 4.6, "PPLX": 3.2, "PPLH": 2.0, "PPL": 2.2, "PPLC": 5.5, "PPLA": 4.2,
}  # fmt: skip
_BY_CLASS = {"A": 3.2, "H": 4.0, "L": 4.5, "P": 2.2, "R": 3.0, "S": 3.6, "T": 4.2, "U": 4.0, "V": 3.5}
_BONUS = {"PPLC": 1.2, "PPLA": 0.2}
_PENALTY = {Kind.NAME: 0.0, Kind.ALTERNATE: 1.4, Kind.VARIANT: 1.7}

#: What a name's kind takes off, by the kind's number.
PENALTIES = tuple(_PENALTY[kind] for kind in Kind)


def prominence(place: Place) -> float:
    """Return how well known a place is: 12 a continent, 10 a state, 6 a million people, 2 a hamlet."""
    usual = _BY_CODE.get(place.feature_code, _BY_CLASS.get(place.feature_class, 2.0))
    if place.feature_class == "P" and place.population:
        return math.log10(place.population + 10) + _BONUS.get(place.feature_code, 0.0)
    if place.feature_code.startswith("PCL") and place.population:
        return usual + math.log10(place.population) / 10
    return usual
