"""The bench of the proposal network puts what it says and hears in the right place, also in a window."""

import bench_families
import numpy as np
import proposals_failures
import pytest
import torch
from bench_proposals import HEIGHT, NAMES, WIDTH, Sight, clip_row, sight_of
from hard_clips import TrueClip, plain_clip

from masklet.masks.overlap import iou
from masklet.training.network import ProposalNetwork
from masklet.training.textures import FAMILIES


@pytest.fixture(scope="module")
def clip() -> TrueClip:
    return plain_clip(frames=3, height=90, width=160)


@pytest.fixture(scope="module")
def network() -> ProposalNetwork:
    torch.manual_seed(0)
    return ProposalNetwork().eval()


def test_a_mask_goes_through_a_window_and_back(clip):
    sight = sight_of(clip, 0)
    near = sight.around(clip.truths[0])
    assert near.window[2] < 1
    assert iou(near.placed(near.cut(clip.truths[0])[0]), clip.truths[0]) > 0.9
    assert iou(sight.placed(sight.cut(clip.truths[0])[0]), clip.truths[0]) > 0.8


def test_a_place_in_a_window():
    sight = Sight(np.zeros((90, 160, 3), np.uint8), np.zeros((90, 160, 2), np.float32), (0.5, 0.5, 0.25, 0.25))
    assert sight.at(0.625, 0.75).tolist() == [WIDTH / 2, HEIGHT]


def test_nothing_found_is_looked_at_whole(clip):
    sight = sight_of(clip, 0)
    assert sight.around(np.zeros((90, 160), np.bool_)) is sight


def test_motion_is_seen_where_something_moves(clip):
    colours, motion = sight_of(clip, 0).seen(moves=True)
    assert colours.shape == (1, 3, HEIGHT, WIDTH)
    assert float(motion[0, 2].min()) == 1
    assert float(motion[0, :2].abs().max()) > 0.1
    assert float(sight_of(clip, 0).seen(moves=False)[1].abs().max()) == 0


def test_a_row_has_an_overlap_for_each_name(clip, network):
    row = clip_row(network, clip)
    assert row.shape == (2, len(NAMES))
    assert ((row >= 0) & (row <= 1)).all()
    assert row[0, NAMES.index("best")] >= row[0, :4].max() - 1e-9


def test_the_worst_frame_of_each_protocol(clip, network):
    assert [failure.protocol for failure in proposals_failures.failures(network, clip)] == ["click", "box"]


def test_runs_leave_out_one_family_each():
    told = list(bench_families.runs(bench_families.small_settings(2)))
    assert [name for name, _ in told] == ["nothing", "nothing", *FAMILIES]
    assert told[0][1].seed != told[1][1].seed
    assert all(set(run.families) == set(FAMILIES) - {name} for name, run in told[2:])
