"""The video predictor's session rules on a small random network: what SAM 2's users rely on, and what is refused."""

import warnings

import numpy as np
import pytest
import torch
from pico_checkpoint import pico_network

from masklet.domain.errors import MaskletError
from masklet.sam2_api import SAM2VideoPredictor

FRAMES, HEIGHT, WIDTH = 12, 48, 80


@pytest.fixture(scope="module")
def clip():
    frames = np.random.default_rng(3).integers(30, 90, (FRAMES, HEIGHT, WIDTH, 3), dtype=np.uint8)
    for at in range(FRAMES):
        frames[at, 15:30, 10 + 3 * at : 30 + 3 * at] = (230, 90, 40)
    return frames


@pytest.fixture(scope="module")
def predictor():
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield SAM2VideoPredictor(pico_network())
    torch.set_num_threads(threads)


@pytest.fixture
def state(predictor, clip):
    state = predictor.init_state(clip)
    yield state
    state.close()


def tracked(predictor, state, **how):
    return {at: masks for at, _, masks in predictor.propagate_in_video(state, **how)}


def test_answers_have_the_videos_size_and_objects_in_order(predictor, state):
    at, ids, masks = predictor.add_new_points_or_box(state, 3, 7, points=[[20, 20]], labels=[1])
    assert (at, ids, masks.shape, masks.dtype) == (3, [7], (1, 1, HEIGHT, WIDTH), torch.float32)
    _, ids, masks = predictor.add_new_points_or_box(state, 3, 2, box=[10, 10, 40, 35])
    assert (ids, masks.shape) == ([7, 2], (2, 1, HEIGHT, WIDTH))
    assert state["obj_ids"] == [7, 2]
    assert (state["num_frames"], state["video_height"], state["video_width"]) == (FRAMES, HEIGHT, WIDTH)


def test_an_object_unknown_on_a_frame_is_absent_there(predictor, state):
    predictor.add_new_points_or_box(state, 0, 1, points=[[20, 20]], labels=[1])
    _, _, masks = predictor.add_new_points_or_box(state, 5, 2, points=[[30, 20]], labels=[1])
    assert bool((masks[0] < -1023).all())
    assert not bool((masks[1] < -1023).any())


def test_orders_of_propagation(predictor, state):
    predictor.add_new_points_or_box(state, 4, 1, points=[[20, 20]], labels=[1])
    predictor.add_new_points_or_box(state, 8, 2, points=[[30, 20]], labels=[1])
    assert list(tracked(predictor, state)) == list(range(4, FRAMES))
    assert list(tracked(predictor, state, start_frame_idx=8, max_frame_num_to_track=2)) == [8, 9, 10]
    assert list(tracked(predictor, state, start_frame_idx=8, reverse=True)) == list(range(8, -1, -1))
    assert list(tracked(predictor, state, start_frame_idx=8, max_frame_num_to_track=3, reverse=True)) == [8, 7, 6, 5]
    assert list(tracked(predictor, state, start_frame_idx=0, reverse=True)) == []


def test_points_add_up_unless_old_ones_are_cleared(predictor, state):
    predictor.add_new_points_or_box(state, 0, 1, points=[[20, 20]], labels=[1])
    predictor.add_new_points_or_box(state, 0, 1, points=[[50, 40]], labels=[0], clear_old_points=False)
    assert state.points[1][0].labels.tolist() == [1, 0]
    predictor.add_new_points_or_box(state, 0, 1, points=[[25, 20]], labels=[1])
    assert state.points[1][0].labels.tolist() == [1]


def test_coordinates_may_be_shares_of_the_video(predictor, clip):
    first, second = predictor.init_state(clip), predictor.init_state(clip)
    pixels = predictor.add_new_points_or_box(first, 0, 1, points=[[20, 12]], labels=[1])[2]
    shares = predictor.add_new_points_or_box(second, 0, 1, points=[[0.25, 0.25]], labels=[1], normalize_coords=False)[2]
    assert torch.equal(pixels, shares)
    first.close()
    second.close()


