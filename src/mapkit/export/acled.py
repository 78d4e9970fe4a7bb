"""CSV under ACLED's column names, for whoever has tools for those; the values are mapkit's own.

The names are those of ACLED's codebook (2023 edition, `inter` in words as since 2024). Only the names: no row of
ACLED's is used, types of mapkit's own keep their names, and what mapkit does not know (region, iso, admin2, admin3,
source_scale) stays empty. A second header row of HXL 1.1 hashtags can be asked for. `docs/exports.md` says what each
column holds. It does not come back: it has no place for evidence, candidates and confidence.
"""

import csv
import datetime as dt
from collections.abc import Iterable
from functools import cache
from typing import Any, TextIO

from mapkit import layers
from mapkit.errors import LayerError
from mapkit.export import cells, columns
from mapkit.export.about import About
from mapkit.model import INTER_NAMES, Event, EventType

_CIVILIANS = 7

#: Each column with its HXL tag (HXL 1.1 hashtag dictionary: #date, #event, #group, #geo, #affected, #meta, ...).
TAGS: dict[str, str] = {
    "event_id_cnty": "#event+code",
    "event_date": "#date+occurred",
    "year": "#date+occurred+year",
    "time_precision": "#date+precision",
    "disorder_type": "#event+disorder",
    "event_type": "#event+type",
    "sub_event_type": "#event+type+sub",
    "actor1": "#group+name+first",
    "assoc_actor_1": "#group+name+first+assoc",
    "inter1": "#group+type+first",
    "actor2": "#group+name+second",
    "assoc_actor_2": "#group+name+second+assoc",
    "inter2": "#group+type+second",
    "interaction": "#group+interaction",
    "civilian_targeting": "#event+civilians",
    "iso": "#country+code+num",
    "region": "#region+name",
    "country": "#country+name",
    "admin1": "#adm1+name",
    "admin2": "#adm2+name",
    "admin3": "#adm3+name",
    "location": "#loc+name",
    "latitude": "#geo+lat",
    "longitude": "#geo+lon",
    "geo_precision": "#geo+precision",
    "source": "#meta+source",
    "source_scale": "#meta+source+scale",
    "notes": "#description",
    "fatalities": "#affected+killed",
    "tags": "#meta+tags",
    "timestamp": "#date+updated",
    "exported": "#date+exported",
    "filters": "#meta+filters",
    "attribution": "#meta+license",
}
_ABOUT = ("exported", "filters", "attribution")


def write(events: Iterable[Event], stream: TextIO, about: About | None = None, *, hxl: bool = False) -> None:
    """Write a header, with `hxl` a row of HXL tags, and one row an event; what is not known is an empty cell."""
    names = [name for name in TAGS if about or name not in _ABOUT]
    rows = csv.writer(stream, lineterminator="\r\n")
    rows.writerow(names)
    if hxl:
        rows.writerow(TAGS[name] for name in names)
    shared = about.to_row() if about else {}
    for event in events:
        row = to_row(event) | shared
        rows.writerow(_cell(row.get(name)) for name in names)


def to_row(event: Event) -> dict[str, Any]:
    """Return one event under ACLED's column names; None where mapkit does not know."""
    date = event.event_date or event.date_start
    first, second = (_side(event, role) for role in ("actor", "recipient"))
    return {
        "event_id_cnty": event.event_id,
        "event_date": date,
        "year": date[:4] if date else None,
        "time_precision": event.time_precision,
        "disorder_type": event.disorder_type,
        "event_type": event.event_type.value,
        "sub_event_type": event.sub_event_type,
        "actor1": first.name,
        "assoc_actor_1": first.others,
        "inter1": INTER_NAMES.get(first.inter or 0),
        "actor2": second.name,
        "assoc_actor_2": second.others,
        "inter2": INTER_NAMES.get(second.inter or 0),
        "interaction": _interaction(first.inter, second.inter),
        "civilian_targeting": _civilian_targeting(event, second.inter),
        "country": _country(event.country) if event.country else None,
        "admin1": event.admin1,
        "location": event.location,
        "latitude": event.latitude,
        "longitude": event.longitude,
        "geo_precision": event.geo_precision,
        "source": "; ".join(dict.fromkeys(source.publisher for source in event.sources if source.publisher)) or None,
        "notes": " ".join(part.exact for part in event.evidence) or None,
        "fatalities": columns.figure(event.to_dict()["quantities"], "fatalities"),
        "tags": _tags(event),
        "timestamp": _timestamp(event.updated),
    }


class _Side:
    """The actors of one role: the first by name, the others beside it."""

    def __init__(self, names: list[str], inter: int | None) -> None:
        self.name = names[0] if names else None
        self.others = "; ".join(names[1:]) or None
        self.inter = inter


def _side(event: Event, role: str) -> _Side:
    actors = [actor for actor in event.actors if actor.role == role]
    return _Side([actor.name for actor in actors], actors[0].inter if actors else None)


def _interaction(first: int | None, second: int | None) -> str | None:
    codes = sorted(code for code in (first, second) if code in INTER_NAMES)
    if not codes:
        return None
    names = [INTER_NAMES[code] for code in codes]
    return "-".join(names) if len(names) > 1 else f"{names[0]} only"


def _civilian_targeting(event: Event, second: int | None) -> str | None:
    targeted = event.event_type == EventType.VIOLENCE or (second == _CIVILIANS and event.disorder_type is not None)
    return "Civilian targeting" if targeted else None


@cache
def _country(code: str) -> str:
    try:
        return str(layers.feature(f"countries/{code}").properties["name"])
    except LayerError:  # a code that the layers lack, or layers of the user's own
        return code


def _tags(event: Event) -> str:
    told = {
        "event status": event.event_status.value,
        "claim status": event.claim_status.value,
        "claimed by": event.claimed_by,
        "front": event.front,
        "coder": event.coder_version,
    }
    return "; ".join(f"{name}={value}" for name, value in told.items() if value)


def _timestamp(moment: str | None) -> int | None:
    """Return an ISO moment as ACLED has it: seconds since 1970, UTC; None where it is none."""
    try:
        told = dt.datetime.fromisoformat(moment or "")
    except ValueError:
        return None
    return int((told if told.tzinfo else told.replace(tzinfo=dt.UTC)).timestamp())


def _cell(value: Any) -> str:
    return cells.guard(value) if isinstance(value, str | None) else str(value)
