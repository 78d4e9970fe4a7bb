"""A text in windows that the model can read at once, cut between sentences, each with a little of what came before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

#: Word pieces of a window, and how many of them repeat the end of the window before.
SIZE, OVERLAP = 318, 64
_STOPS = frozenset(".!?")


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of word pieces.

    Parameters
    ----------
    ids : sequence of int
        The pieces in the model's vocabulary.
    offsets : sequence of (int, int)
        Their code points in the text, end exclusive.
    own : int
        How many pieces at its start belong to the window before.
    """

    ids: Sequence[int]
    offsets: Sequence[tuple[int, int]]
    own: int

    def position(self, start: int, end: int) -> int | None:
        """Return the first piece that covers a part of the text's [start, end), or None."""
        low, high = 0, len(self.offsets)
        while low < high:
            middle = (low + high) // 2
            if self.offsets[middle][1] <= start:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self.offsets) and self.offsets[low][0] < end else None


def windows(text: str, ids: Sequence[int], offsets: Sequence[tuple[int, int]]) -> Iterator[Window]:
    """Yield the windows of a text in order; every piece is some window's own."""
    if 0 < len(ids) <= SIZE:
        yield Window(ids, offsets, 0)
        return
    start = 0
    while start < len(ids):
        end = min(len(ids), start + SIZE - (OVERLAP if start else 0))
        if end < len(ids):
            end = next((at for at in range(end, start, -1) if _ends_sentence(text, offsets, at)), end)
        before = max(0, start - OVERLAP)
        yield Window(ids[before:end], offsets[before:end], start - before)
        start = end


def _ends_sentence(text: str, offsets: Sequence[tuple[int, int]], at: int) -> bool:
    start, end = offsets[at - 1]
    return text[start:end] in _STOPS or "\n" in text[end : offsets[at][0]]
