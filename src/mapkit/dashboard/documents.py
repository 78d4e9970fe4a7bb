"""Adding a document from the page, the account of the bundled ones being coded, and what mapkit is."""

import re
from typing import Any

import streamlit as st

from mapkit.dashboard.startup import seeding
from mapkit.errors import MapkitError
from mapkit.model import Document
from mapkit.server import services

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_ENDINGS = ["txt", "md", "html", "htm"]


def escaped(text: str) -> str:
    """Return a text that Streamlit's Markdown shows as it is: no link, formula, colour, emoji or markup."""
    return _PUNCTUATION.sub(r"\\\1", " ".join(text.split()))


def more() -> None:
    """Show the buttons below the legend."""
    with st.container(key="more", gap="small"):
        add_button("Add a document")
        if st.button("About, method, data and licences", type="tertiary", key="about"):
            _about()


def add_button(label: str, *, primary: bool = False) -> None:
    """Show a button that opens the dialog to add a document."""
    key = "add_first" if primary else "add"
    if st.button(label, type="primary" if primary else "secondary", key=key, width="content" if primary else "stretch"):
        _add()


@st.dialog("Add a document")
def _add() -> None:
    st.caption("A news text in English, pasted or as a file. It is coded here; nothing leaves this computer.")
    upload = st.file_uploader("Files", type=_ENDINGS, accept_multiple_files=True)
    text = st.text_area("Or paste a text", height=180, max_chars=2_000_000)
    published = st.date_input("Published, if you know it", value=None, help="Words like “on Monday” count from it.")
    if not st.button("Code it onto the map", type="primary", disabled=not (upload or text.strip())):
        return
    outcomes: list[tuple[str, str]] = []
    with st.status("Reading", expanded=True) as status:
        documents = []
        for name, data in [(one.name, one.getvalue()) for one in upload] + _pasted(text):
            try:
                documents.append(_read(name, data, published))
            except MapkitError as error:
                outcomes.append((name, f"rejected: {error}"))
        for number, document in enumerate(documents, 1):
            status.update(label=f"Coding {number} of {len(documents)}")
            outcomes.append((document.name, _code(document)))
        status.update(label="Done", state="complete")
        for name, outcome in outcomes:
            st.text(f"{name}: {outcome}")
    if st.button("Show the map", key="added"):
        st.rerun()


def _pasted(text: str) -> list[tuple[str, bytes]]:
    return [("pasted.txt", text.encode("utf-8", "surrogatepass"))] if text.strip() else []


def _read(name: str, data: bytes, published: Any) -> Document:
    from mapkit.text import read_bytes

    return read_bytes(data, name, published=published)


def _code(document: Document) -> str:
    try:
        outcomes: list[Any] = []
        services().workspace.ingest([document], outcomes.append)
    except MapkitError as error:
        return f"rejected: {error}"
    outcome = outcomes[0]
    if outcome.status == "rejected":
        return f"rejected: {outcome.reason}"
    if outcome.status == "skipped":
        return f"is here already ({outcome.reason})"
    return f"{outcome.events} event{'' if outcome.events == 1 else 's'} coded"


def pulse() -> None:
    """Show how far the bundled documents are coded, and the page anew when they are."""
    if seeding.progress.running or seeding.progress.error:
        _pulse()


@st.fragment(run_every=1.0)
def _pulse() -> None:
    now = seeding.progress
    if now.error:
        st.warning(escaped(f"The bundled documents could not be coded: {now.error}"))
    elif now.running:
        st.info(f"Coding the bundled documents: {now.done} of {now.total}. The first one takes some seconds.")
    elif st.session_state.get("pulsed") != now:
        st.session_state["pulsed"] = now
        st.rerun()


@st.dialog("About mapkit", width="large")
def _about() -> None:
    st.markdown(_ABOUT)
    counts = [f"{number:,} {name}" for name, number in services().workspace.counts().items()]
    st.caption(f"This workspace: {', '.join(counts)}.")


_ABOUT = """
mapkit reads news texts and puts the events that they tell onto a map. Each event keeps its exact sentence, who says
so, and how certain its place is.

**Method.** Place names are found in the text and resolved by their context against a gazetteer; what was considered
and rejected is shown with its score. Events are coded by rules over the parse of each sentence, in ACLED's terms
(types, sub-types, precision) with two types of our own, Humanitarian and Diplomacy. Nothing is guessed: a date that
the text does not state is "not stated", and an event without a place of its own gets no marker.

**Claims.** *Reported* means in the text's own voice or by civil sources. *Claimed by one party* means that the only
source is a party to the conflict. Fronts are approximate, drawn by hand as of the bundled documents.

**Data.** Natural Earth (public domain); GeoNames and sources derived from it (CC BY 4.0). The full list with versions
and licences is in the file NOTICE. Crimea is drawn as Ukraine's, as UN General Assembly resolution 68/262 has it.

**Privacy.** The page asks nothing of any other host: no tiles, fonts, scripts or telemetry.

**Licence.** The code is under the MIT licence.
"""
