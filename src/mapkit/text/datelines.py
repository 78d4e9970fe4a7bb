"""Where a dateline ends ("KYIV, Aug 20 (Reuters) - "): it says where and when a report was written, and is no prose.

Left in the sentence behind it, its names would be read as the subject of that sentence.
"""

import re
from typing import Final

_DASH: Final = re.compile(r"(?:\s|(?<=\)))(?:—|–|--?)\s+|—\s+")
#: How far from the paragraph's start the dash may stand.
_REACH: Final = 70
_MONTH: Final = re.compile(
    r"\b(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b"
)
_WORD: Final = re.compile(r"\w[\w'’.-]*")


def dateline_end(text: str, start: int, stop: int) -> int:
    """Return where a paragraph's dateline ends, the dash and its space included; `start` without one.

    A dateline is at most seventy characters up to a dash, behind which a sentence begins. It opens with a name in
    capitals, or closes with an agency in brackets, or holds a day of a month between names.

    Parameters
    ----------
    text : str
    start, stop : int
        The first sentence of a paragraph: code points, end exclusive; a stop beyond the text is the text's end.
    """
    stop = min(stop, len(text))
    dash = _DASH.search(text, start + 1, min(stop, start + _REACH + 4))
    if dash is None or dash.end() >= stop or text[dash.end()].islower():
        return start
    head = text[start : dash.start()].strip()
    first = head.split(",")[0].split("(")[0].strip()
    if first.isupper() or ("(" in head and head.endswith(")")) or _is_dated(head):
        return dash.end()
    return start


def _is_dated(head: str) -> bool:
    """Tell whether names and a day of a month are all there is ("Port-au-Prince, 3 March 2024")."""
    words = _WORD.findall(head)
    return (
        _MONTH.search(head) is not None
        and any(word.isdigit() for word in words)
        and not any(word[0].islower() for word in words)
    )
