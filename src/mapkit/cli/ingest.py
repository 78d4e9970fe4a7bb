"""`ingest`: documents into a workspace."""

import datetime as dt
from pathlib import Path

import click

from mapkit.cli.group import commands
from mapkit.cli.shared import (
    Rejects,
    published_option,
    read_documents,
    workspace_option,
)


@commands.command("ingest")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@workspace_option
@published_option
def ingest_command(paths: tuple[Path, ...], workspace: str | None, published: dt.date | None) -> None:
    """Code the documents at PATHS (files and folders) into the workspace; what is coded already is left as it is."""
    from tqdm import tqdm

    from mapkit.text import find
    from mapkit.workspace import Workspace

    rejects = Rejects()
    found = list(find(paths))
    store = Workspace.open(workspace)

    def unread(path: Path, reason: str) -> None:
        rejects.add(reason)
        store.reject(path.name, reason.removeprefix(f"{path}: "))

    documents = read_documents(tqdm(found, desc="coding", unit="document", disable=None), published, unread)
    report = store.ingest(documents)
    for reject in report.rejects:
        rejects.add(f"{reject.name}: {reject.reason}")
    click.echo(f"{report.added + report.recoded} coded, {report.skipped} unchanged, {rejects.count} rejected", err=True)
    rejects.close()
