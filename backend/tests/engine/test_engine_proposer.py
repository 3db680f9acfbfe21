"""A trained network joins in the built-in engine's first clicks and boxes: seen, placed, heard, and left out where it is not there."""

from pathlib import Path

import numpy as np
import pytest
import torch
from davis_engine import FramesInMemory
from hard_clips import TrueClip, plain_clip
from simulated_person import first_click, tight_box

from masklet.domain.engine_options import EngineOptions
from masklet.domain.errors import CheckpointUnreadable, EngineUnavailable
from masklet.domain.prompt import Box, Prompt
from masklet.engine import registry
from masklet.engine.flow.engine import FlowEngine
from masklet.engine.flow.learned import LearnedMask, Proposer
from masklet.engine.flow.scene_motion import scene_motion
from masklet.engine.proposals.network import MASKS, ProposalNetwork
from masklet.engine.proposals.proposer import NetworkProposer, box_said, clicks_said
from masklet.engine.proposals.sight import HEIGHT, WIDTH, Sight, told
from masklet.engine.proposals.weights import read_weights, write_weights
from masklet.masks import rle
from masklet.masks.overlap import iou
from masklet.training.seen_flow import flow_of, seen_motion


@pytest.fixture(scope="module")
def clip() -> TrueClip:
    return plain_clip(frames=3, height=90, width=160)


