"""From a gazetteer CSV to its open index: compiled when the file or the rules changed, else found in the cache.

The cache is keyed by the content of the CSV and of the code that makes the index. Hashing forty megabytes at every
start would be slow, so a stamp beside the cache notes size and time of change of each CSV that was hashed.
"""

import hashlib
import json
import os
import shutil
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import numpy.typing as npt

from mapkit import paths
from mapkit.errors import GazetteerError
from mapkit.gazetteer import build, folding, geonames, names, prominence, romanisation, spatial, table, trigrams
from mapkit.gazetteer.index import Index

Progress = Callable[[int], object]
_RULES: tuple[ModuleType, ...] = (build, folding, names, prominence, romanisation, spatial, table, trigrams)
_KEPT = 6
#: A file changed this short a time ago may change again within one tick of the clock: it gets no stamp.
_SETTLED_NS = 2_000_000_000


def open_index(csv: Path, *, progress: Progress | None = None) -> Index:
    """Return the open index of a gazetteer CSV, compiling it first where the cache has none or a damaged one.

    Parameters
    ----------
    csv : pathlib.Path
        A file with the columns of `mapkit.gazetteer.table`.
    progress : callable, optional
        Called with the count of rows compiled since the last call.

    Raises
    ------
    GazetteerError
        Where the CSV is missing or a row of it is not valid.
    """
    folder = index_folder(csv)
    if folder.is_dir():
        try:
            return Index(folder)
        except GazetteerError:
            _discard(folder)
    build.compile_index(table.read(csv), folder, source=csv.name, progress=progress)
    _prune(folder)
    return Index(folder)


def overlap(bundled: Index, user: Index) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Return which rows of two indexes give way to a row of the other with the same id.

    The user's row counts, unless it comes from a GeoNames dump, as its source says. Asking for each id takes a while
    where a whole dump was added, so the answer is kept beside the indexes.
    """
    file = _root() / f"{bundled.folder.name}-{user.folder.name}.overlap.npz"
    try:
        with np.load(file) as kept:
            rows = kept["bundled"], kept["user"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        rows = _overlapping_rows(bundled, user)
        with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as partial:
            np.savez(partial, bundled=rows[0], user=rows[1])
        Path(partial.name).replace(file)
    masks = np.zeros(bundled.size, dtype=bool), np.zeros(user.size, dtype=bool)
    for mask, hidden in zip(masks, rows, strict=True):
        mask[hidden] = True
    return masks


def _overlapping_rows(bundled: Index, user: Index) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    hidden: tuple[list[int], list[int]] = ([], [])
    for row in range(user.size):
        place = user.place(row)
        twin = bundled.row_of(place.gazetteer_id)
        if twin is not None and place.source == geonames.SOURCE:
            hidden[1].append(row)
        elif twin is not None:
            hidden[0].append(twin)
    return np.array(hidden[0], dtype=np.uint32), np.array(hidden[1], dtype=np.uint32)


def is_compiled(csv: Path) -> bool:
    """Tell whether the cache holds the index of a CSV as it is now."""
    return (index_folder(csv) / "meta.json").is_file()


def index_folder(csv: Path) -> Path:
    """Return the folder in the cache for the index of a CSV as it is now."""
    return _root() / hashlib.blake2b(f"{_content(csv)} {_rules()}".encode(), digest_size=12).hexdigest()


def _root() -> Path:
    root = paths.cache_dir() / "gazetteer"
    root.mkdir(parents=True, exist_ok=True)
    return root


def _content(csv: Path) -> str:
    """Return the digest of a CSV: from its stamp while size and time of change are the same, else from its bytes."""
    try:
        stat = csv.stat()
        stamp = _root() / (hashlib.blake2b(str(csv.resolve()).encode(), digest_size=12).hexdigest() + ".stamp")
        seen = {"size": stat.st_size, "mtime": stat.st_mtime_ns}
        try:
            known = json.loads(stamp.read_text(encoding="utf-8"))
            if {key: known[key] for key in seen} == seen:
                return str(known["digest"])
        except (OSError, ValueError, KeyError, TypeError):
            pass  # no stamp yet, or not one of ours: hash
        digest = build.checksum(csv)
    except OSError as error:
        raise GazetteerError(f"cannot read the gazetteer {csv}: {error.strerror}") from error
    if time.time_ns() - stat.st_mtime_ns > _SETTLED_NS:
        _write(stamp, json.dumps({**seen, "digest": digest}))
    return digest


def _rules() -> str:
    digest = hashlib.blake2b(str(build.FORMAT).encode(), digest_size=12)
    for module in _RULES:
        if module.__file__:
            digest.update(Path(module.__file__).read_bytes())
    return digest.hexdigest()


def _write(path: Path, text: str) -> None:
    descriptor, partial = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    Path(partial).replace(path)


def _discard(folder: Path) -> None:
    """Take a damaged index out of the way; renamed first, so that no other process opens a half-removed one."""
    try:
        aside = Path(tempfile.mkdtemp(prefix=".damaged-", dir=folder.parent))
        folder.rename(aside / folder.name)
        shutil.rmtree(aside, ignore_errors=True)
    except FileNotFoundError:
        pass  # another process did the same


def _prune(kept: Path) -> None:
    """Remove the indexes longest unchanged beyond a handful; a process that has one mapped keeps its pages."""
    others = sorted((f for f in _folders(kept.parent) if f != kept), key=lambda f: f.stat().st_mtime, reverse=True)
    for folder in others[_KEPT - 1 :]:
        shutil.rmtree(folder, ignore_errors=True)


def _folders(root: Path) -> Iterator[Path]:
    return (folder for folder in root.iterdir() if (folder / "meta.json").is_file())
