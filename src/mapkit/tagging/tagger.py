"""The tagger: a small transformer, fine-tuned on texts written for mapkit, run by ONNX Runtime on the processor.

Its encoder is MiniLM (W. Wang et al., "MiniLM: Deep Self-Attention Distillation", NeurIPS 2020; the checkpoint is named
in `README.md` beside this file). On it stand linear heads: what each word tells, whether that happened, who alone says
so, and, by a scaled dot product of the word with the text's places and numbers, where and how many.
"""

import json
import threading
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from mapkit.errors import ModelMissingError
from mapkit.tagging.windows import Window, windows

_HERE = Path(__file__).parent
#: Below this a word is taken to tell nothing.
_LOW = 0.15
#: A word belongs to the trigger where it is at least this share as telling as the most telling one.
_OWN = 0.5
#: Places and numbers less probable than this are left out.
_LEAST = 0.005
_LOADING = threading.Lock()
_ROLES = ("place", "fatalities", "injuries")

_Floats: TypeAlias = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Tag:
    """Words that tell an event.

    Parameters
    ----------
    start, end : int
        Code points in the text, end exclusive.
    sub_event_type : str
    kinds : mapping of str to float
        The probability of each sub-event type, given that the words tell an event.
    actual, again, other : float
        The probabilities that they tell for the first time what happened; that they tell of it again, or of what came
        of it; that they speak of what did not happen here and now.
    claimed, disputed : float
        The probabilities that only a party to the conflict says so, and that the parties contradict each other.
    places, fatalities, injuries : tuple of (int, float)
        Which of the places and numbers that were asked about may be the event's own, and how probably; what is missing
        to 1 is the probability that none is.
    """

    start: int
    end: int
    sub_event_type: str
    kinds: dict[str, float]
    actual: float
    again: float
    other: float
    claimed: float
    disputed: float
    places: tuple[tuple[int, float], ...]
    fatalities: tuple[tuple[int, float], ...]
    injuries: tuple[tuple[int, float], ...]


class Tagger:
    """Tags texts; one model, read once a process.

    Parameters
    ----------
    folder : Path
        Holds `tagger.onnx`, `tokenizer.json` and `labels.json`.

    Raises
    ------
    ModelMissingError
        Where one of them is missing or damaged.
    """

    def __init__(self, folder: Path) -> None:
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._labels: list[str] = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            options.log_severity_level = 3
            self._session = onnxruntime.InferenceSession(
                str(folder / "tagger.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:
            raise ModelMissingError(f"{folder}: the tagger cannot be read ({error}); install mapkit again") from error
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    @classmethod
    def default(cls) -> "Tagger":
        """Return the tagger that ships with mapkit, read once a process."""
        with _LOADING:
            return _bundled()

    def tag(
        self, text: str, places: Sequence[tuple[int, int]] = (), numbers: Sequence[tuple[int, int]] = ()
    ) -> tuple[Tag, ...]:
        """Return the tags of a text, in reading order.

        Parameters
        ----------
        text : str
        places, numbers : sequence of (int, int)
            Where the text names places and numbers: code points, end exclusive, ascending.
        """
        encoded = self._tokenizer.encode(text, add_special_tokens=False)
        found: list[Tag] = []
        for window in windows(text, encoded.ids, encoded.offsets):
            found.extend(self._read(window, places, numbers))
        return tuple(found)

    def _read(
        self, window: Window, places: Sequence[tuple[int, int]], numbers: Sequence[tuple[int, int]]
    ) -> Iterable[Tag]:
        heads = self._run(window)
        kinds = _softmax(heads["kind"])
        told = 1 - kinds[:, 0]
        best = kinds[:, 1:].argmax(axis=1)
        named, numbered = (_positions(window, spans) for spans in (places, numbers))
        position = window.own
        while position < len(told):
            if told[position] < _LOW:
                position += 1
                continue
            last = position
            while last + 1 < len(told) and told[last + 1] >= _LOW and best[last + 1] == best[position]:
                last += 1
            peak = first = end = position + int(told[position : last + 1].argmax())
            while first > position and told[first - 1] >= _OWN * told[peak]:
                first -= 1
            while end < last and told[end + 1] >= _OWN * told[peak]:
                end += 1
            actual, again, other = _shares(told[peak] * _softmax(heads["state"][peak]))
            _, claimed, disputed = _shares(_softmax(heads["claim"][first]))
            links = [
                _pointed(heads["query"][first, role], heads["key"][:, role], heads["none"][first, role], spots)
                for role, spots in enumerate((named, numbered, numbered))
            ]
            yield Tag(
                window.offsets[first][0],
                window.offsets[end][1],
                self._labels[best[peak]],
                dict(zip(self._labels, _shares(kinds[peak, 1:] / told[peak]), strict=True)),
                actual,
                again,
                other,
                claimed,
                disputed,
                *links,
            )
            position = last + 1

    def _run(self, window: Window) -> dict[str, _Floats]:
        """Return each head's output for the window's pieces (rows)."""
        ids = np.array([[101, *window.ids, 102]], dtype=np.int64)
        output: Any = self._session.run(None, {"ids": ids})
        rows: _Floats = output[0][0, 1:-1]
        size = len(self._labels) + 1
        ends = np.cumsum([size, 3, 3, len(_ROLES)])
        kind, state, claim, none, links = np.split(rows, ends, axis=1)
        query, key = np.split(links.reshape(len(rows), 2 * len(_ROLES), -1), 2, axis=1)
        return {"kind": kind, "state": state, "claim": claim, "none": none, "query": query, "key": key}


@cache
def _bundled() -> Tagger:
    return Tagger(_HERE)


def _positions(window: Window, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return (index of the span, position of its first piece) of those in the window."""
    low = bisect_left(spans, window.offsets[0][0], key=lambda span: span[0])
    high = bisect_left(spans, window.offsets[-1][1], key=lambda span: span[0])
    at = ((index, window.position(*spans[index])) for index in range(max(0, low - 1), high))
    return [(index, position) for index, position in at if position is not None]


def _pointed(
    query: _Floats, keys: _Floats, none: float, spots: Sequence[tuple[int, int]]
) -> tuple[tuple[int, float], ...]:
    if not spots:
        return ()
    scores = keys[[position for _, position in spots]] @ query / np.sqrt(len(query))
    shares = _shares(_softmax(np.append(scores, none)))
    return tuple((index, share) for (index, _), share in zip(spots, shares, strict=False) if share >= _LEAST)


def _shares(values: _Floats) -> list[float]:
    return [round(float(value), 4) for value in values]


def _softmax(values: _Floats) -> _Floats:
    powers = np.exp(values - values.max(axis=-1, keepdims=True))
    result: _Floats = powers / powers.sum(axis=-1, keepdims=True)
    return result
