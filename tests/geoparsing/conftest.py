"""The real gazetteer, opened once; texts are our own."""

from collections.abc import Callable

import pytest

from mapkit.gazetteer import Gazetteer
from mapkit.geoparsing import geoparse
from mapkit.model import Document, Toponym

Parse = Callable[..., tuple[Toponym, ...]]


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer()


@pytest.fixture(scope="session")
def parse(gazetteer: Gazetteer) -> Parse:
    def run(
        text: str, *, publisher: str | None = None, url: str | None = None, **options: object
    ) -> tuple[Toponym, ...]:
        return geoparse(Document("test", text, publisher=publisher, url=url), gazetteer, **options)

    return run
