"""What the reader wants to see: one value that lives in the page's address and drives map, counts, table and export."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from mapkit.errors import FilterError
from mapkit.model import SUB_EVENT_TYPES, ClaimStatus, EventStatus, EventType, type_of
from mapkit.query.days import day_of

#: The value of `front` for events outside every front.
NO_FRONT = "none"
#: The value of `source` for documents whose publisher is not known.
NO_PUBLISHER = "none"
#: The value of `status` for events of every status.
ANY_STATUS = "any"
#: The longest search text, in code points.
TEXT_MAX = 200
#: The keys of filters in an address.
FILTER_KEYS = (
    *("front", "type", "sub", "claim", "status", "source", "publishers"),
    *("q", "since", "until", "undated", "doc"),
)
#: The values of `undated`: the events without a date alone, not at all, beside the dated ones.
UNDATED = ("only", "no", "with")

_TYPES = tuple(kind.value for kind in EventType)
_SUB_TYPES = tuple(sub for subs in SUB_EVENT_TYPES.values() for sub in subs)
_CLAIMS = tuple(status.value for status in ClaimStatus)
_STATUSES = tuple(status.value for status in EventStatus)
_DEFAULT_STATUSES = (EventStatus.ACTUAL.value,)
_FRONT_MAX = 100
_SOURCE_MAX = 500
_PUBLISHERS = re.compile(r"[1-9]\d?", re.ASCII)
_DOCUMENT_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Filters:
    """Which events to show. An empty field does not restrict; values within one are alternatives.

    The values are put in the vocabulary's order, so that equal filters are equal objects, addresses and cache keys.

    Parameters
    ----------
    fronts : tuple of str
        Names as in `geo/fronts.geojson`; `NO_FRONT` means outside every front.
    types, sub_types : tuple of str
        A tree, as the legend shows it: a chosen sub-type narrows its type where that is chosen too, else it adds
        to the choice.
    claims : tuple of str
        Claim statuses.
    statuses : tuple of str
        Event statuses; by default only what happened.
    sources : tuple of str
        Names of publishers, one of which tells of the event; `NO_PUBLISHER` means one that is not known.
    publishers : int
        The least number of independent publishers that tell of it, 1 to 99: see `mapkit.query.corroboration`.
    text : str
        Words that must all occur in the evidence, the place or an actor's name, as parts of words, whatever their
        case and accents; "words in quotes" must follow each other.
    since, until : str
        ISO dates, both included: a dated event passes where any of its days lies between them.
    undated : str
        Of `UNDATED`: whether the events without a date pass. The default, "", shows them where there is no range, and
        not where there is one; `only` shows them and no other, whatever the range.
    document : str
        The id of the one document whose events pass.

    Raises
    ------
    FilterError
        Where a value is not in the vocabulary, no date, no id, or the range ends before it begins.
    """

    fronts: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    sub_types: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    statuses: tuple[str, ...] = _DEFAULT_STATUSES
    sources: tuple[str, ...] = ()
    publishers: int = 1
    text: str = ""
    since: str = ""
    until: str = ""
    undated: str = ""
    document: str = ""

    def __post_init__(self) -> None:
        chosen = {
            "types": _in_order("type", self.types, _TYPES),
            "sub_types": _in_order("sub", self.sub_types, _SUB_TYPES),
            "claims": _in_order("claim", self.claims, _CLAIMS),
            "statuses": _in_order("status", self.statuses, _STATUSES),
            "fronts": tuple(sorted({_front(name) for name in self.fronts})),
            "sources": tuple(sorted({_source(name) for name in self.sources})),
            "publishers": _publishers(str(self.publishers)),
            "text": _text(self.text),
            "since": _day("since", self.since),
            "until": _day("until", self.until),
            "document": _document(self.document),
        }
        for name, value in chosen.items():
            object.__setattr__(self, name, value)
        if self.since and self.until and self.since > self.until:
            raise FilterError(f"since={self.since} is after until={self.until}; exchange them")
        object.__setattr__(self, "undated", _undated(self.undated, ranged=self.ranged))

    @property
    def ranged(self) -> bool:
        """Whether a range of time is chosen."""
        return bool(self.since or self.until)

    @property
    def shows_undated(self) -> bool:
        """Whether events without a date pass."""
        return self.undated in {"only", "with"} or not (self.undated or self.ranged)

    @classmethod
    def from_query(cls, query: Mapping[str, str | Sequence[str]]) -> Self:
        """Return the filters of an address; keys that are no filter's are left alone.

        Parameters
        ----------
        query : mapping
            Keys of `FILTER_KEYS`; values a string or several (as `parse_qs` gives).

        Raises
        ------
        FilterError
            Where a value is not in the vocabulary, or what can be given once is given several times.
        """
        statuses = _values(query, "status")
        if statuses == (ANY_STATUS,):
            statuses = ()
        elif not statuses:
            statuses = _DEFAULT_STATUSES
        return cls(
            fronts=_values(query, "front"),
            types=_values(query, "type"),
            sub_types=_values(query, "sub"),
            claims=_values(query, "claim"),
            statuses=statuses,
            sources=_values(query, "source"),
            publishers=_publishers(_one(query, "publishers") or "1"),
            text=" ".join(_values(query, "q")),
            since=_one(query, "since"),
            until=_one(query, "until"),
            undated=_one(query, "undated"),
            document=_one(query, "doc"),
        )

    def to_items(self) -> list[tuple[str, str]]:
        """Return the (key, value) pairs of the address, in a fixed order; none for the default."""
        items = [("front", name) for name in self.fronts]
        items += [("type", name) for name in self.types]
        items += [("sub", name) for name in self.sub_types]
        items += [("claim", name) for name in self.claims]
        if self.statuses != _DEFAULT_STATUSES:
            items += [("status", name) for name in self.statuses or (ANY_STATUS,)]
        items += [("source", name) for name in self.sources]
        if self.publishers > 1:
            items.append(("publishers", str(self.publishers)))
        if self.text:
            items.append(("q", self.text))
        items += [(key, value) for key in ("since", "until", "undated") if (value := getattr(self, key))]
        if self.document:
            items.append(("doc", self.document))
        return items

    def to_query(self) -> dict[str, list[str]]:
        """Return the address's keys with their values, as `st.query_params` and `urlencode(..., doseq=True)` take."""
        query: dict[str, list[str]] = {}
        for key, value in self.to_items():
            query.setdefault(key, []).append(value)
        return query

    def to_string(self) -> str:
        """Return the encoded query string, without `?`."""
        return urlencode(self.to_items())

    def tree(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the types chosen whole and the sub-types chosen one by one; both empty where all are chosen."""
        narrowed = {type_of(sub).value for sub in self.sub_types}
        return tuple(name for name in self.types if name not in narrowed), self.sub_types


def _values(query: Mapping[str, str | Sequence[str]], key: str) -> tuple[str, ...]:
    value = query.get(key, ())
    values = (value,) if isinstance(value, str) else tuple(value)
    return tuple(value for value in values if value)


def _one(query: Mapping[str, str | Sequence[str]], key: str) -> str:
    values = _values(query, key)
    if len(values) > 1:
        raise FilterError(f"{key} is given {len(values)} times; give it once")
    return values[0] if values else ""


def _in_order(key: str, values: Iterable[str], vocabulary: tuple[str, ...]) -> tuple[str, ...]:
    chosen = {str(value) for value in values}
    if unknown := sorted(chosen.difference(vocabulary)):
        raise FilterError(f"{key}={_shown(unknown[0])} is unknown; known are: {', '.join(vocabulary)}")
    return tuple(value for value in vocabulary if value in chosen)


def _front(name: str) -> str:
    if not name or len(name) > _FRONT_MAX or not _is_written(name):
        raise FilterError(f"front={_shown(name)} is no name of a front")
    return name


def _source(name: str) -> str:
    """Return a publisher's name with single spaces, as the index has it."""
    name = " ".join(name.split())
    if not name or len(name) > _SOURCE_MAX or not _is_written(name):
        raise FilterError(f"source={_shown(name)} is no name of a publisher")
    return name


def _publishers(text: str) -> int:
    if not _PUBLISHERS.fullmatch(text):
        raise FilterError(f"publishers={_shown(text)} is no number from 1 to 99")
    return int(text)


def _text(text: str) -> str:
    """Return the search text with single spaces and without what cannot be typed or sent."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    if len(text) > TEXT_MAX:
        raise FilterError(f"q is longer than {TEXT_MAX} characters")
    if not _is_written(text):
        raise FilterError("q holds control characters")
    return text


def _is_written(text: str) -> bool:
    """Return whether a text is one that people write; signs of form are part of words: Persian ones have joiners."""
    return not any(unicodedata.category(one) in {"Cc", "Cs"} for one in text)


def _day(key: str, text: str) -> str:
    if text and day_of(text) is None:
        raise FilterError(f"{key}={_shown(text)} is no date; write it as 2024-08-19")
    return text


def _document(text: str) -> str:
    if text and not _DOCUMENT_ID.fullmatch(text):
        raise FilterError(f"doc={_shown(text)} is no document's id, which has sixteen hex digits")
    return text


def _undated(value: str, *, ranged: bool) -> str:
    """Return the value, "" where it says what holds without it."""
    if value and value not in UNDATED:
        raise FilterError(f"undated={_shown(value)} is unknown; known are: {', '.join(UNDATED)}")
    return "" if value == ("no" if ranged else "with") else value


def _shown(value: str) -> str:
    return repr(value if len(value) <= 40 else value[:39] + "…")
