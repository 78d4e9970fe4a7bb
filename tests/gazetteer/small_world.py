"""A small gazetteer for tests, and how to write one."""

import csv
from collections.abc import Callable, Iterable
from pathlib import Path

from mapkit.gazetteer import Gazetteer
from mapkit.gazetteer.table import COLUMNS

Record = dict[str, object]
MakeGazetteer = Callable[..., Gazetteer]

#: A little world: namesakes, a state with two levels, a river, both sides of the antimeridian, both poles.
WORLD: tuple[Record, ...] = (
    {"gazetteer_id": "1", "name": "Arland", "feature_class": "A", "feature_code": "PCLI", "country": "UA",
     "latitude": 49, "longitude": 32, "population": 40_000_000, "names": "Republic of Arland"},
    {"gazetteer_id": "2", "name": "Donska Oblast", "feature_class": "A", "feature_code": "ADM1", "country": "UA",
     "admin1": "Donska Oblast", "admin1_code": "UA.05", "latitude": 48.1, "longitude": 37.8,
     "layer_id": "admin1/UA-14"},
    {"gazetteer_id": "3", "name": "Pokrova Raion", "feature_class": "A", "feature_code": "ADM2", "country": "UA",
     "admin1": "Donska Oblast", "admin1_code": "UA.05", "admin2": "Pokrova Raion", "latitude": 48.2, "longitude": 37.2},
    {"gazetteer_id": "4", "name": "Pokrova", "country": "UA", "admin1": "Donska Oblast", "admin1_code": "UA.05",
     "admin2": "Pokrova Raion", "latitude": 48.28, "longitude": 37.18, "population": 60_000,
     "names": "Krasnoye|Покрова"},
    {"gazetteer_id": "5", "name": "Pokrova", "country": "RU", "admin1": "Yakut Republic", "admin1_code": "RU.63",
     "latitude": 61.48, "longitude": 129.14, "population": 9_000},
    {"gazetteer_id": "6", "name": "Saint-Étienne-du-Lac", "country": "FR", "latitude": 45.4, "longitude": 4.4,
     "population": 170_000},
    {"gazetteer_id": "ne:rivers/sem", "name": "Sem River", "feature_class": "H", "feature_code": "STM",
     "latitude": 51.4, "longitude": 34.5, "names": "Sem", "layer_id": "rivers/sem"},
    {"gazetteer_id": "7", "name": "Westedge", "country": "FJ", "latitude": -16.8, "longitude": 179.95,
     "population": 500},
    {"gazetteer_id": "8", "name": "Eastedge", "country": "FJ", "latitude": -16.8, "longitude": -179.95,
     "population": 900},
    {"gazetteer_id": "9", "name": "Northcamp", "latitude": 89.9, "longitude": 10, "population": 5},
    {"gazetteer_id": "10", "name": "Southcamp", "latitude": -89.9, "longitude": -120, "population": 200},
    {"gazetteer_id": "11", "name": "Ar Ramla", "country": "SY", "latitude": 35.95, "longitude": 39.01,
     "population": 200_000, "names": "الرملة"},
)  # fmt: skip


def write_rows(path: Path, records: Iterable[Record]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        for record in records:
            defaults = {"feature_class": "P", "feature_code": "PPL", "source": "test"}
            writer.writerow({**defaults, **record})
    return path
