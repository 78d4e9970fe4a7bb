import pytest
import site_on_this_machine as web


@pytest.fixture
def site():
    site = web.Site()
    server = web.serve(site)
    yield site
    server.shutdown()
    server.server_close()
