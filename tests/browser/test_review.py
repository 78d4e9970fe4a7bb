"""What a reviewer does with the events, in a real browser: accept, correct, reject, take back, one after the other."""

from dataclasses import dataclass, replace

import pytest
from playwright.sync_api import expect

import postgresql
from mapkit.model import Document, EventType
from mapkit.workspace import Correction, Review, Workspace
from scene import FRONT_LINE, fill

pytestmark = pytest.mark.browser

NAME = "Olena Test"
#: Another report of what the scene tells of Toretsk, on the same day by another publisher.
SECOND_REPORT = """\
Fighting in Toretsk

Troops clashed in the streets of Toretsk on Monday, a spokesman said. Toretsk was shelled too.
"""


#: The words of what has the keyboard's focus, in a component's own tree too.
_FOCUSED = """() => { let at = document.activeElement;
while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement; return at?.textContent || ""; }"""


@dataclass
class Desk:
    """What a test shares with the server: its address, the workspace and the ids of the events by a short name."""

    url: str
    ids: dict[str, str]
    sentences: dict[str, str]
    workspace: Workspace


@pytest.fixture
def database(request, tmp_path):
    """The workspace's URL: SQLite, or where a test is marked so PostgreSQL as well."""
    if getattr(request, "param", "sqlite") == "sqlite":
        yield f"sqlite:///{tmp_path / 'workspace.sqlite3'}"
    else:
        with postgresql.database(request.getfixturevalue("postgres")) as made:
            yield made


both_databases = pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def server(serving, tmp_path, database):
    home = tmp_path / "home"
    home.mkdir()
    with Workspace.open(database) as workspace:
        events = fill(workspace)
        with serving(tmp_path, home, database) as url:
            yield Desk(
                url,
                {name: event.event_id for name, event in events.items()},
                {name: event.evidence[0].exact for name, event in events.items()},
                workspace,
            )


@pytest.fixture
def standing(server):
    return lambda name: server.workspace.standing(server.ids[name])


def called(page):
    """Say the name, which the first act asks for."""
    form = page.panel.get_by_role("form", name="Your name")
    form.get_by_label("Your name").fill(NAME)
    form.get_by_role("button", name="Go on").click()


def known(page):
    """Have the browser know the name already."""
    page.tab.add_init_script(f"localStorage.setItem('mapkit.name', '{NAME}')")
    return page


@both_databases
def test_accept_reject_and_take_back(page, standing):
    page.tab.add_init_script("if (!sessionStorage.cleared) { localStorage.clear(); sessionStorage.cleared = 1; }")
    page.open({"event": page.server.ids["toretsk"]})
    expect(page.panel).to_contain_text("Not read yet")
    page.panel.get_by_role("button", name="Accept").click()
    called(page)
    expect(page.panel.locator(".state")).to_have_text("Accepted")
    assert standing("toretsk").review is Review.ACCEPTED
    page.tab.keyboard.press("u")
    expect(page.panel.locator(".state")).to_have_text("Not read yet")
    page.tab.keyboard.press("x")
    reason = page.panel.get_by_label("Why is it no event?")
    expect(reason).to_be_focused()
    reason.fill("a rumour, <b>taken</b> back {{7*7}}")
    reason.press("Enter")
    expect(page.panel.locator(".state")).to_have_text("Rejected: a rumour, <b>taken</b> back {{7*7}}")
    page.wait_for_markers("region", "river", "pokrovsk", "evacuation", "hostile")
    expect(page.legend).to_contain_text("7 events")
    page.panel.get_by_text("What people made of it").click()
    entry = page.panel.locator(".history li").first
    expect(entry).to_contain_text("Rejected")
    expect(entry).to_contain_text(NAME)
    expect(entry).to_contain_text("{{7*7}}")
    entry.get_by_role("button", name="Undo").click()
    expect(page.panel.locator(".state")).to_have_text("Not read yet")
    page.wait_for_markers("region", "river", "pokrovsk", "evacuation", "toretsk", "hostile")
    expect(page.legend).to_contain_text("8 events")
    assert [entry.by for entry in page.server.workspace.history(page.server.ids["toretsk"])] == [NAME] * 4


