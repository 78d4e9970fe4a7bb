"""Downloads as a stream: of text the first event is on its way before the last one is read, a file is made first."""

import io
import queue
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO

#: Pieces of some 64 kB that may wait for a slow reader.
_WAITING_MAX = 8
_PIECE = 65_536
_TICK_SECONDS = 0.5


class _Gone(Exception):  # noqa: N818 - no error: the reader went away
    pass


class _Pipe(io.TextIOBase):
    """A text stream whose pieces go to a queue."""

    def __init__(self) -> None:
        self.pieces: queue.Queue[bytes | BaseException | None] = queue.Queue(_WAITING_MAX)
        self.gone = threading.Event()
        self._parts: list[str] = []
        self._length = 0

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self._parts.append(text)
        self._length += len(text)
        if self._length >= _PIECE:
            self.flush_piece()
        return len(text)

    def flush_piece(self) -> None:
        piece = "".join(self._parts).encode()
        self._parts.clear()
        self._length = 0
        if piece:
            self.put(piece)

    def put(self, piece: bytes | BaseException | None) -> None:
        while True:
            if self.gone.is_set():
                raise _Gone
            try:
                self.pieces.put(piece, timeout=_TICK_SECONDS)
            except queue.Full:
                continue
            return


def stream(write: Callable[[TextIO], None]) -> Iterator[bytes]:
    """Yield in pieces what a function writes to a text stream; it runs in a thread of its own.

    An error of the function is raised here, so that the answer breaks off and does not pass for a whole one.
    """
    pipe = _Pipe()

    def work() -> None:
        try:
            try:
                write(pipe)  # type: ignore[arg-type]  # TextIO is nominal; this has all that writers use
                pipe.flush_piece()
                pipe.put(None)
            except _Gone:
                return
            except BaseException as error:  # noqa: BLE001 - handed to the reader
                pipe.put(error)
        except _Gone:
            return

    thread = threading.Thread(target=work, name="mapkit-download", daemon=True)
    thread.start()
    try:
        while (piece := pipe.pieces.get()) is not None:
            if isinstance(piece, BaseException):
                raise piece
            yield piece
    finally:
        pipe.gone.set()


def file(save: Callable[[Path], None]) -> Iterator[bytes]:
    """Return the pieces of a file that a function makes; it is made at once, so that an error is still an answer."""
    folder = TemporaryDirectory(prefix="mapkit-")
    path = Path(folder.name) / "download"
    try:
        save(path)
    except BaseException:
        folder.cleanup()
        raise

    def pieces() -> Iterator[bytes]:
        with folder, path.open("rb") as stream:
            while piece := stream.read(_PIECE):
                yield piece

    return pieces()
