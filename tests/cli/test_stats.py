import csv
import io

import pytest
from click.testing import CliRunner

from mapkit.cli import commands
from mapkit.errors import FilterError
from mapkit.workspace import Workspace
from synthetic import TEXT, coder, document, line


@pytest.fixture
def ask(tmp_path):
    url = str(tmp_path / "w.sqlite3")
    with Workspace.open(url) as workspace:
        text = TEXT + line(more="date_start=2024-08-21", sentence="Somebody fired at nobody knows where.")
        workspace.ingest([document(text=text)], coder=coder())

    def run(*args):
        return CliRunner().invoke(commands, ["stats", "--workspace", url, *args], catch_exceptions=False)

    return run


def test_a_table_to_read_with_the_sums_beside_it(ask):
    done = ask("--by", "front,week")
    assert done.stdout.splitlines() == [
        "front    week        events  unplaced",
        "Donetsk  -                2         0",
        "-        2024-08-19       1         1",
    ]
    assert done.stderr == "3 events, 1 without a place, 2 without a date\n"


def test_csv_under_filters(ask):
    done = ask("--csv", "--by", "type", "--filter", "front=Donetsk", "--filter", "type=Battles")
    assert list(csv.reader(io.StringIO(done.stdout))) == [["type", "events", "unplaced"], ["Battles", "1", "0"]]


def test_what_cannot_be_counted_by_is_said(ask):
    with pytest.raises(FilterError, match="by='weather' is unknown"):
        ask("--by", "weather")
