from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapkit.dashboard.state import MAP_KEYS, Choice, notice, read_address, without_view
from mapkit.errors import FilterError
from mapkit.model import SUB_EVENT_TYPES, ClaimStatus, EventStatus, EventType
from mapkit.query import Filters

ONE, TWO = "0123456789abcdef", "fedcba9876543210"
SUBS = [sub for subs in SUB_EVENT_TYPES.values() for sub in subs]
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Zl", "Zp", "Zs", "Cn", "Co"]), max_size=20
)

filters = st.builds(
    Filters,
    fronts=st.lists(st.sampled_from(["Kursk", "none", "Донбас & more"]), unique=True).map(tuple),
    types=st.lists(st.sampled_from(list(EventType)), unique=True).map(tuple),
    sub_types=st.lists(st.sampled_from(SUBS), unique=True, max_size=4).map(tuple),
    claims=st.lists(st.sampled_from(list(ClaimStatus)), unique=True).map(tuple),
    statuses=st.lists(st.sampled_from(list(EventStatus)), unique=True).map(tuple),
    sources=st.lists(st.sampled_from(["The Daily Test", "none", "A & Söhne=+%"]), unique=True).map(tuple),
    publishers=st.sampled_from([1, 1, 2, 7]),
    text=WORDS,
    document=st.sampled_from(["", "", TWO]),
)
ids = st.one_of(st.none(), st.sampled_from([ONE, TWO]))


@given(filters, ids, ids, ids, st.none() | filters, st.sampled_from(["left", "right"]))
def test_an_address_restores_the_choice_it_was_made_from(chosen, one, two, read, other, side):
    choice = Choice(chosen, document=read).with_event(one, two)
    if other is not None:
        choice = choice.compared(chosen, other).on_side(side)
    address = read_address(parse_qs(urlencode(choice.to_query(), doseq=True), keep_blank_values=True))
    assert address.choice == choice
    assert address.unread == ()
    assert address.view is None


KEYS = [
    *("front", "type", "sub", "claim", "status", "q", "event", "to", "doc", "read", "lat", "lon", "z", "x"),
    *("source", "publishers", "compare", "side", "split", "sort", "page", "step", "show", "hide", "ruler"),
]


@given(st.dictionaries(st.sampled_from(KEYS), st.lists(st.text(max_size=300), min_size=1, max_size=3)))
def test_no_address_is_an_error(query):
    address = read_address(query)
    line = notice(address.unread)
    assert "\n" not in line
    assert line.isprintable()
    again = read_address(address.choice.to_query())
    assert again.choice == address.choice
    assert again.unread == ()


def test_what_cannot_be_read_is_named_and_the_rest_kept():
    address = read_address(
        {"type": ["Battles", "Foo"], "claim": ["claimed"], "lat": ["48"], "lon": ["999"], "z": ["5"], "event": ["<b>"]}
    )
    assert address.choice == Choice(Filters(types=("Battles",), claims=("claimed",)))
    assert address.view is None
    assert address.unread == ("type=Foo", "event=<b>", "lat=48, lon=999, z=5")


@pytest.mark.parametrize(
    "query",
    [
        {"lat": "nan", "lon": "1", "z": "5"},
        {"lat": "1e3", "lon": "1", "z": "5"},
        {"lat": "48", "lon": "37"},
        {"lat": "48", "lon": "37", "z": "99"},
        {"lat": "٤٨", "lon": "37", "z": "5"},
    ],
)
def test_a_bad_view_is_no_view(query):
    address = read_address({key: [value] for key, value in query.items()})
    assert address.view is None
    assert len(address.unread) == 1


def test_a_view_is_read():
    view = read_address({"lat": ["48.25"], "lon": ["-37.1"], "z": ["6.5"]}).view
    assert (view.latitude, view.longitude, view.zoom) == (48.25, -37.1, 6.5)


def test_the_second_event_needs_a_first_and_another_one():
    assert read_address({"to": [TWO]}).choice.second is None
    assert read_address({"event": [ONE], "to": [ONE]}).choice.second is None
    assert read_address({"event": [ONE], "to": [TWO]}).choice.second == TWO


def test_a_document_is_open_with_its_events_alone_or_with_all():
    alone = Choice().with_document(ONE)
    assert alone.to_query() == {"doc": [ONE]}
    assert (alone.document, alone.filters.document) == (ONE, ONE)
    among = alone.with_document(ONE, alone=False)
    assert among.to_query() == {"read": [ONE]}
    assert (among.document, among.filters) == (ONE, Filters())
    assert among.toggled("type", "Riots").with_text("x").with_event(TWO).document == ONE
    assert alone.with_document(None) == among.with_document(None) == Choice()
    assert read_address({"doc": [ONE], "read": [TWO]}).choice == alone  # the map and the text never tell of two
    assert read_address({"doc": ["x"], "read": ["y"]}).unread == ("doc=x", "read=y")


def test_the_view_is_left_out_of_what_is_compared():
    assert without_view({"type": ("Riots",), **dict.fromkeys(MAP_KEYS, ("1",))}) == {"type": ["Riots"]}


def test_toggling_twice_is_nothing():
    choice = Choice()
    for group, value in [("type", "Riots"), ("sub", "Grenade"), ("front", "Kursk"), ("claim", "denied")]:
        assert choice.toggled(group, value) != choice
        assert choice.toggled(group, value).toggled(group, value) == choice


