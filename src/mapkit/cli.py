"""The command line: `mapkit geoparse | extract | ingest | corrections | export | gazetteer | serve` and others.

Exit status 0, or 2 for a user's mistake, with one clear line on stderr. What is rejected is said on stderr and the
rest goes on.
"""

import datetime as dt
import errno
import os
import re
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Any, NamedTuple, TextIO

import click
import orjson

from mapkit import __version__, bulk
from mapkit.errors import DocumentError, FilterError, MapkitError
from mapkit.export import FORMATS
from mapkit.model import Document
from mapkit.paths import cache_dir

if TYPE_CHECKING:
    from mapkit.query import Filters

_USER_ERROR = 2


class _Date(click.ParamType[dt.date]):
    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not an ISO date; write it as 2024-08-19", param, ctx)


class _Rejects:
    """Says each reject on stderr as it comes, and at the end what the exit status is."""

    def __init__(self) -> None:
        self.count = 0

    def add(self, reason: str) -> None:
        self.count += 1
        click.echo(f"mapkit: {reason}", err=True)

    def unread(self, _path: Path, reason: str) -> None:
        """Say that a file could not be read."""
        self.add(reason)

    def close(self) -> None:
        if self.count:
            sys.exit(_USER_ERROR)


class _Line(NamedTuple):
    """One line of a JSON-lines file, as it stands there: a worker reads it."""

    data: bytes
    label: str
    published: dt.date | None


