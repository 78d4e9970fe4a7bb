"""All documents in a dialog: found, sorted, opened beside the map; what is known of each set right; the rejects."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import streamlit as st

from mapkit.dashboard import dialogs, session, widgets, words
from mapkit.errors import MapkitError
from mapkit.languages import gettext as _
from mapkit.server import services
from mapkit.workspace import Amendment, UnknownIdError

#: Documents a page of the list.
_PAGE_SIZE = 25
_KEY = "catalogue"
#: The fields as the form has them.
_FIELDS = ("title", "publisher", "url", "published")


def button() -> None:
    """Show the button that opens the list; open it at one document where that was asked for elsewhere on the page."""
    wanted = st.session_state.pop("details_of", None)
    if st.button(_("All documents"), key="catalogue_button", width="stretch") or wanted:
        st.session_state[_KEY] = {"query": "", "sort": "-added", "page": 1, "edit": wanted, "turn": 0}
        dialogs.show(_("Documents"), _show, width="large")


def _show() -> None:
    memory = st.session_state[_KEY]
    if memory.pop("leave", False):
        st.rerun()
    workspace = services().workspace
    found = workspace.document_list(memory["query"], sort=memory["sort"], page=memory["page"], page_size=_PAGE_SIZE)
    data = {
        "items": [{**asdict(one), "day": _day(one.published)} for one in found.items],
        "total": found.total,
        "page": found.page,
        "pages": found.pages,
        "query": memory["query"],
        "sort": memory["sort"],
        "rejects": [asdict(one) for one in workspace.rejects()],
        "edit": _details(memory["edit"]) if memory["edit"] else None,
        "turn": memory["turn"],
        "fault": memory.pop("fault", None),
        "done": memory.pop("done", None),
    }
    widgets.catalogue(data, _on_act)


def _details(document_id: str) -> dict[str, Any] | None:
    workspace = services().workspace
    seen = workspace.version()
    try:
        document = workspace.document(document_id)
        told = workspace.document_history(document_id)
    except UnknownIdError:
        return None
    return {
        "id": document_id,
        "name": document.name,
        "title": document.title,
        "publisher": document.publisher,
        "url": document.url,
        "published": document.published.isoformat() if document.published else None,
        "seen": seen,
        "history": [_entry(one, told) for one in reversed(told)],
    }


def _entry(entry: Amendment, told: list[Amendment]) -> dict[str, Any]:
    said, was = _values(entry.value), _values(entry.old)
    if entry.undoes:
        undone = next(one for one in told if one.amendment_id == entry.undoes)
        said, was = _("Took back: {words}").format(words=_values(undone.value)), ""
    return {
        "id": entry.amendment_id,
        "words": said,
        "was": was or None,
        "by": entry.by,
        "made": entry.made,
        "why": entry.why,
        "live": entry.live,
    }


def _values(values: Mapping[str, str | None]) -> str:
    names = {"title": _("Title"), "publisher": _("Publisher"), "url": _("Address"), "published": _("Published")}
    told = {name: _day(text) if name == "published" else text for name, text in values.items()}
    return "; ".join(f"{names[name]}: {told[name] or _('not stated')}" for name in _FIELDS if name in values)


def _day(iso: str | None) -> str | None:
    return words.span(iso, iso) if iso else None


@session.spoken
def _on_act() -> None:
    said = st.session_state["catalogue_view"].get("act") or {}
    memory, value = st.session_state[_KEY], said.get("value")
    match said.get("name"):
        case "search":
            memory["query"], memory["page"] = str(value)[:200], 1
        case "sort":
            memory["sort"], memory["page"] = str(value), 1
        case "page" if isinstance(value, int):
            memory["page"] = max(1, value)
        case "edit":
            memory["edit"] = str(value)
        case "back":
            memory["edit"] = None
        case "read":
            session.read_document(str(value))
            memory["leave"] = True
        case "forget":
            services().workspace.forget_rejects()
        case "save" | "undo" if isinstance(value, dict):
            _keep(str(said["name"]), value, memory)


def _keep(name: str, value: dict[str, Any], memory: dict[str, Any]) -> None:
    """Set a document right, or take back what was said of it; the list tells what came of it."""
    memory["turn"] += 1
    workspace, by = services().workspace, str(value.get("by") or "")
    why = str(value.get("why") or "").strip() or None
    try:
        if name == "undo":
            workspace.undo_amendment(str(value.get("id")), by=by, why=why)
        else:
            fields = {key: str(value.get(key) or "").strip() or None for key in _FIELDS}
            seen = value.get("seen")
            workspace.amend(str(memory["edit"]), fields, by=by, why=why, seen=seen if isinstance(seen, int) else 0)
    except MapkitError as error:  # the gazetteer or the codebook may be at fault too
        memory["fault"] = str(error)
        return
    memory["done"] = _("Kept. The document is coded anew with it; corrections of its events stay.")
