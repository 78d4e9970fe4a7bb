"""Text in the cells of a CSV file: nothing a spreadsheet would run, nothing that does not come back.

A cell that begins with `=`, `+`, `-` or `@` is a formula to a spreadsheet, and one after a `;` or a line break is so
too for programs that split there (a comma file opened where the list separator is `;`). OWASP's advice ("CSV
Injection") is an apostrophe before it. Ours can be taken away again: one apostrophe goes before each place that could
begin a formula, whether or not apostrophes stand there already, and exactly one is taken away when the cell is read.
A cell of apostrophes alone gets one more, so that a single apostrophe can stand for the empty text, and an empty cell
for what is not stated.
"""

import re

#: What begins a formula; tab and carriage return because spreadsheets skip them, the wide forms because some fold them.
_RUNS = "=+\\-@\t\r＝＋－＠"
#: What may begin a cell: the start of the text, and what a program may split at.
_START = r"(?:\A|(?<=[;\t\r\n]))"
_GUARD = re.compile(rf"{_START}(?='*[{_RUNS}])|\A(?='*\Z)")
_GUARDED = re.compile(rf"{_START}'(?='*[{_RUNS}])|\A'(?='*\Z)")
#: The same inside JSON, whose own escape does it: control characters are escaped there already.
_JSON_GUARD = re.compile(r"(?<=;)('*)([=+\-@＝＋－＠])")


def guard(text: str | None) -> str:
    """Return a text as a cell; None, which is not stated, as an empty one."""
    return "" if text is None else _GUARD.sub("'", text)


def unguard(cell: str) -> str | None:
    """Return the text that `guard` made into a cell, None for an empty one."""
    return _GUARDED.sub("", cell) if cell else None


def guard_json(text: str | None) -> str:
    """Return JSON as a cell, still the same JSON."""
    return "" if text is None else _JSON_GUARD.sub(lambda m: f"{m[1]}\\u{ord(m[2]):04x}", text)
