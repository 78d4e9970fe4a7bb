"""The page: the map, its filters, the panel of the selected event and the table; the only part that knows Streamlit.

`app.py` serves it. `SCRIPT` is what Streamlit runs for each reader; importing this package imports no Streamlit.
"""

from pathlib import Path

from mapkit.dashboard.startup import lifespan

#: The script that Streamlit runs.
SCRIPT = Path(__file__).resolve().parent / "main.py"

__all__ = ["SCRIPT", "lifespan"]
