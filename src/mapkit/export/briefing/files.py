"""A page as a file: as it is, or as PDF, printed by a Chromium that is on this machine."""

import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from mapkit.errors import ExportError

#: What a Chromium may be called, and where it is on a Mac.
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
_PRINTED_WITHIN_S = 120


def browser() -> str | None:
    """Return the path of a Chromium that can be started (`MAPKIT_CHROMIUM` wins), or None."""
    found = (os.environ.get("MAPKIT_CHROMIUM"), *map(shutil.which, _NAMES), _MAC)
    return next((path for path in found if path and Path(path).exists()), None)


def save(page: str, path: Path) -> None:
    """Write an HTML page to a file.

    Raises
    ------
    ExportError
        Where the file cannot be written.
    """
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise ExportError(f"{path}: cannot be written ({error.strerror or error})") from None


def print_pdf(page: str, path: Path) -> None:
    """Print an HTML page without scripts to a PDF file.

    Raises
    ------
    ExportError
        Where there is no Chromium, it fails, or the file cannot be written.
    """
    program = browser()
    if program is None:
        raise ExportError(f"{path}: no Chromium to print with; install one, name it in MAPKIT_CHROMIUM, or write .html")
    with TemporaryDirectory(prefix="mapkit-") as folder:
        source, made = Path(folder) / "briefing.html", Path(folder) / "briefing.pdf"
        source.write_text(page, encoding="utf-8")
        options = ["--headless", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={folder}/profile"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            options.append("--no-sandbox")  # Chromium has none for root; the page holds no script
        command = [program, *options, f"--print-to-pdf={made}", source.as_uri()]
        try:
            done = subprocess.run(command, capture_output=True, timeout=_PRINTED_WITHIN_S, check=False)  # noqa: S603 - our own arguments
        except (OSError, subprocess.TimeoutExpired) as error:
            raise ExportError(f"{path}: {program} could not print ({error})") from None
        if not made.is_file():
            told = " ".join(done.stderr.decode(errors="replace").split())[-200:]
            raise ExportError(f"{path}: {program} printed nothing (status {done.returncode}): {told}")
        try:
            shutil.copyfile(made, path)
        except OSError as error:
            raise ExportError(f"{path}: cannot be written ({error.strerror or error})") from None
