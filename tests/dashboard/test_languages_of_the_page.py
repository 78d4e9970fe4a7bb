"""The page in the reader's language: the address's, else the browser's; each session its own."""

import json

import pytest
from streamlit.testing.v1 import AppTest

import pseudo
from mapkit.dashboard import SCRIPT
from mapkit.server import services
from mapkit.workspace import Workspace
from scene import fill


@pytest.fixture(autouse=True)
def events(home):
    home.mkdir(exist_ok=True)
    services.cache_clear()
    with Workspace.open(f"sqlite:///{home / 'workspace.sqlite3'}") as workspace:
        yield fill(workspace)
    services.cache_clear()


def run(**query):
    app = AppTest.from_file(str(SCRIPT), default_timeout=120)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def fed(app):
    """What each of the page's own widgets was given, by its name."""
    found = {}

    def walk(block):
        proto = getattr(block, "proto", None)
        name = getattr(proto, "component_name", "")
        if name.startswith("mapkit_"):
            found[name.removeprefix("mapkit_")] = json.loads(proto.json)
        for child in getattr(block, "children", {}).values():
            walk(child)

    walk(app.main)
    walk(app.sidebar)
    return found


def titles(legend):
    return {group["title"] for group in legend["groups"]}


def test_the_address_says_which_language(events):
    app = run(lang="uk", event=events["pokrovsk"].event_id)
    widgets = fed(app)
    assert widgets["legend"]["total"] == "8 подій"
    assert {"Що сталося", "Хто це каже"} <= titles(widgets["legend"])
    assert widgets["panel"]["speech"]["lang"] == "uk"
    assert widgets["panel"]["speech"]["messages"]["How was this coded?"] == "Як це закодовано?"
    assert widgets["table"]["briefing"].startswith("/api/briefing?lang=uk")
    assert app.text_input(key="search").placeholder == "Пошук у реченнях, місцях, учасниках"
    assert "lang" in app.query_params


def test_english_needs_no_messages():
    for data in fed(run()).values():
        assert data["speech"] == {"lang": "en", "messages": {}}


def test_a_language_that_there_is_not_is_left_out_and_said_so():
    app = run(lang="tlh")
    assert fed(app)["legend"]["total"] == "8 events"
    assert "lang" in app.warning[0].value


def test_two_sessions_speak_two_languages_turn_by_turn():
    one, two = run(lang="uk"), run()
    for _ in range(2):
        assert fed(one.run())["legend"]["total"] == "8 подій"
        assert fed(two.run())["legend"]["total"] == "8 events"


def test_words_of_the_record_stay_as_they_are_stored(events):
    panel = fed(run(lang="uk", event=events["pokrovsk"].event_id))["panel"]["event"]
    assert panel["type"] == events["pokrovsk"].event_type.value
    assert panel["quote"]["exact"] == events["pokrovsk"].evidence[0].exact
    assert panel["claim_words"] in {"Повідомлено", "За твердженням однієї сторони", "Підтверджено", "Суперечливо"}


def test_streamlits_own_widgets_say_nothing_that_was_not_translated(home):
    pseudo.write(home)
    app = run(lang=pseudo.CODE, type="Riots")  # nothing passes
    said = [one.value for kind in (app.markdown, app.caption, app.warning, app.info) for one in kind]
    said += [one.label for one in app.button] + [one.placeholder for one in app.text_input]
    assert len(said) > 5
    assert [one for one in said if pseudo.BEGIN not in one and not one.startswith("<style>")] == []
