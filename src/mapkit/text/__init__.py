"""From a file to parsed sentences with exact offsets."""

from mapkit.text.reader import find, read, read_bytes

__all__ = ["find", "read", "read_bytes"]
