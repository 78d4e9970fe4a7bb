"""A briefing to print: the map's picture, the events in tables, their sentences with their sources, method, licences.

markup      elements out of texts that may hold anything
frame       the part of the world that is drawn
groups      events too near each other to be drawn apart
labels      where words fit
picture     the map as SVG
references  the documents, numbered
wording     filters, period, place and figures in words
page        the HTML page
pdf         the page as PDF, by a Chromium that is there
"""

from typing import TYPE_CHECKING

from mapkit.export.about import About
from mapkit.export.briefing.frame import Frame
from mapkit.export.briefing.page import Briefing, policy, render
from mapkit.query import EventIndex, Filters

if TYPE_CHECKING:
    from mapkit.workspace import Workspace

#: The most events that a briefing lists: some eighty pages.
LIMIT = 500


def make(workspace: "Workspace", index: EventIndex, filters: Filters, frame: Frame | None = None) -> str:
    """Return the briefing of the events that pass filters, by date, as an HTML page.

    Parameters
    ----------
    workspace : Workspace
    index : EventIndex
        Of this workspace.
    filters : Filters
    frame : Frame, optional
        The part of the world to draw; default: the one that holds all events.

    Raises
    ------
    LayerError
        Where a layer in `geo/` is missing or damaged.
    """
    table = index.table(filters, page_size=LIMIT, sort="date")
    events = list(workspace.events([row["id"] for row in table.rows]))
    return render(Briefing(events, table.total, filters, About.now(filters.to_string()), frame))


__all__ = ["LIMIT", "Briefing", "Frame", "make", "policy", "render"]
