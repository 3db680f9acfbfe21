"""Lessons and practice: clicks lie where they should, the motion is the engine's, corrections are made where it is wrong."""

from dataclasses import replace

import numpy as np
import torch

from masklet.engine.flow.scene_motion import scene_motion
from masklet.engine.proposals.inputs import NOWHERE, Said, network_input
from masklet.engine.proposals.network import CHANNELS_IN, MASKS, Answer, ProposalNetwork
from masklet.training.chance import Chance
from masklet.training.clips import Clips
from masklet.training.depth import by_growing, deepest, depths
from masklet.training.lessons import Lesson, draw_lesson, extents
from masklet.training.pool import Pool
from masklet.training.practice import correct, judge, overlaps
from masklet.training.samples import of_clips
from masklet.training.scene import LAYERS
from masklet.training.seen_flow import USUAL_MOTION, flow_of, seen_motion

CPU = torch.device("cpu")


def drawn(clips: Clips, seed: int = 1) -> Lesson:
    pool = Pool(1, 6, 96, 160, LAYERS + 1, CPU)
    pool.put(0, of_clips(clips, torch.zeros(6, 2, 96, 160)))
    return draw_lesson(Chance(seed, CPU), pool.take(torch.arange(6).repeat(8)), 64, 96)


def test_the_motion_is_what_the_engine_sees(clips: Clips) -> None:
    for k in range(3):
        pair = clips.frames[k].numpy()
        ours = seen_motion(torch.from_numpy(flow_of(pair))[None])[0].permute(1, 2, 0).numpy()
        engine = scene_motion(pair[0].transpose(1, 2, 0), pair[1].transpose(1, 2, 0))
        strength = np.linalg.norm(engine.residual, axis=2, keepdims=True)
        expected = engine.residual / (strength + USUAL_MOTION * engine.noise)
        assert float(np.abs(ours - expected).mean()) < 0.02 * float(np.abs(expected).mean()) + 0.004


def test_first_clicks_lie_in_what_they_mean(clips: Clips) -> None:
    lesson = drawn(clips)
    clicked = (lesson.said.clicks[:, 0, 0] != NOWHERE).nonzero()[:, 0].tolist()
    assert len(clicked) > 20
    for k in clicked:
        x, y = lesson.said.clicks[k, 0].long().tolist()
        assert 0 <= x < 96
        assert 0 <= y < 64
        near = lesson.masks[k, 3, max(0, y - 1) : y + 2, max(0, x - 1) : x + 2]
        assert near.any(), (k, x, y)


def test_the_levels_are_nested_in_the_window(clips: Clips) -> None:
    part, whole, group, _ = drawn(clips).masks.unbind(1)
    assert float((part * (1 - whole)).sum()) < 0.01 * float(part.sum())
    assert float((whole * (1 - group)).sum()) < 0.01 * float(whole.sum())


def test_boxes_and_masks_are_said_without_being_single_clicks(clips: Clips) -> None:
    lesson = drawn(clips)
    boxed = lesson.said.box.flatten(1).any(dim=1)
    shown = lesson.said.previous.flatten(1).any(dim=1)
    assert boxed.any()
    assert shown.any()
    assert torch.equal(lesson.single, ~(boxed | shown))


def test_the_deepest_pixel_is_in_the_middle() -> None:
    mask = torch.zeros(2, 40, 60, dtype=torch.bool)
    mask[0, 10:31, 20:41] = True
    mask[1, 7, 9] = True
    x, y = deepest(mask)[0].tolist()
    assert abs(x - 30) <= 2
    assert abs(y - 20) <= 2
    assert deepest(mask)[1].tolist() == [9, 7]
    assert float(depths(mask)[~mask].max()) == 0


