"""Where words fit on a picture: beside their spot, over no other words and no symbol."""

import unicodedata
from collections.abc import Iterable
from typing import Literal, NamedTuple

from mapkit.export.briefing.frame import HEIGHT, WIDTH, Spot

#: Widths of a character in parts of the type's size: of most letters, of wide (East Asian) ones.
_NARROW, _WIDE = 0.56, 1.05
_LONGEST = 44

Box = tuple[float, float, float, float]


class Label(NamedTuple):
    """Where a line of words goes: its anchor, its base line, and the box (left, top, right, bottom) it may fill."""

    x: float
    y: float
    anchor: Literal["start", "middle", "end"]
    box: Box


class Labels:
    """The room that is left.

    Parameters
    ----------
    spots : iterable of Spot
        What words must not cover, each with `reach` points around it.
    reach : float
    """

    def __init__(self, spots: Iterable[Spot], reach: float) -> None:
        self._taken: list[Box] = [(x - reach, y - reach, x + reach, y + reach) for x, y in spots]
        self._taken.append((0, HEIGHT - 50, 190, HEIGHT))  # the scale bar

    def place(self, spot: Spot, words: str, size: float, reach: float) -> Label | None:
        """Return where words go, at the right, left, above or below of a spot; None where there is no room.

        Parameters
        ----------
        spot : Spot
        words : str
        size : float
            Of the type, in points.
        reach : float
            How far the spot's own sign reaches.
        """
        if len(words) > _LONGEST:
            return None
        (x, y), wide = spot, _width(words) * size
        right, left, above, below = x + reach + 2, x - reach - 2, y - reach - size * 0.6, y + reach + size * 0.6
        choices: tuple[tuple[float, float, float, Literal["start", "middle", "end"]], ...] = (
            (right, right, y, "start"),
            (left - wide, left, y, "end"),
            (x - wide / 2, x, above, "middle"),
            (x - wide / 2, x, below, "middle"),
        )
        for west, anchored, middle, anchor in choices:
            box = (west, middle - size * 0.6, west + wide, middle + size * 0.6)
            if self._free(box):
                self._taken.append(box)
                return Label(anchored, middle + size * 0.35, anchor, box)
        return None

    def dot(self, spot: Spot, reach: float) -> bool:
        """Return whether a dot has room, and give it that."""
        x, y = spot
        box = (x - reach, y - reach, x + reach, y + reach)
        free = self._free(box)
        if free:
            self._taken.append(box)
        return free

    def _free(self, box: Box) -> bool:
        left, top, right, bottom = box
        if left < 2 or top < 2 or right > WIDTH - 2 or bottom > HEIGHT - 2:
            return False
        return not any(left < e and w < right and top < s and n < bottom for w, n, e, s in self._taken)


def _width(words: str) -> float:
    return sum(_WIDE if unicodedata.east_asian_width(char) in "WF" else _NARROW for char in words)
