"""A document: one text with what is known of where it comes from."""

import hashlib
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Document:
    """One news text as read.

    Parameters
    ----------
    name : str
        The file's name without its folder, or the id that a bulk line gives.
    text : str
        The text as read; a leading YAML front matter block is not part of it. Every offset in mapkit counts
        Unicode code points of this string.
    title : str or None
        From metadata, else the first line where it stands apart as a headline.
    publisher, url : str or None
        From metadata; never guessed.
    published : datetime.date or None
        From metadata or `--published`; never today's date, never guessed.
    """

    name: str
    text: str
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: date | None = None

    @property
    def document_id(self) -> str:
        """Sixteen hex digits of the SHA-256 of the name and the text: the same document has the same id everywhere."""
        return hashlib.sha256(f"{self.name}\0{self.text}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
