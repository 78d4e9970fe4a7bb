"""An event in plain words: its date, who says so and its figures, as a reader writes them.

Texts of a document stay values of their own; nothing here makes HTML or Markdown.
"""

import datetime as dt

from mapkit.model import ClaimStatus, Event, EventStatus, Quantity

#: What is said of whatever a text does not state.
NOT_STATED = "Not stated"

#: Whether an event happened.
STATUS_WORDS: dict[EventStatus, str] = {
    EventStatus.ACTUAL: "Happened",
    EventStatus.HISTORICAL: "Earlier, told as background",
    EventStatus.FUTURE: "Planned or expected",
    EventStatus.HYPOTHETICAL: "Hypothetical",
    EventStatus.NEGATED: "Said not to have happened",
}

#: Who says so, in a word or two.
CLAIM_WORDS: dict[ClaimStatus, str] = {
    ClaimStatus.REPORTED: "Reported",
    ClaimStatus.CLAIMED: "Claimed by one party",
    ClaimStatus.CONFIRMED: "Confirmed",
    ClaimStatus.DISPUTED: "Disputed",
    ClaimStatus.DENIED: "Denied",
    ClaimStatus.UNVERIFIABLE: "Not verifiable",
}

_PRECISION = {1: "exact day", 2: "to the week", 3: "to the month"}


def when(event: Event) -> dict[str, str | None]:
    """Return an event's date in words, and the words of the text that say so."""
    first, last = event.date_start or event.event_date, event.date_end or event.event_date or event.date_start
    said = f"“{event.date_text}” in the text" if event.date_text else None
    if not first:
        return {"words": NOT_STATED, "note": said}
    words = span(first, last)
    precision = _PRECISION.get(event.time_precision or 0)
    return {"words": words, "note": ", ".join(part for part in (precision, said) if part) or None}


def span(first: str, last: str | None) -> str:
    """Return one date or a span of two ISO dates as a reader writes them: 19 August 2024, 3–7 May 2025."""
    one, two = _date(first), _date(last or first)
    if one is None or two is None:
        return first if not last or last == first else f"{first} to {last}"
    if one == two:
        return f"{one.day} {one:%B %Y}"
    if (one.year, one.month) == (two.year, two.month):
        return f"{one.day}–{two.day} {two:%B %Y}"
    if one.year == two.year:
        return f"{one.day} {one:%B} – {two.day} {two:%B %Y}"
    return f"{one.day} {one:%B %Y} – {two.day} {two:%B %Y}"


def says_so(event: Event) -> str:
    """Return in one line who says that an event happened, and how much that is worth."""
    by = f"According to {event.claimed_by}" if event.claimed_by else None
    match event.claim_status:
        case ClaimStatus.CLAIMED:
            return f"{by} alone, a side in the conflict" if by else "Only a side in the conflict says so"
        case ClaimStatus.CONFIRMED:
            return f"{by}, not only the party that claims it" if by else "Not only the party that claims it"
        case ClaimStatus.DISPUTED:
            return f"{by}; others contradict" if by else "The parties contradict each other"
        case ClaimStatus.DENIED:
            return f"{by}; it is denied" if by else "It is denied"
        case ClaimStatus.UNVERIFIABLE:
            return f"{by}; not verified, the text says" if by else "The text says that it could not be verified"
        case _:
            return by or "The text says so in its own voice"


def quantity(one: Quantity) -> dict[str, str | None]:
    """Return a quantity: its kind, its figure as the text means it, and the text's words."""
    figure = _figure(one)
    unit = one.unit if one.unit and one.unit != one.kind else ""
    return {
        "label": one.kind.replace("_", " ").capitalize(),
        "words": f"{figure} {unit}".strip(),
        "text": one.text,
        "note": one.note,
    }


def _figure(one: Quantity) -> str:
    low, best, high = one.low, one.best, one.high
    if low is not None and low == high:
        return number(low)
    if low is not None and high is not None:
        middle = f", best {number(best)}" if best is not None and best not in {low, high} else ""
        return f"{number(low)}–{number(high)}{middle}"
    if low is not None:
        return f"{number(low)} or more"
    if high is not None:
        return f"up to {number(high)}"
    return f"about {number(best)}" if best is not None else "an unstated number"


def number(value: float) -> str:
    """Return a number for a reader: 1,250; 3.2; at most three figures after large parts are lost."""
    if value != value or value in {float("inf"), float("-inf")}:
        return "?"
    if abs(value) >= 100 or float(value).is_integer():
        return f"{value:,.0f}"
    return f"{value:,.1f}" if abs(value) >= 10 else f"{value:,.2f}".rstrip("0").rstrip(".")


def length(metres: float) -> str:
    """Return a length in metres or kilometres."""
    if metres < 1000:
        return f"{number(round(metres, -1) or metres)} m"
    km = metres / 1000
    return f"{number(round(km, 1 if km < 10 else 0))} km"


def _date(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return None
