"""Numbers of the workspace's events: `stats`."""

import sys
from typing import TYPE_CHECKING

import click

from mapkit.cli.group import commands
from mapkit.cli.shared import chosen_filters, workspace_option
from mapkit.paths import cache_dir

if TYPE_CHECKING:
    from mapkit.query import Statistics


@commands.command("stats")
@click.option("--by", default="front,type,week", show_default=True, help="What to count by, separated by commas.")
@click.option("--csv", "as_csv", is_flag=True, help="CSV, one row a group, instead of a table to read.")
@click.option("--filter", "queries", multiple=True, help="A filter as in the page's address, type=Battles; repeatable.")
@workspace_option
def stats_command(by: str, queries: tuple[str, ...], workspace: str | None, *, as_csv: bool) -> None:
    """Count the workspace's events that pass the filters.

    Count by front, type, sub, claim, status, country, publisher, and by day, week, month, quarter,
    year, decade or century. A time is
    named by its first day; "-" is what is not stated: outside every front, not dated, an unknown publisher.
    """
    from mapkit.export import statistics
    from mapkit.query import EventIndex
    from mapkit.workspace import Workspace

    filters = chosen_filters(queries)
    with Workspace.open(workspace) as store:
        index = EventIndex(store, cache_dir() / "index")
        found = index.statistics(filters, [name.strip() for name in by.split(",") if name.strip()])
        index.close()
    if as_csv:
        statistics.write_csv(found, sys.stdout)
    else:
        _tell(found)


def _tell(found: "Statistics") -> None:
    """Print a table whose columns are as wide as their widest cell, and the sums."""
    names = [*found.by, "events", "unplaced"]
    lines = [names, *([str(row[name]) if row[name] is not None else "-" for name in names] for row in found.rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(names))]
    for line in lines:
        told = (cell.ljust(width) for cell, width in zip(line[:-2], widths, strict=False))
        numbers = (cell.rjust(width) for cell, width in zip(line[-2:], widths[-2:], strict=True))
        click.echo("  ".join((*told, *numbers)))
    click.echo(f"{found.total} events, {found.unplaced} without a place, {found.undated} without a date", err=True)
