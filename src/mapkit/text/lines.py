"""From the lines of printed pages to running text: paragraphs rejoined, words mended, running heads taken out."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

#: A new paragraph begins below a gap this many times the usual one, and right of the line before by this many sizes.
_GAP: Final = 1.3
_INDENT: Final = (0.6, 6.0)
#: Lines whose sizes differ by more than this share are of different kinds: a headline and the text below it.
_SIZE: Final = 0.08
#: A line this much shorter than its column had room for the next word and was ended on purpose.
_ROOM: Final = 0.85
#: Narrower columns, in characters, are cells of a table, not prose.
_PROSE: Final = 25
#: How far the same line may wander from page to page, in points, and how deep from the edge it may be.
_WANDER: Final = 3.0
_DEPTH: Final = 2

_ENDS = re.compile(r"[.!?:…][\"'”’»)\]]*$")
_BULLET = re.compile(r"^[•●▪◦‣]")
#: What opens an item only where a sentence has ended: elsewhere it is a date, an initial or a dash of the sentence.
_NUMBERED = re.compile(r"^(?:[·*–—-]\s|\(?(?:\d{1,3}|[a-zA-Z])[.)]\s)")
_BROKEN = re.compile(r"(\w+)([-\u00ad\u2010])$")
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+")
_FOLIO_WORDS: Final = frozenset(("page", "pages", "pg", "p", "of"))


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line.

    Parameters
    ----------
    text : str
    x, y : float
        Where it begins, in points from the page's lower left corner.
    size : float
        Of its letters, in points.
    """

    text: str
    x: float
    y: float
    size: float


def put_together(pages: Sequence[Sequence[Line]]) -> str:
    """Return the text of pages, a blank line between paragraphs.

    A line that stands at the same height of the edge of many pages is a running head or foot: it is kept once, the
    first page's heads before the text and all others behind it; the numbers of pages are left out.

    Parameters
    ----------
    pages : sequence of sequences of Line
        In reading order.
    """
    bodies, heads, feet = _without_running(pages)
    words = Counter(word for page in bodies for line in page for word in re.findall(r"\w+(?:-\w+)*", line.text.lower()))
    paragraphs: list[str] = []
    before: Line | None = None
    for page in bodies:
        widths, pitch = _widths(page), _pitch(page)
        fresh = True
        for line in page:
            if before is not None and _goes_on(before, line, widths, pitch, turned=fresh):
                paragraphs[-1] = _joined(paragraphs[-1], line.text, words)
            else:
                paragraphs.append(line.text)
            before, fresh = line, False
    return "\n\n".join(heads + paragraphs + feet)


def _goes_on(before: Line, line: Line, widths: dict[tuple[int, int], int], pitch: float, *, turned: bool) -> bool:
    """Tell whether a line goes on with the paragraph of the one before."""
    ended = _ENDS.search(before.text)
    if abs(before.size - line.size) > _SIZE * max(before.size, line.size) or _BULLET.match(line.text):
        return False
    if ended and _NUMBERED.match(line.text):
        return False
    drop = (before.y - line.y) / line.size
    if turned or drop < 0:  # the next page or column
        return not ended and (line.text[0].islower() or len(before.text) >= _PROSE)
    if not pitch / 2 <= drop <= _GAP * pitch:  # beside each other, or set apart
        return False
    width = max(widths.get(_column(before), 0), widths.get(_column(line), 0))
    if width < _PROSE:
        return False
    indent = (line.x - before.x) / line.size
    hangs = _BULLET.match(before.text) or _NUMBERED.match(before.text)
    if _INDENT[0] < indent < _INDENT[1] and not hangs:
        return False
    first = line.text.split(maxsplit=1)[0]
    return len(before.text) + 1 + len(first) > _ROOM * width or bool(_BROKEN.search(before.text))


def _joined(text: str, line: str, words: Counter[str]) -> str:
    broken = _BROKEN.search(text)
    if not broken:
        return f"{text} {line}"
    if broken[2] == "\u00ad":
        return text[:-1] + line
    end = re.match(r"\w+", line)
    if not end or not end[0][0].islower() or not broken[1][-1].isalpha():
        return text + line
    # "well-" and "known" is one word or two: as the text writes it elsewhere, else as most line ends do.
    whole, hyphened = (broken[1] + end[0]).lower(), f"{broken[1]}-{end[0]}".lower()
    return text + line if words[hyphened] > words[whole] else text[:-1] + line


def _column(line: Line) -> tuple[int, int]:
    return round(line.x / (2 * line.size)), round(line.size)


def _widths(page: Sequence[Line]) -> dict[tuple[int, int], int]:
    """Return how many characters the longest line of each column of a page holds."""
    widths: dict[tuple[int, int], int] = defaultdict(int)
    for line in page:
        widths[_column(line)] = max(widths[_column(line)], len(line.text))
    return widths


def _pitch(page: Sequence[Line]) -> float:
    """Return the usual distance from line to line, in sizes of the letters."""
    drops = [
        (above.y - below.y) / below.size
        for above, below in pairwise(page)
        if abs(above.size - below.size) <= _SIZE * below.size and 0.8 <= (above.y - below.y) / below.size <= 2.5
    ]
    return median(drops) if drops else 1.2


def _without_running(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], list[str], list[str]]:
    """Return the pages without their running heads and feet, what the first page's heads say, and what others say."""
    places: dict[tuple[str, str], list[tuple[int, Line]]] = defaultdict(list)
    for number, page in enumerate(pages):
        for edge, lines in _edges(page).items():
            for line in lines:
                places[edge, _NUMBER.sub("#", line.text)].append((number, line))
    running: dict[str, list[float]] = defaultdict(list)
    heads: list[str] = []
    feet: list[str] = []
    many = max(2, sum(bool(page) for page in pages) / 3)
    for (edge, wording), found in places.items():
        height = median(line.y for _, line in found)
        level = [(number, line) for number, line in found if abs(line.y - height) <= _WANDER]
        counted = _counts_pages(level)
        if len({number for number, _ in level}) < (2 if counted else many):
            continue
        words = {word.lower() for word in _WORD.findall(wording)}
        if not words and not counted:  # a figure that happens to stand there on several pages
            continue
        running[wording].append(height)
        if not counted or not words <= _FOLIO_WORDS:
            number, line = level[0]
            (heads if edge == "head" and number == 0 else feet).append(line.text)
    bodies = [
        [line for line in page if all(abs(line.y - y) > _WANDER for y in running.get(_NUMBER.sub("#", line.text), ()))]
        for page in pages
    ]
    return bodies, heads, feet


def _edges(page: Sequence[Line]) -> dict[str, list[Line]]:
    """Return the lines of the two highest and the two lowest rows of a page, where there is text between them."""
    rows = sorted({round(line.y) for line in page})
    if len(rows) <= 2 * _DEPTH:
        return {}
    return {
        "head": [line for line in page if round(line.y) >= rows[-_DEPTH]],
        "foot": [line for line in page if round(line.y) <= rows[_DEPTH - 1]],
    }


def _counts_pages(found: Sequence[tuple[int, Line]]) -> bool:
    """Tell whether one of the numbers in lines grows by one from page to page."""
    offsets = [
        [int(digits[:9]) - number for digits in _NUMBER.findall(line.text)]  # the same count: the wording is the same
        for number, line in found
    ]
    return any(len(set(places)) == 1 for places in zip(*offsets, strict=True))
