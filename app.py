"""The dashboard as one ASGI application: `streamlit run app.py`."""

import streamlit as st

from mapkit.dashboard import SCRIPT, lifespan
from mapkit.server import create_middleware, create_routes

app = st.App(SCRIPT, lifespan=lifespan(), routes=create_routes(), middleware=create_middleware())