def test_depths_on_a_cpu_are_about_those_of_growing_steps() -> None:
    """A GPU has no distance transform: both must lead to about the same clicks."""
    ys, xs = torch.meshgrid(torch.arange(40), torch.arange(60), indexing="ij")
    masks = torch.stack([(ys - 18) ** 2 + (xs - 22) ** 2 < 150, (ys > 5) & (ys < 20) & (xs > 40)])
    exact, growing = depths(masks), by_growing(masks)
    assert torch.equal(exact > 0, growing > 0)
    assert float((exact - growing).abs().max()) < 4
    for one, other in zip(exact.flatten(1).argmax(1).tolist(), growing.flatten(1).argmax(1).tolist(), strict=True):
        assert abs(one // 60 - other // 60) <= 2


def test_extents() -> None:
    mask = torch.zeros(1, 8, 9, dtype=torch.bool)
    mask[0, 2:5, 3:7] = True
    assert extents(mask).tolist() == [[3, 2, 7, 5]]


def test_a_correction_is_a_click_where_the_answer_is_wrong(clips: Clips) -> None:
    lesson = drawn(clips)
    nothing = Answer(torch.full((48, MASKS, 32, 48), -5.0), torch.zeros(48, MASKS))
    said = correct(Chance(2, CPU), lesson, lesson.said, nothing)
    assert said.clicks.shape == (48, 2, 2)
    for k in range(48):
        if lesson.masks[k, 3].mean() > 0.02:
            x, y = said.clicks[k, 1].long().tolist()
            assert said.labels[k, 1] == 1
            assert lesson.masks[k, 3, y - 1 : y + 1, x - 1 : x + 1].any()
    everything = Answer(torch.full((48, MASKS, 32, 48), 5.0), torch.zeros(48, MASKS))
    assert (correct(Chance(2, CPU), lesson, lesson.said, everything).labels[:, 1] == 0).all()


def test_a_right_answer_costs_less_than_a_wrong_one(clips: Clips) -> None:
    lesson = drawn(clips)
    truth = torch.nn.functional.avg_pool2d(lesson.masks, 2)
    right = Answer((truth - 0.5) * 20, torch.ones(48, MASKS))
    wrong = Answer((0.5 - truth) * 20, torch.ones(48, MASKS))
    assert float(judge(lesson, lesson.said, right).loss) < 0.2 * float(judge(lesson, lesson.said, wrong).loss)
    assert float(overlaps(right.logits, truth).min()) == 1


def test_parts_and_groups_that_nobody_knows_cost_nothing(clips: Clips) -> None:
    lesson = drawn(clips)
    truth = torch.nn.functional.avg_pool2d(lesson.masks, 2)
    quality = overlaps((truth - 0.5) * 20, truth)
    right = Answer((truth - 0.5) * 20, quality)
    other_part, other_group = right.logits.clone(), right.logits.clone()
    other_part[:, 0] *= -1
    other_group[:, 2] *= -1
    unknown = replace(lesson, nested=torch.zeros_like(lesson.nested))
    for wrong in (Answer(other_part, quality), Answer(other_group, quality)):
        assert torch.equal(judge(unknown, lesson.said, wrong).loss, judge(unknown, lesson.said, right).loss)
        assert float(judge(lesson, lesson.said, wrong).loss) > 2 * float(judge(lesson, lesson.said, right).loss)
    whole = right.logits.clone()
    whole[:, 1] *= -1
    wrong_whole = judge(unknown, lesson.said, Answer(whole, quality)).loss
    assert float(wrong_whole) > 2 * float(judge(unknown, lesson.said, right).loss)


def test_the_network_answers_any_size_and_is_small() -> None:
    network = ProposalNetwork().eval()
    assert sum(p.numel() for p in network.parameters()) < 4_000_000
    said = Said(torch.tensor([[[5.0, 6.0]]]), torch.tensor([[1]]), torch.zeros(1, 48, 80), torch.zeros(1, 48, 80))
    given = network_input(torch.rand(1, 3, 48, 80), torch.zeros(1, 3, 48, 80), said)
    assert given.shape == (1, CHANNELS_IN, 48, 80)
    assert given[0, 6].argmax() == 5 * 80 + 4  # the pixel whose middle is nearest
    answer = network(given)
    assert answer.logits.shape == (1, MASKS, 24, 40)
    assert answer.quality.shape == (1, MASKS)
