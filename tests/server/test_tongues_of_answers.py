"""Answers with words: the embedded map, the briefing and the map in a file, in the language of the address."""

import json
import re

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from mapkit.server import Services, create_routes
from mapkit.workspace import Workspace
from scene import fill


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tongues")
    with pytest.MonkeyPatch.context() as patch, Workspace.open(f"sqlite:///{folder / 'w.db'}") as opened:
        patch.setenv("MAPKIT_CACHE", str(folder / "cache"))
        fill(opened)
        shared = Services(lambda: opened)
        with TestClient(Starlette(routes=create_routes(shared))) as started:
            yield started
        shared.index.close()


WORDS = {
    "/?embed=1": ("Відкрити в mapkit", "Open in mapkit"),
    "/api/briefing?": ("Словами джерел", "In the words of the sources"),
    "/api/export?format=html": ("Виберіть подію на мапі або в таблиці.", "Choose an event on the map or in the table."),
}


@pytest.mark.parametrize(("path", "words"), WORDS.items(), ids=["embed", "briefing", "html"])
def test_the_language_is_that_of_the_address_else_the_browsers(client, path, words):
    ukrainian, english = words
    for query, header, spoken, code in (
        ("&lang=uk", "en", ukrainian, "uk"),
        ("&lang=en", "uk", english, "en"),
        ("", "uk-UA, en;q=0.5", ukrainian, "uk"),
        ("", "de", english, "en"),
    ):
        text = client.get(path + query, headers={"Accept-Language": header}).text
        assert [word for word in words if word in text] == [spoken]
        assert f'<html lang="{code}">' in text


@pytest.mark.parametrize("path", WORDS, ids=["embed", "briefing", "html"])
def test_a_language_that_there_is_not_is_an_error_that_names_those_there_are(client, path):
    answer = client.get(f"{path}&lang=tlh")
    assert answer.status_code == 400
    assert answer.json()["error"] == "lang must be one of: en, uk"


def test_the_embedded_map_and_the_map_in_a_file_have_their_scripts_words(client):
    embedded = client.get("/?embed=1&lang=uk").text
    config = json.loads(re.search(r'id="config">(.*?)</script>', embedded)[1])
    assert config["map"]["speech"]["messages"]["Zoom in (+)"] == "Наблизити (+)"
    page = client.get("/api/export?format=html&lang=uk").text
    more = json.loads(re.search(r'id="more">(.*?)</script>', page)[1])
    assert more["speech"]["messages"]["not stated"] == "не вказано"
    assert more["symbols"]["claims"]["claimed"] == "за твердженням"


@pytest.mark.parametrize("name", ["csv", "geojson", "acled", "kml", "timemap"])
def test_what_programs_read_is_in_english_for_everybody(client, name):
    path = f"/api/export?format={name}"
    one, two = (client.get(path, headers={"Accept-Language": code}).text for code in ("uk", "en"))
    assert re.sub(r"\d\d:\d\d:\d\d", "", one) == re.sub(r"\d\d:\d\d:\d\d", "", two)
    assert client.get(f"{path}&lang=uk").json()["error"] == "lang goes with format=html"
