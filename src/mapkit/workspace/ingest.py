"""What goes into the workspace: the coder that turns documents into events, and the account of what came of it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from mapkit.model import Document, Event


class _Reject(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def reason(self) -> str: ...


class CodingResult(Protocol):
    """What a coder gives: `mapkit.pipeline.Result` is one."""

    @property
    def events(self) -> Sequence[Event]:
        """The events of all documents."""

    @property
    def rejects(self) -> Sequence[_Reject]:
        """The documents that could not be coded, each with `name` and `reason`."""


@dataclass(frozen=True, slots=True)
class Coder:
    """A way to code documents, with the version that decides whether a document must be coded again.

    Parameters
    ----------
    run : callable
        Takes documents, gives their events and rejects.
    version : str
        Any other version than the one a document was coded with codes it anew.
    """

    run: Callable[[Iterable[Document]], CodingResult]
    version: str


def default_coder() -> Coder:
    """Return mapkit's own pipeline, its language model and gazetteer loaded when the first document needs them."""
    from mapkit import pipeline

    return Coder(pipeline.run, pipeline.coder_version())


@dataclass(frozen=True, slots=True)
class Reject:
    """A document that did not go in, and why in one line."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one document.

    Parameters
    ----------
    name : str
    status : str
        `added`, `recoded` (by another coder, or because its metadata changed), `skipped` (coded already, or the same
        text is there under another name) or `rejected`.
    events : int
        How many events it has.
    reason : str or None
        Why it was rejected or skipped.
    """

    name: str
    status: str
    events: int = 0
    reason: str | None = None


@dataclass(slots=True)
class IngestReport:
    """What came of all documents."""

    added: int = 0
    recoded: int = 0
    skipped: int = 0
    events: int = 0
    rejects: list[Reject] = field(default_factory=list)

    def count(self, outcome: Outcome) -> None:
        """Take one document's outcome into the account."""
        if outcome.status == "rejected":
            self.rejects.append(Reject(outcome.name, outcome.reason or ""))
            return
        setattr(self, outcome.status, getattr(self, outcome.status) + 1)
        if outcome.status != "skipped":
            self.events += outcome.events


def fault_of(document: Document) -> str | None:
    """Return why no database can hold a document's text, or None where all is well."""
    if not document.text.strip():
        return "the text is empty"
    for value, part in ((document.name, "name"), (document.text, "text"), (document.title or "", "title")):
        for index, character in enumerate(value):
            if character == "\0" or "\ud800" <= character <= "\udfff":
                return f"the {part} holds U+{ord(character):04X} at offset {index}: it is binary or wrongly decoded"
    return None


def storable(text: str) -> str:
    """Return a text with what no database can hold replaced, for the list of rejects."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")
