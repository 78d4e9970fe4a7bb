"""A language that does not exist, for tests: every message of the code in brackets, so that what has none was not given
to gettext. It goes by the code of French, whose dates and countries Babel and browsers know."""

import sys
from pathlib import Path

from babel.messages.pofile import write_po

CODE = "fr"
BEGIN, END = "⟦", "⟧"


def bracketed(text: str) -> str:
    return f"{BEGIN}{text}{END}"


def write(home: Path) -> None:
    """Put the language among the user's own, below a folder that `MAPKIT_HOME` names."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))
    import translations

    catalogue = translations.extracted(translations.SOURCE)
    catalogue.locale = CODE
    for message in catalogue:
        if isinstance(message.id, str):
            message.string = message.id and bracketed(message.id)
        else:
            message.string = tuple(bracketed(one) for one in message.id)
    path = home / "locale" / f"{CODE}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue)
