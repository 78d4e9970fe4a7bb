"""Words, gaps and sentences without a model."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapkit.text.tokens import tokenise

#: Any text, with more than its share of what breaks tokenisers.
texts = st.text(
    st.one_of(st.characters(codec="utf-8"), st.sampled_from("AbU.,'’\"”(-… \t\r\n\u2028\u00a0\u0301\u200d5é🇺💥")),
    max_size=60,
)


@given(texts)
def test_words_and_gaps_put_together_are_the_text(text):
    tokens = tokenise(text)
    assert len(tokens.gaps) == len(tokens.words) + 1
    pairs = zip(tokens.gaps, [*tokens.words, ""], strict=True)
    assert "".join(gap + word for gap, word in pairs) == text


@given(texts)
def test_offsets_are_exact(text):
    tokens = tokenise(text)
    assert [text[a:b] for a, b in zip(tokens.starts, tokens.ends, strict=True)] == tokens.words
    assert all(tokens.words)


@given(texts)
def test_every_word_lies_in_one_sentence(text):
    tokens = tokenise(text)
    bounds = [tokens.bounds(sentence) for sentence in range(len(tokens.sentences))]
    assert [word for low, high in bounds for word in range(low, high)] == list(range(len(tokens.words)))
    for word in range(len(tokens.words)):
        low, high = tokens.bounds(tokens.sentence_of(word))
        assert low <= word < high


@given(texts)
def test_a_line_opens_a_sentence(text):
    tokens = tokenise(text)
    assert tokens.paragraphs <= set(tokens.sentences)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("the U.S. army", ["the", "U.S.", "army"]),
        ("Sana'a’s port", ["Sana", "a", "s", "port"]),
        ("Deir ez-Zor", ["Deir", "ez", "Zor"]),
        ("e\u0301te\u0301 in Orle\u0301ans", ["e\u0301te\u0301", "in", "Orle\u0301ans"]),
        ("Sumy💥Lviv", ["Sumy", "Lviv"]),
        ("12 km, 3.5 m", ["12", "km", "3", "5", "m"]),
        ("...", []),
        ("", []),
    ],
)
def test_what_a_word_is(text, words):
    assert tokenise(text).words == words


def sentences(text):
    tokens = tokenise(text)
    found = []
    for sentence in range(len(tokens.sentences)):
        low, high = tokens.bounds(sentence)
        found.append(text[tokens.starts[low] : tokens.ends[high - 1]])
    return found


@pytest.mark.parametrize(
    "text",
    [
        "He went to St. Louis by car",
        "POLICE IN ST. LOUIS SAID SO",
        "The U.S. Army left",
        "J. R. Smith and K. Jones spoke",
        "Gen. Sherman met Mr. Houston and Dr. York",
        "The storm, in Sept. Or so they say",
        "It was No. 5 on the list",
        "Wait... then he left",
        "He shouted “Stop!” and ran",
        "No blank.Then this",
        "It rose 3.5 points",
    ],
)
def test_a_full_stop_that_ends_nothing(text):
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("He left. She stayed.", ["He left", "She stayed"]),
        ("He went to St. Louis. She stayed", ["He went to St. Louis", "She stayed"]),
        ("A FIRE IN ST. LOUIS. POLICE CAME", ["A FIRE IN ST. LOUIS", "POLICE CAME"]),
        ("Why? Nobody knows! They left", ["Why", "Nobody knows", "They left"]),
        ("Wait... Then he left", ["Wait", "Then he left"]),
        ("Wait… Then he left", ["Wait", "Then he left"]),
        ('He said "stop." Then he left', ['He said "stop', "Then he left"]),
        ("“One.” “Two.”", ["One", "Two"]),
        ("(He left.) She stayed", ["He left", "She stayed"]),
        ("He is 5. She is 6", ["He is 5", "She is 6"]),
        ("Yes.\u00a0No", ["Yes", "No"]),
    ],
)
def test_where_a_sentence_ends(text, parts):
    assert sentences(text) == parts


@pytest.mark.parametrize("mark", ["\n", "\r\n", "\n\n", " \n\t", "\u2028", "\x0b"])
def test_a_line_break_ends_a_sentence_and_opens_a_paragraph(mark):
    tokens = tokenise(f"Fire in Sumy{mark}two hurt. One died")
    assert tokens.sentences == [0, 3, 5]
    assert tokens.paragraphs == {0, 3}
