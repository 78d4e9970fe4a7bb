"""From parsed sentences and toponyms to event records: what happened, where, when, who, how many, and who says so.

Names load when first used: reading a codebook needs no language model.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mapkit.coding.codebook import Codebook
    from mapkit.coding.cross_document import Suggestion, compare, corroboration, suggest
    from mapkit.coding.events import classify, code
    from mapkit.coding.sifting import analyse

_HOMES = {
    "Codebook": "codebook",
    "analyse": "sifting",
    "classify": "events",
    "code": "events",
    "Suggestion": "cross_document",
    "compare": "cross_document",
    "corroboration": "cross_document",
    "suggest": "cross_document",
}

__all__ = ["Codebook", "Suggestion", "analyse", "classify", "code", "compare", "corroboration", "suggest"]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"mapkit.coding.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'mapkit.coding' has no attribute {name!r}")
