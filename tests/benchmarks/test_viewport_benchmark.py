"""The benchmark of the index runs through at a small size and gives the rows of the table."""

import report
import viewport


def test_the_rows_of_the_table(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("MAPKIT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv(report.FILE, str(tmp_path / "rows"))
    monkeypatch.setattr(viewport, "VIEWS", 12)
    viewport.main(["--events", "600", "--stored"])
    rows = {row.what: row for row in report.read(tmp_path / "rows")}
    assert rows["viewport query at 600 events, warm, p95 over 12 views"].met is not None
    assert rows["restart from cache at 600"].goal == "≤ 2 s"
    sizes = [row for what, row in rows.items() if what.startswith("bytes to the browser")]
    assert len(sizes) == 4
    assert all(row.met for row in sizes)
    assert "viewport over HTTP" in capsys.readouterr().out


def test_the_tour_asks_as_the_map_does():
    views = viewport.tour(viewport.LARGE)
    assert len(views) == viewport.VIEWS
    assert views == viewport.tour(viewport.LARGE)
    assert all(south < north <= 85 and west < east for west, south, east, north, _ in views)
