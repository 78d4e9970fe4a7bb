"""Write the ordinary words that some place is called too: `python scripts/build_ordinary_words.py`.

"Reading", "Nice", "Most" and "Police" are towns. The words are those of WordNet, which spaCy's English pipeline lists
for its lemmatizer (MIT; WordNet's licence, in NOTICE, allows it); of them those that the bundled gazetteer knows as a
name.
"""

import re
from pathlib import Path

from mapkit.gazetteer import Gazetteer
from mapkit.text import nlp

TARGET = Path(__file__).parents[1] / "src/mapkit/geoparsing/ordinary_words.txt"
HEAD = "# Words of WordNet that are names of places too; scripts/build_ordinary_words.py writes them.\n"


def main() -> None:
    """Read the model's word lists and write those of its words that the gazetteer knows, a list a line."""
    index = nlp.load().get_pipe("lemmatizer").lookups.get_table("lemma_index")  # type: ignore[attr-defined]
    gazetteer = Gazetteer()
    lists = {"verbs": (*index["verb"], *index["adj"], *index["adv"]), "nouns": tuple(index["noun"])}
    lines = []
    for key, words in lists.items():
        known = sorted({word for word in words if re.fullmatch("[a-z]{2,}", word) and gazetteer.lookup(word)})
        lines.append(f"{key}: {' '.join(known)}\n")
    TARGET.write_text(HEAD + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
