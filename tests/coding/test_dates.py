from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import sentence, sentences

from mapkit.coding import dates

WEDNESDAY = date(2024, 8, 21)


def only(text, published=WEDNESDAY, anchor=None):
    (found,) = dates.find(sentence(text), published, anchor=anchor)
    return found


@pytest.mark.parametrize(
    ("text", "words", "first", "last", "precision"),
    [
        ("Shelling killed three on 17 August 2024.", "17 August 2024", "2024-08-17", "2024-08-17", 1),
        ("On Aug. 17 a drone hit the depot.", "Aug. 17", "2024-08-17", "2024-08-17", 1),
        ("The raid took place on 2024-08-17.", "2024-08-17", "2024-08-17", "2024-08-17", 1),
        ("They met on 17.08.2024 in Doha.", "17.08.2024", "2024-08-17", "2024-08-17", 1),
        ("They met on 17/08/2024 in Doha.", "17/08/2024", "2024-08-17", "2024-08-17", 1),
        ("On the morning of August 5th, gunmen struck.", "August 5th", "2024-08-05", "2024-08-05", 1),
        ("On Monday, August 19, 2024, soldiers opened fire.", "Monday, August 19, 2024", "2024-08-19", "2024-08-19", 1),
        ("Fighting on Aug 17-18 left ten dead.", "Aug 17-18", "2024-08-17", "2024-08-18", 2),
        ("On 17 and 18 August the town was shelled.", "17 and 18 August", "2024-08-17", "2024-08-18", 2),
        ("Clashes ran from 30 July to 2 August.", "30 July to 2 August", "2024-07-30", "2024-08-02", 2),
        ("In August 2024 the town fell.", "August 2024", "2024-08-01", "2024-08-31", 3),
        ("It happened in late July.", "late July", "2024-07-21", "2024-07-31", 3),
        ("In August the rebels left.", "August", "2024-08-01", "2024-08-21", 3),
        ("Gunmen attacked the village on Tuesday.", "Tuesday", "2024-08-20", "2024-08-20", 1),
        ("Gunmen attacked the village on Wednesday.", "Wednesday", "2024-08-21", "2024-08-21", 1),
        ("Gunmen attacked the village last Wednesday.", "last Wednesday", "2024-08-14", "2024-08-14", 1),
        ("Rockets were fired overnight.", "overnight", "2024-08-20", "2024-08-21", 1),
        ("Troops entered the town yesterday.", "yesterday", "2024-08-20", "2024-08-20", 1),
        ("This morning a car bomb exploded.", "This morning", "2024-08-21", "2024-08-21", 1),
        ("Three days ago the rebels withdrew.", "Three days ago", "2024-08-18", "2024-08-18", 1),
        ("About a week ago the shelling stopped.", "About a week ago", "2024-08-11", "2024-08-17", 2),
        ("The bridge was hit last week.", "last week", "2024-08-12", "2024-08-18", 2),
        ("Earlier this month the army retook the base.", "Earlier this month", "2024-08-01", "2024-08-21", 3),
        ("Over the weekend a mob burned shops.", "Over the weekend", "2024-08-17", "2024-08-18", 2),
        ("He was shot two days earlier.", "two days earlier", "2024-08-19", "2024-08-19", 1),
        ("Over the past 24 hours the front moved.", "Over the past 24 hours", "2024-08-20", "2024-08-21", 1),
    ],
)
def test_an_expression_becomes_days(text, words, first, last, precision):
    found = only(text)
    assert (found.text, found.date_start, found.date_end, found.precision) == (words, first, last, precision)
    assert not found.is_past_reference
    assert text[found.start : found.end] == words


@pytest.mark.parametrize(
    ("text", "first", "relation"),
    [
        ("Since Friday forty people have died.", "2024-08-16", "since"),
        ("Since October 7, 2023, the crossing has been shut.", "2023-10-07", "since"),
        ("Calm has prevailed for three consecutive days.", "2024-08-18", "for"),
        ("For the third day in a row, protesters marched.", "2024-08-19", "for"),
    ],
)
def test_a_lasting_span_ends_with_the_document(text, first, relation):
    found = only(text)
    assert (found.date_start, found.date_end, found.relation) == (first, "2024-08-21", relation)


