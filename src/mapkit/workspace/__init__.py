"""Documents, events and evidence, kept: SQLite by default, PostgreSQL by URL.

The only part that speaks SQL to the store. `Workspace.ingest` codes documents and keeps what comes of it;
`Workspace.version` is the counter by which others follow.
"""

from mapkit.workspace.ingest import Coder, IngestReport, Outcome, Reject
from mapkit.workspace.store import INDEX_COLUMNS, UnknownIdError, Workspace

__all__ = ["INDEX_COLUMNS", "Coder", "IngestReport", "Outcome", "Reject", "UnknownIdError", "Workspace"]
