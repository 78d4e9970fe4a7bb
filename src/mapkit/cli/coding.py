"""Texts in, lines out: `geoparse`, `extract` and `classify`; no workspace is touched."""

import datetime as dt
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import IO, Any, NamedTuple

import click
import orjson

from mapkit import bulk
from mapkit.cli.group import commands
from mapkit.cli.shared import (
    Rejects,
    files_argument,
    published_option,
    read_documents,
    workers_option,
)
from mapkit.errors import DocumentError
from mapkit.model import Document


class _Line(NamedTuple):
    """One line of a JSON-lines file, as it stands there: a worker reads it."""

    data: bytes
    label: str
    published: dt.date | None


@commands.command("geoparse")
@files_argument
@click.option("--jsonl", "jsonl", type=click.File("rb"), help='Read lines {"id", "text"} from a file, or - for stdin.')
@click.option("--format", "format_", type=click.Choice(["jsonl"]), default="jsonl", show_default=True)
@published_option
@workers_option
@click.option(
    "--fast", is_flag=True, help="Several times as fast, for a few names less: no names that the gazetteer lacks."
)
@click.option("--explain", is_flag=True, help="Print every name that was weighed, with what spoke for and against it.")
@click.option("--theatre", help="Countries the texts are about (ISO codes: UA,RU): their places win over namesakes.")
def geoparse_command(
    files: tuple[Path, ...],
    jsonl: IO[bytes] | None,
    format_: str,  # noqa: ARG001 - one format today; the contract names the option
    published: dt.date | None,
    workers: int,
    *,
    fast: bool,
    explain: bool,
    theatre: str | None,
) -> None:
    """Find the place names of FILES (or of --jsonl lines) and resolve them; one JSON line a document."""
    if bool(files) == bool(jsonl):
        raise click.UsageError("name FILES, or --jsonl IN, and not both")
    rejects = Rejects()
    items: Iterable[_Line | Document]
    items = _json_lines(jsonl, published) if jsonl else read_documents(files, published, rejects.unread)
    if explain:
        if jsonl:
            raise click.UsageError("--explain goes with FILES, not with --jsonl")
        for document in read_documents(files, published, rejects.unread):
            for told in _weighed(document):
                click.echo(told)
        rejects.close()
        return
    work = partial(_geoparse_batch, fast=fast, theatre=_codes(theatre))
    for line, reason in bulk.map_batches(work, items, workers, prepare=_load_geoparser):
        if line is None:
            rejects.add(reason)
        else:
            sys.stdout.buffer.write(line)
    rejects.close()


def _weighed(document: Document) -> Iterator[str]:
    from mapkit.geoparsing import explain
    from mapkit.pipeline import default_places

    yield from explain(document, default_places())


def _load_geoparser() -> None:
    """Load what geoparsing needs, before workers are forked; a thread of NumPy's would not survive that."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from mapkit import geoparsing, pipeline

    del geoparsing
    pipeline.default_places()


def _codes(theatre: str | None) -> str | None:
    if theatre and not re.fullmatch(r"\s*[A-Za-z]{2}\s*(?:,\s*[A-Za-z]{2}\s*)*", theatre):
        raise click.BadParameter(
            f"{theatre!r} is no list of ISO country codes; write it as UA,RU", param_hint="--theatre"
        )
    return theatre


def _geoparse_batch(
    items: list[_Line | Document], *, fast: bool, theatre: str | None
) -> list[tuple[bytes | None, str]]:
    from mapkit.pipeline import Reject, stream_toponyms
    from mapkit.text.jsonl import read_line

    answers: list[tuple[bytes | None, str]] = []
    for item in items:
        try:
            document = item if isinstance(item, Document) else read_line(item[0], label=item[1], published=item[2])
        except DocumentError as error:
            answers.append((None, str(error)))
            continue
        outcome = next(stream_toponyms([document], theatre=theatre, fast=fast))
        if isinstance(outcome, Reject):
            answers.append((None, f"{outcome.name}: {outcome.reason}"))
        else:
            record = {"id": document.name, "toponyms": [toponym.to_dict() for toponym in outcome[1]]}
            answers.append((orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE), ""))
    return answers


@commands.command("extract")
@files_argument
@click.option(
    "--format",
    "format_",
    type=click.Choice(["geojson", "csv", "jsonl"]),
    default="geojson",
    show_default=True,
)
@click.option("--codebook", type=click.Path(path_type=Path), help="A codebook of yours that extends the bundled one.")
@click.option("--explain", is_flag=True, help="Print why each event was coded as it was, instead of the records.")
@published_option
def extract_command(
    files: tuple[Path, ...],
    format_: str,
    codebook: Path | None,
    explain: bool,
    published: dt.date | None,
) -> None:
    """Code the events of FILES, each with its place, its claim status and its exact sentences."""
    if not files:
        raise click.UsageError("name at least one FILE, or - for standard input")
    from mapkit import export
    from mapkit.coding import Codebook
    from mapkit.pipeline import Reject, stream

    rejects = Rejects()
    book = Codebook.load(codebook) if codebook else None

    def events() -> Iterator[Any]:
        for outcome in stream(read_documents(files, published, rejects.unread), codebook=book):
            if isinstance(outcome, Reject):
                rejects.add(f"{outcome.name}: {outcome.reason}")
            else:
                yield from outcome.events

    if explain:
        for event in events():
            click.echo(_explained(event))
    else:
        export.write(events(), sys.stdout, format_)
    rejects.close()


def _explained(event: Any) -> str:
    where = event.location or "no place of its own"
    said = f"{event.claim_status}" + (f" by {event.claimed_by}" if event.claimed_by else "")
    lines = [f"{event.event_type} / {event.sub_event_type} ({event.event_status}, {said}): {where}"]
    lines += [f"    “{evidence.exact}” [{evidence.start}:{evidence.end}]" for evidence in event.evidence]
    lines += [f"    - {reason}" for reason in (*event.explanation, *event.notes)]
    return "\n".join(lines)


@commands.command("classify")
@click.option("--tsv", required=True, type=click.File("rb"), help="Lines id<TAB>text, or - for standard input.")
@workers_option
def classify_command(tsv: IO[bytes], workers: int) -> None:
    """Print id<TAB>sub_event_type of each text's main event."""
    rejects = Rejects()
    for line in bulk.map_batches(_classify_batch, _tsv_lines(tsv, rejects.add), workers):
        click.echo(line)
    rejects.close()


def _classify_batch(lines: list[tuple[str, str]]) -> list[str]:
    from mapkit.coding import classify

    return [f"{key}\t{classify(text) or ''}" for key, text in lines]


def _json_lines(stream: IO[bytes], published: dt.date | None) -> Iterator[_Line]:
    for number, line in enumerate(stream, 1):
        if line.strip():
            yield _Line(line, f"{stream.name}, line {number}", published)


def _tsv_lines(stream: IO[bytes], reject: Callable[[str], None]) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(stream, 1):
        try:
            key, *rest = line.decode("utf-8").rstrip("\r\n").split("\t")
        except UnicodeDecodeError:
            reject(f"{stream.name}, line {number}: is not UTF-8; left out")
            continue
        if rest:
            yield key, rest[0]
        elif line.strip():
            reject(f"{stream.name}, line {number}: has no tab between id and text; left out")
