import gzip
import shutil
import socket
import ssl
import subprocess
import threading

import pytest
import site_on_this_machine as web

from mapkit.errors import FeedError
from mapkit.feed import Kept, addresses, exchange

HTML = ("text/html",)


def refused(fetcher, url, kinds=HTML):
    with pytest.raises(FeedError) as caught:
        fetcher.get(url, kinds)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_page_is_fetched_behind_its_robots_txt_and_mapkit_says_who_it_is(site):
    site.pages["/a?b=1"] = "<p>ü"
    page = site.fetcher().get(site.url("/a?b=1"), HTML)
    assert (page.url, page.content_type, page.charset) == (site.url("/a?b=1"), "text/html", "utf-8")
    assert page.body == "<p>ü".encode()
    assert site.paths(robots=True) == ["/robots.txt", "/a?b=1"]
    assert {one.headers["User-Agent"].partition("/")[0] for one in site.asked} == {"mapkit"}
    assert {one.host for one in site.asked} == {f"desk.example:{site.port}"}
    assert all("Cookie" not in one.headers for one in site.asked)


# Robots.


def test_what_robots_txt_forbids_is_not_asked_for(site):
    site.pages = {"/robots.txt": "User-agent: *\nDisallow: /private\nDisallow: /*?print=\n", "/open": "x", "/": "x"}
    fetcher = site.fetcher()
    fetcher.get(site.url("/open"), HTML)
    for path in ("/private/a", "/open?print=1"):
        assert "robots.txt does not allow it" in refused(fetcher, site.url(path))
    assert site.paths(robots=True) == ["/robots.txt", "/open"]


def test_robots_txt_may_speak_to_mapkit_by_name(site):
    site.pages = {"/robots.txt": "User-agent: *\nDisallow:\n\nUser-agent: MapKit\nDisallow: /\n", "/a": "x"}
    assert "robots.txt" in refused(site.fetcher(), site.url("/a"))


def test_a_redirect_is_held_against_the_robots_txt_where_it_leads(site):
    site.pages = {
        "desk.example/a": lambda _: (302, {"Location": site.url("/b", host="other.example")}, b""),
        "other.example/robots.txt": "User-agent: *\nDisallow: /b",
        "other.example/b": "x",
    }
    assert "robots.txt" in refused(site.fetcher(), site.url("/a"))
    assert "/b" not in site.paths()


@pytest.mark.parametrize("status", [500, 503, 429])
def test_where_robots_txt_fails_nothing_is_fetched(site, status):
    site.pages = {"/robots.txt": (status, {}, b""), "/a": "x", "/b": "x"}
    fetcher = site.fetcher()
    refused(fetcher, site.url("/a"))
    refused(fetcher, site.url("/b"))
    assert site.paths(robots=True) == ["/robots.txt"]


@pytest.mark.parametrize("status", [404, 403, 410])
def test_where_there_is_no_robots_txt_all_is_allowed(site, status):
    site.pages = {"/robots.txt": (status, {}, b"User-agent: *\nDisallow: /"), "/a": "x"}
    assert site.fetcher().get(site.url("/a"), HTML).body == b"x"


# Politeness.


def test_a_host_is_asked_once_a_second_and_hosts_do_not_wait_for_each_other(site):
    site.pages = {"/a": "x", "/b": "x"}
    fetcher = site.fetcher()
    for url in (site.url("/a"), site.url("/b"), site.url("/a", host="other.example")):
        fetcher.get(url, HTML)
    assert [(one.host[0], one.path, one.at) for one in site.asked] == [
        ("d", "/robots.txt", 0.0),
        ("d", "/a", 1.0),
        ("d", "/b", 2.0),
        ("o", "/robots.txt", 2.0),
        ("o", "/a", 3.0),
    ]


def test_a_crawl_delay_is_kept_up_to_a_minute(site):
    site.pages = {"/robots.txt": "User-agent: *\nCrawl-delay: 7", "/a": "x"}
    fetcher = site.fetcher()
    fetcher.get(site.url("/a"), HTML)
    fetcher.get(site.url("/a"), HTML)
    assert [one.at for one in site.asked] == [0.0, 7.0, 14.0]
    site.pages["other.example/robots.txt"] = "User-agent: *\nCrawl-delay: 3600"
    assert "wants 3600 seconds" in refused(fetcher, site.url("/a", host="other.example"))


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_waited_for(site, status):
    answers = [(status, {"Retry-After": "30"}, b""), "x"]
    site.pages["/a"] = lambda _: answers.pop(0)
    assert site.fetcher().get(site.url("/a"), HTML).body == b"x"
    assert [one.at for one in site.asked] == [0.0, 1.0, 31.0]


