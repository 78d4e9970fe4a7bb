"""What the words beside a span tell, as named features; worked out once a word and remembered."""

from collections.abc import Sequence
from functools import lru_cache

from mapkit.geoparsing import persons, vocabulary
from mapkit.text.tokens import Tokens

QUOTES = frozenset("\"'“”‘’«»")
_REMEMBERED = 50_000


def beside(
    tokens: Tokens, first: int, last: int, bounds: tuple[int, int], *, titled: bool
) -> tuple[str, str, str, str]:
    """Return the two tokens before and the two behind a name, without capitals that say nothing."""
    low, high = bounds
    one, two = _back(tokens.words, tokens.gaps, first, low)
    next_one, next_two = _ahead(tokens.words, tokens.gaps, last, high)
    if titled:
        return (
            _in_small_letters(one),
            _in_small_letters(two),
            _in_small_letters(next_one),
            _in_small_letters(next_two),
        )
    if one.lower() in vocabulary.FUNCTION_WORDS:
        one = one.lower()  # a capital at the start of a sentence or a quotation
    return one, two, next_one, next_two


def _back(words: Sequence[str], gaps: Sequence[str], first: int, low: int) -> tuple[str, str]:
    """Return the two tokens before a word; marks of punctuation are tokens, the sentence's start is "^"."""
    if first <= low:
        mark = gaps[first].strip()[-1:]
        return (mark, "^") if mark in QUOTES or (mark in "([-–—•*" and mark) else ("^", "^")
    mark = gaps[first].strip()
    if mark and mark != ".":  # a full stop inside a sentence belongs to the word before: "Mr."
        return mark, words[first - 1]
    if first - 1 <= low:
        return words[first - 1], "^"
    return words[first - 1], gaps[first - 1].strip() or words[first - 2]


def _ahead(words: Sequence[str], gaps: Sequence[str], last: int, high: int) -> tuple[str, str]:
    """Return the two tokens behind a word; "'s" is one, the sentence's end is "¶"."""
    at = last + 1
    mark = gaps[at].strip() if at < len(gaps) else ""
    if at >= high:
        return (mark[:1] or "¶"), "¶"
    if mark:
        if mark in "'’" and words[at] == "s":
            return "'s", words[at + 1] if at + 1 < high else "¶"
        return mark, words[at]
    if at + 1 >= high:
        return words[at], "¶"
    return words[at], gaps[at + 1].strip() or words[at + 1]


@lru_cache(maxsize=_REMEMBERED)
def _in_small_letters(token: str) -> str:
    """Return a word of a headline as it would stand in a sentence, unless persons are called so."""
    upper = token.upper()
    named = upper in persons.given_names() or upper in persons.surnames() or upper in persons.given_names_abroad()
    return token if named and token.lower() not in _LITTLE else token.lower()


_LITTLE = vocabulary.NEVER | vocabulary.LOCATIVE


@lru_cache(maxsize=_REMEMBERED)
def _form(token: str) -> str:
    """Return a token's form in features: digits alike, capitals marked."""
    if token.isdigit():
        return "0" if len(token) < 4 else "0000"
    return token if token.islower() or not token[:1].isalpha() else f"^{token.lower()}"


@lru_cache(maxsize=_REMEMBERED)
def before(token: str) -> tuple[str, ...]:
    """Return what the token before a name tells; the first feature is its class."""
    lower = token.lower()
    bare = lower.rstrip(".")
    found = []
    capital = token[:1].isupper()
    if lower in vocabulary.LOCATIVE:
        found.append("before a locative")
    if bare in vocabulary.PERSON_TITLES:
        found.append("before a title")
        if capital:
            found.append("before a Title")
    if capital:
        found.append("before a Capital")
        if token.upper() in persons.given_names():
            found.append("before a given name")
        elif token.upper() in persons.given_names_abroad():
            found.append("before a given name abroad")
        if lower in vocabulary.ORGANISATION_WORDS:
            found.append("before an Organisation")
    if lower in vocabulary.SAYING_FORMS:
        found.append("before a saying")
    if lower in vocabulary.PARTS:
        found.append("before a part")
    stance = _stance(token, lower, found)
    found.append(f"before={_form(token)}")
    if token.islower() and len(token) > 4:
        found.append(f"before ends={token[-3:]}")
    return (stance, *found)


def _stance(word: str, lower: str, found: Sequence[str]) -> str:
    if word == "^":
        return "at start"
    if "before a given name" in found or "before a given name abroad" in found:
        return "behind a given name"
    if "before a title" in found:
        return "behind a title"
    if "before a Capital" in found:
        return "behind a Capital"
    if lower in ("in", "of", "the", "from", "to", "and", "at", "by", "with", "for"):
        return f"behind {lower}"
    if "before a locative" in found:
        return "behind a locative"
    if not word[:1].isalnum():
        return "behind a comma" if word == "," else "behind a mark"
    return "behind a number" if word[:1].isdigit() else "behind a word"


@lru_cache(maxsize=_REMEMBERED)
def after(token: str) -> tuple[str, ...]:
    """Return what the token behind a name tells; the first feature is its class."""
    lower = token.lower()
    capital = token[:1].isupper()
    found = []
    if capital:
        found.append("after a Capital")
        if token.upper() in persons.surnames():
            found.append("after a common surname")
        elif token.upper() in persons.surnames_abroad():
            found.append("after a surname abroad")
    if lower in vocabulary.ORGANISATION_WORDS:
        found.append("after an Organisation" if capital else "after an organisation")
    if lower.rstrip(".") in vocabulary.PERSON_TITLES:
        found.append("after a Title" if capital else "after a title")
    if lower in vocabulary.SAYING_FORMS:
        found.append("after a saying")
    if lower in vocabulary.SPEECH_FORMS:
        found.append("after a verb of minds")
    found.append(f"after={_form(token)}")
    if token.islower() and len(token) > 4:
        found.append(f"after ends={token[-3:]}")
    return (_sequel(token, lower, found), *found)


def _sequel(word: str, lower: str, found: Sequence[str]) -> str:
    if word == "¶":
        return "at end"
    if "after a Title" in found:
        return "then a Title"
    if "after an Organisation" in found:
        return "then an Organisation"
    if "after a Capital" in found:
        return "then a Capital"
    if "after a saying" in found:
        return "then a saying"
    if not word[:1].isalnum():
        return "then a possessive" if word == "'s" else f"then {word[0]}" if word[0] in ",.(-" else "then a mark"
    if word[:1].isdigit():
        return "then a number"
    if lower in ("and", "or", "in", "on", "to", "is", "was", "has", "have", "will", "who"):
        return f"then {lower}"
    return "then a verb of minds" if "after a verb of minds" in found else "then a word"


@lru_cache(maxsize=_REMEMBERED)
def two(side: str, left: str, right: str) -> tuple[str, str]:
    """Return the farther of two tokens beside a name, and both."""
    farther = left if side == "before" else right
    return f"2 {side}={_form(farther)}", f"2 {side}={_form(left)} {_form(right)}"
