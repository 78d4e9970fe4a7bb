"""Fetch the browser libraries of the map, pinned and verified, into `src/mapkit/mapping/static/vendor`.

Run it by hand when a version changes (`python scripts/vendor_assets.py`); the files are committed, so
neither an installation nor a running dashboard ever needs the npm client or the network. `manifest.json`
records the version, the licence, the integrity of the package and the SHA-256 of each file; the tests
compare the files with it.
"""

import base64
import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "src" / "mapkit" / "mapping" / "static" / "vendor"


@dataclass(frozen=True)
class Package:
    """One npm package: what is pinned, and which files are kept (`source in package` -> `name here`)."""

    name: str
    version: str
    integrity: str
    licence: str
    files: dict[str, str]


PACKAGES = (
    Package(
        name="leaflet",
        version="1.9.4",
        integrity="sha512-nxS1ynzJOmOlHp+iL3FyWqK89GtNL8U8rvlMOsQdTTssxZwCXh8N2NB3GDQOL+YR3XnWyZAxwQixURb+FA74PA==",
        licence="BSD-2-Clause",
        files={
            "LICENSE": "LICENSE",
            "dist/leaflet.js": "leaflet.js",
            "dist/leaflet.css": "leaflet.css",
            "dist/images/layers.png": "images/layers.png",
            "dist/images/layers-2x.png": "images/layers-2x.png",
            "dist/images/marker-icon.png": "images/marker-icon.png",
            "dist/images/marker-icon-2x.png": "images/marker-icon-2x.png",
            "dist/images/marker-shadow.png": "images/marker-shadow.png",
        },
    ),
)


def fetch(package: Package, folder: Path) -> bytes:
    """Return the package's tarball, downloaded by the npm client and checked against its pinned integrity."""
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("vendor_assets: the npm client is needed to fetch the packages; install Node.js")
    subprocess.run(
        [npm, "pack", "--silent", "--pack-destination", str(folder), f"{package.name}@{package.version}"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    tarball = (folder / f"{package.name}-{package.version}.tgz").read_bytes()
    found = "sha512-" + base64.b64encode(hashlib.sha512(tarball).digest()).decode()
    if found != package.integrity:
        sys.exit(f"vendor_assets: {package.name} {package.version} has integrity {found}, not the pinned one")
    return tarball


def unpack(package: Package, tarball: bytes) -> dict[str, str]:
    """Write the package's kept files and return the SHA-256 of each, by its name."""
    sums = {}
    with tarfile.open(fileobj=io.BytesIO(tarball)) as archive:
        for source, name in package.files.items():
            member = archive.extractfile(f"package/{source}")
            if member is None:
                sys.exit(f"vendor_assets: {package.name} {package.version} has no {source}")
            content = member.read()
            if name.endswith(".js"):  # an open developer console would ask for a source map that is not here
                content = re.sub(rb"(?m)^//# sourceMappingURL=.*$", b"", content)
            path = TARGET / package.name / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            sums[name] = hashlib.sha256(content).hexdigest()
    return sums


def main() -> None:
    """Fetch every package anew and write the manifest."""
    shutil.rmtree(TARGET, ignore_errors=True)
    manifest = {}
    with tempfile.TemporaryDirectory() as folder:
        for package in PACKAGES:
            manifest[package.name] = {
                "version": package.version,
                "licence": package.licence,
                "integrity": package.integrity,
                "files": unpack(package, fetch(package, Path(folder))),
            }
    (TARGET / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
