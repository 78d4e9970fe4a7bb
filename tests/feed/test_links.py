import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapkit.errors import FeedError
from mapkit.feed.links import Link


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://desk.example", "https://desk.example/"),
        (" HTTP://Desk.Example:80/a b?q=ü#part ", "http://desk.example/a%20b?q=%C3%BC"),
        ("https://bücher.example/%20x", "https://xn--bcher-kva.example/%20x"),
        ("http://[2001:DB8::1]:8080/", "http://[2001:db8::1]:8080/"),
        ("http://desk.example./", "http://desk.example/"),
    ],
)
def test_one_spelling(url, canonical):
    assert Link.of(url).url == canonical
    assert Link.of(canonical).url == canonical


@pytest.mark.parametrize(
    "url",
    [
        "",
        "desk.example/feed",
        "file:///etc/passwd",
        "ftp://desk.example/",
        "javascript:alert(1)",
        "http://",
        "http:///path",
        "http://user:secret@desk.example/",
        "http://desk.example\\@127.0.0.1/",
        "http://desk example/",
        "http://desk.example:99999/",
        "http://[::1",
        "http://" + "a" * 300 + "ü.example/",
        "https://desk.example/" + "a" * 5000,
    ],
)
def test_what_is_no_link_is_said(url):
    with pytest.raises(FeedError) as caught:
        Link.of(url)
    assert "\n" not in str(caught.value)


@given(st.text(), st.text())
def test_any_text_is_a_link_or_said(first, second):
    try:
        link = Link.of(f"http://desk.example/{first}").joined(second)
    except FeedError:
        return
    assert link.url.isascii()
    assert not any(character.isspace() or not character.isprintable() for character in link.url)
    assert Link.of(link.url) == link
