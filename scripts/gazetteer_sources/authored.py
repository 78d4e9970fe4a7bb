"""Rows written by hand, in `data/authored/`: what news names and no list has, each with its coordinates and a note.

The files of places (`regions`, `waters`, `land`, `seats`, `facilities`, `places`, `landmarks`) have the columns
name, names, code, country, latitude, longitude, note; `names.csv` has further names, and English ones, of places that
other sources have; `dropped_names.csv` those of their names that mean other places today. An authored place that
another source turns out to have becomes further names of that row: no place is there twice.
"""

import csv
import dataclasses
from collections import defaultdict
from collections.abc import Iterator

from gazetteer_sources.common import ROOT, Report, clean
from gazetteer_sources.locate import Home, Locator
from gazetteer_sources.nearby import km
from mapkit.gazetteer import names
from mapkit.gazetteer.folding import fold
from mapkit.gazetteer.table import Row
from mapkit.model import Place

FOLDER = ROOT / "data" / "authored"
FILES = ("regions", "waters", "land", "seats", "facilities", "places", "landmarks")
#: The class of each GeoNames feature code in use; ADMF marks a seat of government that stands for it in news.
_CLASSES = {
    "A": "PCLH",
    "H": "OCN SEA GULF BAY BIGHT SD HBR STRT CHN CNL ESTY LGN RSV LK LKS STM SHOL RF WAD GLCR FLLS",
    "L": "CONT RGN RGNH RGNE AREA MILB NVB OILF GASF PRT PRK",
    "P": "PPL PPLX",
    "R": "ST TNL",
    "S": "ADMF FCL PSN DAM BDG AIRB AIRP OILR OILT PRN HSP CMPRF PSTB MSQE TMPL TMB MN "
    "ANS BLDG BTL CH CMTY CSTL FT HSTS HTL MALL MKT MNMT MTRO MUS PAL RECR RSTN SCH SQR STDM THTR",
    "T": "ISL ISLS PEN ISTH MTS MT DSRT PASS VAL VLC PLN CAPE HLL UPLD DLTA BCH",
    "V": "FRST",
}
CLASS_OF = {code: letter for letter, codes in _CLASSES.items() for code in codes.split()}
#: Which codes of other sources may be the same place as an authored code, and how far apart (km) the points may be.
_SAME = (
    (frozenset({"PPL", "PPLX", "CMPRF"}), frozenset({"PPL", "PPLX", "PPLC"}), 14.0),
    (frozenset({"AIRB", "AIRP"}), frozenset({"AIRB", "AIRP"}), 8.0),
    (frozenset({"RGN", "RGNH", "RGNE", "ISL"}), frozenset({"ADM1"}), 600.0),
    (frozenset({"AREA"}), frozenset({"ADM1", "ADM2"}), 150.0),
    (frozenset({"LK", "LKS", "RSV", "STM", "CNL"}), frozenset({"LK", "RSV", "STM"}), 600.0),
)
#: Codes of places so big or so far out that the country and division at their point would say nothing true of them.
_HOMELESS = frozenset("HLT")


def merge(rows: list[Row], locator: Locator, report: Report) -> list[Row]:
    """Return the rows of all other sources with the authored names, and the authored rows that no source has."""
    by_id = {row.place.gazetteer_id: row for row in rows}
    index: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        for key in {fold(name) for name in (row.place.name, *row.names)} | _bases(row):
            index[key].append(row.place.gazetteer_id)
    added: dict[str, Row] = {}
    for row in _places(locator):
        twin = _twin(row, [by_id[i] for key in names.listed(row) for i in index.get(key, ())], report)
        if twin is None:
            added[_free_id(row, added)] = row
        else:
            report["authored places that another source has: their names joined"] += 1
            by_id[twin.place.gazetteer_id] = _with(by_id[twin.place.gazetteer_id], (row.place.name, *row.names))
    for identifier, dropped, _ in _names_of("dropped_names", by_id):
        keys = set(map(fold, dropped))
        row = by_id[identifier]
        by_id[identifier] = dataclasses.replace(row, names=tuple(name for name in row.names if fold(name) not in keys))
        report["names dropped from rows of other sources"] += len(row.names) - len(by_id[identifier].names)
    for identifier, further, english in _names_of("names", by_id):
        by_id[identifier] = _with(by_id[identifier], further, english)
    new = [dataclasses.replace(row, place=dataclasses.replace(row.place, gazetteer_id=i)) for i, row in added.items()]
    report["authored places"] = len(new)
    return [*new, *by_id.values()]


