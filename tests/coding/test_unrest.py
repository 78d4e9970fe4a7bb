"""What is burnt and looted in a text about riots, and in one about a war."""

from mapkit.model import Document
from mapkit.pipeline import Reject, stream


def _kinds(text: str) -> list[str]:
    out = next(stream([Document(name="text", text=text)]))
    assert not isinstance(out, Reject)
    return [event.sub_event_type for event in out.events]


def test_destruction_in_a_text_about_riots_is_the_rioters():
    kinds = _kinds(
        "Rioters threw stones at police in Lyon.\n\nProtesters clashed with officers in Marseille.\n\n"
        "Youths pelted a police station in Lille with fireworks.\n\nIn Roubaix a library was burnt down."
    )
    assert kinds.count("Violent demonstration") == 4


def test_destruction_in_a_war_stays_what_it_is():
    kinds = _kinds("Soldiers fought rebels in Bambari.\n\nIn Bria a library was burnt down.")
    assert "Looting/property destruction" in kinds
