"""Resolve pyproject.toml into hashed, platform-independent lock files without a line about where packages come from."""

import subprocess
import sys
from pathlib import Path

COMPILE = (
    "uv", "pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11", "--generate-hashes",
    "--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links", "--quiet",
)  # fmt: skip
#: The build backend is locked too, as the package itself is installed without build isolation.
BUILD = "hatchling\neditables\n"


def main(*options: str) -> None:
    """Write requirements.lock and requirements-dev.lock; `--upgrade` takes the newest versions."""
    uv = (str(Path(sys.executable).with_name("uv")), *COMPILE[1:], *options)
    build = Path("requirements-build.in")
    build.write_text(BUILD, encoding="utf-8")
    try:
        run = [*uv, str(build), "--output-file", "requirements.lock"]
        subprocess.run(run, check=True)
        dev = [*uv, str(build), "--extra", "dev", "--constraints", "requirements.lock"]
        subprocess.run([*dev, "--output-file", "requirements-dev.lock"], check=True)
    finally:
        build.unlink()


if __name__ == "__main__":
    main(*sys.argv[1:])
