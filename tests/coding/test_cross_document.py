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
        evidence=(Evidence(f"d{number}", 0, 7, f"text {number}"),),
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


def test_a_sentence_printed_twice_is_one_voice():
    copy = event(2, evidence=(Evidence("d2", 7, 13, "Text  1"),))
    assert corroboration([event(1), copy]) == 1
    own = event(2, evidence=(Evidence("d2", 7, 15, "in its words"),))
    assert corroboration([event(1), own]) == 2


def test_tolls_that_differ_are_said():
    other = event(2, quantities=(Quantity("fatalities", 5, 5, 5, "people", "five people"),))
    (found,) = suggest([event(1), other])
    assert "fatalities differ: 3 and 5" in found.reasons


def test_an_event_without_a_day_is_compared_within_the_days_of_its_news():
    undated = {"date_start": None, "date_end": None}
    near = event(2, sources=(Source("d2", publisher="b", published="2024-11-21"),), **undated)
    late = event(2, sources=(Source("d2", publisher="b", published="2025-11-21"),), **undated)
    assert len(suggest([event(1), near])) == 1
    assert suggest([event(1), late]) == ()


def test_many_events_at_one_place_are_not_all_compared():
    days = [f"20{year:02d}-{month:02d}-01" for year in range(10, 24) for month in range(1, 13)]
    many = [
        event(number * 1000 + index, date_start=day, date_end=day)
        for number in (1, 2)
        for index, day in enumerate(days)
    ]
    assert len(suggest(many)) == len(days)
