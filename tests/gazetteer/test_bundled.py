"""Facts about the world that the bundled gazetteer must know; each can be checked in an atlas."""

import csv
import math
from collections.abc import Iterator
from pathlib import Path

import pytest
import shapely
from geopy.distance import great_circle

from mapkit import layers, paths
from mapkit.gazetteer import Gazetteer, table


@pytest.fixture(scope="session")
def rows() -> list[table.Row]:
    return list(table.read(paths.data_dir() / "gazetteer.csv"))


#: A name, and of the place that is best known by it: code, country, first-level division, latitude, longitude.
FIRST = """
Pokrovsk|PPL|UA|Donetsk Oblast|48.28|37.18
Krasnoarmiisk|PPL|UA|Donetsk Oblast|48.28|37.18
Proletarsk|PPL|RU|Rostov Oblast|46.70|41.73
Kursk|PPL|RU|Kursk Oblast|51.73|36.19
Kursk region|ADM1|RU|Kursk Oblast|51.7|36.3
Seym River|STM|||51.4|34.5
Dnieper River|STM|||51.0|31.0
Toretsk|PPL|UA|Donetsk Oblast|48.40|37.85
Dzerzhynsk|PPL|UA|Donetsk Oblast|48.40|37.85
Zalizne|PPL|UA|Donetsk Oblast|48.36|37.85
Zhelezne|PPL|UA|Donetsk Oblast|48.36|37.85
Artemove|PPL|UA|Donetsk Oblast|48.36|37.85
Zaporizhia|PPL|UA|Zaporizhzhia Oblast|47.85|35.12
Zaporozhye|PPL|UA|Zaporizhzhia Oblast|47.85|35.12
Kharkov|PPL|UA|Kharkiv Oblast|49.99|36.23
Krasny Liman|PPL|UA|Donetsk Oblast|48.99|37.80
Kirovograd|PPL|UA|Kirovohrad Oblast|48.51|32.26
Kropyvnytskyi|PPL|UA|Kirovohrad Oblast|48.51|32.26
Sudzha|PPL|RU|Kursk Oblast|51.19|35.27
Guevo|PPL|RU|Kursk Oblast|51.10|35.33
Sevastopol|PPL|UA|Sevastopol|44.61|33.52
Snake Island|ISL|UA||45.255|30.204
Kerch Strait|STRT|||45.25|36.5
Crimean Bridge|BDG|UA|Crimea|45.31|36.51
Black Sea|SEA|||43.3|34.0
Donbas|RGNH|UA||48.2|38.2
Gaza Strip|ADM1|PS|Gaza Strip|31.4|34.35
Gaza City|PPL|PS|Gaza Strip|31.50|34.47
Khan Younis|PPL|PS|Gaza Strip|31.35|34.30
Jabalia camp|CMPRF|PS|Gaza Strip|31.536|34.498
West Bank|ADM1|PS|West Bank|32.0|35.25
Golan Heights|RGN|SY||32.98|35.77
Khiam|PPL|LB||33.33|35.61
Aleppo|PPL|SY|Aleppo|36.20|37.16
Deir ez-Zor|PPL|SY||35.34|40.14
El Fasher|PPL|SD|North Darfur|13.63|25.35
Al-Fashir|PPL|SD|North Darfur|13.63|25.35
Zamzam camp|CMPRF|SD|North Darfur|13.49|25.31
Darfur|RGN|SD||13.0|25.0
Omdurman|PPL|SD|Khartoum|15.64|32.48
Goma|PPL|CD|North Kivu|-1.68|29.22
Bunagana|PPL|CD||-1.30|29.60
Myawaddy|PPL|MM|Kayin State|16.69|98.51
Rangoon|PPL|MM|Yangon|16.80|96.16
Lashio|PPL|MM|Shan State|22.93|97.75
Mekelle|PPL|ET|Tigray|13.50|39.47
Djibo|PPL|BF|Sahel|14.10|-1.63
Kidal|ADM1|ML|Kidal|19.8|1.4
Maiduguri|PPL|NG|Borno State|11.85|13.16
Mogadishu|PPLC|SO||2.04|45.34
Hodeidah|PPL|YE||14.80|42.95
Stepanakert|PPL|AZ||39.82|46.75
Port-au-Prince|PPLC|HT|Ouest|18.54|-72.34
Kremlin|ADMF|RU||55.752|37.6175
Downing Street|ADMF|GB||51.5034|-0.1276
U.S.|PCLI|US||39.76|-98.5
DRC|PCLI|CD||-1|24
UAE|PCLI|AE||23.9|54.3
NSW|ADM1|AU|New South Wales|-32|147
B.C.|ADM1|CA|British Columbia|54.7|-125
Alberta|ADM1|CA|Alberta|55|-115
Queensland|ADM1|AU|Queensland|-22.5|144.5
New York State|ADM1|US|New York|42.9|-75.6
Washington, D.C.|PPLC|US||38.9|-77.04
St. Petersburg|PPL|RU|Saint Petersburg|59.94|30.31
Strait of Hormuz|STRT|||26.57|56.25
Bab al-Mandab|STRT|||12.58|43.33
Middle East|RGN|||31|39
Sahel region|RGN|||15|3
Horn of Africa|RGN|||8.5|45
Africa|CONT|||5|20
Engels air base|AIRB|RU|Saratov Oblast|51.48|46.2
Zaporizhzhia Nuclear Power Plant|PSN|UA|Zaporizhzhia Oblast|47.511|34.585
"""
_CLOSE = {"PCLI": 700, "CONT": 1500, "RGN": 1200, "SEA": 300, "STM": 600, "ADM1": 250}


