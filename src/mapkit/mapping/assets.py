"""Vendored scripts and styles: every URL that a map asks the browser for is one of ours, or an error.

Folium and its plugins name their libraries by URLs of public CDNs; one that cannot be reached leaves the map
blank without a word, and each tells a third party who is looking. `localise` rewrites those lists once, to
files under `static/` that the server gives out as `/assets/...`. A list with a URL that is not vendored is
kept, but reading it (which rendering does) raises `AssetError`.
"""

import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import folium.elements
import folium.plugins
from branca.colormap import ColorMap
from branca.element import Element

from mapkit.errors import MapkitError

STATIC = Path(__file__).resolve().parent / "static"

#: Where the server mounts `static/`; a dashboard behind a path prefix sets MAPKIT_BASE_URL to that prefix.
PREFIX = os.environ.get("MAPKIT_BASE_URL", "").rstrip("/") + "/assets"

Links = list[tuple[str, str]]

#: The names that folium gives to what we vendor.
_VENDORED = {
    "leaflet": "vendor/leaflet/leaflet.js",
    "leaflet_css": "vendor/leaflet/leaflet.css",
}

#: What every folium.Map asks for and no layer of ours uses; layers that need them are refused by `check`.
_NOT_NEEDED = frozenset(
    {
        *("jquery", "bootstrap", "awesome_markers", "bootstrap_css", "glyphicons_css"),
        *("awesome_markers_font_css", "awesome_markers_css", "awesome_rotate_css"),
    }
)

_SCRIPTS = (
    *("speech", "core", "motion", "geodesy", "theme", "canvas", "symbols", "basemap", "placing", "labels", "records"),
    *("popup", "notes", "shapes", "annotations", "layout", "events", "measure", "reading", "review"),
    *("walk", "switches", "swipe", "film", "dots", "playback", "controls", "map"),
)


class AssetError(MapkitError):
    """A script, style or tile that is not vendored would be asked of a third party."""


class _NotVendored(list[tuple[str, str]]):
    """A list of links that may not be used: reading it raises `AssetError`."""

    def __init__(self, owner: str, url: str) -> None:
        super().__init__()
        self.owner, self.url = owner, url

    def __iter__(self) -> Iterator[tuple[str, str]]:
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise AssetError(f"{self.owner} asks for {self.url}, which is not vendored; add it to scripts/vendor_assets.py")


def url(path: str) -> str:
    """Return the URL of a file in `static/`.

    Parameters
    ----------
    path : str
        Relative to `static/`, with slashes.

    Raises
    ------
    AssetError
        Where there is no such file.
    """
    if not (STATIC / path).is_file():
        raise AssetError(f"{path} is not in mapping/static; run scripts/vendor_assets.py")
    return f"{PREFIX}/{path}"


def scripts() -> Links:
    """Return the (name, URL) pairs of the map's scripts, in the order in which they load."""
    own = [(f"mapkit_{name}", url(f"mapkit/{name}.js")) for name in _SCRIPTS]
    return [("leaflet", url("vendor/leaflet/leaflet.js")), *own]


def styles() -> Links:
    """Return the (name, URL) pairs of the map's style sheets."""
    return [("leaflet_css", url("vendor/leaflet/leaflet.css")), ("mapkit_css", url("mapkit/mapkit.css"))]


@cache
def manifest() -> dict[str, Any]:
    """Return what is vendored: by package its version, licence, integrity and the SHA-256 of each file."""
    record: dict[str, Any] = json.loads((STATIC / "vendor" / "manifest.json").read_text(encoding="utf-8"))
    return record


def localise() -> None:
    """Rewrite the links of every folium class and plugin to our own; doing it again changes nothing."""
    for kind in _subclasses(folium.elements.JSCSSMixin):
        for attribute in ("default_js", "default_css"):
            if attribute in vars(kind):
                setattr(kind, attribute, _local(kind.__name__, vars(kind)[attribute]))


def check(element: Element) -> None:
    """Make sure that nothing below an element would be asked of a third party.

    Raises
    ------
    AssetError
        Where an element names a URL that is not ours, or is of a kind that fetches one by itself.
    """
    if isinstance(element, ColorMap):
        raise AssetError("a branca ColorMap loads d3 from a CDN; draw the legend in the sidebar instead")
    if isinstance(element, folium.raster_layers.TileLayer):
        raise AssetError("a TileLayer asks a tile host; pass OnlineTiles to build_map, which says so to the reader")
    if isinstance(element, folium.Icon):
        raise AssetError("folium.Icon needs web fonts that are not vendored; events are drawn by EventLayer")
    for links in (getattr(element, "default_js", ()), getattr(element, "default_css", ())):
        for _, link in links:
            if not link.startswith(f"{PREFIX}/"):
                raise AssetError(f"{type(element).__name__} asks for {link}, which is not vendored")
    for child in element._children.values():
        check(child)


def _local(owner: str, links: Links) -> Links:
    if isinstance(links, _NotVendored):
        return links
    result = []
    for name, link in links:
        if link.startswith(f"{PREFIX}/"):
            result.append((name, link))
        elif name in _VENDORED:
            result.append((name, url(_VENDORED[name])))
        elif name not in _NOT_NEEDED:
            return _NotVendored(owner, link)
    return result


def _subclasses(kind: type[Any]) -> Iterator[type[Any]]:
    for child in kind.__subclasses__():
        yield child
        yield from _subclasses(child)
