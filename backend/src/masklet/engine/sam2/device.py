"""What SAM 2 computes on and in which numbers: chosen from what is asked for and what PyTorch sees. Imports torch when asked."""

import importlib.util
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from masklet.domain.engine_options import EngineOptions
from masklet.domain.errors import DeviceOutOfMemory

if TYPE_CHECKING:
    import torch

CPU, CUDA, MPS = "cpu", "cuda", "mps"
_FULL = ("out of memory", "can't allocate memory", "CUBLAS_STATUS_ALLOC_FAILED")  # as PyTorch says it, by device

_WAY_OUT = "Nothing is lost: track fewer objects at once, choose smaller images, or close other sessions, and go on."


@dataclass(frozen=True, slots=True)
class Device:
    """`name` is PyTorch's, as cuda:1; `title` is for people. `problem` says why what was asked for is not to be had, or is empty."""

    name: str
    title: str
    precision: str
    problem: str = ""

    @property
    def kind(self) -> str:
        """cpu, cuda or mps."""
        return self.name.partition(":")[0]

    @property
    def dtype(self) -> "torch.dtype":
        """PyTorch's name of the precision."""
        import torch

        dtype: torch.dtype = getattr(torch, self.precision)
        return dtype


def has_torch() -> bool:
    """Whether PyTorch is installed; does not load it."""
    return importlib.util.find_spec("torch") is not None


def choose(options: EngineOptions) -> Device:
    """The device and the precision. Never raises: see Device.problem."""
    try:
        import torch
    except (ImportError, OSError) as error:
        return Device(CPU, "", "", f"PyTorch cannot be loaded here: {error}")
    name = options.device if options.device != "auto" else _best(torch.cuda.is_available(), _has_mps())
    problem = _missing(name)
    if problem:
        return Device(name, "", "", problem)
    best = _precision(name)
    if options.precision in ("auto", best):
        return Device(name, _title(name), best)
    return Device(name, _title(name), options.precision, _unfit(name, options.precision))


@contextmanager
def at_work(device: Device) -> Iterator[None]:
    """While SAM 2 computes: all processors of a CPU. A full device is DeviceOutOfMemory.

    The process otherwise keeps to one thread, which suits the built-in engine.
    """
    import torch

    threads = torch.get_num_threads()
    if device.kind == CPU:
        torch.set_num_threads(len(os.sched_getaffinity(0)))
    try:
        yield
    except (RuntimeError, MemoryError) as error:  # PyTorch's own OutOfMemoryError is a RuntimeError
        if not is_full(error):
            raise
        _give_back(device)
        where = "computer" if device.kind == CPU else device.title
        raise DeviceOutOfMemory(f"The {where} has no memory left for this. {_WAY_OUT}") from error
    finally:
        if device.kind == CPU:
            torch.set_num_threads(threads)


def limit_memory(device: Device, ceiling: int) -> None:
    """From now on PyTorch takes at most so many bytes of a GPU, then it is full as any other (see `at_work`)."""
    import torch

    if device.kind == CUDA and not device.problem:
        total = torch.cuda.get_device_properties(device.name).total_memory
        number = torch.device(device.name).index or 0
        torch.cuda.set_per_process_memory_fraction(min(1.0, ceiling / total), number)


def reserved_bytes(device: Device) -> int:
    """What PyTorch has taken of a GPU, in bytes; 0 elsewhere, where the process's own memory is all."""
    import torch

    if device.kind != CUDA or device.problem:
        return 0
    return torch.cuda.memory_reserved(device.name)


def is_full(error: BaseException) -> bool:
    """Whether PyTorch says by this that memory is at its end."""
    return isinstance(error, MemoryError) or any(words in str(error) for words in _FULL)


def _give_back(device: Device) -> None:
    import torch

    if device.kind == CUDA:
        torch.cuda.empty_cache()
    elif device.kind == MPS:
        torch.mps.empty_cache()


def _best(has_cuda: bool, has_mps: bool) -> str:
    return CUDA if has_cuda else MPS if has_mps else CPU


def _has_mps() -> bool:
    import torch

    return torch.backends.mps.is_available()


def _missing(name: str) -> str:
    """Why there is no such device, or empty."""
    import torch

    kind, _, number = name.partition(":")
    if kind == CUDA and not torch.cuda.is_available():
        return "MASKLET_DEVICE asks for CUDA, but PyTorch sees no such device here."
    if kind == CUDA and number and int(number) >= torch.cuda.device_count():
        return f"MASKLET_DEVICE asks for {name}, but PyTorch sees {torch.cuda.device_count()} such devices, from 0."
    if kind == MPS and not _has_mps():
        return "MASKLET_DEVICE asks for MPS, but PyTorch sees no such device here."
    return ""


def _precision(name: str) -> str:
    """The fastest that keeps the masks."""
    kind = name.partition(":")[0]
    if kind == CUDA:
        return "bfloat16" if _has_bfloat16(name) else "float16"
    return "bfloat16" if kind == CPU and _has_fast_bfloat16() else "float32"


def _unfit(name: str, precision: str) -> str:
    """Why the device does not compute in these numbers, or empty."""
    kind = name.partition(":")[0]
    if kind == CPU and precision == "float16":
        return "MASKLET_PRECISION asks for float16, which PyTorch does not do well on a CPU: take bfloat16 or float32."
    if kind == CUDA and precision == "bfloat16" and not _has_bfloat16(name):
        return "MASKLET_PRECISION asks for bfloat16, which this GPU is too old for: take float16 or float32."
    if kind == MPS and precision == "bfloat16":
        return "MASKLET_PRECISION asks for bfloat16, which is not sure to work on MPS: take float16 or float32."
    return ""


def _has_bfloat16(name: str) -> bool:
    """In hardware: from compute capability 8 on."""
    import torch

    return torch.cuda.get_device_capability(name)[0] >= 8


def _has_fast_bfloat16() -> bool:
    from masklet.sam2.cpu_bfloat16 import has_fast_bfloat16

    return has_fast_bfloat16()


def _title(name: str) -> str:
    import torch

    if name.startswith(CUDA):
        return torch.cuda.get_device_name(name)
    return name.upper()
