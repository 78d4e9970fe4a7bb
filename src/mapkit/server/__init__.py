"""The addresses behind the map; `app.py` mounts them beside Streamlit's own.

    app = streamlit.App(script, routes=create_routes(), middleware=create_middleware())

`services()` gives the dashboard's script the same workspace, index and gazetteer.
"""

from mapkit.server.policy import create_middleware
from mapkit.server.routes import create_routes
from mapkit.server.services import Services, services

__all__ = ["Services", "create_middleware", "create_routes", "services"]
