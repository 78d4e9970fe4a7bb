"""What a person does with a coded event: corrects it, accepts it, deletes it, tells it from another one."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Self

from mapkit.errors import WorkspaceError
from mapkit.languages import gettext as _
from mapkit.model import Actor, Candidate, ClaimStatus, EventStatus, Place, Quantity, type_of
from mapkit.workspace.values import FIELDS, What, check, checked_text


class Scope(StrEnum):
    """How far a place's correction reaches: this event, or all whose place has the same name."""

    EVENT = "event"
    DOCUMENT = "document"
    EVERYWHERE = "everywhere"


#: Acts that are of a second event too.
PAIRS = frozenset({What.MERGE, What.APART})
#: A pin within so many km is the place itself, near it, or a region: ACLED's and UCDP GED's precision.
_EXACT_KM, _NEAR_KM = 2.0, 25.0


@dataclass(frozen=True, slots=True)
class Correction:
    """One act of a person; make it by the method that says what it does.

    Parameters
    ----------
    what : What
    value : mapping
        The fields of the event record with their right values as JSON types (see `FIELDS`); empty for what is not of
        fields.
    why : str or None
        In the person's words; a deletion must have it.
    scope : Scope
        Other than `event` for places alone.
    other : str or None
        The id of the second event of a merge, or of two that are not the same.

    Raises
    ------
    WorkspaceError
        Where a value is none that the field can have; the message names it.
    """

    what: What
    value: Mapping[str, Any] = field(default_factory=dict)
    why: str | None = None
    scope: Scope = Scope.EVENT
    other: str | None = None

    def __post_init__(self) -> None:
        _check(self)

    @classmethod
    def place(cls, chosen: Place | Candidate, *, scope: Scope = Scope.EVENT, why: str | None = None) -> Self:
        """Say that it happened at a place of the gazetteer; a distance that the text states from it is kept."""
        from mapkit.geoparsing.georeferencing import georeference_alone

        place = chosen.place if isinstance(chosen, Candidate) else chosen
        there = georeference_alone(place)
        value = {
            "location": place.name,
            "gazetteer_id": place.gazetteer_id,
            "feature_code": place.feature_code,
            "country": place.country,
            "admin1": place.admin1,
            "latitude": there.latitude,
            "longitude": there.longitude,
            "layer_id": there.layer_id,
            "geo_precision": there.geo_precision,
            "where_prec": there.where_prec,
            "coordinate_uncertainty_m": there.coordinate_uncertainty_m,
            "georeference_method": there.method,
        }
        return cls(What.PLACE, value, why, scope)

    @classmethod
    def pin(
        cls,
        latitude: float,
        longitude: float,
        uncertainty_m: float,
        *,
        name: str | None = None,
        country: str | None = None,
        admin1: str | None = None,
        scope: Scope = Scope.EVENT,
        why: str | None = None,
    ) -> Self:
        """Say that it happened here, within so many metres: a pin that the person has put on the map."""
        km = uncertainty_m / 1000
        value = dict.fromkeys(FIELDS[What.PLACE]) | {
            "location": name,
            "country": country,
            "admin1": admin1,
            "latitude": latitude,
            "longitude": longitude,
            "geo_precision": 1 if km <= _EXACT_KM else 2 if km <= _NEAR_KM else 3,
            "where_prec": 1 if km <= _EXACT_KM else 2 if km <= _NEAR_KM else 5,
            "coordinate_uncertainty_m": float(uncertainty_m),
            "georeference_method": "manual",
        }
        return cls(What.PLACE, value, why, scope)

    @classmethod
    def no_place(cls, *, scope: Scope = Scope.EVENT, why: str | None = None) -> Self:
        """Say that the text does not tell where it happened, or that the name is that of no place."""
        return cls(What.PLACE, dict.fromkeys(FIELDS[What.PLACE]), why, scope)

    @classmethod
    def kind(cls, sub_event_type: str, *, why: str | None = None) -> Self:
        """Say that it is of this sub-type, and of the type that this belongs to."""
        try:
            event_type = type_of(sub_event_type)
        except KeyError:
            raise WorkspaceError(f"{sub_event_type!r} is no sub-event type of the codebook") from None
        return cls(What.TYPE, {"event_type": event_type.value, "sub_event_type": sub_event_type}, why)

    @classmethod
    def status(cls, status: EventStatus, *, why: str | None = None) -> Self:
        """Say how it is told: as actual, historical, future, hypothetical or negated."""
        return cls(What.STATUS, {"event_status": str(status)}, why)

    @classmethod
    def claim(cls, status: ClaimStatus, claimed_by: str | None, *, why: str | None = None) -> Self:
        """Say what word it rests on, and whose."""
        return cls(What.CLAIM, {"claim_status": str(status), "claimed_by": claimed_by}, why)

    @classmethod
    def quantities(cls, quantities: Sequence[Quantity], *, why: str | None = None) -> Self:
        """Say what its numbers are, all of them."""
        return cls(What.QUANTITIES, {"quantities": [asdict(one) for one in quantities]}, why)

    @classmethod
    def date(cls, start: dt.date | None, end: dt.date | None = None, *, why: str | None = None) -> Self:
        """Say on which day it happened, or from which to which; None where the text does not state it."""
        end = end or start
        if start is None and end is not None:
            raise WorkspaceError(_("date_start: an event that ends has a start; name it, or neither"))
        days = (end - start).days if start and end else 0
        precision = None if start is None else next((p for p, most in ((1, 0), (2, 7), (3, 31)) if days <= most), None)
        first, last = (day.isoformat() if day else None for day in (start, end))
        value = {"event_date": first, "date_start": first, "date_end": last, "time_precision": precision}
        return cls(What.DATE, value, why)

    @classmethod
    def actors(cls, actors: Sequence[Actor], *, why: str | None = None) -> Self:
        """Say who did it, and to whom."""
        return cls(What.ACTORS, {"actors": [asdict(one) for one in actors]}, why)

    @classmethod
    def accept(cls, *, why: str | None = None) -> Self:
        """Say that the record is right as it stands."""
        return cls(What.ACCEPT, why=why)

    @classmethod
    def delete(cls, why: str) -> Self:
        """Take an event off the map that it should not have, and say why."""
        return cls(What.DELETE, why=why)

    @classmethod
    def restore(cls, *, why: str | None = None) -> Self:
        """Say that it is an event after all, though a person deleted it or a newer coder no longer finds it."""
        return cls(What.RESTORE, why=why)

    @classmethod
    def merge(cls, into: str, *, why: str | None = None) -> Self:
        """Say that it is the same event as another one, which takes its evidence and sources over."""
        return cls(What.MERGE, why=why, other=into)

    @classmethod
    def apart(cls, other: str, *, why: str | None = None) -> Self:
        """Say that it is not the same event as another one, however alike they look."""
        return cls(What.APART, why=why, other=other)


def _check(correction: Correction) -> None:
    what, value = correction.what, correction.value
    if what is What.UNDO:
        raise WorkspaceError("undo is no correction: name the entry to undo")
    if correction.scope is not Scope.EVENT and what is not What.PLACE:
        raise WorkspaceError(f"scope: {what} is of one event; only a place is corrected for all of its name")
    if (correction.other is None) == (what in PAIRS):
        raise WorkspaceError(f"{what}: " + ("name the other event" if what in PAIRS else "is of one event"))
    if what is What.DELETE and not correction.why:
        raise WorkspaceError(_("why: a deletion needs its reason; say it in a few words"))
    if correction.why is not None:
        checked_text(correction.why, "why")
    check(what, value)
