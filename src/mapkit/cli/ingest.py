"""`ingest`: documents into a workspace, or into an archive."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
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
@click.option("--rejects", "listing", type=click.File("wb"), help="A file for a line of JSON a rejected document.")
@published_option
def ingest_command(
    paths: tuple[Path, ...],
    workspace: str | None,
    workers: int,
    listing: IO[bytes] | None,
    published: dt.date | None,
) -> None:
    """Code the documents at PATHS into the workspace; what is coded already is left as it is.

    PATHS are files, folders, globs and Parquet tables with a column text and, where they are known, id, title,
    publisher, published (or date) and url. A run that was ended is started again by the same command.
    """
    from mapkit.bulk import sources
    from mapkit.workspace.ingest import default_coder

    account = _Account(sources.count(paths), listing)
    _into_workspace(sources.items(paths, published), workspace, default_coder(), workers, account)


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
