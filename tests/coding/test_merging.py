"""What is told twice is one event, what only looks alike is two, and no event lies where something else happened."""

import pytest
from hand import actual, place, toponyms_in

from mapkit.coding import code
from mapkit.model import Document, Role, Toponym
from mapkit.text.sentences import analyse

MOLI, TARGA, KUSU = place("Moli", "XX"), place("Targa", "XX"), place("Kusu", "XX")
CASES = [
    # the harm that a participle tells is its verb's
    ("Two men tossed a grenade at a police post in Moli, hurting an officer.", [("Grenade", "Moli")]),
    ("Jets bombed the market in Moli, killing four and wounding nine.", [("Air/drone strike", "Moli")]),
    # what strikes or blows up with "the" was told before
    (
        "A suicide bomber drove at the barracks in Moli. The vehicle exploded at the gate.",
        [("Suicide bomb", "Moli")],
    ),
    # where another event is, or a ministry, or who did it
    (
        "Gunmen killed two farmers in Moli. The shooting followed the arrest of a commander in Targa.",
        [("Attack", "Moli"), ("Arrests", "Targa")],
    ),
    # who is taken and killed is the victim of one attack
    ("A teacher was abducted in Moli and beheaded.", [("Attack", "Moli")]),
    ("Gunmen kidnapped a teacher in Moli and killed him.", [("Attack", "Moli")]),
    (
        "Troops are fighting rebels near Moli, according to the ministry in Kusu, which says an assault was repelled.",
        [("Armed clash", "Moli")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_each_event_is_coded_once_at_its_own_place(text, expected):
    assert sorted(set(actual(text, MOLI, TARGA, KUSU))) == sorted(expected)


def test_a_second_device_is_an_event_of_its_own():
    found = actual("A car bomb exploded in Moli. Another roadside bomb exploded in Targa.", MOLI, TARGA)
    assert [where for _, where in found] == ["Moli", "Targa"]


def test_what_came_before_does_not_take_the_place_of_what_came_after():
    found = actual("Hours after the ambush drones bombed a camp at Targa.", MOLI, TARGA)
    assert ("Armed clash", "Targa") not in found


def test_a_crowd_at_a_strange_name_is_in_the_town_that_the_paragraph_is_about():
    text = "Shops stayed shut in Moli. Thousands marched along the Gaston to demand bread."
    at = text.index("Gaston")
    names = (*toponyms_in(text, [MOLI]), Toponym(at, at + len("Gaston"), "Gaston", Role.LOCATION))
    found = code(next(analyse([Document("text", text)])), names)
    assert {event.location for event in found if event.event_type == "Protests"} == {"Moli"}
