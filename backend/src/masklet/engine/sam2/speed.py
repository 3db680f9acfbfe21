"""How long a frame will take, before one was computed: its multiplications, divided by what this device does of them a second."""

import time

from masklet.engine.sam2.device import CPU, CUDA, MPS, Device
from masklet.sam2.config import Sam2Config, TrunkConfig

MEASURE_S = 0.03
_SIDE = {CPU: 512, MPS: 2048, CUDA: 4096}  # of the measured matrices: large enough to fill the device
# Of the rate of one large product, in a network of many smaller ones. CPU: tiny in float32, 375 G multiplications (of which
# attention to memory is spared a third) in 10.6 s where a product reached 42 G a second. MPS and CUDA: guessed.
_REACHED = {CPU: 0.85, MPS: 0.25, CUDA: 0.12}
_PATCH = 4
_COARSE = 16
_WINDOW_EXCESS = 1.1  # windows reach over the picture's edge
_REMEMBERED = 7  # frames: the prompted one and six before
_POINTER_PARTS = 4


def estimated_ms(config: Sam2Config, image_size: int, device: Device, rate: float) -> float:
    """Milliseconds for a frame and one object with a full memory, within about a factor of two. `rate` see `measured_rate`."""
    return 1000 * multiplications(config, image_size) / (rate * _REACHED[device.kind])


def multiplications(config: Sam2Config, image_size: int) -> float:
    """Of a frame and one object with a full memory: image encoder, memory attention, memory encoder, decoder."""
    tokens = (image_size // _COARSE) ** 2
    width = config.width
    decoder = 12 * tokens * width * width  # two layers over the picture's tokens, and the upscaling
    memory_encoder = tokens * width * width * (2 + 2 * 2 * 4)
    return (
        _trunk(config.trunk, image_size)
        + sum((image_size // (_PATCH << stage)) ** 2 * c * width for stage, c in enumerate(config.trunk.widths))
        + config.memory_layers * _memory_layer(config, tokens)
        + memory_encoder
        + decoder
    )


def measured_rate(device: Device) -> float:
    """Multiplications a second of this device: the quickest product of two large matrices in a few hundredths of a second."""
    import torch

    side = _SIDE[device.kind]
    left, right = (torch.ones(side, side, device=device.name, dtype=device.dtype) for _ in range(2))
    torch.mm(left, right)
    began, quickest = time.perf_counter(), float("inf")
    while (start := time.perf_counter()) - began < MEASURE_S or quickest == float("inf"):
        torch.mm(left, right)
        _wait(device)
        quickest = min(quickest, time.perf_counter() - start)
    return float(side) ** 3 / quickest


def _trunk(config: TrunkConfig, image_size: int) -> float:
    total, block = 0.0, 0
    grid = image_size // _PATCH
    total += grid * grid * config.width * 3 * 49
    for stage, count in enumerate(config.blocks):
        tokens = float((grid >> stage) ** 2)
        for place in range(count):
            seen = tokens if block in config.global_blocks else float(config.windows[stage] ** 2)
            total += _WINDOW_EXCESS * _block(tokens, config.widths[stage], seen, pools=stage > 0 and place == 0)
            block += 1
    return total


def _block(tokens: float, width: int, seen: float, pools: bool) -> float:
    """`tokens` after pooling; each looks at `seen` others. Before pooling there are four times as many, half as wide."""
    before = 4 * tokens * width / 2 * (4 * width) if pools else tokens * width * 3 * width
    return before + 2 * tokens * seen * width + tokens * width * width + 8 * tokens * width * width


def _memory_layer(config: Sam2Config, tokens: int) -> float:
    width, narrow = config.width, config.memory_width
    remembered = _REMEMBERED * tokens + _POINTER_PARTS * config.pointers
    to_itself = 4 * tokens * width * width + 2 * tokens * tokens * width
    to_memory = 2 * tokens * width * width + remembered * narrow * width + tokens * remembered * (width + narrow)
    return to_itself + to_memory + 2 * tokens * width * config.mlp_width


def _wait(device: Device) -> None:
    """Until a GPU has done what it was told."""
    import torch

    if device.kind == CUDA:
        torch.cuda.synchronize(device.name)
    elif device.kind == MPS:
        torch.mps.synchronize()
