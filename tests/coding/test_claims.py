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


REPORTED, CLAIMED, DISPUTED = ClaimStatus.REPORTED, ClaimStatus.CLAIMED, ClaimStatus.DISPUTED


@pytest.mark.parametrize(
    ("text", "status"),
    [
        # civil authorities, also where their names sound of war
        ("Shells hit Kherson, the military administration said.", REPORTED),
        ("The emergencies ministry said shells hit a warehouse in Kherson.", REPORTED),
        ("Shells hit Kherson, the Hamas-run health ministry said.", REPORTED),
        ("Gunmen killed six villagers in Kherson, police captain Musa Adamu said.", REPORTED),
        ("A soldier's widow said that shells hit Kherson.", REPORTED),
        ("Military analysts said Russian forces captured Kherson.", REPORTED),
        ("A diplomat in the capital said that rebels attacked Kherson.", REPORTED),
        ("Britain's defence ministry said Russian forces had attacked Kherson.", REPORTED),
        ("Drones struck a bus in Kherson, per the prosecutor's office.", REPORTED),
        ("Gunmen reportedly killed six villagers in Kherson.", REPORTED),
        # parties, wherever in the sentence they stand
        ("Militants attacked Kherson, per the general staff.", CLAIMED),
        ("By the army's account, rebels attacked Kherson.", CLAIMED),
        ("Troops attacked a rebel camp in Kherson, claimed the armed forces chief.", CLAIMED),
        ("The drone was launched by rebels, the army said, and it struck a depot in Kherson.", CLAIMED),
        ("The military spokesman also informs us: in Kherson, marines had a firefight with Abu Sayyaf.", CLAIMED),
        ("Drones struck a depot in Kherson, a source in Ukraine's military intelligence told Reuters.", CLAIMED),
        ("A Kremlin-affiliated milblogger claimed that Russian troops captured Kherson.", CLAIMED),
        ("The Turkish defence ministry said jets bombed PKK shelters in Kherson.", CLAIMED),
        ("Yahya Saree said that Israeli jets bombed Kherson.", CLAIMED),
        # what a later sentence owes to an earlier one
        ("The rebels issued a statement on Monday. It said their fighters attacked Kherson.", CLAIMED),
        ("The army spokesman briefed reporters on Monday. He said rebels attacked Kherson.", CLAIMED),
        ("The army said in its daily bulletin:\n- Rebels attacked Kherson.", CLAIMED),
        ("The General Staff recorded nine clashes. Russian infantry attacked near Kherson.", CLAIMED),
        ("The army said rebels were to blame. Shells hit Kherson on Monday.", REPORTED),
        ("The war ministry issued figures. Rain fell. The ministry said rebels attacked Kherson.", CLAIMED),
        ("The army issued a statement on Monday. The statement said rebels attacked Kherson.", CLAIMED),
        ("News of the day\n\nGeneral Staff, evening summary\n\nRebels attacked Kherson.", CLAIMED),
        ("News of the day\n\nCOLONEL MUSA: Let me explain. Rebels attacked Kherson.", CLAIMED),
        ("Rebels attacked Kherson (General Staff).", CLAIMED),
        ("Army: rebels attacked Kherson.", CLAIMED),
        ("Kherson: rebels attacked Kherson on Monday.", REPORTED),
        # rival accounts
        ("The army said it captured Kherson. The rebels said they were still in control of the town.", DISPUTED),
        ("The army said it captured Kherson, a claim the rebels denied.", DISPUTED),
        ("Soldiers shelled Kherson, residents said. The army denied shelling the town.", DISPUTED),
        ("The army said rebels shelled Kherson. The rebels gave a different account.", DISPUTED),
        ("Kyiv and Moscow traded blame for shelling that killed two people in Kherson.", DISPUTED),
        ("Rebels and soldiers clashed in Kherson. Each accused the other of firing first.", REPORTED),
    ],
)
def test_who_is_a_party(text, status):
    event = next(e for e in coded(text, KHERSON) if e.event_status == "actual")
    assert event.claim_status is status


@pytest.mark.parametrize(
    ("head", "body", "status"),
    [
        ("Ministry of Defence: operational summary", "The enemy shelled # overnight.", CLAIMED),
        ("Tamil Tigers press statement, 12 May", "Our fighters attacked a camp in #.", CLAIMED),
        ("IDF Spokesperson's Unit: update", "Troops eliminated several terrorists in #.", CLAIMED),
        (
            "Good morning from the brigade!",
            "Our boys attacked the enemy in #. The occupiers fled. Glory to the infantry.",
            CLAIMED,
        ),
        ("Ministry of Health: situation report", "Shells hit #. Two people died.", REPORTED),
        ("Army statement says town was shelled", "Shells hit # on Monday. Residents told reporters so.", REPORTED),
        ("UNIFIL statement", "Shells hit #. We remind all actors of their obligations.", REPORTED),
        ("Flash update: fighting between army and rebels", "Shells hit #, killing nine people.", REPORTED),
    ],
)
def test_a_partys_own_document_is_its_claim(head, body, status):
    event = next(e for e in coded(f"{head}\n\n{body.replace('#', 'Kherson')}", KHERSON) if e.event_status == "actual")
    assert event.claim_status is status
