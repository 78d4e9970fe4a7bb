"""Who says so, who did it, and what others say about it."""

import pytest
from hand import actual, coded, only, place

from mapkit.model import ClaimStatus

KHERSON = place("Kherson", "UA", admin1="Kherson")
ZALIZNE = place("Zalizne", "UA", admin1="Donetsk")
BAALBEK = place("Baalbek", "LB")
KHAN_YOUNIS = place("Khan Younis", "PS")
GOMA = place("Goma", "CD")
DJIBO = place("Djibo", "BF")


@pytest.mark.parametrize(
    ("text", "status", "by"),
    [
        ("Shells hit Kherson and killed two women.", ClaimStatus.REPORTED, None),
        ("Shells hit Kherson and killed two women, the governor said.", ClaimStatus.REPORTED, "governor"),
        ("Shells hit Kherson, police said.", ClaimStatus.REPORTED, "police"),
        ("According to the regional health ministry, shells hit Kherson.", ClaimStatus.REPORTED, "health ministry"),
        ("Residents said that Russian shells had hit Kherson.", ClaimStatus.REPORTED, "Residents"),
        ("Russia's defence ministry said its forces had shelled Kherson.", ClaimStatus.CLAIMED, "defence ministry"),
        ("The Ukrainian General Staff said Russian troops shelled Kherson.", ClaimStatus.CLAIMED, "General Staff"),
        ("Zelenskiy said that Russian artillery had shelled Kherson.", ClaimStatus.CLAIMED, "Zelenskiy"),
        ("Geolocated footage confirms that Russian artillery shelled Kherson.", ClaimStatus.CONFIRMED, "footage"),
    ],
)
def test_the_status_follows_the_speaker(text, status, by):
    event = only(text, KHERSON)
    assert event.claim_status is status
    assert (by or "") in (event.claimed_by or "")
    assert (event.claimed_by is None) == (by is None)


def test_claims_to_have_done_it_are_claims():
    event = only("Russia claims to have seized the nearby town of Zalizne.", ZALIZNE)
    assert (event.claim_status, event.claimed_by) == (ClaimStatus.CLAIMED, "Russia")


def test_it_and_its_fighters_are_the_speakers():
    event = only("Hamas said its fighters destroyed an Israeli tank with a mine in Khan Younis.", KHAN_YOUNIS)
    assert event.actor1 == "Hamas"
    event = only("The Israeli military said it struck a Hezbollah weapons depot near Baalbek.", BAALBEK)
    assert (event.actor1, event.actors[0].inter) == ("Military Forces of Israel", 8)
    assert event.claim_status is ClaimStatus.CLAIMED


def test_a_contradiction_disputes_and_both_sentences_are_evidence():
    text = (
        "Russia's defence ministry said its troops had captured Zalizne. "
        "Ukraine's General Staff denied the claim, saying its soldiers held the town."
    )
    event = next(e for e in coded(text, ZALIZNE) if e.sub_event_type == "Non-state actor overtakes territory")
    assert event.claim_status is ClaimStatus.DISPUTED
    assert len(event.evidence) == 2


def test_what_nobody_could_verify_is_unverifiable():
    text = "The M23 said its fighters had captured Goma. The claim could not be independently verified."
    event = only(text, GOMA)
    assert event.claim_status is ClaimStatus.UNVERIFIABLE


def test_a_bare_denial_is_denied_and_not_actual():
    (event,) = coded("Russia denied that its artillery had shelled Kherson.", KHERSON)
    assert (event.claim_status, event.event_status) == (ClaimStatus.DENIED, "negated")


@pytest.mark.parametrize(
    ("text", "where", "actor", "inter"),
    [
        ("A Russian drone strike killed a medic in Kherson.", KHERSON, "Military Forces of Russia", 8),
        ("Kherson was shelled by Russian troops.", KHERSON, "Military Forces of Russia", 8),
        ("Ukrainian artillery shelled Kherson.", KHERSON, "Military Forces of Ukraine", 1),
        ("Fighters of the ADF hacked ten farmers to death in Goma.", GOMA, "Allied Democratic Forces", 2),
        ("An attack by JNIM militants on the base in Djibo killed nine soldiers.", DJIBO, "JNIM", 2),
        ("The Basin Hawks militia attacked the village of Goma, killing four.", GOMA, "Basin Hawks militia", 3),
        ("Gunmen shot dead a judge in Goma.", GOMA, "Gunmen", 3),
    ],
)
def test_actors_are_normalised_and_unknown_names_kept(text, where, actor, inter):
    event = only(text, where)
    assert (event.actor1, event.actors[0].inter) == (actor, inter)


def test_a_speaker_behind_a_comma_is_no_object():
    text = "Somali forces captured Djibo, a town in the north, a military commander said."
    assert actual(text, DJIBO) == [("Non-state actor overtakes territory", "Djibo")]
