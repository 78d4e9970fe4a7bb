"""axe-core over a page as it stands: what it finds, by rule and element, without what only Streamlit could mend."""

import re

from axe_playwright_python.sync_playwright import Axe

_AXE = Axe()
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: What a whole page needs and a frame inside one does not; the viewport that folium writes into a frame has no effect.
_PAGE_ALONE = ("landmark-one-main", "page-has-heading-one", "region", "bypass", "meta-viewport")
#: Streamlit's own elements that no rule of ours can reach: the rule, a pattern of the selector, and the reason.
_STREAMLIT: tuple[tuple[str, str, str], ...] = (
    ("presentation-role-conflict", "FileUploader|emotion", "the drop zone of the upload widget has a role and a label"),
)


def faults(place, *, frame=False, rules=None, without=()):
    """Return what is wrong in a page or a frame, one line each.

    Parameters
    ----------
    place : Page or Frame
    frame : bool
        Whether it is a part of a page, which needs no heading or landmarks of its own.
    rules : list of str, optional
        Rules by their names; default: all of WCAG 2.2 A and AA, and axe's best practices.
    without : sequence of str
        Rules that are left out.
    """
    told = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": _RULES}
    left_out = (*without, *(_PAGE_ALONE if frame else ()))
    options = {"runOnly": told, "resultTypes": ["violations"]}
    if not rules:
        options["rules"] = {name: {"enabled": False} for name in left_out}
    found = []
    for rule in _AXE.run(place, options=options).response["violations"]:
        for node in rule["nodes"]:
            where = " ".join(part if isinstance(part, str) else " >>> ".join(part) for part in node["target"])
            if not _excused(rule["id"], where):
                why = "; ".join(check["message"] for kind in ("any", "all", "none") for check in node[kind])
                found.append(f"{rule['id']} at {where}: {node['html'][:160]} ({why[:200]})")
    return found


def _excused(rule, where):
    return any(rule == name and re.search(pattern, where) for name, pattern, _ in _STREAMLIT)
