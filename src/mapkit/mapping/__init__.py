"""The map: a Folium map with our own basemap, the events by viewport, their popups, symbols and distances.

No text of a document, a gazetteer row or a reader ever passes through a Folium object, because branca compiles
what it renders a second time as a Jinja template: the page's script fetches text as JSON and shows it with
`textContent`. Nothing is asked of a third party: see `mapkit.mapping.assets`.
"""

from mapkit.mapping import assets, popups, symbols
from mapkit.mapping.assets import AssetError
from mapkit.mapping.basemap import EventMap, build_map, to_config
from mapkit.mapping.event_layer import EventLayer, event_layer
from mapkit.mapping.switches import SWITCH_KEYS, Switches
from mapkit.mapping.tiles import OnlineTiles
from mapkit.mapping.view import View

assets.localise()

__all__ = [
    "SWITCH_KEYS",
    "AssetError",
    "EventLayer",
    "EventMap",
    "OnlineTiles",
    "Switches",
    "View",
    "assets",
    "build_map",
    "event_layer",
    "popups",
    "symbols",
    "to_config",
]