@pytest.mark.parametrize("line", FIRST.split("\n")[1:-1])
def test_what_a_name_first_of_all_means(bundled: Gazetteer, line: str) -> None:
    name, code, country, admin1, latitude, longitude = line.split("|")
    found = bundled.lookup(name)
    assert found, name
    place = found[0]
    assert (place.feature_code, place.country) == (code, country), place
    assert not admin1 or place.admin1 == admin1
    away = great_circle((place.latitude, place.longitude), (float(latitude), float(longitude))).km
    assert away < _CLOSE.get(code, 12), (place, away)


@pytest.mark.parametrize("word", ["French", "Red", "English", "Green"])
def test_ordinary_words_are_no_rivers(bundled: Gazetteer, word: str) -> None:
    assert "STM" not in {place.feature_code for place in bundled.lookup(word)}


@pytest.mark.parametrize(
    ("name", "homes"),
    [
        ("Pokrovsk", {"Donetsk Oblast", "Sakha Republic"}),
        ("Proletarsk", {"Rostov Oblast", "Sughd"}),
        ("Rafah", {"Gaza Strip", "North Sinai"}),
        ("Tripoli", {"Tripoli District", "North"}),
        ("Hama", {"Hama"}),
        ("Paris", {"Île-de-France", "Texas"}),
        ("Dnipro", {"Dnipropetrovsk Oblast", ""}),
    ],
)
def test_namesakes_are_all_there(bundled: Gazetteer, name: str, homes: set[str]) -> None:
    assert homes <= {place.admin1 for place in bundled.lookup(name)}


@pytest.mark.parametrize(
    ("query", "latitude", "longitude"),
    [
        ("Pokrovsk, Donetsk Oblast, Ukraine", 48.28, 37.18),
        ("Pokrovsk, Russia", 61.48, 129.15),
        ("Bangor, Maine", 44.80, -68.77),
        ("Long Beach, California", 33.77, -118.19),
        ("Paris, Texas", 33.66, -95.56),
        ("Rafah, Egypt", 31.29, 34.24),
        ("Moscow, Idaho, United States", 46.73, -117.0),
    ],
)
def test_geocode_by_where_a_place_lies(bundled: Gazetteer, query: str, latitude: float, longitude: float) -> None:
    location = bundled.geocode(query)
    assert location is not None
    assert great_circle((location.latitude, location.longitude), (latitude, longitude)).km < 12


def test_reverse_knows_towns(bundled: Gazetteer) -> None:
    assert bundled.reverse((48.2819, 37.1758)).raw["name"] == "Pokrovsk"
    assert bundled.reverse((13.6279, 25.3494)).raw["name"] == "El Fasher"


def test_labels_of_the_world(bundled: Gazetteer) -> None:
    names = {place.name for place in bundled.within(-180, -90, 180, 90, 200, feature_classes="P")}
    assert {"Beijing", "Cairo", "Moscow", "Kyiv", "Tokyo", "Mexico City"} <= names


def test_rows_are_sorted_unique_and_whole(rows: list[table.Row]) -> None:
    identifiers = [row.place.gazetteer_id for row in rows]
    assert len(identifiers) == len(set(identifiers)) > 300_000
    assert len({row.place.country for row in rows}) > 230

    def order(row: table.Row) -> tuple[str, str, float, str]:
        identifier = row.place.gazetteer_id
        number = int(identifier) if identifier.isdigit() else math.inf
        return row.place.feature_class, row.place.country, number, identifier

    assert rows == sorted(rows, key=order)


def _with_layers(rows: list[table.Row]) -> Iterator[table.Row]:
    return (row for row in rows if row.place.layer_id)


def test_every_shape_that_a_row_names_is_drawn(rows: list[table.Row]) -> None:
    drawn = {feature.layer_id for name in layers.NAMES for feature in layers.features(name)}
    named = {row.place.layer_id for row in _with_layers(rows)}
    assert named <= drawn
    assert {"rivers/seym", "admin1/UA-14", "admin1/UA-43", "countries/UA"} <= named


def test_a_divisions_point_lies_in_its_shape_and_a_rivers_on_its_line(rows: list[table.Row]) -> None:
    # The layers are simplified to about a kilometre.
    close = 0.03
    for row in _with_layers(rows):
        place = row.place
        if not place.layer_id.startswith("countries/"):
            point = shapely.Point(place.longitude, place.latitude)
            assert layers.shape(place.layer_id).distance(point) < close, place


def test_crimea_is_ukraines(bundled: Gazetteer) -> None:
    assert {place.country for place in bundled.within(33.0, 44.5, 36.0, 45.9, 200)} - {""} == {"UA"}


def test_authored_files_are_whole() -> None:
    for path in sorted((paths.data_dir() / "authored").glob("*.csv")):
        with Path(path).open(encoding="utf-8", newline="") as lines:
            records = list(csv.DictReader(lines, strict=True))
        assert records
        assert all(None not in record and None not in record.values() for record in records), path
