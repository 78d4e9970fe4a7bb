"""Filters as a condition of the index: what varies is always a parameter, never part of the SQL."""

from dataclasses import dataclass

from mapkit.query.days import day_of
from mapkit.query.filters import NO_FRONT, NO_PUBLISHER, Filters
from mapkit.query.search import terms


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition in SQL and the parameters of its question marks."""

    sql: str
    parameters: tuple[object, ...] = ()

    def __and__(self, other: "Condition") -> "Condition":
        return Condition(f"{self.sql} AND {other.sql}", self.parameters + other.parameters)


EVERYTHING = Condition("true")


def condition_of(filters: Filters) -> Condition:
    """Return the condition that an event passes all filters."""
    condition = uncounted_condition(filters) & _one_of("claim_status", filters.claims)
    condition &= _one_of("event_status", filters.statuses)
    if filters.publishers > 1:
        condition &= Condition("publishers >= ?", (filters.publishers,))
    if filters.fronts:
        named = tuple(name for name in filters.fronts if name != NO_FRONT)
        parts = [_one_of("front", named)] if named else []
        parts += [Condition("front IS NULL")] if NO_FRONT in filters.fronts else []
        condition &= _any(parts)
    types, sub_types = filters.tree()
    parts = [_one_of(name, values) for name, values in (("event_type", types), ("sub_event_type", sub_types)) if values]
    return condition & _any(parts) if parts else condition


def uncounted_condition(filters: Filters) -> Condition:
    """Return the condition of the filters that no combination tells: search, time, document and who tells of it."""
    document = Condition("document_id = ?", (filters.document,)) if filters.document else EVERYTHING
    return text_condition(filters) & time_condition(filters) & document & source_condition(filters)


def source_condition(filters: Filters) -> Condition:
    """Return the condition that one of the publishers tells of an event."""
    names = ("" if name == NO_PUBLISHER else name for name in filters.sources)
    parts = [Condition("contains(told_by, ?)", (f"\n{name}\n",)) for name in names]
    return _any(parts) if parts else EVERYTHING


def text_condition(filters: Filters) -> Condition:
    """Return the condition of the text search alone."""
    condition = EVERYTHING
    for term in terms(filters.text):
        condition &= Condition("contains(folded, ?)", (term,))
    return condition


def time_condition(filters: Filters) -> Condition:
    """Return the condition of the range of time, and of what is not dated, alone."""
    if not filters.ranged and not filters.undated:
        return EVERYTHING
    parts = [Condition("first_day IS NULL")] if filters.shows_undated else []
    if filters.undated != "only":
        dated = Condition("first_day IS NOT NULL")
        if filters.since:
            dated &= Condition("last_day >= ?", (day_of(filters.since),))
        if filters.until:
            dated &= Condition("first_day <= ?", (day_of(filters.until),))
        parts.append(dated)
    return _any(parts)


def _one_of(column: str, values: tuple[str, ...]) -> Condition:
    if not values:
        return EVERYTHING
    return Condition(f"{column} IN ({', '.join('?' * len(values))})", values)


def _any(conditions: list[Condition]) -> Condition:
    sql = " OR ".join(condition.sql for condition in conditions)
    return Condition(f"({sql})", sum((condition.parameters for condition in conditions), ()))
