import itertools
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from colour import contrast, linear
from mapkit.mapping import symbols
from mapkit.mapping.symbols import CLAIM_FILLS, CLAIM_LABELS, PAPER, SHAPES, SYMBOLS
from mapkit.model import ClaimStatus, EventType

#: Machado, Oliveira and Fernandes 2009, severity 1.0, linear RGB.
VISION = {
    "usual": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}


def lab(rgb):
    matrix = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    xyz = np.array(matrix) @ rgb / [0.9505, 1, 1.089]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("vision", VISION)
def test_any_two_types_stay_apart_for_every_eye(theme, vision):
    seen = {
        kind: lab(np.clip(np.array(VISION[vision]) @ linear(symbols.colour(kind, theme)), 0, 1)) for kind in EventType
    }
    for one, two in itertools.combinations(EventType, 2):
        assert np.linalg.norm(seen[one] - seen[two]) > 18, (one, two)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("kind", EventType)
def test_every_colour_stands_out_from_the_paper(theme, kind):
    assert contrast(symbols.colour(kind, theme), PAPER[theme]) >= 3  # WCAG 2.2, 1.4.11


def test_every_type_has_a_shape_of_its_own_and_every_claim_a_fill_of_its_own():
    assert set(SYMBOLS) == set(EventType)
    assert len({symbol.shape for symbol in SYMBOLS.values()}) == len(EventType)
    assert set(CLAIM_FILLS) == set(CLAIM_LABELS) == set(ClaimStatus)
    assert len(set(CLAIM_FILLS.values())) == len(ClaimStatus)
    assert CLAIM_FILLS[ClaimStatus.REPORTED] == "solid"
    assert CLAIM_FILLS[ClaimStatus.CLAIMED] == "hollow"


def test_shapes_are_equally_heavy():
    def area(outline):
        x, y = np.array(outline).T
        return abs(float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))) / 2

    areas = [area(outline) for outline in SHAPES.values()]
    assert max(areas) / min(areas) < 1.7


@pytest.mark.parametrize("kind", EventType)
@pytest.mark.parametrize("claim", ClaimStatus)
@pytest.mark.parametrize("place", ["point", "line", "area"])
def test_the_legend_svg_is_well_formed_and_differs_by_claim_and_place(kind, claim, place):
    text = symbols.svg(kind, claim, theme="dark", kind=place, size=20)
    root = ET.fromstring(text)  # noqa: S314 - our own markup
    assert root.get("width") == "20"
    assert symbols.colour(kind, "dark") in text
    others = [symbols.svg(kind, other, theme="dark", kind=place, size=20) for other in ClaimStatus if other != claim]
    assert text not in others


def test_the_script_draws_what_the_legend_shows():
    config = symbols.to_config()
    assert set(config["types"]) == {kind.value for kind in EventType}
    for entry in config["types"].values():
        assert entry["shape"] in config["shapes"]
    assert config["fills"] == {claim.value: fill for claim, fill in CLAIM_FILLS.items()}
