"""A Chromium for the browser tests: one that is there, else Playwright's own, else Debian's package."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from mapkit.export.briefing import files


def find() -> str | None:
    """Return the path of a Chromium that can be started (`MAPKIT_CHROMIUM` wins), or None."""
    path = files.browser() or _playwrights_own()
    return path if path and Path(path).exists() else None


def install() -> str:
    """Return a Chromium's path, installed where there is none.

    Raises
    ------
    SystemExit
        With one line where none can be had.
    """
    for command in (
        None,
        [sys.executable, "-m", "playwright", "install", "chromium"],
        [
            *(["sudo"] if os.geteuid() else []),
            "sh",
            "-c",
            "apt-get update -q && apt-get install -qy chromium",
        ],
    ):
        if command and shutil.which(command[0]):
            subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
        path = find()
        if path:
            return path
    raise SystemExit("no Chromium for the browser tests: install one, or name it in MAPKIT_CHROMIUM")


def _playwrights_own() -> str | None:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


if __name__ == "__main__":
    print(install())
