"""The compiled index, mapped into memory: opened in milliseconds, answered from the few pages that a query touches."""

import json
import mmap
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import marisa_trie
import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from mapkit.errors import GazetteerError
from mapkit.gazetteer import build, trigrams
from mapkit.gazetteer.names import Kind
from mapkit.gazetteer.prominence import PENALTIES
from mapkit.gazetteer.spatial import SpatialIndex
from mapkit.gazetteer.table import FEATURE_CLASSES
from mapkit.model import Place

_ALL_CLASSES = tuple(range(len(FEATURE_CLASSES)))
_KIND_BITS = 2
_KIND_MASK = (1 << _KIND_BITS) - 1
_KINDS = tuple(Kind)
_PLACES_KEPT = 20_000
_STRINGS_KEPT = 10_000


class Hit(NamedTuple):
    """A row that a name led to.

    `score` is its renown less what the kind of name takes off (see `prominence`): hits of several indexes are
    comparable by it.
    """

    row: int
    kind: Kind
    score: float


class Index:
    """One compiled gazetteer.

    Rows are numbered best known first. Every method takes names already folded.

    Parameters
    ----------
    folder : pathlib.Path
        What `mapkit.gazetteer.build.compile_index` made.

    Raises
    ------
    GazetteerError
        Where the folder is not a whole index of this format.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            self.meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
            if self.meta["format"] != build.FORMAT:
                raise GazetteerError(f"{folder} holds an index of another format")
            _verify(folder, self.meta["files"])
            self._arrays = _map_arrays(folder / "arrays.bin", self.meta["arrays"])
            self._keys = marisa_trie.Trie().mmap(str(folder / "names.trie"))
            self._ids = marisa_trie.Trie().mmap(str(folder / "ids.trie"))
            a = self._arrays
            self.size = len(a["latitude"])
            self._key_starts, self._key_entries = a["key_starts"], a["key_entries"]
            self._renown = a["prominence"]
            self._text = tuple((column, a[column]) for column in build.TEXT_COLUMNS)
            self._figures = a["latitude"], a["longitude"], a["population"]
            self._id_of_row = a["id_of_row"]
            self._spatial = SpatialIndex(a, a["latitude"], a["longitude"], a["classes"])
        except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
            raise GazetteerError(f"{folder} holds no whole gazetteer index: {error}") from error
        self.place = lru_cache(maxsize=_PLACES_KEPT)(self._place)
        # Countries, divisions and codes come again and again, so that the text of few numbers serves most places.
        self._string = lru_cache(maxsize=_STRINGS_KEPT)(self._read_string)

    @property
    def names_count(self) -> int:
        """How many different folded names lead to places."""
        return len(self._keys)

    def lookup(self, key: str) -> list[Hit]:
        """Return the rows of a folded name, best known first."""
        key_id = self._keys.get(key)
        return [] if key_id is None else self._hits(key_id)

    def rows(self, key: str) -> list[int]:
        """Return the rows of a folded name, best known first, without what else a hit tells."""
        key_id = self._keys.get(key)
        if key_id is None:
            return []
        start, stop = self._key_starts[key_id : key_id + 2].tolist()
        return [entry >> _KIND_BITS for entry in self._key_entries[start:stop].tolist()]

    def has_prefix(self, key: str) -> bool:
        """Tell whether any folded name starts with this text."""
        return next(self._keys.iterkeys(key), None) is not None

    def prefix(self, key: str, limit: int) -> list[Hit]:
        """Return the best known rows that have a name starting with this text."""
        if (stored := self._stored_prefix(key)) is not None:
            return _best((self._hit(entry) for entry in stored), limit)
        found = islice(self._keys.iterkeys(key), 4 * build.PREFIX_KEYS)
        return _best((hit for name in found for hit in self._hits(self._keys[name])), limit)

    def fuzzy(self, key: str, limit: int, cutoff: float) -> list[tuple[Hit, float]]:
        """Return rows whose name is like this text with the likeness (0-1), most alike first."""
        found: dict[int, tuple[Hit, float]] = {}
        for key_id in trigrams.candidates(self._arrays, key).tolist():
            name = self._keys.restore_key(key_id)
            likeness = fuzz.ratio(key, name) / 100
            if likeness < cutoff:
                continue
            for hit in self._hits(key_id):
                if hit.row not in found or found[hit.row][1] < likeness:
                    found[hit.row] = (hit, likeness)
        ranked = sorted(found.values(), key=lambda item: (-round(item[1], 3), -item[0].score, item[0].row))
        return ranked[:limit]

    def row_of(self, identifier: str) -> int | None:
        """Return the row of a gazetteer id, None where there is none."""
        trie_id = self._ids.get(identifier)
        return None if trie_id is None else int(self._arrays["row_of_id"][trie_id])

    def names(self, row: int) -> tuple[str, ...]:
        """Return the alternate names of a row as the CSV lists them."""
        start, stop = int(self._arrays["alternate_starts"][row]), int(self._arrays["alternate_stops"][row])
        text = self._arrays["alternates"][start:stop].tobytes().decode()
        return tuple(text.split("|")) if text else ()

    def renown(self, row: int) -> float:
        """Return how well known a row's place is."""
        return float(self._renown[row])

    def nearest(
        self, latitude: float, longitude: float, limit: int, feature_classes: str | None, max_km: float
    ) -> list[tuple[int, float]]:
        """Return rows with their distance in km, nearest first."""
        return self._spatial.nearest(latitude, longitude, limit, _numbers(feature_classes), max_km)

    def within(
        self, west: float, south: float, east: float, north: float, limit: int, feature_classes: str | None
    ) -> list[int]:
        """Return rows in a box, best known first."""
        return self._spatial.within(west, south, east, north, limit, _numbers(feature_classes))

    def rows_of(self, column: str, value: str) -> list[int]:
        """Return the rows that have a value in a text column, best known first."""
        numbers = self._arrays[column]
        there = next((int(n) for n in np.unique(numbers) if self._string(int(n)) == value), None)
        rows: list[int] = [] if there is None else np.flatnonzero(numbers == there).tolist()
        return rows

    def count(self, column: str) -> dict[str, int]:
        """Return how many rows have each value of a text column."""
        values, counts = np.unique(self._arrays[column], return_counts=True)
        return {self._string(int(value)): int(count) for value, count in zip(values, counts, strict=True)}

    def _place(self, row: int) -> Place:
        fields = {column: self._string(numbers.item(row)) for column, numbers in self._text}
        latitude, longitude, population = self._figures
        return Place(
            gazetteer_id=self._ids.restore_key(self._id_of_row.item(row)),
            latitude=latitude.item(row),
            longitude=longitude.item(row),
            population=population.item(row),
            **fields,
        )

    def _read_string(self, number: int) -> str:
        return _string(self._arrays["strings"], self._arrays["string_ends"], number)

    def _hits(self, key_id: int) -> list[Hit]:
        start, stop = int(self._key_starts[key_id]), int(self._key_starts[key_id + 1])
        return [self._hit(entry) for entry in self._key_entries[start:stop].tolist()]

    def _hit(self, entry: int) -> Hit:
        row, kind = entry >> _KIND_BITS, entry & _KIND_MASK
        return Hit(row, _KINDS[kind], float(self._renown[row]) - PENALTIES[kind])

    def _stored_prefix(self, key: str) -> list[int] | None:
        """Binary search among the stored prefixes; None where this one is not among them."""
        a = self._arrays
        low, high = 0, len(a["prefix_starts"]) - 1
        while low < high:
            middle = (low + high) // 2
            there = _string(a["prefixes"], a["prefix_ends"], middle)
            if there == key:
                stored: list[int] = a["prefix_entries"][
                    a["prefix_starts"][middle] : a["prefix_starts"][middle + 1]
                ].tolist()
                return stored
            if there < key:
                low = middle + 1
            else:
                high = middle
        return None


