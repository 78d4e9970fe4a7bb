"""What kind of text a document is: what reviews, court and exercise reports, obituaries and histories tell is not news.

A kind is known by its tell-tale words: several different ones, in a good share of the paragraphs, the headline or lead
among them. A war report that mentions a trial or a drill in passing has too few of them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mapkit.coding import dates
from mapkit.coding.classification import Reader
from mapkit.coding.dateline import day_of
from mapkit.coding.dates import FoundDate
from mapkit.coding.lexicon import pattern
from mapkit.model import EventStatus, EventType
from mapkit.text.sentences import Analysis

_PEACEFUL = frozenset({EventType.PROTESTS, EventType.RIOTS, EventType.HUMANITARIAN, EventType.DIPLOMACY})
_DIED_AGED = pattern("genre", "obituary_patterns")
_BORN = re.compile(r"\bborn\b[^.]{0,40}\b(?:1[89]|20)\d\d\b|\b(?:1[89]|20)\d\d\b[^.]{0,20}\bborn\b")
#: A document tells of the past where it has this many dates.
_DATES_NEEDED = 4
_YEARS_APART = 15


@dataclass(frozen=True, slots=True)
class Genre:
    """A kind of text, and what the events that it tells are.

    Parameters
    ----------
    name : str
    status : EventStatus
        What its events are, unless spared.
    reason : str
        The same in words.
    spared : frozenset of EventType
        Types that may happen around it all the same: the rally outside the court.
    dated : bool
        Whether an event with a recent date of its own is spared.
    """

    name: str
    status: EventStatus
    reason: str
    spared: frozenset[EventType] = frozenset()
    dated: bool = False

    def status_of(self, kind: EventType, own: FoundDate | None, text: str) -> tuple[EventStatus, str] | None:
        """Return what an event told in this text is and why; None where it may be an event of the day."""
        recent = self.dated and own is not None and own.date_start is not None and not own.is_past_reference
        real = _REAL.get(self.name)
        if kind in self.spared or recent or (real is not None and real.search(text)):
            return None
        return self.status, self.reason


_PAST = Genre("history", EventStatus.HISTORICAL, "the document tells of the past throughout")
_GENRES = (
    (Genre("fiction", EventStatus.HYPOTHETICAL, "the text is about a film or a book"), 3, 0.3),
    (Genre("exercise", EventStatus.HYPOTHETICAL, "the text is about an exercise"), 2, 0.45),
    (Genre("sport", EventStatus.HYPOTHETICAL, "the text is about sport"), 4, 0.5),
    (Genre("business", EventStatus.HYPOTHETICAL, "the text is about business"), 5, 0.5),
    (Genre("court", EventStatus.HISTORICAL, "the text is about a trial", _PEACEFUL, dated=True), 4, 0.5),
)
#: What tells a real incident in a text of a kind: a soldier killed during a drill, a pitch invaded by gunmen.
_REAL = {
    "exercise": pattern("genre", "real_patterns"),
    "sport": pattern("genre", "violence_patterns"),
    "business": pattern("genre", "violence_patterns"),
}
_PATTERNS = {genre.name: pattern("genre", f"{genre.name}_patterns") for genre, _, _ in _GENRES}


def genre_of(analysis: Analysis, readers: Mapping[int, Reader]) -> Genre | None:
    """Return the kind of text that a document is, where its events are none of the day; None for news.

    Parameters
    ----------
    analysis : Analysis
        The document.
    readers : mapping of int to Reader
        Its sentences of prose.
    """
    blocks: dict[int, str] = {}
    for index in readers:
        sentence = analysis.sentences[index]
        blocks[sentence.block] = f"{blocks.get(sentence.block, '')} {sentence.text}"
    texts = [blocks[block] for block in sorted(blocks)]
    for genre, kinds, share in _GENRES:
        if _is_of(_PATTERNS[genre.name], texts, kinds, share):
            return genre
    if _is_obituary(texts) or _is_of_the_past(analysis, readers):
        return _PAST
    return None


def _is_of(words: re.Pattern[str], texts: Sequence[str], kinds: int, share: float) -> bool:
    found = [{match.group().lower() for match in words.finditer(text)} for text in texts]
    telling = [item for item in found if item]
    different = set().union(*telling)
    return len(telling) > 1 and any(found[:3]) and len(different) >= kinds and len(telling) >= share * len(texts)


def _is_obituary(texts: Sequence[str]) -> bool:
    return any(_DIED_AGED.search(text) for text in texts[:3]) and any(_BORN.search(text) for text in texts)


def _is_of_the_past(analysis: Analysis, readers: Mapping[int, Reader]) -> bool:
    """Return whether a document's dates lie years back and hardly one is recent."""
    published = day_of(analysis)
    found = [
        item
        for index in sorted(readers)
        for item in dates.find(analysis.sentences[index], published)
        if item.date_start is not None
    ]
    if len(found) < _DATES_NEEDED:
        return False
    if published is not None:
        return all(item.is_past_reference for item in found)
    years = sorted(date.fromisoformat(item.date_start).year for item in found if item.date_start)
    return years[-1] - years[0] > _YEARS_APART and sum(year < years[-1] - 1 for year in years) >= _DATES_NEEDED
