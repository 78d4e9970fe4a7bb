"""What travels with every export: what made it, when, through which filters, and on whose data it rests."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from mapkit.languages import marked


class Attribution(NamedTuple):
    """A source of data that an event's place, front or map rests on, as `NOTICE` lists it."""

    name: str
    licence: str
    url: str
    note: str


#: The data behind a place, a border and a front; the documents' own publishers stand in each event's sources.
ATTRIBUTION: tuple[Attribution, ...] = (
    Attribution(
        "GeoNames",
        "CC BY 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
        marked("places of the gazetteer; names selected, romanised and joined"),
    ),
    Attribution("OurAirports", "public domain", "https://ourairports.com/data/", marked("airports of the gazetteer")),
    Attribution(
        "Natural Earth", "public domain", "https://www.naturalearthdata.com/", marked("shapes; borders changed")
    ),
    Attribution(
        "mapkit",
        "MIT",
        "https://opensource.org/license/mit",
        marked("further places, lines and fronts; the coding"),
    ),
)


@dataclass(frozen=True, slots=True)
class About:
    """The account of one export.

    Parameters
    ----------
    coder_version : str
        The coder that is installed; each event names the one that coded it, which may be an older one.
    exported : str
        When, UTC, ISO 8601 to the second.
    filters : str
        As in the page's address (`type=Battles&claim=claimed`); empty for the page as it opens, which shows all that
        happened.
    attribution : tuple of Attribution
    """

    coder_version: str
    exported: str
    filters: str = ""
    attribution: tuple[Attribution, ...] = ATTRIBUTION

    @classmethod
    def now(cls, filters: str = "") -> Self:
        """Return the account of an export that is made now."""
        from mapkit.pipeline import coder_version

        return cls(coder_version(), dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), filters)

    @property
    def credit(self) -> str:
        """The sources and their licences in one line."""
        return "; ".join(f"{one.name} ({one.licence})" for one in self.attribution)

    def to_dict(self) -> dict[str, Any]:
        """Return the account as plain JSON types."""
        return {
            "generator": self.coder_version,
            "exported": self.exported,
            "filters": self.filters,
            "attribution": [one._asdict() for one in self.attribution],
        }

    def to_row(self) -> dict[str, str]:
        """Return the account as three short texts, for formats that are rows and nothing else."""
        return {"exported": self.exported, "filters": self.filters, "attribution": self.credit}
