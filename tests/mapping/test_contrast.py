"""Words and signs that are painted onto the map stand out as WCAG 2.2 AA asks, where no checker of pages can look."""

import re

import pytest

from colour import contrast
from mapkit.mapping import assets, symbols
from mapkit.model import EventType

TEXT, SIGN = 4.5, 3.0  # 1.4.3 and 1.4.11
THEMES = ["light", "dark"]

#: Words in their colour, and what they are written on: the halo that is drawn around them, and the ground beyond it.
WORDS = {
    "label": ("halo", "land", "water"),
    "label-country": ("halo", "land"),
    "label-province": ("halo", "land"),
    "label-water": ("halo-water", "water", "halo", "land"),
    "ink": ("paper",),
    "muted": ("paper",),
    "accent": ("paper", "land", "water"),
    "distance": ("paper", "land", "water"),
}
#: Lines and rings that tell something, and what they cross.
SIGNS = {
    "accent": ("paper", "land", "water"),
    "distance": ("paper", "land", "water"),
    "front": ("land", "halo", "water"),
    "leader": ("land", "water"),
    "ink": ("paper",),
}


def colours(theme):
    """The map's colours by their names, as its style sheet has them."""
    text = (assets.STATIC / "mapkit" / "mapkit.css").read_text(encoding="utf-8")
    light, dark = (dict(re.findall(r"--mk-([\w-]+): (#[0-9a-f]{6})", block)) for block in text.split("}")[:2])
    return light if theme == "light" else light | dark


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("name", "grounds"), WORDS.items())
def test_words_on_the_map_can_be_read(theme, name, grounds):
    known = colours(theme)
    for ground in grounds:
        assert contrast(known[name], known[ground]) >= TEXT, ground


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("name", "grounds"), SIGNS.items())
def test_lines_and_rings_on_the_map_can_be_seen(theme, name, grounds):
    known = colours(theme)
    for ground in grounds:
        assert contrast(known[name], known[ground]) >= SIGN, ground


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("kind", EventType)
def test_every_symbol_stands_on_paper_of_its_own(theme, kind):
    known = colours(theme)
    assert symbols.PAPER[theme].lower() == known["paper"]
    assert contrast(symbols.colour(kind, theme), known["paper"]) >= SIGN
