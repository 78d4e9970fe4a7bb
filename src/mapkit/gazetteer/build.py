"""Compile a gazetteer CSV into the index that `mapkit.gazetteer.index` maps into memory.

A compiled index is a folder with four files: `meta.json` (what it was made from, where each array lies, checksums),
`arrays.bin` (NumPy arrays one after the other), and two MARISA tries, `names.trie` (every folded name) and `ids.trie`.
It is written into a folder of its own beside the target and renamed when it is whole, so that a reader never sees a
half, and of two processes that compile at once either may win.
"""

import hashlib
import itertools
import json
import os
import shutil
import tempfile
from array import array
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import marisa_trie
import numpy as np
import numpy.typing as npt

from mapkit.gazetteer import names, spatial, trigrams
from mapkit.gazetteer.prominence import PENALTIES, prominence
from mapkit.gazetteer.table import FEATURE_CLASSES, Row

FORMAT = 1
#: The columns that hold text; each is a number into one table of strings.
TEXT_COLUMNS = (
    "name",
    "feature_class",
    "feature_code",
    "country",
    "admin1",
    "admin1_code",
    "admin2",
    "source",
    "layer_id",
)
#: A prefix that more names share than this has its best rows stored; a longer one is answered from the trie.
PREFIX_KEYS = 1000
PREFIX_ROWS = 64

_Arrays = dict[str, npt.NDArray[Any]]


