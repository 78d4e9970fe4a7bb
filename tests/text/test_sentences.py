import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapkit.model import Document
from mapkit.text.sentences import analyse, blocks


def parsed(text):
    return next(analyse([Document(name="a.txt", text=text)]))


def test_offsets_are_exact():
    text = "Raid on Sumy\n\n  Shells fell on Sumy. Two people — a nurse and a guard — were hurt.\nNobody died."
    analysis = parsed(text)
    assert [text[s.start : s.end] for s in analysis.sentences] == [s.text for s in analysis.sentences]
    for sentence in analysis.sentences:
        for token in sentence.tokens:
            assert text[sentence.start_of(token) : sentence.end_of(token)] == token.text


def test_a_headline_does_not_run_into_the_lead():
    sentences = parsed("Army Takes Village\n\nThe army took the village on Monday.").sentences
    assert sentences[0].text == "Army Takes Village"
    assert sentences[0].block != sentences[1].block


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_parsed_with_exact_offsets(text):
    for sentence in parsed(text).sentences:
        assert text[sentence.start : sentence.end] == sentence.text


@given(st.text(), st.integers(0, 5))
def test_blocks_lose_nothing_but_line_breaks_and_blanks(text, repeats):
    long = text + "word and word. " * 400 * repeats
    kept = "".join(piece for _, piece in blocks(long))
    assert kept.split() == long.split() or "".join(kept.split()) == "".join(long.split())
    for start, piece in blocks(long):
        assert long[start : start + len(piece)] == piece
        assert len(piece) <= 4000


def test_sentence_at_finds_the_sentence_and_its_tokens():
    text = "Shells fell on Sumy. Nobody died."
    analysis = parsed(text)
    sentence = analysis.sentence_at(text.index("Nobody"))
    assert sentence is analysis.sentences[1]
    assert sentence.span(text.index("Nobody"), text.index("Nobody") + 6).text == "Nobody"
    assert sentence.span(0, 4) is None
    assert analysis.sentence_at(len(text) + 5) is None


@pytest.mark.parametrize("text", ["word " * 60_000, "x" * 20_000])
def test_a_huge_line_is_cut_for_the_parser(text):
    assert max(len(piece) for _, piece in blocks(text)) <= 4000