def test_fields_are_corrected_and_the_coders_own_values_stay_beside(page, standing):
    known(page).open({"event": page.server.ids["toretsk"]})
    page.tab.keyboard.press("c")
    form = page.panel.get_by_role("form", name="Correct this event")
    form.get_by_label("What happened").select_option("Shelling/artillery/missile attack")
    form.get_by_label("Who says so").select_option("Confirmed")
    form.get_by_label("Whose word").fill("both sides")
    form.get_by_label("From").fill("2024-08-18")
    form.get_by_label("To", exact=True).fill("2024-08-19")
    form.get_by_role("button", name="Add a figure").click()
    form.get_by_label("fatalities, low").fill("2")
    form.get_by_label("fatalities, high").fill("5")
    form.get_by_label("Why (optional)").fill("read in full")
    form.get_by_role("button", name="Save").click()
    expect(page.panel.locator(".state")).to_have_text("Corrected")
    expect(form).to_have_count(0)
    expect(page.panel.get_by_role("heading", name="Shelling/artillery/missile attack")).to_be_visible()
    for words in ("18–19 August 2024", "2–5 people", "According to both sides", "Armed clash (Battles)"):
        expect(page.panel).to_contain_text(words)
    event = standing("toretsk").event
    assert (event.event_type, event.date_start, event.claimed_by) == (EventType.EXPLOSIONS, "2024-08-18", "both sides")
    assert {entry.why for entry in page.server.workspace.history(event.event_id)} == {"read in full"}
    page.rest()
    assert page.count("Battles") == 2


def test_who_it_was_is_corrected_added_and_taken_out(page, standing):
    known(page).open({"event": page.server.ids["region"]})
    page.tab.keyboard.press("c")
    form = page.panel.get_by_role("form", name="Correct this event")
    form.get_by_label("Name of Ukraine").fill("Military Forces of Ukraine")
    form.get_by_role("button", name="Take out: Russia").click()
    form.get_by_role("button", name="Add an actor").click()
    expect(form.get_by_label("Name of new actor")).to_be_focused()
    form.get_by_label("Name of new actor").fill("<b>Villagers</b> {{7*7}}")
    form.get_by_label("Kind of new actor").select_option("Civilians")
    form.get_by_role("button", name="Save").click()
    expect(page.panel.locator(".state")).to_have_text("Corrected")
    expect(page.panel).to_contain_text("Acted on<b>Villagers</b> {{7*7}}Civilians")
    named = [(one.name, one.role, one.inter) for one in standing("region").event.actors]
    assert named == [
        ("Military Forces of Ukraine", "actor", 8), ("<b>Villagers</b> {{7*7}}", "recipient", 7)
    ]  # fmt: skip
    row = page.table.locator(f"tr[data-event='{page.server.ids['region']}']")
    expect(row).to_contain_text("Military Forces of Ukraine")
    page.panel.locator(".done").get_by_role("button", name="Undo").click()
    expect(row.locator(".who")).to_contain_text("Russia")
    assert standing("region").event.actor2 == "Russia"


def test_what_another_did_meanwhile_is_told_and_what_was_typed_stays(page, standing):
    known(page).open({"event": page.server.ids["toretsk"]})
    page.tab.keyboard.press("c")
    form = page.panel.get_by_role("form", name="Correct this event")
    form.get_by_label("Whose word").fill("a nurse")
    before = standing("toretsk")
    page.server.workspace.correct(
        before.event.event_id, Correction.kind("Attack"), by="Somebody Else", seen=before.change
    )
    form.get_by_role("button", name="Save").click()
    expect(page.panel.get_by_role("alert")).to_contain_text("type by Somebody Else")
    expect(form.get_by_label("Whose word")).to_have_value("a nurse")
    assert standing("toretsk").event.claimed_by == "the general staff"
    form.get_by_role("button", name="Save").click()
    expect(form).to_have_count(0)
    assert standing("toretsk").event.claimed_by == "a nurse"
    assert standing("toretsk").event.sub_event_type == "Attack"


def test_another_candidate_is_one_click_and_others_of_the_name_are_asked_for(page, standing):
    known(page).open({"event": page.server.ids["pokrovsk"]})
    page.panel.get_by_role("button", name="Choose Pokrovsk, Sakha").click()
    there = page.panel.get_by_role("group", name="Others of the same name")
    expect(there).to_contain_text("1 time in this document")
    assert standing("pokrovsk").event.country == "RU"
    assert standing("evacuation").event.country == "UA"
    there_now = (
        "id => { const e = L.mapkit.current.events.find(id); return Boolean(e) && Math.abs(e.feature.lat) < 1; }"
    )
    page.until(there_now, page.server.ids["pokrovsk"])  # where the candidate is, in the scene
    there.get_by_text("What would change").click()
    expect(there).to_contain_text(page.server.sentences["evacuation"])
    there.get_by_role("button", name="In this document (1)").click()
    expect(there).to_have_count(0)
    assert standing("evacuation").event.country == "RU"
    assert standing("evacuation").review is Review.UNREAD


