"""What the proposal network is told of a click: where it is, and how like each place is to what was clicked."""

import torch
from torch import Tensor

from masklet.engine.proposals.inputs import NOWHERE, Said, network_input
from masklet.engine.proposals.network import CHANNELS_IN

LIKE_OBJECT, LIKE_BACKGROUND = (12, 13), (14, 15)  # in colour and in motion
HEIGHT, WIDTH = 32, 48


def given(clicks: list[tuple[float, float, int]], motion: Tensor | None = None) -> Tensor:
    """Of a picture that is dark on the left and bright on the right."""
    colours = torch.full((1, 3, HEIGHT, WIDTH), 0.1)
    colours[..., WIDTH // 2 :] = 0.9
    at = torch.tensor([[[x, y] for x, y, _ in clicks]])
    nothing = torch.zeros(1, HEIGHT, WIDTH)
    said = Said(at, torch.tensor([[label for *_, label in clicks]]), nothing, nothing)
    return network_input(colours, torch.zeros(1, 3, HEIGHT, WIDTH) if motion is None else motion, said)[0]


def test_there_are_as_many_channels_as_the_network_takes() -> None:
    assert given([(8.0, 8.0, 1)]).shape == (CHANNELS_IN, HEIGHT, WIDTH)


def test_a_place_is_like_what_was_clicked_in_colour() -> None:
    seen = given([(8.0, 8.0, 1), (40.0, 20.0, 0)])
    dark, bright = (slice(None), slice(0, WIDTH // 2)), (slice(None), slice(WIDTH // 2, None))
    for channel, side, other in ((12, dark, bright), (14, bright, dark)):
        assert float(seen[channel][side].min()) > 0.99
        assert float(seen[channel][other].max()) < 0.01


def test_a_place_is_like_what_was_clicked_in_motion() -> None:
    motion = torch.zeros(1, 3, HEIGHT, WIDTH)
    motion[:, 0, : HEIGHT // 2] = 0.8
    motion[:, 2] = 1
    seen = given([(8.0, 8.0, 1)], motion)
    assert float(seen[13, : HEIGHT // 2].min()) > 0.99
    assert float(seen[13, HEIGHT // 2 :].max()) < 0.01


def test_the_likest_of_several_clicks_counts() -> None:
    seen = given([(8.0, 8.0, 1), (40.0, 20.0, 1)])
    assert float(seen[12].min()) > 0.99


def test_nothing_is_like_a_click_that_was_not_made() -> None:
    seen = given([(NOWHERE, NOWHERE, 1)])
    assert not seen[[*LIKE_OBJECT, *LIKE_BACKGROUND]].any()
    seen = given([(8.0, 8.0, 1)])
    assert seen[list(LIKE_OBJECT)].any()
    assert not seen[list(LIKE_BACKGROUND)].any()


def test_clicks_on_the_far_edge_belong_to_the_last_pixel() -> None:
    assert float(given([(float(WIDTH), float(HEIGHT), 1)])[12, -1, -1]) > 0.99