def main() -> None:
    """Run the command line; a user's mistake ends with one line and status 2, a closed pipe silently."""
    try:
        status = commands.main(standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as asked:
        click.echo(asked.format_message(), err=True)
        status = _USER_ERROR
    except (MapkitError, click.ClickException) as error:
        click.echo(f"mapkit: {_one_line(error)}", err=True)
        status = _USER_ERROR
    except click.Abort:  # Ctrl-C
        status = 128 + signal.SIGINT
    except OSError as error:
        if error.filename is not None or error.errno != errno.ENOSPC:
            raise
        click.echo("mapkit: the output cannot be written: the disk is full", err=True)
        _drop_output()
        status = _USER_ERROR
    sys.exit(status)


class _Commands(click.Group):
    """The commands; a reader that closes the pipe has seen enough, which is no mistake (click would exit with 1)."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            answer = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            _drop_output()
            return 0
        return answer


def _drop_output() -> None:
    """Send what is still buffered nowhere, so that the interpreter's last flush does not fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _one_line(error: Exception) -> str:
    if not isinstance(error, click.ClickException):
        return str(error)
    message = " ".join(error.format_message().split())
    context = error.ctx if isinstance(error, click.UsageError) else None
    return f"{message} (see {context.command_path} --help)" if context else message


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def commands() -> None:
    """News text in, a map you can trust out."""
    for stream in (sys.stdin, sys.stdout):  # contracts are UTF-8, whatever the terminal's locale
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")


_files = click.argument("files", nargs=-1, type=click.Path(path_type=Path, allow_dash=True))
_published = click.option(
    "--published", type=_Date(), help="The documents' date (ISO); relative dates in the text count from it."
)
_workers = click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes.")


@commands.command("geoparse")
@_files
@click.option("--jsonl", "jsonl", type=click.File("rb"), help='Read lines {"id", "text"} from a file, or - for stdin.')
@click.option("--format", "format_", type=click.Choice(["jsonl"]), default="jsonl", show_default=True)
@_published
@_workers
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
    rejects = _Rejects()
    items: Iterable[_Line | Document]
    items = _json_lines(jsonl, published) if jsonl else _read(files, published, rejects.unread)
    if explain:
        if jsonl:
            raise click.UsageError("--explain goes with FILES, not with --jsonl")
        for document in _read(files, published, rejects.unread):
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
@_files
@click.option(
    "--format",
    "format_",
    type=click.Choice(["geojson", "csv", "jsonl"]),
    default="geojson",
    show_default=True,
)
@click.option("--codebook", type=click.Path(path_type=Path), help="A codebook of yours that extends the bundled one.")
@click.option("--explain", is_flag=True, help="Print why each event was coded as it was, instead of the records.")
@_published
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

    rejects = _Rejects()
    book = Codebook.load(codebook) if codebook else None

    def events() -> Iterator[Any]:
        for outcome in stream(_read(files, published, rejects.unread), codebook=book):
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
@_workers
def classify_command(tsv: IO[bytes], workers: int) -> None:
    """Print id<TAB>sub_event_type of each text's main event."""
    rejects = _Rejects()
    for line in bulk.map_batches(_classify_batch, _tsv_lines(tsv, rejects.add), workers):
        click.echo(line)
    rejects.close()


def _classify_batch(lines: list[tuple[str, str]]) -> list[str]:
    from mapkit.coding import classify

    return [f"{key}\t{classify(text) or ''}" for key, text in lines]


@commands.command("ingest")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--workspace", help="The workspace's database URL; default: a SQLite file in the user's data folder.")
@_published
def ingest_command(paths: tuple[Path, ...], workspace: str | None, published: dt.date | None) -> None:
    """Code the documents at PATHS (files and folders) into the workspace; what is coded already is left as it is."""
    from tqdm import tqdm

    from mapkit.text import find
    from mapkit.workspace import Workspace

    rejects = _Rejects()
    found = list(find(paths))
    store = Workspace.open(workspace)

    def unread(path: Path, reason: str) -> None:
        rejects.add(reason)
        store.reject(path.name, reason.removeprefix(f"{path}: "))

    documents = _read(tqdm(found, desc="coding", unit="document", disable=None), published, unread)
    report = store.ingest(documents)
    for reject in report.rejects:
        rejects.add(f"{reject.name}: {reject.reason}")
    click.echo(f"{report.added + report.recoded} coded, {report.skipped} unchanged, {rejects.count} rejected", err=True)
    rejects.close()


@commands.command("feed")
@click.argument("urls", nargs=-1)
@click.option("--file", "listing", type=click.File("r", "utf-8", "replace"), help="URLs, one a line, or -.")
@click.option("--workspace", help="The workspace's database URL; default: a SQLite file in the user's data folder.")
@click.option("--since", type=_Date(), help="Skip what states an earlier date.")
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
    rejects = _Rejects()
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


@commands.command("duplicates")
@click.option("--workspace", help="The workspace's database URL; default: a SQLite file in the user's data folder.")
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
@click.option("--workspace", help="The workspace's database URL; default: a SQLite file in the user's data folder.")
@click.option("--filter", "query", default="", help="Filters as in the page's address: 'type=Battles&front=Kursk'.")
def export_command(format_: str, output: Path | None, workspace: str | None, query: str, *, hxl: bool) -> None:
    """Write the workspace's events that pass the filters, with an account of where they come from."""
    from mapkit import export
    from mapkit.query import EventIndex
    from mapkit.workspace import Workspace

    filters = _filters([query])
    store = Workspace.open(workspace)
    ids = EventIndex(store).ids(filters)
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
@click.option("--workspace", help="The workspace's database URL; default: a SQLite file in the user's data folder.")
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
    filters = _filters(queries)
    store = Workspace.open(workspace)
    save(briefing.make(store, EventIndex(store), filters), output)


def _filters(queries: Iterable[str]) -> "Filters":
    """Return the filters of `--filter`, each as in the page's address."""
    from urllib.parse import parse_qs

    from mapkit.query import FILTER_KEYS, Filters

    chosen = parse_qs("&".join(queries), keep_blank_values=True)
    if unknown := sorted(chosen.keys() - set(FILTER_KEYS)):
        raise FilterError(f"--filter: {unknown[0]!r} is no filter; known are {', '.join(sorted(FILTER_KEYS))}")
    return Filters.from_query(chosen)


@commands.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--by", default="import", show_default=True, help="Who imports, for the events' history.")
@click.option("--workspace", help="The workspace's database URL; default: a SQLite file in the user's data folder.")
def import_command(files: tuple[Path, ...], by: str, workspace: str | None) -> None:
    """Take events of exports (GeoJSON, CSV, JSONL, GeoPackage, GeoParquet) back in; what is here stays as it is."""
    from mapkit import export
    from mapkit.workspace import Workspace

    rejects = _Rejects()
    with Workspace.open(workspace) as store:
        for path in files:
            before = rejects.count
            events: list[tuple[str, Any]] = []
            for where, event, fault in export.rows(path):
                if event is None:
                    rejects.add(f"{path}, {where}: {fault}; left out")
                else:
                    events.append((where, event))
            report = store.import_events(events, by=by, why=f"imported from {path.name}")
            for where, reason in report.rejects:
                rejects.add(f"{path}, {where}: {reason}; left out")
            for where, reason in report.skipped:
                click.echo(f"mapkit: {path}, {where}: {reason}", err=True)
            told = f"{report.added} added, {report.known} known, {len(report.skipped)} skipped"
            click.echo(f"{path}: {told}, {rejects.count - before} rejected", err=True)
    rejects.close()


@commands.group("corrections")
def corrections_group() -> None:
    """Carry what people made of the events to another workspace, and list what no longer applies."""


_workspace = click.option(
    "--workspace", help="The workspace's database URL; default: a SQLite file in the user's data folder."
)


@corrections_group.command("export")
@_workspace
def corrections_export(workspace: str | None) -> None:
    """Print every correction as a line of JSON, in their order."""
    from mapkit.workspace import Workspace

    with Workspace.open(workspace) as store:
        for line in store.export_corrections():
            click.echo(line)


@corrections_group.command("import")
@click.argument("file", type=click.File("rb"))
@_workspace
def corrections_import(file: IO[bytes], workspace: str | None) -> None:
    """Take in the corrections of FILE (- for standard input); what people here have said otherwise stands."""
    from mapkit.workspace import Workspace

    rejects = _Rejects()
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
@_workspace
def corrections_stale(workspace: str | None) -> None:
    """Print the corrections that do not apply to the events as they are coded now, each with the reason."""
    from mapkit.workspace import Workspace

    with Workspace.open(workspace) as store:
        for stale in store.stale_corrections():
            entry = stale.entry
            click.echo(f"{entry.correction_id}\t{stale.event_id}\t{entry.what} by {entry.by}\t{stale.reason}")


@commands.command("serve", context_settings={"ignore_unknown_options": True})
@click.argument("streamlit_options", nargs=-1, type=click.UNPROCESSED)
def serve_command(streamlit_options: tuple[str, ...]) -> None:
    """Serve the dashboard; further options go to `streamlit run` (--server.port 8600)."""
    from mapkit.paths import root

    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(root() / "app.py"),
        *_STREAMLIT,
        *streamlit_options,
    ]
    os.execv(sys.executable, command)  # noqa: S606 - the dashboard replaces this process; no shell is involved


