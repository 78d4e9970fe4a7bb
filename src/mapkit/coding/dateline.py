"""The day that a text gives as its own ("KYIV, 20 August 2024 (Reuters) - "), where the metadata give none.

Told with its month and year, it is what "on Tuesday" counts from. It dates no event.
"""

import re
from collections.abc import Sequence
from datetime import date

from mapkit.coding import dates
from mapkit.text.datelines import dateline_end
from mapkit.text.sentences import Analysis, Sentence

#: How many sentences at the top may hold the document's day, and how long a line that gives nothing else may be.
_TOP = 4
_LINE_MAX = 80
_WORDS_MAX = 6
#: What may stand beside the day in a line of its own: a place or an agency in capitals, and words for what the day is.
_BESIDE = frozenset(
    ("published", "updated", "posted", "issued", "released", "date", "dated", "as", "of", "on", "at", "by")
)
_WORD = re.compile(r"\w[\w'’.-]*")


def is_dateline(sentence: Sentence, text: str) -> bool:
    """Tell whether a sentence is a dateline: the text is cut behind it."""
    return dateline_end(text, sentence.start, sentence.end + 3) >= sentence.end


def day_of(analysis: Analysis) -> date | None:
    """Return the document's day: from its metadata, else as its dateline or a line of its own at the top states it.

    Only a day with its month and year counts; two different days at the top are none.
    """
    document = analysis.document
    if document.published is not None:
        return document.published
    stated = {day for sentence in analysis.sentences[:_TOP] for day in _days(sentence, document.text)}
    return stated.pop() if len(stated) == 1 else None


def _days(sentence: Sentence, text: str) -> Sequence[date]:
    """Return the whole days that a dateline, or a line with a day and hardly more, states."""
    found = [one for one in dates.find(sentence, None) if one.relation == "on" and one.precision == 1]
    if not is_dateline(sentence, text):
        line = sentence.text.strip()
        if len(found) != 1 or len(line) > _LINE_MAX:
            return ()
        words = _WORD.findall(line.replace(found[0].text, " ", 1))
        if any(word.lower() not in _BESIDE and word[0].islower() for word in words) or len(words) > _WORDS_MAX:
            return ()
    return [date.fromisoformat(one.date_start) for one in found if one.date_start and one.date_start == one.date_end]
