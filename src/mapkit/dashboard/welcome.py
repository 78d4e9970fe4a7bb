"""The page's help: what a first visitor sees, what to do and what to beware of, and the keys of the keyboard."""

from mapkit.dashboard import accuracy, session, widgets
from mapkit.mapping import symbols
from mapkit.model import ClaimStatus

#: The claims that a first visitor is told of; the legend has the others.
_CLAIMS = (ClaimStatus.REPORTED, ClaimStatus.CLAIMED, ClaimStatus.CONFIRMED, ClaimStatus.DISPUTED, ClaimStatus.DENIED)


def show() -> None:
    """Show the button that opens the help; it opens by itself where the browser has not seen it, if nothing is chosen.

    Whether it was seen the browser keeps for itself: nothing is sent, and there is no cookie.
    """
    chosen = session.choice()
    found = accuracy.measured()["events"]
    data = {
        "quiet": bool(chosen.selected or chosen.document or chosen.review),
        "claims": [
            {"symbol": widgets.swatch(claim=claim, neutral=True), "label": symbols.CLAIM_LABELS[claim]}
            for claim in _CLAIMS
        ],
        "places": [
            {"symbol": widgets.swatch(kind=kind, neutral=True), "label": label}
            for kind, label in symbols.PLACE_LABELS.items()
        ],
        "right": accuracy.percent(found["precision"]),
        "found": accuracy.percent(found["recall"]),
    }
    widgets.help_button(data)
