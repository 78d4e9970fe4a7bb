"""The addresses behind the map: events by viewport, one event, names, shapes, layers, assets, downloads.

All answers are for this origin alone (see `answers.SECURITY_HEADERS`); parameters are read strictly; a user's mistake
is an answer with `{"error": one clear line}`. The endpoints are plain functions: Starlette runs each in its thread
pool, so a slow question never holds up the page.

    GET /api/events?bbox=w,s,e,n&z=&filters     `EventIndex.viewport`
    GET /api/at?lat=&lon=&page=&size=&filters   the events under a `same_place` cluster, page by page; with
    GET /api/at?bbox=w,s,e,n&page=&size=&filters    the bounds of any other cluster, its events
    GET /api/timeline?filters                   events by day, week or month and type, under all filters but time's
    GET /api/playback?filters                   the dated events as columns of numbers: `mapkit.query.packed`
    GET /api/statistics?by=&format=&filters     numbers by front, type, week ...: `EventIndex.statistics`; JSON or CSV
    GET /api/document/{id}                      a text with its places and events: `mapkit.server.documents.reading`
    GET /api/event/{id}                         the record, and the paragraph around its first evidence
    GET /api/places?bbox=w,s,e,n&z=&limit=      names that fit; the same for every view of a tile, so none flickers
    GET /api/gazetteer?q=&limit=&lat=&lon=      places by what a person types, with their distance from a point
    GET /api/shape/{layer}/{id}                 a GeoJSON geometry
    GET /api/version                            the number of the workspace's last change, to poll
    GET /api/export?format=&hxl=&filters        a download: `mapkit.server.exports`
    GET /api/briefing?lat=&lon=&z=&filters      a page to print: `mapkit.server.briefings`
    GET /?embed=1&filters                       the map alone, to be framed: `mapkit.server.embed`
    GET /geo/{file}   GET /assets/{path}        layers; scripts, styles and images

Filters are `front`, `type`, `sub`, `claim`, `status`, `source` (each repeated for alternatives), `publishers`, `q`,
`since`, `until`, `undated` and `doc`: see `Filters`.
"""

import json
from collections.abc import Callable
from dataclasses import asdict
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import shapely
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from mapkit import layers, paths
from mapkit.errors import LayerError
from mapkit.model import Event
from mapkit.query import FILTER_KEYS, Filters
from mapkit.query.packed import timeless
from mapkit.query.projection import ZOOM_MAX, Box
from mapkit.server import briefings, documents, embed, exports, lookup, parameters, statistics
from mapkit.server.answers import (
    JSON,
    NotFoundError,
    answer,
    guarded,
    json_answer,
    pack,
    tag_of,
    to_json,
)
from mapkit.server.files import Folder
from mapkit.server.labels import Labels
from mapkit.server.services import Services, services
from mapkit.workspace import UnknownIdError

#: The most names a view may ask for.
LABELS_MAX = 1_000
_PAGE_KEYS = frozenset({"page", "size", *FILTER_KEYS})
#: Packed answers kept in memory.
_VIEWS_KEPT = 256
#: The most bytes of a packed view: one that would have more is told in fewer, larger clusters.
VIEW_BYTES_MAX = 60_000
#: Packed playbacks kept in memory, of some 7 MB a million events.
_FILMS_KEPT = 2
#: The longest paragraph that goes with an event, in code points.
_CONTEXT_MAX = 1_500


