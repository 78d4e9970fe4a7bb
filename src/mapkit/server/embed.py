"""The map alone, to be framed: `?embed=1` before any address of the page.

It is a page of its own, without Streamlit: the map's scripts, a chip with the legend, a link to the whole page. It
alone may be framed by others, by those that `MAPKIT_EMBED` names; by default only by pages of this origin.
"""

import html
import json
import os
import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import Scope

from mapkit import languages, wording
from mapkit.errors import FilterError
from mapkit.languages import gettext as _
from mapkit.model import EventType, type_of
from mapkit.query import Filters
from mapkit.server import parameters
from mapkit.server.answers import SECURITY_HEADERS
from mapkit.server.services import Services

_KEY = "embed"
_ID = re.compile(r"[0-9a-f]{16}")
_NUMBER = re.compile(r"[+-]?\d{1,4}(\.\d{1,12})?", re.ASCII)
_ORIGIN = re.compile(r"https?://(\*\.)?[A-Za-z0-9.-]+(:\d{1,5})?")
_SWATCH = 16


class EmbedRoute(Route):
    """The route of the page's own address where it has `embed=1`; without it the address is the page's."""

    def __init__(self, path: str, endpoint: Callable[[Request], Awaitable[Response]]) -> None:
        super().__init__(path, endpoint)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Say whether the route answers."""
        asked = scope["type"] == "http" and Request(scope).query_params.get(_KEY) == "1"
        return super().matches(scope) if asked else (Match.NONE, {})


def ancestors() -> str:
    """Return who may frame the embedded map, as Content-Security-Policy writes it: of `MAPKIT_EMBED`, or `'self'`.

    Raises
    ------
    FilterError
        Where `MAPKIT_EMBED` names anything but origins, `*` or `none`.
    """
    named = os.environ.get("MAPKIT_EMBED", "").split()
    if named in (["*"], ["none"]):
        return "*" if named == ["*"] else "'none'"
    for origin in named:
        if not _ORIGIN.fullmatch(origin):
            raise FilterError(f"MAPKIT_EMBED: {origin!r} is no origin; write https://news.example, several by spaces")
    return " ".join(("'self'", *named))


def page(request: Request, shared: Services) -> Response:
    """Return the page of an address: its filters, selection and view; what else it holds is the whole page's."""
    filters = parameters.filters(request)
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        f"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors {ancestors()}"
    )
    headers = {**SECURITY_HEADERS, "Content-Security-Policy": policy, "Cache-Control": "no-store"}
    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    with languages.using(parameters.language(request)):
        body = _page(_config(request, shared, filters), _whole(request), _legend(shared, filters))
    return Response(body.encode(), headers=headers, media_type="text/html; charset=utf-8")


def _config(request: Request, shared: Services, filters: Filters) -> dict[str, Any]:
    from mapkit import mapping

    asked = request.query_params
    view = None
    if all(_NUMBER.fullmatch(asked.get(key, "")) for key in ("lat", "lon", "z")):
        view = mapping.View(float(asked["lat"]), float(asked["lon"]), float(asked["z"]))
    switches = mapping.Switches.from_query({key: asked.getlist(key) for key in mapping.SWITCH_KEYS})
    return {
        "map": mapping.to_config(view, view_in_url=False, bounds=shared.index.bounds(filters), switches=switches),
        "query": filters.to_string(),
        "revision": shared.index.version(),
        "selected": _id(asked.get("event")),
        "second": _id(asked.get("to")),
    }


def _whole(request: Request) -> str:
    kept = [(key, value) for key, value in request.query_params.multi_items() if key != _KEY]
    return f"{request.url.path}?{urlencode(kept)}" if kept else request.url.path


def _legend(shared: Services, filters: Filters) -> str:
    """Return the types that are shown, with their symbols and counts: constants of ours and numbers."""
    from mapkit.mapping import symbols

    facets = shared.index.facets(filters)
    whole, subs = filters.tree()
    rows = []
    for kind in EventType:
        count = facets.types.get(kind.value, 0)
        if count and (not (whole or subs) or kind.value in filters.types or any(type_of(sub) == kind for sub in subs)):
            drawn = "".join(f'<span class="{theme}">{_svg(kind, theme)}</span>' for theme in symbols.PAPER)
            rows.append(f"<li>{drawn}{html.escape(_(kind.value))}<b>{wording.number(count)}</b></li>")
    return f'<summary>{html.escape(wording.events(facets.total))}</summary><ul tabindex="0">{"".join(rows)}</ul>'


def _svg(kind: EventType, theme: Any) -> str:
    from mapkit.mapping import symbols

    return symbols.svg(kind, theme=theme, size=_SWATCH)


def _page(config: dict[str, Any], whole: str, legend: str) -> str:
    from mapkit.mapping import assets

    title, opening = html.escape(_("Map of events")), html.escape(_("Open in mapkit"))
    styles = "".join(f'<link rel="stylesheet" href="{html.escape(url)}">' for _, url in assets.styles())
    scripts = "".join(f'<script defer src="{html.escape(url)}"></script>' for _, url in assets.scripts())
    return (
        f'<!DOCTYPE html>\n<html lang="{languages.code()}">\n<head><meta charset="utf-8">'
        f"<title>{title}</title>"
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{styles}'
        f'<link rel="stylesheet" href="{assets.url("embed/embed.css")}">{scripts}'
        f'<script defer src="{assets.url("embed/embed.js")}"></script></head>\n'
        f'<body><main><h1>{title}</h1><div id="map"></div><details class="chip">{legend}</details>'
        f'<a class="whole" href="{html.escape(whole)}" target="_blank" rel="noopener">{opening}</a></main>'
        f'<script type="application/json" id="config">{_json(config)}</script></body>\n</html>\n'
    )


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return re.sub("[<>&]", lambda found: f"\\u{ord(found[0]):04x}", text)


def _id(value: str | None) -> str | None:
    return value if value and _ID.fullmatch(value) else None
