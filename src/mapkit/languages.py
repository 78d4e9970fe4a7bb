"""The languages of the interface: which there are, which one a reader gets, and every message in it.

A language is one gettext catalogue, `<code>.po`: those in `mapkit/locale` ship, further ones lie in the folder `locale`
of the user's own files (`MAPKIT_HOME`), where one of the same code takes the place of one that ships. English is what
the code itself says and needs no catalogue. Babel reads the files as they are; nothing is compiled.

The language is a context variable: it belongs to one run of the page or one request, never to the process.
"""

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from string import Formatter
from typing import Any, TypeVar

from babel import Locale, UnknownLocaleError, negotiate_locale
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.support import NullTranslations, Translations

from mapkit import paths
from mapkit.errors import LanguageError

#: The language of the code's own messages.
ENGLISH = "en"
#: The catalogues that ship.
FOLDER = Path(__file__).with_name("locale")


_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True, eq=False)
class _Language:
    """A language that is spoken: its BCP 47 code, what Babel knows of it, its messages and where they come from."""

    code: str
    locale: Locale
    messages: NullTranslations
    catalogue: Catalog


class Labels(Mapping[_Key, str]):
    """Words for the members of a vocabulary, each in the language of whoever looks it up.

    Parameters
    ----------
    words : mapping
        The English words, each in `marked(...)` so that catalogues have it.
    """

    def __init__(self, words: Mapping[_Key, str]) -> None:
        self._words = dict(words)

    def __getitem__(self, key: _Key) -> str:
        return gettext(self._words[key])

    def __iter__(self) -> Iterator[_Key]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)

    @property
    def messages(self) -> tuple[str, ...]:
        """The English words, as catalogues have them."""
        return tuple(self._words.values())


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
    """Return what Babel knows of the language of this run or request, to format dates and numbers.

    English dates are written the British way, the day before the month.
    """
    language = _spoken.get()
    return language.locale if language else _locale("en-GB")


def for_scripts(*sources: str, also: Iterable[str] = ()) -> dict[str, Any]:
    """Return what `speech.js` speaks the language of this run or request with.

    Parameters
    ----------
    *sources : str
        The scripts that will ask for messages, as text: only what occurs in one of them goes along.
    also : iterable of str
        Further messages: words of a vocabulary that a script meets as data.

    Returns
    -------
    dict
        Plain JSON: `lang`, the code, and `messages`, each message's translation, for those of numbers an object with
        one for each of CLDR's plural categories.
    """
    language = _spoken.get()
    if language is None:
        return {"lang": ENGLISH, "messages": {}}
    return {"lang": language.code, "messages": _script_messages(language, sources, tuple(also))}


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


@lru_cache(maxsize=64)
def _script_messages(language: _Language, sources: tuple[str, ...], also: tuple[str, ...]) -> dict[str, Any]:
    text, wanted = "\n".join(sources), frozenset(also)
    found: dict[str, Any] = {}
    for message in language.catalogue:
        one, many = (message.id, None) if isinstance(message.id, str) else message.id[:2]
        if not one or message.fuzzy or (one not in wanted and json.dumps(one, ensure_ascii=False) not in text):
            continue
        if many is None:
            found[one] = language.messages.gettext(one)
        else:
            # From the greatest to the least, as a category's least number is its plainest.
            numbers = (1_000_000, *range(200, -1, -1))
            forms = {language.locale.plural_form(n): language.messages.ngettext(one, many, n) for n in numbers}
            forms.setdefault("other", language.messages.ngettext(one, many, 0))
            found[one] = forms
    return found


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
        _check(catalogue)
        write_mo(compiled, catalogue)
    except (OSError, ValueError, PoFileError) as error:
        raise LanguageError(f"{path}: not a gettext catalogue ({error}); mend it with a PO editor") from None
    compiled.seek(0)
    tag = path.stem.replace("_", "-")
    return _Language(tag, _locale(tag), Translations(compiled), catalogue)


def _check(catalogue: Catalog) -> None:
    """Raise `ValueError` where a translation has a placeholder that its message has not: nothing could fill it."""
    for message in catalogue:
        ids, forms = ([one] if isinstance(one, str) else list(one or ()) for one in (message.id, message.string))
        if message.fuzzy or not ids[0]:
            continue
        try:
            odd = set[str]().union(*map(_placeholders, forms)) - set[str]().union(*map(_placeholders, ids))
        except ValueError as error:
            raise ValueError(f"the translation of {ids[0]!r}: {error}") from None
        if odd:
            raise ValueError(f"the translation of {ids[0]!r} has {{{min(odd)}}}, which the message has not")


def _placeholders(form: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(form) if name is not None}


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
