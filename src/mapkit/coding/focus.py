"""What each paragraph is about: the place of its label, of the heading above it, of the paragraph before it.

Bulletins, live blogs, blotters, captions and transcripts name a place once ("5. KOLOFATA, Far North.", "14:20 | Goma:",
a heading on a line of its own, "Mirebalais?") and tell the rest without it.
"""

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from mapkit.coding.nesting import FINE, fineness
from mapkit.model import Role, Toponym
from mapkit.text.sentences import Analysis, Sentence

_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?"
_DATE = (
    r"(?:\d{1,2}(?:st|nd|rd|th)?\s(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\.?(?:\s\d{4})?"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\.?\s\d{1,2}(?:,?\s\d{4})?"
    r"|\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?|\d{4}-\d\d-\d\d)"
)
_CLOCK = (
    r"(?:\d{1,2}[.:h]\d{2}(?:\s?[ap]\.?m\.?)?|\d{1,2}\s?[ap]\.?m\.?|\d{4}\s?(?:hrs|h)\b)"
    r"(?:\s?(?:gmt|utc|local|hrs))?"
)
#: What may stand before a label: a bullet, a number, a clock time, a weekday, a date, a sign, "Photo 3:".
_LEAD = re.compile(
    rf"(?:[^\w#(]|\(?\d{{1,2}}[.)/]\s|\([\d\w]{{1,2}}\)|\b[A-Z][.)]\s|{_DATE}|[\[(]?{_CLOCK}|{_DAY}"
    r"|(?:item|incident|case|photo|picture|caption|slide|day|entry|event|no|number|box|stop|page|part|section)\b\.?\s?\d+"
    r"|(?:update|breaking|just in|alert|now|first|second|third|next|finally|and|then|from|to|in|at|near|outside|around|"
    r"north of|south of|east of|west of|begin with|over to|back to|what about|how about|as for|turning to|news from)\b"
    r"|[A-Z][A-Z ]+:\s)*#?",
    re.IGNORECASE,
)
_CLASS = (
    r"(?:city|town|village|township|district|county|province|region|oblast|governorate|state|territory|locality|cercle|"
    r"area|sector|axis|direction|front|airport|camp|port|island|countryside|municipality|raion|woreda|zone)"
)
_TAIL = re.compile(
    rf"(?:\s{_CLASS})?(?:\s?[,/(]\s?(?!(?i:{_DAY}))(?:[a-z]+\s)?[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+){{0,2}}(?:\s{_CLASS})?\)?)?"
    rf"(?:,?\s\(?(?:on\s)?(?i:{_DAY}|{_DATE}|{_CLOCK}|morning|night|evening|afternoon|noon)\)?)*"
    r"(?:\s(?:now|again|next|first|then))?\s*"
    r"(?P<end>[:|?]|\.(?=\s|$)|,?\s[–—-]{1,2}\s|$)",
)
_NAME = re.compile(r"(?:[A-Z][\w'’-]+)(?:\s[A-Z][\w'’-]+){0,3}")
#: A heading is a line of at most so many words without a full stop.
_HEADING_WORDS = 9
#: How many paragraphs without a name a place may be carried over.
_CARRY = 3
#: From so many labels on a text is a list of places, and its other labels are places that the gazetteer does not know.
_LISTED = 2
#: Down to which paragraph a lone label in capitals is a dateline.
_TOP = 3


@dataclass(frozen=True, slots=True)
class Topic:
    """The place that heads a paragraph.

    Parameters
    ----------
    toponym : Toponym or None
        None where a label or heading names none that is known: what follows lies at no place named before.
    sentence : Sentence
        The sentence that names it.
    dateline : bool
        The only label, in capitals at the top: where the report was filed, which is mostly where it happened.
    """

    toponym: Toponym | None
    sentence: Sentence
    dateline: bool = False


