"""Confidence: surer with more evidence, and never at odds with the order of the candidates."""

import csv
import math
from importlib import resources

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapkit.geoparsing import confidence

scores = st.lists(st.floats(-40, 40), min_size=1, max_size=8).map(np.array)
looks = st.lists(st.sampled_from(sorted(confidence.weights())), max_size=12, unique=True)


def test_every_row_of_the_weights_has_a_feature_and_a_number():
    text = resources.files("mapkit.geoparsing").joinpath("confidence.csv").read_text(encoding="utf-8")
    header, *rows = csv.reader(line for line in text.splitlines() if not line.startswith("#"))
    assert header == ["feature", "weight"]
    assert all(len(row) == 2 and row[0] and math.isfinite(float(row[1])) for row in rows)
    assert len({feature for feature, _ in rows}) == len(rows)


@pytest.mark.parametrize(
    ("name", "container"),
    [
        ("Springfield", "Illinois"),
        ("Newcastle", "Australia"),
        ("Georgetown", "Guyana"),
        ("Waterford", "Ireland"),
        ("Franklin", "Tennessee"),
        ("Victoria", "British Columbia"),
    ],
)
def test_a_name_whose_container_is_named_is_surer(parse, name, container):
    alone = next(t for t in parse(f"Police in {name} arrested two men.") if t.text == name)
    told = next(t for t in parse(f"Police in {name}, {container}, arrested two men.") if t.text == name)
    assert told.confidence > alone.confidence


def test_a_famous_city_is_surer_than_a_name_of_many(parse):
    (famous,) = parse("Police in Nairobi arrested two men.")
    (common,) = parse("Police in Springfield arrested two men.")
    assert famous.confidence > common.confidence


def test_an_unlisted_building_is_no_surer_than_its_town():
    for how in ("anchor=told", "anchor=same sentence", "anchor=before", "anchor=behind", "unheard of"):
        assert 0 < confidence.of_anchored(how, 0.8) <= 0.8


@given(scores)
def test_shares_add_up_to_one_and_keep_the_order(score):
    share = confidence.shares(score)
    assert share.sum() == pytest.approx(1)
    assert (share >= 0).all()
    assert share[score.argmax()] == share.max()


@given(scores, looks, st.data())
def test_the_chosen_one_is_never_overtaken(score, look, data):
    share = confidence.shares(score)
    order = np.argsort(-score, kind="stable").tolist()
    chosen = data.draw(st.sampled_from(order))
    found = confidence.of_candidates(share, chosen, order, look)
    assert found[chosen] == max(found.values())
    assert all(0 <= one <= 1 for one in found.values())
    assert sum(found.values()) <= 1 + 1e-6


@given(scores, looks)
def test_what_is_left_is_shared_in_the_order_of_the_scores(score, look):
    share = confidence.shares(score)
    order = np.argsort(-score, kind="stable").tolist()
    found = confidence.of_candidates(share, order[0], order, look)
    assert [found[index] for index in order] == sorted(found.values(), reverse=True)
