"""An archive into the workspace: its documents with the events that were coded from them, each whole or not at all."""

from collections.abc import Iterator

from mapkit import archive
from mapkit.archive import Archive, Manifest
from mapkit.bulk import parts
from mapkit.errors import ArchiveError
from mapkit.model import Event
from mapkit.workspace import Workspace
from mapkit.workspace.ingest import Outcome


def bring(source: Archive, workspace: Workspace) -> Iterator[Outcome]:
    """Take an archive in, batch by batch, and yield what came of each document; what is here stays as it is.

    Raises
    ------
    MapkitError
        Where the archive is none or damaged, or the workspace cannot be written.
    """
    manifest = source.manifest()
    if manifest is None:
        raise ArchiveError(f"{source.url}: has no {archive.MANIFEST}; it is no archive, or its coding is under way")
    batches: dict[str, list[archive.Part]] = {}
    for part in manifest.of(archive.EVENTS):
        batches.setdefault(part.batch, []).append(part)
    for part in manifest.of(archive.DOCUMENTS):
        yield from _batch(source, manifest, part, batches.get(part.batch, []), workspace)


def _batch(
    source: Archive, manifest: Manifest, part: archive.Part, of_events: list[archive.Part], workspace: Workspace
) -> Iterator[Outcome]:
    by_document: dict[str, list[Event]] = {}
    for one in of_events:
        for event in parts.events(source, one):
            by_document.setdefault(event.evidence[0].document_id, []).append(event)
    for document in parts.documents(source, part):
        if workspace.has(document.document_id):
            yield Outcome(document.name, "skipped", reason="it is here already")
            continue
        events = sorted(by_document.get(document.document_id, []), key=lambda event: event.evidence[0].start)
        yield workspace.put(document, events, manifest.coder_version)
