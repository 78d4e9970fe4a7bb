"""No text can crash the coder or make it run away: any Unicode, a megabyte of one sentence, ten thousand names."""

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mapkit import pipeline
from mapkit.model import Document, type_of

NAMES = "Kyiv Kharkiv Odesa Lviv Toretsk Pokrovsk Kupiansk Izium Bakhmut Sumy".split()  # noqa: SIM905 - reads better
PIECES = [
    "Shells", "hit", "Toretsk", "killing", "three", "people", ",", ".", "\n", ":", "-", "(", ")", '"', "the army said",
    "on Monday", "12 km north of", "Kherson", "and", "was", "attacked", "by gunmen", "no", "if", "will", "protesters",
    "who", "in 2019", "between 20 and", "30", "dead", "\u2028", "\x00", "é", "🚀", "of", "from", "fled",
]  # fmt: skip


def events_of(text):
    (outcome,) = pipeline.stream([Document("a.txt", text)])
    assert isinstance(outcome, pipeline.Coded), outcome
    for event in outcome.events:
        assert type_of(event.sub_event_type) == event.event_type
        assert event.evidence
        for item in event.evidence:
            assert text[item.start : item.end] == item.exact
    return outcome.events


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=400))
def test_any_text_is_coded(text):
    events_of(text)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join))
@example("Shells - \n")
def test_any_jumble_of_news_is_coded(text):
    assert events_of(text) == events_of(text)


def test_a_megabyte_of_one_sentence_is_coded():
    events_of("Russian shelling hit Toretsk and killed two people, and " * 18_000)


def test_ten_thousand_names_are_coded():
    sentence = f"Shells fell on {', '.join(NAMES * 4)} on Monday. "
    assert events_of(sentence * 250)
    events_of(f"Shelled were {', '.join(NAMES * 1_000)}.")
