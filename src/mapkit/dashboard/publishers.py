"""The legend's two groups of who tells of an event: by which publisher, and by how many independent ones."""

from typing import Any

from mapkit.languages import gettext as _
from mapkit.languages import marked, ngettext
from mapkit.query import NO_PUBLISHER, Facets, Filters

#: Publishers that are listed at once, those with most events; the others are behind a button.
SHOWN = 12
#: The most that are listed at all.
LISTED_MAX = 500
_HINT = marked(
    "Independent publishers that tell of an event, those of reports that may be the same one included: same type, near"
    " by, within days. What you told apart does not count, nor does a sentence printed word for word by another."
)


def name_of(source: str) -> str:
    """Return a publisher's name as a reader sees it."""
    return _("Publisher not stated") if source == NO_PUBLISHER else source


def told_by(filters: Filters, facets: Facets, everything: Facets) -> dict[str, Any]:
    """Return the group of publishers, empty where all events are told by one.

    Parameters
    ----------
    filters : Filters
    facets, everything : Facets
        Under the filters, and of all events.
    """
    if len(everything.sources) < 2 and not filters.sources:
        return {"items": []}
    names = list(dict.fromkeys([*everything.sources, *filters.sources]))
    items = [
        {
            "value": name,
            "label": name_of(name),
            "count": facets.sources.get(name, 0),
            "chosen": name in filters.sources,
        }
        for name in names[:LISTED_MAX]
    ]
    return {
        "key": "source",
        "title": _("Told by"),
        "items": items,
        "restricted": bool(filters.sources),
        "shown": SHOWN,
        "more": _more(len(items), len(names)),
        "meaning": _("Publishers of the documents. Each number is how many events a click would leave."),
    }


def _more(listed: int, known: int) -> str:
    if listed == known:
        return _("All {n} publishers").format(n=known)
    return _("The {n} largest of {all} publishers").format(n=listed, all=known)


def corroborated(filters: Filters, facets: Facets, everything: Facets) -> dict[str, Any]:
    """Return the group of the number of publishers, empty where no event has more than one."""
    if not everything.publishers.get(2) and filters.publishers == 1:
        return {"items": []}
    items = [
        {
            "value": str(least),
            "label": ngettext("{n} publisher or more", "{n} publishers or more", least).format(n=least),
            "count": number,
            "chosen": least == filters.publishers,
            "hint": _(_HINT),
        }
        for least, number in facets.publishers.items()
    ]
    title = _("Corroborated by")
    return {
        "key": "publishers",
        "title": title,
        "items": items,
        "restricted": True,
        "plain": True,
        "single": True,
        "meaning": _(_HINT),
    }