def compile_index(
    rows: Iterable[Row], target: Path, *, source: str, progress: Callable[[int], object] | None = None
) -> None:
    """Write the compiled index of some rows.

    Parameters
    ----------
    rows : iterable of Row
        Read once; only names and numbers are kept in memory.
    target : pathlib.Path
        The folder to make. Where another process has made it meanwhile, that one stays.
    source : str
        What it is made from, kept in `meta.json`.
    progress : callable, optional
        Called with the count of rows done since the last call (`tqdm.update`).
    """
    arrays, keys, ids = _Collector().collect(rows, progress)
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".compiling-", dir=target.parent))
    try:
        keys.save(str(folder / "names.trie"))
        ids.save(str(folder / "ids.trie"))
        layout = _write_arrays(folder / "arrays.bin", arrays)
        meta = {"format": FORMAT, "source": source, "arrays": layout, "files": _checks(folder)}
        (folder / "meta.json").write_text(json.dumps(meta, sort_keys=True), encoding="utf-8")
        for file in sorted(folder.iterdir()):
            _sync(file)
        _rename(folder, target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def checksum(path: Path) -> str:
    """Return the BLAKE2b digest of a file, 32 hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


class _Collector:
    """Gathers columns and names row by row, then numbers the rows by how well known they are."""

    def __init__(self) -> None:
        self._strings: dict[str, int] = {"": 0}
        self._text = {column: array("i") for column in TEXT_COLUMNS}
        self._latitude, self._longitude, self._prominence = array("d"), array("d"), array("f")
        self._population = array("q")
        self._ids: list[str] = []
        self._keys: list[str] = []
        self._key_rows, self._key_kinds = array("I"), array("B")
        self._alternates, self._alternate_ends = bytearray(), array("Q", [0])

    def collect(
        self, rows: Iterable[Row], progress: Callable[[int], object] | None
    ) -> tuple[_Arrays, marisa_trie.Trie, marisa_trie.Trie]:
        for number, row in enumerate(rows):
            self._add(number, row)
            if progress and number % 1000 == 999:  # a call a thousand rows
                progress(1000)
        if progress:
            progress(len(self._ids) % 1000)
        return self._finish()

    def _add(self, number: int, row: Row) -> None:
        place = row.place
        for column, numbers in self._text.items():
            numbers.append(self._strings.setdefault(getattr(place, column), len(self._strings)))
        self._latitude.append(place.latitude)
        self._longitude.append(place.longitude)
        self._population.append(place.population)
        self._prominence.append(prominence(place))
        self._ids.append(place.gazetteer_id)
        for key, kind in names.keys(row).items():
            self._keys.append(key)
            self._key_rows.append(number)
            self._key_kinds.append(kind)
        self._alternates += "|".join(row.names).encode()
        self._alternate_ends.append(len(self._alternates))

    def _finish(self) -> tuple[_Arrays, marisa_trie.Trie, marisa_trie.Trie]:
        renown = np.array(self._prominence, dtype=np.float32)
        order = np.argsort(-renown, kind="stable")
        rank = np.empty(len(order), dtype=np.uint32)
        rank[order] = np.arange(len(order), dtype=np.uint32)

        arrays: _Arrays = {column: np.array(numbers, dtype=np.int32)[order] for column, numbers in self._text.items()}
        latitude, longitude = np.array(self._latitude)[order], np.array(self._longitude)[order]
        arrays["latitude"], arrays["longitude"] = latitude, longitude
        arrays["population"] = np.array(self._population, dtype=np.int64)[order]
        arrays["prominence"] = renown[order]
        arrays["strings"], arrays["string_ends"] = _blob(self._strings)
        arrays["alternates"] = np.frombuffer(bytes(self._alternates), dtype=np.uint8)
        ends = np.array(self._alternate_ends, dtype=np.uint64)
        arrays["alternate_starts"], arrays["alternate_stops"] = ends[:-1][order], ends[1:][order]

        position = {strings: i for i, strings in enumerate(FEATURE_CLASSES)}
        class_of_string = np.zeros(len(self._strings), dtype=np.uint8)
        for string, index in self._strings.items():
            class_of_string[index] = position.get(string, 0)
        classes = class_of_string[arrays["feature_class"]]
        arrays["classes"] = classes
        arrays.update(spatial.arrays(classes, latitude, longitude))

        ids = marisa_trie.Trie(self._ids)
        by_id = np.zeros(len(ids), dtype=np.uint32)
        id_of = np.empty(len(self._ids), dtype=np.uint32)
        for row, identifier in enumerate(self._ids):
            trie_id = ids[identifier]
            by_id[trie_id] = rank[row]
            id_of[rank[row]] = trie_id
        arrays["row_of_id"], arrays["id_of_row"] = by_id, id_of

        keys = marisa_trie.Trie(self._keys)
        arrays.update(self._postings(keys, rank, renown))
        return arrays, keys, ids

    def _postings(
        self, keys: marisa_trie.Trie, rank: npt.NDArray[np.uint32], renown: npt.NDArray[np.float32]
    ) -> _Arrays:
        """For each name its rows, best known first, with how the name belongs to each in the lowest two bits."""
        key_ids = np.fromiter((keys[key] for key in self._keys), dtype=np.uint32, count=len(self._keys))
        rows = np.array(self._key_rows, dtype=np.uint32)
        kinds = np.array(self._key_kinds, dtype=np.uint32)
        scores = renown[rows] - np.array(PENALTIES, dtype=np.float32)[kinds]
        order = np.lexsort((rank[rows], -scores, key_ids))
        entries = (rank[rows] << np.uint32(2)) | kinds
        starts = np.searchsorted(key_ids[order], np.arange(len(keys) + 1))
        listed = np.unique(key_ids[kinds < names.Kind.VARIANT])
        spelled = [keys.restore_key(int(key_id)) for key_id in listed]
        best = np.full(len(keys), -np.inf, dtype=np.float32)
        np.maximum.at(best, key_ids, scores)
        entry_of = entries[order][starts[:-1]]
        return {
            "key_starts": starts.astype(np.uint32),
            "key_entries": entries[order],
            **trigrams.arrays(listed.astype(np.uint32), spelled),
            **_prefixes(sorted(zip(spelled, best[listed].tolist(), entry_of[listed].tolist(), strict=True))),
        }


def _prefixes(keys: list[tuple[str, float, int]]) -> _Arrays:
    """For each prefix that many names share, the best known places of these names."""
    found: dict[str, list[int]] = {}
    waiting = [(0, len(keys), 0)]
    while waiting:
        first, last, length = waiting.pop()
        if last - first <= PREFIX_KEYS:
            continue
        if length:
            best = sorted(keys[first:last], key=lambda item: -item[1])
            found[keys[first][0][:length]] = list(dict.fromkeys(entry for _, _, entry in best))[:PREFIX_ROWS]
        start = first
        for _, group in itertools.groupby(keys[first:last], key=lambda item: item[0][: length + 1]):
            size = sum(1 for _ in group)
            if len(keys[start][0]) > length:
                waiting.append((start, start + size, length + 1))
            start += size
    prefixes = sorted(found)
    blob, ends = _blob(prefixes)
    entries = [found[prefix] for prefix in prefixes]
    starts = np.cumsum([0, *map(len, entries)])
    flat = np.fromiter(itertools.chain.from_iterable(entries), dtype=np.uint32)
    return {"prefixes": blob, "prefix_ends": ends, "prefix_starts": starts.astype(np.uint32), "prefix_entries": flat}


def _blob(strings: Iterable[str]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint32]]:
    encoded = [string.encode() for string in strings]
    ends = np.cumsum([0, *map(len, encoded)]).astype(np.uint32)
    return np.frombuffer(b"".join(encoded), dtype=np.uint8), ends


def _write_arrays(path: Path, arrays: _Arrays) -> dict[str, tuple[str, int, int]]:
    layout: dict[str, tuple[str, int, int]] = {}
    with path.open("wb") as file:
        for name, values in sorted(arrays.items()):
            file.write(b"\0" * (-file.tell() % 64))
            layout[name] = (values.dtype.str, file.tell(), len(values))
            file.write(np.ascontiguousarray(values).tobytes())
    return layout


def _checks(folder: Path) -> dict[str, dict[str, str | int]]:
    return {
        file.name: {"size": file.stat().st_size, "mtime": file.stat().st_mtime_ns, "checksum": checksum(file)}
        for file in sorted(folder.iterdir())
    }


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _rename(folder: Path, target: Path) -> None:
    """Put a whole index in its place; one that another process put there first is as good."""
    try:
        folder.rename(target)
    except OSError:
        if not (target / "meta.json").is_file():
            raise