def test_statuses_add_to_what_happened_and_are_never_empty():
    choice = Choice().toggled("status", "future")
    assert choice.filters.statuses == ("actual", "future")
    assert choice.toggled("status", "actual").filters.statuses == ("future",)
    assert Choice().toggled("status", "actual").filters.statuses == ("actual",)
    assert "future" not in Choice(Filters(statuses=())).toggled("status", "future").filters.statuses


def test_an_unknown_filter_or_value_is_an_error_in_one_line():
    with pytest.raises(FilterError, match="no filter"):
        Choice().toggled("colour", "red")
    with pytest.raises(FilterError, match="type="):
        Choice().toggled("type", "<script>")


def test_the_review_is_in_the_address_and_comes_back():
    choice = Choice(review=True).with_event("a" * 16)
    assert choice.to_query()["review"] == ["1"]
    assert read_address(choice.to_query()).choice == choice
    address = read_address({"review": ["yes"]})
    assert not address.choice.review
    assert address.unread == ("review=yes",)


def test_the_number_of_publishers_is_one_value_that_a_second_click_takes_away():
    two = Choice().toggled("publishers", "2")
    assert two.to_query() == {"publishers": ["2"]}
    assert two.toggled("publishers", "3").filters.publishers == 3
    assert two.toggled("publishers", "2") == Choice()
    assert Choice().toggled("source", "The Daily Test").to_query() == {"source": ["The Daily Test"]}
    with pytest.raises(FilterError, match="publishers='many'"):
        Choice().toggled("publishers", "many")


CLAIMED, CONFIRMED = Filters(claims=("claimed",)), Filters(claims=("confirmed",))


def test_two_filters_stand_beside_each_other_and_the_clicks_change_one_of_them():
    both = Choice().compared(CLAIMED, CONFIRMED)
    assert both.to_query() == {"claim": ["claimed"], "compare": ["claim=confirmed"]}
    assert both.toggled("type", "Riots").sides == (Filters(types=("Riots",), claims=("claimed",)), CONFIRMED)
    right = both.on_side("right")
    assert right.to_query() == {"claim": ["confirmed"], "compare": ["claim=claimed"], "side": ["right"]}
    assert right.sides == both.sides == (CLAIMED, CONFIRMED)
    assert right.toggled("type", "Riots").sides == (CLAIMED, Filters(types=("Riots",), claims=("confirmed",)))
    assert right.on_side("left") == both
    assert (both.uncompared(), right.uncompared()) == (Choice(CLAIMED), Choice(CONFIRMED))
    assert Choice(CLAIMED).on_side("right") == Choice(CLAIMED)


def test_all_events_can_be_the_other_side():
    both = Choice().compared(CLAIMED, Filters())
    assert both.to_query()["compare"] == ["all"]
    assert read_address(both.to_query()).choice == both


@pytest.mark.parametrize(
    "query",
    [
        {"compare": ["claim=true"]},
        {"compare": ["claim=claimed&x=1"]},
        {"compare": ["claim"]},
        {"compare": ["claim="]},
        {"compare": ["claim=claimed&&"]},
        {"compare": ["q=%ff"]},
        {"compare": [""]},
        {"compare": ["compare=all"]},
        {"compare": ["all", "all"]},
        {"compare": ["&".join(["type=Riots"] * 601)]},
        {"side": ["right"]},
        {"compare": ["all"], "side": ["middle"]},
        {"compare": ["all"], "side": ["right", "right"]},
    ],
)
def test_another_side_that_cannot_be_read_is_named_and_left_out(query):
    address = read_address({"claim": ["claimed"], **query})
    assert len(address.unread) == 1
    assert address.choice.filters == CLAIMED
    assert address.choice.side == "left"
    assert address.choice.compare == (Filters() if query.get("compare") == ["all"] else None)


def test_where_the_bar_stands_is_the_maps_own():
    assert without_view({"compare": ["all"], "split": ["30"]}) == {"compare": ["all"]}


def test_the_tables_order_and_page_and_the_step_of_time_are_in_the_address():
    assert Choice(sort="-date", page=1, step="day").to_query() == {}
    choice = Choice(sort="-place", page=3, step="week")
    assert choice.to_query() == {"sort": ["-place"], "page": ["3"], "step": ["week"]}
    assert read_address(choice.to_query()).choice == choice
    query = {"sort": ["sentence"], "page": ["0"], "step": ["month"]}
    address = read_address(query)
    assert address.choice == Choice()
    assert address.unread == ("sort=sentence", "page=0", "step=month")
    assert read_address({"page": ["2", "3"]}).unread == ("page=2",)


def test_the_maps_switches_are_read_each_by_itself():
    query = {"show": ["fronts", "tiles"], "hide": ["names"], "ruler": ["48.5,37", "x", "49,37"]}
    address = read_address(query)
    assert address.switches.to_config() == {"show": ["fronts"], "hide": ["names"], "ruler": [[48.5, 37], [49, 37]]}
    assert address.unread == ("show=tiles", "ruler=x")
    both = read_address({"show": ["distances"], "hide": ["distances"]})
    assert both.unread == ("distances is shown and hidden; say one of them",)


def test_the_statistics_are_in_the_address_and_come_back():
    choice = Choice(statistics="front")
    assert choice.to_query() == {"statistics": ["front"]}
    assert read_address(choice.to_query()).choice == choice
    assert read_address({"statistics": ["weather"]}).unread == ("statistics=weather",)