def test_the_same_name_is_asked_for_and_answered_by_the_keyboard_alone(page, standing):
    known(page).open({"event": page.server.ids["pokrovsk"]})
    keyboard = page.tab.keyboard
    page.panel.get_by_role("button", name="Choose Pokrovsk, Sakha").focus()
    keyboard.press("Enter")
    there = page.panel.get_by_role("group", name="Others of the same name")
    expect(there).to_contain_text("1 time in this document")
    assert standing("evacuation").event.country == "UA"  # it asks first
    there.locator("summary").focus()
    keyboard.press("Enter")
    expect(there).to_contain_text(page.server.sentences["evacuation"])
    for _ in range(4):
        keyboard.press("Tab")
        if "In this document" in page.tab.evaluate(_FOCUSED):
            break
    keyboard.press("Enter")
    expect(there).to_have_count(0)
    assert standing("evacuation").event.country == "RU"
    keyboard.press("u")
    expect(page.panel.locator(".done")).to_contain_text("Took back")
    assert standing("evacuation").event.country == "UA"


@both_databases
def test_two_people_who_edit_the_same_event_are_told_of_each_other(visit, standing):
    first, second = visit(), visit(viewport={"width": 1300, "height": 820})
    for reader, name in ((first, "Olena"), (second, "Petro")):
        reader.tab.add_init_script(f"localStorage.setItem('mapkit.name', '{name}')")
        reader.open({"event": reader.server.ids["toretsk"]})
        reader.tab.keyboard.press("c")
        reader.panel.get_by_label("Whose word").fill(f"{name}'s source")
    first.panel.get_by_role("button", name="Save").click()
    expect(first.panel.locator(".state")).to_have_text("Corrected")
    second.panel.get_by_role("button", name="Save").click()
    told = second.panel.get_by_role("alert")
    expect(told).to_contain_text("claim by Olena")
    expect(second.panel.get_by_label("Whose word")).to_have_value("Petro's source")
    assert standing("toretsk").event.claimed_by == "Olena's source"
    second.panel.get_by_role("button", name="Save").click()
    expect(second.panel.get_by_role("form", name="Correct this event")).to_have_count(0)
    assert standing("toretsk").event.claimed_by == "Petro's source"
    assert [entry.by for entry in second.server.workspace.history(second.server.ids["toretsk"])] == ["Olena", "Petro"]


def test_a_place_is_searched_in_the_gazetteer(page, standing):
    known(page).open({"event": page.server.ids["toretsk"]})
    page.tab.keyboard.press("c")
    page.panel.get_by_label("Search the gazetteer").fill("Kramatorsk")
    found = page.panel.locator(".found").first
    expect(found).to_contain_text("Donetsk Oblast, Ukraine")
    expect(found).to_contain_text("km")
    found.click()
    expect(page.panel.locator(".where")).to_contain_text("Kramatorsk")
    assert standing("toretsk").event.location == "Kramatorsk"


def test_a_pin_is_put_on_the_map(page, standing):
    known(page).open({"event": page.server.ids["toretsk"], "lat": "48.4", "lon": "37.85", "z": "9"})
    page.tab.keyboard.press("c")
    button = page.panel.get_by_role("button", name="Put a pin on the map")
    button.click()
    page.until("() => L.mapkit.current.review.active")
    page.tab.keyboard.press("Escape")
    page.until("() => !L.mapkit.current.review.active")
    button.click()
    page.until("() => L.mapkit.current.review.active")
    box = page.tab.locator("iframe[title='streamlit_folium.st_folium']").bounding_box()
    view = page.view()
    page.tab.mouse.click(box["x"] + 300, box["y"] + 300)
    km = page.panel.get_by_label("Sure to within, km")
    km.fill("2.5")
    page.panel.get_by_role("button", name="Set it here").click()
    expect(page.panel.locator(".state")).to_have_text("Corrected")
    event = standing("toretsk").event
    assert (event.georeference_method, event.coordinate_uncertainty_m) == ("manual", 2500)
    assert event.latitude != 48.4
    assert page.view() == pytest.approx(view, abs=1e-6)


def test_a_pin_that_is_not_set_is_gone_with_escape(page, standing):
    known(page).open({"event": page.server.ids["pokrovsk"]})
    page.tab.keyboard.press("c")
    page.panel.get_by_label("Whose word").press("Escape")
    expect(page.panel.get_by_role("form")).to_have_count(0)
    assert standing("pokrovsk").review is Review.UNREAD


