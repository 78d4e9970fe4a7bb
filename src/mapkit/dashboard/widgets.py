"""The page's own widgets: legend, timeline, panel and table, fed with JSON and shown with `textContent`.

Streamlit's own widgets take Markdown in their labels and texts, which a document could abuse; these take plain
strings. Their scripts and styles are constants of ours, found in `static/`.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from mapkit import languages
from mapkit.mapping import assets, symbols
from mapkit.model import ClaimStatus, EventType
from mapkit.vocabulary import CODEBOOK

_STATIC = Path(__file__).resolve().parent / "static"
_SPEECH = assets.STATIC / "mapkit" / "speech.js"
_PAPER = f"light-dark({symbols.PAPER['light']}, {symbols.PAPER['dark']})"
_INK = "light-dark(#4a4e53, #c3c9cf)"


def swatch(
    event_type: EventType = EventType.BATTLES,
    claim: ClaimStatus = ClaimStatus.REPORTED,
    *,
    kind: symbols.PlaceKind = "point",
    size: int = 18,
    neutral: bool = False,
) -> str:
    """Return an event's symbol as SVG in colours that follow the page's theme by themselves.

    Parameters
    ----------
    event_type : EventType
    claim : ClaimStatus
    kind : {"point", "line", "area"}
    size : int
        CSS pixels.
    neutral : bool
        In the colour of text, for a legend of fills or frames.
    """
    ink = _INK if neutral else colour(event_type)
    drawn = symbols.svg(event_type, claim, size=size, kind=kind, ink=ink)
    return drawn.replace(symbols.PAPER["light"], _PAPER)


def colour(event_type: EventType) -> str:
    """Return an event type's colour in CSS, which follows the page's theme by itself."""
    symbol = symbols.SYMBOLS[event_type]
    return f"light-dark({symbol.light}, {symbol.dark})"


def style() -> None:
    """Put the page's style sheet, a constant, on the page."""
    with st.container(key="style"):
        st.html(f"<style>{_read('page.css')}</style>")


def skip() -> None:
    """Put links to the page's parts before all else, for the keyboard, and say which part is which."""
    _show("skip", {}, key="skip")


def legend(
    data: dict[str, Any],
    on_toggle: Callable[[], None],
    on_reset: Callable[[], None],
    on_all_documents: Callable[[], None],
) -> None:
    """Show filters and legend in one; the callbacks read `st.session_state["legend"]`."""
    _show(
        "legend",
        data,
        "figures",
        styles=("figures",),
        key="legend",
        on_toggle_change=on_toggle,
        on_reset_change=on_reset,
        on_all_documents_change=on_all_documents,
    )


def panel(data: dict[str, Any], on_act: Callable[[], None]) -> None:
    """Show the selected event; the callback reads `st.session_state["panel_view"]`."""
    _show("panel", data, "figures", "review", styles=("figures", "review"), key="panel_view", on_act_change=on_act)


def queue(data: dict[str, Any], on_act: Callable[[], None]) -> None:
    """Show what nobody has read yet; the callback reads `st.session_state["queue_view"]`."""
    _show("queue", data, "figures", "walk", styles=("figures",), key="queue_view", on_act_change=on_act)


def reading(data: dict[str, Any], on_act: Callable[[], None]) -> None:
    """Show a document beside the map; the callback reads `st.session_state["reading_view"]`."""
    _show("reading", data, "passages", "walk", key="reading_view", on_act_change=on_act)


def table(data: dict[str, Any], on_act: Callable[[], None]) -> None:
    """Show one page of events; the callback reads `st.session_state["table"]`."""
    _show("table", data, "figures", styles=("figures",), key="table", on_act_change=on_act)


def statistics(data: dict[str, Any], on_act: Callable[[], None]) -> None:
    """Show numbers of events over time; the callback reads `st.session_state["statistics_view"]`."""
    _show("statistics", data, key="statistics_view", on_act_change=on_act)


def share(data: dict[str, Any]) -> None:
    """Show the menu that copies the page's address and the code to embed it; it tells Python nothing."""
    _show("share", data, key="share")


def compare(data: dict[str, Any], on_act: Callable[[], None]) -> None:
    """Show the menu of what can be compared; the callback reads `st.session_state["compare_menu"]`."""
    _show("compare", data, key="compare_menu", on_act_change=on_act)


def sides(data: dict[str, Any], on_act: Callable[[], None]) -> None:
    """Show what each of two sides shows; the callback reads `st.session_state["sides"]`."""
    _show("sides", data, key="sides", on_act_change=on_act)


def intake(data: dict[str, Any], on_act: Callable[[], None]) -> None:
    """Show how far documents are coded; the callback reads `st.session_state["intake_view"]`."""
    _show("intake", data, key="intake_view", on_act_change=on_act)


def catalogue(data: dict[str, Any], on_act: Callable[[], None]) -> None:
    """Show the list of documents; the callback reads `st.session_state["catalogue_view"]`."""
    _show("catalogue", data, "details", key="catalogue_view", on_act_change=on_act)


def help_button(data: dict[str, Any]) -> None:
    """Show the button that opens the page's help, which opens by itself on a first visit; it tells Python nothing."""
    _show("help", data, key="help")


def timeline(data: dict[str, Any], on_period: Callable[[], None], on_step: Callable[[], None]) -> None:
    """Show events over time; the callback reads `st.session_state["timeline"]`."""
    _show(
        "timeline",
        data,
        "figures",
        "timescale",
        "timewalk",
        "timeplay",
        "timeplot",
        styles=("figures",),
        key="timeline",
        on_period_change=on_period,
        on_step_change=on_step,
    )


def tongues(on_speak: Callable[[], None]) -> None:
    """Show the languages to choose from; the callback reads `st.session_state["tongues"]`."""
    data = {"languages": list(languages.available().items())}
    _show("tongues", data, key="tongues", on_speak_change=on_speak)


def _show(name: str, data: dict[str, Any], *helpers: str, styles: tuple[str, ...] = (), **options: Any) -> None:
    """Show a component, with the messages that its script speaks the reader's language with."""
    script = _script(name, *helpers)
    speech = languages.for_scripts(script, also=CODEBOOK)
    _component(name, script, styles)(data={**data, "speech": speech}, **options)


@cache
def _script(name: str, *helpers: str) -> str:
    return "".join((_SPEECH.read_text(encoding="utf-8"), *(_read(f"{part}.js") for part in ("core", *helpers, name))))


@cache
def _component(name: str, script: str, styles: tuple[str, ...]) -> Any:
    return st.components.v2.component(
        f"mapkit_{name}",
        html='<div class="root"></div>',
        css="".join(_read(f"{part}.css") for part in ("core", name, *styles)),
        js=script,
    )


def _read(name: str) -> str:
    return (_STATIC / name).read_text(encoding="utf-8")
