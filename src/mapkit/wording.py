"""An event in plain words of the reader's language: its date, who says so and its figures, as a reader writes them.

Texts of a document stay values of their own; nothing here makes HTML or Markdown.
"""

import datetime as dt

from babel.dates import format_date, format_skeleton

from mapkit import languages, vocabulary
from mapkit.languages import Labels, marked, ngettext
from mapkit.languages import gettext as _
from mapkit.model import ClaimStatus, Event, EventStatus, Quantity

#: What is said of whatever a text does not state.
NOT_STATED = marked("Not stated")

#: Whether an event happened.
STATUS_WORDS = Labels(
    {
        EventStatus.ACTUAL: marked("Happened"),
        EventStatus.HISTORICAL: marked("Earlier, told as background"),
        EventStatus.FUTURE: marked("Planned or expected"),
        EventStatus.HYPOTHETICAL: marked("Hypothetical"),
        EventStatus.NEGATED: marked("Said not to have happened"),
    }
)

#: Who says so, in a word or two.
CLAIM_WORDS = Labels(
    {
        ClaimStatus.REPORTED: marked("Reported"),
        ClaimStatus.CLAIMED: marked("Claimed by one party"),
        ClaimStatus.CONFIRMED: marked("Confirmed"),
        ClaimStatus.DISPUTED: marked("Disputed"),
        ClaimStatus.DENIED: marked("Denied"),
        ClaimStatus.UNVERIFIABLE: marked("Not verifiable"),
    }
)

_PRECISION = Labels({1: marked("exact day"), 2: marked("to the week"), 3: marked("to the month")})

#: Who says so where the text names them, and where it does not.
_ACCORDING_TO = {
    ClaimStatus.REPORTED: marked("According to {who}"),
    ClaimStatus.CLAIMED: marked("According to {who} alone, a side in the conflict"),
    ClaimStatus.CONFIRMED: marked("According to {who}, not only the party that claims it"),
    ClaimStatus.DISPUTED: marked("According to {who}; others contradict"),
    ClaimStatus.DENIED: marked("According to {who}; it is denied"),
    ClaimStatus.UNVERIFIABLE: marked("According to {who}; not verified, the text says"),
}
_SAID = Labels(
    {
        ClaimStatus.REPORTED: marked("The text says so in its own voice"),
        ClaimStatus.CLAIMED: marked("Only a side in the conflict says so"),
        ClaimStatus.CONFIRMED: marked("Not only the party that claims it"),
        ClaimStatus.DISPUTED: marked("The parties contradict each other"),
        ClaimStatus.DENIED: marked("It is denied"),
        ClaimStatus.UNVERIFIABLE: marked("The text says that it could not be verified"),
    }
)


def when(event: Event) -> dict[str, str | None]:
    """Return an event's date in words, and the words of the text that say so."""
    first, last = event.date_start or event.event_date, event.date_end or event.event_date or event.date_start
    said = _("“{words}” in the text").format(words=event.date_text) if event.date_text else None
    if not first:
        return {"words": _(NOT_STATED), "note": said}
    words = span(first, last)
    precision = _PRECISION.get(event.time_precision or 0)
    return {"words": words, "note": ", ".join(part for part in (precision, said) if part) or None}


def span(first: str, last: str | None) -> str:
    """Return one date or a span of two ISO dates as a reader writes them: 19 August 2024, 3–7 May 2025."""
    one, two = _date(first), _date(last or first)
    if one is None or two is None:
        return first if not last or last == first else _("{first} to {last}").format(first=first, last=last)
    locale = languages.locale()
    end = format_date(two, "long", locale)
    if one == two:
        return end
    day_first = locale.date_formats["long"].pattern.startswith("d")
    if day_first and (one.year, one.month) == (two.year, two.month):
        return f"{one.day}–{end}"
    if day_first and one.year == two.year:
        return f"{format_skeleton('MMMMd', one, locale=locale)} – {end}"
    return f"{format_date(one, 'long', locale)} – {end}"


def says_so(event: Event) -> str:
    """Return in one line who says that an event happened, and how much that is worth."""
    if event.claimed_by:
        return _(_ACCORDING_TO[event.claim_status]).format(who=event.claimed_by)
    return _SAID[event.claim_status]


def quantity(one: Quantity) -> dict[str, str | None]:
    """Return a quantity: its kind, its figure as the text means it, and the text's words."""
    figure = _figure(one)
    unit = one.unit if one.unit and one.unit != one.kind else ""
    return {
        "label": vocabulary.kind_of_figure(one.kind),
        "words": f"{figure} {vocabulary.unit(unit)}".strip(),
        "text": one.text,
        "note": one.note,
    }


def _figure(one: Quantity) -> str:
    low, best, high = one.low, one.best, one.high
    if low is not None and low == high:
        return number(low)
    if low is not None and high is not None:
        ends = f"{number(low)}–{number(high)}"
        told = best is not None and best not in {low, high}
        return _("{ends}, best {best}").format(ends=ends, best=number(best)) if told and best is not None else ends
    if low is not None:
        return _("{n} or more").format(n=number(low))
    if high is not None:
        return _("up to {n}").format(n=number(high))
    return _("about {n}").format(n=number(best)) if best is not None else _("an unstated number")


def events(count: int) -> str:
    """Return a number of events: 1 event, 1,250 events."""
    return ngettext("{n} event", "{n} events", count).format(n=number(count))


def number(value: float) -> str:
    """Return a number for a reader: 1,250; 3.2; at most three figures after large parts are lost."""
    if value != value or value in {float("inf"), float("-inf")}:
        return "?"
    if abs(value) >= 100 or float(value).is_integer():
        return _written(f"{value:,.0f}")
    return _written(f"{value:,.1f}") if abs(value) >= 10 else _written(f"{value:,.2f}".rstrip("0").rstrip("."))


def _written(figure: str) -> str:
    """Return an English figure, which may be longer than Babel can write, with the signs of the reader's language."""
    signs = languages.locale().number_symbols["latn"]
    return figure.translate({ord(","): signs["group"], ord("."): signs["decimal"]})


def length(metres: float) -> str:
    """Return a length in metres or kilometres."""
    if metres < 1000:
        return _("{n} m").format(n=number(round(metres, -1) or metres))
    km = metres / 1000
    return _("{n} km").format(n=number(round(km, 1 if km < 10 else 0)))


def _date(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return None
