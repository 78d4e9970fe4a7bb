"""GeoNames country dumps (`UA.zip`, `UA.txt`): 19 columns between tabs, no header.

The columns are described in GeoNames' own readme of its download service; a dump's names of divisions are codes, which
the caller turns into names.
"""

import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from mapkit.errors import GazetteerError

#: The source that rows of a dump name.
SOURCE = "geonames"
COLUMNS: tuple[str, ...] = (
    "geonameid", "name", "asciiname", "alternatenames", "latitude", "longitude", "feature class", "feature code",
    "country code", "cc2", "admin1 code", "admin2 code", "admin3 code", "admin4 code", "population", "elevation", "dem",
    "timezone", "modification date",
)  # fmt: skip


def records(path: Path, admin1_names: Mapping[str, str]) -> Iterator[tuple[int, dict[str, str] | str]]:
    """Yield the lines of a dump as records with the gazetteer's column names.

    Parameters
    ----------
    path : pathlib.Path
        `XX.txt`, or `XX.zip` with `XX.txt` in it.
    admin1_names : mapping of str to str
        The names of first-level divisions by their code ("UA.05").

    Yields
    ------
    (int, dict or str)
        The line's number from 1, and its record; in place of a record, the reason why the line is none.

    Raises
    ------
    GazetteerError
        Where the file cannot be read or a zip has no dump in it.
    """
    with _opened(path) as lines:
        for number, line in enumerate(lines, 1):
            try:
                fields = line.decode("utf-8").rstrip("\r\n").split("\t")
            except UnicodeDecodeError as error:
                yield number, f"not UTF-8 ({error.reason} at byte {error.start})"
                continue
            if len(fields) != len(COLUMNS):
                yield number, f"{len(fields)} columns where {len(COLUMNS)} are expected"
                continue
            record = _record(dict(zip(COLUMNS, fields, strict=True)), admin1_names)
            yield number, record if record["feature_class"] else "no feature class"


def _record(line: Mapping[str, str], admin1_names: Mapping[str, str]) -> dict[str, str]:
    country, first = line["country code"], line["admin1 code"]
    code = f"{country}.{first}" if country and first not in ("", "00") else ""
    alternates = [name for name in (line["asciiname"], *line["alternatenames"].split(",")) if name != line["name"]]
    return {
        "gazetteer_id": line["geonameid"],
        "name": line["name"],
        "names": "|".join(dict.fromkeys(name.strip() for name in alternates if name.strip())),
        "feature_class": line["feature class"],
        "feature_code": line["feature code"],
        "country": country,
        "admin1_code": code,
        "admin1": admin1_names.get(code, ""),
        "latitude": line["latitude"],
        "longitude": line["longitude"],
        "population": line["population"],
        "source": SOURCE,
    }


@contextmanager
def _opened(path: Path) -> Iterator[Iterator[bytes]]:
    try:
        if path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as archive, archive.open(_member(path, archive)) as file:
                yield file
        else:
            with path.open("rb") as file:
                yield file
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
        raise GazetteerError(f"cannot read {path}: {error}") from error


def _member(path: Path, archive: zipfile.ZipFile) -> str:
    wanted = f"{path.stem}.txt".lower()
    texts = [name for name in archive.namelist() if name.lower().endswith(".txt") and "readme" not in name.lower()]
    for name in texts:
        if name.lower() == wanted:
            return name
    if len(texts) == 1:
        return texts[0]
    raise GazetteerError(f"{path} holds no {path.stem}.txt: a GeoNames country dump is expected")