@pytest.mark.parametrize("when", ["3600", None, "soon", "Tue, 01 Jan 2999 00:00:00 GMT"])
def test_a_host_that_wants_to_be_left_alone_is(site, when):
    site.pages = {"/a": (429, {"Retry-After": when}, b""), "/b": "x"}
    fetcher = site.fetcher()
    assert "left alone" in refused(fetcher, site.url("/a"))
    assert "left alone" in refused(fetcher, site.url("/b"))
    assert site.paths() == ["/a"]


def test_what_has_not_changed_is_not_sent_again(site, tmp_path):
    def answer(asked):
        same = asked.headers.get("If-None-Match") == '"1"'
        return (304, {"Content-Length": None}, b"") if same else (200, {"ETag": '"1"'}, "<p>ü")

    site.pages["/a"] = answer
    first = site.fetcher(kept=Kept(tmp_path / "feed")).get(site.url("/a"), HTML)
    second = site.fetcher(kept=Kept(tmp_path / "feed")).get(site.url("/a"), HTML)
    assert first == second
    assert "If-None-Match" in site.asked[-1].headers
    (kept,) = (tmp_path / "feed").iterdir()
    kept.write_bytes(kept.read_bytes()[:-9])  # a half-written one is none
    assert site.fetcher(kept=Kept(tmp_path / "feed")).get(site.url("/a"), HTML) == first


def test_last_modified_is_asked_by_too(site, tmp_path):
    site.pages["/a"] = (200, {"Last-Modified": "Mon, 19 Aug 2024 10:00:00 GMT"}, b"x")
    for _ in range(2):
        site.fetcher(kept=Kept(tmp_path)).get(site.url("/a"), HTML)
    assert site.asked[-1].headers["If-Modified-Since"] == "Mon, 19 Aug 2024 10:00:00 GMT"


# Redirects.


def test_redirects_are_followed_to_a_limit(site):
    for number in range(9):
        site.pages[f"/{number}"] = (301, {"Location": f"/{number + 1}"}, b"")
    site.pages["/5"] = "x"
    fetcher = site.fetcher()
    assert fetcher.get(site.url("/0"), HTML).url == site.url("/5")
    site.pages["/5"] = (308, {"Location": "/0"}, b"")
    assert "more than 5 times" in refused(fetcher, site.url("/0"))


@pytest.mark.parametrize(
    "where",
    ["http://private.example/", "http://127.0.0.1/", "http://[::1]/", "http://2130706433/", "http://desk.example:22/"],
)
def test_a_redirect_to_a_private_address_or_port_is_not_followed(site, where):
    site.pages["/a"] = (302, {"Location": where}, b"")
    asked = []

    def resolver(host, port):
        asked.append(host)
        return addresses.resolve("127.0.0.1", port) if host == "desk.example" else ["192.168.0.1"]

    reason = refused(site.fetcher(resolver=resolver), site.url("/a"))
    assert "no public address" in reason or "port 22" in reason
    assert site.paths() == ["/a"]


@pytest.mark.parametrize(
    "where", ["file:///etc/passwd", "ftp://desk.example/", "http://a:b@desk.example/", None, "http://["]
)
def test_a_redirect_to_what_is_no_page_is_not_followed(site, where):
    site.pages["/a"] = (302, {"Location": where}, b"")
    refused(site.fetcher(), site.url("/a"))
    assert site.paths() == ["/a"]


# Addresses.


def test_this_machine_is_not_asked(site):
    site.pages["/a"] = "x"
    for url in (site.url("/a", host="127.0.0.1"), site.url("/a", host="localhost"), site.url("/a", host="[::1]")):
        assert "no public address" in refused(site.fetcher(url, allows=None, resolver=None), url)
    assert site.asked == []


def test_a_name_server_that_changes_its_mind_is_not_followed(site):
    """DNS rebinding: the first answer is public, the next one is this machine; each connection's own answer counts."""
    site.pages["/a"] = "x"
    answers = [["127.0.0.1"], ["10.0.0.1"]]
    fetcher = site.fetcher(resolver=lambda *_: answers.pop(0))
    assert "10.0.0.1" in refused(fetcher, site.url("/a"))
    assert site.paths(robots=True) == ["/robots.txt"]


