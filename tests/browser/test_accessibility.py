"""axe-core finds nothing wrong in any state of the page, wide and light, narrow and dark, nor in what leaves it."""

from types import SimpleNamespace

import pytest
from axe import faults
from playwright.sync_api import expect

from mapkit.workspace import Correction, Workspace
from scene import fill

pytestmark = pytest.mark.browser

WIDE, NARROW = {"width": 1400, "height": 900}, {"width": 320, "height": 640}
ZOOMED = {"width": 640, "height": 400}  # 1280 by 800 at twice its size


@pytest.fixture(scope="module")
def server(serving, tmp_path_factory):
    """A dashboard over the scene with a corrected event; its ids are those of the events and of their document."""
    folder = tmp_path_factory.mktemp("accessibility")
    home = folder / "home"
    home.mkdir()
    with Workspace.open(f"sqlite:///{home / 'workspace.sqlite3'}") as workspace:
        events = fill(workspace)
        toretsk = workspace.standing(events["toretsk"].event_id)
        change = Correction.kind("Attack", why="read in full")
        workspace.correct(toretsk.event.event_id, change, by="Olena Test", seen=toretsk.change)
    ids = {name: event.event_id for name, event in events.items()}
    ids["front"] = events["toretsk"].evidence[0].document_id
    sentences = {name: event.evidence[0].exact for name, event in events.items()}
    with serving(folder, home) as url:
        yield SimpleNamespace(url=url, ids=ids, sentences=sentences)


def unfold(page):
    """Open whatever can be unfolded in the panel."""
    expect(page.panel.locator("h2").first).to_be_visible()
    page.panel.locator("details").evaluate_all("folds => folds.forEach(fold => { fold.open = true; })")


def correct(page):
    unfold(page)
    page.panel.get_by_role("button", name="Correct").click()
    form = page.panel.get_by_role("form", name="Correct this event")
    form.get_by_role("button", name="Add a figure").click()
    form.get_by_label("Search the gazetteer").fill("Kramatorsk")
    expect(form.locator(".results button").first).to_be_visible()


def subtypes(page):
    for fold in page.legend.get_by_role("button", name="Sub-types of").all()[:2]:
        fold.click()
    page.legend.locator("details.reading").evaluate_all("folds => folds.forEach(fold => { fold.open = true; })")


def popup(page):
    page.frame.evaluate("() => L.mapkit.current.map.getContainer().focus()")
    page.tab.keyboard.press("n")
    page.tab.keyboard.press("Enter")
    expect(page.popup.first).to_be_visible()


def layers(page):
    page.tab.frame_locator("iframe[title='streamlit_folium.st_folium']").get_by_role("button", name="Layers").click()


def share(page):
    page.legend.get_by_text("Share", exact=True).click()


def keys(page):
    expect(page.tab.locator(".st-key-reading h1")).to_be_visible()
    page.tab.keyboard.press("?")


def dialog(button):
    def act(page):
        page.legend.get_by_role("button", name=button).first.click()
        expect(page.tab.get_by_role("dialog")).to_be_visible()

    return act


def helped(page):
    page.legend.get_by_role("button", name="Help").click()
    expect(page.tab.get_by_role("dialog")).to_be_visible()


#: A state of the page: its address (an event or a document by its short name) and what is done there.
STATES = {
    "the first page": ({}, subtypes),
    "nothing found": ({"q": "zebra"}, None),
    "a search with a notice": ({"q": "bridge", "type": "nonsense"}, None),
    "an event": ({"event": "pokrovsk"}, unfold),
    "an event without a place": ({"event": "support"}, unfold),
    "two events": ({"event": "pokrovsk", "to": "toretsk"}, None),
    "a corrected event": ({"event": "toretsk"}, correct),
    "a popup": ({}, popup),
    "the layers": ({}, layers),
    "a document": ({"doc": "front", "event": "toretsk"}, keys),
    "the review": ({"review": "1"}, None),
    "a period": ({"since": "2024-08-01", "until": "2024-08-20", "undated": "with"}, None),
    "the share menu": ({}, share),
    "adding a document": ({}, dialog("Add a document")),
    "about": ({}, dialog("About")),
    "all documents": ({}, dialog("All documents")),
    "the help": ({}, helped),
    "a comparison": ({"compare": "claim=confirmed", "claim": "claimed"}, None),
}


def opened(page, name):
    query, act = STATES[name]
    page.tab.set_viewport_size(WIDE)
    page.open({key: page.server.ids.get(value, value) for key, value in query.items()})
    if act:
        act(page)
    page.rest()


#: States in which a menu lies over other controls, which are too small to be pressed as long as it is open.
COVERED = {"the share menu"}


