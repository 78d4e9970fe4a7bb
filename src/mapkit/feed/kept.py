"""Answers kept in the user's cache, so that what has not changed is not sent again (RFC 9110, conditional requests)."""

import base64
import hashlib
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import orjson

#: What has not been asked for in so many days is forgotten.
_DAYS: Final = 60


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """A page as it came, with what its server calls this version of it."""

    url: str
    content_type: str
    body: bytes
    etag: str | None
    modified: str | None


class Kept:
    """Answers in a folder, a file each; losing them costs nothing but a transfer.

    Parameters
    ----------
    folder : pathlib.Path
        It is made when the first answer is kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, url: str) -> KeptAnswer | None:
        """Return the answer that is kept of a URL; what is not whole counts as none."""
        path = self._path(url)
        try:
            record = orjson.loads(path.read_bytes())
            answer = KeptAnswer(**{**record, "body": base64.b64decode(record["body"], validate=True)})
        except (OSError, ValueError, KeyError, TypeError):
            return None
        if answer.url != url:
            return None
        with suppress(OSError):
            os.utime(path)
        return answer

    def put(self, answer: KeptAnswer) -> None:
        """Keep an answer in place of the one before; a cache that cannot be written is none."""
        path = self._path(answer.url)
        record = {name: getattr(answer, name) for name in ("url", "content_type", "etag", "modified")}
        record["body"] = base64.b64encode(answer.body).decode("ascii")
        half = path.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            half.write_bytes(orjson.dumps(record))
            half.replace(path)

    def prune(self) -> None:
        """Forget what has not been asked for in a long time."""
        oldest = time.time() - _DAYS * 86_400
        with suppress(OSError):
            for path in self._folder.iterdir():
                if path.stat().st_mtime < oldest:
                    path.unlink(missing_ok=True)

    def _path(self, url: str) -> Path:
        return self._folder / f"{hashlib.sha256(url.encode()).hexdigest()[:32]}.json"
