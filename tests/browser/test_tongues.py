"""The page in another language, in a real browser: nothing of the interface is left in English."""

import json
from dataclasses import replace

import pytest

import pseudo
from mapkit import paths
from mapkit.workspace import Workspace
from scene import FRONT_LINE, TALKS, fill

#: Every text that a reader sees or hears, in the page and its shadow trees; Streamlit's own words are not ours.
_TEXTS = """() => {
  const THEIRS = [
    "stFileUploaderDropzone", "stHeader", "stToolbar", "stDecoration", "stStatusWidget", "InputInstructions",
    "stSidebarCollapseButton", "stSidebarHeader", "stTooltipIcon", "stIconMaterial", "stDateInput",
  ].map((id) => `[data-testid='${id}']`);
  const others = [...THEIRS, "[data-baseweb]", "[role='dialog'] > button",
    "iframe", "[href='#main']",
    "[lang]:not(html)", "pre", "code",
    "head", "style", "script", "noscript", "template", "kbd"].join(", ");
  const found = [];
  const walk = (root) => {
    for (const node of root.querySelectorAll("*")) {
      if (node.shadowRoot) walk(node.shadowRoot);
      if (node.closest(others)) continue;
      for (const name of ["aria-label", "title", "placeholder", "aria-valuetext", "label"]) {
        if (node.getAttribute(name)) found.push(node.getAttribute(name));
      }
      if (node.matches("strong, em")) continue; // told with what is around it
      const parts = [...node.childNodes].filter((one) => one.nodeType === 3 || /^(strong|em)$/.test(one.localName));
      const text = parts.map((one) => one.textContent).join("");
      if (text.trim()) found.push(text.trim());
    }
  };
  walk(document);
  return found;
}"""

#: Open whatever is folded, in the page and its shadow trees.
_UNFOLD = """() => {
  const walk = (root) => {
    for (const node of root.querySelectorAll("*")) {
      if (node.shadowRoot) walk(node.shadowRoot);
      if (node.localName === "details") node.open = true;
    }
  };
  walk(document);
}"""

#: Words that a browser or Babel gives by itself in the language: countries and months.
_GIVEN = """() => {
  const regions = new Intl.DisplayNames(["fr"], { type: "region" });
  const month = (style, number) => new Intl.DateTimeFormat("fr", { month: style }).format(new Date(2024, number, 5));
  const months = [...Array(12).keys()].flatMap((number) => ["long", "short"].map((style) => month(style, number)));
  return [...["UA", "RU", "GB", "FR"].map((code) => regions.of(code)), ...months];
}"""

#: What is named and not said.
NAMES = (
    *("mapkit", "GeoNames", "Natural Earth", "Leaflet", "OurAirports", "CC BY 4.0", "MIT", "NOTICE", "https://", "URL"),
    *("GeoJSON", "CSV", "JSONL", "KML", "GeoPackage", "GeoParquet", "TimeMap", "ACLED CSV", "Enter", "Esc", "Tab"),
)
#: What Streamlit says by itself.
THEIRS = {"Skip to main content", "Rejeter", "Sidebar"}


def spoken(text: str) -> str:
    """What of a text stands outside of all brackets."""
    depth, left = 0, []
    for char in text:
        depth += (char == pseudo.BEGIN) - (char == pseudo.END)
        left.append(char if not depth and char != pseudo.END else " ")
    return "".join(left)


def left_in_english(texts: list[str], data: str) -> list[str]:
    """The texts with words outside of the brackets that are no data of the workspace."""
    found = []
    for text in texts:
        rest = "" if text in data else spoken(text)
        for name in sorted(NAMES, key=len, reverse=True):
            rest = rest.replace(name, " ")
        parts = [part.strip(" .,:;·–—-()[]“”\"'‹›×+−→←↓↑…%°/0123456789") for part in rest.replace("·", ",").split(",")]
        if any(any(char.isalpha() for char in part) and part not in data for part in parts):
            found.append(text)
    return sorted({*found} - THEIRS)


