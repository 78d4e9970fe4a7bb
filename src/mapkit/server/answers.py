"""Answers: JSON or bytes with their security headers, entity tag and compression."""

import asyncio
import gzip
import hashlib
import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from mapkit.errors import FilterError, MapkitError
from mapkit.query.patience import GivenUpError, Patience

#: What a document of ours may load: its own origin, nothing else. (Of scripts and data a browser reads no policy of
#: their own; the header matters when someone opens an answer, or an SVG among the assets, as a page.)
POLICY = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'"
SECURITY_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
JSON = "application/json"
#: Below this many bytes compression does not pay.
_GZIP_FROM = 1_000
_GZIP_LEVEL = 5
#: How long a question may take of the index.
SECONDS_MAX = 30
#: How often it is looked whether the reader is still there, from then on when an answer takes that long.
_LOOK_SECONDS = 0.25
_COMPRESSIBLE = ("text/", "application/", "image/svg")


class NotFoundError(MapkitError):
    """What the address names is not there."""


def answer(
    request: Request,
    body: Callable[[], bytes],
    media_type: str,
    *,
    tag: str | None = None,
    cache: str = "no-cache",
    packed: bool = False,
) -> Response:
    """Return a response, 304 without a body where the browser has this version already.

    Parameters
    ----------
    request : Request
    body : callable
        Gives the content; not called where the browser has this version.
    media_type : str
    tag : str, optional
        What the answer depends on; default: the content itself.
    cache : str
        `Cache-Control`; by default the browser asks each time whether it changed.
    packed : bool
        Whether `body` gives the content gzipped, as kept ready; it is unpacked for a browser that cannot.
    """
    content = body() if tag is None else None
    etag = f'W/"{tag or hashlib.sha256(content or b"").hexdigest()[:20]}"'
    headers = {**SECURITY_HEADERS, "ETag": etag, "Cache-Control": cache, "Vary": "Accept-Encoding"}
    if etag in _tags(request.headers.get("If-None-Match", "")):
        return Response(status_code=304, headers=headers)
    content = body() if content is None else content
    zipped = _accepts_gzip(request)
    if packed and not zipped:
        content = gzip.decompress(content)
    elif zipped and not packed:
        zipped = compressible(media_type) and len(content) >= _GZIP_FROM
        content = pack(content) if zipped else content
    if zipped:
        headers["Content-Encoding"] = "gzip"
    return Response(content, 200, headers, media_type)


def pack(content: bytes, level: int = _GZIP_LEVEL) -> bytes:
    """Return content gzipped, the same bytes for the same content."""
    return gzip.compress(content, level, mtime=0)


def compressible(media_type: str) -> bool:
    """Return whether compression pays for a media type."""
    return media_type.startswith(_COMPRESSIBLE)


def json_answer(
    request: Request, content: Callable[[], Any], *, tag: str | None = None, cache: str = "no-cache"
) -> Response:
    """Return a response with what `content` gives, as JSON; see `answer`."""
    return answer(request, lambda: to_json(content()), JSON, tag=tag, cache=cache)


def tag_of(request: Request, *parts: object) -> str:
    """Return a tag over the address and whatever else an answer depends on."""
    text = "|".join(map(str, (*parts, request.url.path, request.url.query)))
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def guarded(endpoint: Callable[[Request], Response]) -> Callable[[Request], Awaitable[Response]]:
    """Return an endpoint whose user's mistakes are answers with one clear line, `{"error": ...}`.

    It works in the thread pool. What it asks of the index ends where the reader goes away, as one does who pans on,
    and after `SECONDS_MAX`.
    """

    async def guard(request: Request) -> Response:
        patience, late = Patience(), asyncio.get_running_loop().time() + SECONDS_MAX
        work = asyncio.create_task(run_in_threadpool(_answered, endpoint, request, patience))
        try:
            while not (await asyncio.wait({work}, timeout=_LOOK_SECONDS))[0]:
                if await request.is_disconnected():
                    patience.leave("nobody waits for this answer any more")
                elif asyncio.get_running_loop().time() > late:
                    patience.end(f"this takes longer than {SECONDS_MAX} seconds and was given up; narrow the filters")
            return work.result()
        finally:
            patience.leave("the server ends")

    return guard


def _answered(endpoint: Callable[[Request], Response], request: Request, patience: Patience) -> Response:
    try:
        with patience.asking():
            return endpoint(request)
    except NotFoundError as error:
        return _error(404, str(error))
    except FilterError as error:
        return _error(400, str(error))
    except GivenUpError as error:
        return _error(503, str(error))
    except MapkitError as error:
        return _error(500, str(error))


def _error(status: int, line: str) -> Response:
    headers = {**SECURITY_HEADERS, "Cache-Control": "no-store"}
    return Response(to_json({"error": " ".join(line.split())}), status, headers, JSON)


def to_json(content: Any) -> bytes:
    """Return content as compact JSON."""
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _tags(header: str) -> set[str]:
    return {tag if tag.startswith("W/") else f"W/{tag}" for tag in (part.strip() for part in header.split(",")) if tag}


def _accepts_gzip(request: Request) -> bool:
    for part in request.headers.get("Accept-Encoding", "").lower().split(","):
        coding, _, quality = part.replace(" ", "").partition(";q=")
        if coding == "gzip":
            return quality.strip("0.") != "" or not quality
    return False
