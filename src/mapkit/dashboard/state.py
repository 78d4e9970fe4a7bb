"""What the reader has chosen, and how it stands in the page's address.

The address is the only memory that outlives a session: filters, those that they are compared with, the selected event,
the one it is measured to, the open document, the order and page of the table, the timeline's step; the view, the map's
switches and what the ruler measures the map itself keeps there. Whatever an address holds is read strictly; what cannot
be read is left out and said so in one notice, never a traceback.
"""

import contextlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Self
from urllib.parse import parse_qs

from mapkit import languages
from mapkit.errors import FilterError
from mapkit.languages import gettext as _
from mapkit.languages import marked
from mapkit.mapping import SWITCH_KEYS, Switches, View
from mapkit.model import EventStatus
from mapkit.query import FILTER_KEYS, SORTS, Filters

#: Keys of the view.
VIEW_KEYS = ("lat", "lon", "z")
#: Keys that the map writes while it is moved, switched and measured on; the page only reads them, once.
MAP_KEYS = (*VIEW_KEYS, *SWITCH_KEYS)
#: The order of the table where the reader asks for no other.
LATEST = "-date"
#: By what the timeline steps and plays, the first where the reader chooses none.
STEPS = ("day", "week")
#: What the rows of the statistics are.
ROWS = ("front", "type", "claim", "country", "publisher")
_SELECTED, _SECOND = "event", "to"
#: The open document where the map shows the events of all: where it shows its events alone, the filter `doc` names it.
_OPEN = "read"
_REVIEW = "review"
_LANGUAGE = "lang"
#: The filters of the other side, and which side the address's own are on where two are compared.
_COMPARE, _SIDE = "compare", "side"
#: The value of `compare` for all events.
_ALL = "all"
#: Where the bar between two sides stands: the map's own, as the view is.
_SPLIT = "split"
_SORT, _PAGE, _STEP, _STATISTICS = "sort", "page", "step", "statistics"
_COUNTED = re.compile(r"[1-9]\d{0,5}", re.ASCII)
_ID = re.compile(r"[0-9a-f]{16}")
_NUMBER = re.compile(r"[+-]?\d{1,4}(\.\d{1,12})?", re.ASCII)

#: The most values of filters that are read of another side.
_FIELDS_MAX = 600

