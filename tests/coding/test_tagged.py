"""What the tagger reads beside what the rules see: added, agreed with, overruled."""

import itertools
from dataclasses import replace

import pytest
from hand import place, toponyms_in

from mapkit.coding import Codebook, code
from mapkit.coding.tagged import Tagging, counts, located
from mapkit.model import SUB_EVENT_TYPES, Document, Toponym
from mapkit.tagging import Tag
from mapkit.text.sentences import analyse

SUMY, LVIV = place("Sumy", "UA"), place("Lviv", "UA", latitude=20.0, longitude=30.0)
KINDS = [kind for kinds in SUB_EVENT_TYPES.values() for kind in kinds]


def tag(text, words, kind, *, actual=0.0, again=0.0, other=0.0, at=(), killed=(), claimed=0.0, disputed=0.0):
    """Return a tag on words of a text: `at` and `killed` are (position, share) among its places and counts."""
    start = text.index(words)
    return Tag(
        start, start + len(words), kind, dict.fromkeys(KINDS, 0.0) | {kind: 1.0}, actual, again, other, claimed,
        disputed, tuple(at), tuple(killed), (),
    )  # fmt: skip


def events(text, *tags):
    toponyms = toponyms_in(text, [SUMY, LVIV])
    tagging = Tagging(tuple(sorted(tags, key=lambda t: t.start)), tuple(located(toponyms)), tuple(counts(text)))
    found = code(next(analyse([Document("text", text)])), toponyms, tagging=tagging)
    return [event for event in found if event.event_status == "actual"]


def test_an_event_that_no_rule_sees_is_added_where_the_tagger_says():
    text = "The sky fell on Sumy at noon, and in Lviv four mothers wept for it."
    told = tag(text, "fell", "Air/drone strike", actual=0.95, at=[(0, 0.9)], killed=[(0, 0.9)], claimed=0.9)
    (event,) = events(text, told)
    assert (event.sub_event_type, event.location, event.claim_status) == ("Air/drone strike", "Sumy", "claimed")
    assert [(q.kind, q.best, q.text) for q in event.quantities] == [("fatalities", 4.0, "four")]
    assert event.evidence[0].exact == text
    assert any("the tagger" in line for line in event.explanation)
    assert events(text) == []


def test_an_event_that_both_see_is_one():
    text = "Artillery shelled Sumy on Monday."
    (event,) = events(text, tag(text, "shelled", "Shelling/artillery/missile attack", actual=0.95, at=[(0, 0.9)]))
    assert event.location == "Sumy"
    assert any("the tagger reads" in line for line in event.explanation)


def test_words_of_an_unlikely_event_are_none():
    text = "Gunmen attacked a market in Sumy and killed two traders."
    ruled = code(next(analyse([Document("text", text)])), toponyms_in(text, [SUMY]))
    assert [event.sub_event_type for event in ruled] == ["Attack"]
    assert events(text, tag(text, "attacked", "Attack", other=0.95, at=[(0, 0.1)])) == []


def test_two_places_of_one_tag_are_two_events():
    text = "The sky fell on Sumy and Lviv at noon."
    told = tag(text, "fell", "Air/drone strike", actual=0.95, at=[(0, 0.5), (1, 0.45)])
    assert sorted(event.location for event in events(text, told)) == ["Lviv", "Sumy"]


def test_what_is_disputed_is_said_to_be():
    text = "The sky fell on Sumy at noon."
    told = tag(text, "fell", "Air/drone strike", actual=0.95, at=[(0, 0.9)], disputed=0.8)
    assert [event.claim_status for event in events(text, told)] == ["disputed"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("At least 12 died.", [("At least 12", 12)]),
        ("A nurse and another were hurt; nobody died.", [("A", 1), ("another", 1), ("nobody", 0)]),
        ("Forty-two shells,\n3 fires", [("Forty-two", 42), ("3", 3)]),
    ],
)
def test_counts_are_what_a_toll_may_be_told_by(text, told):
    assert [(text[n.start : n.end], n.point) for n in counts(text)] == told


def test_counts_stand_in_order_and_never_overlap():
    text = "No one of the one hundred and one men, a dozen or so, took another one."
    found = counts(text)
    assert [n.start for n in found] == sorted(n.start for n in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
    assert [n.point for n in found] == [0, 101, 12, 1, 1]


def test_what_a_users_own_rule_says_stays(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(
        "extends: default\nsub_events:\n  Attack:\n    rules:\n      - name: ambush\n        nouns: [pie]\n",
        encoding="utf-8",
    )
    text = "A pie in Sumy."
    toponyms = toponyms_in(text, [SUMY])
    doubt = tag(text, "pie", "Attack", other=0.95)
    tagging = Tagging((doubt,), tuple(located(toponyms)), tuple(counts(text)))
    (event,) = code(next(analyse([Document("text", text)])), toponyms, codebook=Codebook.load(path), tagging=tagging)
    assert (event.sub_event_type, event.location) == ("Attack", "Sumy")


def test_an_event_at_a_place_that_nobody_lists_keeps_its_name():
    text = "The sky fell on Sumy. At noon it fell on Nowhere as well."
    toponyms = toponyms_in(text, [SUMY])
    start = text.index("Nowhere")
    unknown = Toponym(start, start + 7, "Nowhere")
    one = tag(text, "fell", "Air/drone strike", actual=0.95, at=[(0, 0.9)])
    other = replace(one, start=text.index("it fell") + 3, end=text.index("it fell") + 7, places=((1, 0.9),))
    tagging = Tagging((one, other), (*toponyms, unknown), ())
    found = code(next(analyse([Document("text", text)])), (*toponyms, unknown), tagging=tagging)
    assert [(event.location, event.location_text) for event in found] == [("Sumy", "Sumy"), (None, "Nowhere")]


def test_what_a_rule_takes_for_history_and_the_tagger_for_news_is_told_once():
    text = "In Sumy the army shelled the port in 2014, and the mayor wept."
    (event,) = code(next(analyse([Document("text", text)])), toponyms_in(text, [SUMY]))
    assert event.event_status == "historical"
    told = tag(text, "shelled", "Shelling/artillery/missile attack", actual=0.99, at=[(0, 0.99)])
    toponyms = toponyms_in(text, [SUMY])
    tagging = Tagging((told,), tuple(toponyms), ())
    assert len(code(next(analyse([Document("text", text)])), toponyms, tagging=tagging)) == 1
