"""The Folium map that leads the page: our own vector basemap, labels, controls, and nothing from elsewhere."""

import json
from functools import cache
from typing import Any, Literal

import folium
from branca.element import MacroElement
from folium.template import Template

from mapkit import languages
from mapkit.errors import FilterError
from mapkit.mapping import assets, popups, symbols
from mapkit.mapping.switches import Switches
from mapkit.mapping.tiles import OnlineTiles
from mapkit.mapping.view import MAX_ZOOM, MIN_ZOOM, View
from mapkit.vocabulary import CODEBOOK, COMPASS

MapTheme = Literal["auto", "light", "dark"]

_THEMES = frozenset({"auto", "light", "dark"})


class EventMap(folium.Map):
    """A `folium.Map` without tiles that refuses to render anything a third party would be asked for."""

    # Our own scripts only; folium's own list has jQuery, Bootstrap and web fonts, which nothing here uses.
    default_js = assets.scripts()
    default_css = assets.styles()

    def render(self, **kwargs: Any) -> str:
        """Render the map; raise `AssetError` where a child would fetch from elsewhere."""
        assets.check(self)
        return super().render(**kwargs)  # type: ignore[no-untyped-call,no-any-return]  # folium has no types here


class _Start(MacroElement):
    """The one call that turns the bare Leaflet map into ours."""

    _template = Template(
        "{% macro script(this, kwargs) %}\n"
        "L.mapkit.start({{ this._parent.get_name() }}, {{ this.config }});\n"
        "{% endmacro %}"
    )

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca has no types here
        self._name = "MapkitStart"
        self.config = to_script(config)


def build_map(
    view: View | None = None,
    theme: MapTheme = "auto",
    *,
    online_tiles: OnlineTiles | None = None,
    height: str = "100%",
    view_in_url: bool = True,
    inset: int = 0,
    bounds: tuple[float, float, float, float] | None = None,
    switches: Switches | None = None,
) -> EventMap:
    """Return a new map in the run's language: basemap, labels, scale, layers menu, measuring tool; events are a layer.

    Build it anew for every run of the page (streamlit-folium changes what it is given); it is tiny.

    Parameters
    ----------
    view : View or None
        The first view; None fits the events of the first event layer. Freeze it (and the theme) in the
        session: a changed map script mounts a new map, which loses the reader's view.
    theme : {"auto", "light", "dark"}
        "auto" follows Streamlit's theme, else the reader's system; `event_layer` may change it live.
    online_tiles : OnlineTiles or None
        A tile server that the reader may switch on; off, and absent from the menu, by default.
    height : str
        CSS height of the map in a standalone page.
    view_in_url : bool
        Inside a frame of the same origin (Streamlit), keep the view in the page's address as `lat`, `lon` and
        `z`, without a rerun.
    inset : int
        CSS pixels at the right that the page lays its panel over while an event is selected: what is brought
        into view is kept clear of them.
    bounds : tuple of float or None
        (west, south, east, north) in degrees to begin with where no view is given, which spares the map a question.
    switches : Switches or None
        What is shown beside the events, and what the ruler measures; freeze it as the view. In the address it is
        kept with the view.

    Returns
    -------
    EventMap

    Raises
    ------
    FilterError
        Where the theme is not one.
    """
    start = view or View(25.0, 15.0, 2)
    result = EventMap(
        location=[start.latitude, start.longitude],
        tiles=None,
        zoom_control=False,
        control_scale=False,
        attribution_control=False,
        height=height,
        world_copy_jump=True,
        zoom_snap=0.5,
        zoom_delta=1,
        wheel_px_per_zoom_level=90,
        max_bounds_viscosity=1.0,
        fade_animation=False,  # a popup that fades away would still take clicks
    )
    # folium.Map takes min_zoom and max_zoom for its tile layer only, and whole zooms only.
    result.options.update(min_zoom=MIN_ZOOM, max_zoom=MAX_ZOOM, zoom=start.zoom)
    config = to_config(
        view,
        theme,
        online_tiles=online_tiles,
        view_in_url=view_in_url,
        inset=inset,
        bounds=bounds,
        switches=switches,
    )
    _Start(config).add_to(result)
    return result


def to_config(
    view: View | None = None,
    theme: MapTheme = "auto",
    *,
    online_tiles: OnlineTiles | None = None,
    view_in_url: bool = True,
    inset: int = 0,
    bounds: tuple[float, float, float, float] | None = None,
    switches: Switches | None = None,
) -> dict[str, Any]:
    """Return what the map's script is started with, as plain JSON; the parameters are those of `build_map`.

    Raises
    ------
    FilterError
        Where the theme is not one.
    """
    return {
        "base": assets.PREFIX.removesuffix("/assets"),
        "view": view.to_config() if view else None,
        "theme": checked_theme(theme),
        "viewInUrl": view_in_url,
        "inset": int(inset),
        "bounds": [[bounds[1], bounds[0]], [bounds[3], bounds[2]]] if bounds else None,
        "switches": (switches or Switches()).to_config(),
        "speech": languages.for_scripts(_scripts(), also=(*CODEBOOK, *COMPASS)),
        "symbols": symbols.to_config(),
        "popup": popups.to_config(),
        "tiles": online_tiles.to_config() if online_tiles else None,
    }


@cache
def _scripts() -> str:
    return "".join(path.read_text(encoding="utf-8") for path in sorted((assets.STATIC / "mapkit").glob("*.js")))


def checked_theme(theme: str) -> str:
    """Return the theme, or raise `FilterError` where it is not auto, light or dark."""
    if theme not in _THEMES:
        raise FilterError(f"theme {theme!r} is not auto, light or dark")
    return theme


def to_script(config: dict[str, Any]) -> str:
    """Return a configuration as JSON that neither Jinja (branca compiles scripts twice) nor HTML can misread.

    Every `<`, `>`, `&`, `'`, `%`, `#`, brace in a string and backslash is written as a JSON escape; what is left
    of braces is JSON's own, kept apart by a space.
    """
    text = json.dumps(config, ensure_ascii=True, separators=(", ", ": "))
    return _guard(text)


def _guard(text: str) -> str:
    # Walk the JSON text: inside strings, write the characters that Jinja, HTML or JavaScript templates act on as
    # \uXXXX; outside, keep JSON's braces apart.
    parts: list[str] = []
    inside = escaped = False
    for char in text:
        if escaped:
            parts.append(char)
            escaped = False
        elif inside and char == "\\":
            parts.append(char)
            escaped = True
        elif char == '"':
            parts.append(char)
            inside = not inside
        elif inside:
            parts.append(f"\\u{ord(char):04x}" if char in "{}<>&'%#`$" else char)
        else:
            parts.append(f" {char} " if char in "{}" else char)
    return "".join(parts)


__all__ = ["EventMap", "MapTheme", "OnlineTiles", "build_map", "to_config"]
