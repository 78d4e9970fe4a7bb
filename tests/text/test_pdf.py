import papers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapkit.text import pdf as reader
from mapkit.text import read_bytes

PARAGRAPHS = (papers.LEAD, papers.NEXT, *(f"{papers.LEAD} Report {number}. {papers.NEXT}" for number in range(30)))


def text_of(data):
    return read_bytes(data, "report.pdf").text


@pytest.mark.parametrize("columns", [1, 2])
def test_paragraphs_come_back_whole_over_lines_columns_and_pages(columns):
    text = text_of(papers.pdf(*PARAGRAPHS, columns=columns))
    assert text.split("\n\n") == ["The Desk weekly", "Night raid", *PARAGRAPHS]


def test_a_running_head_is_kept_once_and_the_pages_numbers_not():
    data = papers.pdf(*PARAGRAPHS)
    assert data.count(b"/Type /Page\n") > 1
    assert text_of(data).count("The Desk weekly") == 1
    assert "Page" not in text_of(data)


def test_a_running_foot_goes_behind_the_text_once():
    rows = [(60, 700 - 20 * number, f"Row {number} of the list.") for number in range(6)]
    pages = [[*rows, (60, 30, "Not for sale")] for _ in range(3)]
    text = text_of(papers.drawn(*pages))
    assert text.count("Not for sale") == 1
    assert text.endswith("Not for sale")
    assert text.count("Row 3 of the list.") == 3


def test_figures_at_the_edge_that_do_not_count_pages_stay():
    pages = [[*((60, 700 - 20 * row, f"Town {row} {page}") for row in range(6)), (60, 580, "12")] for page in range(3)]
    assert text_of(papers.drawn(*pages)).count("12") == 3


def test_rows_of_a_table_are_not_run_together():
    rows = [
        (60, 700 - 14 * number, f"{town} {dead}") for number, (town, dead) in enumerate((("Sumy", 4), ("Izium", 12)))
    ]
    assert text_of(papers.drawn(rows)) == "Sumy 4\n\nIzium 12"


def wrapped(*lines):
    return text_of(papers.drawn([(60, 700 - 14 * number, line) for number, line in enumerate(lines)]))


def test_words_broken_at_line_ends_are_mended():
    assert wrapped(
        "The regional administration said that the humani-",
        "tarian convoy had left the town in the early morn-",
        "ing, in a Russian-",
        "Ukrainian exchange.",
    ) == (
        "The regional administration said that the humanitarian convoy had left the town in the early morning, in a "
        "Russian-Ukrainian exchange."
    )


def test_a_hyphen_that_the_text_writes_elsewhere_stays():
    text = wrapped(
        "The well-known bridge was hit on Monday, and the well-",
        "known market beside it burned down in the night after.",
    )
    assert text.count("well-known") == 2


def test_a_date_at_the_head_of_a_line_is_no_item_of_a_list():
    assert "on August 12. The" in wrapped(
        "The first shells fell on the northern edge on August", "12. The rest fell later."
    )


def test_title_and_publisher_are_the_files_own_and_its_dates_are_not_read():
    document = read_bytes(papers.pdf(papers.LEAD, title="Night raid", author="A. Writer"), "a.pdf")
    assert (document.title, document.publisher, document.published) == ("Night raid", None, None)
    assert (
        read_bytes(papers.drawn([(60, 700, papers.LEAD[:60])], title="Microsoft Word - raid.doc"), "a.pdf").title
        is None
    )


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"plain words", "is no PDF"),
        (b"%PDF-1.7\nand no more", "is damaged"),
        (papers.drawn([], []), "holds no text (scanned pages?)"),
        (papers.drawn(*[[]] * (reader.MAX_PAGES + 1)), "more than 1000 pages"),
        (papers.pdf(papers.LEAD, encrypt="secret"), "is encrypted"),
    ],
)
def test_a_bad_file_is_one_clear_line(data, says):
    assert says in papers.rejected(data, "report.pdf")


def test_limits_are_said(monkeypatch):
    data = papers.pdf(papers.LEAD)
    monkeypatch.setattr(reader, "MAX_CHARACTERS", 10)
    assert "more than 10 characters" in papers.rejected(data, "report.pdf")
    monkeypatch.setattr(reader, "MAX_OPERATIONS", 10)
    assert "more than 10 drawing operations" in papers.rejected(data, "report.pdf")
    monkeypatch.setattr(reader, "MAX_BYTES", 1_000)
    assert "larger than" in papers.rejected(data, "report.pdf")


def test_a_file_that_only_forbids_copying_is_read():
    from reportlab.lib.pdfencrypt import StandardEncryption

    assert papers.LEAD in text_of(papers.pdf(papers.LEAD, encrypt=StandardEncryption("", ownerPassword="owner")))


SOUND = papers.pdf(papers.LEAD, papers.NEXT, title="Night raid")


@settings(deadline=None)
@given(st.data())
def test_no_damage_crashes_it(data):
    broken = bytearray(SOUND)
    for _ in range(data.draw(st.integers(0, 8))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    assert papers.survives(bytes(broken[: data.draw(st.integers(0, len(broken)))]), "a.pdf")


@given(st.binary(max_size=200))
def test_no_bytes_crash_it(data):
    papers.rejected(b"%PDF-1.4\n" + data, "any.pdf")
