"""The events on the map: a Folium layer whose whole script is one call with numbers, ids and a checked query."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal, get_args
from urllib.parse import urlencode

import folium
from folium.elements import JSCSSMixin
from folium.template import Template

from mapkit.errors import FilterError
from mapkit.mapping import assets
from mapkit.mapping.basemap import MapTheme, checked_theme, to_script

Side = Literal["left", "right"]
_EVENT_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
# What urllib.parse.urlencode leaves: no brace, quote, angle bracket or backslash, so nothing that Jinja,
# JavaScript or HTML could act on.
_QUERY = re.compile(r"(?:[A-Za-z0-9.~+_&=-]|%[0-9A-Fa-f]{2})*")


class EventLayer(JSCSSMixin, folium.FeatureGroup):
    """The viewport layer: the browser asks `/api/events` for what is in view and draws it.

    The same few bytes for any number of events; use `event_layer` to make one.

    Parameters
    ----------
    query, selected, second, theme, show_distances, picking, quiet, revision, compare, side
        As `event_layer` takes them.
    """

    default_js = assets.scripts()
    default_css = assets.styles()
    _template = Template(
        "{% macro script(this, kwargs) %}\n"
        "var {{ this.get_name() }} = L.mapkit.eventLayer({{ this.config }});\n"
        "{% endmacro %}"
    )

    def __init__(
        self,
        query: str,
        selected: str | None,
        second: str | None,
        theme: str | None,
        *,
        show_distances: bool | None,
        picking: bool = False,
        quiet: bool = False,
        revision: int = 0,
        compare: str | None = None,
        side: Side = "left",
    ) -> None:
        super().__init__(name="events", control=False)
        self.config = to_script(
            {
                "query": _checked_query(query),
                "selected": _checked_id("selected", selected),
                "second": _checked_id("second", second),
                "theme": None if theme is None else checked_theme(theme),
                "distances": show_distances,
                "picking": picking,
                "quiet": quiet,
                "revision": int(revision),
                "compare": None if compare is None else _checked_query(compare),
                "side": _checked_side(side),
            }
        )


def event_layer(
    filters_query: str | Mapping[str, str | Sequence[str]] = "",
    selected: str | None = None,
    second: str | None = None,
    theme: MapTheme | None = None,
    *,
    show_distances: bool | None = None,
    picking: bool = False,
    quiet: bool = False,
    revision: int = 0,
    compare: str | None = None,
    side: Side = "left",
) -> EventLayer:
    """Return the layer of the filtered events, to hand to `st_folium(feature_group_to_add=...)` or `add_to` a map.

    Parameters
    ----------
    filters_query : str or mapping
        `Filters.to_string()` or `Filters.to_query()`: a percent-encoded URL query, or its keys and values.
    selected, second : str or None
        Event ids: the selected event, and the one to which its distance is drawn.
    theme : {"auto", "light", "dark"} or None
        Changes the theme of the live map; None leaves it as it is.
    show_distances : bool or None
        Draw all stated distances in view (True), the selected event's only (False), or as the reader has set it.
    picking : bool
        The next event that is clicked is the second one, not another selection.
    quiet : bool
        The page itself says that no event passes the filters.
    revision : int
        The number of the workspace's last change: another one makes the map ask anew.
    compare : str or None
        A second query as `Filters.to_string()` gives it, whose events are shown beside those of the first, each on its
        side of a bar.
    side : {"left", "right"}
        The side of the first query; the second one has the other.

    Returns
    -------
    EventLayer

    Raises
    ------
    FilterError
        Where a query is not percent-encoded, an id is not one, or the theme or the side is unknown.
    """
    query = filters_query if isinstance(filters_query, str) else urlencode(filters_query, doseq=True)
    return EventLayer(
        query,
        selected,
        second,
        theme,
        show_distances=show_distances,
        picking=picking,
        quiet=quiet,
        revision=revision,
        compare=compare,
        side=side,
    )


def _checked_query(query: str) -> str:
    query = query.removeprefix("?")
    if not _QUERY.fullmatch(query):
        raise FilterError("the filters of the event layer are not a percent-encoded query; use Filters.to_string")
    return query


def _checked_side(side: Side) -> Side:
    if side not in get_args(Side):
        raise FilterError(f"side {side!r} of the event layer is neither left nor right")
    return side


def _checked_id(name: str, value: str | None) -> str | None:
    if value is not None and not _EVENT_ID.fullmatch(value):
        raise FilterError(f"{name} is not an event id")
    return value
