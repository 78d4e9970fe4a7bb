"""The workspace's events out and back in: `duplicates`, `export`, `briefing` and `import`."""

import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click
import orjson

from mapkit.cli.bringing import bring_archive, is_archive
from mapkit.cli.group import commands
from mapkit.cli.shared import Rejects, chosen_filters, workspace_option
from mapkit.export import FORMATS
from mapkit.paths import cache_dir

if TYPE_CHECKING:
    from mapkit.export import Found
    from mapkit.model import Event


@commands.command("duplicates")
@workspace_option
@click.option("--format", "format_", type=click.Choice(["text", "jsonl"]), default="text", show_default=True)
def duplicates_command(workspace: str | None, format_: str) -> None:
    """Suggest which of the workspace's events, told by different documents, may be one; nothing is merged.

    Pairs that a person has told to be two events are left out.
    """
    from mapkit.coding import corroboration
    from mapkit.query import duplicates
    from mapkit.workspace import Workspace

    with Workspace.open(workspace) as store:
        for found in duplicates(store):
            pair = list(store.events([found.first, found.second]))
            record = {
                "events": [found.first, found.second],
                "score": found.score,
                "reasons": found.reasons,
                "publishers": corroboration(pair),
            }
            click.echo(orjson.dumps(record) if format_ == "jsonl" else _suggested(pair, record))


def _suggested(pair: list[Any], record: dict[str, Any]) -> str:
    lines = [f"{record['score']:.2f} {'; '.join(record['reasons'])} (independent publishers: {record['publishers']})"]
    for event in pair:
        publisher = next((source.publisher for source in event.sources if source.publisher), "publisher not stated")
        told = event.evidence[0].exact if event.evidence else ""
        lines.append(f"    {event.event_id} {event.event_date or 'no date'} {publisher}: “{told}”")
    return "\n".join(lines)


@commands.command("export")
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), default="geojson", show_default=True)
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="A file; default: stdout.")
@click.option("--hxl", is_flag=True, help="With --format acled: a second header row of HXL tags.")
@workspace_option
@click.option("--filter", "query", default="", help="Filters as in the page's address: 'type=Battles&front=Kursk'.")
def export_command(format_: str, output: Path | None, workspace: str | None, query: str, *, hxl: bool) -> None:
    """Write the workspace's events that pass the filters, with an account of where they come from."""
    from mapkit import export
    from mapkit.query import EventIndex
    from mapkit.workspace import Workspace

    filters = chosen_filters([query])
    store = Workspace.open(workspace)
    index = EventIndex(store, cache_dir() / "index")
    ids = index.ids(filters)
    index.close()
    events, about = store.events(ids), export.About.now(filters.to_string())
    if output:
        export.save(events, output, format_, about, hxl=hxl)
    elif FORMATS[format_].text:
        export.write(events, sys.stdout, format_, about, hxl=hxl)
    elif sys.stdout.isatty():
        raise click.UsageError(f"{FORMATS[format_].label} is no text; name a file with --output")
    else:
        with TemporaryDirectory(prefix="mapkit-") as folder:
            made = Path(folder) / "export"
            export.save(events, made, format_, about, hxl=hxl)
            with made.open("rb") as stream:
                shutil.copyfileobj(stream, sys.stdout.buffer)


@commands.command("briefing")
@click.argument("output", type=click.Path(path_type=Path, dir_okay=False))
@workspace_option
@click.option("--filter", "queries", multiple=True, help="A filter as in the page's address, type=Battles; repeatable.")
def briefing_command(output: Path, workspace: str | None, queries: tuple[str, ...]) -> None:
    """Write a briefing of the events that pass the filters to OUTPUT, a page to print (.html) or a PDF (.pdf)."""
    from mapkit.export import briefing
    from mapkit.export.briefing import files
    from mapkit.query import EventIndex
    from mapkit.workspace import Workspace

    save = {".html": files.save, ".pdf": files.print_pdf}.get(output.suffix.lower())
    if save is None:
        raise click.UsageError(f"{output}: a briefing is .html or .pdf")
    filters = chosen_filters(queries)
    store = Workspace.open(workspace)
    save(briefing.make(store, EventIndex(store), filters), output)


@commands.command("import")
@click.argument("files", nargs=-1, required=True)
@click.option("--by", default="import", show_default=True, help="Who imports, for the events' history.")
@workspace_option
def import_command(files: tuple[str, ...], by: str, workspace: str | None) -> None:
    """Take events of exports (GeoJSON, CSV, JSONL, GeoPackage, GeoParquet) back in; what is here stays as it is.

    An archive (a folder that `ingest --into` wrote, or s3://BUCKET/FOLDER) comes with its documents.
    """
    from mapkit import export
    from mapkit.workspace import Workspace

    rejects = Rejects()
    with Workspace.open(workspace) as store:
        for name in files:
            if is_archive(name):
                bring_archive(name, store)
                continue
            path, before = Path(name), rejects.count
            events = _events_of(path, export.rows(path), rejects)
            report = store.import_events(events, by=by, why=f"imported from {path.name}")
            for where, reason in report.rejects:
                rejects.add(f"{path}, {where}: {reason}; left out")
            for where, reason in report.skipped:
                click.echo(f"mapkit: {path}, {where}: {reason}", err=True)
            told = f"{report.added} added, {report.known} known, {len(report.skipped)} skipped"
            click.echo(f"{path}: {told}, {rejects.count - before} rejected", err=True)
    rejects.close()


def _events_of(path: Path, found: "Iterable[Found]", rejects: Rejects) -> "Iterator[tuple[str, Event]]":
    """Yield the events of a file, each with where it stands, and say of the other rows why they hold none."""
    for where, event, fault in found:
        if event is None:
            rejects.add(f"{path}, {where}: {fault}; left out")
        else:
            yield where, event
