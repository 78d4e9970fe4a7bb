"""Tables of fitted weights: CSV files beside the code, a line a feature."""

import csv
from functools import cache
from importlib import resources


@cache
def weights(file: str, package: str = __package__) -> dict[str, float]:
    """Return the log-odds that each feature adds, from a table of this package or another."""
    text = resources.files(package).joinpath(file).read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {row["feature"]: float(row["weight"]) for row in rows}
