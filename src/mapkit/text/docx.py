"""Word documents (.docx): Office Open XML, ECMA-376 part 1 (WordprocessingML) in part 2's zip packages.

Only the parts that hold text are unpacked, each up to a limit, so that no picture and no zip bomb is. Paragraphs,
lists, tables, text boxes and notes are read in reading order; what was deleted under tracked changes is not read.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from mapkit.errors import DocumentError

#: The largest file, and the largest part of one once it is unpacked, in bytes.
MAX_BYTES: Final = 50_000_000
MAX_PART_BYTES: Final = 16_000_000
#: The most parts (pictures, fonts, styles ...) in one file.
MAX_PARTS: Final = 10_000

_CENTRAL_ENTRY: Final = b"PK\x01\x02"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = 0x1
_SAVE_ANEW: Final = "open it in a word processor and save it anew as .docx"
#: What unpacking and parsing raise over a file that is not what its name says.
_DAMAGE: Final = (
    zipfile.BadZipFile, KeyError, EOFError, ValueError, OSError, NotImplementedError, zlib.error, etree.LxmlError,
)  # fmt: skip
#: Elements whose content a reader does not see: deleted words, field codes, the reading aid above a word.
_UNSEEN: Final = frozenset(("del", "moveFrom", "instrText", "delText", "delInstrText", "rt"))
_BREAKS: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def extract(data: bytes, label: str) -> tuple[str, dict[str, Any]]:
    """Return the text of a Word document, and its title where its properties state one.

    A table's row is a line, its cells separated by tabs; where a cell holds several paragraphs, each is a line. The
    properties' dates and authors say who made the file and when, not who published it, so that they are not read.

    Raises
    ------
    DocumentError
        Where the file is encrypted, damaged, no Word document, or beyond a limit.
    """
    try:
        with _opened(data, label) as package:
            main = _related(package, "", "officeDocument", label)
            if main is None:
                raise DocumentError(f"{label}: holds no document part; {_SAVE_ANEW}")
            blocks = list(_blocks(_part(package, main, label)))
            for notes in ("footnotes", "endnotes"):
                if name := _related(package, main, notes, label):
                    blocks.extend(_notes(_part(package, name, label)))
            core = _related(package, "", "core-properties", label)
            title = _title(_part(package, core, label)) if core else None
    except (
        zipfile.BadZipFile,
        KeyError,
        EOFError,
        ValueError,
        OSError,
        NotImplementedError,
        etree.LxmlError,
        zlib.error,
    ):
        raise DocumentError(f"{label}: is damaged or no Word document; {_SAVE_ANEW}") from None
    except RecursionError:
        raise DocumentError(f"{label}: is nested too deeply; {_SAVE_ANEW}") from None
    return "\n\n".join(block for block in blocks if block.strip()), {"title": title}


def _opened(data: bytes, label: str) -> zipfile.ZipFile:
    if len(data) > MAX_BYTES:
        raise DocumentError(f"{label}: is larger than {MAX_BYTES // 1_000_000} MB; take its pictures out or cut it")
    if data.startswith(_OLE):
        raise DocumentError(f"{label}: is encrypted, or a .doc of old; save it as .docx without a password")
    if data.count(_CENTRAL_ENTRY) > MAX_PARTS:
        raise DocumentError(f"{label}: holds more than {MAX_PARTS} parts; {_SAVE_ANEW}")
    return zipfile.ZipFile(io.BytesIO(data))


def _part(package: zipfile.ZipFile, name: str, label: str) -> etree._Element:
    info = package.getinfo(name)
    if info.flag_bits & _ENCRYPTED:
        raise DocumentError(f"{label}: is encrypted; save it without a password")
    with package.open(info) as stream:
        data = stream.read(MAX_PART_BYTES + 1)
    if len(data) > MAX_PART_BYTES:
        raise DocumentError(f"{label}: its part {name} unpacks to more than {MAX_PART_BYTES // 1_000_000} MB; cut it")
    # The format knows no document type, so that entities are never honest.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.doctype:
        raise DocumentError(f"{label}: its part {name} declares a document type; {_SAVE_ANEW}")
    return root


def _related(package: zipfile.ZipFile, source: str, kind: str, label: str) -> str | None:
    """Return the name of the part that a part (or the package, "") refers to by a kind of relationship."""
    folder, base = posixpath.split(source)
    relations = posixpath.join(folder, "_rels", f"{base}.rels")
    if relations not in package.namelist():
        return None
    for relation in _part(package, relations, label):
        if str(relation.get("Type", "")).endswith(f"/{kind}") and relation.get("TargetMode") != "External":
            name = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
            if name in package.namelist():
                return name
    return None


def _title(properties: etree._Element) -> str | None:
    return next((child.text for child in properties if _name(child) == "title"), None)


def _notes(root: etree._Element) -> Iterator[str]:
    for note in root:
        # Separators are notes too, told by their type.
        if not any(key.endswith("}type") for key in note.attrib):
            yield from _blocks(note)


def _blocks(container: etree._Element) -> Iterator[str]:
    """Yield the paragraphs and tables in an element, each as a block of lines."""
    for child in container:
        name = _name(child)
        if name == "p":
            boxes: list[etree._Element] = []
            yield "".join(_runs(child, boxes)).strip()
            for box in boxes:
                yield from _blocks(box)
        elif name == "tbl":
            yield "\n".join(_rows(child))
        elif name == "AlternateContent":  # the same thing twice, for new readers and for old ones
            yield from _blocks(child[0] if len(child) else child)
        elif name not in _UNSEEN:
            yield from _blocks(child)


def _rows(table: etree._Element) -> Iterator[str]:
    for row in _inside(table, "tr"):
        cells = [[line for line in _blocks(cell) if line] for cell in _inside(row, "tc")]
        prose = any(len(lines) > 1 or "\n" in lines[0] for lines in cells if lines)
        line = ("\n" if prose else "\t").join("\n".join(lines) for lines in cells)
        if line.strip():
            yield line.strip("\n")


def _inside(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the rows or cells of a table, those in content controls and tracked insertions too."""
    for child in element:
        if _name(child) == name:
            yield child
        elif _name(child) not in {*_UNSEEN, "tbl", "p"}:
            yield from _inside(child, name)


def _runs(element: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
    """Yield the words of a paragraph, and collect the text boxes that are anchored in it."""
    for child in element:
        name = _name(child)
        if name == "t":
            yield child.text or ""
        elif name in _BREAKS:
            yield _BREAKS[name]
        elif name == "txbxContent":
            boxes.append(child)
        elif name == "AlternateContent":
            yield from _runs(child[0] if len(child) else child, boxes)
        elif name not in _UNSEEN and not name.endswith("Pr"):  # properties hold tab stops, which are no tabs
            yield from _runs(child, boxes)


def _name(element: etree._Element) -> str:
    """Return an element's name without its namespace, which differs between the strict and the transitional form."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
