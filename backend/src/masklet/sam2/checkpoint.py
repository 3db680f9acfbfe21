"""Checkpoints: files to tensors, tensors to a network; a file that does not fit is one sentence that names what does not.

Knows the official .pt files (their "model" entry) and the same tensors in safetensors; the kind is told by content.
"""

import pickle
from pathlib import Path

import torch
from torch import Tensor, nn

from masklet.domain.errors import CheckpointUnreadable
from masklet.sam2.config import Sam2Config, find
from masklet.sam2.network import Sam2Network

NAMED = 3  # keys that an error names


def read_tensors(path: Path) -> dict[str, Tensor]:
    """All tensors of a file by name, on the CPU. Raises CheckpointUnreadable; nothing in the file is executed."""
    try:
        with path.open("rb") as file:
            head = file.read(9)
    except OSError as error:
        raise CheckpointUnreadable(f"The checkpoint {path.name} cannot be read.") from error
    tensors = _read_safetensors(path) if head[8:9] == b"{" else _read_pickle(path)
    return {str(name): tensor.detach() for name, tensor in tensors.items()}


def check(tensors: dict[str, Tensor], config: Sam2Config, file_name: str) -> None:
    """Names, shapes and finite values. Raises CheckpointUnreadable with the first keys that do not fit."""
    problem = _misfit(tensors, config)
    if problem is None:
        broken = [name for name, tensor in tensors.items() if not bool(torch.isfinite(tensor).all())]
        problem = f"values that are no numbers in {_some(broken)}" if broken else None
    if problem is not None:
        raise CheckpointUnreadable(f"{file_name} is not a checkpoint of {config.name}: {problem}.")


def verify(path: Path, config_name: str) -> None:
    """Read the whole file and check it. Raises CheckpointUnreadable."""
    check(read_tensors(path), find(config_name), path.name)


def load_network(path: Path, config: Sam2Config) -> Sam2Network:
    """The network with a file's weights, float32, on the CPU, for inference. Raises CheckpointUnreadable."""
    tensors = read_tensors(path)
    problem = _misfit(tensors, config)
    if problem is not None:
        raise CheckpointUnreadable(f"{path.name} is not a checkpoint of {config.name}: {problem}.")
    with torch.device("meta"):
        network = Sam2Network(config)
    network.load_state_dict({name: tensor.float() for name, tensor in tensors.items()}, assign=True)
    return network.requires_grad_(False).eval()


def random_network(config: Sam2Config, seed: int = 0) -> Sam2Network:
    """The network with random weights, the same for a seed; the global generator is left as it was."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        network = Sam2Network(config)
        for name, parameter in network.named_parameters():
            if parameter.dim() > 1 and not bool(parameter.any()):
                nn.init.trunc_normal_(parameter, std=0.02)
            elif name.endswith("gamma"):
                nn.init.constant_(parameter, 1e-6)
    return network.requires_grad_(False).eval()


def _read_pickle(path: Path) -> dict[str, Tensor]:
    try:
        # never mapped into memory: a file that is written over while it is used would kill the process
        content = torch.load(path, map_location="cpu", weights_only=True, mmap=False)
    except (RuntimeError, pickle.UnpicklingError, EOFError, ValueError, OSError, KeyError, UnicodeDecodeError) as error:
        raise CheckpointUnreadable(f"{path.name} is no checkpoint, or it is cut off.") from error
    model = content.get("model") if isinstance(content, dict) else None
    if not isinstance(model, dict) or not all(isinstance(tensor, Tensor) for tensor in model.values()):
        keys = _some([str(key) for key in content]) if isinstance(content, dict) else type(content).__name__
        raise CheckpointUnreadable(f'{path.name} has no "model" entry with tensors; it holds {keys}.')
    return model


def _read_safetensors(path: Path) -> dict[str, Tensor]:
    try:
        from safetensors import SafetensorError
        from safetensors.torch import load_file
    except ImportError as error:
        raise CheckpointUnreadable(f"{path.name} needs the package safetensors: pip install safetensors.") from error
    try:
        return {name: tensor.clone() for name, tensor in load_file(path).items()}  # load_file maps it
    except (SafetensorError, OSError, ValueError) as error:
        raise CheckpointUnreadable(f"{path.name} is no safetensors file, or it is cut off.") from error


def _misfit(tensors: dict[str, Tensor], config: Sam2Config) -> str | None:
    with torch.device("meta"):
        wanted = {name: tuple(tensor.shape) for name, tensor in Sam2Network(config).state_dict().items()}
    missing = [name for name in wanted if name not in tensors]
    if missing:
        return f"{len(missing)} tensors are missing, {_some(missing)}"
    foreign = [name for name in tensors if name not in wanted]
    if foreign:
        return f"{len(foreign)} tensors do not belong, {_some(foreign)}"
    other = [name for name, shape in wanted.items() if tuple(tensors[name].shape) != shape]
    shapes = [f"{name} {list(tensors[name].shape)} instead of {list(wanted[name])}" for name in other]
    return f"{len(other)} tensors have another shape, {_some(shapes)}" if other else None


def _some(names: list[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
