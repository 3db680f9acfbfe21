"""A video predictor on every kind of source: a damaged frame is named and the rest goes on; nothing stays open."""

import threading
from fractions import Fraction

import numpy as np
import pytest
from numbered_clip import numbered_clip, numbered_frame
from PIL import Image

from masklet.sam2_api import build_sam2_video_predictor

COUNT = 6


@pytest.fixture(scope="module")
def predictor():
    return build_sam2_video_predictor("sam2.1_hiera_pico", device="cpu")


def tracked(predictor, video, size, start=0):
    state = predictor.init_state(video)
    predictor.add_new_points_or_box(state, frame_idx=start, obj_id=1, box=[10, 10, 60, 40])
    found = list(predictor.propagate_in_video(state))
    assert all(masks.shape == (1, 1, *size) and ids == [1] for _, ids, masks in found)
    state.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("frames-ahead")]
    return [frame for frame, _, _ in found]


def test_a_video_file(predictor, tmp_path):
    numbered_clip(tmp_path / "clip.mp4", Fraction(25), COUNT, width=96, height=64)
    assert tracked(predictor, tmp_path / "clip.mp4", (64, 96)) == list(range(COUNT))


def test_an_array_and_one_frame(predictor):
    frames = np.stack([numbered_frame(number, 96, 64) for number in range(COUNT)])
    assert tracked(predictor, frames, (64, 96)) == list(range(COUNT))
    assert tracked(predictor, frames[:1], (64, 96)) == [0]


def test_a_folder_with_a_damaged_frame(predictor, tmp_path):
    for number in range(COUNT):
        Image.fromarray(numbered_frame(number, 96, 64)).save(tmp_path / f"{number:03d}.jpg")
    (tmp_path / "003.jpg").write_bytes(b"\xff\xd8\xff broken")
    with pytest.warns(UserWarning, match=r"Frame 3 .*003\.jpg"):
        assert tracked(predictor, tmp_path, (64, 96)) == list(range(COUNT))


def test_left_in_the_middle(predictor):
    frames = np.stack([numbered_frame(number, 96, 64) for number in range(COUNT)])
    state = predictor.init_state(frames)
    predictor.add_new_points_or_box(state, 0, 1, points=[[30, 30]], labels=[1])
    steps = predictor.propagate_in_video(state)
    next(steps)
    steps.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("frames-ahead")]
    state.close()
