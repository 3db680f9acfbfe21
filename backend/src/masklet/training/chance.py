"""Random numbers that a seed fixes: everything generated here is drawn through a Chance. Legend: shapes are the caller's."""

import torch
from torch import Tensor


class Chance:
    """Draws on one device, the same for the same seed on the same kind of device."""

    def __init__(self, seed: int, device: torch.device) -> None:
        self.device = device
        self._generator = torch.Generator(device=device)
        self._generator.manual_seed(seed)

    def uniform(self, low: float, high: float, *shape: int) -> Tensor:
        """Evenly in [low, high)."""
        return torch.rand(shape, generator=self._generator, device=self.device) * (high - low) + low

    def log_uniform(self, low: float, high: float, *shape: int) -> Tensor:
        """Evenly in the logarithm, for sizes and speeds."""
        return torch.exp(self.uniform(float(torch.tensor(low).log()), float(torch.tensor(high).log()), *shape))

    def normal(self, *shape: int) -> Tensor:
        """Mean 0, deviation 1."""
        return torch.randn(shape, generator=self._generator, device=self.device)

    def happens(self, probability: float, *shape: int) -> Tensor:
        """Boolean, true with this probability."""
        return torch.rand(shape, generator=self._generator, device=self.device) < probability

    def below(self, count: int, *shape: int) -> Tensor:
        """Whole numbers from 0 to count - 1."""
        return torch.randint(0, count, shape, generator=self._generator, device=self.device)

    def choose(self, weights: Tensor) -> Tensor:
        """An index for each row of non-negative weights (rows, choices)."""
        return torch.multinomial(weights + 1e-12, 1, generator=self._generator)[:, 0]
