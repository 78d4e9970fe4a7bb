"""Every command that README and docs show is one that works: each line of their `sh` blocks is run or checked."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
#: Commands that do not end by themselves, or that download; the browser tests and CI run them.
SERVERS = ("streamlit run app.py", "mapkit serve")
REPORT = """Raid on Sumy

Shells fell on the eastern city of Sumy on Monday, killing two people, the regional governor said.
"""

CODEBOOK = """extends: default
sub_events:
  Aid:
    rules:
      - name: relief flight
        nouns: ["relief flight", airlift]
        place: destination
"""


def blocks():
    for page in PAGES:
        for block in BLOCK.findall(page.read_text(encoding="utf-8")):
            lines = [line.strip() for line in block.splitlines() if line.strip() and not line.lstrip().startswith("#")]
            if lines:
                yield pytest.param(lines, id=f"{page.name}: {lines[0][:60]}")


@pytest.fixture
def desk(tmp_path):
    """A folder with what the commands read; those of one block follow each other there."""
    folder = tmp_path / "desk"
    (folder / "reports").mkdir(parents=True)
    (folder / "report.txt").write_text(REPORT)
    (folder / "reports" / "one.txt").write_text(REPORT)
    (folder / "lines.jsonl").write_text('{"id": "1", "text": "Shells fell on Sumy."}\n')
    (folder / "snippets.tsv").write_text("1\tShells fell on Sumy, killing two people.\n")
    (folder / "places.csv").write_text("name,latitude,longitude\nCamp Hope,12.5,30.25\n")
    (folder / "codebook.yaml").write_text(CODEBOOK)
    return folder


@pytest.mark.parametrize("lines", list(blocks()))
def test_shown_commands_work_one_after_the_other(lines, desk, monkeypatch):
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:/usr/bin:/bin")
    for line in lines:
        check(line, desk)


def check(line, desk):
    if line.startswith("make"):
        done = subprocess.run([*shlex.split(line), "-n"], cwd=ROOT, capture_output=True, text=True, check=False)
    elif line.startswith(("python scripts/", "python benchmarks/", "python tests/")):
        script = ROOT / shlex.split(line)[1]
        done = subprocess.run(
            [sys.executable, "-m", "py_compile", str(script)], capture_output=True, text=True, check=False
        )
    elif line.startswith(SERVERS):
        assert line.split()[0] in {"streamlit", "mapkit"}
        return
    elif line.startswith("mapkit feed"):  # would ask the network; its options are checked all the same
        done = subprocess.run([*shlex.split(line), "--help"], cwd=desk, capture_output=True, text=True, check=False)
    elif line.startswith("mapkit"):
        done = subprocess.run(line, shell=True, cwd=desk, capture_output=True, text=True, check=False)  # noqa: S602
    elif line.startswith(("pip install", "git clone")):
        return
    else:
        pytest.fail(f"the test does not know how to check {line!r}")
    assert done.returncode == 0, f"{line}: {done.stderr}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"
