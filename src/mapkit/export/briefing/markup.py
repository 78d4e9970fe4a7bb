"""HTML and SVG out of texts that may hold anything: whatever is no markup of ours is escaped, always."""

import html
import re
from collections.abc import Iterable

#: What no HTML document may hold, even as a character reference; shown as the replacement character.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
#: Elements without content, written so that the page can be read as XML too.
_VOID = frozenset({"meta"})


class Markup(str):
    """Text that is markup already: made by `el`, or a constant of ours."""

    __slots__ = ()


Child = str | None | Iterable["Child"]


def el(tag: str, *children: Child, **attributes: str | float | None) -> Markup:
    """Return an element.

    Parameters
    ----------
    tag : str
        One of ours, never a text of a document.
    children : str, Markup, None or iterables of them
        A `str` that is no `Markup` is text; None is nothing.
    attributes : str, float or None
        `class_` gives `class`, `stroke_width` gives `stroke-width`; None leaves the attribute out.
    """
    said = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{_escaped(_number(value))}"'
        for name, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{tag}{said} />" if tag in _VOID else f"<{tag}{said}>{join(children)}</{tag}>")


def join(children: Child) -> Markup:
    """Return children side by side, as `el` takes them."""
    match children:
        case None:
            return Markup()
        case Markup():
            return children
        case str():
            return Markup(_escaped(children))
        case _:
            return Markup("".join(join(child) for child in children))


def _escaped(text: str) -> str:
    return html.escape(_FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").replace("\r", "\n")))


def _number(value: str | float) -> str:
    return value if isinstance(value, str) else f"{round(value, 2):g}"
