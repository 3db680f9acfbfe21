"""A data folder with a session, and nothing else that the environment says."""

import pytest
from stored_folder import make_folder


@pytest.fixture
def folder(tmp_path, monkeypatch):
    made = make_folder(tmp_path / "data")
    monkeypatch.setenv("MASKLET_DATA_DIR", str(made.path))
    monkeypatch.setenv("MASKLET_CHECKPOINTS_DIR", "")
    monkeypatch.chdir(tmp_path)
    return made
