"""Generated clips: the same for a seed, masks nested, motion true, every family of textures in use."""

import cv2
import numpy as np
import pytest
import torch
import torch.nn.functional as F

from masklet.training.camera import gaussian, smeared
from masklet.training.clips import Clips, generate
from masklet.training.scene import FIRST_THING
from masklet.training.textures import FAMILIES, SIZE, Atlas, make_atlas


def test_a_seed_makes_the_same_clips_and_another_others(atlas: Atlas, clips: Clips) -> None:
    again, other = generate(5, 6, 96, 160, atlas), generate(6, 6, 96, 160, atlas)
    assert torch.equal(clips.frames, again.frames)
    assert torch.equal(clips.layers, again.layers)
    assert not torch.equal(clips.frames, other.frames)


def test_clips_have_the_promised_shapes(clips: Clips) -> None:
    assert clips.frames.shape == (6, 2, 3, 96, 160)
    assert clips.frames.dtype == torch.uint8
    assert clips.flow.shape == (6, 2, 96, 160)
    assert clips.layers.shape == (6, 96, 160)
    assert clips.piece.shape == clips.thing.shape == clips.group.shape


def test_a_part_lies_in_its_whole_and_a_whole_in_its_group(clips: Clips) -> None:
    seen = 0
    for sample in range(6):
        for layer in set(clips.layers[sample].flatten().tolist()):
            piece, thing, group = (
                clips.masks(table, table[:, layer])[sample] for table in (clips.piece, clips.thing, clips.group)
            )
            if layer >= FIRST_THING:
                assert (piece <= thing).all()
                assert (thing <= group).all()
                seen += int(piece.sum() < thing.sum())
    assert seen > 3, "some parts are less than their whole"


def test_flow_leads_to_where_the_second_frame_has_the_same_colour(atlas: Atlas) -> None:
    clips = generate(9, 16, 96, 160, atlas)
    first, second = clips.frames[:, 0].float() / 255, clips.frames[:, 1].float() / 255
    ys, xs = torch.meshgrid(torch.arange(96), torch.arange(160), indexing="ij")
    x, y = xs + clips.flow[:, 0], ys + clips.flow[:, 1]
    grid = torch.stack([(x + 0.5) / 80 - 1, (y + 0.5) / 48 - 1], dim=-1)
    followed = F.grid_sample(second, grid, padding_mode="border", align_corners=False)
    moves = clips.flow.norm(dim=1).mean(dim=(1, 2)) > 1
    away, along = ((first - b).abs().mean(dim=(1, 2, 3))[moves] for b in (second, followed))
    assert int(moves.sum()) > 4
    assert float(along.mean()) < 0.7 * float(away.mean())


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_each_family_fills_its_range_and_varies(family: str) -> None:
    atlas = make_atlas(1, 2, (family,))
    assert atlas.picture.shape == (1, 3, 2 * SIZE, 2 * SIZE)
    picture = atlas.picture.numpy()
    assert picture.min() >= 0
    assert picture.max() <= 1
    assert picture.std() > 0.05
    assert not np.array_equal(picture[..., :SIZE, :SIZE], picture[..., SIZE:, SIZE:])


def test_motion_blurs_only_where_the_shutter_was_open() -> None:
    picture, flow = torch.rand(3, 3, 20, 30), torch.randn(3, 2, 20, 30)
    assert torch.equal(smeared(picture, flow, torch.zeros(3)), picture)
    changed = (smeared(picture, flow, torch.tensor([0, 0.5, 0])) - picture).abs().amax(dim=(1, 2, 3))
    assert changed[[0, 2]].tolist() == [0, 0]
    assert changed[1] > 0.1


def test_soft_focus_is_a_gaussian() -> None:
    spot = torch.zeros(1, 3, 41, 41)
    spot[..., 20, 20] = 1
    ours = gaussian(spot, 1.4)[0, 0].numpy()
    reference = cv2.GaussianBlur(spot[0, 0].numpy(), (9, 9), 1.4)  # reaches as far
    assert np.allclose(ours, reference, atol=1e-5)
