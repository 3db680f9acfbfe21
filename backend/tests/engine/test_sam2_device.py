"""The device and the precision that SAM 2 gets: chosen, forced, not to be had; its threads; its memory when it is full."""

import os
from types import SimpleNamespace

import pytest
import torch

from masklet.domain.engine_options import EngineOptions
from masklet.domain.errors import DeviceOutOfMemory
from masklet.engine.sam2 import device, networks
from masklet.engine.sam2.device import Device, at_work, choose, limit_memory, reserved_bytes

CPU = Device("cpu", "CPU", "float32")


@pytest.fixture
def machine(monkeypatch):
    """What PyTorch says it sees."""

    def see(cuda: int = 0, capability: int = 9, mps: bool = False, fast_bfloat16: bool = False) -> None:
        monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda > 0)
        monkeypatch.setattr(torch.cuda, "device_count", lambda: cuda)
        monkeypatch.setattr(torch.cuda, "get_device_capability", lambda name: (capability, 0))
        monkeypatch.setattr(torch.cuda, "get_device_name", lambda name: f"Card {name}")
        monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)
        monkeypatch.setattr(device, "_has_fast_bfloat16", lambda: fast_bfloat16)

    return see


@pytest.mark.parametrize(
    ("sees", "name", "title", "precision"),
    [
        ({"cuda": 2, "mps": True}, "cuda", "Card cuda", "bfloat16"),
        ({"cuda": 1, "capability": 7}, "cuda", "Card cuda", "float16"),
        ({"mps": True}, "mps", "MPS", "float32"),
        ({}, "cpu", "CPU", "float32"),
        ({"fast_bfloat16": True}, "cpu", "CPU", "bfloat16"),
    ],
)
def test_the_best_is_chosen(machine, sees, name, title, precision):
    machine(**sees)
    assert choose(EngineOptions()) == Device(name, title, precision)


@pytest.mark.parametrize(
    ("sees", "asked", "precision", "kind"),
    [
        ({"cuda": 2}, "cuda:1", "float32", "cuda"),
        ({"cuda": 2, "capability": 7}, "cuda", "float16", "cuda"),
        ({"cuda": 1}, "cpu", "bfloat16", "cpu"),
        ({"mps": True}, "mps", "float16", "mps"),
    ],
)
def test_what_is_asked_for_is_taken(machine, sees, asked, precision, kind):
    machine(**sees)
    taken = choose(EngineOptions(device=asked, precision=precision))
    assert (taken.name, taken.kind, taken.precision, taken.problem) == (asked, kind, precision, "")
    assert taken.dtype is getattr(torch, precision)


@pytest.mark.parametrize(
    ("sees", "asked", "precision", "words"),
    [
        ({}, "cuda", "auto", "no such device"),
        ({"cuda": 2}, "cuda:2", "auto", "sees 2 such devices"),
        ({}, "mps", "auto", "no such device"),
        ({}, "cpu", "float16", "float16"),
        ({"cuda": 1, "capability": 7}, "auto", "bfloat16", "too old"),
        ({"mps": True}, "auto", "bfloat16", "MPS"),
    ],
)
def test_what_is_not_to_be_had_is_a_sentence(machine, sees, asked, precision, words):
    machine(**sees)
    problem = choose(EngineOptions(device=asked, precision=precision)).problem
    assert words in problem
    assert "MASKLET_" in problem


def test_all_processors_work_while_it_works():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with at_work(CPU):
            assert torch.get_num_threads() == len(os.sched_getaffinity(0))
        assert torch.get_num_threads() == 1
        with pytest.raises(KeyError), at_work(CPU):
            raise KeyError
        assert torch.get_num_threads() == 1
    finally:
        torch.set_num_threads(before)


@pytest.mark.parametrize(
    "error",
    [
        torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB."),
        RuntimeError("MPS backend out of memory"),
        RuntimeError("[enforce fail at alloc_cpu.cpp:118] DefaultCPUAllocator: can't allocate memory: you tried"),
        RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"),
        MemoryError(),
    ],
)
def test_a_full_device_is_told_apart(error):
    with pytest.raises(DeviceOutOfMemory, match="Nothing is lost"), at_work(CPU):
        raise error


def test_memory_that_this_machine_has_not_is_really_refused():
    with pytest.raises(DeviceOutOfMemory), at_work(CPU):
        torch.empty(2**55)


def test_other_errors_pass():
    with pytest.raises(RuntimeError, match="shapes"), at_work(CPU):
        raise RuntimeError("shapes do not fit")


def test_a_ceiling_is_a_share_of_the_card_and_nothing_elsewhere(machine, monkeypatch):
    machine(cuda=2)
    told = []
    monkeypatch.setattr(torch.cuda, "get_device_properties", lambda name: SimpleNamespace(total_memory=8_000_000_000))
    monkeypatch.setattr(torch.cuda, "set_per_process_memory_fraction", lambda *call: told.append(call))
    monkeypatch.setattr(torch.cuda, "memory_reserved", lambda name: 123)
    limit_memory(choose(EngineOptions(device="cuda:1")), 2_000_000_000)
    limit_memory(choose(EngineOptions()), 16_000_000_000)
    limit_memory(CPU, 1)
    assert told == [(0.25, 1), (1.0, 0)]
    assert (reserved_bytes(choose(EngineOptions())), reserved_bytes(CPU)) == (123, 0)


def test_networks_set_the_ceiling_once_and_tell_what_is_taken(machine, monkeypatch):
    machine(cuda=1)
    told = []
    monkeypatch.setattr(networks, "limit_memory", lambda *call: told.append(call))
    monkeypatch.setattr(torch.cuda, "memory_reserved", lambda name: 123)
    lent = networks.Networks(EngineOptions(device_bytes=5))
    assert lent.device_bytes() == 0
    assert lent.device is lent.device
    assert told == [(lent.device, 5)]
    assert lent.device_bytes() == 123
