"""The documents behind a briefing's events, numbered in the order in which the events name them."""

import re
from collections.abc import Iterable, Iterator

from mapkit import wording
from mapkit.export.briefing import wording as words
from mapkit.export.briefing.markup import Child, el
from mapkit.languages import gettext as _
from mapkit.model import Event, Source

#: An address is a link only where it is one of the web: a document may name any other.
_WEB = re.compile(r"https?://", re.IGNORECASE)


class References:
    """The sources of events.

    Parameters
    ----------
    events : iterable of Event
    """

    def __init__(self, events: Iterable[Event]) -> None:
        self.sources: dict[str, Source] = {}
        self._told: dict[str, int] = {}
        for event in events:
            for source in event.sources:
                self.sources.setdefault(source.document_id, source)
                self._told[source.document_id] = self._told.get(source.document_id, 0) + 1

    def cite(self, event: Event, document_id: str | None) -> Child:
        """Return a document with its number, as an event's sentence names it; None names all the event's documents."""
        cited = [one for one in event.sources if document_id in (None, one.document_id)]
        if not cited:
            return _("source not stated")
        return [(" · " if at else "", self._cited(one)) for at, one in enumerate(cited)]

    def listed(self) -> Iterator[tuple[int, Child]]:
        """Yield each document's number and what the list says of it."""
        for number, (document_id, source) in enumerate(self.sources.items(), 1):
            url = source.url
            linked = el("a", url, href=url, rel="noreferrer noopener") if url and _WEB.match(url) else url
            count = self._told[document_id]
            told = f" · {wording.events(count)} · {_('document {id}').format(id=document_id)}"
            yield number, [words.source(source), (" · ", linked) if linked else None, el("span", told, class_="muted")]

    def _cited(self, source: Source) -> Child:
        number = list(self.sources).index(source.document_id) + 1
        return [words.source(source), " ", el("a", f"[{number}]", href=f"#source-{number}")]
