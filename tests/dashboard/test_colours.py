"""The page's colours as its style sheets mix them: words at 4.5 to 1, signs and edges at 3 to 1, in both themes."""

import re
import tomllib

import pytest

from colour import contrast, mixed
from mapkit import paths
from mapkit.mapping import symbols
from mapkit.model import EventType

STATIC = paths.root() / "src" / "mapkit" / "dashboard" / "static"
TEXT, SIGN = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11
GROUNDS = [(theme, part) for theme in ("light", "dark") for part in ("page", "sidebar")]


def themes():
    return tomllib.loads((paths.root() / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]


def ground(theme, part):
    """The ground of a part of the page, its words and its accent."""
    told = themes()[theme]
    beside = told["sidebar"] if part == "sidebar" else told
    return beside["backgroundColor"], told["textColor"], told["primaryColor"]


def share(name):
    """How much of its first colour a mixed colour of `core.css` has, 0 to 1."""
    text = (STATIC / "core.css").read_text(encoding="utf-8")
    return int(re.search(rf"--{name}: color-mix\(in srgb, [^ ]+ (\d+)%", text)[1]) / 100


@pytest.mark.parametrize(("theme", "part"), GROUNDS)
def test_words_can_be_read_on_every_ground_that_the_page_lays_under_them(theme, part):
    paper, ink, accent = ground(theme, part)
    hover, chosen = mixed(ink, paper, share("hover")), mixed(accent, paper, share("chosen"))
    muted = mixed(ink, paper, share("muted"))
    for under in (paper, hover, chosen):
        for words in (ink, muted, accent):
            assert contrast(words, under) >= TEXT, (words, under)


@pytest.mark.parametrize(("theme", "part"), GROUNDS)
def test_what_is_typed_into_or_ticked_has_an_edge_that_can_be_seen(theme, part):
    paper, ink, accent = ground(theme, part)
    assert contrast(mixed(ink, paper, share("edge")), paper) >= SIGN
    assert contrast(accent, paper) >= SIGN  # the ring around what has the focus


@pytest.mark.parametrize(("theme", "part"), GROUNDS)
@pytest.mark.parametrize("kind", EventType)
def test_symbols_and_bars_can_be_seen(theme, part, kind):
    paper, _, _ = ground(theme, part)
    assert contrast(symbols.colour(kind, theme), paper) >= SIGN


@pytest.mark.parametrize("sheet", sorted(path.name for path in STATIC.glob("*.css")))
def test_colours_that_a_sheet_names_itself_can_be_read(sheet):
    """`color: light-dark(...)` of a sheet stands on the page or on a tint of it."""
    text = (STATIC / sheet).read_text(encoding="utf-8")
    for rule in re.findall(r"\{([^{}]*)\}", text):
        found = re.search(r"(?<![-\w])color: light-dark\((#\w+), (#\w+)\)", rule)
        if not found:
            continue
        under = re.search(r"background(?:-color)?: light-dark\((#\w+), (#\w+)\)", rule)
        for at, theme in enumerate(("light", "dark")):
            paper, ink, _ = ground(theme, "page")
            lies = whole(under[at + 1]) if under else mixed(ink, paper, share("hover"))
            assert contrast(whole(found[at + 1]), lies) >= TEXT, (sheet, rule)


def whole(colour):
    return colour if len(colour) == 7 else "#" + "".join(2 * digit for digit in colour[1:])
