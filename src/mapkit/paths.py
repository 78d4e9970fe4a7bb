"""Where `data/`, `geo/`, `seeds/` and the cache are: in a checkout, or inside the installed wheel."""

import os
from functools import cache
from pathlib import Path

import platformdirs

from mapkit.errors import FolderError

_PACKAGE = Path(__file__).resolve().parent


@cache
def root() -> Path:
    """Return the folder that holds `app.py`, `data/`, `geo/` and `seeds/`.

    Returns
    -------
    pathlib.Path
        The repository in a checkout, `mapkit/bundle` in an installed wheel.
    """
    bundle = _PACKAGE / "bundle"
    return bundle if bundle.is_dir() else _PACKAGE.parents[1]


def data_dir() -> Path:
    """Return the folder of the bundled gazetteer."""
    return root() / "data"


def geo_dir() -> Path:
    """Return the folder of the vector layers."""
    return root() / "geo"


def seeds_dir() -> Path:
    """Return the folder of the documents that ship."""
    return root() / "seeds"


def cache_dir() -> Path:
    """Return the folder for what can be made again (`MAPKIT_CACHE`, else the user's cache); it is created.

    Raises
    ------
    FolderError
        Where it cannot be made.
    """
    return _made("MAPKIT_CACHE", platformdirs.user_cache_dir("mapkit"))


def user_dir() -> Path:
    """Return the folder for what cannot be made again: the workspace and the user's gazetteer rows.

    `MAPKIT_HOME` names it, else the platform's folder for user data; it is created.

    Raises
    ------
    FolderError
        Where it cannot be made.
    """
    return _made("MAPKIT_HOME", platformdirs.user_data_dir("mapkit"))


def _made(variable: str, default: str) -> Path:
    path = Path(os.environ.get(variable) or default).expanduser()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FolderError(f"{path}: cannot be made ({error.strerror}); name a folder of yours in {variable}") from None
    return path
