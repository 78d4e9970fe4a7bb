"""What `import` does with an archive: its documents and events into the workspace."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from mapkit.workspace import Workspace


def is_archive(name: str) -> bool:
    """Tell whether a name is that of a folder or a store, not of a file."""
    return "://" in name or Path(name).is_dir()


def bring_archive(name: str, store: "Workspace") -> None:
    """Take an archive in, and say what came of it."""
    from tqdm import tqdm

    from mapkit.archive import Archive
    from mapkit.bulk.bringing import bring

    told: Counter[str] = Counter()
    for outcome in tqdm(bring(Archive(name), store), desc="importing", unit="document", disable=None):
        told[outcome.status] += 1
        told["events"] += outcome.events
    click.echo(f"{name}: {told['added']} added with {told['events']} events, {told['skipped']} known", err=True)
