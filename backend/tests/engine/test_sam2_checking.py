"""A checkpoint that is here is read whole: bytes against the record of what came, tensors against its network."""

import hashlib

import pytest
from checkpoint_maker import PICO, write_checkpoint

from masklet.domain.engine_options import EngineOptions
from masklet.domain.errors import CheckpointNotFound, CheckpointUnreadable, EngineUnavailable
from masklet.engine.sam2.checking import check, record


@pytest.fixture
def options(tmp_path):
    return EngineOptions((str(tmp_path),), str(tmp_path))


def test_a_right_one_with_and_without_a_record(tmp_path, options):
    file = write_checkpoint(tmp_path)
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    found = check(PICO, options)
    assert (found.name, found.file_name, found.sha256, found.recorded) == (PICO, file.name, sha256, None)
    record(file, file)
    assert (
        tmp_path / f"{file.name}.sha256"
    ).read_text() == f"{sha256}  {file.name}\n"  # as `sha256sum --check` reads it
    assert check(PICO, options).recorded == sha256


def test_one_that_changed_since_it_came(tmp_path, options):
    """Its tensors are right: only the record tells."""
    record(write_checkpoint(tmp_path, seed=0), tmp_path / f"{PICO}.pt")
    write_checkpoint(tmp_path, seed=1)
    with pytest.raises(CheckpointUnreadable, match="has changed since it came"):
        check(PICO, options)


def test_one_with_other_tensors(tmp_path, options):
    write_checkpoint(tmp_path, "sam2.1_hiera_tiny", weights_of=PICO)
    with pytest.raises(CheckpointUnreadable, match="is not a checkpoint of"):
        check("sam2.1_hiera_tiny", options)


def test_one_that_is_cut_off(tmp_path, options):
    file = write_checkpoint(tmp_path)
    file.write_bytes(file.read_bytes()[:5000])
    with pytest.raises(CheckpointUnreadable, match="cut off"):
        check(PICO, options)


@pytest.mark.parametrize("name", ["sam2.1_hiera_tiny", "huge"])
def test_one_that_is_not_here(options, name):
    with pytest.raises(CheckpointNotFound):
        check(name, options)


def test_without_pytorch(tmp_path, options, monkeypatch):
    write_checkpoint(tmp_path)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(EngineUnavailable, match="make sam2"):
        check(PICO, options)
