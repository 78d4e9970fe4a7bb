"""The script as Streamlit runs it, without a browser; its own widgets are seen as what they are fed."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from mapkit.dashboard import SCRIPT
from mapkit.errors import WorkspaceError
from mapkit.server import services
from mapkit.workspace import Correction, Workspace
from scene import HOSTILE, fill


@pytest.fixture
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
    return app.run()


def fed(app, key):
    """What one of the page's own widgets was given."""
    for element in app.main.children.values():
        found = _find(element, key)
        if found is not None:
            return found
    return _find(app.sidebar, key)


def _find(block, key):
    proto = getattr(block, "proto", None)
    name = getattr(proto, "component_name", "")
    if name == f"mapkit_{key}":
        return json.loads(proto.json)
    for child in getattr(block, "children", {}).values():
        found = _find(child, key)
        if found is not None:
            return found
    return None


def counts(legend, group):
    (found,) = [one for one in legend["groups"] if one["key"] == group]
    return {item["label"]: item["count"] for item in found["items"]}


@pytest.mark.usefixtures("events")
def test_the_page_runs_and_counts():
    app = run()
    assert not app.exception
    legend = fed(app, "legend")
    assert legend["total"] == "8 events"
    assert counts(legend, "type")["Battles"] == 3
    assert counts(legend, "status") == {"Happened": 8, "Planned or expected": 1, "Said not to have happened": 1}
    assert len(fed(app, "table")["rows"]) == 8
    assert fed(app, "panel") is None
    assert not app.warning


@pytest.mark.usefixtures("events")
def test_counts_say_what_a_click_would_give():
    legend = fed(run(type="Battles", front="Kursk"), "legend")
    assert legend["total"] == "1 event"
    assert counts(legend, "type")["Strategic developments"] == 1
    assert counts(legend, "front")["Donetsk-Pokrovsk"] == 1
    assert legend["active"]


def test_a_permalink_selects_an_event_and_the_one_it_is_measured_to(events):
    app = run(event=events["pokrovsk"].event_id, to=events["toretsk"].event_id)
    panel = fed(app, "panel")
    assert panel["event"]["quote"]["exact"] == events["pokrovsk"].evidence[0].exact
    assert panel["comparison"]["words"] == "51.4 km"
    assert fed(app, "table")["selected"] == events["pokrovsk"].event_id


def test_an_open_document_is_read_beside_its_own_events(events):
    document_id = events["support"].evidence[0].document_id
    app = run(doc=document_id)
    reading = fed(app, "reading")
    assert reading["document"] == document_id
    assert reading["address"] == f"/api/document/{document_id}"
    assert reading["alone"]
    assert list(reading["symbols"]) == ["Diplomacy|reported"]
    assert {row["sub"] for row in fed(app, "table")["rows"]} == {"Support", "Statement"}
    assert fed(app, "legend")["document"]
    assert fed(run(), "reading") is None


def test_a_document_can_be_read_beside_all_events(events):
    app = run(read=events["support"].evidence[0].document_id)
    assert not fed(app, "reading")["alone"]
    assert len(fed(app, "table")["rows"]) == 8
    assert not fed(app, "legend")["document"]


@pytest.mark.usefixtures("events")
@pytest.mark.parametrize(
    "query",
    [
        {"type": "Foo"},
        {"event": "0" * 16},
        {"doc": "0" * 16},
        {"doc": "../etc"},
        {"read": "0" * 16},
        {"lat": "north", "lon": "1", "z": "2"},
        {"status": ["any", "actual"]},
        {"q": "x" * 300},
        {"front": HOSTILE * 3},
    ],
)
def test_a_bad_link_is_one_notice_and_no_traceback(query):
    app = run(**query)
    assert not app.exception
    (notice,) = app.warning
    assert "could not be read" in notice.value