@pytest.mark.parametrize(
    ("text", "last", "relation"),
    [
        ("By Monday the town had fallen.", "2024-08-19", "until"),
        ("Until Friday the road is closed.", "2024-08-23", "until"),
        ("The village was quiet before Sunday.", "2024-08-18", "before"),
    ],
)
def test_until_and_before_leave_the_start_open(text, last, relation):
    found = only(text)
    assert (found.date_start, found.date_end, found.relation) == (None, last, relation)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Parliament will vote on Friday.", "2024-08-23"),
        ("Talks resume next Tuesday.", "2024-08-27"),
        ("Talks are scheduled for Thursday.", "2024-08-22"),
        ("The ministers are due in Warsaw on Friday.", "2024-08-23"),
        ("The court will rule on March 3.", "2025-03-03"),
        ("The summit opens tomorrow.", "2024-08-22"),
        ("Delegates will meet on Monday, August 26.", "2024-08-26"),
    ],
)
def test_the_future_is_marked(text, day):
    found = only(text)
    assert (found.date_start, found.is_future) == (day, True)


@pytest.mark.parametrize(
    "text",
    [
        "The city was captured in 2022.",
        "Two years ago the war began.",
        "Last year he was jailed.",
        "The mine was laid in March 2022.",
        "In the 1990s the region saw war.",
        "Between 2014 and 2018 the front moved.",
        "In May the rebels left.",
        "Decades ago the village was razed.",
    ],
)
def test_what_lies_far_back_is_a_past_reference(text):
    assert only(text).is_past_reference


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen attacked the village on Tuesday.",
        "Rockets were fired overnight.",
        "On Aug. 17 a drone hit the depot.",
        "Calm has prevailed for three consecutive days.",
        "The bridge was hit last week.",
        "In recent weeks the front has moved.",
    ],
)
def test_without_a_document_date_the_words_stay_without_a_day(text):
    found = only(text, published=None)
    assert (found.date_start, found.date_end, found.precision) == (None, None, None)
    assert found.text in text


def test_without_a_document_date_a_full_date_stands():
    assert only("Shelling killed three on 17 August 2024.", published=None).date_start == "2024-08-17"


@pytest.mark.parametrize("text", ["They met on 05/06/2024 in Doha.", "On 31 June the road was shut."])
def test_an_open_or_impossible_day_is_no_date(text):
    assert only(text).date_start is None


@pytest.mark.parametrize(
    "text",
    [
        "The army may attack 5 times.",
        "They march 3 km a day.",
        "A 24-year-old was shot.",
        "The 24th Brigade withdrew.",
        "At 12:30 a shell fell.",
        "The sun shone.",
        "He sat by the road, and 30 people died.",
    ],
)
def test_look_alikes_are_no_dates(text):
    assert dates.find(sentence(text), WEDNESDAY) == ()


def test_earlier_and_later_count_from_the_date_told_last():
    first, second = dates.find(sentence("On Sunday rebels attacked; two days earlier they had left."), WEDNESDAY)
    assert (first.date_start, second.date_start) == ("2024-08-18", "2024-08-16")
    assert only("The next day the town fell.", anchor=date(2024, 8, 10)).date_start == "2024-08-11"
    assert only("Three weeks later the town fell.").date_start is None


def test_a_number_after_a_date_is_not_swallowed():
    assert only("On August 17 and 30 people died there.").text == "August 17"


def test_a_year_end_is_crossed():
    found = only("From 30 December to 2 January it snowed.")
    assert (found.date_start, found.date_end) == ("2023-12-30", "2024-01-02")


def test_a_past_duration_is_no_date():
    assert only("The garrison held out for 73 days.").date_start is None
    assert only("The road has been closed for three days.").date_start == "2024-08-18"


def test_leap_days_find_their_year():
    assert only("On 29 February a mine exploded.", published=date(2023, 5, 1)).date_start == "2020-02-29"


def test_the_head_is_the_verb_that_is_dated():
    found = only("Gunmen attacked the village on Tuesday.")
    assert found.head is not None
    assert found.head.text == "attacked"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                ["Tuesday", "31", "February", "2024", "ago", "two", "days", "since", "last", "0000-13-45", "May", "-"]
            ),
            st.text(max_size=8),
        ),
        max_size=15,
    ),
    st.one_of(st.none(), st.dates()),
)
def test_any_text_gives_exact_offsets(words, published):
    text = " ".join(words)
    for part in sentences(text):
        for found in dates.find(part, published):
            assert text[found.start : found.end] == found.text
            if found.date_start and found.date_end:
                assert found.date_start <= found.date_end or found.relation == "since"