def _second_report(desk: Desk) -> str:
    """Another publisher's report of the same, so that the two are suggested as one; return the id of its event."""
    first = desk.workspace.event(desk.ids["toretsk"])
    document = Document("second.txt", SECOND_REPORT, title="Fighting in Toretsk", publisher="The Other Test")
    sentence = "Troops clashed in the streets of Toretsk on Monday, a spokesman said."
    start = SECOND_REPORT.index(sentence)
    part = replace(
        first.evidence[0], document_id=document.document_id, start=start, end=start + len(sentence), exact=sentence,
        prefix="", suffix="",
    )  # fmt: skip
    source = replace(
        first.sources[0], document_id=document.document_id, publisher=document.publisher, title=document.title
    )
    event = replace(first, event_id="ab" * 8, evidence=(part,), sources=(source,))
    desk.workspace.put(document, [event], "scene")
    (kept,) = desk.workspace.events(document_id=document.document_id)
    return kept.event_id


def test_look_alikes_are_said_to_be_one_or_two(page):
    other = _second_report(page.server)
    known(page).open({"event": page.server.ids["toretsk"]})
    expect(page.panel).to_contain_text("Perhaps told elsewhere too")
    page.panel.get_by_role("button", name="Not the same").click()
    expect(page.panel.get_by_role("button", name="Not the same")).to_have_count(0)
    assert page.server.workspace.apart() == {frozenset((page.server.ids["toretsk"], other))}
    page.panel.locator(".done").get_by_role("button", name="Undo").click()
    page.panel.get_by_role("button", name="The same event").click()
    expect(page.panel).to_contain_text("The Other Test")
    expect(page.panel.get_by_role("button", name="The same event")).to_have_count(0)
    assert page.server.workspace.event(other).deleted
    assert len(page.server.workspace.event(page.server.ids["toretsk"]).sources) == 2


def test_the_queue_is_read_with_the_keyboard(page):
    known(page).open()
    page.legend.get_by_role("button", name="Review · 8 unread").click()
    queue = page.tab.locator(".st-key-queue")
    expect(queue).to_contain_text("0 of 8 read")
    items = queue.locator(".item")
    expect(items).to_have_count(8)
    expect(items.first).to_have_attribute("aria-current", "true")
    expect(queue).to_contain_text("the claim is unverifiable")
    page.rest()
    assert page.address()["review"] == ["1"]
    first, second, third = (items.nth(place).get_attribute("data-focus") for place in range(3))
    assert page.address()["event"] == [first]
    page.tab.keyboard.press("j")
    expect(queue.locator(f"[data-focus='{second}']")).to_have_attribute("aria-current", "true")
    page.rest()
    page.tab.keyboard.press("a")
    expect(queue.locator(f"[data-focus='{third}']")).to_have_attribute("aria-current", "true")
    expect(queue).to_contain_text("1 of 8 read")
    expect(queue.locator(f"[data-focus='{second}']")).to_have_count(0)
    page.rest()
    assert page.address()["event"] == [third]
    page.tab.keyboard.press("u")
    expect(queue.locator(f"[data-focus='{second}']")).to_have_attribute("aria-current", "true")
    expect(queue).to_contain_text("0 of 8 read")
    page.row("Battles").click()
    expect(items).to_have_count(3)
    queue.get_by_role("button", name="Put the review away").click()
    expect(queue).to_have_count(0)
    page.rest()
    assert "review" not in page.address()
    assert page.address()["type"] == ["Battles"]


def test_a_rejected_event_counts_as_read(page):
    known(page).open({"review": "1"})
    queue = page.tab.locator(".st-key-queue")
    page.tab.keyboard.press("j")
    expect(page.panel.locator(".state")).to_be_visible()
    page.tab.keyboard.press("x")
    page.panel.get_by_label("Why is it no event?").fill("hearsay")
    page.tab.keyboard.press("Enter")
    expect(queue).to_contain_text("1 of 8 read")
    expect(queue.locator(".item")).to_have_count(7)


