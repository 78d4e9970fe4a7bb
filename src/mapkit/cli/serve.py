"""`serve`: the dashboard."""

import os
import sys

import click

from mapkit.cli.group import commands


@commands.command("serve", context_settings={"ignore_unknown_options": True})
@click.argument("streamlit_options", nargs=-1, type=click.UNPROCESSED)
def serve_command(streamlit_options: tuple[str, ...]) -> None:
    """Serve the dashboard; further options go to `streamlit run` (--server.port 8600)."""
    from mapkit.paths import root

    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(root() / "app.py"),
        *_STREAMLIT,
        *streamlit_options,
    ]
    os.execv(sys.executable, command)  # noqa: S606 - the dashboard replaces this process; no shell is involved


#: `.streamlit/config.toml` says the same for a checkout; an installed wheel has no such file beside it.
_STREAMLIT = ("--browser.gatherUsageStats=false", "--server.headless=true", "--client.toolbarMode=minimal")
