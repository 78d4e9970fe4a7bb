import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapkit.coding import numbers, units

OPEN = None


@pytest.mark.parametrize(
    ("text", "low", "best", "high"),
    [
        ("47", 47, 47, 47),
        ("1,250", 1250, 1250, 1250),
        ("1\u202f250", 1250, 1250, 1250),
        ("53.5", 53.5, 53.5, 53.5),
        ("1.2 million", 1_200_000, 1_200_000, 1_200_000),
        ("2.5k", 2500, 2500, 2500),
        ("1.2m people", 1_200_000, 1_200_000, 1_200_000),
        ("three", 3, 3, 3),
        ("twenty-five", 25, 25, 25),
        ("one hundred and twenty", 120, 120, 120),
        ("two thousand five hundred", 2500, 2500, 2500),
        ("two and a half million", 2_500_000, 2_500_000, 2_500_000),
        ("half a million", 500_000, 500_000, 500_000),
        ("a hundred", 100, 100, 100),
        ("a dozen", 12, 12, 12),
        ("two dozen", 24, 24, 24),
        ("half a dozen", 6, 6, 6),
        ("a couple of", 2, 2, 2),
        ("at least 20", 20, 20, OPEN),
        ("more than a dozen", 12, 12, OPEN),
        ("well over 300", 300, 300, OPEN),
        ("no fewer than twelve", 12, 12, OPEN),
        ("10 or more", 10, 10, OPEN),
        ("100+", 100, 100, OPEN),
        ("up to 30", OPEN, 30, 30),
        ("as many as three dozen", OPEN, 36, 36),
        ("nearly 50", OPEN, 50, 50),
        ("no more than 7", OPEN, 7, 7),
        ("about 40", OPEN, 40, OPEN),
        ("an estimated 600", OPEN, 600, OPEN),
        ("some 300", OPEN, 300, OPEN),
        ("20 to 30", 20, OPEN, 30),
        ("20-30", 20, OPEN, 30),
        ("20–30", 20, OPEN, 30),
        ("between 20 and 30", 20, OPEN, 30),
        ("two or three", 2, OPEN, 3),
        ("2 to 3 million", 2_000_000, OPEN, 3_000_000),
        ("dozens", 12, OPEN, OPEN),
        ("scores of", 20, OPEN, OPEN),
        ("hundreds", 100, OPEN, OPEN),
        ("tens of thousands", 10_000, OPEN, OPEN),
        ("several", 3, OPEN, OPEN),
        ("several hundred", 300, OPEN, OPEN),
        ("a few dozen", 36, OPEN, OPEN),
    ],
)
def test_a_phrase_keeps_its_bounds(text, low, best, high):
    (number,) = numbers.find(text)
    assert (number.low, number.best, number.high) == (low, best, high)
    assert number.start == 0


@pytest.mark.parametrize(
    "text",
    [
        "T-72 and Kh-59",
        "the 92nd Brigade",
        "at 12:30",
        "on 17/08/2024",
        "9" * 40,
        "hundredweight",
        "nobody",
        "someone",
        "often",
        "",
    ],
)
def test_what_is_no_number_is_left_out(text):
    assert numbers.find(text) == ()


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("control over 92 settlements", "92"),
        ("flew over two towns", "two"),
        ("seized over 92 settlements", "over 92"),
        ("killed at least some 20", "at least some 20"),
        ("lost, it says, up to approximately 300 men", "up to approximately 300"),
        ("from 20 to 30 rockets", "from 20 to 30"),
    ],
)
def test_bounding_words_belong_to_the_number(text, stated):
    (number,) = numbers.find(text)
    assert text[number.start : number.end] == stated


def test_numbers_side_by_side_stay_apart():
    text = "12 dead, 30 wounded, two women and three men, 10 to 1"
    assert [number.best for number in numbers.find(text)] == [12, 30, 2, 3, 10, 1]


@given(st.text(max_size=400))
def test_any_text_gives_ordered_numbers_inside_it(text):
    found = numbers.find(text)
    assert all(0 <= n.start <= n.core_start < n.core_end <= n.end <= len(text) for n in found)
    assert all(first.end <= second.start for first, second in pairwise(found))
    assert all(math.isfinite(number.point) for number in found)
    assert found == numbers.find(text)


@given(st.integers(min_value=0, max_value=999_999_999))
def test_every_grouped_figure_is_read(value):
    (number,) = numbers.find(f"{value:,}")
    assert number.best == value


@given(
    st.lists(
        st.sampled_from(
            ["one", "two", "and", "a", "half", "hundred", "million", "dozen", "to", "-", "20", "5", "of", "tens"]
        ),
        max_size=12,
    )
)
def test_any_pile_of_number_words_is_read_without_failing(words):
    text = " ".join(words)
    assert all(text[n.start : n.end] for n in numbers.find(text))


# --- units --------------------------------------------------------------------------------------------------------


def measures(text):
    return units.find(text, numbers.find(text))


@pytest.mark.parametrize(
    ("text", "dimension", "best", "unit"),
    [
        ("12 km", "length", 12, "km"),
        ("12km", "length", 12, "km"),
        ("a 15-kilometre road", "length", 15, "km"),
        ("500 m", "length", 0.5, "metre"),
        ("six miles", "length", 9.656064, "mile"),
        ("a mile", "length", 1.609344, "mile"),
        ("half a kilometre", "length", 0.5, "km"),
        ("60 nautical miles", "length", 111.12, "nautical mile"),
        ("100 km²", "area", 100, "km²"),
        ("120 sq km", "area", 120, "km²"),
        ("10 square miles", "area", 25.89988110336, "sq mi"),
        ("12,000 hectares", "area", 120, "ha"),
    ],
)
def test_units_are_converted(text, dimension, best, unit):
    (measure,) = measures(text)
    assert (measure.dimension, measure.unit) == (dimension, unit)
    assert measure.best == pytest.approx(best)
    assert measure.note is None


@pytest.mark.parametrize(
    "text",
    [
        "over 1,250 square kilometers (approximately 483 square miles)",
        "10 kilometers (6 miles)",
        "20 miles (30 km)",
        "80 miles (129 km)",
        "100 km (62 miles)",
        "one mile (1.6 km)",
        "60 nautical miles (110 km)",
        "12,000 hectares (30,000 acres)",
        "30 km or 19 miles",
    ],
)
def test_a_repeated_measure_is_one_and_agrees(text):
    (measure,) = measures(text)
    assert text[measure.start : measure.end] == text
    assert measure.note is None


@pytest.mark.parametrize(
    "text", ["10 km (16 miles)", "5 miles (50 km)", "25 miles (60 km)", "100 square km (80 square miles)"]
)
def test_two_units_that_disagree_are_noted(text):
    (measure,) = measures(text)
    assert measure.note is not None
    assert "disagree" in measure.note


@pytest.mark.parametrize("text", ["155mm shells", "30 km/h", "3 million", "12 minutes", "90 km per hour"])
def test_what_is_no_length_is_left_out(text):
    assert measures(text) == ()
