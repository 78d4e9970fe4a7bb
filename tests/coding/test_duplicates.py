"""Duplicates across documents are suggested with reasons, never merged."""

import dataclasses

from mapkit.coding import corroboration, suggest
from mapkit.model import Actor, Event, EventType, Evidence, Quantity, Source


def event(number, **changes):
    base = Event(
        event_id=f"e{number}",
        event_type=EventType.EXPLOSIONS,
        sub_event_type="Air/drone strike",
        date_start="2024-11-19",
        date_end="2024-11-19",
        location="Kherson",
        gazetteer_id="706448",
        latitude=46.65581,
        longitude=32.6178,
        actors=(Actor("Military Forces of Russia", "actor", 8),),
        quantities=(Quantity("fatalities", 3, 3, 3, "people", "three people"),),
        sources=(Source(f"d{number}", publisher=f"paper {number}"),),
        evidence=(Evidence(f"d{number}", 0, 4, "text"),),
    )
    return dataclasses.replace(base, **changes)


def test_the_same_event_of_two_documents_is_suggested_with_reasons():
    (found,) = suggest([event(1), event(2)])
    assert (found.first, found.second) == ("e1", "e2")
    assert found.score > 0.9
    assert {"both at Kherson", "on the same day", "the same fatalities: 3"} <= set(found.reasons)


def test_another_day_type_place_or_the_same_document_is_not():
    assert suggest([event(1), event(2, date_start="2024-11-25", date_end="2024-11-25")]) == ()
    assert suggest([event(1), event(2, event_type=EventType.BATTLES, sub_event_type="Armed clash")]) == ()
    assert suggest([event(1), event(2, latitude=48.5, gazetteer_id="x")]) == ()
    assert suggest([event(1), event(2, evidence=event(1).evidence)]) == ()
    assert suggest([event(1), event(2, latitude=None, longitude=None)]) == ()


def test_neighbours_across_a_cell_border_are_compared():
    near = [event(1, latitude=46.4999, gazetteer_id="a"), event(2, latitude=46.5001, gazetteer_id="b")]
    assert len(suggest(near)) == 1


def test_corroboration_counts_publishers_once():
    again = event(3, sources=(Source("d3", publisher="paper 1"),))
    assert corroboration([event(1), event(2), again]) == 2
