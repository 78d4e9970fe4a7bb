"""The group of all commands, and how each ends: one line for a user's mistake, silence for a closed pipe."""

import errno
import os
import signal
import sys
from typing import Any

import click

from mapkit import __version__
from mapkit.errors import MapkitError

#: The exit status of a user's mistake.
USER_ERROR = 2


def main() -> None:
    """Run the command line; a user's mistake ends with one line and status 2, a closed pipe silently."""
    try:
        status = commands.main(standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as asked:
        click.echo(asked.format_message(), err=True)
        status = USER_ERROR
    except (MapkitError, click.ClickException) as error:
        click.echo(f"mapkit: {_one_line(error)}", err=True)
        status = USER_ERROR
    except click.Abort:  # Ctrl-C
        status = 128 + signal.SIGINT
    except OSError as error:
        if error.filename is not None or error.errno != errno.ENOSPC:
            raise
        click.echo("mapkit: the output cannot be written: the disk is full", err=True)
        _drop_output()
        status = USER_ERROR
    sys.exit(status)


class _Commands(click.Group):
    """The commands; a reader that closes the pipe has seen enough, which is no mistake (click would exit with 1)."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            answer = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            _drop_output()
            return 0
        return answer


def _drop_output() -> None:
    """Send what is still buffered nowhere, so that the interpreter's last flush does not fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _one_line(error: Exception) -> str:
    if not isinstance(error, click.ClickException):
        return str(error)
    message = " ".join(error.format_message().split())
    context = error.ctx if isinstance(error, click.UsageError) else None
    return f"{message} (see {context.command_path} --help)" if context else message


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def commands() -> None:
    """News text in, a map you can trust out."""
    for stream in (sys.stdin, sys.stdout):  # contracts are UTF-8, whatever the terminal's locale
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
