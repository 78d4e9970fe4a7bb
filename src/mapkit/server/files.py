"""Files of one folder: what is not listed there cannot be asked for, however the path is spelt."""

import mimetypes
from functools import lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from mapkit.server.answers import NotFoundError, answer, compressible, pack

#: What the platform's table of media types may lack or get wrong.
_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".geojson": "application/geo+json",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".map": "application/json",
}


class Folder:
    """Gives out the regular files below a folder, hidden ones excepted; links that lead out of it are not followed.

    Parameters
    ----------
    root : pathlib.Path
    """

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()

    def find(self, path: str) -> Path:
        """Return the file of a path relative to the folder.

        Raises
        ------
        NotFoundError
            Where there is no such file in it.
        """
        parts = path.split("/")
        if any(part in {"", ".", ".."} or part.startswith(".") or set(part) & set('\\:\0"') for part in parts):
            raise NotFoundError("no such file")
        file = self._root.joinpath(*parts)
        try:
            inside = file.resolve(strict=True).is_relative_to(self._root) and file.is_file()
        except (OSError, ValueError):
            inside = False
        if not inside:
            raise NotFoundError("no such file")
        return file

    def serve(self, request: Request, path: str) -> Response:
        """Return a file as a response."""
        file = self.find(path)
        state = file.stat()
        version = (file, state.st_mtime_ns, state.st_size)
        media_type = _TYPES.get(file.suffix.lower()) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        packed = compressible(media_type)
        return answer(
            request,
            lambda: _packed(*version) if packed else _content(*version),
            media_type,
            tag=f"{state.st_mtime_ns:x}-{state.st_size:x}",
            packed=packed,
        )


@lru_cache(maxsize=64)
def _content(file: Path, _changed: int, _size: int) -> bytes:
    return file.read_bytes()


@lru_cache(maxsize=64)
def _packed(file: Path, _changed: int, _size: int) -> bytes:
    """Return the gzipped content, made once a version: the layers take a second each."""
    return pack(file.read_bytes(), 9)
