"""CSV: one row an event; lists as JSON, the first evidence and the common counts as columns of their own."""

import csv
import json
from collections.abc import Iterable
from typing import Any, TextIO

from mapkit.model import Event

#: The flat columns, in order.
COLUMNS = (
    "event_id", "event_date", "date_start", "date_end", "date_text", "time_precision",
    "disorder_type", "event_type", "sub_event_type", "event_status", "claim_status", "claimed_by",
    "actor1", "actor2", "fatalities", "injuries",
    "location", "location_text", "gazetteer_id", "feature_code", "country", "admin1", "latitude", "longitude",
    "geo_precision", "where_prec", "coordinate_uncertainty_m", "georeference_method", "layer_id", "front",
    "document_id", "publisher", "title", "url", "published",
    "evidence_start", "evidence_end", "evidence_exact",
    "confidence_recognition", "confidence_resolution", "confidence_coding", "trigger", "coder_version",
)  # fmt: skip

#: The nested fields, written as JSON.
NESTED = (
    "actors", "quantities", "distances", "candidates", "evidence", "sources", "explanation", "notes", "geometry",
)  # fmt: skip


def write(events: Iterable[Event], stream: TextIO) -> None:
    """Write a header and one row an event; an unknown value is an empty cell."""
    rows = csv.DictWriter(stream, [*COLUMNS, *NESTED], lineterminator="\n")
    rows.writeheader()
    for event in events:
        rows.writerow(row(event))


def row(event: Event) -> dict[str, Any]:
    """Return one event as a flat row."""
    record = event.to_dict()
    flat = {name: record.get(name) for name in COLUMNS}
    for kind in ("fatalities", "injuries"):
        flat[kind] = next((_figure(q) for q in record["quantities"] if q["kind"] == kind), None)
    if event.sources:
        flat.update({key: value for key, value in record["sources"][0].items() if key in flat})
    if event.evidence:
        first = event.evidence[0]
        flat.update(evidence_start=first.start, evidence_end=first.end, evidence_exact=first.exact)
    flat.update({f"confidence_{key}": value for key, value in record["confidence"].items()})
    flat.update({name: json.dumps(record[name], ensure_ascii=False) for name in NESTED if record[name]})
    return flat


def _figure(quantity: dict[str, Any]) -> float | None:
    values = (quantity[key] for key in ("best", "low", "high"))
    return next((int(v) if v == int(v) else v for v in values if v is not None), None)
