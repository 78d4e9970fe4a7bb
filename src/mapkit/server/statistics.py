"""Numbers of events by front, type, week and what else is asked for, as JSON or as a CSV file."""

import io

from starlette.requests import Request
from starlette.responses import Response

from mapkit.export import statistics
from mapkit.query import FILTER_KEYS
from mapkit.server import parameters
from mapkit.server.answers import answer, json_answer, tag_of
from mapkit.server.services import Services

#: What is counted by where the address does not say.
BY = "front,type,week"
_FORMATS = ("json", "csv")
_BY_MAX = 200


def count(request: Request, shared: Services) -> Response:
    """Return the numbers of the events that pass the address's filters, by what `by` names, separated by commas.

    Raises
    ------
    FilterError
        Where a parameter is unknown or wrong.
    """
    parameters.only(request, {"by", "format", *FILTER_KEYS})
    by = parameters.text(request, "by", _BY_MAX) if "by" in request.query_params else BY
    as_csv = "format" in request.query_params and parameters.choice(request, "format", _FORMATS) == "csv"
    found = shared.index.statistics(parameters.filters(request), [name.strip() for name in by.split(",")])
    tag = tag_of(request, shared.workspace.identity, shared.index.version())
    if not as_csv:
        return json_answer(request, lambda: statistics.to_json(found), tag=tag)

    def table() -> bytes:
        stream = io.StringIO(newline="")
        statistics.write_csv(found, stream)
        return stream.getvalue().encode()

    response = answer(request, table, "text/csv; charset=utf-8", tag=tag)
    response.headers["Content-Disposition"] = 'attachment; filename="mapkit-statistics.csv"'
    return response