class Topics:
    """The topics of a document's paragraphs.

    Parameters
    ----------
    analysis : Analysis
    toponyms : sequence of Toponym
        Sorted by start.
    """

    def __init__(self, analysis: Analysis, toponyms: Sequence[Toponym]) -> None:
        self._text = analysis.document.text
        self._blocks = {
            block: list(group) for block, group in itertools.groupby(analysis.sentences, key=lambda s: s.block)
        }
        self._places = {
            block: [t for t in toponyms if group[0].start <= t.start < group[-1].end and _locates(t)]
            for block, group in self._blocks.items()
        }
        self._labels: dict[int, Topic] = {}
        for block in self._blocks:
            label = self._label(block)
            if label is not None:
                self._labels[block] = label
        if len(self._labels) >= _LISTED:
            self._labels |= self._unknown_labels()
        self._labels = dict(map(self._with_datelines, self._labels.items()))
        self._headings = self._under_headings()

    def label(self, block: int) -> Topic | None:
        """Return what a paragraph's own label names, or else the heading above it; None without either."""
        return self._labels.get(block) or self._headings.get(block)

    def is_label(self, toponym: Toponym) -> bool:
        """Return whether a toponym is the label of its paragraph."""
        return any(t.toponym is not None and t.toponym.start == toponym.start for t in self._labels.values())

    def towns(self, block: int) -> list[tuple[Sentence, Toponym]]:
        """Return the places of a paragraph that are finer than a province, each once, in reading order."""
        found: dict[str, tuple[Sentence, Toponym]] = {}
        for toponym in self._places.get(block, ()):
            if fineness(toponym.place) >= FINE and toponym.place is not None:
                sentence = next(s for s in self._blocks[block] if s.start <= toponym.start < s.end)
                found.setdefault(toponym.place.gazetteer_id, (sentence, toponym))
        return list(found.values())

    def before(self, block: int) -> Iterable[int]:
        """Yield the paragraphs before one that it may go on about, the nearest first."""
        for earlier in range(block - 1, max(-1, block - 1 - _CARRY), -1):
            yield earlier
            if self.label(earlier) is not None or self._places.get(earlier):
                return

    def _text_of(self, block: int) -> str:
        sentences = self._blocks[block]
        return self._text[sentences[0].start : sentences[-1].end]

    def _label(self, block: int) -> Topic | None:
        text, first = self._text_of(block), self._blocks[block][0]
        lead = _LEAD.match(text)
        for toponym in self._places[block][:2]:
            start = toponym.start - first.start
            if lead is None or start > lead.end() + 4 or text[lead.end() : start].strip(" thea") != "":
                continue
            tail = _TAIL.match(text, toponym.end - first.start)
            hashed = text[max(0, start - 1) : start] == "#"
            if hashed or (tail is not None and (tail["end"] or len(text.split()) <= _HEADING_WORDS)):
                return Topic(toponym, first)
        return None

    def _with_datelines(self, item: tuple[int, Topic]) -> tuple[int, Topic]:
        block, topic = item
        others = [other for other in self._labels if other > 0 and other != block]
        top = topic.toponym is not None and not others and 0 < block <= _TOP and topic.toponym.text.isupper()
        return (block, replace(topic, dateline=True)) if top else item

    def _unknown_labels(self) -> dict[int, Topic]:
        """Return the labels of a list of places that are no known place ("#Budalin."), each told once."""
        found: dict[int, tuple[str, Topic]] = {}
        for block, sentences in self._blocks.items():
            if block in self._labels:
                continue
            text = self._text_of(block)
            lead = _LEAD.match(text)
            at = lead.end() if lead else 0
            name = _NAME.match(text, at)
            tail = _TAIL.match(text, name.end()) if name else None
            if name and (text[at - 1 : at] == "#" or (tail and tail["end"] in (":", "."))):
                found[block] = (name.group(), Topic(None, sentences[0]))
        names = [name for name, _ in found.values()]
        return {block: topic for block, (name, topic) in found.items() if names.count(name) == 1}

    def _under_headings(self) -> dict[int, Topic]:
        """Return the topic of each paragraph that a heading of a place governs, up to the next heading."""
        found: dict[int, Topic] = {}
        current: Topic | None = None
        places = 0
        order = sorted(self._blocks)
        for place, block in enumerate(order):
            text = self._text_of(block).strip()
            heading = len(text.split()) <= _HEADING_WORDS and not text.endswith((".", "!", "?", '"', "”", ";", ","))
            if heading and place and place + 1 < len(order):
                label = self._labels.get(block)
                governs = label is not None and label.toponym is not None and fineness(label.toponym.place) >= 1.0
                if not governs:
                    current = Topic(None, self._blocks[block][0]) if places > 1 else None
                else:
                    current, places = label, places + 1
            elif current is not None:
                found[block] = current
            if block in self._labels and not heading:
                current = None
        return found


def _locates(toponym: Toponym) -> bool:
    return toponym.role is Role.LOCATION and not toponym.embedded