Query = Mapping[str, Sequence[str]]
Side = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Choice:
    """The filters, the selection and the document that is read.

    Parameters
    ----------
    filters : Filters
        With one document's events alone, that document is open too.
    selected, second : str or None
        Event ids; `second` is the event that the selected one is measured to.
    document : str or None
        The id of the open document.
    review : bool
        Whether the events that nobody has read are listed beside the map, to be read one after the other.
    language : str
        The code of the language that the reader asked for; empty for the browser's own.
    compare : Filters or None
        Those of the other side, where two are compared; what the reader changes is `filters`.
    side : {"left", "right"}
        The side of `filters`.
    sort : str
        The order of the table: one of `mapkit.query.SORTS`, with `-` before it for descending.
    page : int
        The table's, from 1.
    step : str
        Of `STEPS`: by what the timeline steps and plays.
    statistics : str
        Of `ROWS`: what is counted over time between the map and the table; empty where nothing is.
    """

    filters: Filters = field(default_factory=Filters)
    selected: str | None = None
    second: str | None = None
    document: str | None = None
    review: bool = False
    language: str = ""
    compare: Filters | None = None
    side: Side = "left"
    sort: str = LATEST
    page: int = 1
    step: str = STEPS[0]
    statistics: str = ""

    def __post_init__(self) -> None:
        if self.filters.document:
            object.__setattr__(self, "document", self.filters.document)

    def to_query(self) -> dict[str, list[str]]:
        """Return the address's keys with their values, without the view."""
        query = self.filters.to_query()
        if self.selected:
            query[_SELECTED] = [self.selected]
            if self.second:
                query[_SECOND] = [self.second]
        if self.document and not self.filters.document:
            query[_OPEN] = [self.document]
        if self.review:
            query[_REVIEW] = ["1"]
        if self.language:
            query[_LANGUAGE] = [self.language]
        if self.compare is not None:
            query[_COMPARE] = [self.compare.to_string() or _ALL]
            if self.side == "right":
                query[_SIDE] = [self.side]
        usual = Choice()
        for key, value, default in (
            (_SORT, self.sort, usual.sort),
            (_PAGE, str(self.page), str(usual.page)),
            (_STEP, self.step, usual.step),
            (_STATISTICS, self.statistics, usual.statistics),
        ):
            if value != default:
                query[key] = [value]
        return query

    @property
    def sides(self) -> tuple[Filters, Filters] | None:
        """The filters of the left and of the right side, None where nothing is compared."""
        if self.compare is None:
            return None
        return (self.filters, self.compare) if self.side == "left" else (self.compare, self.filters)

    def compared(self, left: Filters, right: Filters, side: Side = "left") -> Self:
        """Return the choice with two filters beside each other, of which the reader changes those of one side."""
        mine, other = (left, right) if side == "left" else (right, left)
        return replace(self, filters=mine, compare=other, side=side)

    def on_side(self, side: Side) -> Self:
        """Return the choice with the filters of a side to be changed from now on."""
        return self.compared(*self.sides, side) if self.sides else self

    def uncompared(self) -> Self:
        """Return the choice with the filters of the side that was changed alone."""
        return replace(self, compare=None, side="left")

    def toggled(self, group: str, value: str) -> Self:
        """Return the choice with one value of a filter switched.

        Parameters
        ----------
        group : str
            A filter's key in the address: front, type, sub, claim, status, source or publishers.
        value : str
            Of `publishers` it is the one value, or, where it is that already, none.

        Raises
        ------
        FilterError
            Where there is no such filter or value.
        """
        if group == "publishers":
            least = "" if value == str(self.filters.publishers) else value
            number = Filters.from_query({group: least}).publishers
            return replace(self, filters=replace(self.filters, publishers=number))
        name = _FIELDS.get(group)
        if name is None:
            raise FilterError(f"no filter {group!r}")
        chosen: tuple[str, ...] = getattr(self.filters, name)
        if group == "status" and not chosen:
            chosen = tuple(status.value for status in EventStatus)
        values = tuple(one for one in chosen if one != value) if value in chosen else (*chosen, value)
        if group == "status" and not values:
            values = (EventStatus.ACTUAL.value,)  # nothing to be shown is never meant
        changes: dict[str, Any] = {name: values}
        return replace(self, filters=replace(self.filters, **changes))

    def with_text(self, text: str) -> Self:
        """Return the choice with another search text."""
        return replace(self, filters=replace(self.filters, text=text))

    def with_time(self, since: str, until: str, undated: str) -> Self:
        """Return the choice with another range of time and another word on what is not dated.

        Raises
        ------
        FilterError
            Where one of them cannot be read.
        """
        return replace(self, filters=replace(self.filters, since=since, until=until, undated=undated))

    def with_document(self, document_id: str | None, *, alone: bool = True) -> Self:
        """Return the choice with another open document, or none.

        Parameters
        ----------
        document_id : str or None
        alone : bool
            Whether the map shows its events alone.
        """
        filters = replace(self.filters, document=document_id if document_id and alone else "")
        return replace(self, filters=filters, document=document_id)

    def with_event(self, event_id: str | None, second: str | None = None) -> Self:
        """Return the choice with another selection."""
        return replace(self, selected=event_id, second=second if event_id and second != event_id else None)


@dataclass(frozen=True, slots=True)
class Address:
    """What an address says: the choice, the view where it names one, the map's switches, and what could not be read."""

    choice: Choice
    view: View | None = None
    switches: Switches = field(default_factory=Switches)
    unread: tuple[str, ...] = ()


_FIELDS = {
    "front": "fronts",
    "type": "types",
    "sub": "sub_types",
    "claim": "claims",
    "status": "statuses",
    "source": "sources",
}


def read_address(query: Query) -> Address:
    """Return what an address says; see `Address`."""
    unread: list[str] = []
    kept: dict[str, list[str]] = {}
    for key in FILTER_KEYS:
        for value in query.get(key, ()):
            try:
                Filters.from_query({key: [value]})
            except FilterError:
                unread.append(_shown(key, value))
            else:
                kept.setdefault(key, []).append(value)
    try:
        filters = Filters.from_query(kept)
    except FilterError:  # each can be read, all together cannot: two searches that are too long, `any` beside others
        unread.append(marked("the combination of filters"))
        filters = Filters()
    selected = _id(query, _SELECTED, unread)
    second = _id(query, _SECOND, unread)
    review = _flag(query, _REVIEW, unread)
    language = _language(query, unread)
    compare, side = _compared(query, unread)
    choice = Choice(filters, None, None, _id(query, _OPEN, unread), review, language, compare, side)
    choice = choice.with_event(selected, second)
    sort, page, step, rows = (
        _one(query, key, known, unread)
        for key, known in (
            (_SORT, is_sort),
            (_PAGE, _COUNTED.fullmatch),
            (_STEP, STEPS.__contains__),
            (_STATISTICS, ROWS.__contains__),
        )
    )
    choice = replace(choice, sort=sort or LATEST, page=int(page or 1), step=step or STEPS[0], statistics=rows or "")
    view, switches = _view(query, unread), _switches(query, unread)
    return Address(choice, view, switches, tuple(unread))