def create_routes(shared: Services | None = None, base_url: str = "") -> list[BaseRoute]:
    """Return the routes, to be mounted by `streamlit.App(..., routes=...)` or any Starlette application.

    Parameters
    ----------
    shared : Services, optional
        Default: this process's `services()`.
    base_url : str
        A path before all addresses, where the dashboard is served below one (`server.baseUrlPath`).
    """
    endpoints = _Endpoints(shared or services())
    prefix = f"/{base_url.strip('/')}" if base_url.strip("/") else ""
    table: dict[str, Callable[[Request], Response]] = {
        "/api/events": endpoints.events,
        "/api/at": endpoints.at,
        "/api/timeline": endpoints.timeline,
        "/api/playback": endpoints.playback,
        "/api/statistics": endpoints.statistics,
        "/api/document/{document_id}": endpoints.document,
        "/api/event/{event_id}": endpoints.event,
        "/api/places": endpoints.places,
        "/api/gazetteer": endpoints.gazetteer,
        "/api/shape/{layer}/{key:path}": endpoints.shape,
        "/api/version": endpoints.version,
        "/api/export": endpoints.export,
        "/api/briefing": endpoints.briefing,
        "/geo/{file}": endpoints.geo,
        "/assets/{path:path}": endpoints.asset,
    }
    embedded = embed.EmbedRoute(prefix + "/", guarded(endpoints.embed))
    return [embedded, *(Route(prefix + path, guarded(endpoint)) for path, endpoint in table.items())]


class _Endpoints:
    def __init__(self, shared: Services) -> None:
        self._shared = shared
        self._labels = lru_cache(maxsize=1)(lambda: Labels(shared.gazetteer))
        self._view = lru_cache(maxsize=_VIEWS_KEPT)(self._pack_view)
        self._film = lru_cache(maxsize=_FILMS_KEPT)(self._pack_film)

    def events(self, request: Request) -> Response:
        parameters.only(request, {"bbox", "z", *FILTER_KEYS})
        west, south, east, north = parameters.bbox(request)
        zoom = parameters.number(request, "z", 0, ZOOM_MAX)
        filters = parameters.filters(request)
        Box.of(west, south, east, north)  # a bad box is an error, even where the browser's answer is still good
        version = self._shared.index.version()
        return answer(
            request,
            lambda: self._view(version, west, south, east, north, zoom, filters),
            JSON,
            tag=tag_of(request, self._shared.workspace.identity, version),
            packed=True,
        )

    def at(self, request: Request) -> Response:
        index = self._shared.index
        if "bbox" in request.query_params:
            parameters.only(request, {"bbox", *_PAGE_KEYS})
            ask = partial(index.inside, *parameters.bbox(request))
        else:
            parameters.only(request, {"lat", "lon", *_PAGE_KEYS})
            latitude = parameters.number(request, "lat", -90, 90)
            ask = partial(index.at, latitude, parameters.number(request, "lon", -1080, 1080))
        page = parameters.whole(request, "page", 1, 1_000_000, 1)
        size = parameters.whole(request, "size", 1, 200, 50)
        filters = parameters.filters(request)

        def content() -> dict[str, Any]:
            table = ask(filters=filters, page=page, page_size=size)
            return {"events": table.rows, "total": table.total, "page": table.page, "pages": table.pages}

        return json_answer(request, content, tag=tag_of(request, self._shared.workspace.identity, index.version()))

    def timeline(self, request: Request) -> Response:
        parameters.only(request, FILTER_KEYS)
        filters, index = parameters.filters(request), self._shared.index
        return json_answer(
            request,
            lambda: asdict(index.timeline(filters)),
            tag=tag_of(request, self._shared.workspace.identity, index.version()),
        )

    def playback(self, request: Request) -> Response:
        parameters.only(request, FILTER_KEYS)
        filters, version = timeless(parameters.filters(request)), self._shared.index.version()
        return answer(
            request,
            lambda: self._film(version, filters),
            "application/octet-stream",
            tag=tag_of(request, self._shared.workspace.identity, version),
            packed=True,
        )

    def statistics(self, request: Request) -> Response:
        return statistics.count(request, self._shared)

    def event(self, request: Request) -> Response:
        parameters.only(request, ())
        workspace = self._shared.workspace
        try:
            event = workspace.event(request.path_params["event_id"])
        except UnknownIdError:
            raise NotFoundError("no such event") from None

        def content() -> dict[str, Any]:
            text = workspace.document(event.evidence[0].document_id).text if event.evidence else ""
            return {**event.to_dict(), "context": context_of(event, text)}

        return json_answer(request, content)

    def document(self, request: Request) -> Response:
        parameters.only(request, ())
        return json_answer(request, lambda: documents.reading(self._shared, request.path_params["document_id"]))

    def places(self, request: Request) -> Response:
        parameters.only(request, {"bbox", "z", "limit"})
        box = Box.of(*parameters.bbox(request))
        zoom = int(parameters.number(request, "z", 0, ZOOM_MAX))
        limit = parameters.whole(request, "limit", 1, LABELS_MAX, 400)
        return json_answer(request, lambda: self._labels().within(box, zoom, limit), cache="private, max-age=60")

    def gazetteer(self, request: Request) -> Response:
        parameters.only(request, {"q", "limit", "lat", "lon"})
        query = parameters.text(request, "q", lookup.QUERY_MAX)
        limit = parameters.whole(request, "limit", 1, 50, 12)
        near = None
        if "lat" in request.query_params or "lon" in request.query_params:
            near = parameters.number(request, "lat", -90, 90), parameters.number(request, "lon", -180, 180)
        return json_answer(
            request,
            lambda: lookup.lookup(self._shared.gazetteer, query, limit, near),
            cache="private, max-age=60",
        )

    def shape(self, request: Request) -> Response:
        parameters.only(request, ())
        try:
            body = _geometry(f"{request.path_params['layer']}/{request.path_params['key']}")
        except LayerError:
            raise NotFoundError("no such shape") from None
        return answer(request, lambda: body, "application/geo+json")

    def version(self, request: Request) -> Response:
        parameters.only(request, ())
        return json_answer(request, lambda: {"version": self._shared.workspace.version()})

    def export(self, request: Request) -> Response:
        return exports.download(request, self._shared)

    def briefing(self, request: Request) -> Response:
        return briefings.brief(request, self._shared)

    def embed(self, request: Request) -> Response:
        return embed.page(request, self._shared)

    def geo(self, request: Request) -> Response:
        return Folder(paths.geo_dir()).serve(request, request.path_params["file"])

    def asset(self, request: Request) -> Response:
        return _assets().serve(request, request.path_params["path"])

    def _pack_view(
        self, version: int, west: float, south: float, east: float, north: float, zoom: float, filters: Filters
    ) -> bytes:
        """Return the packed answer of a view; many readers begin at the same one, so some are kept by version."""
        del version
        for coarser in range(ZOOM_MAX):
            packed = pack(to_json(self._shared.index.viewport(west, south, east, north, zoom, filters, coarser)))
            if len(packed) <= VIEW_BYTES_MAX:
                break
        return packed

    def _pack_film(self, version: int, filters: Filters) -> bytes:
        """Return the packed playback of filters; several readers may play the same."""
        del version
        return pack(self._shared.index.packed(filters))