def test_the_checked_address_itself_is_asked(site, monkeypatch):
    """Nothing behind the check resolves the name again."""
    site.pages["/a"] = "x"
    looked_up = []
    real = socket.getaddrinfo

    def look_up(host, *rest, **more):
        looked_up.append(host)
        return real(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    site.fetcher().get(site.url("/a"), HTML)
    assert set(looked_up) <= {"127.0.0.1"}


def test_the_next_address_is_tried_where_one_cannot_be_reached(site):
    site.pages["/a"] = "x"
    fetcher = site.fetcher(resolver=lambda *_: ["127.0.0.9", "127.0.0.1"], allows=lambda _: True)
    assert fetcher.get(site.url("/a"), HTML).body == b"x"


def test_a_host_that_cannot_be_reached_is_asked_once(site):
    tried = []

    def resolver(host, _):
        tried.append(host)
        return ["127.0.0.9"]

    fetcher = site.fetcher(resolver=resolver, allows=lambda _: True)
    for path in ("/a", "/b"):
        assert "cannot be reached" in refused(fetcher, site.url(path))
    assert len(tried) == 1


def test_a_port_must_be_named(site):
    site.pages["/a"] = "x"
    assert f"port {site.port}" in refused(site.fetcher("http://desk.example/"), site.url("/a"))
    assert site.asked == []


# Limits.


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ((404, {}, b""), "404 (Not Found)"),
        ((418, {}, b""), "418"),
        ((204, {}, b""), "204"),
        ((304, {"Content-Length": None}, b""), "304"),
        ((200, {"Content-Type": "video/mp4"}, b"x"), "'video/mp4', which mapkit does not read"),
        ((200, {"Content-Encoding": "br"}, b"x"), "packed"),
        ((200, {"Content-Encoding": "gzip"}, b"not gzip"), "no HTTP"),
        ((200, {"Content-Encoding": "gzip"}, gzip.compress(b"x" * 1000)[:-9]), "breaks off"),
        ((200, {"Content-Length": "99"}, b"x"), "breaks off"),
        ((200, {}, b"x" * 10_000_001), "larger than 10 MB"),
        ((200, {"Content-Encoding": "gzip"}, gzip.compress(b"x" * 20_000_000)), "larger than 10 MB"),
        ((200, {"Transfer-Encoding": "chunked", "Content-Length": None}, b"zz\r\n"), "no HTTP"),
        ((200, {"X": "a" * 70_000}, b""), "no HTTP"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_answer_is_one_clear_line(site, answer, says):
    site.pages["/a"] = answer
    assert says in refused(site.fetcher(), site.url("/a"))


def test_packed_pages_are_unpacked(site):
    site.pages["/a"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"x" * 100_000))
    assert site.fetcher().get(site.url("/a"), HTML).body == b"x" * 100_000


def test_a_server_that_never_ends_is_left(site, monkeypatch):
    monkeypatch.setattr(exchange, "WHOLE_S", 0.5)
    over = threading.Event()

    def drip():
        while not over.wait(0.05):
            yield b"x"

    site.pages = {"/a": lambda _: over.wait(30) and None, "/b": lambda _: (200, {}, drip())}
    fetcher = site.fetcher()
    for path in ("/a", "/b"):
        assert "takes longer than" in refused(fetcher, site.url(path))
    over.set()


# TLS.


@pytest.fixture
def certificate(tmp_path):
    if not shutil.which("openssl"):
        pytest.skip("no openssl to make a certificate with")
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    request = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=desk.example"]
    extension = ["-addext", "subjectAltName=DNS:desk.example", "-keyout", str(key), "-out", str(cert)]
    subprocess.run([*request, *extension], check=True, capture_output=True)
    return key, cert


def test_certificates_are_checked_against_the_name_not_the_address(certificate):
    key, cert = certificate
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    site = web.Site(pages={"/a": "x"}, tls=ssl.create_default_context(cafile=str(cert)))
    server = web.serve(site, context)
    try:
        named = site.url("/a", scheme="https"), site.url("/a", scheme="https", host="other.example")
        assert site.fetcher(*named).get(named[0], HTML).body == b"x"
        assert "certificate is not valid" in refused(site.fetcher(*named), named[1])
        assert "certificate is not valid" in refused(site.fetcher(*named, tls=None), named[0])
    finally:
        server.shutdown()
        server.server_close()
