"""Adding documents from the page, and the account of those that are being coded."""

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from mapkit.dashboard import about, all_documents, dialogs, session, widgets, words
from mapkit.dashboard.intake import Came, Intake, Progress, Source
from mapkit.dashboard.startup import seeding
from mapkit.languages import gettext as _
from mapkit.languages import ngettext
from mapkit.model import Document
from mapkit.server import services

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
#: What comes of a document that is on the map now.
_CODED = ("added", "recoded")
_ADDRESS = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)


def escaped(text: str) -> str:
    """Return a text that Streamlit's Markdown shows as it is: no link, formula, colour, emoji or markup."""
    return _PUNCTUATION.sub(r"\\\1", " ".join(text.split()))


def more() -> None:
    """Show the buttons below the legend."""
    dialogs.begin()
    with st.container(key="more", gap="small"):
        add_button(_("Add a document"))
        all_documents.button()
        about.button()


def add_button(label: str, *, primary: bool = False) -> None:
    """Show a button that opens the dialog to add a document."""
    key = "add_first" if primary else "add"
    if st.button(label, type="primary" if primary else "secondary", key=key, width="content" if primary else "stretch"):
        dialogs.show(_("Add a document"), _add)


@dataclass(frozen=True, slots=True)
class _Stated:
    """What the user states of the documents; what is None is left to each file."""

    publisher: str | None
    url: str | None
    published: dt.date | None


def _add() -> None:
    from mapkit.text.reader import KINDS

    st.caption(_("News texts in English, as files or pasted. They are coded here; nothing leaves this computer."))
    with st.form("add_form", border=False):
        uploads = st.file_uploader(_("Files"), type=[ending[1:] for ending in KINDS], accept_multiple_files=True)
        text = st.text_area(_("Or paste a text"), height=100, max_chars=2_000_000)
        st.caption(_("What you leave empty is read from each file, if stated."))
        left, right = st.columns(2, gap="small")
        publisher = left.text_input(_("Publisher"), max_chars=200)
        published = right.date_input(_("Published"), value=None, help=_("Words like “on Monday” count from it."))
        url = st.text_input("URL", max_chars=2_000, placeholder="https://")
        submitted = st.form_submit_button(_("Code it onto the map"), type="primary")
    if not submitted:
        return
    files = [(one.name, one.getvalue()) for one in uploads]
    if text.strip():
        files.append((_("pasted text") + ".txt", text.encode("utf-8", "surrogatepass")))
    if fault := _fault(files, url.strip()):
        st.text(fault)
        return
    stated = _Stated(" ".join(publisher.split()) or None, url.strip() or None, published)
    _intake().add(_source(name, data, stated) for name, data in files)
    st.rerun()


def _fault(files: list[tuple[str, bytes]], url: str) -> str | None:
    if not files:
        return _("Choose a file or paste a text first.")
    if url and not _ADDRESS.fullmatch(url):
        return _("The URL must begin with https:// or http://; nothing was added.")
    return None


def _source(name: str, data: bytes, stated: _Stated) -> Source:
    def read() -> Document:
        from mapkit.text import read_bytes

        document = read_bytes(data, name, published=stated.published)
        return replace(document, publisher=stated.publisher or document.publisher, url=stated.url or document.url)

    return Source(name, read)


# The account of what is being coded.


def _intake() -> Intake:
    kept: Intake = st.session_state.setdefault("intake", Intake(lambda: services().workspace))
    return kept


def account() -> None:
    """Show how far the documents are coded that the reader added, and the bundled ones, and what came of each."""
    jobs = _jobs()
    st.session_state["at_work"] = any(progress.running for progress in jobs.values())
    if jobs:
        # Asked again while something is under way, and drawn once when all is done.
        st.fragment(_account, run_every=1.0 if st.session_state["at_work"] else None)()


@session.spoken
def _account() -> None:
    jobs = _jobs()
    ended = st.session_state["at_work"] and not any(progress.running for progress in jobs.values())
    # The counts beside the map follow; an open dialog, which a run of the whole page would close, comes first.
    if st.session_state.pop("account_acted", False) or (ended and not dialogs.is_open()):
        st.rerun()
    widgets.intake({"jobs": [_told(key, progress) for key, progress in jobs.items()]}, _on_account)


def _jobs() -> dict[str, Progress]:
    """Return what there is to tell of, by who handed it in."""
    bundled = seeding.progress
    news = bundled.running or any(one.status == "rejected" for one in bundled.came)
    jobs = {"added": _intake().progress}
    if news and not st.session_state.get("bundled_closed"):
        jobs["bundled"] = bundled
    return {key: progress for key, progress in jobs.items() if progress.total}


def _on_account() -> None:
    said = st.session_state["intake_view"].get("act") or {}
    st.session_state["account_acted"] = True
    match said.get("name"):
        case "close" if said.get("value") == "added":
            _intake().clear()
        case "close":
            st.session_state["bundled_closed"] = True
        case "show":
            # What was here already may be here under another name alone: it leads nowhere.
            found = [one.document for one in _intake().progress.came if one.status in _CODED and one.document]
            if found:
                session.show_document(found[0].document_id)


def _told(key: str, progress: Progress) -> dict[str, Any]:
    came = progress.came
    first = sorted(came, key=lambda one: one.status != "rejected")  # what went wrong comes first
    return {
        "key": key,
        "title": _("Your documents") if key == "added" else _("The bundled documents"),
        "running": progress.running,
        "done": len(came),
        "total": progress.total,
        "events": sum(one.events for one in came),
        "added": sum(one.status in _CODED for one in came),
        "known": sum(one.status == "skipped" for one in came),
        "rejected": sum(one.status == "rejected" for one in came),
        "show": key == "added" and any(one.status in _CODED for one in came),
        "items": [{"name": one.name, "status": one.status, "words": _words(one)} for one in first],
    }


def _words(came: Came) -> str:
    if came.status == "rejected":
        return _("rejected: {reason}").format(reason=came.reason)
    if came.status == "skipped":
        return _("is here already: {reason}").format(reason=came.reason)
    document = came.document
    count = ngettext("{n} event coded", "{n} events coded", came.events).format(n=came.events)
    source = (document and document.publisher) or _("publisher not stated")
    day = document and document.published
    published = (
        _("published {day}").format(day=words.span(day.isoformat(), day.isoformat())) if day else _("date not stated")
    )
    return f"{count}; {source}, {published}"
