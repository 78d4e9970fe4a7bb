"""What a popup tells, and in which order; the script builds it from the event record with `textContent`.

No text of an event passes through Python on its way into the popup: the script fetches the record from
`/api/event/{id}` and only the order of the fields comes from here.
"""

from typing import Any

from mapkit.languages import Labels, gettext, marked

#: The rows of a popup, top to bottom: the key that the script knows how to read from a record, and its label.
FIELDS: tuple[tuple[str, str], ...] = (
    ("what", marked("What")),
    ("where", marked("Where")),
    ("when", marked("When")),
    ("who", marked("Who says so")),
    ("sentence", marked("In the text")),
    ("source", marked("Source")),
)

#: How each claim status reads in a popup, before the name of who says so.
CLAIM_WORDS = Labels(
    {
        "reported": marked("reported"),
        "claimed": marked("claimed"),
        "confirmed": marked("confirmed"),
        "disputed": marked("disputed"),
        "denied": marked("denied"),
        "unverifiable": marked("not verifiable"),
    }
)


def to_config() -> dict[str, Any]:
    """Return the popup's rows and words as plain JSON for the map's script."""
    return {"fields": [[key, gettext(label)] for key, label in FIELDS], "claims": dict(CLAIM_WORDS)}
