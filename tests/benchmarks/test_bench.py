"""The runner of all benchmarks: one table, whatever fails."""

import json

import bench
import made
import pytest
import report

from mapkit.query import EventIndex
from mapkit.workspace import Workspace

GOOD = """
import argparse, report
parser = argparse.ArgumentParser()
parser.add_argument("--events", type=int)
count = parser.parse_args().events
print("details of the good one")
report.figure(f"views at {count:,}", 12.345, "ms", at_most=100, note="p95")
report.figure("frames", 12, "a second", at_least=30)
report.told("a | b", "side by side")
"""
BAD = """
import report
report.figure("before the fault", 1, "s")
raise SystemExit("no such thing")
"""


@pytest.fixture
def scripts(tmp_path, monkeypatch):
    (tmp_path / "good.py").write_text(GOOD)
    (tmp_path / "bad.py").write_text(BAD)
    (tmp_path / "slow.py").write_text("import time; time.sleep(60)")
    monkeypatch.setenv("PYTHONPATH", str(bench.HERE))
    monkeypatch.setattr(bench, "HERE", tmp_path)
    return {
        "bad": bench.Benchmark("The bad one", "bad.py"),
        "good": bench.Benchmark("The good one", "good.py", ("--events", "{events}")),
    }


def test_a_benchmark_that_fails_is_told_and_stops_no_other(scripts, tmp_path, capfd):
    missed = bench.main(["--events", "2000", "--write", str(tmp_path / "t.md")], scripts, tmp_path)
    out = capfd.readouterr()
    assert "details of the good one" in out.out
    assert "no such thing" in out.err
    rows = [line for line in (tmp_path / "t.md").read_text().splitlines() if line.startswith("| ")]
    assert rows == [
        "| what | goal | measured | met |",
        "| before the fault |  | 1 s |  |",
        "| benchmarks/bad.py | to end | failed (exit status 1); its last lines above say why | **no** |",
        "| views at 2,000 | ≤ 100 ms | 12.3 ms (p95) | yes |",
        "| frames | ≥ 30 a second | 12 a second | **no** |",
        "| a \\| b |  | side by side |  |",
    ]
    assert missed == 2
    assert all(row in out.out for row in rows)


def test_a_run_of_some_writes_the_table_of_all(scripts, tmp_path):
    file = tmp_path / "t.md"
    bench.main(["good", "--events", "5"], scripts, tmp_path)
    bench.main(["bad", "--write", str(file)], scripts, tmp_path)
    text = file.read_text()
    assert "views at 5" in text
    assert text.index("before the fault") < text.index("views at 5")
    assert "cores" in text
    assert "duckdb" in text
    assert "the good one on 20" in text


@pytest.mark.usefixtures("scripts")
def test_a_benchmark_that_takes_too_long_is_stopped_and_told(tmp_path, capsys):
    slow = {"slow": bench.Benchmark("The slow one", "slow.py")}
    assert bench.main(["--limit", "0.5"], slow, tmp_path) == 1
    assert "did not finish in 0.5 s" in capsys.readouterr().out


def test_no_such_benchmark(scripts, tmp_path, capsys):
    with pytest.raises(SystemExit):
        bench.main(["best"], scripts, tmp_path)
    assert "no benchmark 'best'; there are bad, good" in capsys.readouterr().err


def test_every_benchmark_of_the_list_is_there():
    for benchmark in bench.BENCHMARKS.values():
        assert (bench.HERE / benchmark.script).is_file(), benchmark.script


@pytest.mark.parametrize(
    ("value", "written"),
    [(0, "0 ms"), (0.01234, "0.012 ms"), (1.239, "1.24 ms"), (1234.5, "1,234 ms"), (float("nan"), "- ms")],
)
def test_figures_have_three_digits(value, written):
    assert report.figure("x", value, "ms").measured == written


def test_a_figure_that_could_not_be_measured_misses_its_goal():
    assert report.figure("x", float("nan"), "ms", at_most=3).met is False


def test_without_a_runner_rows_go_nowhere(tmp_path, monkeypatch):
    monkeypatch.delenv(report.FILE, raising=False)
    assert report.told("x", "y") == report.Row("x", "", "y", None)
    monkeypatch.setenv(report.FILE, str(tmp_path / "rows"))
    report.told("x", "y", "z", met=True)
    assert report.read(tmp_path / "rows") == [report.Row("x", "z", "y", met=True)]
    assert json.loads((tmp_path / "rows").read_text())["what"] == "x"


def test_made_up_events_are_the_same_in_memory_and_in_a_workspace(tmp_path):
    events = made.Made(250)
    made.store(events, tmp_path / "w.sqlite3")
    with Workspace.open(str(tmp_path / "w.sqlite3")) as workspace:
        stored, memory = EventIndex(workspace), EventIndex(events)
        try:
            assert stored.facets() == memory.facets()
            assert stored.viewport(-180, -90, 180, 90, 4)["total"] == memory.viewport(-180, -90, 180, 90, 4)["total"]
            assert workspace.counts() == {"documents": 3, "events": 250, "rejects": 0}
            event = next(workspace.events())
            part = event.evidence[0]
            assert workspace.document(part.document_id).text[part.start : part.end] == part.exact
        finally:
            stored.close()
            memory.close()
