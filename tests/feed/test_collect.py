import datetime as dt
import io

import pytest
from site_on_this_machine import WORDS, page, rss

from mapkit.feed import Kept, collect, listed

OG = '<meta property="og:site_name" content="The Desk"><meta property="article:published_time" content="2024-08-19">'


CREW = page(words=("The crew’s house burned down, officials said.",))


def item(path, date="Tue, 20 Aug 2024 10:00:00 +0000"):
    return f"<title>Item {path}</title><link>{path}</link><pubDate>{date}</pubDate>"


def outcomes(found):
    return [(one.url.partition(".example")[2].partition("/")[2], one.status, one.reason) for one in found]


def test_a_page_becomes_a_document_with_what_it_states(site):
    site.pages["/raid"] = page(head=OG)
    (found,) = collect([site.url("/raid")], site.fetcher())
    document = found.document
    assert found.status == "read"
    assert all(words in document.text for words in WORDS)
    assert (document.name, document.url) == (site.url("/raid"), site.url("/raid"))
    assert (document.title, document.publisher, document.published) == (
        "Raid on Sumy",
        "The Desk",
        dt.date(2024, 8, 19),
    )


def test_what_neither_page_nor_feed_states_is_none(site):
    site.pages["/raid"] = page()
    (found,) = collect([site.url("/raid")], site.fetcher())
    assert (found.document.publisher, found.document.published) == (None, None)


def test_a_feed_is_followed_to_its_pages_and_fills_in_what_they_do_not_state(site):
    site.pages = {"/feed": rss(item("/a"), item("/b"), title="The Feed"), "/a": page("A", OG), "/b": page("B")}
    first, second = (found.document for found in collect([site.url("/feed")], site.fetcher()))
    assert (first.title, first.publisher, first.published) == ("A", "The Desk", dt.date(2024, 8, 20))
    assert (second.title, second.publisher, second.published) == ("B", "The Feed", dt.date(2024, 8, 20))
    assert site.paths() == ["/feed", "/a", "/b"]


def test_only_what_is_named_or_listed_is_fetched(site):
    links = '<link rel="alternate" type="application/rss+xml" href="/feed"><link rel="canonical" href="/c">'
    site.pages = {"/a": page(head=links + '<script src="/s.js"></script>'), "/feed": rss(item("/b"))}
    list(collect([site.url("/a")], site.fetcher()))
    assert site.paths() == ["/a"]


def test_known_pages_are_not_asked_for_again(site):
    site.pages = {
        "/feed": rss(item("/a"), item("/b"), item("/c")),
        "/a": page(),
        "/b": lambda _: (301, {"Location": "/d"}, b""),
        "/c": page("C"),
        "/d": page("D"),
    }
    known = {site.url("/a"), site.url("/d")}
    found = list(collect([site.url("/feed"), site.url("/a")], site.fetcher(), known=known.__contains__))
    assert outcomes(found) == [
        ("a", "skipped", "is there already"),
        ("b", "skipped", "is there already"),
        ("c", "read", None),
        ("a", "skipped", "came up in this run before"),
    ]
    assert site.paths() == ["/feed", "/b", "/d", "/c"]


def test_older_pages_are_skipped_and_undated_ones_are_not(site):
    undated = "<link>/c</link>"
    site.pages = {
        "/feed": rss(item("/a", "Mon, 01 Jan 2024 10:00:00 GMT"), item("/b"), undated, "<link>/d</link>"),
        "/b": page("B"),
        "/c": page("C"),
        "/d": page("D", OG),
    }
    found = collect([site.url("/feed")], site.fetcher(), since=dt.date(2024, 8, 20))
    assert outcomes(found) == [
        ("a", "skipped", "was published on 2024-01-01, before 2024-08-20"),
        ("b", "read", None),
        ("c", "read", None),
        ("d", "skipped", "was published on 2024-08-19, before 2024-08-20"),
    ]
    assert "/a" not in site.paths()


def test_entries_without_a_page_and_empty_feeds_are_said(site):
    site.pages = {"/feed": rss("<title>No page</title>", item("/a")), "/a": page(), "/empty": rss()}
    found = list(collect([site.url("/feed"), site.url("/empty")], site.fetcher()))
    assert outcomes(found) == [
        ("feed", "skipped", "its entry 1 leads to no page"),
        ("a", "read", None),
        ("empty", "skipped", "is a feed that lists nothing"),
    ]


