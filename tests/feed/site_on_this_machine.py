"""A web site on this machine, under any names, and a clock that needs no waiting."""

import threading
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from mapkit.feed import Fetcher

WORDS = (
    "Shells fell on the northern edge of the city through the night, the regional administration said on Monday.",
    "Two warehouses burned down before crews could reach them, according to the emergency service of the region.",
)


def page(title="Raid on Sumy", head="", words=WORDS):
    body = "".join(f"<p>{one}</p>" for one in words)
    return (
        f"<html><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{body}</article></body></html>"
    )


def rss(*items, title="The Desk"):
    rows = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{rows}</channel></rss>'


@dataclass
class Asked:
    """One request that the site was asked."""

    host: str
    path: str
    headers: dict
    at: float


@dataclass
class Site:
    """What is where: a path with its host, or the path alone, to (status, headers, body) or a body."""

    port: int = 0
    pages: dict = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    now: float = 0.0
    tls: object = None

    def url(self, path="/", host="desk.example", scheme="http"):
        return f"{scheme}://{host}:{self.port}{path}"

    def paths(self, *, robots=False):
        return [one.path for one in self.asked if robots or one.path != "/robots.txt"]

    def sleep(self, seconds):
        self.now += seconds

    def fetcher(self, *named, **options):
        """A fetcher that may ask this machine, whatever the host is called; ports need naming as ever."""
        options = {
            "resolver": lambda *_: ["127.0.0.1"],
            "allows": lambda address: address == "127.0.0.1",
            "clock": lambda: self.now,
            "sleep": self.sleep,
            "tls": self.tls,
            **options,
        }
        return Fetcher(named=named or (self.url(), self.url(host="other.example")), **options)

    def answer(self, asked):
        found = self.pages.get(asked.host.partition(":")[0] + asked.path, self.pages.get(asked.path))
        if callable(found):
            found = found(asked)
        if found is None:
            found = (404, {}, b"")
        if not isinstance(found, tuple):
            found = (200, {}, found)
        status, headers, body = found
        if not isinstance(body, (str, bytes)):  # piece by piece
            return status, {"Content-Type": "text/html", **headers}, body
        body = body.encode() if isinstance(body, str) else body
        kind = "application/rss+xml" if body.lstrip().startswith(b"<?xml") else "text/html; charset=utf-8"
        return status, {"Content-Type": kind, "Content-Length": str(len(body)), **headers}, [body]


def serve(site, context=None):
    """Start a site; returns the server, to be shut down."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked = Asked(self.headers["Host"], self.path, dict(self.headers), site.now)
            site.asked.append(asked)
            status, headers, body = site.answer(asked)
            self.send_response(status)
            for name, value in headers.items():
                if value is not None:
                    self.send_header(name, value)
            self.end_headers()
            with suppress(OSError):  # the reader may have seen enough
                for piece in body:
                    self.wfile.write(piece)

        def log_message(self, *_):
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_):
            pass

    server = Server(("127.0.0.1", 0), Handler)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    site.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return server
