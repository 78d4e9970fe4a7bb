"""Adding a document from the page, the account of the bundled ones being coded, and what mapkit is."""

import datetime as dt
import re
from dataclasses import dataclass, replace

import streamlit as st

from mapkit.dashboard import session
from mapkit.dashboard.startup import seeding
from mapkit.errors import MapkitError
from mapkit.model import Document
from mapkit.server import services
from mapkit.workspace import Outcome

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_ADDRESS = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)


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
        st.session_state["added"] = []
        _add()


@dataclass(frozen=True, slots=True)
class Added:
    """What came of one document: its id where it is in the workspace, and the line that says so."""

    name: str
    document_id: str | None
    line: str


@dataclass(frozen=True, slots=True)
class _Stated:
    """What the user states of the documents; what is None is left to each file."""

    publisher: str | None
    url: str | None
    published: dt.date | None


@st.dialog("Add a document")
def _add() -> None:
    from mapkit.text.reader import KINDS

    st.caption("News texts in English, as files or pasted. They are coded here; nothing leaves this computer.")
    with st.form("add_form", border=False):
        uploads = st.file_uploader("Files", type=[ending[1:] for ending in KINDS], accept_multiple_files=True)
        text = st.text_area("Or paste a text", height=100, max_chars=2_000_000)
        st.caption("What you leave empty is read from each file, if stated.")
        left, right = st.columns(2, gap="small")
        publisher = left.text_input("Publisher", max_chars=200)
        published = right.date_input("Published", value=None, help="Words like “on Monday” count from it.")
        url = st.text_input("URL", max_chars=2_000, placeholder="https://")
        submitted = st.form_submit_button("Code it onto the map", type="primary")
    if submitted:
        files = [(one.name, one.getvalue()) for one in uploads]
        if text.strip():
            files.append(("pasted text.txt", text.encode("utf-8", "surrogatepass")))
        fault = _fault(files, url.strip())
        stated = _Stated(" ".join(publisher.split()) or None, url.strip() or None, published)
        st.session_state["added"] = [] if fault else _code_all(files, stated)
        if fault:
            st.text(fault)
    added: list[Added] = st.session_state["added"]
    for one in added:
        st.text(f"{one.name}: {one.line}")
    coded = [one.document_id for one in added if one.document_id]
    if coded and st.button("Show on the map", on_click=session.show_document, args=(coded[0],)):
        st.rerun()


def _fault(files: list[tuple[str, bytes]], url: str) -> str | None:
    if not files:
        return "Choose a file or paste a text first."
    if url and not _ADDRESS.fullmatch(url):
        return "The URL must begin with https:// or http://; nothing was added."
    return None


def _code_all(files: list[tuple[str, bytes]], stated: _Stated) -> list[Added]:
    from mapkit.text import read_bytes

    added = []
    with st.status("Reading", expanded=False) as status:
        for number, (name, data) in enumerate(files, 1):
            status.update(label=f"Coding {number} of {len(files)}; the first one takes some seconds")
            try:
                document = read_bytes(data, name, published=stated.published)
                publisher, url = stated.publisher or document.publisher, stated.url or document.url
                added.append(_code(replace(document, publisher=publisher, url=url)))
            except MapkitError as error:
                reason = str(error).removeprefix(f"{name}: ")  # the line begins with it already
                added.append(Added(name, None, f"rejected: {reason}"))
        status.update(label="Done", state="complete")
    return added


def _code(document: Document) -> Added:
    outcomes: list[Outcome] = []
    services().workspace.ingest([document], outcomes.append)
    outcome = outcomes[0]
    if outcome.status == "rejected":
        return Added(document.name, None, f"rejected: {outcome.reason}")
    if outcome.status == "skipped":
        return Added(document.name, None, f"is here already: {outcome.reason}")
    count = f"{outcome.events} event{'' if outcome.events == 1 else 's'} coded"
    source = document.publisher or "publisher not stated"
    day = f"published {document.published}" if document.published else "date not stated"
    return Added(document.name, document.document_id, f"{count}; {source}, {day}")


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


@st.dialog("About mapkit", width="medium")
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
