"""A map in one HTML file that opens from disk, offline: what it draws and the program that draws it are inside.

Leaflet and the event symbols are those of the dashboard's map, the ground is cut from `geo/` (`mapkit.export.ground`).
Events are JSON in a `<script type="application/json">`, which no browser runs; every `<`, `>` and `&` in it is written
as a JSON escape, so that no text can end the element, and the page shows text by `textContent` alone. A content
security policy allows the one script and the one style sheet by their hashes, and no request at all.
"""

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from string import Template
from typing import Any, TextIO

import shapely
from shapely.geometry import shape as from_geojson

from mapkit import languages
from mapkit.export import geojson, ground
from mapkit.export.about import ATTRIBUTION, About
from mapkit.languages import gettext as _
from mapkit.languages import marked
from mapkit.model import Event
from mapkit.vocabulary import CODEBOOK
from mapkit.wording import STATUS_WORDS
from mapkit.workspace.rows import kind_of

_STATIC = Path(__file__).resolve().parent / "static"
#: The words of the page's markup, by their places in it.
_WORDS = {
    "events": marked("Events"),
    "filters": marked("Filters"),
    "event_type": marked("Event type"),
    "who": marked("Who says so"),
    "show_all": marked("Show all"),
    "map": marked("Map of the events; the table below lists the same"),
    "chosen": marked("The chosen event"),
    "choose": marked("Choose an event on the map or in the table."),
    "table": marked("Table of events"),
    "event": marked("Event"),
    "place": marked("Place"),
    "date": marked("Date"),
    "claim": marked("Claim"),
    "actors": marked("Actors"),
    "sentence": marked("In the text"),
    "noscript": marked(
        "This map is drawn by a script inside the file; allow scripts for it, or export a table instead."
    ),
}
#: Degrees within which a river or a region may stray.
_STRAY = 0.01


def write(events: Iterable[Event], stream: TextIO, about: About | None = None) -> None:
    """Write one HTML document, the events as they come."""
    style, script, title = _style(), _script(), html.escape(_("mapkit events"))
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    stream.write(
        f'<!DOCTYPE html>\n<html lang="{languages.code()}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{html.escape(policy)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n"
    )
    stream.write(_page())
    spots: list[tuple[float, float]] = []
    shapes: dict[str, Any] = {}
    stream.write('<script type="application/json" id="events">[')
    separator = "\n"
    for event in events:
        record = _record(event, shapes)
        if event.longitude is not None and event.latitude is not None:
            spots.append((event.longitude, event.latitude))
        stream.write(separator + _json(record))
        separator = ",\n"
    more = {
        "shapes": shapes,
        "ground": ground.build(ground.view_of(spots)),
        "speech": languages.for_scripts(script, also=(*CODEBOOK, *(one.note for one in ATTRIBUTION))),
        "symbols": _symbols(),
        "about": about.to_dict() if about else None,
    }
    stream.write(f'\n]</script>\n<script type="application/json" id="more">{_json(more)}</script>\n')
    stream.write(f"<script>{script}</script>\n</body>\n</html>\n")


def _record(event: Event, shapes: dict[str, Any]) -> dict[str, Any]:
    """Return what the page shows of an event; its shape goes to `shapes`, once for all events of one place."""
    record = event.to_dict()
    kept = (
        *("event_id", "event_type", "sub_event_type", "event_status", "claim_status", "claimed_by", "event_date"),
        *("date_start", "date_end", "date_text", "location", "admin1", "country", "latitude", "longitude"),
        *("coordinate_uncertainty_m", "notes", "coder_version"),
    )
    shown = {name: record[name] for name in kept}
    shown["kind"] = kind_of(event)
    shown["actors"] = [actor.name for actor in event.actors]
    shown["quantities"] = [f"{one.kind}: {one.text}" for one in event.quantities]
    shown["evidence"] = [[part.prefix, part.exact, part.suffix] for part in event.evidence]
    shown["sources"] = [[one.publisher, one.title, one.published, one.url] for one in event.sources]
    told = geojson.geometry(event)
    if told and told["type"] != "Point":
        key = event.event_id if event.geometry else str(event.layer_id)
        shown["shape"] = key
        if key not in shapes:
            form = shapely.simplify(from_geojson(told), _STRAY)
            shapes[key] = {"closed": "Polygon" in told["type"], "outlines": ground.outlines([form])}
    return shown


def _symbols() -> dict[str, Any]:
    from mapkit.mapping import popups, symbols

    return {
        **symbols.to_config(),
        "labels": {claim.value: label for claim, label in symbols.CLAIM_LABELS.items()},
        "claims": dict(popups.CLAIM_WORDS),
        "statuses": {status.value: words for status, words in STATUS_WORDS.items()},
    }


def _page() -> str:
    """Return the page's markup with its words in the language of the run."""
    markup = Template((_STATIC / "page.html").read_text(encoding="utf-8"))
    return markup.substitute({name: html.escape(_(word)) for name, word in _WORDS.items()})


@cache
def _script() -> str:
    from mapkit.mapping import assets

    leaflet = assets.STATIC / "vendor" / "leaflet"
    licence = (leaflet / "LICENSE").read_text(encoding="utf-8")  # which asks to go where Leaflet goes
    files = (
        leaflet / "leaflet.js",
        assets.STATIC / "mapkit" / "speech.js",
        _STATIC / "start.js",
        assets.STATIC / "mapkit" / "symbols.js",
        *(_STATIC / name for name in ("ground.js", "markers.js", "page.js")),
    )
    return "\n".join([f"/*\n{licence}*/", *(file.read_text(encoding="utf-8") for file in files)])


@cache
def _style() -> str:
    from mapkit.mapping import assets

    leaflet = (assets.STATIC / "vendor" / "leaflet" / "leaflet.css").read_text(encoding="utf-8")
    # Its pictures belong to controls that this page has not, and would be asked of the disk.
    leaflet = re.sub(r"url\([^)]*\)", "none", leaflet)
    return leaflet + (_STATIC / "page.css").read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return re.sub("[<>&]", lambda found: f"\\u{ord(found[0]):04x}", text)