def _best(hits: Iterable[Hit], limit: int) -> list[Hit]:
    best: dict[int, Hit] = {}
    for hit in hits:
        if hit.row not in best or best[hit.row].score < hit.score:
            best[hit.row] = hit
    return sorted(best.values(), key=lambda hit: (-hit.score, hit.row))[:limit]


def _numbers(feature_classes: str | None) -> tuple[int, ...]:
    if feature_classes is None:
        return _ALL_CLASSES
    return tuple(FEATURE_CLASSES.index(letter) for letter in feature_classes)


def _string(blob: npt.NDArray[Any], ends: npt.NDArray[Any], number: int) -> str:
    return blob[int(ends[number]) : int(ends[number + 1])].tobytes().decode()


def _map_arrays(path: Path, layout: dict[str, tuple[str, int, int]]) -> dict[str, npt.NDArray[Any]]:
    with path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return {
        name: np.frombuffer(mapped, dtype=dtype, count=count, offset=offset)
        for name, (dtype, offset, count) in layout.items()
    }


def _verify(folder: Path, files: dict[str, dict[str, str | int]]) -> None:
    """Check each file's size and time of change; where the time is another, its checksum.

    Reading a hundred megabytes at every start would take longer than all the rest, and a file that nobody wrote to
    since it was compiled is as it was.
    """
    for name, expected in files.items():
        stat = (folder / name).stat()
        if stat.st_size != expected["size"]:
            raise ValueError(f"{name} has {stat.st_size} bytes where {expected['size']} were written")
        if stat.st_mtime_ns != expected["mtime"] and build.checksum(folder / name) != expected["checksum"]:
            raise ValueError(f"{name} was changed after it was written")
