import dataclasses
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapkit.errors import FilterError
from mapkit.model import SUB_EVENT_TYPES, ClaimStatus, EventStatus, EventType
from mapkit.query import NO_FRONT, NO_PUBLISHER, Filters
from mapkit.query.filters import UNDATED

TYPES = [kind.value for kind in EventType]
SUB_TYPES = [sub for subs in SUB_EVENT_TYPES.values() for sub in subs]
PUBLISHERS = [NO_PUBLISHER, "The Daily Test", "Süddeutsche & Söhne", "Укрінформ", "a=b?c#d+e%20f", "x" * 200]
FRONTS = [NO_FRONT, "Kursk", "Donetsk & Pokrovsk", "Запоріжжя", "a=b?c#d+e%20f", "El Fasher, North Darfur"]


def some(values):
    return st.lists(st.sampled_from(values)).map(tuple)


DAYS = ["", "0001-01-01", "2022-02-24", "2024-08-19", "2024-08-20", "2024-09-02", "9999-12-31"]
#: A range that does not end before it begins, and what of the undated events.
times = st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS), st.sampled_from(["", *UNDATED])).map(
    lambda parts: (*(sorted(parts[:2]) if all(parts[:2]) else parts[:2]), parts[2])
)
timeless_filters = st.builds(
    Filters,
    fronts=some(FRONTS),
    types=some(TYPES),
    sub_types=some(SUB_TYPES),
    claims=some([status.value for status in ClaimStatus]),
    statuses=some([status.value for status in EventStatus]),
    sources=some(PUBLISHERS),
    publishers=st.sampled_from([1, 1, 2, 3, 99]),
    text=st.text(st.characters(blacklist_categories=["C", "Z"]) | st.sampled_from(" \"'&=%+#"), max_size=60),
    document=st.sampled_from(["", "", "", "0123456789abcdef"]),
)
any_filters = st.builds(
    lambda filters, time: dataclasses.replace(filters, **dict(zip(("since", "until", "undated"), time, strict=True))),
    timeless_filters,
    times,
)


@given(any_filters)
def test_filters_survive_the_address(filters):
    assert Filters.from_query(filters.to_query()) == filters
    assert Filters.from_query(parse_qs(filters.to_string())) == filters
    assert Filters.from_query(parse_qs(filters.to_string())).to_string() == filters.to_string()


@given(any_filters, st.randoms())
def test_order_and_repetition_do_not_matter(filters, random):
    shuffled = {
        name: tuple(random.sample(values * 2, len(values) * 2))
        for name in ("fronts", "types", "sub_types", "claims", "statuses", "sources")
        for values in [getattr(filters, name)]
    }
    once = {name: getattr(filters, name) for name in ("since", "until", "undated", "publishers", "document")}
    assert Filters(**shuffled, text=f"  {filters.text} ", **once) == filters


def test_the_default_shows_what_happened_and_leaves_no_trace_in_the_address():
    assert Filters().statuses == ("actual",)
    assert Filters().to_query() == {}
    assert Filters.from_query({}) == Filters()
    assert Filters.from_query({"lat": "1", "event": ["x"], "type": ""}) == Filters()


def test_any_status():
    assert Filters.from_query({"status": "any"}).statuses == ()
    assert Filters(statuses=()).to_query() == {"status": ["any"]}


def test_what_is_not_dated_shows_without_a_range_and_hides_with_one_unless_said_otherwise():
    for query, shown, kept in (
        ({}, True, {}),
        ({"undated": "with"}, True, {}),
        ({"undated": "no"}, False, {"undated": ["no"]}),
        ({"undated": "only"}, True, {"undated": ["only"]}),
        ({"since": "2024-08-19"}, False, {"since": ["2024-08-19"]}),
        ({"until": "2024-08-19", "undated": "no"}, False, {"until": ["2024-08-19"]}),
        ({"until": "2024-08-19", "undated": "with"}, True, {"until": ["2024-08-19"], "undated": ["with"]}),
    ):
        filters = Filters.from_query(query)
        assert filters.shows_undated == shown, query
        assert filters.to_query() == kept


def test_one_publisher_tells_of_every_event():
    assert Filters.from_query({"publishers": "1"}) == Filters()
    assert Filters.from_query({"publishers": "2"}).to_query() == {"publishers": ["2"]}


def test_a_publishers_name_has_single_spaces():
    assert Filters(sources=(" The  Daily\tTest ",)).sources == ("The Daily Test",)
    joined = "روزنامه\u200cها"  # a Persian name, with a joiner
    assert Filters.from_query({"source": joined}).sources == (joined,)


def test_a_search_and_a_fronts_name_may_hold_what_people_write():
    joined = "روزنامه\u200cها"
    assert Filters.from_query({"q": joined, "front": joined}) == Filters(text=joined, fronts=(joined,))


def test_enumeration_members_are_their_values():
    assert Filters(types=(EventType.BATTLES,)) == Filters(types=("Battles",))
    assert Filters(types=(EventType.BATTLES,)).to_string() == "type=Battles"


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"type": "Battle"}, "type='Battle' is unknown; known are: Battles, Explosions/Remote violence"),
        ({"type": ["Battles", "x"]}, "type='x' is unknown"),
        ({"sub": "Strike"}, "sub='Strike' is unknown"),
        ({"claim": "true"}, "claim='true'"),
        ({"status": ["any", "actual"]}, "status='any'"),
        ({"front": "a\nb"}, "front="),
        ({"front": "x" * 101}, "front='xxx"),
        ({"source": "a\0b"}, "source='a\\x00b' is no name of a publisher"),
        ({"source": "x" * 501}, "source='xxx"),
        ({"publishers": "0"}, "publishers='0' is no number from 1 to 99"),
        ({"publishers": "100"}, "publishers='100' is no number from 1 to 99"),
        ({"publishers": "٢"}, "publishers='٢' is no number"),
        ({"publishers": "two"}, "publishers='two' is no number"),
        ({"publishers": ["2", "3"]}, "publishers is given 2 times; give it once"),
        ({"q": "x" * 201}, "q is longer than 200"),
        ({"q": "a\0b"}, "control"),
        ({"q": "\ud800"}, "control"),
        ({"since": "19 August 2024"}, "since='19 August 2024' is no date; write it as 2024-08-19"),
        ({"since": "2024-02-30"}, "since='2024-02-30' is no date"),
        ({"until": "20240819"}, "until='20240819' is no date"),
        ({"until": "٢٠٢٤-٠٨-١٩"}, "until="),
        ({"since": ["2024-08-19", "2024-08-20"]}, "since is given 2 times; give it once"),
        ({"since": "2024-08-20", "until": "2024-08-19"}, "since=2024-08-20 is after until=2024-08-19; exchange them"),
        ({"doc": "0123456789ABCDEF"}, "doc='0123456789ABCDEF' is no document's id, which has sixteen hex digits"),
        ({"doc": ["0123456789abcdef", "fedcba9876543210"]}, "doc is given 2 times; give it once"),
        ({"undated": "yes"}, "undated='yes' is unknown; known are: only, no, with"),
    ],
)
def test_a_value_outside_the_vocabulary_is_one_clear_line(query, message):
    with pytest.raises(FilterError) as caught:
        Filters.from_query(query)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 1_500


@given(st.text(), st.text())
def test_a_query_gives_filters_or_one_clear_line(key_value, text):
    line = ""
    filters = Filters()
    try:
        filters = Filters.from_query({"front": key_value, "q": text})
    except FilterError as error:
        line = str(error)
    assert len(line.splitlines()) <= 1
    assert Filters.from_query(filters.to_query()) == filters
