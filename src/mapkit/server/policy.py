"""The policy of the page itself, for whatever Streamlit sends beside our own answers."""

import os
from collections.abc import Iterable

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: What the page itself shows in frames, the map among them.
_COMPONENT = "/component/"


def create_middleware(image_hosts: Iterable[str] | None = None) -> list[Middleware]:
    """Return the middleware that keeps the page to this origin.

    The browser refuses whatever else a page of ours would ask for: the promise that no third party is contacted does
    not rest on our care alone. Streamlit and its components need inline scripts and styles and `eval`, so the policy
    says nothing about those; it confines where anything may come from and go to.

    Parameters
    ----------
    image_hosts : iterable of str, optional
        Origins of map tiles that the user has opted in to (`https://tile.example`); by default the one that
        `MAPKIT_TILES` names, if any.
    """
    image_hosts = _opted_in() if image_hosts is None else image_hosts
    return [Middleware(_PagePolicy, policy=page_policy(image_hosts))]


def _opted_in() -> tuple[str, ...]:
    if not os.environ.get("MAPKIT_TILES", "").strip():
        return ()
    from mapkit.mapping import OnlineTiles  # imports folium, which only this rare case needs here

    tiles = OnlineTiles.from_environment()
    return (tiles.origin,) if tiles else ()


def page_policy(image_hosts: Iterable[str] = ()) -> str:
    """Return the Content-Security-Policy of Streamlit's own pages, but for who may frame them."""
    images = " ".join(["'self'", "data:", "blob:", *image_hosts])
    return "; ".join(
        (
            "default-src 'self'",
            "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
            "style-src 'self' 'unsafe-inline'",
            f"img-src {images}",
            "font-src 'self' data:",
            "connect-src 'self' data: blob:",
            "media-src 'self' blob:",
            "worker-src 'self' blob:",
            "frame-src 'self' blob: data:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
        )
    )


class _PagePolicy:
    """Adds the policy to every answer that has none of its own: no one may frame it, but the page its components."""

    def __init__(self, app: ASGIApp, policy: str) -> None:
        self._app = app
        self._policy = policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        framed_by = "'self'" if _COMPONENT in scope["path"] else "'none'"
        policy = f"{self._policy}; frame-ancestors {framed_by}"

        async def send_with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", policy)
                headers.setdefault("X-Content-Type-Options", "nosniff")
                headers.setdefault("Referrer-Policy", "same-origin")
            await send(message)

        await self._app(scope, receive, send_with_policy)
