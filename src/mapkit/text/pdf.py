"""PDF files (ISO 32000) that hold text: their lines in the order in which the page draws them, put back together.

A scanned page holds no text; nothing is recognised from pictures. What pypdf unpacks of a stream is limited by pypdf.
"""

import io
import logging
import re
from typing import Any, Final

from mapkit.errors import DocumentError
from mapkit.text.lines import Line, put_together

#: The largest file in bytes, the most pages, and the most drawing operations and characters in all of them.
MAX_BYTES: Final = 50_000_000
MAX_PAGES: Final = 1_000
MAX_OPERATIONS: Final = 3_000_000
MAX_CHARACTERS: Final = 5_000_000

#: pypdf says by its log what it mends in a broken file; without a handler each would be a line on stderr.
logging.getLogger("pypdf").addHandler(logging.NullHandler())

#: Control characters and halves of surrogate pairs, which broken fonts give and no text is made of.
_NOISE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BLANKS = re.compile(r"[^\S\n]+")
#: What word processors put where no title was given: the file's name.
_FILE_NAME = re.compile(
    r"^Microsoft \w+ - |\.(?:docx?|pdf|rtf|odt|indd|pptx?|xlsx?|txt|html?)$|^untitled\b", re.IGNORECASE
)
_ANEW: Final = "save it anew as PDF, or as text"


class _TooMuchError(Exception):
    """A limit was passed; the message says which."""


def extract(data: bytes, label: str) -> tuple[str, dict[str, Any]]:
    """Return the text of a PDF, and the title and publisher that its properties state.

    The dates in its properties say when the file was made, not when it was published, so that they are not read.

    Raises
    ------
    DocumentError
        Where the file is encrypted, damaged, beyond a limit, or holds pictures of text only.
    """
    from pypdf.errors import DependencyError

    if len(data) > MAX_BYTES:
        raise DocumentError(f"{label}: is larger than {MAX_BYTES // 1_000_000} MB; cut it, or save it as text")
    try:
        pages, meta = _read(data, label)
    except DocumentError:
        raise
    except _TooMuchError as limit:
        raise DocumentError(f"{label}: {limit}; cut it, or save it as text") from None
    except DependencyError:  # a cipher that only an optional library knows
        raise DocumentError(f"{label}: is encrypted; save it without a password") from None
    except RecursionError:
        raise DocumentError(f"{label}: is nested too deeply; {_ANEW}") from None
    except Exception as error:  # noqa: BLE001 - a broken PDF breaks its parser in ways that no list of errors holds
        raise DocumentError(f"{label}: is damaged ({type(error).__name__}); {_ANEW}") from None
    text = put_together(pages)
    if not text:
        raise DocumentError(f"{label}: holds no text (scanned pages?); recognise its text first, or save it as text")
    return text, meta


def _read(data: bytes, label: str) -> tuple[list[list[Line]], dict[str, Any]]:
    import pypdf

    if b"%PDF-" not in data[:1024]:
        raise DocumentError(f"{label}: is no PDF; {_ANEW}")
    reader = pypdf.PdfReader(io.BytesIO(data))
    # Many files are encrypted with an empty password, only to forbid copying by a flag.
    if reader.is_encrypted and not reader.decrypt(""):
        raise DocumentError(f"{label}: is encrypted; save it without a password")
    if len(reader.pages) > MAX_PAGES:
        raise DocumentError(f"{label}: has more than {MAX_PAGES} pages; cut it")
    budget = _Budget()
    pages = [_lines(page, budget) for page in reader.pages]
    title = _stated(reader.metadata.title) if reader.metadata else None
    return pages, {"title": None if title and _FILE_NAME.search(title) else title, "publisher": _publisher(reader)}


def _publisher(reader: Any) -> str | None:
    xmp = reader.xmp_metadata
    return _stated(", ".join(xmp.dc_publisher)) if xmp and xmp.dc_publisher else None


def _stated(value: str | None) -> str | None:
    return " ".join(_NOISE.sub("", str(value)).split()) or None if value else None


class _Budget:
    """Counts what all pages of a file cost, the same on every machine; no clock decides what can be read."""

    def __init__(self) -> None:
        self._operations = 0
        self._characters = 0

    def operation(self, *_: object) -> None:
        self._operations += 1
        if self._operations > MAX_OPERATIONS:
            raise _TooMuchError(f"takes more than {MAX_OPERATIONS:,} drawing operations")

    def characters(self, count: int) -> None:
        self._characters += count
        if self._characters > MAX_CHARACTERS:
            raise _TooMuchError(f"holds more than {MAX_CHARACTERS:,} characters")


def _lines(page: Any, budget: _Budget) -> list[Line]:
    """Return a page's lines, each with where it begins and the size of its longest stretch: a bullet may be smaller."""
    lines: list[Line] = []
    stretches: list[tuple[str, Line]] = []

    def take(text: str, outer: list[float], inner: list[float], _font: Any, size: float | None) -> None:
        budget.characters(len(text))
        x = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
        y = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
        points = abs((size or 0.0) * inner[3] * outer[3]) or 1.0
        for number, part in enumerate(_NOISE.sub("", text).split("\n")):
            if number:
                end()
            stretches.append((part, Line(part.strip(), x, y, points)))

    def end() -> None:
        text = _BLANKS.sub(" ", "".join(part for part, _ in stretches)).strip()
        if text:
            first = next(line for _, line in stretches if line.text)
            longest = max((line for _, line in stretches), key=lambda line: len(line.text))
            lines.append(Line(text, first.x, first.y, longest.size))
        stretches.clear()

    page.extract_text(visitor_text=take, visitor_operand_before=budget.operation)
    end()
    return lines
