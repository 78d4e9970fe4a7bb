"""Made-up events with a fixed seed: around a few hundred towns, some many times in the news, a third at one position.

What the benchmarks of the map ask: the same events as rows for the index, as a workspace on disk, and as bare columns
for the peers. A workspace is stored once and kept in the user's cache, below `bench`.
"""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from mapkit import paths
from mapkit.model import SUB_EVENT_TYPES, ClaimStatus, Document, Event, EventType, Evidence, event_id
from mapkit.workspace import INDEX_COLUMNS, Review, Workspace

#: Changes with whatever changes the events, so that a stored workspace of before is passed over.
EDITION = 1
PAGE = 50_000
#: Events a document: a coded archive's documents have a few, but what is measured here is not the writing of them.
PER_DOCUMENT = 100
FRONTS = (None, "Kursk", "Kharkiv", "Donetsk-Pokrovsk", "Kherson-Dnipro", "Crimea-Black Sea")
WORDS = "drone strike hit oil depot village troops shelled bridge convoy market clashed evacuated families"
SUBS = [(kind.value, sub) for kind, subs in SUB_EVENT_TYPES.items() for sub in subs]
CLAIMS = [status.value for status in ClaimStatus]
CHANGE = INDEX_COLUMNS.index("change")


class Made:
    """Made-up events as a workspace gives them to the index.

    Parameters
    ----------
    count : int
    """

    identity = "made up"

    def __init__(self, count: int) -> None:
        rng = np.random.default_rng(20240827)
        towns = rng.normal((20.0, 35.0), (18.0, 30.0), (400, 2))
        self.town = rng.zipf(1.3, count) % len(towns)
        spread = rng.choice((0.0, 0.02, 0.3, 2.0), count, p=(0.3, 0.3, 0.3, 0.1))
        self.latitude = np.clip(towns[self.town, 0] + rng.normal(0, 1, count) * spread, -80, 80).round(6)
        self.longitude = (towns[self.town, 1] + rng.normal(0, 1, count) * spread).round(6)
        self.kind = rng.integers(0, len(SUBS), count)
        self.claim = rng.choice(len(CLAIMS), count, p=(0.6, 0.25, 0.05, 0.05, 0.03, 0.02))
        self.front = rng.integers(0, len(FRONTS), count)
        self.day = np.datetime64("2015-01-01") + rng.integers(0, 3650, count)
        self.words = rng.integers(0, len(WORDS.split()), (count, 12))
        self.placed = rng.random(count) > 0.02
        self.count = count
        self.number = 1
        self.late: list[tuple[Any, ...]] = []

    def version(self) -> int:
        """Return the number of the last change."""
        return self.number

    def index_rows(self, since: int = 0, until: int | None = None) -> Iterator[Sequence[Sequence[Any]]]:
        """Yield all events, or those changed since."""
        if since == 0:
            for start in range(0, self.count, PAGE):
                yield [self.row(n) for n in range(start, min(start + PAGE, self.count))]
        yield [row for row in self.late if since < row[CHANGE] <= (until or self.number)]

    def other_publishers(self, since: int = 0, until: int | None = None) -> list[tuple[str, str | None]]:
        """Return no further document's publisher."""
        del since, until
        return []

    def events(self, ids: Iterable[str]) -> Iterator[Event]:
        """Yield events by their ids."""
        by_id = {self.event_id(n): n for n in range(self.count)}
        yield from (self.event(by_id[key]) for key in ids if key in by_id)

    def apart(self) -> set[frozenset[str]]:
        """Return no pair that a person told apart."""
        return set()

    def event_id(self, n: int) -> str:
        """Return the n-th event's id."""
        return f"{n * 0x9E3779B97F4A7C15 % 2**64:016x}"

    def sentence(self, n: int) -> str:
        """Return what the n-th event's document says of it."""
        words = WORDS.split()
        return f"Event {n}: " + " ".join(words[word] for word in self.words[n]) + f" near Town {self.town[n]}."

    def row(self, n: int, change: int = 1) -> tuple[Any, ...]:
        """Return the n-th event as the index reads it."""
        kind, sub = SUBS[self.kind[n]]
        sentence = self.sentence(n)
        placed = bool(self.placed[n])
        values = {
            "event_id": self.event_id(n),
            "document_id": f"{n // PER_DOCUMENT:016x}",
            "position": n % PER_DOCUMENT,
            "event_type": kind,
            "sub_event_type": sub,
            "event_status": "actual",
            "claim_status": CLAIMS[self.claim[n]],
            "date_start": str(self.day[n]),
            "location": f"Town {self.town[n]}",
            "latitude": float(self.latitude[n]) if placed else None,
            "longitude": float(self.longitude[n]) if placed else None,
            "kind": "point",
            "front": FRONTS[self.front[n]],
            "sentence": sentence,
            "words": sentence,
            "deleted": False,
            "change": change,
            "review": Review.UNREAD.value,
            "doubt": 0.0,
        }
        return tuple(values.get(name) for name in INDEX_COLUMNS)

    def event(self, n: int, document_id: str | None = None, start: int = 0) -> Event:
        """Return the n-th event as a coder gives it, its sentence beginning at code point `start` of a document."""
        row = dict(zip(INDEX_COLUMNS, self.row(n), strict=True))
        sentence, kind = row["sentence"], EventType(row["event_type"])
        end = start + len(sentence)
        where = document_id or row["document_id"]
        return Event(
            event_id=event_id(where, start, end, kind) if document_id else row["event_id"],
            event_type=kind,
            sub_event_type=row["sub_event_type"],
            claim_status=ClaimStatus(row["claim_status"]),
            date_start=row["date_start"],
            location=row["location"],
            latitude=row["latitude"],
            longitude=row["longitude"],
            front=row["front"],
            evidence=(Evidence(where, start, end, sentence),),
        )

    def documents(self) -> Iterator[tuple[Document, list[Event]]]:
        """Yield documents of `PER_DOCUMENT` sentences, each an event."""
        for first in range(0, self.count, PER_DOCUMENT):
            numbers = range(first, min(first + PER_DOCUMENT, self.count))
            document = Document(f"made-{first}.txt", "\n".join(map(self.sentence, numbers)))
            start, events = 0, []
            for n in numbers:
                events.append(self.event(n, document.document_id, start))
                start += len(self.sentence(n)) + 1
            yield document, events


def store(made: Made, file: Path) -> None:
    """Write made-up events to a new workspace."""
    with Workspace.open(f"sqlite:///{file}") as workspace:
        for document, events in made.documents():
            workspace.put(document, events, "made up")


def folder() -> Path:
    """Return the folder of what the benchmarks keep; it is created."""
    path = paths.cache_dir() / "bench"
    path.mkdir(parents=True, exist_ok=True)
    return path


def home(count: int) -> Path:
    """Return a folder for `MAPKIT_HOME` with a workspace of so many events, stored once and then kept."""
    path = folder() / f"home-{count}-{EDITION}"
    if not path.is_dir():
        unfinished = path.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir()
        store(Made(count), unfinished / "workspace.sqlite3")
        unfinished.rename(path)
    return path
