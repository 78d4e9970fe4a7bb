"""What a popup tells, and in which order; the script builds it from the event record with `textContent`.

No text of an event passes through Python on its way into the popup: the script fetches the record from
`/api/event/{id}` and only the order of the fields comes from here.
"""

from typing import Any

#: The rows of a popup, top to bottom: the key that the script knows how to read from a record, and its label.
FIELDS: tuple[tuple[str, str], ...] = (
    ("what", "What"),
    ("where", "Where"),
    ("when", "When"),
    ("who", "Who says so"),
    ("sentence", "In the text"),
    ("source", "Source"),
)

#: How each claim status reads in a popup, before the name of who says so.
CLAIM_WORDS: dict[str, str] = {
    "reported": "reported",
    "claimed": "claimed",
    "confirmed": "confirmed",
    "disputed": "disputed",
    "denied": "denied",
    "unverifiable": "not verifiable",
}


def to_config() -> dict[str, Any]:
    """Return the popup's rows and words as plain JSON for the map's script."""
    return {"fields": [list(field) for field in FIELDS], "claims": CLAIM_WORDS}
