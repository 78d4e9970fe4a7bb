"""Sentences with exact offsets: a text is cut at line breaks first, so that no headline runs into the lead."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Span, Token

from mapkit.model import Document
from mapkit.text import nlp
from mapkit.text.datelines import dateline_end
from mapkit.text.tokens import tokenise

#: The longest block the parser gets at once; longer ones are cut at a sentence's end, else at a space.
_BLOCK_MAX = 4000
_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")
#: What ends a sentence, up to where the next one starts.
_STOP = re.compile(r"[^.!?…]*[.!?…]+[\"'”’»)\]]*\s+")
_CUT = re.compile(r"[.!?…][\"'”’)\]]*\s+")


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """One sentence of a document.

    Parameters
    ----------
    index : int
        Position among the document's sentences.
    block : int
        Position of its paragraph (the stretch between line breaks).
    start, end : int
        Code points in the document's text, end exclusive.
    text : str
        The sentence, verbatim.
    tokens : spacy.tokens.Span
        Its words; `start_of` and `end_of` give a token's offsets in the document.
    parsed : bool
        Whether the tokens carry grammar.
    """

    index: int
    block: int
    start: int
    end: int
    text: str
    tokens: Span
    parsed: bool

    def start_of(self, token: Token) -> int:
        """Return the offset of a token's first code point in the document."""
        return self.start + token.idx

    def end_of(self, token: Token) -> int:
        """Return the offset just behind a token in the document."""
        return self.start + token.idx + len(token.text)

    def span(self, start: int, end: int) -> Span | None:
        """Return the tokens that cover the document's [start, end), or None outside the sentence."""
        if start < self.start or end > self.end or start >= end:
            return None
        return self.tokens.doc.char_span(start - self.start, end - self.start, alignment_mode="expand")


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """A document with its parsed sentences, in reading order."""

    document: Document
    sentences: tuple[Sentence, ...]

    def sentence_at(self, offset: int) -> Sentence | None:
        """Return the sentence that holds an offset, or None between sentences."""
        low, high = 0, len(self.sentences)
        while low < high:
            middle = (low + high) // 2
            if self.sentences[middle].end <= offset:
                low = middle + 1
            else:
                high = middle
        if low < len(self.sentences) and self.sentences[low].start <= offset:
            return self.sentences[low]
        return None


def blocks(text: str) -> Iterator[tuple[int, str]]:
    """Yield (offset, text) of each stretch between line breaks, blank ones left out, overlong ones cut."""
    for line in _LINE.finditer(text):
        start, end = line.span()
        while end - start > _BLOCK_MAX:
            piece = text[start : start + _BLOCK_MAX]
            cuts = [match.end() for match in _CUT.finditer(piece)]
            space = piece.rfind(" ") + 1
            cut = (cuts and cuts[-1]) or space or _BLOCK_MAX
            yield start, text[start : start + cut]
            start += cut
        if text[start:end].strip():
            yield start, text[start:end]


def spans(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield (block, start, end) of each sentence of a text; a block is the stretch between two line breaks.

    A dateline is a sentence of its own.
    """
    for block, (origin, piece) in enumerate(blocks(text)):
        tokens = tokenise(piece)
        starts = [0]
        for first in tokens.sentences[1:]:
            gap = tokens.gaps[first]
            stop = _STOP.match(gap)
            starts.append(tokens.starts[first] - len(gap) + (stop.end() if stop else 0))
        opening = len(piece) - len(piece.lstrip())
        told = dateline_end(piece, opening, [*starts[1:], len(piece)][0])
        if told > opening:
            starts.insert(1, told)
        for start, end in zip(starts, [*starts[1:], len(piece)], strict=True):
            cut = piece[start:end]
            if cut.strip():
                left = len(cut) - len(cut.lstrip())
                yield block, origin + start + left, origin + start + len(cut.rstrip())


def analyse(documents: Iterable[Document]) -> Iterator[Analysis]:
    """Parse documents wholly and yield one `Analysis` each, in order."""
    for document in documents:
        found = tuple(spans(document.text))
        yield analysis_of(document, found, [True] * len(found))


def analysis_of(document: Document, found: Sequence[tuple[int, int, int]], wanted: Sequence[bool]) -> Analysis:
    """Return a document's sentences; only the wanted ones are parsed, the others have words without grammar.

    Parameters
    ----------
    document : Document
    found : sequence of (block, start, end)
        What `spans` gives.
    wanted : sequence of bool
        Which of them to parse.
    """
    docs = nlp.read((document.text[start:end] for _, start, end in found), wanted)
    sentences = tuple(
        Sentence(index, block, start, end, document.text[start:end], doc[:], parsed)
        for index, ((block, start, end), doc, parsed) in enumerate(zip(found, docs, wanted, strict=True))
    )
    return Analysis(document, sentences)
