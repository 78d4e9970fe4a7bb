"""What events are compared by, of many at once: arrays of numbers made from their records.

Rows are numbered by the caller. A number stands for a text, and is equal where the texts are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from mapkit.coding.cross_document import COUNTED

Whole = NDArray[np.int64]
Array = NDArray[Any]
#: Stands in place of a sentence where a document has none.
NO_SENTENCE = np.iinfo(np.int64).min
#: The parts of a record that are read.
_PARTS = """{
    "sub_event_type": "VARCHAR", "gazetteer_id": "VARCHAR", "date_start": "VARCHAR",
    "actors": [{"name": "VARCHAR", "role": "VARCHAR"}],
    "quantities": [{"kind": "VARCHAR", "best": "DOUBLE", "low": "DOUBLE"}],
    "sources": [{"document_id": "VARCHAR", "publisher": "VARCHAR"}],
    "evidence": [{"document_id": "VARCHAR", "exact": "VARCHAR"}]}"""
_PLAIN = """
    SELECT row, said.sub_event_type AS kind, coalesce(said.gazetteer_id, '') AS place,
        said.gazetteer_id IS NULL AS lost,
        coalesce(date_diff('day', DATE '0001-01-01', try_cast(said.date_start AS DATE)), -1) AS day
    FROM told"""
_HELD = {
    "documents": """
        SELECT DISTINCT row, part.document_id AS text, 0.0 AS value
        FROM (SELECT row, unnest(said.evidence) AS part FROM told)""",
    "actors": """
        SELECT DISTINCT row, actor.name AS text, 0.0 AS value FROM (SELECT row, unnest(said.actors) AS actor FROM told)
        WHERE actor.role = 'actor'""",
    # Of each kind the first one counts.
    "figures": """
        SELECT row, figure.kind AS text, arg_min(coalesce(figure.best, figure.low, 0), place) AS value
        FROM (SELECT row, unnest(said.quantities) AS figure, generate_subscripts(said.quantities, 1) AS place FROM told)
        GROUP BY ALL""",
}
#: Each document's part of an event, with the sentences that it rests on there.
_TELLINGS = """
    SELECT row, coalesce(source.publisher, '') AS publisher, part.exact AS sentence
    FROM (SELECT row, unnest(said.sources) AS source, said.evidence AS parts, len(said.sources) AS sources FROM told)
    LEFT JOIN LATERAL (SELECT unnest(parts) AS part) ON sources = 1 OR part.document_id = source.document_id"""


class Held:
    """What rows hold, none, one or several of each: numbers, each with a value.

    Parameters
    ----------
    size : int
        Rows there are.
    rows, numbers : array of int
        Which row holds which number, none twice.
    values : array of float
    """

    def __init__(self, size: int, rows: Whole, numbers: Whole, values: NDArray[np.float64]) -> None:
        self._step = int(numbers.max(initial=0)) + 1
        keys = rows * self._step + numbers
        order = np.argsort(keys)
        self._keys, self.numbers, self.values = keys[order], numbers[order], values[order]
        self.starts = np.searchsorted(rows[order], np.arange(size + 1))
        self.counts = np.diff(self.starts)

    def shared(self, one: Whole, other: Whole) -> tuple[Whole, Whole, Whole]:
        """Return what both rows of pairs hold: the number of the pair, and where the one and the other hold it."""
        both = np.flatnonzero((self.counts[one] > 0) & (self.counts[other] > 0))
        run, held = spread(self.starts[one[both]], self.counts[one[both]])
        pair = both[run]
        wanted = other[pair] * self._step + self.numbers[held]
        found = np.searchsorted(self._keys, wanted)
        hit = (
            np.flatnonzero(self._keys[np.minimum(found, max(len(self._keys) - 1, 0))] == wanted) if len(held) else held
        )
        return pair[hit], held[hit], found[hit]


@dataclass(frozen=True, slots=True)
class Clues:
    """What the records of rows say; a row without a record says nothing.

    Parameters
    ----------
    there : array of bool
        Whether a row has a record.
    kind, place, day : array of int
        The sub-type, the place in the gazetteer and the stated day; -1 for none.
    documents, actors, figures : Held
        The documents that it rests on; who did it, of those with a name; its figures.
    counted : array of int
        The numbers of the figures that count people.
    tellings : array of int
        Where each row's parts begin in `publishers` and `sentences`, and where the last one's end.
    publishers, sentences : array of int
        What one publisher tells of it: its place in the order of their names, and a sentence or `NO_SENTENCE`.
    """

    there: NDArray[np.bool_]
    kind: Whole
    place: Whole
    day: Whole
    documents: Held
    actors: Held
    figures: Held
    counted: Whole
    tellings: Whole
    publishers: Whole
    sentences: Whole


class Reader:
    """Takes in records page by page, and makes `Clues` of them.

    Parameters
    ----------
    cursor : duckdb.DuckDBPyConnection
        DuckDB reads JSON three times as fast as Python.
    size : int
        Rows there are.
    """

    def __init__(self, cursor: duckdb.DuckDBPyConnection, size: int) -> None:
        self._cursor = cursor
        self._size = size
        self._there = np.zeros(size, bool)
        self._kind, self._place, self._day = (np.full(size, -1, np.int64) for _ in range(3))
        self._texts = {name: _Texts() for name in ("kind", "place", "publishers", *_HELD)}
        self._found: dict[str, list[list[Array]]] = {name: [] for name in ("tellings", *_HELD)}

    def take(self, rows: Sequence[int], records: Sequence[str]) -> None:
        """Take in the records of rows, as JSON."""
        self._cursor.register(
            "records", pa.table({"row": pa.array(rows, pa.int64()), "record": pa.array(records, pa.string())})
        )
        query = f"SELECT row, json_transform(record, '{_PARTS}') AS said FROM records"  # noqa: S608 - of ours
        self._cursor.execute(f"CREATE OR REPLACE TEMP TABLE told AS {query}")
        self._cursor.unregister("records")
        plain = self._cursor.sql(_PLAIN).to_arrow_table()
        at = plain["row"].to_numpy()
        self._there[at] = True
        self._kind[at] = self._texts["kind"].numbers(plain["kind"])
        self._place[at] = np.where(plain["lost"].to_numpy(), -1, self._texts["place"].numbers(plain["place"]))
        self._day[at] = plain["day"].to_numpy()
        for name, query in _HELD.items():
            held = self._cursor.sql(query).to_arrow_table()
            self._found[name].append([held["row"].to_numpy(), self._texts[name].numbers(held["text"]),
                                      held["value"].to_numpy()])  # fmt: skip
        told = self._cursor.sql(_TELLINGS).to_arrow_table()
        publishers = self._texts["publishers"].numbers(told["publisher"])
        self._found["tellings"].append([told["row"].to_numpy(), publishers, _sentences(told["sentence"])])
        self._cursor.execute("DROP TABLE told")

    def clues(self) -> Clues:
        """Return what the records say that were taken in."""
        held = {
            name: [np.concatenate(parts) for parts in zip(_NOTHING, *self._found[name], strict=True)]
            for name in self._found
        }
        names = np.array([name[:1].isupper() for name in self._texts["actors"]], bool)
        named = names[held["actors"][1]] if len(names) else slice(0)
        held["actors"] = [part[named] for part in held["actors"]]
        rows, publishers, sentences = held.pop("tellings")
        order = np.argsort(rows, kind="stable")
        places = np.argsort(np.argsort(np.array(list(self._texts["publishers"]), object)))
        figures = self._texts["figures"]
        return Clues(
            there=self._there,
            kind=self._kind,
            place=self._place,
            day=self._day,
            **{name: Held(self._size, *parts) for name, parts in held.items()},
            counted=np.array([figures[kind] for kind in COUNTED if kind in figures], np.int64),
            tellings=np.searchsorted(rows[order], np.arange(self._size + 1)),
            publishers=places[publishers[order]] if len(places) else publishers,
            sentences=sentences[order],
        )


def spread(starts: Whole, counts: Whole) -> tuple[Whole, Whole]:
    """Return the whole numbers of runs, one run after the other, behind the number of the run that each is in."""
    run = np.repeat(np.arange(len(counts)), counts)
    begins = np.cumsum(counts) - counts
    return run, np.arange(len(run)) - begins[run] + starts[run]


_NOTHING = (np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))


class _Texts(dict[str, int]):
    """Numbers for texts, given as they are met."""

    def __missing__(self, text: str) -> int:
        return self.setdefault(text, len(self))

    def numbers(self, texts: pa.ChunkedArray) -> Whole:
        coded = pc.dictionary_encode(texts.combine_chunks())
        distinct = np.array([self[text] for text in coded.dictionary.to_pylist()], np.int64)
        numbers: Whole = distinct[coded.indices.to_numpy()]
        return numbers


def _sentences(texts: pa.ChunkedArray) -> Whole:
    """Return a number for each sentence, however it is spaced and whatever its case: 64 bits of it."""
    return np.array([NO_SENTENCE if text is None else hash(" ".join(text.split()).casefold())
                     for text in texts.to_pylist()], np.int64)  # fmt: skip
