"""Tokens: the words of a text and what stands between them, with exact offsets and sentences, without a model.

Geoparsing reads every document of an archive, so this is made for speed: one pass of a regular expression.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

#: A word: an abbreviation with its dots ("U.S."), or a run of letters and digits.
_WORD = re.compile(r"((?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?|[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*)")
_BREAK = re.compile(r"[\r\n\u2028\u2029\x0b\x0c\x85]")
_STOP = re.compile(r"[.!?…][\"'”’»)\]]*\s+[\"'“‘«(\[]*$|\.{3}\s+$")
#: A full stop behind one of these does not end a sentence.
_SHORT: Final = frozenset(
    re.split(
        r"\s",
        "Mr Mrs Ms Dr Prof Sr Jr St Ste Mt Ft Pt Gen Col Lt Maj Capt Cpl Sgt Pvt Adm Cmdr Brig Gov Sen Rep Reps Sens "
        "Hon Rev Fr Msgr Pres Supt Det Insp Const No Nos vs v Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Inc Co "
        "Corp Ltd Bros Ave Blvd Rd Hwy Rte approx est dept Dept al cf etc ca",
    )
)
#: Those of them that head a name in capitals too ("ST. LOUIS").
_CAPS: Final = frozenset(("St", "Ste", "Mt", "Ft", "Pt"))
_BLANKS = frozenset((" ", "  ", "\u00a0", "-", ", ", "'", "’"))


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """The words of a text.

    Parameters
    ----------
    text : str
    words : list of str
        Verbatim.
    gaps : list of str
        What stands before each word, and behind the last: one more than there are words.
    starts, ends : list of int
        Code points in the text, end exclusive.
    sentences : list of int
        The index of each sentence's first word, ascending; the first is 0.
    paragraphs : frozenset of int
        The indexes of words that open a line.
    """

    text: str
    words: list[str]
    gaps: list[str]
    starts: list[int]
    ends: list[int]
    sentences: list[int]
    paragraphs: frozenset[int]

    def sentence_of(self, word: int) -> int:
        """Return the position of a word's sentence in `sentences`."""
        return bisect_right(self.sentences, word) - 1

    def bounds(self, sentence: int) -> tuple[int, int]:
        """Return the first word of a sentence and the one behind its last."""
        last = self.sentences[sentence + 1] if sentence + 1 < len(self.sentences) else len(self.words)
        return self.sentences[sentence], last


def tokenise(text: str) -> Tokens:
    """Return the words of a text with their sentences.

    A line break ends a sentence; so does a full stop, question or exclamation mark before a space, unless it belongs
    to an abbreviation or an initial, or a small letter follows.
    """
    parts = _WORD.split(text)
    offsets = list(accumulate(map(len, parts)))
    words, gaps = parts[1::2], parts[0::2]
    sentences, paragraphs = [0], [0]
    for index, gap in enumerate(gaps):
        if gap in _BLANKS or not 0 < index < len(words):
            continue
        if _BREAK.search(gap):
            paragraphs.append(index)
            sentences.append(index)
        elif _STOP.search(gap) and _ends(words[index - 1], gap, words[index]):
            sentences.append(index)
    return Tokens(text, words, gaps, offsets[0::2][: len(words)], offsets[1::2], sentences, frozenset(paragraphs))


def _ends(before: str, gap: str, after: str) -> bool:
    if gap[0] == "." and len(gap) <= 2 + gap.count("\u00a0"):
        initial = len(before) == 1 and before.isupper()
        return not (initial or before in _SHORT or before.title() in _CAPS or after[0].islower())
    return not after[0].islower()
