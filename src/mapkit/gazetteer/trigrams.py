"""Names that share many groups of three letters with a misspelt one: the candidates of a fuzzy search.

Groups are hashed into a fixed number of buckets; a collision only adds a candidate that scoring throws out again.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

_BUCKET_BITS = 18
_BATCH = 200_000
#: Candidates that go on to be scored.
_KEEP = 300
#: Groups in more names than this tell little and cost much; they count only where there are too few others.
_COMMON = 20_000
_ENOUGH_GROUPS = 4

_Numbers = npt.NDArray[np.uint32]


def arrays(ids: _Numbers, keys: Sequence[str]) -> dict[str, npt.NDArray[Any]]:
    """Return the arrays that `candidates` reads: for each bucket the ids of the names that have such a group."""
    parts: list[tuple[_Numbers, _Numbers]] = []
    for start in range(0, len(keys), _BATCH):
        buckets, owners = _groups(keys[start : start + _BATCH])
        parts.append((buckets, ids[start : start + _BATCH][owners]))
    buckets = np.concatenate([part[0] for part in parts]) if parts else np.empty(0, np.uint32)
    owners = np.concatenate([part[1] for part in parts]) if parts else np.empty(0, np.uint32)
    order = np.argsort(buckets, kind="stable")
    starts = np.searchsorted(buckets[order], np.arange((1 << _BUCKET_BITS) + 1))
    return {"trigram_starts": starts.astype(np.uint32), "trigram_keys": owners[order].astype(np.uint32)}


def candidates(parts: Mapping[str, npt.NDArray[Any]], key: str) -> _Numbers:
    """Return the ids of the names that share the most groups with a folded name, the most first."""
    buckets, _ = _groups([key])
    starts, postings = parts["trigram_starts"], parts["trigram_keys"]
    spans = sorted({(int(starts[b + 1]) - int(starts[b]), int(starts[b])) for b in buckets.astype(np.int64).tolist()})
    used = [span for i, span in enumerate(spans) if span[0] and (span[0] < _COMMON or i < _ENOUGH_GROUPS)]
    if not used:
        return np.empty(0, np.uint32)
    found, counts = np.unique(
        np.concatenate([postings[start : start + size] for size, start in used]), return_counts=True
    )
    if len(found) > _KEEP:
        best = np.argpartition(-counts, _KEEP)[:_KEEP]
        found, counts = found[best], counts[best]
    ordered: _Numbers = found[np.lexsort((found, -counts))].astype(np.uint32)
    return ordered


def _groups(keys: Sequence[str]) -> tuple[_Numbers, npt.NDArray[np.int64]]:
    """Return the bucket of every group of three letters in some names, each between two spaces, and whose it is."""
    padded = [f" {key} " for key in keys]
    letters = np.frombuffer("".join(padded).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    owner = np.repeat(np.arange(len(keys)), [len(key) for key in padded])
    whole = owner[2:] == owner[:-2]
    first, second, third = letters[:-2][whole], letters[1:-1][whole], letters[2:][whole]
    mixed = first * np.uint32(0x9E3779B1) ^ second * np.uint32(0x85EBCA6B) ^ third * np.uint32(0xC2B2AE35)
    mixed = (mixed ^ (mixed >> np.uint32(15))) * np.uint32(0x2C1B3C6D)
    return mixed >> np.uint32(32 - _BUCKET_BITS), owner[2:][whole]