@pytest.fixture(scope="module")
def sight(clip: TrueClip) -> Sight:
    return Sight(clip.frames[0], told(scene_motion(clip.frames[0], clip.frames[1])))


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of a network that was never trained."""
    torch.manual_seed(0)
    path = tmp_path_factory.mktemp("weights") / "proposals.safetensors"
    write_weights(ProposalNetwork(), path)
    return path


def test_weights_are_small_and_statistics_may_be_large(tmp_path: Path) -> None:
    network = ProposalNetwork()
    with torch.no_grad():
        for name, value in network.named_buffers():
            if name.endswith("running_var"):
                value.fill_(3e5)  # half precision ends at 65,504
    path = tmp_path / "proposals.safetensors"
    write_weights(network, path)
    found = read_weights(path)
    assert {float(value.max()) for name, value in found.items() if name.endswith("running_var")} == {3e5}
    assert path.stat().st_size < 8_000_000


class Oracle:
    """Says the same mask to everything, and how sure it is of it."""

    def __init__(self, mask: np.ndarray, quality: float) -> None:
        self.said = LearnedMask(mask, quality)

    def at_click(self, *_: object) -> list[LearnedMask]:
        return [self.said]

    def in_box(self, *_: object) -> LearnedMask:
        return self.said


def answered(clip: TrueClip, prompt: Prompt, proposer: Proposer | None = None) -> np.ndarray:
    tracker = FlowEngine(proposer).open(FramesInMemory(clip.frames))
    return rle.decode(tracker.add_prompt(0, 0, prompt, None).rle)


def two_squares() -> tuple[TrueClip, np.ndarray, np.ndarray]:
    """A light thing of two halves with an edge between them: looks alone tell the half that is clicked."""
    frame = np.full((120, 160, 3), 40, np.uint8)
    frame[40:80, 40:80], frame[40:80, 80:120] = (200, 60, 60), (60, 60, 200)
    half, whole = np.zeros((120, 160), np.bool_), np.zeros((120, 160), np.bool_)
    half[40:80, 40:80], whole[40:80, 40:120] = True, True
    return TrueClip("halves", [frame], [half]), half, whole


def test_what_a_sure_network_says_is_what_a_click_means() -> None:
    clip, half, whole = two_squares()
    click = Prompt(points=(first_click(half),))
    assert iou(answered(clip, click), half) > 0.9
    assert iou(answered(clip, click, Oracle(whole, 0.95)), whole) > 0.9
    assert iou(answered(clip, click, Oracle(half, 0.95)), half) > 0.9


def test_an_unsure_network_changes_nothing() -> None:
    clip, half, whole = two_squares()
    assert iou(answered(clip, Prompt(points=(first_click(half),)), Oracle(whole, 0.05)), half) > 0.9


def test_what_a_sure_network_says_is_among_a_box_s_choices() -> None:
    clip, half, whole = two_squares()
    box = Prompt(box=Box(*tight_box(whole)))
    assert iou(answered(clip, box, Oracle(half, 1.0)), half) > iou(answered(clip, box), half)
    assert iou(answered(clip, box, Oracle(np.zeros_like(half), 1.0)), whole) > 0.8  # nothing is no choice


def test_candidates_hold_what_the_network_means() -> None:
    clip, half, whole = two_squares()
    tracker = FlowEngine(Oracle(whole, 0.6)).open(FramesInMemory(clip.frames))
    found = [rle.decode(one.rle) for one in tracker.candidates(0, Prompt(points=(first_click(half),)), 3)]
    assert max(iou(mask, whole) for mask in found) > 0.9
    assert max(iou(mask, half) for mask in found) > 0.9


def test_a_network_answers_at_the_frame_s_size(clip: TrueClip, weights: Path) -> None:
    motion = scene_motion(clip.frames[0], clip.frames[1])
    click, box = first_click(clip.truths[0]), Box(*tight_box(clip.truths[0]))
    proposer = NetworkProposer(weights)
    for seen in (motion, None):
        found = [*proposer.at_click(clip.frames[0], seen, click, [click]), proposer.in_box(clip.frames[0], seen, box)]
        assert len(found) == MASKS + 1
        assert all(one.mask.shape == (90, 160) and 0 <= one.quality <= 1 for one in found)
    assert answered(clip, Prompt(points=(click,)), proposer).shape == (90, 160)


def test_motion_is_told_as_it_was_taught(clip: TrueClip) -> None:
    pair = np.stack([frame.transpose(2, 0, 1) for frame in clip.frames[:2]])
    taught = seen_motion(torch.from_numpy(flow_of(pair))[None])[0].permute(1, 2, 0).numpy()
    heard = told(scene_motion(clip.frames[0], clip.frames[1]))
    assert heard is not None
    assert float(np.abs(taught - heard).max()) < 0.05


def test_a_mask_goes_through_a_window_and_back(clip: TrueClip, sight: Sight) -> None:
    near = sight.around(clip.truths[0])
    assert near.window[2] < 1
    assert iou(near.placed(near.cut(clip.truths[0])[0]), clip.truths[0]) > 0.9
    assert iou(sight.placed(sight.cut(clip.truths[0])[0]), clip.truths[0]) > 0.8
    assert sight.around(np.zeros((90, 160), np.bool_)) is sight


def test_places_in_a_window() -> None:
    sight = Sight(np.zeros((90, 160, 3), np.uint8), None, (0.5, 0.5, 0.25, 0.25))
    assert sight.at(0.625, 0.75).tolist() == [WIDTH / 2, HEIGHT]
    assert float(sight.seen()[1].abs().max()) == 0


def test_a_box_and_clicks_as_the_network_is_told(sight: Sight) -> None:
    box = box_said(sight, Box(40, 0, 80, 45)).box[0]
    assert int((box > 0).sum()) == (WIDTH // 4) * (HEIGHT // 2)
    assert box[0, WIDTH // 4] == 1
    assert box_said(sight, Box(3, 3, 3, 3)).box.max() == 1
    said = clicks_said(sight, [first_click(plain_clip(3, 90, 160).truths[0])])
    assert said.clicks.shape == (1, 1, 2)


def test_weights_that_are_none(tmp_path: Path, clip: TrueClip) -> None:
    click = first_click(clip.truths[0])
    (tmp_path / "bad.safetensors").write_bytes(b"no weights")
    for name, why in (("bad.safetensors", "damaged"), ("gone.safetensors", "not there")):
        with pytest.raises(CheckpointUnreadable, match=f"{name}.*{why}"):
            NetworkProposer(tmp_path / name).at_click(clip.frames[0], None, click, [])


def test_weights_without_torch(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "has_torch", lambda: False)
    with pytest.raises(EngineUnavailable, match="PyTorch"):
        registry.Registry(EngineOptions(proposals=str(weights)))
    assert registry.Registry(EngineOptions()).all()
