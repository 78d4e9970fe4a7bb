"""The languages of the interface: which there are, which one a reader gets, and every message in it.

A language is one gettext catalogue, `<code>.po`: those in `mapkit/locale` ship, further ones lie in the folder `locale`
of the user's own files (`MAPKIT_HOME`), where one of the same code takes the place of one that ships. English is what
the code itself says and needs no catalogue. Babel reads the files as they are; nothing is compiled.

The language is a context variable: it belongs to one run of the page or one request, never to the process.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale, UnknownLocaleError, negotiate_locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.support import NullTranslations, Translations

from mapkit import paths
from mapkit.errors import LanguageError

#: The language of the code's own messages.
ENGLISH = "en"
#: The catalogues that ship.
FOLDER = Path(__file__).with_name("locale")


@dataclass(frozen=True, slots=True)
class _Language:
    """A language that is spoken: its BCP 47 code, what Babel knows of it, and its messages."""

    code: str
    locale: Locale
    messages: NullTranslations


_spoken: ContextVar[_Language | None] = ContextVar("mapkit_language", default=None)


def gettext(message: str) -> str:
    """Return a message in the language of this run or request, in English where it is not translated."""
    language = _spoken.get()
    return language.messages.gettext(message) if language and message else message


def ngettext(one: str, many: str, n: int) -> str:
    """Return the message that goes with a number, by the plural forms of the language.

    Parameters
    ----------
    one, many : str
        The English messages for one and for any other number, with the same placeholders.
    n : int
        The number; it is not put into the message.
    """
    language = _spoken.get()
    if language:
        return language.messages.ngettext(one, many, n)
    return one if n == 1 else many


def marked(message: str) -> str:
    """Return a message as it is: for constants, which are translated where they are shown (`gettext(CONSTANT)`)."""
    return message


def code() -> str:
    """Return the BCP 47 code of the language of this run or request."""
    language = _spoken.get()
    return language.code if language else ENGLISH


def locale() -> Locale:
    """Return what Babel knows of the language of this run or request, to format dates and numbers."""
    language = _spoken.get()
    return language.locale if language else _locale(ENGLISH)


def available() -> dict[str, str]:
    """Return the languages' codes with their names in the languages themselves, English first.

    Raises
    ------
    LanguageError
        Where a catalogue's file is not named by the code of a language.
    """
    codes = [ENGLISH, *sorted(_files())]
    return {one: _name(_locale(one)) for one in codes}


def negotiate(accept_language: str | None) -> str:
    """Return the language that suits a reader best.

    Parameters
    ----------
    accept_language : str or None
        The header of HTTP (RFC 9110, 12.5.4), or one language tag.

    Returns
    -------
    str
        A code out of `available()`; English where none suits.
    """
    codes = {one.lower(): one for one in (ENGLISH, *_files())}
    found = negotiate_locale(_wanted(accept_language or ""), codes, sep="-")
    return codes[found.lower()] if found else ENGLISH


@contextmanager
def using(language: str) -> Iterator[None]:
    """Speak a language as long as the context lasts.

    Parameters
    ----------
    language : str
        A code out of `available()`; any other is English.

    Raises
    ------
    LanguageError
        Where its catalogue cannot be read.
    """
    token = _spoken.set(_language(language))
    try:
        yield
    finally:
        _spoken.reset(token)


def speak(language: str) -> None:
    """Speak a language until the end of this run or request; for `using` where there is no end to wait for."""
    _spoken.set(_language(language))


def _language(wanted: str) -> _Language | None:
    path = _files().get(wanted)
    return _read(path, path.stat().st_mtime_ns) if path else None


def _files() -> dict[str, Path]:
    """Return the catalogues by the codes of their languages."""
    found: dict[str, Path] = {}
    for folder in (FOLDER, paths.user_dir() / "locale"):
        for path in sorted(folder.glob("*.po")):
            found[path.stem.replace("_", "-")] = path
    found.pop(ENGLISH, None)
    return found


@cache
def _read(path: Path, _changed: int) -> _Language:
    """Read a catalogue; when the file was changed is part of the key, so that a mended one is read anew."""
    compiled = io.BytesIO()
    try:
        with path.open("rb") as file:
            catalogue = read_po(file, abort_invalid=True)
        write_mo(compiled, catalogue)
    except (OSError, ValueError, PoFileError) as error:
        raise LanguageError(f"{path}: not a gettext catalogue ({error}); mend it with a PO editor") from None
    compiled.seek(0)
    tag = path.stem.replace("_", "-")
    return _Language(tag, _locale(tag), Translations(compiled))


@cache
def _locale(tag: str) -> Locale:
    try:
        return Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        raise LanguageError(f"{tag}.po: not the code of a language; name the file by it, as in uk.po") from None


def _name(known: Locale) -> str:
    name = known.get_display_name() or str(known)
    return name[0].upper() + name[1:]


def _wanted(header: str) -> list[str]:
    """Return the language tags of the header, the most wanted first."""
    weighed = []
    for part in header.split(","):
        tag, _, rest = part.strip().partition(";")
        weight = _weight(rest)
        if weight > 0 and tag and tag != "*":
            weighed.append((weight, tag.strip()))
    return [tag for _, tag in sorted(weighed, key=lambda one: -one[0])]


def _weight(parameters: str) -> float:
    key, _, value = parameters.strip().partition("=")
    try:
        return float(value) if key.strip() == "q" else 1.0
    except ValueError:
        return 0.0
