"""Which sentences are parsed: every one that may tell an event, and few of the others."""

from hypothesis import given
from hypothesis import strategies as st

from mapkit import pipeline
from mapkit.coding import Codebook, analyse, code
from mapkit.coding.sifting import may_tell
from mapkit.model import Document
from mapkit.text import sentences

CODEBOOK = Codebook.default()
PEACEFUL = "The library reopens in spring. Its roof was mended, and the reading room got new lamps."
REPORT = """Shells fall on Toretsk

Russian guns shelled Toretsk on Sunday. The weather was mild. Two women died and a boy was hurt, a doctor said.

The council of Kramatorsk will plant lime trees. The mayor likes them."""


def test_every_example_of_the_codebook_passes():
    for sub_type in CODEBOOK.sub_types.values():
        for example in sub_type.examples:
            assert may_tell(example, CODEBOOK), example


def test_a_toll_passes_without_an_event():
    assert may_tell("Three of the wounded are children.", CODEBOOK)


def test_peaceful_sentences_are_not_parsed():
    document = Document("a.txt", PEACEFUL)
    assert not any(sentence.parsed for sentence in analyse(document, (), CODEBOOK).sentences)


def test_the_events_are_those_of_a_full_parse():
    document = Document("a.txt", REPORT)
    toponyms = pipeline.geoparse(document)
    sifted = analyse(document, toponyms, CODEBOOK)
    assert not all(sentence.parsed for sentence in sifted.sentences)
    assert code(sifted, toponyms) == code(next(sentences.analyse([document])), toponyms)


@given(st.text(max_size=400))
def test_sifting_keeps_every_sentence_of_any_text(text):
    document = Document("a.txt", text)
    spans = [(s.block, s.start, s.end) for s in analyse(document, (), CODEBOOK).sentences]
    assert spans == list(sentences.spans(text))