def context_of(event: Event, text: str) -> dict[str, Any] | None:
    """Return the paragraph around an event's first evidence, cut in three, so that no reader need count.

    Returns
    -------
    dict or None
        `before`, `exact` and `after` make up the paragraph; `start` and `end` are the evidence's code points in the
        document; `document_id`. None where the event has no evidence.
    """
    if not event.evidence:
        return None
    part = event.evidence[0]
    first = max(text.rfind("\n", 0, part.start) + 1, part.start - _CONTEXT_MAX)
    newline = text.find("\n", part.end)
    last = min(len(text) if newline < 0 else newline, part.end + _CONTEXT_MAX)
    return {
        "document_id": part.document_id,
        "before": text[first : part.start].lstrip(),
        "exact": text[part.start : part.end],
        "after": text[part.end : last].rstrip(),
        "start": part.start,
        "end": part.end,
    }


@lru_cache(maxsize=256)
def _geometry(layer_id: str) -> bytes:
    """Return a shape as GeoJSON, its coordinates to a metre."""
    mapping = json.loads(shapely.to_geojson(layers.shape(layer_id)))
    mapping["coordinates"] = _rounded(mapping["coordinates"])
    return json.dumps(mapping, separators=(",", ":")).encode()


def _rounded(value: Any) -> Any:
    return [_rounded(item) for item in value] if isinstance(value, list) else round(value, 5)


@lru_cache(maxsize=1)
def _assets() -> Folder:
    # Found beside this package: importing mapkit.mapping would load folium.
    return Folder(Path(__file__).resolve().parents[1] / "mapping" / "static")
