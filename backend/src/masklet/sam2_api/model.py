"""What `build_sam2` returns: the network with the few attributes that users of the published model read. Knows no file."""

import torch

from masklet.domain.errors import EngineUnavailable, InvalidInput
from masklet.sam2.config import Sam2Config
from masklet.sam2.network import Sam2Network

_SIZE_STEP = 32  # pixels: every stage of the trunk halves whole tokens


class SAM2Model(Sam2Network):
    """A Sam2Network that knows at which size it sees pictures. `state_dict` has the checkpoints' keys.

    `image_size` in pixels, None: that of its training. `falls_back`: a single mask that is unstable gives way to the best
    of three. Raises InvalidInput for a size that does not fit.
    """

    def __init__(self, config: Sam2Config, image_size: int | None = None, falls_back: bool = True) -> None:
        super().__init__(config)
        self.image_size = checked_image_size(image_size or config.image_size)
        self.falls_back = falls_back

    @classmethod
    def of(cls, network: Sam2Network, image_size: int | None = None, falls_back: bool = True) -> "SAM2Model":
        """A network's weights, shared with it."""
        with torch.device("meta"):
            model = cls(network.config, image_size, falls_back)
        model.load_state_dict(network.state_dict(), assign=True)
        return model.requires_grad_(False).eval()


def checked_image_size(size: int) -> int:
    """Raises InvalidInput."""
    if size < _SIZE_STEP or size % _SIZE_STEP:
        raise InvalidInput(f"image_size is a multiple of {_SIZE_STEP}, not {size}.")
    return size


def checked_device(device: str | torch.device | None) -> torch.device:
    """None: a CUDA device where there is one, else the CPU. Raises EngineUnavailable for one that is not here."""
    if device is None:
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        chosen = torch.device(device)
        torch.zeros(1, device=chosen)
    except (RuntimeError, AssertionError, NotImplementedError) as error:  # builds without a device only assert
        raise EngineUnavailable(f'PyTorch sees no device "{device}" here; device="cpu" always is.') from error
    return chosen
