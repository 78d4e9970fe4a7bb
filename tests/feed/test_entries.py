import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from site_on_this_machine import rss

from mapkit.errors import FeedError
from mapkit.feed import entries

HERE = "https://desk.example/news/feed"
ITEM = "<title>Raid</title><link>/raid</link><pubDate>Tue, 20 Aug 2024 01:30:00 +0300</pubDate>"


def read(text, url=HERE):
    return entries.read(text.encode() if isinstance(text, str) else text, url, "application/xml")


def test_an_entry_says_what_the_feed_states():
    (entry,) = read(rss(ITEM, title="The Desk"))
    assert entry == entries.Entry("https://desk.example/raid", "Raid", "The Desk", dt.date(2024, 8, 20))


def test_what_is_not_stated_is_none():
    (entry,) = read(rss("<link>https://desk.example/a</link>", title=""))
    assert entry == entries.Entry("https://desk.example/a", None, None, None)


def test_an_entry_taken_over_names_its_source():
    (entry,) = read(rss(ITEM + '<source url="https://agency.example/feed">The Agency</source>'))
    assert entry.publisher == "The Agency"


def test_atom_and_rdf():
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><title>The Desk</title><entry><title>Raid</title>
    <link rel="self" href="/self"/><link href="/raid"/><updated>2024-09-01T00:00:00Z</updated>
    <published>2024-08-20T01:30:00+03:00</published></entry></feed>"""
    assert read(atom) == [entries.Entry("https://desk.example/raid", "Raid", "The Desk", dt.date(2024, 8, 20))]
    rdf = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
    <channel><title>The Desk</title></channel><item><title>Raid</title><link>https://desk.example/raid</link></item>
    </rdf:RDF>"""
    assert read(rdf) == [entries.Entry("https://desk.example/raid", "Raid", "The Desk", None)]


def test_an_update_is_no_date_of_publication():
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/a"/><updated>2024-09-01T00:00:00Z</updated>
    </entry></feed>"""
    assert read(atom)[0].published is None


def test_second_mentions_of_a_page_are_left_out_and_entries_without_one_are_not():
    found = read(rss("<title>No page</title>", ITEM, "<link>/other</link>", ITEM, "<title>No page</title>"))
    assert [entry.url for entry in found] == [None, "https://desk.example/raid", "https://desk.example/other", None]


def test_no_file_of_this_machine_is_read(tmp_path):
    path = tmp_path / "feed.xml"
    path.write_text(rss(ITEM))
    for body in (str(path), f'<!DOCTYPE rss [<!ENTITY a SYSTEM "file://{path}">]><rss><channel>&a;</channel></rss>'):
        try:
            assert read(body) == []
        except FeedError as error:
            assert "cannot be read" in str(error)  # noqa: PT017 - either will do


@pytest.mark.parametrize(
    ("body", "feed"),
    [
        (b"<rss version='2.0'>", True),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- a --> <!-- b -->\n<feed xmlns="x">', True),
        (b"<?xml version='1.0'?><rdf:RDF ", True),
        (b"<html><rss>", False),
        (b"<rssx>", False),
        (b"<!-- <rss> -->", False),
        (b"<!-- -->" * 500 + b"<html>", False),
    ],
)
def test_a_feed_is_told_by_its_root(body, feed):
    assert entries.is_feed(body) is feed


@settings(deadline=None)
@given(st.binary(max_size=300), st.integers(0, 300))
def test_no_bytes_crash_it(noise, where):
    sound = rss(ITEM).encode()
    for body in (noise, sound[:where] + noise + sound[where:], sound[:where]):
        try:
            found = read(body)
        except FeedError as error:
            assert "\n" not in str(error)  # noqa: PT017
        else:
            assert all(entry.url != "" for entry in found)
