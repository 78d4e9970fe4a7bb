r"""Reading documents: plain text, Markdown, HTML, Word and PDF, each with the metadata that it states itself.

A leading YAML front matter block gives title, publisher, url and published; it is not part of the text. Line ends
are read as `\n`, as Python's text mode does, and a byte order mark is dropped; nothing else is changed, so that
offsets into a `.txt` file mean what any other reader of it would mean.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from mapkit.errors import DocumentError
from mapkit.model import Document

#: File name endings that can be read, each with its kind.
KINDS = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
    ".pdf": "pdf",
}

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_HEADLINE = re.compile(r"\A\s*(\S[^\n]{0,248})\n[ \t]*\n")
#: Up to this share of bytes outside ASCII an undeclared legacy text is taken for English in Windows-1252.
_WESTERN_SHARE = 0.1
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read(path: Path | str, *, published: dt.date | None = None) -> Document:
    """Read one file.

    Parameters
    ----------
    path : path-like
        Its ending is one of `KINDS`; any other is read as plain text.
    published : datetime.date, optional
        The document's date; it wins over the date that the file states.

    Raises
    ------
    DocumentError
        Where the file is missing, empty, binary, encrypted, damaged, beyond a limit, in an encoding that cannot be
        told, or its front matter is broken.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise DocumentError(f"{path}: no such file") from None
    except IsADirectoryError:
        raise DocumentError(f"{path}: is a folder; name the files in it, or use 'mapkit ingest'") from None
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read ({error.strerror})") from None
    return read_bytes(data, path.name, label=str(path), published=published)


def read_bytes(data: bytes, name: str, *, label: str | None = None, published: dt.date | None = None) -> Document:
    """Read one document from its bytes; `name` gives the kind by its ending, `label` names it in errors.

    Raises
    ------
    DocumentError
        As `read`.
    """
    label = label or name
    text, meta = _content(data, KINDS.get(Path(name).suffix.lower(), "text"), label)
    if not text.strip():
        raise DocumentError(f"{label}: holds no text")
    headline = _HEADLINE.match(text)
    title = _line(meta.get("title"))
    if title is None and headline and not headline[1].rstrip().endswith((".", "!", ":", ";", ",")):
        title = headline[1].strip()
    return Document(
        name=name,
        text=text,
        title=title,
        publisher=_line(meta.get("publisher") or meta.get("source")),
        url=_line(meta.get("url")),
        published=published or _date(meta.get("published") or meta.get("date"), label),
    )


def find(paths: Iterable[Path | str]) -> Iterator[Path]:
    """Yield the readable files among `paths`, folders walked in name order, hidden files left out.

    A file that is named itself is yielded whatever its ending.
    """
    for path in map(Path, paths):
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in KINDS and p.is_file())
            yield from (p for p in inside if not any(part.startswith(".") for part in p.relative_to(path).parts))
        else:
            yield path


def _content(data: bytes, kind: str, label: str) -> tuple[str, dict[str, Any]]:
    """Return the text of a file and what it states of itself."""
    if not data.strip():
        raise DocumentError(f"{label}: is empty")
    if kind == "docx":
        from mapkit.text import docx

        return docx.extract(data, label)
    if kind == "pdf":
        from mapkit.text import pdf

        return pdf.extract(data, label)
    raw = _decode(data, label).replace("\r\n", "\n").replace("\r", "\n")
    if kind == "html":
        return _from_html(raw)
    text, meta = _front_matter(raw, label)
    return (_from_markdown(text) if kind == "markdown" else text), meta


def _decode(data: bytes, label: str) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                raise DocumentError(f"{label}: begins as {encoding} but does not hold it; save it as UTF-8") from None
    if b"\0" in data[:65536]:
        raise DocumentError(f"{label}: is binary, not text; save it as UTF-8 text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _guess(data, label)


def _guess(data: bytes, label: str) -> str:
    """Read a legacy encoding: English with a few curly quotes is Windows-1252, as the web reads it; else by letters.

    Too few letters are outside ASCII in an English text for their statistics to tell the encoding.
    """
    import charset_normalizer

    if sum(byte > 127 for byte in data) <= _WESTERN_SHARE * len(data):
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:  # five bytes mean nothing there
            pass

    best = charset_normalizer.from_bytes(data).best()
    if best is None:
        raise DocumentError(f"{label}: its encoding cannot be told; save it as UTF-8")
    return str(best)


def _front_matter(raw: str, label: str) -> tuple[str, dict[str, Any]]:
    block = _FRONT_MATTER.match(raw)
    if not block:
        return raw, {}
    try:
        meta = yaml.safe_load(block[1])
    except RecursionError:
        raise DocumentError(f"{label}: the front matter is nested too deeply; mend it or take it out") from None
    except ValueError as error:  # a date like 2024-13-45, which YAML builds at once
        raise DocumentError(f"{label}: the front matter holds no valid date ({error}); write 2024-08-19") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 2}" if mark else ""
        raise DocumentError(f"{label}{where}: the front matter is not valid YAML; mend it or take it out") from None
    if not isinstance(meta, dict):  # two rules around plain words are text, not front matter
        return raw, {}
    return raw[block.end() :], {str(key).lower(): value for key, value in meta.items()}


def _from_markdown(text: str) -> str:
    from markdown_it import MarkdownIt

    paragraphs = []
    for token in MarkdownIt("commonmark").parse(text):
        if token.type == "inline":
            parts = [
                "\n" if child.type == "hardbreak" else " " if child.type == "softbreak" else child.content
                for child in token.children or ()
                if child.type in {"text", "code_inline", "softbreak", "hardbreak"}
            ]
            paragraphs.append("".join(parts))
        elif token.type in {"code_block", "fence"}:
            paragraphs.append(token.content.rstrip("\n"))
    return "\n\n".join(paragraphs)


def _from_html(raw: str) -> tuple[str, dict[str, Any]]:
    import trafilatura

    found = trafilatura.bare_extraction(
        raw,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if found is None or isinstance(found, dict):
        return "", {}
    # trafilatura gives one paragraph a line; a blank line between them keeps a headline apart from the lead.
    text = "\n\n".join(line for line in (found.text or "").splitlines() if line.strip())
    # Where a page names no publisher, trafilatura takes the host of its address for one.
    named = found.sitename if found.sitename and found.sitename not in (found.url or "") else None
    return text, {
        "title": found.title,
        "publisher": named,
        "url": found.url,
        "published": found.date,
    }


def _line(value: object) -> str | None:
    text = " ".join(str(value).split()) if value is not None else ""
    return text or None


def _date(value: object, label: str) -> dt.date | None:
    if value is None:
        return None
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.datetime.fromisoformat(str(value).strip()).date()
    except ValueError:
        raise DocumentError(
            f"{label}: the front matter's date {str(value)!r} is not an ISO date; write it as 2024-08-19"
        ) from None
