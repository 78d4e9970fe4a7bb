"""The filtered events as a download: text as it is made, a file made first."""

from pathlib import Path
from typing import TextIO

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from mapkit import export, languages
from mapkit.errors import ExportError, FilterError
from mapkit.query import FILTER_KEYS
from mapkit.query.patience import awaited
from mapkit.server import parameters
from mapkit.server.answers import SECURITY_HEADERS
from mapkit.server.downloads import file, stream
from mapkit.server.services import Services


def download(request: Request, shared: Services) -> Response:
    """Return the events that pass the address's filters, in the format it names.

    Raises
    ------
    FilterError
        Where a parameter is unknown or wrong, or more events pass the filters than the format holds.
    """
    parameters.only(request, {"format", "hxl", "lang", *FILTER_KEYS})
    name = parameters.choice(request, "format", export.FORMATS)
    hxl = "hxl" in request.query_params and parameters.choice(request, "hxl", ("yes", "no")) == "yes"
    if hxl and name != "acled":
        raise FilterError("hxl=yes goes with format=acled")
    kind = export.FORMATS[name]
    filters = parameters.filters(request)
    ids = shared.index.ids(filters)
    try:
        export.bounded(name, len(ids))  # before the answer begins
    except ExportError as error:
        raise FilterError(str(error)) from None
    workspace = shared.workspace
    about, language = export.About.now(filters.to_string()), _language(request, name)

    def write(target: TextIO) -> None:
        with languages.using(language):  # in a thread of its own, which has no language yet
            export.write(workspace.events(ids), target, name, about, hxl=hxl)

    def save(path: Path) -> None:
        export.save(awaited(workspace.events(ids)), path, name, about)

    headers = {
        **SECURITY_HEADERS,
        "Content-Disposition": f'attachment; filename="mapkit-events{kind.ending}"',
        "Cache-Control": "no-store",
    }
    pieces = stream(write) if kind.text else file(save)
    return StreamingResponse(pieces, headers=headers, media_type=kind.media_type)


def _language(request: Request, name: str) -> str:
    """Return the language of the map in a file; whatever a program reads is in English."""
    if name == "html":
        return parameters.language(request)
    if "lang" in request.query_params:
        raise FilterError("lang goes with format=html")
    return languages.ENGLISH