def test_a_correction_is_tracked_over_unless_the_setting_keeps_it(predictor, clip):
    keeping = SAM2VideoPredictor(predictor.network, add_all_frames_to_correct_as_cond=True)
    for who, is_kept in ((predictor, False), (keeping, True)):
        state = who.init_state(clip)
        who.add_new_points_or_box(state, 0, 1, points=[[20, 20]], labels=[1])
        before = tracked(who, state)
        corrected = who.add_new_points_or_box(state, 5, 1, points=[[60, 40]], labels=[1])[2]
        assert not torch.equal(corrected, before[5])
        after = tracked(who, state)
        assert torch.equal(after[5], corrected) is is_kept
        state.close()


def test_clearing_a_frame_makes_it_an_ordinary_one(predictor, state):
    predictor.add_new_points_or_box(state, 0, 1, points=[[20, 20]], labels=[1])
    predictor.add_new_points_or_box(state, 6, 1, points=[[35, 20]], labels=[1])
    tracked(predictor, state)
    at, ids, masks = predictor.clear_all_prompts_in_frame(state, 6, 1)
    assert (at, ids, masks.shape) == (6, [1], (1, 1, HEIGHT, WIDTH))
    assert predictor.clear_all_prompts_in_frame(state, 6, 1, need_output=False) is None
    assert state.tracking.prompted_frames() == {0}
    assert len(tracked(predictor, state)) == FRAMES


def test_removing_objects(predictor, state):
    predictor.add_new_points_or_box(state, 0, 1, points=[[20, 20]], labels=[1])
    predictor.add_new_points_or_box(state, 2, 2, points=[[30, 20]], labels=[1])
    before = tracked(predictor, state)
    ids, changed = predictor.remove_object(state, 1)
    assert ids == [2]
    assert [at for at, _ in changed] == [0]
    assert torch.allclose(changed[0][1], before[0][1:], atol=1e-3)
    assert predictor.remove_object(state, 99) == ([2], [])
    with pytest.raises(RuntimeError, match="no object 99"):
        predictor.remove_object(state, 99, strict=True)
    assert predictor.remove_object(state, 2) == ([], [])


def test_a_removed_object_may_come_back_as_a_new_one(predictor, state):
    predictor.add_new_points_or_box(state, 0, 1, points=[[20, 20]], labels=[1])
    tracked(predictor, state)
    predictor.remove_object(state, 1)
    predictor.add_new_points_or_box(state, 3, 1, points=[[20, 20]], labels=[1])
    assert state.tracking.prompted_frames() == {3}


def test_reset_forgets_all(predictor, state):
    predictor.add_new_points_or_box(state, 0, 1, points=[[20, 20]], labels=[1])
    predictor.reset_state(state)
    assert state["obj_ids"] == []
    with pytest.raises(RuntimeError, match="No input points or masks"):
        next(iter(predictor.propagate_in_video(state)))


def test_a_mask_is_answered_as_it_is(predictor, state):
    mask = np.zeros((HEIGHT, WIDTH), bool)
    mask[12:36, 16:64] = True
    _, _, masks = predictor.add_new_mask(state, 0, 1, mask)
    assert ((masks[0, 0].numpy() > 0) != mask).mean() < 0.05
    _, _, masks = predictor.add_new_mask(state, 1, 1, np.zeros((HEIGHT, WIDTH), bool))
    assert not bool((masks > 0).any())


def test_far_corrections_remember_anew_what_left_the_device(predictor, clip):
    """The same answer as from a session that never went beyond the correction."""
    long, short = predictor.init_state(np.concatenate([clip, clip])), predictor.init_state(np.concatenate([clip, clip]))
    for state, count in ((long, 23), (short, 9)):
        predictor.add_new_points_or_box(state, 0, 1, points=[[20, 20]], labels=[1])
        tracked(predictor, state, max_frame_num_to_track=count)
    far = predictor.add_new_points_or_box(long, 9, 1, points=[[40, 20]], labels=[1])[2]
    near = predictor.add_new_points_or_box(short, 9, 1, points=[[40, 20]], labels=[1])[2]
    assert (far - near).abs().max() < 2e-2
    long.close()
    short.close()


