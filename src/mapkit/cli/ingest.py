"""`ingest`: documents into a workspace, or into an archive."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click
import orjson

from mapkit.cli.group import commands
from mapkit.cli.shared import Rejects, published_option, workers_option, workspace_option

if TYPE_CHECKING:
    from mapkit.bulk.sources import Item
    from mapkit.workspace.ingest import Coder


class _Account:
    """Counts what came of documents, shows it in a bar, and tells each reject.

    Parameters
    ----------
    total : int
        Documents to come.
    listing : file or None
        Takes a line of JSON a reject.
    """

    def __init__(self, total: int, listing: IO[bytes] | None) -> None:
        from tqdm import tqdm

        class Bar(tqdm):  # type: ignore[type-arg]  # generic in its stubs alone
            monitor_interval = 0  # its thread would be beside the forks of the workers

        self.told: Counter[str] = Counter()
        self.rejects, self._listing = Rejects(), listing
        self._bar = Bar(total=total, desc="coding", unit="document", disable=None)

    def passed(self, count: int) -> None:
        """Move the bar on."""
        self.told["passed"] += count
        self._bar.update(count)

    def reject(self, name: str, where: str, reason: str) -> None:
        """Take a reject into the account."""
        self.rejects.add(f"{where}: {reason}")
        self._bar.set_postfix(rejected=self.rejects.count, refresh=False)
        if self._listing:
            line = {"name": name, "where": where, "reason": reason}
            record = {key: value.encode("utf-8", "replace").decode() for key, value in line.items()}
            self._listing.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))

    def close(self, summary: str) -> None:
        """Take the bar off, say the summary and end with the status."""
        self._bar.close()
        click.echo(summary, err=True)
        self.rejects.close()


@commands.command("ingest")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@workspace_option
@workers_option
@click.option("--into", "into", metavar="ARCHIVE", help="An archive instead: a folder, or s3://BUCKET/FOLDER.")
@click.option("--scheduler", help="With --into: let the Dask cluster of this scheduler (tcp://HOST:PORT) do the work.")
@click.option("--batch", type=click.IntRange(1), help="With --into: documents a part of the archive; default: 2000.")
@click.option("--rejects", "listing", type=click.File("wb"), help="A file for a line of JSON a rejected document.")
@published_option
def ingest_command(
    paths: tuple[Path, ...],
    workspace: str | None,
    workers: int,
    into: str | None,
    scheduler: str | None,
    batch: int | None,
    listing: IO[bytes] | None,
    published: dt.date | None,
) -> None:
    """Code the documents at PATHS into the workspace, or into an archive; what is coded already is left as it is.

    PATHS are files, folders, globs and Parquet tables with a column text and, where they are known, id, title,
    publisher, published (or date) and url. A run that was ended is started again by the same command.
    """
    from mapkit.bulk import sources
    from mapkit.workspace.ingest import default_coder

    if not into and (scheduler or batch):
        raise click.UsageError("--scheduler and --batch go with --into ARCHIVE: a workspace is written by one process")
    if into and workspace:
        raise click.UsageError("name --workspace or --into, and not both")
    account = _Account(sources.count(paths), listing)
    items, coder = sources.items(paths, published), default_coder()
    if into:
        _into_archive(items, into, coder, account, workers=workers, scheduler=scheduler, batch=batch)
    else:
        _into_workspace(items, workspace, coder, workers, account)


def _into_workspace(
    items: "Iterator[Item]", workspace: str | None, coder: "Coder", workers: int, account: _Account
) -> None:
    from mapkit.bulk.storing import store

    for done in store(items, workspace, coder, workers):
        account.passed(1)
        account.told[done.outcome.status] += 1
        if done.outcome.status == "rejected":
            account.reject(done.outcome.name, done.where, done.outcome.reason or "")
    told = account.told
    account.close(f"{told['added'] + told['recoded']} coded, {told['skipped']} unchanged, {told['rejected']} rejected")


def _into_archive(
    items: "Iterator[Item]",
    into: str,
    coder: "Coder",
    account: _Account,
    *,
    workers: int,
    scheduler: str | None,
    batch: int | None,
) -> None:
    from mapkit import archive
    from mapkit.bulk import archiving, cluster, parts

    to = archive.Archive(into)
    with cluster.connected(scheduler) if scheduler else nullcontext(archiving.here(workers)) as work:
        for receipt in archiving.ingest(items, to, coder, work, account, size=batch or archiving.BATCH):
            account.told["coded"] += receipt.rows(archive.DOCUMENTS)
            account.told["events"] += receipt.rows(archive.EVENTS)
            for reject in parts.rejects(to, receipt):
                account.reject(reject["name"], reject["where"], reject["reason"])
    told = account.told
    done = told["coded"] + account.rejects.count
    account.close(
        f"{told['coded']} coded, {told['events']} events, {told['passed'] - done} unchanged, "
        f"{account.rejects.count} rejected"
    )
