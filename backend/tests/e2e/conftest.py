"""Data folders and servers of the end-to-end tests. Every server is `masklet start` in a process of its own."""

import pytest
from disc_clip import disc_clip
from product import copy_data, make_data, product


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    """A data folder with sample clips, never served itself."""
    return make_data(tmp_path_factory.mktemp("template"))


@pytest.fixture
def data_dir(template, tmp_path):
    """A fresh copy."""
    return copy_data(template, tmp_path / "data")


@pytest.fixture(scope="session")
def shared(template, tmp_path_factory):
    """One server for the tests that leave it running."""
    folder = copy_data(template, tmp_path_factory.mktemp("shared"))
    with product(folder) as running:
        yield running
        assert running.tracebacks() == []


@pytest.fixture
def studio(shared):
    """A client of the shared server."""
    client = shared.studio()
    yield client
    client.close()


@pytest.fixture(scope="session")
def long_clip(tmp_path_factory):
    """1,200 small frames; something to click at is at (0.3, 0.5) on frame 0."""
    return disc_clip(tmp_path_factory.mktemp("clips") / "long.mp4", 1200, 160, 90)


@pytest.fixture
def figure(capsys):
    """Prints what was measured."""

    def tell(text):
        with capsys.disabled():
            print(f"\n  {text}")

    return tell
