"""What several commands share: their options, how documents are read and how rejects are told."""

import datetime as dt
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mapkit.cli.group import USER_ERROR
from mapkit.errors import DocumentError, FilterError
from mapkit.model import Document

if TYPE_CHECKING:
    from mapkit.query import Filters


class Date(click.ParamType[dt.date]):
    """A day as ISO 8601 writes it."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Return the day, or fail with how to write one."""
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not an ISO date; write it as 2024-08-19", param, ctx)


class Rejects:
    """Says each reject on stderr as it comes, and at the end what the exit status is."""

    def __init__(self) -> None:
        self.count = 0

    def add(self, reason: str) -> None:
        """Say one reject."""
        self.count += 1
        click.echo(f"mapkit: {reason}", err=True)

    def unread(self, _path: Path, reason: str) -> None:
        """Say that a file could not be read."""
        self.add(reason)

    def close(self) -> None:
        """End with the status of a user's mistake where anything was rejected."""
        if self.count:
            sys.exit(USER_ERROR)


files_argument = click.argument("files", nargs=-1, type=click.Path(path_type=Path, allow_dash=True))
published_option = click.option(
    "--published", type=Date(), help="The documents' date (ISO); relative dates in the text count from it."
)
workers_option = click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes.")
workspace_option = click.option(
    "--workspace", help="The workspace's database URL; default: a SQLite file in the user's data folder."
)


def chosen_filters(queries: Iterable[str]) -> "Filters":
    """Return the filters of `--filter`, each as in the page's address."""
    from urllib.parse import parse_qs

    from mapkit.query import FILTER_KEYS, Filters

    chosen = parse_qs("&".join(queries), keep_blank_values=True)
    if unknown := sorted(chosen.keys() - set(FILTER_KEYS)):
        raise FilterError(f"--filter: {unknown[0]!r} is no filter; known are {', '.join(sorted(FILTER_KEYS))}")
    return Filters.from_query(chosen)


def read_documents(
    files: Iterable[Path], published: dt.date | None, reject: Callable[[Path, str], None]
) -> Iterator[Document]:
    """Yield the documents of files, or of standard input for "-"; those that cannot be read go to `reject`."""
    from mapkit.text import read, read_bytes

    for path in files:
        try:
            if str(path) == "-":
                yield read_bytes(sys.stdin.buffer.read(), "stdin", label="standard input", published=published)
            else:
                yield read(path, published=published)
        except DocumentError as error:
            reject(path, str(error))
