"""The user's own rows: kept in a CSV apart from the bundled one, so that an upgrade loses nothing."""

import csv
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mapkit import paths
from mapkit.errors import GazetteerError
from mapkit.gazetteer import geonames, table
from mapkit.gazetteer.folding import fold
from mapkit.gazetteer.table import Row

#: How many reasons a report keeps; the count is of all.
REASONS_KEPT = 100
_REQUIRED = ("name", "latitude", "longitude")


@dataclass
class Report:
    """What `add` did with a file.

    Parameters
    ----------
    added, replaced, unchanged, rejected : int
        Rows that are new, that took the place of an earlier user row of the same id, that were there already as they
        are, and that could not be used.
    reasons : list of (int, str)
        For rejected rows the line's number and the reason, the first hundred.
    """

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    rejected: int = 0
    reasons: list[tuple[int, str]] = field(default_factory=list)

    def reject(self, line: int, reason: str) -> None:
        """Count a row that cannot be used, and say why."""
        self.rejected += 1
        if len(self.reasons) < REASONS_KEPT:
            self.reasons.append((line, reason))


def default_path() -> Path:
    """Return where the user's rows are kept."""
    return paths.user_dir() / "gazetteer.csv"


def add(
    source: Path,
    *,
    target: Path | None = None,
    admin1_names: Mapping[str, str] | None = None,
    progress: Callable[[int], object] | None = None,
) -> Report:
    """Add the rows of a file to the user's own; the same file twice adds nothing.

    Parameters
    ----------
    source : pathlib.Path
        A GeoNames country dump (`UA.zip`, `UA.txt`), or a CSV with a header that has at least name, latitude and
        longitude and else any columns of `mapkit.gazetteer.table`.
    target : pathlib.Path, optional
        The file of the user's rows.
    admin1_names : mapping of str to str, optional
        Names of first-level divisions by code, for a dump, which has codes only (`Gazetteer.admin1_names()`).
    progress : callable, optional
        Called with the count of lines read since the last call.

    Raises
    ------
    GazetteerError
        Where the file cannot be read or is of neither kind, or no row of it can be used.
    """
    target = target or default_path()
    report = Report()
    rows = {row.place.gazetteer_id: row for row in table.read(target)} if target.is_file() else {}
    seen: dict[str, int] = {}
    for line, record in _records(source, admin1_names or {}):
        if progress:
            progress(1)
        if isinstance(record, str):
            report.reject(line, record)
            continue
        try:
            row = table.parse(record)
        except ValueError as error:
            report.reject(line, str(error))
            continue
        identifier = row.place.gazetteer_id
        if identifier in seen:
            report.reject(line, f"gazetteer_id {identifier} is in line {seen[identifier]} already")
            continue
        seen[identifier] = line
        _put(rows, row, report)
    if not seen:
        reason = f": line {report.reasons[0][0]}: {report.reasons[0][1]}" if report.reasons else " it is empty"
        raise GazetteerError(f"no row of {source} can be used{reason}")
    if report.added or report.replaced:
        target.parent.mkdir(parents=True, exist_ok=True)
        table.write(target, (rows[identifier] for identifier in sorted(rows)))
    return report


def _put(rows: dict[str, Row], row: Row, report: Report) -> None:
    before = rows.get(row.place.gazetteer_id)
    if before is None:
        report.added += 1
    elif before.fields() == row.fields():
        report.unchanged += 1
    else:
        report.replaced += 1
    rows[row.place.gazetteer_id] = row


def _records(source: Path, admin1_names: Mapping[str, str]) -> Iterator[tuple[int, dict[str, str] | str]]:
    if source.suffix.lower() == ".zip" or (source.suffix.lower() == ".txt" and _is_dump(source)):
        yield from geonames.records(source, admin1_names)
    else:
        yield from _csv_records(source)


def _is_dump(source: Path) -> bool:
    try:
        with source.open("rb") as file:
            return file.readline().count(b"\t") == len(geonames.COLUMNS) - 1
    except OSError as error:
        raise GazetteerError(f"cannot read {source}: {error.strerror}") from error


def _csv_records(source: Path) -> Iterator[tuple[int, dict[str, str] | str]]:
    try:
        with source.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = [name.strip().lower() for name in next(reader, [])]
            if missing := [name for name in _REQUIRED if name not in header]:
                raise GazetteerError(
                    f"{source}: the header lacks {', '.join(missing)}: a GeoNames dump or a CSV with name, latitude "
                    "and longitude is expected"
                )
            if unknown := [name for name in header if name not in table.COLUMNS]:
                known = ", ".join(table.COLUMNS)
                raise GazetteerError(f"{source}: unknown columns {', '.join(unknown)}: known are {known}")
            for fields in reader:
                if not any(field.strip() for field in fields):
                    continue
                if len(fields) != len(header):
                    yield reader.line_num, f"{len(fields)} fields where the header has {len(header)}"
                else:
                    yield reader.line_num, _completed(dict(zip(header, fields, strict=True)))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise GazetteerError(f"cannot read {source}: {error}") from error


def _completed(record: dict[str, str]) -> dict[str, str]:
    """Give a row without an id one made from its name and position, and a source."""
    if not record.get("gazetteer_id", "").strip():
        key = f"{fold(record['name'])}|{record['latitude'].strip()}|{record['longitude'].strip()}"
        record["gazetteer_id"] = "user:" + hashlib.blake2b(key.encode(), digest_size=6).hexdigest()
    if not record.get("source", "").strip():
        record["source"] = "user"
    return record
