import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapkit.errors import DocumentError
from mapkit.text import find, read, read_bytes


def test_plain_text_is_kept_to_the_letter():
    text = "  Shells fell on Sumy.\n\n\nNobody was hurt.  \n"
    assert read_bytes(text.encode(), "a.txt").text == text


@given(st.text(alphabet=st.characters(blacklist_characters="\r\x00\ufeff", blacklist_categories=("Cs",))))
def test_any_utf8_text_is_read_as_it_is(words):
    text = "Report\n" + words
    assert read_bytes(text.encode(), "a.txt").text == text


def test_line_ends_and_byte_order_mark_are_read_as_text_mode_does():
    assert read_bytes(b"\xef\xbb\xbfone\r\ntwo\rthree", "a.txt").text == "one\ntwo\nthree"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_encodings_with_a_mark(encoding):
    assert read_bytes("Артилерія — Суми".encode(encoding), "a.txt").text == "Артилерія — Суми"


def test_a_legacy_encoding_is_told():
    text = "Обстріл міста Суми тривав усю ніч, повідомила військова адміністрація. Постраждалих немає. " * 5
    assert read_bytes(text.encode("cp1251"), "a.txt").text == text


def test_english_with_curly_quotes_is_windows_1252():
    text = "Shells fell on the town – killing three “people” in the café."
    assert read_bytes(text.encode("cp1252"), "a.txt").text == text


def test_front_matter_gives_metadata_and_is_no_part_of_the_text():
    matter = b"---\ntitle: Night raid\npublisher: Desk\nurl: https://example.org/1\npublished: 2024-08-19\n---\n"
    document = read_bytes(matter + b"Shells fell.\n", "a.txt")
    assert document.text == "Shells fell.\n"
    assert (document.title, document.publisher) == ("Night raid", "Desk")
    assert document.published == dt.date(2024, 8, 19)


def test_two_rules_around_plain_words_are_text():
    text = "---\njust words\n---\nShells fell.\n"
    assert read_bytes(text.encode(), "a.txt").text == text


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b" \n ", "is empty"),
        (b"\x00\x01\x02PNG", "binary"),
        (b"---\ntitle: 'open\n---\nText", "line "),
        (b"---\npublished: last week\n---\nText", "ISO date"),
        (b"---\npublished: 2024-13-45\n---\nText", "date"),
        (b"---\ntitle: " + b"[" * 5000 + b"\n---\nText", "front matter"),
        (b"---\ntitle: only\n---\n", "no text"),
        (b"\xff\xfe\x00", "utf-16"),
    ],
)
def test_a_bad_file_is_one_clear_line(data, says):
    with pytest.raises(DocumentError) as caught:
        read_bytes(data, "bad.txt")
    assert "bad.txt" in str(caught.value)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_users_date_wins(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("---\npublished: 2024-08-19\n---\nShells fell.\n")
    assert read(path, published=dt.date(2024, 8, 20)).published == dt.date(2024, 8, 20)


def test_no_date_is_invented():
    assert read_bytes(b"Shells fell on Monday.", "a.txt").published is None


def test_a_headline_is_the_title():
    assert read_bytes(b"Raid on Sumy\n\nShells fell.\n", "a.txt").title == "Raid on Sumy"
    assert read_bytes(b"Shells fell on Sumy.\n\nMore.\n", "a.txt").title is None


def test_markdown_loses_its_marks():
    text = read_bytes(
        b"# Raid\n\nShells fell on **Sumy**, [officials](http://example.org) said.\n\n- one\n", "a.md"
    ).text
    assert text == "Raid\n\nShells fell on Sumy, officials said.\n\none"


def test_html_gives_its_article_and_metadata():
    page = """<html><head><title>Raid on Sumy</title>
    <meta property="og:site_name" content="The Desk">
    <meta property="article:published_time" content="2024-08-19T10:00:00Z"></head>
    <body><nav>Home | About</nav><article><h1>Raid on Sumy</h1>
    <p>Shells fell on the northern edge of the city through the night, the regional administration said.</p>
    <p>Two warehouses burned down before crews could reach them, according to the emergency service.</p>
    </article><script>alert(1)</script></body></html>"""
    document = read_bytes(page.encode(), "a.html")
    assert "Shells fell on the northern edge" in document.text
    assert "alert" not in document.text
    assert "Home | About" not in document.text
    assert (document.publisher, document.published) == ("The Desk", dt.date(2024, 8, 19))


def test_a_page_without_a_publisher_has_none():
    page = f"""<html><head><title>Raid on Sumy</title><link rel="canonical" href="https://desk.example/raid"></head>
    <body><article><p>{"Shells fell on the northern edge of the city through the night, officials said. " * 3}</p>
    </article></body></html>"""
    document = read_bytes(page.encode(), "a.html")
    assert (document.publisher, document.url) == (None, "https://desk.example/raid")


def test_missing_file_and_folder(tmp_path):
    with pytest.raises(DocumentError, match="no such file"):
        read(tmp_path / "none.txt")
    with pytest.raises(DocumentError, match="folder"):
        read(tmp_path)


def test_find_walks_folders_in_order(tmp_path):
    for name in ("b.txt", "a.md", "c.png", ".hidden.txt", "sub/d.html", "sub/E.DOCX", "sub/f.pdf"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    names = [path.name for path in find([tmp_path])]
    assert names == ["a.md", "b.txt", "E.DOCX", "d.html", "f.pdf"]
    assert list(find([tmp_path / "c.png"])) == [tmp_path / "c.png"]
