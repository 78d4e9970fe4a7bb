"""What happened here and now, and what did not: denied, planned, past, tried, rehearsed, taken back."""

import pytest
from hand import coded, place

from mapkit.model import EventStatus

SAKE = place("Sake", "CD")
PUBLISHED = "2024-06-12"


def statuses(text):
    """Return the statuses of the violent events that a text tells at Sake."""
    return {event.event_status for event in coded(text, SAKE, published=PUBLISHED)}


@pytest.mark.parametrize(
    "text",
    [
        # what is negated beside it leaves it a fact
        "Rebels shelled Sake on Monday, no deaths as far as I know.",
        "Rebels attacked the army near Sake on Monday but made no advances.",
        "Protesters marched through Sake on Tuesday; they want the governor to resign.",
        "Gunmen abducted a priest in Sake on Monday; no ransom has been demanded.",
        "The army has not commented on the shelling of Sake on Monday.",
        "No group has claimed responsibility for the bombing in Sake on Monday.",
        "It was not clear whether anyone was hurt when a bomb exploded in Sake on Monday.",
        "The UN called for an investigation into the shelling of a school in Sake on Monday.",
        "Monday's shelling of Sake could lead to a wider war.",
        # measured against the past
        "Gunmen killed 30 villagers near Sake on Monday in the deadliest attack since 2019.",
        "Rebels shelled Sake on Monday for the first time since 2020.",
    ],
)
def test_it_happened(text):
    assert EventStatus.ACTUAL in statuses(text)


@pytest.mark.parametrize(
    "text",
    [
        "Not a single shell fell on Sake on Monday.",
        "Sake is neither encircled nor under attack.",
        "Sake has seen neither shelling nor air strikes this week.",
        "Rumours of rockets sent families in Sake running on Monday.",
        "The blast heard in Sake was a quarry.",
        "Residents of Sake reported a huge explosion on Monday. It was a sonic boom, the air force said.",
        "We said at 10.55 that a protester had been shot dead in Sake.",
        "Rebels vowed to crush the army and retake Sake.",
        "Unions have announced a rally in Sake for Friday.",
        # planned, heard in court, long over
        "The march planned for tomorrow in Sake goes ahead.",
        "A rally is pencilled in at Sake for the weekend.",
        "The court examining the explosion of a market hall in Sake, which killed ten people, sat on Monday.",
        "In Sake, once the scene of an ambush every week, anglers have returned to the lake.",
        'FACT CHECK: a night of nonsense\n\n"Grenade thrown at a mosque in Sake." A firework, at a wedding.',
        "A court sentenced two men for the bombing of a church in Sake.",
        "Her report documents massacres committed in Sake between February and May 2022.",
        "Ten years ago Sake was the rebels' town. They bombed the market and shot traders in Sake.",
        "So far this year 219 people have been killed in Sake.",
        "A man shot his wife dead in Sake on Monday.",
        "News of the day\n\nMarch 2021: rebels storm Sake and kill 40 people.",
        "News of the day\n\nNext week: a march in Sake.",
        "News of the day\n\nNot coded: the shelling of Sake.",
    ],
)
def test_it_did_not_happen_here_and_now(text):
    assert EventStatus.ACTUAL not in statuses(text)


@pytest.mark.parametrize(
    "text",
    [
        (
            "Allied troops wrap up drills near Sake\n\nMarines stormed the beach at Sake on Monday, playing"
            " the part of an invading force.\n\nThe exercise ends on Friday, when a mock village will be cleared."
        ),
        (
            "Court hears of the Sake killings\n\nThe tribunal heard a witness tell how soldiers shot villagers in Sake."
            "\n\nThe defendant denies the charges.\n\nHis counsel said the prosecution had no case. The trial goes on."
        ),
        (
            "Sake United storm into the semi-finals\n\nThe striker's second goal came in stoppage time.\n\n"
            "Sake bombarded the box, and the goalkeeper was beaten twice in the second half.\n\n"
            "The coach said the derby was a battle."
        ),
    ],
)
def test_a_text_about_other_things_tells_no_event(text):
    assert EventStatus.ACTUAL not in statuses(text)


def test_a_condition_may_open_the_sentence_without_if():
    text = "Should the talks fail, he added, the fighting could spread to Sake by summer."
    assert statuses(text) == {EventStatus.HYPOTHETICAL}
