"""Which events may be one by type, place and day, among a million of them: found by sorting, never by comparing all.

The events of a type in one cell of the globe stand in a row, by day and then as they are read. Around an event lie nine
such rows; of each, those within the days that one event's reports may lie apart are taken, the `BESIDE` nearest on
either side of where the event itself stands.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mapkit.coding.cross_document import MAX_DAYS
from mapkit.query import cells
from mapkit.query.clues import Whole, spread

#: How many events of one cell are compared with an event that lie before it in time, and as many that lie after it.
BESIDE = 50
#: How many days the news of one event may lie apart: its own dates, and some more until it is in the papers.
NEWS_DAYS = MAX_DAYS + 5
#: The band of what has no place, or did not happen: no event has it beside itself.
NOWHERE = -9_999
#: Pairs that are looked at at once.
_PAIRS = 2_000_000
#: Events by what is known of their day: their own, that of their document, none.
_STATED, _NEWS, _NONE = range(3)
_ALWAYS = 10_000_000


class Slices(NamedTuple):
    """Runs of events, in the order of `Neighbours.order`, each beside one event of those asked for."""

    first: Whole
    last: Whole


class Neighbours:
    """Events in the rows in which their look-alikes are sought.

    Parameters
    ----------
    events : mapping of arrays
        By name, a value an event: `type_code`, `band`, `stripe`, `latitude`, `longitude`, `document_key`, `position`,
        `event_key`; `stated` for whether its own day is known; `day`, counted from the calendar's beginning, -1 for
        none; `band` is `NOWHERE` where it cannot have look-alikes.
    """

    def __init__(self, events: Mapping[str, NDArray[Any]]) -> None:
        self._events = events
        self._size = len(events["day"])
        self._certainty = np.where(events["day"] < 0, _NONE, np.where(events["stated"], _STATED, _NEWS))
        by_day = np.lexsort((events["event_key"], events["position"], events["document_key"], events["day"]))
        self._days = events["day"][by_day]
        self._rank = np.empty(self._size, np.int64)
        self._rank[by_day] = np.arange(self._size)
        keys = self._row(events["type_code"], events["band"], events["stripe"], self._certainty) + self._rank
        #: The events in their rows.
        self.order = np.argsort(keys)
        self._keys = keys[self.order]

    def slices(self, wanted: Whole) -> list[Slices]:
        """Return the runs of events around each of some, that one itself among them."""
        events, found = self._events, []
        own, day, rank = self._certainty[wanted], events["day"][wanted], self._rank[wanted]
        placed = events["band"][wanted] > NOWHERE
        for band, stripe in cells.around(events["latitude"][wanted], events["longitude"][wanted]):
            for certainty in np.unique(self._certainty):
                days = np.where((own == _STATED) & (certainty == _STATED), MAX_DAYS, NEWS_DAYS)
                days = np.where((own == _NONE) | (certainty == _NONE), _ALWAYS, days)
                row = self._row(events["type_code"][wanted], band, stripe, np.full(len(wanted), certainty))
                here = np.searchsorted(self._keys, row + rank)
                first = np.searchsorted(self._keys, row + np.searchsorted(self._days, day - days))
                last = np.searchsorted(self._keys, row + np.searchsorted(self._days, day + days, "right"))
                first, last = np.maximum(first, here - BESIDE), np.minimum(last, here + 1 + BESIDE)
                found.append(Slices(first, np.where(placed, last, first)))
        return found

    def pairs(self, wanted: Whole, slices: list[Slices]) -> Iterator[tuple[Whole, Whole, Whole]]:
        """Yield events, some of those asked for, and their pairs: of each one, and one beside it of another document.

        Parameters
        ----------
        wanted : array of int
        slices : list of Slices
            Of these.
        """
        documents = self._events["document_key"]
        ends = np.cumsum(sum(part.last - part.first for part in slices))
        done = 0
        while done < len(wanted):
            until = max(done + 1, int(np.searchsorted(ends, _PAIRS + (ends[done - 1] if done else 0), "right")))
            runs = [spread(part.first[done:until], (part.last - part.first)[done:until]) for part in slices]
            these = wanted[done:until]
            one = these[np.concatenate([run for run, _ in runs])]
            other = self.order[np.concatenate([place for _, place in runs])]
            apart = documents[one] != documents[other]
            yield these, one[apart], other[apart]
            done = until

    def _row(self, kind: Whole, band: Whole, stripe: Whole, certainty: Whole) -> Whole:
        """Return where the row of a type, cell and certainty begins among the keys."""
        return (((kind.astype(np.int64) * 32_768 + band + 16_384) * 4_096 + stripe) * 4 + certainty) * (self._size + 1)
