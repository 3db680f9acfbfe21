"""Which layer is seen where: the quick way says the same as asking every layer at every pixel."""

import pytest
import torch

from masklet.training.chance import Chance
from masklet.training.placing import inverse
from masklet.training.scene import LAYERS, draw_layout
from masklet.training.shapes import by_pixels, by_tiles


@pytest.mark.parametrize(("height", "width"), [(96, 160), (50, 37)])
def test_tiles_leave_nothing_out(height: int, width: int) -> None:
    layout = draw_layout(Chance(3, torch.device("cpu")), 12, width / height)
    y, x = torch.meshgrid(
        (torch.arange(height) + 0.5) / min(height, width),
        (torch.arange(width) + 0.5) / min(height, width),
        indexing="ij",
    )
    shapes, places = layout.shapes.stacked(), inverse(layout.before)[:, 1:]
    every = by_pixels(shapes, places, x, y).long()
    assert torch.equal(by_tiles(shapes, places, x, y), every)
    assert len(every.unique()) > LAYERS // 2
