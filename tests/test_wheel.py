"""The wheel carries its data, so that `pip install .` gives a working command anywhere."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", folder, ROOT]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


@pytest.mark.parametrize("name", ["app.py", "data/gazetteer.csv", "geo/fronts.geojson", ".streamlit/config.toml"])
def test_the_wheel_holds_what_the_package_reads(unpacked, name):
    assert (unpacked / "mapkit" / "bundle" / name).read_bytes() == (ROOT / name).read_bytes()


def test_the_wheel_holds_the_languages(unpacked):
    catalogues = sorted((ROOT / "src" / "mapkit" / "locale").glob("*.po"))
    assert catalogues
    for path in catalogues:
        assert (unpacked / "mapkit" / "locale" / path.name).read_bytes() == path.read_bytes()


def test_the_command_works_from_the_wheel_alone(unpacked, tmp_path):
    code = "from mapkit import paths; print(paths.root()); from mapkit.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "gazetteer", "search", "Pokrovsk"],
        env={**os.environ, "PYTHONPATH": str(unpacked)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    root, first, *_ = done.stdout.splitlines()
    assert Path(root) == unpacked / "mapkit" / "bundle"
    assert "Donetsk Oblast" in first
