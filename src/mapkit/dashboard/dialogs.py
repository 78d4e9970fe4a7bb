"""Dialogs: one at a time, in the reader's language, and known to the rest of the page while they are open."""

from collections.abc import Callable
from typing import Literal

import streamlit as st

from mapkit.dashboard import session

_OPEN = "dialog_open"


def begin() -> None:
    """Take in that the whole page is drawn anew, which closes what was open; call it before any dialog is opened."""
    st.session_state[_OPEN] = False


def show(title: str, body: Callable[[], None], *, width: Literal["small", "medium", "large"] = "small") -> None:
    """Open a dialog; its body runs alone from then on."""
    st.session_state[_OPEN] = True
    st.dialog(title, width=width, on_dismiss=begin)(session.spoken(body))()


def is_open() -> bool:
    """Return whether one is open: a run of the whole page would close it, and lose what is typed there."""
    return bool(st.session_state.get(_OPEN))