@pytest.mark.usefixtures("events")
def test_a_notice_shows_hostile_text_escaped():
    app = run(event="{{7*7}} [a](javascript:1) $x$")
    (notice,) = app.warning
    assert notice.value.endswith(r"event\=\{\{7\*7\}\} \[a\]\(javascript\:1\) \$x\$")


def test_an_empty_workspace_says_what_to_do():
    services.cache_clear()
    app = run()
    assert not app.exception
    assert any("No documents yet" in text.value for text in app.markdown)
    assert [button.label for button in app.button].count("Add a document") == 2
    services.cache_clear()


@pytest.mark.usefixtures("events")
def test_no_event_offers_to_take_the_filters_away():
    app = run(type="Riots", q="nothing")
    app.button(key="empty_reset").click().run()
    assert fed(app, "legend")["total"] == "8 events"
    assert "type" not in app.query_params
    assert app.sidebar.text_input(key="search").value == ""


@pytest.mark.usefixtures("events")
def test_a_search_is_a_filter_and_in_the_address():
    app = run()
    app.sidebar.text_input(key="search").set_value("pokrovsk").run()
    assert fed(app, "legend")["total"] == "2 events"
    assert app.query_params["q"] == "pokrovsk"


def test_a_workspace_that_cannot_be_opened_is_one_line(monkeypatch, tmp_path):
    monkeypatch.setenv("MAPKIT_WORKSPACE", str(tmp_path))
    services.cache_clear()
    app = run()
    assert not app.exception
    assert len(app.error) == 1
    services.cache_clear()


def test_a_rejected_event_is_shown_with_its_reason_and_its_history(events):
    event_id = events["toretsk"].event_id
    workspace = services().workspace
    seen = workspace.standing(event_id).change
    workspace.correct(event_id, Correction.delete("a rumour, {{7*7}}"), by="Olena", seen=seen)
    app = run(event=event_id)
    review = fed(app, "panel")["review"]
    assert (review["state"], review["reason"]) == ("rejected", "a rumour, {{7*7}}")
    assert [entry["by"] for entry in review["history"]] == ["Olena"]
    assert fed(app, "legend")["total"] == "7 events"
    assert not app.warning


@pytest.mark.usefixtures("events")
def test_the_queue_follows_the_filters_and_tells_the_doubts():
    queue = fed(run(review="1", type="Battles"), "queue")
    assert (queue["read"], queue["unread"], len(queue["items"])) == (0, 3, 3)
    assert queue["items"][0]["doubts"] == ["not sure whether this happened as coded (coding 0.74)"]
    assert fed(run(type="Battles"), "queue") is None


@pytest.mark.usefixtures("events")
def test_the_legend_counts_by_who_tells_of_an_event():
    legend = fed(run(), "legend")
    assert counts(legend, "source") == {"The Daily Test": 6, "Publisher not stated": 2}
    assert "publishers" not in {group["key"] for group in legend["groups"]}  # nothing is told by two
    one = run(source="The Daily Test")
    assert {row["sub"] for row in fed(one, "table")["rows"]}.isdisjoint({"Support", "Statement"})
    assert counts(fed(one, "legend"), "source") == counts(legend, "source")
    two = fed(run(publishers="2"), "legend")
    assert two["total"] == "0 events"
    assert counts(two, "publishers") == {
        "1 publisher or more": 8,
        "2 publishers or more": 0,
        "3 publishers or more": 0,
    }


@pytest.mark.usefixtures("events")
def test_two_sides_are_told_in_words_with_their_counts_and_the_page_is_of_one():
    app = run(claim="claimed", compare="claim=reported&q=Pokrovsk&since=2024-08-01")
    sides = fed(app, "sides")
    assert sides["left"] == {"words": "Claimed by one party", "count": "2 events"}
    assert sides["right"] == {"words": "Reported · “Pokrovsk” · from 1 August 2024", "count": "2 events"}
    assert sides["side"] == "left"
    assert fed(app, "legend")["total_note"] == "2 on the map · left side"
    assert len(fed(app, "table")["rows"]) == 2
    layer = _layer(app)
    assert (layer["query"], layer["side"]) == ("claim=claimed", "left")
    assert layer["compare"] == "claim=reported&q=Pokrovsk&since=2024-08-01"
    right = run(claim="reported", compare="claim=claimed", side="right")
    assert fed(right, "sides")["left"] == sides["left"]
    assert fed(right, "sides")["side"] == "right"
    assert {row["claim"] for row in fed(right, "table")["rows"]} == {"reported"}


