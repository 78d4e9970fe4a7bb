"""JSON Lines: one event record a line."""

import json
from collections.abc import Iterable
from typing import TextIO

from mapkit.model import Event


def write(events: Iterable[Event], stream: TextIO) -> None:
    """Write one line an event."""
    stream.writelines(json.dumps(event.to_dict(), ensure_ascii=False) + "\n" for event in events)
