"""Documents on the page: the account of those being coded, the list of all, what is known of each set right."""

import json
import time

import pytest
from streamlit.testing.v1 import AppTest
from test_app import fed

from mapkit.dashboard import SCRIPT, accuracy
from mapkit.dashboard.intake import Intake, Source
from mapkit.errors import DocumentError
from mapkit.paths import root
from mapkit.server import services
from mapkit.workspace import Workspace
from scene import HOSTILE
from synthetic import TEXT, coder, document


@pytest.fixture
def workspace(home, monkeypatch):
    monkeypatch.setattr("mapkit.workspace.store.default_coder", coder)
    monkeypatch.setattr("mapkit.workspace.cataloguing.default_coder", coder)
    home.mkdir(exist_ok=True)
    services.cache_clear()
    with Workspace.open(f"sqlite:///{home / 'workspace.sqlite3'}") as made:
        yield made
    services.cache_clear()


def page():
    return AppTest.from_file(str(SCRIPT), default_timeout=120)


def dialog(app):
    """What the list of documents was given: dialogs are beside the page, not in it."""
    queue = [app._tree]
    while queue:
        block = queue.pop()
        if getattr(getattr(block, "proto", None), "component_name", "") == "mapkit_catalogue":
            return json.loads(block.proto.json)
        queue.extend(getattr(block, "children", {}).values())
    return None


def worked_off(*sources):
    intake = Intake(lambda: services().workspace)
    intake.add(sources)
    end = time.monotonic() + 30
    while intake.progress.running and time.monotonic() < end:
        time.sleep(0.01)
    return intake


def unreadable():
    raise DocumentError("scan.pdf: holds no text (scanned pages?)")


def test_what_came_of_each_document_is_told_rejects_first_until_the_list_is_closed(workspace):
    app = page()
    app.session_state["intake"] = worked_off(
        Source("a.txt", lambda: document("a.txt", TEXT, publisher="The Desk")),
        Source("b.txt", lambda: document("b.txt", TEXT)),
        Source("scan.pdf", unreadable),
        Source(HOSTILE, lambda: document(HOSTILE, "no event")),
    )
    app.run()
    assert not app.exception
    (job,) = fed(app, "intake")["jobs"]
    assert (job["done"], job["total"], job["added"], job["known"], job["rejected"]) == (4, 4, 1, 1, 2)
    assert [item["name"] for item in job["items"]] == ["scan.pdf", HOSTILE, "a.txt", "b.txt"]
    assert job["items"][0]["words"] == "rejected: holds no text (scanned pages?)"
    assert job["items"][2]["words"] == "2 events coded; The Desk, date not stated"
    assert job["items"][3]["words"].startswith("is here already")
    assert {one.name for one in workspace.rejects()} == {"scan.pdf", HOSTILE}


@pytest.mark.usefixtures("workspace")
def test_nothing_to_tell_shows_no_account():
    assert fed(page().run(), "intake") is None


def test_the_list_of_documents_tells_what_is_known_of_each(workspace):
    workspace.ingest([document("a.txt", TEXT, title="Night raid", publisher="The Desk")])
    workspace.reject("scan.pdf", "holds no text")
    app = page().run()
    app.button(key="catalogue_button").click().run()
    assert not app.exception
    listed = dialog(app)
    (item,) = listed["items"]
    assert (item["title"], item["publisher"], item["day"], item["events"]) == ("Night raid", "The Desk", None, 2)
    assert listed["rejects"] == [{"name": "scan.pdf", "reason": "holds no text"}]
    assert (listed["total"], listed["pages"], listed["edit"]) == (1, 1, None)


def test_a_document_is_opened_at_its_details_with_their_history(workspace):
    item = document("a.txt", TEXT, title="Night raid")
    workspace.ingest([item])
    seen = workspace.version()
    first = workspace.amend(
        item.document_id, {"publisher": HOSTILE, "published": "2024-08-19"}, by="Olena", why="its imprint", seen=seen
    )
    workspace.undo_amendment(first.amendment_id, by="Ivan")
    app = page()
    app.session_state["details_of"] = item.document_id
    app.run()
    edit = dialog(app)["edit"]
    assert (edit["title"], edit["publisher"], edit["published"]) == ("Night raid", None, None)
    assert [(one["by"], one["live"], one["why"]) for one in edit["history"]] == [
        ("Ivan", True, None),
        ("Olena", False, "its imprint"),
    ]
    plain = " ".join(HOSTILE.split())
    assert edit["history"][1]["words"] == f"Publisher: {plain}; Published: 19 August 2024"
    assert edit["history"][1]["was"] == "Publisher: not stated; Published: not stated"


@pytest.mark.usefixtures("workspace")
def test_the_about_dialog_tells_method_sources_limits_and_licences():
    app = page().run()
    app.button(key="about").click().run()
    assert not app.exception
    told = "\n".join(one.value for one in app.markdown)
    for words in (
        "**Method**",
        "GeoNames",
        "Natural Earth",
        "MIT licence",
        "all-MiniLM-L6-v2",
        f"F1 {accuracy.measured()['events']['f1']:.2f}",
        "mapkit 0",
    ):
        assert words in told
    assert any("public domain" in one.value for one in app.text)


def test_the_figures_of_accuracy_are_those_of_the_docs():
    """After a new measurement mend src/mapkit/dashboard/accuracy.toml too."""
    found = accuracy.measured()
    coding = (root() / "docs" / "coding.md").read_text(encoding="utf-8")
    events = found["events"]
    assert f"| {events['precision']:.3f}, {events['recall']:.3f}, **{events['f1']:.3f}** |" in coding
    rows = {line.split("|")[1].strip(): line for line in coding.splitlines() if line.startswith("|")}
    for row, figure in (
        ("sub-type right", events["sub_type"]),
        ("claim status right", events["claim"]),
        ("fatalities and injuries right", events["toll"]),
        ("places found and resolved", events["places"]),
    ):
        assert rows[row].rstrip(" |").endswith(f"{figure:.3f}")
    assert f"held out ({events['documents']} documents)" in coding
    assert f"On {events['measured']}" in coding
    assert f"the F1 is {found['plain']['f1']:.3f}" in " ".join(coding.split())
    geoparsing = (root() / "docs" / "geoparsing-accuracy.md").read_text(encoding="utf-8")
    for corpus, one in found["geoparsing"].items():
        assert corpus in geoparsing
        assert f"| mapkit | {one['precision']} | {one['recall']} | {one['f1']} | {one['within_161_km']} |" in geoparsing
