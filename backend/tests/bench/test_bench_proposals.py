"""The benches of the proposal network run on a tiny clip."""

import bench_families
import proposals_failures
import pytest
import torch
from bench_proposals import NAMES, clip_row
from hard_clips import TrueClip, plain_clip

from masklet.engine.proposals.network import ProposalNetwork
from masklet.training.textures import FAMILIES


@pytest.fixture(scope="module")
def clip() -> TrueClip:
    return plain_clip(frames=3, height=90, width=160)


@pytest.fixture(scope="module")
def network() -> ProposalNetwork:
    torch.manual_seed(0)
    return ProposalNetwork().eval()


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
