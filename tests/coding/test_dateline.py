"""The day that a text itself gives as its own."""

import pytest
from hand import coded, place

AMBON = place("Ambon", "ID", admin1="Maluku")
TOLD = "Gunmen shot dead three villagers near Ambon on Saturday, police said."


@pytest.mark.parametrize(
    "opening",
    [
        "AMBON, 14 January 2001 - ",
        "AMBON, Maluku, January 14, 2001 (Reuters) — ",
        "Ambon, 14 January 2001\n\n",
        "Fighting goes on in Maluku\n\nPublished: 14 January 2001 10:30 GMT\n\n",
    ],
)
def test_a_stated_day_anchors_the_relative_dates(opening):
    events = coded(opening + TOLD, AMBON)
    assert events[0].event_date == "2001-01-13"
    assert all(source.published is None for source in events[0].sources)  # the metadata still state none


@pytest.mark.parametrize(
    "opening",
    [
        "AMBON, 14 January (Reuters) - ",  # no year
        "",
        "Two dates\n\n14 January 2001\n\n16 January 2001\n\n",
        "On 14 January 2001 the governor of Ambon had opened a new harbour with songs and dances.\n\n",
    ],
)
def test_no_day_is_made_up(opening):
    events = coded(opening + TOLD, AMBON)
    assert events[-1].event_date is None


def test_the_metadata_win_over_the_dateline():
    events = coded("AMBON, 14 January 2001 - " + TOLD, AMBON, published="2001-01-22")
    assert events[0].event_date == "2001-01-20"


def test_a_dateline_is_no_actor():
    text = "MALUKU, Indonesia (Agency) — Gunmen shot dead three villagers near Ambon on Saturday, police said."
    assert [actor.name for actor in coded(text, AMBON)[0].actors if actor.role == "actor"] == ["Gunmen"]