def test_an_event_of_the_queue_is_read_in_its_document_and_the_walk_goes_on_there(page):
    known(page).open()
    page.legend.get_by_role("button", name="Review · 8 unread").click()
    queue, reading = page.tab.locator(".st-key-queue"), page.tab.locator(".st-key-reading")
    expect(queue.locator(".item").first).to_have_attribute("aria-current", "true")
    order = [queue.locator(".item").nth(place).get_attribute("data-focus") for place in range(8)]
    documents = [page.server.workspace.event(one).evidence[0].document_id for one in order]
    assert len(set(documents)) == 2
    page.tab.keyboard.press("r")
    expect(reading.locator("h1")).to_be_visible()
    expect(queue).to_have_count(0)
    expect(reading).to_contain_text("0 of 8 read")
    expect(reading.locator(".number")).to_have_text("1 of 8")
    for place in (1, 2, 3):
        page.tab.keyboard.press("j")
        expect(reading.locator(f".mark[data-event='{order[place]}']")).to_have_attribute("aria-pressed", "true")
        expect(reading.locator(".number")).to_have_text(f"{place + 1} of 8")
        page.rest()
        assert (page.address()["event"], page.address()["read"]) == ([order[place]], [documents[place]])
    assert page.address()["review"] == ["1"]
    assert "doc" not in page.address()
    page.tab.keyboard.press("k")
    page.tab.keyboard.press("k")
    expect(reading.locator(".number")).to_have_text("2 of 8")
    page.rest()
    page.tab.keyboard.press("a")
    expect(reading).to_contain_text("1 of 8 read")
    expect(reading.locator(f".mark[data-event='{order[2]}']")).to_have_attribute("aria-pressed", "true")
    assert page.server.workspace.standing(order[1]).review is Review.ACCEPTED
    while page.address()["event"] != [order[7]]:  # the last one is in the other document, or the first ones are
        page.tab.keyboard.press("j")
        page.tab.wait_for_timeout(200)
        page.rest()
    assert page.address()["read"] == [documents[7]]
    page.tab.keyboard.press("Escape")
    expect(queue.locator("[aria-current]")).to_have_attribute("data-focus", order[7])
    page.rest()
    assert "read" not in page.address()
    expect(queue).to_contain_text("1 of 8 read")


def test_the_unread_events_of_one_document_are_read_in_it(page):
    known(page).open({"event": page.server.ids["toretsk"]})
    page.panel.get_by_role("button", name="Read the document").click()
    reading = page.tab.locator(".st-key-reading")
    expect(reading.locator("h1")).to_be_visible()
    page.rest()
    opened = page.address()["doc"]
    own = list(page.server.workspace.events(document_id=opened[0]))
    unread = page.legend.get_by_role("button", name="Review · ")
    said = unread.inner_text()
    unread.click()
    count = next(int(word) for word in said.split() if word.isdigit())
    assert 1 < count <= len(own)
    expect(reading).to_contain_text(f"0 of {count} read")
    page.rest()
    assert page.address()["doc"] == opened
    reading.get_by_role("button", name="Back to the list").click()
    expect(page.tab.locator(".st-key-queue .item")).to_have_count(8)


def test_keys_pressed_on_the_map_review_too(page, standing):
    known(page).open({"review": "1", "event": page.server.ids["toretsk"]})
    page.tab.frame_locator("iframe[title='streamlit_folium.st_folium']").locator(".mapkit").focus()
    page.tab.keyboard.press("a")
    expect(page.tab.locator(".st-key-queue")).to_contain_text("1 of 8 read")
    assert standing("toretsk").review is Review.ACCEPTED


def test_corrections_without_effect_are_listed_with_the_reason(page):
    desk = page.server
    before = desk.workspace.standing(desk.ids["toretsk"])
    desk.workspace.correct(before.event.event_id, Correction.kind("Attack"), by=NAME, seen=before.change)
    document = desk.workspace.document(before.event.evidence[0].document_id)
    left = [one for one in desk.workspace.events(document_id=document.document_id) if one.location != "Toretsk"]
    desk.workspace.put(document, left, "a later coder")
    known(page).open({"review": "1"})
    page.tab.locator(".st-key-queue").get_by_text("Without effect (1)").click()
    expect(page.tab.locator(".stale")).to_contain_text("the event is no longer found")
    assert document.text == FRONT_LINE


@pytest.mark.parametrize("width", [320, 390, 800])
def test_on_a_narrow_screen_nothing_is_cut_off(visit, width):
    page = visit(viewport={"width": width, "height": 720}, is_mobile=True, has_touch=True)
    known(page).open({"review": "1", "event": page.server.ids["toretsk"]})
    page.panel.get_by_role("button", name="Correct").tap()
    form = page.panel.get_by_role("form", name="Correct this event")
    form.get_by_role("button", name="Add a figure").tap()
    box = form.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert page.tab.evaluate("() => document.documentElement.scrollWidth") <= width
