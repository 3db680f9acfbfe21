"""Checkpoints: the official layout and safetensors load strictly; anything else is a sentence that names what does not fit."""

import pickle

import pytest
import torch
from pico_checkpoint import write_pico
from safetensors.torch import save_file

from masklet.domain.errors import CheckpointUnreadable
from masklet.sam2.checkpoint import load_network, random_network, read_tensors, verify
from masklet.sam2.config import CONFIGS, PICO, PUBLISHED, find


@pytest.fixture
def file(tmp_path):
    return write_pico(tmp_path)


def saved(file, change):
    """The checkpoint with its tensors changed."""
    tensors = read_tensors(file)
    change(tensors)
    torch.save({"model": tensors}, file)
    return file


def test_both_formats_hold_the_same_network(file, tmp_path):
    tensors = read_tensors(file)
    other = tmp_path / "same.bin"  # told by content, not by name
    save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, other)
    first, second = (load_network(each, PICO).state_dict() for each in (file, other))
    assert all(torch.equal(first[name], second[name]) for name in tensors)
    assert list(first) == list(tensors)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda t: t.pop("no_obj_ptr"), "1 tensors are missing, no_obj_ptr"),
        (lambda t: t.update(extra=torch.zeros(1)), "1 tensors do not belong, extra"),
        (lambda t: t.update(no_obj_ptr=torch.zeros(2, 256)), r"no_obj_ptr \[2, 256\] instead of \[1, 256\]"),
        (lambda t: t["no_obj_ptr"].fill_(float("nan")), "no numbers in no_obj_ptr"),
    ],
)
def test_a_file_that_does_not_fit_names_the_first_keys(file, change, words):
    with pytest.raises(CheckpointUnreadable, match=words):
        verify(saved(file, change), PICO.name)


def test_a_checkpoint_of_another_size_is_told(file):
    with pytest.raises(CheckpointUnreadable, match=r"sam2\.1_hiera_tiny: .* tensors are missing"):
        load_network(file, PUBLISHED["sam2.1_hiera_tiny"])


@pytest.mark.parametrize("share", [0.0, 0.3, 0.999])
def test_a_file_that_is_cut_off(file, share):
    file.write_bytes(file.read_bytes()[: int(file.stat().st_size * share)])
    with pytest.raises(CheckpointUnreadable, match="cut off"):
        read_tensors(file)


def test_a_file_may_be_written_over_while_it_is_used(file, tmp_path):
    other = tmp_path / "same.safetensors"
    save_file(read_tensors(file), other)
    for each in (file, other):
        network = load_network(each, PICO)
        each.write_bytes(b"")
        assert bool(torch.isfinite(torch.cat([p.flatten() for p in network.parameters()])).all())


def test_foreign_files(tmp_path):
    for name, content in {"text": b"hello world, no checkpoint", "half": b"12345678{" + b"x" * 50}.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(CheckpointUnreadable):
            read_tensors(tmp_path / name)
    torch.save({"weights": 1, "epoch": 2}, tmp_path / "other.pt")
    with pytest.raises(CheckpointUnreadable, match="it holds weights, epoch"):
        read_tensors(tmp_path / "other.pt")
    with pytest.raises(CheckpointUnreadable, match="cannot be read"):
        read_tensors(tmp_path / "nothing.pt")


def test_nothing_in_a_file_is_executed(tmp_path):
    class Evil:
        def __reduce__(self):
            return (print, ("executed",))

    (tmp_path / "evil.pt").write_bytes(pickle.dumps({"model": Evil()}))
    with pytest.raises(CheckpointUnreadable):
        read_tensors(tmp_path / "evil.pt")


def test_random_weights_are_the_same_for_a_seed_and_leave_chance_alone():
    torch.manual_seed(1)
    first, chance = random_network(PICO, 3), torch.rand(1)
    torch.manual_seed(1)
    assert torch.equal(chance, torch.rand(1))
    assert torch.equal(first.no_obj_ptr, random_network(PICO, 3).no_obj_ptr)
    assert not torch.equal(first.no_obj_ptr, random_network(PICO, 4).no_obj_ptr)


def test_every_name_of_a_configuration():
    for name in (
        "sam2.1_hiera_tiny",
        "configs/sam2.1/sam2.1_hiera_t.yaml",
        "sam2.1_hiera_t.yaml",
        "facebook/sam2.1-hiera-tiny",
    ):
        assert find(name) is CONFIGS["sam2.1_hiera_tiny"]
    assert find("configs/sam2/sam2_hiera_b+.yaml").name == "sam2_hiera_base_plus"
    with pytest.raises(KeyError, match="no SAM 2 configuration called"):
        find("sam3")
