"""The nouns: documents, places, toponyms, events and their vocabulary. No input or output, no other import."""

from mapkit.model.codebook import (
    DISORDER_TYPES,
    INTER_NAMES,
    SUB_EVENT_TYPES,
    ClaimStatus,
    EventStatus,
    EventType,
    type_of,
)
from mapkit.model.document import Document
from mapkit.model.event import Actor, Confidence, Distance, Event, Evidence, Quantity, Source, event_id
from mapkit.model.place import Candidate, Place, Role, Toponym

__all__ = [
    "DISORDER_TYPES",
    "INTER_NAMES",
    "SUB_EVENT_TYPES",
    "Actor",
    "Candidate",
    "ClaimStatus",
    "Confidence",
    "Distance",
    "Document",
    "Event",
    "EventStatus",
    "EventType",
    "Evidence",
    "Place",
    "Quantity",
    "Role",
    "Source",
    "Toponym",
    "event_id",
    "type_of",
]
