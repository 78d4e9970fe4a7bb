"""The map's switches and ruler in an address: read strictly, and back as they were."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapkit.errors import FilterError
from mapkit.mapping import SWITCH_KEYS, Switches
from mapkit.mapping.switches import HIDDEN, RULER_MAX, SHOWN

POINTS = st.tuples(st.integers(-900_000, 900_000), st.integers(-3_600_000, 3_600_000))


@given(st.sets(st.sampled_from(SHOWN)), st.sets(st.sampled_from(HIDDEN)), st.lists(POINTS, max_size=5))
def test_what_the_map_writes_is_read_as_it_was(show, hide, points):
    hide -= show
    ruler = [(latitude / 10_000, longitude / 10_000) for latitude, longitude in points]
    query = {"show": [*show], "hide": [*hide], "ruler": [f"{lat:.4f},{lon:.4f}" for lat, lon in ruler], "type": ["x"]}
    config = Switches.from_query(query).to_config()
    assert (set(config["show"]), set(config["hide"])) == (show, hide)
    assert config["ruler"] == [pytest.approx(point) for point in ruler]


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ({"show": ["tiles"]}, "show='tiles' is unknown"),  # no link asks a third party for anything
        ({"hide": ["fronts"]}, "hide='fronts' is unknown"),
        ({"show": ["distances"], "hide": ["distances"]}, "distances is shown and hidden"),
        ({"ruler": ["48"]}, "is no point"),
        ({"ruler": ["91,0"]}, "is no point"),
        ({"ruler": ["1,999"]}, "is no point"),
        ({"ruler": ["nan,0"]}, "is no point"),
        ({"ruler": ["1e1,0"]}, "is no point"),
        ({"ruler": ["0,0"] * (RULER_MAX + 1)}, "at most"),
    ],
)
def test_what_cannot_be_read_is_one_line(query, fault):
    with pytest.raises(FilterError, match=fault) as caught:
        Switches.from_query(query)
    assert "\n" not in str(caught.value)


@given(st.dictionaries(st.sampled_from(SWITCH_KEYS), st.lists(st.text(max_size=20), max_size=3)))
def test_whatever_an_address_says_is_switches_or_one_fault(query):
    with contextlib.suppress(FilterError):
        switches = Switches.from_query(query)
        config = switches.to_config()
        ruler = tuple(tuple(point) for point in config["ruler"])
        assert Switches(tuple(config["show"]), tuple(config["hide"]), ruler) == switches
