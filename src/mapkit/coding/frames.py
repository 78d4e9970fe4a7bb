"""What a heading or a paragraph's opening words say of all that follows: past, future, untrue, or of no war at all.

"March 2021: assault on Palma" is an entry of a chronicle, "Next week:" a look ahead, and what stands under "Not coded"
or "What did not happen" the text itself sets aside.
"""

import re
from collections.abc import Mapping
from datetime import date

from mapkit.coding.date_rules import MONTHS
from mapkit.coding.dateline import day_of
from mapkit.coding.lexicon import pattern
from mapkit.model import EventStatus
from mapkit.text.sentences import Analysis

Frame = tuple[EventStatus, str]

_LABELS = (
    (pattern("frames", "past_labels"), EventStatus.HISTORICAL, "looks back"),
    (pattern("frames", "future_labels"), EventStatus.FUTURE, "looks ahead"),
    (pattern("frames", "unreal_labels"), EventStatus.NEGATED, "sets it aside"),
    (pattern("frames", "light_labels"), EventStatus.HYPOTHETICAL, "speaks of other things than violence"),
)
#: What may stand before a label: a bullet, the time of day.
_MARKS = re.compile(r"[^\w\"“']*(?:\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\.?)?[^\w\"“']*)?")
_SEPARATOR = re.compile(r"\s*(?:[:–—|]|\.\s|-\s|,? page \d|$)")
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]}|\\.)?" for name in MONTHS)
_ENTRY = re.compile(
    rf"(?:(?P<day>\d{{1,2}})\s+)?(?:(?P<month>{_MONTH})\s+(?:\d{{1,2}},?\s+)?)?(?P<year>1\d{{3}}|20\d\d)s?"
    rf"(?:\s?[-–]\s?(?:{_MONTH})?\s?\d{{2,4}})?\s*[:–—|-]\s",
    re.IGNORECASE,
)
_HEADING_WORDS = 8
#: A text that checks what others say quotes it first: '"Grenade thrown at a mosque." A firework, at a wedding.'
_CHECK = re.compile(r"\bfact[- ]?check|\b(?:true or false|rumou?r (?:control|check)|debunk)", re.IGNORECASE)
_CLAIM = re.compile(r"[^\w\"“«]*(?:claim\b|[\"“«])", re.IGNORECASE)
_BORNE_OUT = re.compile(
    r"\b(?:(?:is|was|partly|mostly) (?:true|correct)\b|true\.|correct\.|(?:this|it) (?:did )?happen(?:ed)?\b)",
    re.IGNORECASE,
)
#: An entry of a chronicle is a background where it is this old.
_OLD_DAYS = 62


def frames(analysis: Analysis) -> Mapping[int, Frame]:
    """Return the frames of a document's paragraphs, by the number of the paragraph.

    Parameters
    ----------
    analysis : Analysis
    """
    texts: dict[int, str] = {}
    for sentence in analysis.sentences:
        texts[sentence.block] = f"{texts.get(sentence.block, '')} {sentence.text}".strip()
    found: dict[int, Frame] = {}
    section: Frame | None = None
    checks = _CHECK.search(texts.get(0, "")) is not None
    published = day_of(analysis)
    for block, text in texts.items():
        if block == 0:
            continue
        if is_heading_line(text):
            section = _labelled(text.rstrip(":. "), whole=True)
            continue
        frame = _labelled(text) or _entry(text, published) or section
        if frame is None and checks and _CLAIM.match(text) and not _BORNE_OUT.search(text):
            frame = EventStatus.NEGATED, "a claim that the text checks and does not bear out"
        if frame is not None:
            found[block] = frame
    return found


def is_heading_line(text: str) -> bool:
    """Return whether a paragraph is a heading: a few words that no full stop ends."""
    return len(text.split()) <= _HEADING_WORDS and not text.rstrip().endswith((".", "!", "”", '"', "…"))


def _labelled(text: str, *, whole: bool = False) -> Frame | None:
    marks = _MARKS.match(text)
    start = marks.end() if marks else 0
    for labels, status, what in _LABELS:
        match = labels.match(text, start)
        if match is None:
            continue
        rest = text[match.end() :]
        back = status is EventStatus.HISTORICAL and not whole
        if (not rest.strip("?.: ")) if whole else (_SEPARATOR.match(rest) or back):
            return status, f"'{match.group()}' {what}"
    return None


def _entry(text: str, published: date | None) -> Frame | None:
    marks = _MARKS.match(text)
    match = _ENTRY.match(text, marks.end() if marks else 0)
    if match is None:
        return None
    year, month = int(match["year"]), _month_of(match["month"])
    if published is None:
        old = month is None
    elif month is None:
        old = year < published.year
    else:
        old = (published - date(year, month, 28)).days > _OLD_DAYS
    return (EventStatus.HISTORICAL, "an entry of a chronicle") if old else None


def _month_of(name: str | None) -> int | None:
    if name is None:
        return None
    return next(i for i, full in enumerate(MONTHS, 1) if full.startswith(name[:3].lower()))