@pytest.fixture(scope="module")
def server(server, serving, tmp_path_factory):
    """A dashboard over the same events, whose reader may ask for the language that does not exist."""
    folder = tmp_path_factory.mktemp("tongues")
    home = folder / "home"
    home.mkdir()
    with Workspace.open(f"sqlite:///{home / 'workspace.sqlite3'}") as workspace:
        fill(workspace)
    pseudo.write(home)
    with serving(folder, home) as url:
        yield replace(server, url=url)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """All that the workspace itself says: texts, names, reasons."""
    with Workspace.open(f"sqlite:///{tmp_path_factory.mktemp('data') / 'workspace.sqlite3'}") as workspace:
        events = fill(workspace).values()
        ids = [one for event in events for one in (event.event_id, *(part.document_id for part in event.evidence))]
        told = "\n".join(json.dumps(event.to_dict(), ensure_ascii=False) for event in events)
        notice = (paths.root() / "NOTICE").read_text(encoding="utf-8")
        return "\n".join([FRONT_LINE, TALKS, "front.txt", "talks.txt", notice, *ids, told, told.replace("\\\\", "\\")])


@pytest.fixture
def reader(visit):
    return visit(locale=pseudo.CODE)


def assert_translated(page, data):
    known = "\n".join([data, *page.tab.evaluate(_GIVEN)])
    texts = page.tab.evaluate(_TEXTS) + page.frame.evaluate(_TEXTS)
    assert sum(pseudo.BEGIN in text for text in texts) > 20
    assert left_in_english(texts, known) == []


def test_the_page_is_all_in_the_readers_language(reader, data):
    reader.open()
    assert reader.tab.evaluate("document.documentElement.lang") == pseudo.CODE
    reader.tab.evaluate(_UNFOLD)
    assert_translated(reader, data)


def test_an_event_and_all_that_is_told_of_it(reader, data):
    reader.open({"event": reader.server.ids["pokrovsk"], "to": reader.server.ids["region"]})
    reader.panel.get_by_role("heading").first.wait_for()
    reader.tab.evaluate(_UNFOLD)
    assert_translated(reader, data)
    for key in ("c", "x"):
        reader.panel.locator(".root").first.press(key)
        assert_translated(reader, data)


def test_a_document_and_the_queue(reader, data):
    reader.open({"event": reader.server.ids["river"]})
    reader.panel.get_by_role("button", name="⟦Read the document⟧").click()
    reader.tab.locator(".st-key-reading article").wait_for()
    assert_translated(reader, data)
    reader.open({"review": "1"})
    reader.tab.locator(".st-key-queue .item").first.wait_for()
    assert_translated(reader, data)


def test_no_event_and_a_link_that_cannot_be_read(reader, data):
    reader.open({"type": "Riots", "lat": "north"})
    assert_translated(reader, data)


@pytest.mark.parametrize("name", ["About, method, data and licences", "Add a document", "All documents"])
def test_dialogs(reader, data, name):
    reader.open()
    reader.legend.get_by_role("button", name=pseudo.bracketed(name)).click()
    reader.tab.get_by_role("dialog").wait_for()
    assert_translated(reader, data)


def test_the_language_is_chosen_on_the_page_and_goes_with_the_link(visit):
    one = visit().open({"event": visit().server.ids["pokrovsk"]})
    one.legend.get_by_role("button", name="Українська").click()
    one.panel.get_by_text("Бойове зіткнення").first.wait_for()
    one.rest()
    assert one.address()["lang"] == ["uk"]
    assert one.tab.evaluate("document.documentElement.lang") == "uk"
    one.until("() => document.documentElement.lang === 'uk'")
    two = visit().open({"event": one.server.ids["pokrovsk"]})
    two.panel.get_by_text("Armed clash").first.wait_for()
    assert two.tab.evaluate("document.documentElement.lang") == "en"
    assert one.panel.get_by_text("Бойове зіткнення").count()
    again = visit().open(one.address() | {"lang": "uk"})
    again.panel.get_by_text("Бойове зіткнення").first.wait_for()
    again.legend.get_by_role("button", name="English").click()
    again.panel.get_by_text("Armed clash").first.wait_for()


def test_a_change_of_language_keeps_view_and_draft(page):
    page.open({"event": page.server.ids["pokrovsk"]})
    page.frame.evaluate("() => L.mapkit.current.map.setView([48.5, 37.5], 9, { animate: false })")
    page.tab.wait_for_url("**lat=48.5*")
    page.panel.get_by_role("button", name="Correct").click()
    page.panel.get_by_label("Whose word").fill("the garrison")
    page.legend.get_by_role("button", name="Українська").click()
    page.panel.get_by_label("Чиї слова").wait_for()
    page.rest()
    assert page.panel.get_by_label("Чиї слова").input_value() == "the garrison"
    page.until("() => document.documentElement.lang === 'uk'")
    assert page.view() == pytest.approx([48.5, 37.5, 9], abs=0.01)
