"""What Streamlit runs for each reader and each click."""

import streamlit as st

from mapkit.errors import MapkitError


def main() -> None:
    """Show the page, or the one line that says why it cannot be shown."""
    st.set_page_config(page_title="mapkit", layout="wide", initial_sidebar_state="auto")
    from mapkit.dashboard import pages, widgets

    widgets.style()
    try:
        pages.show()
    except MapkitError as error:
        pages.fault(error)


main()
