"""Explosions and disrupted weapons: the families of wordings that tell them, and the ordinary words that do not."""

import pytest

from mapkit.coding.classification import Reader
from mapkit.coding.codebook import Codebook
from mapkit.text import nlp

AIR, GUNS, DEVICE = "Air/drone strike", "Shelling/artillery/missile attack", "Remote explosive/landmine/IED"
STOPPED = "Disrupted weapons use"


def coded(text):
    doc = next(iter(nlp.parse([text])))
    return [m.sub_event_type for m in Reader(doc[:], Codebook.default()).mentions()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jets blitzed the southern suburbs of Beirut after dark.", AIR),
        ("A Su-25 attacked rebel positions near Bamenda.", AIR),
        ("Helicopters rained bombs on a camp in Birnin Gwari.", AIR),
        ("A missile fired by a warplane landed in a school yard in Nuseirat.", AIR),
        ("Somebody counted 71 drone drops on the Korabel quarter.", AIR),
        ("Hezbollah let fly 85 rockets at Haifa.", GUNS),
        ("A second salvo peppered Safed.", GUNS),
        ("A shell burst in the courtyard of a school in Horlivka.", GUNS),
        ("Rockets rain on Ashkelon", GUNS),
        ("A shepherdess of twelve trod on a mine at the spring.", DEVICE),
        ("A donkey cart rolled over a device on the path to Titao.", DEVICE),
        ("A tractor driver lost his leg to an anti-tank mine in Snihurivka.", DEVICE),
        ("A Renault loaded with gas cylinders blew up in Saravena.", DEVICE),
        ("Suicide bomber targets mosque in Kunduz", "Suicide bomb"),
        ("Two women blew themselves up in a mosque in Maiduguri.", "Suicide bomb"),
        ("Someone pitched a hand grenade into a courtyard in Ngagara.", "Grenade"),
        ("The police came under a grenade attack in Calama.", "Grenade"),
        ("An American MQ-9 was brought down in the skies of Marib.", STOPPED),
        ("Four Shaheds were shot down over the Cherkasy region.", STOPPED),
        ("A 250-kg wartime bomb was made safe in Dresden.", STOPPED),
    ],
)
def test_families_of_wordings_tell_an_explosion(text, expected):
    assert expected in coded(text)


@pytest.mark.parametrize(
    "text",
    [
        "The winger fired a rocket into the top corner in Madrid.",
        "A helicopter carrying tourists crashed in Nepal.",
        "A gas cylinder exploded in a kitchen in Pune.",
        "Shell opened a refinery in Rotterdam.",
        "The mine in Marikana was struck by a labour dispute.",
        "The mine employs 3,000 people in Rustenburg.",
    ],
)
def test_ordinary_life_is_no_explosion(text):
    assert coded(text) == []


def test_what_was_shot_down_did_not_strike():
    assert coded("Two drones fired at the destroyer from the hills were downed off Mocha.") == [STOPPED]


def test_how_a_munition_came_is_no_event_of_its_own():
    assert coded("A shell launched from the hills landed in the bus station of Taiz.") == [GUNS]
    assert coded("An IED planted by insurgents detonated beneath a truck near Hombori.").count(DEVICE) <= 2