@pytest.mark.parametrize("state", STATES)
def test_a_state_of_the_page_is_without_fault(visit, state):
    page = visit(viewport=WIDE, color_scheme="light")
    opened(page, state)
    without = ("target-size",) if state in COVERED else ()
    assert faults(page.tab, without=without) == []
    assert faults(page.frame, frame=True) == []
    page.tab.emulate_media(color_scheme="dark")
    page.until("() => L.mapkit.current.map.getContainer().dataset.mapkitTheme === 'dark'")
    page.tab.wait_for_timeout(300)  # Streamlit's own colours turn
    assert faults(page.tab, rules=["color-contrast"]) == []
    page.tab.set_viewport_size(NARROW)
    page.tab.wait_for_timeout(300)
    assert faults(page.tab, without=without) == []
    assert faults(page.frame, frame=True) == []


#: How far the page can be scrolled sideways, and what of ours reaches beyond the window or is cut off in its own box.
SIDEWAYS = """() => {
  const wide = document.documentElement.clientWidth, found = [];
  const walk = root => root.querySelectorAll("*").forEach(node => {
    if (node.shadowRoot) walk(node.shadowRoot);
    if (root === document || !node.checkVisibility()) return;
    const style = getComputedStyle(node), box = node.getBoundingClientRect();
    const clipped = style.clipPath !== "none" || style.overflowX === "auto";
    if (!box.width || box.right <= 0 || clipped || node.closest(".wrap, svg, .speech")) return;
    if (box.right > wide + 1 || box.left < -1) found.push(`${node.className} reaches ${box.left} to ${box.right}`);
    if (style.overflowX === "hidden" && node.scrollWidth > node.clientWidth + 1 && style.textOverflow !== "ellipsis")
      found.push(`${node.className} cuts its words off`);
  });
  walk(document);
  return [document.documentElement.scrollWidth - wide, found];
}"""


def settled(page):
    """What reaches beyond the window, once the sidebar has slid away and the parts are drawn for their new size."""
    for _ in range(20):
        page.tab.wait_for_timeout(300)
        beyond, found = page.tab.evaluate(SIDEWAYS)
        if beyond <= 0 and not found:
            break
    return beyond, found


@pytest.mark.parametrize("state", ["the first page", "an event", "a corrected event", "a document", "the review"])
def test_nothing_is_cut_off_or_scrolls_sideways(visit, state):
    page = visit(viewport=WIDE)
    opened(page, state)
    for size in (ZOOMED, NARROW):
        page.tab.set_viewport_size(size)
        beyond, found = settled(page)
        assert beyond <= 0, size
        assert found == [], size


def larger(page):
    """Write every word of ours at twice its size, as browsers do that enlarge the text alone."""
    page.tab.evaluate(
        """() => { const walk = root => { const nodes = [...root.querySelectorAll("*")];
        nodes.filter(node => node.shadowRoot).forEach(node => walk(node.shadowRoot));
        const sizes = nodes.map(node => 2 * parseFloat(getComputedStyle(node).fontSize));
        nodes.forEach((node, at) => { node.style.fontSize = `${sizes[at]}px`; }); }; walk(document.body); }"""
    )


@pytest.mark.parametrize("state", ["the first page", "an event", "a document", "the review"])
def test_words_at_twice_their_size_stay_on_the_page(visit, state):
    page = visit(viewport=WIDE)
    opened(page, state)
    larger(page)
    page.tab.wait_for_timeout(300)
    beyond, _ = page.tab.evaluate(SIDEWAYS)
    assert beyond <= 0


class TestWhatLeavesThePage:
    @pytest.fixture
    def tab(self, contexts):
        made = contexts({"viewport": WIDE, "color_scheme": "light"}).new_page()
        yield made
        made.close()

    def both(self, tab):
        assert faults(tab) == []
        tab.emulate_media(color_scheme="dark")
        tab.set_viewport_size(NARROW)
        tab.wait_for_timeout(200)
        assert faults(tab) == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]

    def test_the_embedded_map(self, tab, server):
        tab.goto(f"{server.url}/?embed=1&event={server.ids['pokrovsk']}")
        tab.locator(".mapkit-popup .mapkit-card").wait_for()
        tab.locator("summary").click()
        self.both(tab)

    def test_the_briefing(self, tab, server):
        tab.goto(f"{server.url}/api/briefing")
        self.both(tab)

    def test_the_map_in_a_file(self, tab, server, tmp_path):
        answer = tab.request.get(f"{server.url}/api/export?format=html")
        (tmp_path / "map.html").write_bytes(answer.body())
        tab.goto((tmp_path / "map.html").as_uri())
        tab.locator("tbody button").first.click()
        self.both(tab)