def _places(locator: Locator) -> Iterator[Row]:
    for file in FILES:
        with (FOLDER / f"{file}.csv").open(encoding="utf-8", newline="") as lines:
            for record in csv.DictReader(lines, strict=True):
                yield _place(record, locator)


def _place(record: dict[str, str], locator: Locator) -> Row:
    latitude, longitude = float(record["latitude"]), float(record["longitude"])
    letter = CLASS_OF[record["code"]]
    home = Home(record["country"])
    if letter not in _HOMELESS or record["code"] in ("MILB", "NVB", "OILF", "PRT"):
        home = locator.within(record["country"], latitude, longitude)
    place = Place(
        gazetteer_id="mk:" + fold(record["name"]).replace(" ", "-"), name=record["name"], feature_class=letter,
        feature_code=record["code"], country=home.country, admin1=home.admin1, admin1_code=home.admin1_code, admin2="",
        latitude=latitude, longitude=longitude, population=0, source="mapkit",
    )  # fmt: skip
    return Row(place, clean(place.name, record["names"].split("|"), trusted=True))


def _bases(row: Row) -> set[str]:
    """Return a division's or a water's names without the words of its kind: "kursk" for Kursk Oblast."""
    if row.place.feature_code not in ("ADM1", "STM", "LK", "RSV"):
        return set()
    return {key for key, kind in names.keys(row).items() if kind is names.Kind.VARIANT}


def _twin(row: Row, others: list[Row], report: Report) -> Row | None:
    """Return the row of another source that is the same place: same name and country, a matching code, near."""
    place = row.place
    best: tuple[float, str, Row] | None = None
    for other in others:
        for codes, others_codes, reach in _SAME:
            if place.feature_code not in codes or other.place.feature_code not in others_codes:
                continue
            if place.country and other.place.country and place.country != other.place.country:
                continue
            if other.place.feature_class == "A" and not place.country:
                continue
            apart = km(place, other.place)
            if apart <= reach and (best is None or (apart, other.place.gazetteer_id) < best[:2]):
                best = (apart, other.place.gazetteer_id, other)
            elif (
                reach < apart < 5 * reach
                and place.feature_class == "P"
                and place.admin1_code == other.place.admin1_code
            ):
                report[f"look at: authored {place.name} ({place.country}) lies {apart:.0f} km from a namesake"] += 1
    return best[2] if best else None


def _with(row: Row, further: tuple[str, ...], english: str = "") -> Row:
    """Return a row with further names, and with an English name in the place of its own where there is one."""
    if english:
        further = (*further, row.place.name)
        row = dataclasses.replace(row, place=dataclasses.replace(row.place, name=english))
    return dataclasses.replace(row, names=clean(row.place.name, [*row.names, *further], trusted=True))


def _free_id(row: Row, taken: dict[str, Row]) -> str:
    """Return the row's id, with its country or its position where a namesake has it."""
    place = row.place
    base = place.gazetteer_id
    for identifier in (base, f"{base}-{place.country.lower()}", f"{base}-{place.latitude:.2f}-{place.longitude:.2f}"):
        if identifier not in taken:
            return identifier
    raise ValueError(f"the authored place {place.name} is there twice")


def _names_of(file: str, by_id: dict[str, Row]) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Yield the id, the names and the English name of each row that a file of names is about."""
    index: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in by_id.values():
        place = row.place
        if place.feature_class in "AP":
            index[place.country, place.feature_code, fold(place.name)].append(row)
    missing = []
    with (FOLDER / f"{file}.csv").open(encoding="utf-8", newline="") as lines:
        for record in csv.DictReader(lines, strict=True):
            found = index[record["country"], record["code"], fold(record["name"])]
            if not found:
                missing.append(f"{record['code']} {record['name']} ({record['country']})")
                continue
            best = max(found, key=lambda row: (row.place.population, row.place.gazetteer_id))
            yield best.place.gazetteer_id, tuple(record["names"].split("|")), record.get("english", "")
    if missing:
        raise ValueError(f"{file}.csv: no row has the name {', '.join(missing)}")