def test_an_unreadable_frame_is_a_warning_and_the_rest_goes_on(predictor, state, monkeypatch):
    from masklet.domain.errors import VideoUnreadable

    read = state.frames.read

    def broken(at):
        if at == 4:
            raise VideoUnreadable("Frame 4 of this video cannot be read.", frame_index=4)
        return read(at)

    predictor.add_new_points_or_box(state, 0, 1, points=[[20, 20]], labels=[1])
    monkeypatch.setattr(type(state.frames), "read", lambda self, at: broken(at))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        answers = tracked(predictor, state)
    assert [str(each.message) for each in caught] == ["Frame 4 of this video cannot be read. The rest goes on."]
    assert list(answers) == list(range(FRAMES))
    assert bool((answers[4] < -1023).all())
    assert not bool((answers[5] < -1023).any())


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "at least one of points or box"),
        ({"points": [[1, 1]]}, "provided together"),
        ({"points": [[1, 1]], "labels": [1, 0]}, "1 points and 2 labels"),
        ({"points": [[float("nan"), 1]], "labels": [1]}, "no numbers"),
        ({"points": [[1, 1]], "labels": [5]}, "Labels are 1"),
        ({"points": [1, 2, 3], "labels": [1]}, "list of"),
        ({"points": [["a", "b"]], "labels": [1]}, "made of numbers"),
        ({"box": [5, 5, 5, 9]}, "area"),
        ({"box": [5, 5, 9]}, "x0, y0, x1, y1"),
        ({"box": [-9, -9, -1, -1]}, "outside the frame"),
        ({"box": [0, 0, float("inf"), 9]}, "no numbers"),
    ],
)
def test_prompts_that_are_none(predictor, state, said, words):
    with pytest.raises(ValueError, match=words) as caught:
        predictor.add_new_points_or_box(state, 0, 1, **said)
    assert isinstance(caught.value, MaskletError)
    assert state["obj_ids"] == []


@pytest.mark.parametrize("obj_id", [1.5, "a", None, -1, 2**40, True, float("nan")])
def test_object_ids_are_small_whole_numbers(predictor, state, obj_id):
    with pytest.raises(ValueError, match="object id"):
        predictor.add_new_points_or_box(state, 0, obj_id, points=[[1, 1]], labels=[1])


@pytest.mark.parametrize("mask", [np.zeros((3, 4, 5)), np.zeros((0, 4)), np.full((4, 4), np.nan)])
def test_masks_that_are_none(predictor, state, mask):
    with pytest.raises(ValueError, match=r"mask"):
        predictor.add_new_mask(state, 0, 1, mask)


@pytest.mark.parametrize("at", [-1, FRAMES])
def test_frames_that_are_not_there(predictor, state, at):
    with pytest.raises(IndexError, match=f"no frame {at}"):
        predictor.add_new_points_or_box(state, at, 1, points=[[1, 1]], labels=[1])


def test_autocast_and_inference_mode_change_nothing_but_rounding(predictor, clip):
    answers = []
    for context in (torch.no_grad(), torch.autocast("cpu", torch.bfloat16), torch.inference_mode()):
        state = predictor.init_state(clip)
        with context:
            predictor.add_new_points_or_box(state, 0, 1, points=[[20, 20]], labels=[1])
            answers.append(tracked(predictor, state, max_frame_num_to_track=3)[3])
        state.close()
    for other in answers[1:]:
        assert (answers[0] - other).abs().mean() < 0.1


def test_keys_are_the_checkpoints_own(predictor):
    assert set(predictor.state_dict()) == set(predictor.network.state_dict())
    predictor.load_state_dict(predictor.state_dict())
    assert predictor.eval().to("cpu").device.type == "cpu"
