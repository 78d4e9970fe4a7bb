"""`gazetteer`: search, describe, compile and extend it."""

from pathlib import Path

import click

from mapkit.cli.group import commands
from mapkit.cli.shared import Rejects
from mapkit.errors import MapkitError


@commands.group("gazetteer")
def gazetteer_group() -> None:
    """Search, describe, compile and extend the gazetteer."""


@gazetteer_group.command("search")
@click.argument("name")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True)
@click.option("--fuzzy", is_flag=True, help="Find names that are spelt nearly so.")
@click.option("--prefix", is_flag=True, help="Find names that begin so.")
def gazetteer_search(name: str, limit: int, fuzzy: bool, prefix: bool) -> None:
    """Print the places that bear NAME, best known first, one a line."""
    from mapkit.pipeline import default_gazetteer

    gazetteer = default_gazetteer()
    if fuzzy:
        places = [place for place, _ in gazetteer.fuzzy(name, limit)]
    elif prefix:
        places = gazetteer.prefix(name, limit)
    else:
        places = list(gazetteer.lookup(name))[:limit]
    for p in places:
        where = ", ".join(part for part in (p.admin2, p.admin1, p.country) if part)
        click.echo(
            f"{p.gazetteer_id}\t{p.name}\t{p.feature_code}\t{where}\t{p.latitude:.5f}\t{p.longitude:.5f}\t{p.population}"
        )
    if not places:
        raise MapkitError(f"no place is called {name!r}; try --fuzzy or --prefix")


@gazetteer_group.command("info")
def gazetteer_info() -> None:
    """Print what the gazetteer holds and where its index lies."""
    from mapkit.pipeline import default_gazetteer

    for key, value in default_gazetteer().info().items():
        click.echo(f"{key}: {value}")


@gazetteer_group.command("build")
def gazetteer_build() -> None:
    """Compile the index from the gazetteer's rows, where it is not up to date."""
    from tqdm import tqdm

    from mapkit.gazetteer import Gazetteer

    with tqdm(desc="compiling the gazetteer", unit=" rows", disable=None) as bar:
        gazetteer = Gazetteer(progress=bar.update)
    click.echo(f"gazetteer: {len(gazetteer)} places, the index is up to date", err=True)


@gazetteer_group.command("add")
@click.argument("path", type=click.Path(path_type=Path))
def gazetteer_add(path: Path) -> None:
    """Add the rows of a GeoNames country dump (UA.zip, UA.txt) or a CSV to the user's own part of the gazetteer."""
    from tqdm import tqdm

    from mapkit.gazetteer import Gazetteer, user_rows

    with tqdm(desc="reading", unit=" rows", disable=None) as bar:
        report = user_rows.add(path, admin1_names=Gazetteer().admin1_names(), progress=bar.update)
    rejects = Rejects()
    for line, reason in report.reasons:
        rejects.add(f"{path}, line {line}: {reason}; left out")
    if report.rejected > len(report.reasons):
        rejects.add(f"{path}: {report.rejected - len(report.reasons)} more rows left out")
    click.echo(
        f"{report.added} places added, {report.replaced} replaced, {report.unchanged} unchanged, "
        f"{report.rejected} rows rejected",
        err=True,
    )
    rejects.close()
