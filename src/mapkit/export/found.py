"""What a row, line or feature of a file that comes back holds: an event, or the reason why it is none."""

from collections.abc import Callable
from typing import NamedTuple

from mapkit.errors import ExportError
from mapkit.model import Event


class NoEventError(ExportError):
    """A row holds no event; the message is one line that names the field."""


class Found(NamedTuple):
    """One place in a file.

    Parameters
    ----------
    where : str
        `row 3`, `line 3`, `feature 3`, counted from 1 as a spreadsheet or an editor counts.
    event : Event or None
    fault : str or None
        Why there is no event; one of both is None.
    """

    where: str
    event: Event | None
    fault: str | None = None


def found(where: str, make: Callable[[], Event]) -> Found:
    """Return what `make` finds at a place, the reason why there is none as the fault."""
    try:
        return Found(where, make())
    except NoEventError as error:
        return Found(where, None, " ".join(str(error).split()))
