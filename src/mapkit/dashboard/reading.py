"""The document that is read beside the map: what its component is fed; the text itself it fetches by its address."""

from typing import Any

from mapkit.dashboard import session, widgets, words, worklist
from mapkit.dashboard.state import Choice
from mapkit.mapping import assets
from mapkit.model import ClaimStatus, EventStatus, EventType
from mapkit.server import services

#: CSS pixels of an event's symbol at the beginning of its sentence.
_SYMBOL_SIZE = 16


def show(chosen: Choice) -> None:
    """Show the open document; there must be one."""
    widgets.reading(_data(chosen), session.on_reading)


def _data(chosen: Choice) -> dict[str, Any]:
    kinds = {(one.event_type, one.claim_status) for one in services().workspace.events(document_id=chosen.document)}
    return {
        "document": chosen.document,
        "address": f"{assets.PREFIX.removesuffix('/assets')}/api/document/{chosen.document}",
        "revision": services().index.version(),
        "opened": session.opened(),
        "selected": chosen.selected,
        "alone": bool(chosen.filters.document),
        "queue": worklist.walk(worklist.page(chosen)) if chosen.review else None,
        "symbols": {
            f"{kind.value}|{claim.value}": widgets.swatch(kind, claim, size=_SYMBOL_SIZE)
            for kind, claim in sorted(kinds)
        },
        "colours": {kind.value: widgets.colour(kind) for kind in EventType},
        "claims": {claim.value: words.CLAIM_WORDS[claim] for claim in ClaimStatus},
        "statuses": {status.value: words.STATUS_WORDS[status] for status in EventStatus},
    }