def is_sort(text: str) -> bool:
    """Return whether the table can be sorted so."""
    return text.removeprefix("-") in SORTS


def without_view(query: Query) -> dict[str, list[str]]:
    """Return an address without the keys that are the map's, values as lists."""
    return {key: list(values) for key, values in query.items() if key not in {*MAP_KEYS, _SPLIT}}


def notice(unread: Iterable[str]) -> str:
    """Return the one line that tells what of an address was left out."""
    told = _("Part of this link could not be read and was left out: {parts}")
    return told.format(parts=", ".join(map(_, unread)))


def _id(query: Query, key: str, unread: list[str]) -> str | None:
    values = query.get(key, ())
    if not values:
        return None
    if len(values) == 1 and _ID.fullmatch(values[0]):
        return values[0]
    unread.append(_shown(key, values[0]))
    return None


def _language(query: Query, unread: list[str]) -> str:
    values = list(query.get(_LANGUAGE, ()))
    if len(values) == 1 and values[0] in languages.available():
        return values[0]
    if values:
        unread.append(_shown(_LANGUAGE, values[0]))
    return ""


def _compared(query: Query, unread: list[str]) -> tuple[Filters | None, Side]:
    """Return the filters of the other side and the side of the address's own; None where nothing is compared."""
    given, sides = list(query.get(_COMPARE, ())), list(query.get(_SIDE, ()))
    try:
        compare = _filters_of(given[0]) if len(given) == 1 else None
    except (FilterError, ValueError):
        compare = None
    if given and compare is None:
        unread.append(_shown(_COMPARE, given[0]))
    if sides and (compare is None or sides not in (["left"], ["right"])):
        unread.append(_shown(_SIDE, sides[0]))
        sides = []
    return compare, "right" if sides == ["right"] else "left"


def _filters_of(text: str) -> Filters:
    """Return the filters that a query writes, every key and value of it."""
    if text == _ALL:
        return Filters()
    query = parse_qs(text, keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=_FIELDS_MAX)
    if unknown := query.keys() - set(FILTER_KEYS):
        raise FilterError(f"{min(unknown)} is no filter")
    if not query or any(not value for values in query.values() for value in values):
        raise FilterError("a filter has no value")
    return Filters.from_query(query)


def _flag(query: Query, key: str, unread: list[str]) -> bool:
    values = list(query.get(key, ()))
    if values and values != ["1"]:
        unread.append(_shown(key, values[0]))
    return values == ["1"]


def _one(query: Query, key: str, known: Callable[[str], object], unread: list[str]) -> str | None:
    """Return a value that is given once and known, else None."""
    values = list(query.get(key, ()))
    if len(values) == 1 and known(values[0]):
        return values[0]
    if values:
        unread.append(_shown(key, values[0]))
    return None


def _switches(query: Query, unread: list[str]) -> Switches:
    kept: dict[str, list[str]] = {}
    for key in SWITCH_KEYS:
        for value in query.get(key, ()):
            try:
                Switches.from_query({key: [value]})
            except FilterError:
                unread.append(_shown(key, value))
            else:
                kept.setdefault(key, []).append(value)
    try:
        return Switches.from_query(kept)
    except FilterError as error:  # each can be read, all together cannot
        unread.append(str(error))
        return Switches()


def of_map(query: Query) -> tuple[View | None, Switches]:
    """Return what of an address is the map's: the view, None where it names none that can be read, and the switches."""
    return _view(query, []), _switches(query, [])


def _view(query: Query, unread: list[str]) -> View | None:
    given = {key: query[key][0] for key in VIEW_KEYS if query.get(key)}
    if not given:
        return None
    if len(given) == len(VIEW_KEYS) and all(_NUMBER.fullmatch(value) for value in given.values()):
        with contextlib.suppress(FilterError):
            return View(*(float(given[key]) for key in VIEW_KEYS))
    unread.append(", ".join(_shown(key, value) for key, value in given.items()))
    return None


def _shown(key: str, value: str) -> str:
    plain = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in value)
    return f"{key}={plain if len(plain) <= 40 else plain[:39] + '…'}"
