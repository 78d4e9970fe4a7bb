"""Imports point one way, and a light command loads nothing heavy."""

import subprocess
import sys
from pathlib import Path

import pytest


def test_imports_follow_the_pipeline():
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "heavy", ["spacy", "pandas", "geopandas", "streamlit", "folium", "duckdb", "sqlalchemy", "onnxruntime"]
)
def test_the_command_line_starts_light(heavy):
    code = f"import sys, mapkit.cli; sys.exit({heavy!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_geoparsing_needs_no_language_model():
    code = (
        "import sys; from mapkit.gazetteer import Gazetteer; from mapkit.geoparsing import geoparse; "
        "from mapkit.model import Document; assert geoparse(Document('x', 'Two died in Kyiv.'), Gazetteer()); "
        "sys.exit(bool({'spacy', 'thinc', 'pandas'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
