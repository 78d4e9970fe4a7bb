"""TimeMap's JSON, the format of Forensic Architecture's TimeMap and of Bellingcat's Ukraine map, which is made with it.

The form is that of `src/reducers/validate/eventSchema.js`, `associationsSchema.js` and `sourceSchema.js` of the
repositories forensic-architecture/timemap and bellingcat/ukraine-timemap: every value is text, numbers too, an unknown
one the empty text; a date is MM/DD/YYYY (their `DATE_FMT`). TimeMap fetches three addresses (`EVENTS_EXT`,
`ASSOCIATIONS_EXT`, `SOURCES_EXT`); the members `events`, `associations` and `sources` of this one file are what each
gives. Event types are associations of the mode CATEGORY, sub-types, claims and statuses of the mode FILTER. TimeMap
draws events that have a date and a place, and lists or leaves out the others; they are written all the same.
"""

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any, TextIO

from mapkit.export.about import About
from mapkit.model import Event

DATE_FORMAT = "%m/%d/%Y"
_PRECISION = {1: "day", 2: "week", 3: "month"}


def write(events: Iterable[Event], stream: TextIO, about: About | None = None) -> None:
    """Write one JSON object, the events as they come, then what they refer to."""
    associations: dict[str, dict[str, Any]] = {}
    sources: dict[str, dict[str, Any]] = {}
    stream.write("{")
    if about:
        stream.write(f'"export": {_json(about.to_dict())},\n')
    stream.write('"events": [')
    separator = "\n"
    for event in events:
        mine = _associations(event)
        associations.update((one["id"], one) for one in mine)
        sources.update((source["id"], source) for source in _sources(event))
        stream.write(separator + _json(_event(event, [one["id"] for one in mine])))
        separator = ",\n"
    stream.write(f'\n],\n"associations": {_json(sorted(associations.values(), key=lambda one: str(one["id"])))},\n')
    stream.write(f'"sources": {_json(sources)}}}\n')


def _event(event: Event, associations: list[str]) -> dict[str, Any]:
    return {
        "id": event.event_id,
        "description": " ".join(part.exact for part in event.evidence) or event.sub_event_type,
        "date": _date(event.event_date or event.date_start),
        "time": "",
        "time_precision": _PRECISION.get(event.time_precision or 0, ""),
        "time_display": event.date_text or "",
        "location": event.location or event.location_text or "",
        "latitude": "" if event.latitude is None else str(event.latitude),
        "longitude": "" if event.longitude is None else str(event.longitude),
        "type": event.sub_event_type,
        "category": event.event_type.value,
        "associations": associations,
        "sources": [source.document_id for source in event.sources],
        "comments": f"Coded by {event.coder_version}" if event.coder_version else "",
    }


def _associations(event: Event) -> list[dict[str, Any]]:
    kind = event.event_type.value
    said = event.claim_status.value
    status = event.event_status.value
    return [
        _association("CATEGORY", [kind]),
        _association("FILTER", ["Event type", kind, event.sub_event_type]),
        _association("FILTER", ["Claim", said]),
        _association("FILTER", ["Status", status]),
    ]


def _association(mode: str, path: list[str]) -> dict[str, Any]:
    # Leaves are found by their id and shown by their title; slashes join paths in TimeMap, so an id keeps them apart.
    return {
        "id": " > ".join(path),
        "title": path[-1],
        "desc": "",
        "mode": mode,
        "filter_paths": [part.replace("/", " or ") for part in path],
    }


def _sources(event: Event) -> Iterable[dict[str, Any]]:
    for source in event.sources:
        yield {
            "id": source.document_id,
            "title": source.title or "",
            "paths": [source.url] if source.url else [],
            "type": "Text",
            "url": source.url or "",
            "author": source.publisher or "",
            "date": _date(source.published),
        }


def _date(date: str | None) -> str:
    try:
        return dt.date.fromisoformat(date or "").strftime(DATE_FORMAT)
    except ValueError:
        return ""


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
