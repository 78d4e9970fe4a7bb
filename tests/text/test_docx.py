import io
import zipfile

import papers
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st

from mapkit.text import docx as reader
from mapkit.text import read_bytes


def text_of(build, **properties):
    return read_bytes(papers.docx(build, **properties), "report.docx").text


def rezipped(data, **parts):
    """A package with parts put in the place of its own; None takes one out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        names = {name.replace("/", "_").replace(".", "_"): name for name in old.namelist()}
        for key, name in names.items():
            content = parts.get(key, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return buffer.getvalue()


def test_headings_paragraphs_and_lists_in_reading_order():
    text = text_of(papers.plain)
    assert text == f"Night raid on the port\n\n{papers.LEAD}\n\nTwo cranes were hit\n\n{papers.NEXT}"


def test_a_table_is_lines_of_tab_separated_cells_where_it_stands():
    def build(document):
        document.add_paragraph("Before.")
        table = document.add_table(rows=2, cols=2)
        for cell, words in zip(table._cells, ("Region", "Killed", "Sumy", "4"), strict=True):
            cell.text = words
        document.add_paragraph("After.")

    assert text_of(build) == "Before.\n\nRegion\tKilled\nSumy\t4\n\nAfter."


def test_cells_of_prose_are_lines_and_tables_within_tables_are_read():
    def build(document):
        left, right = document.add_table(rows=1, cols=2)._cells
        left.text = "Shells fell.\nNobody was hurt."
        right.add_table(rows=1, cols=2)._cells[1].text = "Inner."
        right.add_paragraph("Last.")

    assert text_of(build).split() == ["Shells", "fell.", "Nobody", "was", "hurt.", "Inner.", "Last."]
    assert "\n" in text_of(build)


def test_links_insertions_content_controls_and_text_boxes_are_read_and_deletions_are_not():
    body = f"""<w:sdt {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">
    <w:sdtContent><w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="1"/></w:tabs></w:pPr>
    <w:hyperlink><w:r><w:t xml:space="preserve">Officials </w:t></w:r></w:hyperlink>
    <w:ins w:id="1" w:author="a"><w:r><w:t>confirmed</w:t></w:r></w:ins>
    <w:del w:id="2" w:author="a"><w:r><w:delText>denied</w:delText></w:r></w:del>
    <w:r><w:tab/><w:t>it.</w:t><w:noBreakHyphen/><w:br/><w:t>Line</w:t><w:instrText>PAGE</w:instrText></w:r>
    <w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:txbxContent><w:p><w:r><w:t>Boxed.</w:t></w:r></w:p>
    </w:txbxContent></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>Boxed.</w:t></w:r></w:p>
    </w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p></w:sdtContent></w:sdt>"""
    assert text_of(lambda document: document.element.body.insert(0, parse_xml(body))) == (
        "Officials confirmed\tit.-\nLine\n\nBoxed."
    )


def test_footnotes_follow_the_text():
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    notes = f"""<w:footnotes xmlns:w="{word}"><w:footnote w:id="-1" w:type="separator"><w:p><w:r><w:t>--</w:t></w:r>
    </w:p></w:footnote><w:footnote w:id="1"><w:p><w:r><w:t>Reported by two agencies.</w:t></w:r></w:p></w:footnote>
    </w:footnotes>"""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    relations = f"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
    <Relationship Id="rId1" Type="{kind}" Target="styles.xml"/></Relationships>"""
    data = rezipped(papers.docx(), word__rels_document_xml_rels=relations, word_styles_xml=notes)
    assert read_bytes(data, "a.docx").text.endswith(f"{papers.NEXT}\n\nReported by two agencies.")


def test_the_title_is_the_files_own_and_nothing_is_taken_for_date_or_publisher():
    data = papers.docx(title="Situation report 12", author="A. Writer", created=papers.MADE, modified=papers.MADE)
    document = read_bytes(data, "a.docx")
    assert (document.title, document.publisher, document.url, document.published) == (
        "Situation report 12",
        None,
        None,
        None,
    )
    assert read_bytes(papers.docx(), "a.docx").title == "Night raid on the port"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"plain words", "no Word document"),
        (b"PK\x03\x04 and no more", "no Word document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "encrypted, or a .doc"),
        (b"PK\x01\x02" * 10_001, "more than 10000 parts"),
        (papers.docx(lambda _: None), "holds no text"),
        (rezipped(papers.docx(), _rels__rels=None), "no document part"),
        (rezipped(papers.docx(), word_document_xml="<w:document"), "damaged"),
        (rezipped(papers.docx(), word_document_xml="<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "document type"),
        (rezipped(papers.docx(), word_document_xml="<a>" * 300 + "</a>" * 300), "damaged"),
    ],
)
def test_a_bad_file_is_one_clear_line(data, says):
    assert says in papers.rejected(data, "report.docx")


def test_an_encrypted_part_is_said():
    data = bytearray(papers.docx())
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        start = package.start_dir
    for offset in range(start, len(data)):
        if data[offset : offset + 4] == b"PK\x01\x02":
            data[offset + 8] |= 1
    assert "encrypted" in papers.rejected(bytes(data), "report.docx")


def test_a_zip_bomb_is_not_unpacked():
    data = rezipped(papers.docx(), word_document_xml=b" " * (reader.MAX_PART_BYTES + 1))
    assert len(data) < 100_000
    assert "unpacks to more than 16 MB" in papers.rejected(data, "report.docx")


def test_a_huge_file_is_refused(monkeypatch):
    monkeypatch.setattr(reader, "MAX_BYTES", 1_000)
    assert "larger than" in papers.rejected(papers.docx(), "report.docx")


SOUND = papers.docx(title="Night raid")
INNER = zipfile.ZipFile(io.BytesIO(SOUND)).read("word/document.xml")


@given(st.data())
def test_no_damage_crashes_it(data):
    broken = bytearray(SOUND)
    for _ in range(data.draw(st.integers(0, 8))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    assert papers.survives(bytes(broken[: data.draw(st.integers(0, len(broken)))]), "a.docx")


@given(st.data())
def test_no_damage_of_its_text_part_crashes_it(data):
    start = data.draw(st.integers(0, len(INNER)))
    part = INNER[:start] + data.draw(st.binary(max_size=20)) + INNER[start + data.draw(st.integers(0, 20)) :]
    assert papers.survives(rezipped(SOUND, word_document_xml=part), "a.docx")


@given(st.binary(max_size=200))
def test_no_bytes_crash_it(data):
    papers.rejected(data, "any.docx")