def test_a_listing_fetches_no_page_of_a_feed(site):
    site.pages = {"/feed": rss(item("/a"), item("ftp://desk.example/b"))}
    found = list(collect([site.url("/feed")], site.fetcher(), list_only=True))
    assert [one.status for one in found] == ["listed", "rejected"]
    assert site.paths() == ["/feed"]


def test_each_failure_is_one_line_and_the_rest_goes_on(site):
    site.pages = {
        "/robots.txt": "User-agent: *\nDisallow: /closed",
        "/feed": rss(
            item("/closed"), item("/gone"), item("/empty"), item("/video"), item("/feed2"), item("http://10.0.0.1/x"),
            item("http://desk.example:22/"), item("javascript:alert(1)"), item("/broken.pdf"), item("/good"),
        ),
        "/empty": "<html></html>",
        "/video": (200, {"Content-Type": "video/mp4"}, b"x"),
        "/feed2": (200, {"Content-Type": "text/html"}, rss(item("/deep")).encode()),
        "/broken.pdf": (200, {"Content-Type": "application/pdf"}, b"%PDF-1.7 broken"),
        "/good": page(),
    }  # fmt: skip
    resolver = {"desk.example": ["127.0.0.1"], "10.0.0.1": ["10.0.0.1"]}
    fetcher = site.fetcher(resolver=lambda host, _: resolver[host])
    found = list(collect([site.url("/none"), "nonsense\x1b[31m", site.url("/feed")], fetcher))
    reasons = [one.reason for one in found]
    for reason, says in zip(
        reasons,
        ("404", "not a valid URL|not an http", "robots.txt", "404", "holds no text", "video/mp4", "feed in a feed",
         "no public address", "port 22", "http or https", "damaged", None),
        strict=True,
    ):  # fmt: skip
        assert reason is None if says is None else any(part in reason for part in says.split("|")), (reason, says)
        assert reason is None or "\n" not in reason
    assert all(one.url.isprintable() for one in found)
    assert [one.status for one in found] == ["rejected"] * 11 + ["read"]
    assert "/deep" not in site.paths()


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/plain; charset=windows-1252", "\n".join(WORDS).replace("crews", "the crew’s").encode("cp1252")),
        ("text/plain", "\n".join(WORDS).replace("crews", "the crew’s").encode("utf-8")),
        (
            "text/html; charset=iso-8859-1",
            CREW.encode("cp1252"),
        ),
        ("text/html; charset=utf-16", CREW.encode("utf-16")),
        ("text/html; charset=punycode", CREW.encode()),
    ],
)
def test_texts_are_read_as_their_server_says(site, kind, body):
    site.pages["/a"] = (200, {"Content-Type": kind}, body)
    (found,) = collect([site.url("/a")], site.fetcher())
    assert "crew’s" in found.document.text


def test_a_pdf_on_the_web_is_read(site):
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.drawString(60, 700, "Shells fell on the northern edge of the city.")
    canvas.save()
    site.pages["/a.pdf"] = (200, {"Content-Type": "application/pdf"}, buffer.getvalue())
    (found,) = collect([site.url("/a.pdf")], site.fetcher())
    assert found.document.text == "Shells fell on the northern edge of the city."


def test_a_second_run_over_an_unchanged_feed_asks_for_it_by_its_tag_and_goes_on_where_the_first_stopped(site, tmp_path):
    def feed(asked):
        same = asked.headers.get("If-None-Match") == '"1"'
        return (304, {"Content-Length": None}, b"") if same else (200, {"ETag": '"1"'}, rss(item("/a"), item("/b")))

    site.pages = {"/feed": feed, "/a": page("A"), "/b": page("B")}
    stored = set()
    for found in collect([site.url("/feed")], site.fetcher(kept=Kept(tmp_path)), known=stored.__contains__):
        stored.add(found.document.url)
        break  # killed behind the first page
    again = list(collect([site.url("/feed")], site.fetcher(kept=Kept(tmp_path)), known=stored.__contains__))
    assert outcomes(again) == [("a", "skipped", "is there already"), ("b", "read", None)]
    assert site.paths() == ["/feed", "/a", "/feed", "/b"]


def test_a_list_of_urls():
    lines = ["# feeds\n", "\n", " https://desk.example/feed \n", "https://other.example/"]
    assert list(listed(lines)) == ["https://desk.example/feed", "https://other.example/"]
