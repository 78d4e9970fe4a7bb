"""Runs: stretches of capitalised words, the raw material of names, and sentences where capitals say nothing."""

from collections.abc import Iterator, Sequence

from mapkit.geoparsing import vocabulary
from mapkit.text.tokens import Tokens

_LINKS = frozenset({" ", "-", "‑", "'", "’", "\u00a0"})
#: Small words inside names ("University of St Andrews", "Rio de Janeiro").
_SMALL = frozenset({"of", "de", "la", "del", "di", "da", "do", "al", "el", "von", "van", "der", "den", "bin", "ibn"})
#: Marks that tie two words into one name.
TIGHT = frozenset({"-", "‑", "–", "'", "’", "ʼ", "`", "´", "‘"})
#: Articles that stand in small letters before a tied name ("al-Hasakah").
_ARTICLES = frozenset(
    {"al", "el", "as", "ad", "an", "ar", "at", "az", "ash", "ath", "ed", "es", "er", "et", "ez", "en"}
)
_SHOUTED = 12
_SHARE = 0.7
_TITLED = 0.9


class Runs:
    """The capitalised stretches of a document.

    Parameters
    ----------
    tokens : Tokens

    Attributes
    ----------
    titled, shouting : list of bool
        By sentence: written in Title Case, or in capitals.
    heads : list of (int, int)
        Every word that a name may begin with, and its sentence: the capitalised ones, and small articles tied to one.
    """

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self._run: list[int] = [-1] * len(tokens.words)
        self._bounds: list[tuple[int, int, int]] = []
        self.titled: list[bool] = []
        self.shouting: list[bool] = []
        self.heads: list[tuple[int, int]] = []
        words = tokens.words
        capitals = [index for index, word in enumerate(words) if word[0].isupper() or word[0].istitle()]
        at = 0
        for sentence in range(len(tokens.sentences)):
            low, high = tokens.bounds(sentence)
            start = at
            while at < len(capitals) and capitals[at] < high:
                at += 1
            own = capitals[start:at]
            self._join(own, sentence)
            # Most sentences are neither; only where capitals abound a closer look pays.
            loud = 2 * len(own) >= high - low
            self.titled.append(loud and _is_titled(words[low:high]))
            self.shouting.append(loud and _is_shouting(words[low:high]))
        self._tie()

    def of(self, word: int) -> tuple[int, int] | None:
        """Return the first and last word of the run that holds a word, or None for a word in small letters."""
        run = self._run[word]
        return None if run < 0 else self._bounds[run][:2]

    def stretches(self) -> Iterator[tuple[int, int, int]]:
        """Yield (first word, last word, sentence) of each run, and of each pair that a small word joins."""
        words, gaps = self.tokens.words, self.tokens.gaps
        for index, (first, last, sentence) in enumerate(self._bounds):
            yield first, last, sentence
            if index + 1 < len(self._bounds):
                after, end, same = self._bounds[index + 1]
                if same == sentence and after == last + 2 and gaps[after] == " ":
                    joint, gap = words[last + 1], gaps[last + 1]
                    owned = joint == "s" and gap in ("'", "’") and words[end] in vocabulary.VENUE_TAILS
                    if owned or (joint in _SMALL and gap == " "):
                        yield first, end, sentence

    def _join(self, capitals: Sequence[int], sentence: int) -> None:
        """Join the capitalised words of a sentence into runs."""
        words, gaps = self.tokens.words, self.tokens.gaps
        before = -2
        for index in capitals:
            self.heads.append((index, sentence))
            gap = gaps[index]
            joined = index == before + 1 and (gap in _LINKS or (gap == ". " and _is_cut(words[before])))
            if joined and not _is_break(words[before], words[index]):
                first, _, _ = self._bounds[-1]
                self._bounds[-1] = (first, index, sentence)
            else:
                self._bounds.append((index, index, sentence))
            self._run[index] = len(self._bounds) - 1
            before = index

    def _tie(self) -> None:
        """Add the small articles that are tied to a capital ("al-Hasakah") to the heads."""
        words, gaps = self.tokens.words, self.tokens.gaps
        tied = [
            (index - 1, sentence)
            for index, sentence in self.heads
            if gaps[index] in TIGHT and index and words[index - 1] in _ARTICLES
        ]
        if tied:
            self.heads = sorted(self.heads + tied)


def _is_titled(words: Sequence[str]) -> bool:
    long = [word for word in words if word[0].isalpha() and (len(word) > 3 or _counts(word))]
    return len(long) > 3 and sum(not word[0].islower() for word in long) > _TITLED * len(long)


def _counts(word: str) -> bool:
    return len(word) == 3 and word not in vocabulary.NEVER


def _is_shouting(words: Sequence[str]) -> bool:
    letters = sum(map(len, words))
    return letters > _SHOUTED and sum(len(word) for word in words if word.isupper()) > _SHARE * letters


def _is_cut(word: str) -> bool:
    """Tell whether a full stop behind a word belongs to it: an initial, or "St."."""
    return len(word) == 1 or word in ("St", "Ste", "Mt", "Ft", "Jr", "Sr")


def _is_break(before: str, word: str) -> bool:
    """Tell whether two capitalised words belong apart: the first is a small word or a party, or a dateline begins."""
    if before in _PARTIES or before.lower() in vocabulary.FUNCTION_WORDS:
        return True
    return len(word) > _LOUD and word.isupper() and not before.isupper() and len(before) > 1


_LOUD = 4
#: "Rep. Robert Aderholt, R-Haleyville".
_PARTIES = frozenset({"R", "D", "I"})
