"""Senses that decide for each other, on a made-up world."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mapkit.geoparsing.candidates import Name
from mapkit.geoparsing.voting import Tie, Voter, vote
from mapkit.geoparsing.weighing import weigh
from mapkit.model import Place


def town(country, division, latitude, longitude):
    code = f"{country}.{division}"
    identifier = f"{code} {latitude} {longitude}"
    return Place(identifier, "Town", "P", "PPL", country, division, code, "", latitude, longitude, 0, "test")


def voter(name, *places, base=None, sentence=0, weight=1.0):
    weighed = weigh(Name(name, places, listed=True, continues=False, key=name))
    return Voter(weighed, np.zeros(len(places)) if base is None else np.array(base, float), weight, sentence, name)


def winners(voters, **options):
    return [int(scores.argmax()) for scores in vote(voters, [], **options)]


HERE = [town("AA", "1", 10.0 + n / 10, 20.0) for n in range(4)]
AWAY = [town(f"B{n}", "1", -30.0 - n, -60.0 - 9 * n) for n in range(4)]
#: Each may lie here, among the others, or somewhere by itself.
CLEAR = [voter(f"name {n}", AWAY[n], HERE[n]) for n in range(4)]

places = st.builds(
    town, st.sampled_from(["AA", "BB", "CC"]), st.sampled_from("12"), st.floats(-60, 60), st.floats(-180, 180)
)
made_up = st.lists(
    st.tuples(st.lists(places, min_size=1, max_size=4), st.integers(0, 5), st.floats(0.5, 3)), min_size=1, max_size=6
).map(lambda drawn: [voter(f"name {n}", *own, sentence=at, weight=w) for n, (own, at, w) in enumerate(drawn)])


def test_names_of_one_neighbourhood_find_each_other():
    assert winners(CLEAR) == [1, 1, 1, 1]


def test_one_voice_alone_changes_nothing():
    (scores,) = vote([voter("name", HERE[0], AWAY[0], base=[2.0, 1.0])], [])
    assert scores.argmax() == 0


def test_no_voices_no_votes():
    assert vote([], []) == []


def test_a_name_does_not_vote_for_itself():
    twins = [voter("name", AWAY[0], HERE[0]), voter("name", HERE[1])]
    assert vote(twins, [])[0][0] == vote(twins, [])[0][1]


def test_a_tie_decides_between_equals():
    inner, outer = voter("inner", AWAY[0], HERE[0]), voter("outer", AWAY[1])
    matrix = np.array([[False], [True]])
    scores = vote([inner, outer], [Tie(0, 1, matrix, 3.0, 1.0)])
    assert scores[0].argmax() == 1


@settings(deadline=None)
@given(made_up)
def test_votes_are_the_same_each_time_and_in_any_order(voters):
    once, again, reversed_ = vote(voters, []), vote(voters, []), vote(voters[::-1], [])[::-1]
    for one, two, three in zip(once, again, reversed_, strict=True):
        assert np.isfinite(one).all()
        assert (one == two).all()
        np.testing.assert_allclose(one, three, atol=1e-6)


@settings(deadline=None)
@given(made_up)
def test_votes_never_count_against_a_candidate(voters):
    for one, scores in zip(voters, vote(voters, []), strict=True):
        assert (scores >= one.base).all()


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(-80, -60), st.floats(-180, 180), st.integers(0, 9)), max_size=6))
def test_voices_from_elsewhere_do_not_turn_a_clear_case(drawn):
    strangers = [
        voter(f"stranger {n}", town(f"Z{n}", "1", latitude, longitude), sentence=at)
        for n, (latitude, longitude, at) in enumerate(drawn)
    ]
    assert winners([*CLEAR, *strangers])[:4] == [1, 1, 1, 1]


def test_a_text_of_hundreds_of_names_is_decided_as_a_short_one():
    many = [
        voter(f"name {n}", town(f"B{n}", "1", -40.0, n % 180), town("AA", "1", 10 + n / 100, 20.0), sentence=n)
        for n in range(250)
    ]
    assert winners(many) == [1] * 250
    assert winners(many[:150]) == [1] * 150
