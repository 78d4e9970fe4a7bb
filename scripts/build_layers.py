"""Build the vector layers in `geo/` from pinned open packages: `python scripts/build_layers.py`.

Needs Node.js with npm for mapshaper, and mapkit's own Python dependencies. Downloads go to `.sources/`. The same
sources give the same bytes. Sources, licences and the choices made are told in `geo/README.md`.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from layers import admin, fronts, lakes, regions, rivers
from layers.output import write
from layers.sources import Sources

_ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Build every layer and print its size."""
    geo = _ROOT / "geo"
    sources = Sources(_ROOT / ".sources")
    write(geo / "rivers.json", rivers.build(sources.rivers()))
    write(geo / "lakes.json", lakes.build(sources.lakes()))
    mesh = admin.build(sources, geo)
    write(geo / "regions.json", regions.build(mesh, sources.admin1()))
    write(geo / "fronts.geojson", fronts.build(mesh))
    for path in sorted(geo.glob("*json")):
        print(f"{path.name:24} {path.stat().st_size / 1e6:6.2f} MB")


if __name__ == "__main__":
    main()
