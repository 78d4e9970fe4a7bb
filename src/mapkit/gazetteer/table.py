"""The gazetteer's CSV: its columns, and reading and writing its rows, each checked.

One row a place, UTF-8, a header line, alternates separated by `|`. Both the bundled file and the user's own rows have
this form.
"""

import csv
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from mapkit.errors import GazetteerError
from mapkit.model import Place

COLUMNS: tuple[str, ...] = (
    "gazetteer_id", "name", "names", "feature_class", "feature_code", "country", "admin1_code", "admin1", "admin2",
    "latitude", "longitude", "population", "source", "layer_id",
)  # fmt: skip
FEATURE_CLASSES = "AHLPRSTUV"

_ID = re.compile(r"[0-9]{1,12}|[a-z]{2,8}:\S{1,120}")
_CODE = re.compile(r"[A-Z0-9]{1,10}")
_COUNTRY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Row:
    """One place and all its other names, as one line of the CSV."""

    place: Place
    names: tuple[str, ...] = ()

    def fields(self) -> tuple[str, ...]:
        """Return the row's fields in the order of `COLUMNS`, numbers in their shortest form."""
        p = self.place
        return (
            p.gazetteer_id, p.name, "|".join(self.names), p.feature_class, p.feature_code, p.country, p.admin1_code,
            p.admin1, p.admin2, _number(p.latitude), _number(p.longitude), str(p.population), p.source, p.layer_id,
        )  # fmt: skip


def parse(record: Mapping[str, str]) -> Row:
    """Return the row that a record of column name to text tells of.

    Raises
    ------
    ValueError
        Where a field is missing or outside its range; the message names the field and says what it holds.
    """
    name = _text(record, "name")
    if not name:
        raise ValueError("no name")
    identifier = _text(record, "gazetteer_id")
    if not _ID.fullmatch(identifier):
        raise ValueError(f"gazetteer_id is {identifier!r}: digits of a GeoNames id or a prefixed id are expected")
    feature_class = _text(record, "feature_class") or "P"
    if feature_class not in FEATURE_CLASSES or len(feature_class) != 1:
        raise ValueError(f"feature_class is {feature_class!r}: one of {FEATURE_CLASSES} is expected")
    feature_code = _text(record, "feature_code") or ("PPL" if feature_class == "P" else "")
    if not _CODE.fullmatch(feature_code):
        raise ValueError(f"feature_code is {feature_code!r}: a GeoNames code such as PPL is expected")
    country = _text(record, "country")
    if country and not _COUNTRY.fullmatch(country):
        raise ValueError(f"country is {country!r}: an ISO 3166-1 alpha-2 code is expected")
    place = Place(
        gazetteer_id=identifier,
        name=name,
        feature_class=feature_class,
        feature_code=feature_code,
        country=country,
        admin1=_text(record, "admin1"),
        admin1_code=_text(record, "admin1_code"),
        admin2=_text(record, "admin2"),
        latitude=_degrees(record, "latitude", 90),
        longitude=_degrees(record, "longitude", 180),
        population=_count(record, "population"),
        source=_text(record, "source"),
        layer_id=_text(record, "layer_id"),
    )
    return Row(place, tuple(part.strip() for part in _text(record, "names").split("|") if part.strip()))


def read(path: Path, stream: BinaryIO | None = None) -> Iterator[Row]:
    """Yield the rows of a gazetteer CSV in the file's order.

    Parameters
    ----------
    path : pathlib.Path
        The file; also what errors name.
    stream : binary file, optional
        Read from here in place of opening `path` (a caller that hashes or counts while reading).

    Raises
    ------
    GazetteerError
        Where the file cannot be read, its header is another one, or a row is not valid; the message names the line.
    """
    try:
        source = stream or path.open("rb")
    except OSError as error:
        raise GazetteerError(f"cannot read the gazetteer {path}: {error.strerror}") from error
    with source:
        yield from _rows(path, source)


def _rows(path: Path, source: BinaryIO) -> Iterator[Row]:
    lines = (line.decode("utf-8-sig" if number == 0 else "utf-8") for number, line in enumerate(source))
    reader = csv.reader(lines, strict=True)
    try:
        header = next(reader, [])
        if tuple(header) != COLUMNS:
            raise GazetteerError(f"{path}: line 1 is not the gazetteer's header ({','.join(COLUMNS)})")
        for fields in reader:
            yield _parse_fields(fields)
    except (ValueError, csv.Error) as error:
        raise GazetteerError(f"{path}, line {reader.line_num}: {error}") from error
    except OSError as error:
        raise GazetteerError(f"cannot read the gazetteer {path}: {error.strerror}") from error


def _parse_fields(fields: list[str]) -> Row:
    if len(fields) != len(COLUMNS):
        raise ValueError(f"{len(fields)} fields where {len(COLUMNS)} are expected")
    return parse(dict(zip(COLUMNS, fields, strict=True)))


def write(path: Path, rows: Iterable[Row]) -> int:
    """Write rows as a gazetteer CSV (line feeds, minimal quotes) and return how many; the file appears whole or not."""
    partial = path.with_name(path.name + ".partial")
    count = 0
    with partial.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in rows:
            writer.writerow(row.fields())
            count += 1
    partial.replace(path)
    return count


def _text(record: Mapping[str, str], field: str) -> str:
    return " ".join((record.get(field) or "").split())


def _degrees(record: Mapping[str, str], field: str, bound: int) -> float:
    text = _text(record, field)
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not -bound <= value <= bound:
        raise ValueError(f"{field} is {text!r}: degrees from {-bound} to {bound} are expected")
    return value


def _count(record: Mapping[str, str], field: str) -> int:
    text = _text(record, field) or "0"
    if not re.fullmatch(r"[0-9]{1,10}", text):
        raise ValueError(f"{field} is {text!r}: a whole number is expected")
    return int(text)


def _number(value: float) -> str:
    text = f"{value:.5f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
