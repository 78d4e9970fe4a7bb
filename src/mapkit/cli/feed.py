"""`feed`: pages and feeds of the web into a workspace."""

import datetime as dt
from collections import Counter
from typing import Any, TextIO

import click

from mapkit.cli.group import commands
from mapkit.cli.shared import (
    Date,
    Rejects,
    workspace_option,
)
from mapkit.model import Document
from mapkit.paths import cache_dir


@commands.command("feed")
@click.argument("urls", nargs=-1)
@click.option("--file", "listing", type=click.File("r", "utf-8", "replace"), help="URLs, one a line, or -.")
@workspace_option
@click.option("--since", type=Date(), help="Skip what states an earlier date.")
@click.option("--refresh", is_flag=True, help="Read what is there again; a page that changed is a further document.")
@click.option("--dry-run", is_flag=True, help="Say what would be read; code nothing, and fetch no page of a feed.")
def feed_command(
    urls: tuple[str, ...],
    listing: TextIO | None,
    workspace: str | None,
    since: dt.date | None,
    *,
    refresh: bool,
    dry_run: bool,
) -> None:
    """Code the pages at URLS, and those that feeds at URLS list, into the workspace; nothing else is ever fetched."""
    from mapkit import feed
    from mapkit.workspace import Workspace

    named = [*urls, *(feed.listed(listing) if listing else ())]
    if not named:
        raise click.UsageError("name at least one URL, or --file LIST")
    rejects = Rejects()
    told: Counter[str] = Counter()
    kept = feed.Kept(cache_dir() / "feed")
    kept.prune()
    with Workspace.open(workspace) as store:
        there = set() if refresh else store.urls()
        fetcher = feed.Fetcher(named=named, kept=kept)
        for found in feed.collect(named, fetcher, known=there.__contains__, since=since, list_only=dry_run):
            status, reason = found.status, found.reason
            if found.document and not dry_run:
                status, reason = _fed(store, found.document)
            if status == "rejected":
                rejects.add(f"{found.url}: {reason}")
                continue
            status = "would be read" if status in {"read", "listed"} else status
            told[status] += 1
            click.echo(f"{status}: {found.url}" + (f" ({reason})" if reason else ""))
    told["rejected"] = rejects.count
    click.echo(", ".join(f"{count} {status}" for status, count in told.items()), err=True)
    rejects.close()


def _fed(store: Any, document: Document) -> tuple[str, str | None]:
    outcomes: list[Any] = []
    store.ingest([document], outcomes.append)
    outcome = outcomes[0]
    if outcome.status in {"skipped", "rejected"}:
        return outcome.status, outcome.reason
    return outcome.status, f"{outcome.events} event{'' if outcome.events == 1 else 's'}"
