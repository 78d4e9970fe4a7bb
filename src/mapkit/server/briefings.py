"""The filtered events as a page to print."""

from starlette.requests import Request
from starlette.responses import Response

from mapkit import languages
from mapkit.errors import FilterError
from mapkit.export import briefing
from mapkit.query import FILTER_KEYS
from mapkit.server import parameters
from mapkit.server.answers import SECURITY_HEADERS
from mapkit.server.services import Services

_VIEW = ("lat", "lon", "z")
#: The zooms and latitudes that the page's map knows.
_ZOOMS, _EDGE = (2, 18), 85.05


def brief(request: Request, shared: Services) -> Response:
    """Return the briefing of the address's filters, its map of `lat`, `lon` and `z` where they are given.

    Raises
    ------
    FilterError
        Where a parameter is unknown or wrong.
    """
    parameters.only(request, {*_VIEW, "lang", *FILTER_KEYS})
    with languages.using(parameters.language(request)):
        page = briefing.make(shared.workspace, shared.index, parameters.filters(request), _frame(request))
    headers = {
        **SECURITY_HEADERS,
        "Content-Security-Policy": f"{briefing.policy()}; frame-ancestors 'none'",
        "Cache-Control": "no-store",
    }
    return Response(page.encode(), headers=headers, media_type="text/html; charset=utf-8")


def _frame(request: Request) -> briefing.Frame | None:
    given = [name for name in _VIEW if name in request.query_params]
    if not given:
        return None
    if len(given) < len(_VIEW):
        raise FilterError("lat, lon and z belong together; give all three or none")
    latitude = parameters.number(request, "lat", -_EDGE, _EDGE)
    longitude = parameters.number(request, "lon", -180, 180)
    return briefing.Frame.of_view(latitude, longitude, parameters.number(request, "z", *_ZOOMS))
