import pytest

from mapkit.gazetteer import Gazetteer


@pytest.fixture(scope="session")
def gazetteer(tmp_path_factory):
    return Gazetteer(user_path=tmp_path_factory.mktemp("nobody") / "none.csv")
