"""A data folder with sample clips that is made once and copied for each product."""

import pytest
from product import copy_data, make_data


@pytest.fixture(scope="session")
def client_data(tmp_path_factory):
    """Fills a folder."""
    template = make_data(tmp_path_factory.mktemp("template"))
    return lambda folder: copy_data(template, folder)
