"""`corrections`: carry them to another workspace."""

from typing import IO

import click

from mapkit.cli.group import commands
from mapkit.cli.shared import Rejects, workspace_option


@commands.group("corrections")
def corrections_group() -> None:
    """Carry what people made of the events to another workspace, and list what no longer applies."""


@corrections_group.command("export")
@workspace_option
def corrections_export(workspace: str | None) -> None:
    """Print every correction as a line of JSON, in their order."""
    from mapkit.workspace import Workspace

    with Workspace.open(workspace) as store:
        for line in store.export_corrections():
            click.echo(line)


@corrections_group.command("import")
@click.argument("file", type=click.File("rb"))
@workspace_option
def corrections_import(file: IO[bytes], workspace: str | None) -> None:
    """Take in the corrections of FILE (- for standard input); what people here have said otherwise stands."""
    from mapkit.workspace import Workspace

    rejects = Rejects()
    with Workspace.open(workspace) as store:
        report = store.import_corrections(file)
    for told in sorted((*report.rejects, *report.conflicts), key=lambda told: told.line):
        rejects.add(f"{file.name}, line {told.line}: {told.reason}")
    click.echo(
        f"{report.added} added ({report.waiting} wait for their document), {report.known} known, "
        f"{len(report.conflicts)} in conflict, {len(report.rejects)} rejected",
        err=True,
    )
    rejects.close()


@corrections_group.command("stale")
@workspace_option
def corrections_stale(workspace: str | None) -> None:
    """Print the corrections that do not apply to the events as they are coded now, each with the reason."""
    from mapkit.workspace import Workspace

    with Workspace.open(workspace) as store:
        for stale in store.stale_corrections():
            entry = stale.entry
            click.echo(f"{entry.correction_id}\t{stale.event_id}\t{entry.what} by {entry.by}\t{stale.reason}")
