"""Made-up documents and events for the tests of the store, the index and the server: no language model needed."""

from types import SimpleNamespace

from mapkit.model import (
    SUB_EVENT_TYPES,
    Actor,
    ClaimStatus,
    Document,
    Event,
    EventStatus,
    EventType,
    Evidence,
    Source,
    event_id,
)
from mapkit.workspace import Coder, Reject

#: A line a event: type | sub-type | place | latitude | longitude | further fields as key=value | the sentence.
TEXT = """\
Battles | Armed clash | Pokrovsk | 48.28 | 37.18 | front=Donetsk | Troops clashed near Pokrovsk.
Humanitarian | Evacuation | Pokrovsk | 48.28 | 37.18 | front=Donetsk | Families were evacuated from Pokrovsk.
"""


def document(name="a.txt", text=TEXT, **metadata):
    return Document(name=name, text=text, **metadata)


def coder(version="1", change=lambda event: event):
    """A coder that reads the events off the lines of a text; `change` makes another version of it."""

    def run(documents):
        events, rejects = [], []
        for item in documents:
            try:
                events.extend(change(event) for event in _events(item))
            except ValueError as error:
                rejects.append(Reject(item.name, str(error)))
        return SimpleNamespace(events=tuple(events), rejects=tuple(rejects))

    return Coder(run, version)


def _events(item):
    offset = 0
    for line in item.text.splitlines(keepends=True):
        fields = [field.strip() for field in line.rstrip("\n").split(" | ")]
        if len(fields) == 7:
            sentence = fields[6]
            start = offset + line.index(sentence)
            yield _event(item, fields, start, start + len(sentence))
        elif line.strip():
            raise ValueError(f"line {line.strip()!r} has no seven fields")
        offset += len(line)


def _event(item, fields, start, end):
    kind, sub, place, latitude, longitude, more, sentence = fields
    extra = dict(part.split("=") for part in more.split(";") if part)
    actors = tuple(Actor(name, "actor") for name in [extra.pop("actor", None)] if name)
    return Event(
        event_id=event_id(item.document_id, start, end, kind),
        event_type=EventType(kind),
        sub_event_type=sub or SUB_EVENT_TYPES[EventType(kind)][0],
        claim_status=ClaimStatus(extra.pop("claim", "reported")),
        event_status=EventStatus(extra.pop("status", "actual")),
        location=place or None,
        latitude=float(latitude) if latitude else None,
        longitude=float(longitude) if longitude else None,
        actors=actors,
        sources=(Source(item.document_id, item.publisher, item.title, item.url),),
        evidence=(Evidence(item.document_id, start, end, sentence),),
        **extra,
    )


def line(kind="Battles", sub="", place="", latitude="", longitude="", more="", sentence="Something happened."):
    return f"{kind} | {sub} | {place} | {latitude} | {longitude} | {more} | {sentence}\n"
