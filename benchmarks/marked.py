"""The project's own news texts with their events marked (data/annotated_events), read with their places and numbers."""

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import mapkit
from mapkit import pipeline
from mapkit.coding import tagged
from mapkit.model import Toponym

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "data" / "annotated_events"
#: The marks' codes and the sub-event types that they stand for.
CODES = {
    "CLASH": "Armed clash",
    "REGAIN": "Government regains territory",
    "OVERTAKE": "Non-state actor overtakes territory",
    "CHEM": "Chemical weapon",
    "AIR": "Air/drone strike",
    "SUICIDE": "Suicide bomb",
    "SHELL": "Shelling/artillery/missile attack",
    "IED": "Remote explosive/landmine/IED",
    "GRENADE": "Grenade",
    "RAPE": "Sexual violence",
    "ATTACK": "Attack",
    "ABDUCT": "Abduction/forced disappearance",
    "PROTEST": "Peaceful protest",
    "DISPERSED": "Protest with intervention",
    "EXCESSIVE": "Excessive force against protesters",
    "RIOT": "Violent demonstration",
    "MOB": "Mob violence",
    "AGREE": "Agreement",
    "ARREST": "Arrests",
    "CHANGE": "Change to group/activity",
    "DISRUPT": "Disrupted weapons use",
    "BASE": "Headquarters or base established",
    "LOOT": "Looting/property destruction",
    "TRANSFER": "Non-violent transfer of territory",
    "OTHER": "Other",
    "EVAC": "Evacuation",
    "FLEE": "Displacement",
    "AID": "Aid",
    "WANT": "Conditions",
    "STATE": "Statement",
    "TALKS": "Negotiation",
    "SUPPORT": "Support",
    "SANCTION": "Sanction",
}
_MARK = re.compile(r"\[\[([^|\]]*)\|([A-Z]+)([=-]?)(?:\|([^|\]]*))?(?:\|([^\]]*))?\]\]")
_HEAD = re.compile(r"(?m)^=== ([\w-]+) \| (\S+)$")
_CLAIMS = {"!": 1, "~": 2}


@dataclass(frozen=True)
class Mark:
    """Words that tell an event; `state` is "" for its first telling, "=" for a later one, "-" where it did not happen.

    `places` is None where the marker did not say where; `claim` is 1 for claimed, 2 for disputed.
    """

    start: int
    end: int
    sub_event_type: str
    state: str
    places: tuple[str, ...] | None = None
    fatalities: int | None = None
    injuries: int | None = None
    claim: int = 0


@dataclass(frozen=True)
class Document:
    """A text with its marks, and the places and numbers that mapkit finds in it."""

    name: str
    published: date | None
    text: str
    marks: tuple[Mark, ...]
    places: Sequence[Toponym] = ()

    def named(self, name: str) -> set[int]:
        """Return the positions of the places that a mark's name means: of that name, or of another for the same."""
        texts = [place.text for place in self.places]
        same = [i for i, text in enumerate(texts) if text == name]
        same = same or [i for i, text in enumerate(texts) if name in text or (text in name and len(text) > 3)]
        ids = {self.places[i].place.gazetteer_id for i in same if self.places[i].place}
        others = {i for i, p in enumerate(self.places) if p.place and p.place.gazetteer_id in ids}
        return others | set(same)

    @cached_property
    def numbers(self) -> list[tuple[int, int, float]]:
        """(start, end, value) of each number."""
        return [(n.start, n.end, n.point) for n in tagged.counts(self.text)]


def parse(text: str) -> Iterator[Document]:
    """Yield the documents of a marked file; a fault in it is one line and the end."""
    heads = list(_HEAD.finditer(text))
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        body = text[head.end() : following.start() if following else len(text)].strip("\n")
        plain, marks, at = "", [], 0
        for found in _MARK.finditer(body):
            words, code, state, places, extras = found.groups()
            if code not in CODES:
                sys.exit(f"{head[1]}: no such code: {found[0]}")
            plain += body[at : found.start()]
            at = found.end()
            marks.append(_mark(len(plain), words, code, state, places, extras))
            plain += words
        plain += body[at:]
        if "[[" in plain or "]]" in plain:
            sys.exit(f"{head[1]}: a mark is broken: {plain[max(0, plain.find('[[')) :][:60]!r}")
        yield Document(head[1], _date(head[2]), plain, tuple(marks))


def documents(paths: Sequence[Path] = ()) -> Iterator[Document]:
    """Yield the documents of files, all of the project's by default, with their places."""
    read = [d for path in paths or sorted(FOLDER.glob("*.txt")) for d in parse(path.read_text(encoding="utf-8"))]
    plain = (mapkit.Document(name=d.name, text=d.text, published=d.published) for d in read)
    for document, outcome in zip(read, pipeline.stream_toponyms(plain), strict=True):
        if isinstance(outcome, pipeline.Reject):
            sys.exit(f"{document.name}: {outcome.reason}")
        places = tagged.located(outcome[1])
        yield Document(document.name, document.published, document.text, document.marks, places)


def _mark(start: int, words: str, code: str, state: str, places: str | None, extras: str | None) -> Mark:
    parts = (extras or "").split()
    tolls = {part[0]: int(part[1:]) for part in parts if part[0] in "ki"}
    where = None if places is None else tuple(p.strip() for p in places.split(";") if p.strip() != "?")
    claim = next((_CLAIMS[part] for part in parts if part in _CLAIMS), 0)
    return Mark(start, start + len(words), CODES[code], state, where, tolls.get("k"), tolls.get("i"), claim)


def _date(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