@pytest.mark.usefixtures("events")
def test_nothing_is_compared_but_when_it_is_asked_for():
    app = run()
    assert fed(app, "sides") is None
    menu = fed(app, "compare")
    assert not menu["comparing"]
    assert menu["periods"]
    assert menu["sources"] == [["The Daily Test", "The Daily Test", 6], ["none", "Publisher not stated", 2]]
    assert _layer(app)["compare"] is None
    assert fed(run(type="Diplomacy"), "compare")["periods"] is False


@pytest.mark.usefixtures("events")
def test_a_publisher_that_no_filter_can_name_is_said_and_breaks_nothing():
    def script():
        import streamlit

        from mapkit.dashboard import session

        session.begin()
        streamlit.session_state["compare_menu"] = {"act": {"name": "sources", "value": ["One", "x" * 501]}}
        session.on_compare_menu()
        streamlit.text(streamlit.session_state["unread"])

    app = AppTest.from_function(script, default_timeout=60).run()
    assert not app.exception
    assert "is no name of a publisher" in app.text[0].value


@pytest.mark.usefixtures("events")
def test_a_search_or_a_publisher_never_passes_through_folium():
    app = run(q="{{ 7 * 7 }}", compare="q=%7B%7B8*8%7D%7D&source=%7B%25x%25%7D")
    assert fed(app, "sides")["right"]["words"] == "{%x%} · “{{8*8}}”"
    assert _layer(app)["compare"] == "source=%7B%25x%25%7D&q=%7B%7B8%2A8%7D%7D"
    assert "49" not in _layer(app)["query"]


def _layer(app):
    """What the browser gets of the events' layer."""
    script = json.loads(app.get("component_instance")[0].proto.json_args)["feature_group"]
    return json.loads(script.split("eventLayer(")[1].split(");")[0])


@pytest.mark.usefixtures("events")
def test_a_fault_of_the_workspace_is_one_line(monkeypatch):
    def broken(*_):
        raise WorkspaceError("the workspace cannot be read: mend it")

    monkeypatch.setattr("mapkit.dashboard.session.event", broken)
    app = run(event="0" * 16)
    assert not app.exception
    assert "the workspace cannot be read" in app.error[0].value


@pytest.mark.usefixtures("events")
def test_statistics_count_over_time_what_the_filters_leave():
    assert fed(run(), "statistics") is None
    app = run(statistics="front", q="Pokrovsk")
    assert not app.exception
    found = fed(app, "statistics")
    legend = fed(app, "legend")
    assert found["title"] == legend["total"]
    whole = [row for row in found["rows"] if not row.get("part")]
    assert {row["label"]: row["total"] for row in whole} == {
        name: count for name, count in counts(legend, "front").items() if count
    }
    assert found["totals"]["total"] == sum(row["total"] for row in whole)
    for row in found["rows"]:
        assert sum(row["cells"]) + row["undated"] == row["total"]
        assert len(row["cells"]) == len(found["columns"])
    assert found["download"].startswith("/api/statistics?by=front%2C")
    assert "q=Pokrovsk" in found["download"]


@pytest.mark.parametrize("by", ["type", "claim", "country", "publisher"])
@pytest.mark.usefixtures("events")
def test_statistics_of_other_rows(by):
    found = fed(run(statistics=by), "statistics")
    assert found["by"] == by
    assert found["totals"]["total"] >= 8
    assert any(row.get("part") and row["label"] == "Without a place on the map" for row in found["rows"])
