"""Bring the catalogues of the interface's messages up to date with the code; what is translated stays.

    python scripts/translations.py          all catalogues in src/mapkit/locale
    python scripts/translations.py de       these too: one that is not there yet is begun

A message of the code that is new stands untranslated in each catalogue; one that changed a little keeps its
translation, marked as fuzzy, which nobody is shown until a person has looked at it. The same code gives the same files:
they hold no dates, no line numbers and no paths of a machine.
"""

import ast
import io
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from babel.messages import Catalog, Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "mapkit"
LOCALE = SOURCE / "locale"
#: What a message is given to in Python, and of how many forms it is. (Babel's own extractor misses what stands in an
#: f-string before Python 3.12, and in JavaScript a call within a call.)
_FORMS = {"_": 1, "gettext": 1, "marked": 1, "ngettext": 2}
_TEXT = r'"(?:[^"\\]|\\.)*"'
#: The same in JavaScript: a string in double quotes.
_SPOKEN = re.compile(rf"\bt\(\s*({_TEXT})|\btn\(\s*({_TEXT})\s*,\s*({_TEXT})")
_WIDTH = 100


def main(*languages: str) -> None:
    """Update all catalogues, and those of further languages."""
    messages = extracted(SOURCE)
    paths = {*LOCALE.glob("*.po"), *(LOCALE / f"{language}.po" for language in languages)}
    for path in sorted(paths):
        text = updated(path, messages)
        path.write_text(text, encoding="utf-8", newline="\n")
        left = sum(not translated(message) for message in read_po(io.StringIO(text)) if message.id)
        print(f"{path.relative_to(ROOT)}: {len(messages)} messages, {left} to be translated")


def translated(message: Message) -> bool:
    """Return whether a message has all of its forms, looked at by a person."""
    forms = (message.string,) if isinstance(message.string, str) else message.string
    return all(forms) and not message.fuzzy


def extracted(source: Path) -> Catalog:
    """Return the messages of all Python and JavaScript below a folder, with the files that have them."""
    catalogue = Catalog()
    for path in sorted(source.rglob("*")):
        read = {".py": of_python, ".js": of_javascript}.get(path.suffix)
        if read and "vendor" not in path.parts:
            for message in read(path.read_text(encoding="utf-8")):
                catalogue.add(message, locations=[(path.relative_to(source.parents[1]).as_posix(), 0)])
    return catalogue


def of_python(text: str) -> Iterator[str | tuple[str, str]]:
    """Yield the messages of a module, those of numbers as (one, many)."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _FORMS:
            said = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if len(said) == _FORMS[node.func.id]:
                yield said[0] if len(said) == 1 else (said[0], said[1])


def of_javascript(text: str) -> Iterator[str | tuple[str, str]]:
    """Yield the messages of a script, those of numbers as (one, many)."""
    for match in _SPOKEN.finditer(text):
        alone, one, many = (json.loads(part) if part else "" for part in match.groups())
        yield alone or (one, many)


def updated(path: Path, messages: Catalog) -> str:
    """Return a catalogue with the messages of the code and its own translations of them."""
    language = path.stem
    plural = get_plural(Locale.parse(language))
    catalogue = Catalog(locale=language)
    if path.is_file():
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language, abort_invalid=True)
    catalogue.update(messages)
    body = io.BytesIO()
    write_po(
        body, catalogue, width=_WIDTH, omit_header=True, sort_by_file=True, ignore_obsolete=True, include_lineno=False
    )
    header = (
        ("Language", language),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
        ("Plural-Forms", f"nplurals={plural.num_plurals}; plural={plural.plural_expr};"),
    )
    lines = "".join(f'"{name}: {value}\\n"\n' for name, value in header)
    return f'msgid ""\nmsgstr ""\n{lines}\n{body.getvalue().decode().strip()}\n'


if __name__ == "__main__":
    main(*sys.argv[1:])
