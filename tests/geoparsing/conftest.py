"""The real gazetteer and the real model, opened once; texts are our own."""

from collections.abc import Callable

import pytest

from mapkit.gazetteer import Gazetteer
from mapkit.geoparsing import geoparse
from mapkit.model import Document, Toponym
from mapkit.text.sentences import Analysis, analyse

Parse = Callable[..., tuple[Analysis, tuple[Toponym, ...]]]


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer()


@pytest.fixture(scope="session")
def parse(gazetteer: Gazetteer) -> Parse:
    def run(
        text: str, *, theatre: str | None = None, publisher: str | None = None
    ) -> tuple[Analysis, tuple[Toponym, ...]]:
        analysis = next(iter(analyse([Document("test", text, publisher=publisher)])))
        return analysis, geoparse(analysis, gazetteer, theatre=theatre)

    return run
