"""Documents, events, evidence and what people make of them, kept: SQLite by default, PostgreSQL by URL.

The only part that speaks SQL to the store. `Workspace.ingest` codes documents and keeps what comes of it;
`Workspace.correct` keeps what a person makes of an event; `Workspace.version` is the counter by which others follow.
"""

from mapkit.workspace.acts import Correction, Scope
from mapkit.workspace.amendments import Amendment
from mapkit.workspace.cataloguing import DocumentList, Listed
from mapkit.workspace.corrections import Affected, Entry, Queue, Review, Stale, Standing, Target
from mapkit.workspace.exchange import ImportReport
from mapkit.workspace.faults import ConflictError, UnknownIdError
from mapkit.workspace.ingest import Coder, IngestReport, Outcome, Reject
from mapkit.workspace.reviewing import QUEUE_ORDER
from mapkit.workspace.store import INDEX_COLUMNS, Workspace
from mapkit.workspace.values import What

__all__ = [
    "INDEX_COLUMNS",
    "QUEUE_ORDER",
    "Affected",
    "Amendment",
    "Coder",
    "ConflictError",
    "Correction",
    "DocumentList",
    "Entry",
    "ImportReport",
    "IngestReport",
    "Listed",
    "Outcome",
    "Queue",
    "Reject",
    "Review",
    "Scope",
    "Stale",
    "Standing",
    "Target",
    "UnknownIdError",
    "What",
    "Workspace",
]
