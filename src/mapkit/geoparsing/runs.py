"""Runs: stretches of capitalised words, the raw material of names, and sentences where capitals say nothing."""

from collections.abc import Iterator
from functools import lru_cache

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
        for sentence in range(len(tokens.sentences)):
            self._read(sentence)

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

    def _read(self, sentence: int) -> None:
        words, gaps = self.tokens.words, self.tokens.gaps
        low, high = self.tokens.bounds(sentence)
        long = upper = letters = capitals = 0
        open_run = False
        for index in range(low, high):
            word = words[index]
            capital, size, counts, loud, article = _shape(word)
            letters += size
            long += counts
            if not capital:
                open_run = False
                if article and index + 1 < high and _is_tied(gaps[index + 1], words[index + 1]):
                    self.heads.append((index, sentence))
                continue
            upper += counts
            self.heads.append((index, sentence))
            capitals += loud
            gap = gaps[index]
            if open_run and _is_break(words[index - 1], word, at_start=index - 1 == low):
                open_run = False
            if open_run and (gap in _LINKS or (gap == ". " and _is_cut(words[index - 1]))):
                first, _, _ = self._bounds[-1]
                self._bounds[-1] = (first, index, sentence)
            else:
                self._bounds.append((index, index, sentence))
                open_run = True
            self._run[index] = len(self._bounds) - 1
        self.titled.append(long > 3 and upper > _TITLED * long)
        self.shouting.append(letters > _SHOUTED and capitals > _SHARE * letters)


@lru_cache(maxsize=50_000)
def _shape(word: str) -> tuple[bool, int, bool, int, bool]:
    """Return whether a word is capitalised, its length, whether it counts for Title Case, its loud letters, ...

    and whether it is an article that may be tied to a name.
    """
    lead = word[0]
    capital = "A" <= lead <= "Z" or (lead > "\x7f" and (lead.isupper() or lead.istitle()))
    counts = lead.isalpha() and (len(word) > 3 or (len(word) == 3 and word not in vocabulary.NEVER))
    return capital, len(word), counts, len(word) * (capital and word.isupper()), word in _ARTICLES


def _is_cut(word: str) -> bool:
    """Tell whether a full stop behind a word belongs to it: an initial, or "St."."""
    return len(word) == 1 or word in ("St", "Ste", "Mt", "Ft", "Jr", "Sr")


def _is_break(before: str, word: str, *, at_start: bool) -> bool:
    """Tell whether two capitalised words belong apart: a small word opens the sentence, or capitals a dateline."""
    if at_start and before.lower() in _OPENING:
        return True
    return len(word) > _LOUD and word.isupper() and not before.isupper() and len(before) > 1


_LOUD = 4
_OPENING = vocabulary.NEVER | vocabulary.LOCATIVE


def _is_tied(gap: str, word: str) -> bool:
    return gap in TIGHT and word[0].isupper()