#: `.streamlit/config.toml` says the same for a checkout; an installed wheel has no such file beside it.
_STREAMLIT = ("--browser.gatherUsageStats=false", "--server.headless=true", "--client.toolbarMode=minimal")


@commands.group("gazetteer")
def gazetteer_group() -> None:
    """Search, describe, compile and extend the gazetteer."""


@gazetteer_group.command("search")
@click.argument("name")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True)
@click.option("--fuzzy", is_flag=True, help="Find names that are spelt nearly so.")
@click.option("--prefix", is_flag=True, help="Find names that begin so.")
def gazetteer_search(name: str, limit: int, fuzzy: bool, prefix: bool) -> None:
    """Print the places that bear NAME, best known first, one a line."""
    from mapkit.pipeline import default_gazetteer

    gazetteer = default_gazetteer()
    if fuzzy:
        places = [place for place, _ in gazetteer.fuzzy(name, limit)]
    elif prefix:
        places = gazetteer.prefix(name, limit)
    else:
        places = list(gazetteer.lookup(name))[:limit]
    for p in places:
        where = ", ".join(part for part in (p.admin2, p.admin1, p.country) if part)
        click.echo(
            f"{p.gazetteer_id}\t{p.name}\t{p.feature_code}\t{where}\t{p.latitude:.5f}\t{p.longitude:.5f}\t{p.population}"
        )
    if not places:
        raise MapkitError(f"no place is called {name!r}; try --fuzzy or --prefix")


@gazetteer_group.command("info")
def gazetteer_info() -> None:
    """Print what the gazetteer holds and where its index lies."""
    from mapkit.pipeline import default_gazetteer

    for key, value in default_gazetteer().info().items():
        click.echo(f"{key}: {value}")


@gazetteer_group.command("build")
def gazetteer_build() -> None:
    """Compile the index from the gazetteer's rows, where it is not up to date."""
    from tqdm import tqdm

    from mapkit.gazetteer import Gazetteer

    with tqdm(desc="compiling the gazetteer", unit=" rows", disable=None) as bar:
        gazetteer = Gazetteer(progress=bar.update)
    click.echo(f"gazetteer: {len(gazetteer)} places, the index is up to date", err=True)


@gazetteer_group.command("add")
@click.argument("path", type=click.Path(path_type=Path))
def gazetteer_add(path: Path) -> None:
    """Add the rows of a GeoNames country dump (UA.zip, UA.txt) or a CSV to the user's own part of the gazetteer."""
    from tqdm import tqdm

    from mapkit.gazetteer import Gazetteer, user_rows

    with tqdm(desc="reading", unit=" rows", disable=None) as bar:
        report = user_rows.add(path, admin1_names=Gazetteer().admin1_names(), progress=bar.update)
    rejects = _Rejects()
    for line, reason in report.reasons:
        rejects.add(f"{path}, line {line}: {reason}; left out")
    if report.rejected > len(report.reasons):
        rejects.add(f"{path}: {report.rejected - len(report.reasons)} more rows left out")
    click.echo(
        f"{report.added} places added, {report.replaced} replaced, {report.unchanged} unchanged, "
        f"{report.rejected} rows rejected",
        err=True,
    )
    rejects.close()


def _read(files: Iterable[Path], published: dt.date | None, reject: Callable[[Path, str], None]) -> Iterator[Document]:
    from mapkit.text import read, read_bytes

    for path in files:
        try:
            if str(path) == "-":
                yield read_bytes(sys.stdin.buffer.read(), "stdin", label="standard input", published=published)
            else:
                yield read(path, published=published)
        except DocumentError as error:
            reject(path, str(error))


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
