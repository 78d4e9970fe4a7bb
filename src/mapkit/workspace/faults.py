"""What a question to the workspace may be answered with instead."""

from mapkit.errors import WorkspaceError


class UnknownIdError(WorkspaceError):
    """The workspace has no document, event or correction of this id."""


class ConflictError(WorkspaceError):
    """The event was changed since the person read it; the message says by whom, how and when."""
