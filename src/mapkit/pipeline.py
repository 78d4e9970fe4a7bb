"""The whole flow on one page: documents in, located events out.

    Document -> sentences -> toponyms -> events -> fronts

Heavy parts (the language model, the gazetteer) load when the first document needs them.
"""

import dataclasses
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from mapkit import fronts, layers
from mapkit.errors import MapkitError
from mapkit.model import Document, Event, Toponym
from mapkit.paths import data_dir

if TYPE_CHECKING:
    from mapkit.coding import Codebook
    from mapkit.gazetteer import Gazetteer, Places


@dataclass(frozen=True, slots=True)
class Reject:
    """A document that could not be coded, and why in one line."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Coded:
    """One document with its toponyms and events, both in reading order."""

    document: Document
    toponyms: tuple[Toponym, ...]
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What a run gave: the events of all documents in order, and the documents that were rejected."""

    events: tuple[Event, ...]
    rejects: tuple[Reject, ...]


def run(
    documents: Iterable[Document], *, gazetteer: "Places | None" = None, codebook: "Codebook | None" = None
) -> Result:
    """Code documents.

    Parameters
    ----------
    documents : iterable of Document
    gazetteer : Gazetteer, optional
        Default: the bundled one with the user's rows.
    codebook : Codebook, optional
        Default: the bundled one.

    Returns
    -------
    Result
        Deterministic: the same documents give the same events.
    """
    events: list[Event] = []
    rejects: list[Reject] = []
    for outcome in stream(documents, gazetteer=gazetteer, codebook=codebook):
        if isinstance(outcome, Reject):
            rejects.append(outcome)
        else:
            events.extend(outcome.events)
    return Result(tuple(events), tuple(rejects))


def stream(
    documents: Iterable[Document], *, gazetteer: "Places | None" = None, codebook: "Codebook | None" = None
) -> Iterator[Coded | Reject]:
    """Code documents one by one in constant memory; each gives a `Coded` or a `Reject`."""
    from mapkit.coding import Codebook, analyse, code, tagged

    codebook = codebook or Codebook.default()
    for outcome in stream_toponyms(documents, gazetteer=gazetteer):
        if isinstance(outcome, Reject):
            yield outcome
            continue
        document, toponyms = outcome
        try:
            tagging = tagged.read(document, toponyms)
            analysis = analyse(document, toponyms, codebook, tagging.tags)
            events = code(analysis, toponyms, codebook=codebook, tagging=tagging)
        except MapkitError:
            raise  # the codebook or a layer is at fault, not the document
        except Exception as error:  # noqa: BLE001 - one document's fault must not lose the others
            yield Reject(document.name, f"coding failed: {type(error).__name__}: {error}")
            continue
        yield Coded(document, toponyms, tuple(map(_finished, events)))


def stream_toponyms(
    documents: Iterable[Document],
    *,
    gazetteer: "Places | None" = None,
    theatre: str | None = None,
    fast: bool = False,
) -> Iterator[tuple[Document, tuple[Toponym, ...]] | Reject]:
    """Geoparse documents one by one, without the language model; each gives itself with its toponyms, or a `Reject`."""
    from mapkit.geoparsing import geoparse as find_toponyms

    gazetteer = gazetteer or default_places()
    for document in documents:
        try:
            yield document, find_toponyms(document, gazetteer, theatre=theatre, fast=fast)
        except MapkitError:
            raise
        except Exception as error:  # noqa: BLE001 - one document's fault must not lose the others
            yield Reject(document.name, f"geoparsing failed: {type(error).__name__}: {error}")


def geoparse(text: str | Document) -> tuple[Toponym, ...]:
    """Find and resolve the place names of one text.

    Raises
    ------
    MapkitError
        Where the text cannot be geoparsed; the message says why.
    """
    outcome = next(stream_toponyms([_document(text)]))
    if isinstance(outcome, Reject):
        raise MapkitError(outcome.reason)
    return outcome[1]


def extract(text: str | Document) -> tuple[Event, ...]:
    """Code the events of one text.

    Raises
    ------
    MapkitError
        Where the text cannot be coded; the message says why.
    """
    result = run([_document(text)])
    if result.rejects:
        raise MapkitError(result.rejects[0].reason)
    return result.events


@cache
def default_places() -> "Places":
    """Return the places of the bundled gazetteer with the user's rows, opened once a process."""
    from mapkit.gazetteer import Places

    return Places()


@cache
def default_gazetteer() -> "Gazetteer":
    """Return the bundled gazetteer with the user's rows, opened once a process."""
    from mapkit.gazetteer import Gazetteer

    return Gazetteer()


@cache
def coder_version() -> str:
    """Return the coder's version: the package's, and eight digits over the code and data that decide the outcome.

    A document is coded anew when this changes, so that no workspace mixes the work of two coders unseen.
    """
    digest = hashlib.sha256()
    here = Path(__file__).parent
    for part in ("text", "gazetteer", "geoparsing", "tagging", "coding"):
        for path in sorted((here / part).glob("*")):
            if path.is_file():
                digest.update(path.read_bytes())
    gazetteer = data_dir() / "gazetteer.csv"
    if gazetteer.exists():
        digest.update(str(gazetteer.stat().st_size).encode())
    return f"mapkit {version('mapkit')}+{digest.hexdigest()[:8]}"


def _document(text: str | Document) -> Document:
    return text if isinstance(text, Document) else Document(name="text", text=text)


def _finished(event: Event) -> Event:
    return dataclasses.replace(event, front=front(event), coder_version=coder_version())


def front(event: Event) -> str | None:
    """Return the front of an event's place: an area counts for the front that holds most of it, a country for none."""
    if event.latitude is None or event.longitude is None or (event.layer_id or "").startswith("countries/"):
        return None
    if event.layer_id and event.layer_id.startswith(("admin1/", "regions/")):
        return fronts.front_of_shape(layers.shape(event.layer_id))
    return fronts.front_of(event.latitude, event.longitude)
