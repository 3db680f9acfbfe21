"""A data folder with tiny sample clips that is made once and copied for each product."""

import pytest
from product import copy_data, ignore

from masklet.samples.make import make_samples
from masklet.samples.scenes import SCENES


@pytest.fixture(scope="session")
def client_data(tmp_path_factory):
    """Fills a folder."""
    template = tmp_path_factory.mktemp("template")
    make_samples(template / "videos", ignore, SCENES, 64, 36)
    return lambda folder: copy_data(template, folder)
