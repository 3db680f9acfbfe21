"""What moves against its background, on generated clips: found under a moving camera, nothing claimed where nothing moves."""

import numpy as np
import pytest
from moving_shapes import Clip, disc, iou, moving_discs, paint, texture

from masklet.domain.errors import VideoUnreadable
from masklet.domain.prompt import Box, Point
from masklet.engine.flow.box import in_box
from masklet.engine.flow.candidates import candidates
from masklet.engine.flow.moving_proposals import moving_proposals
from masklet.engine.flow.scene import Scene, SceneReader
from masklet.engine.flow.scene_motion import scene_motion, seen_from

HEIGHT, WIDTH = 160, 220


def camouflaged(pan: int = 3, step: int = -4) -> Clip:
    """A disc of the ground's own texture that moves otherwise than the panning camera; colour cannot tell it."""
    ground = texture(HEIGHT, WIDTH + 40, (110, 100, 80), 1)
    sprite = texture(HEIGHT, WIDTH, (110, 100, 80), 2)
    frames, masks = [], [[]]
    for t in range(2):
        x = 110 + step * t
        masks[0].append(disc(HEIGHT, WIDTH, x, 80, 30))
        frames.append(paint(ground[:, pan * t : pan * t + WIDTH], sprite, masks[0][t], x, 0))
    return Clip(frames, masks)


@pytest.fixture(scope="module")
def clip():
    return camouflaged()


@pytest.fixture(scope="module")
def scene(clip):
    return SceneReader(clip).at(0)


def test_motion_tells_an_object_from_a_background_that_the_camera_moves(clip, scene):
    motion = seen_from(scene.motion, 110, 80)
    true = scene.motion.shrunk(clip.masks[0][0])
    assert motion.certainty > 0.5
    assert motion.likeness[true].mean() > 0.8
    assert abs(float(np.median(motion.likeness[~true]))) < 0.1
    assert iou(motion.part(0.5), true) > 0.7


def test_a_click_on_the_background_is_not_taken_to_move(scene):
    assert seen_from(scene.motion, 20, 20).certainty < 0.2


def test_a_still_picture_gives_no_evidence():
    frame = texture(HEIGHT, WIDTH, (110, 100, 80), 1)
    assert seen_from(scene_motion(frame, frame), 100, 80).certainty < 0.2


def test_the_size_of_the_work_does_not_follow_the_frame():
    frame = texture(2160, 3840, (90, 90, 90), 1)
    assert max(scene_motion(frame, np.roll(frame, 8, axis=1)).size) == 428


def test_what_moves_with_the_click_is_proposed_where_colour_fails(clip, scene):
    true = clip.masks[0][0]
    made = list(moving_proposals(scene.frame, 110, 80, np.zeros_like(true), seen_from(scene.motion, 110, 80)))
    assert max(iou(one.full_size(HEIGHT, WIDTH), true) for one in made) > 0.7


def test_a_click_on_a_camouflaged_object_takes_what_moves(clip, scene):
    moving = candidates(scene, Point(110, 80, 1), [], 1)[0].mask
    still = candidates(Scene(scene.frame), Point(110, 80, 1), [], 1)[0].mask
    assert iou(moving, clip.masks[0][0]) > max(0.7, iou(still, clip.masks[0][0]) + 0.1)


def test_a_box_around_a_camouflaged_object_takes_what_moves(clip, scene):
    box = Box(70, 40, 150, 120)
    moving, still = in_box(scene, box), in_box(Scene(scene.frame), box)
    assert iou(moving, clip.masks[0][0]) > max(0.6, iou(still, clip.masks[0][0]) + 0.1)


def test_candidates_are_different_objects_best_first():
    clip = moving_discs(2, radius=30)
    found = candidates(SceneReader(clip).at(0), Point(52, 52, 1), [], 3)
    assert iou(found[0].mask, clip.masks[0][0]) > 0.85
    assert all(0 <= one.score <= 1 for one in found)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    for k, one in enumerate(found):
        assert all(iou(one.mask, other.mask) < 0.9 for other in found[:k])


def test_the_last_frame_is_compared_with_the_one_before_it(clip):
    assert SceneReader(clip).at(1).motion is not None


def test_a_video_of_one_frame_has_no_motion():
    clip = Clip([texture(60, 80, (90, 90, 90), 1)], [])
    assert SceneReader(clip).at(0).motion is None


def test_further_clicks_on_a_frame_read_it_once(clip):
    reader = SceneReader(clip)
    clip.reads.clear()
    assert reader.at(0) is reader.at(0)
    assert clip.reads == [0, 1]


def test_an_unreadable_neighbour_costs_the_motion_only(clip):
    class Broken(Clip):
        def read(self, frame_index):
            if frame_index == 1:
                raise VideoUnreadable("Frame 1 cannot be read.")
            return super().read(frame_index)

    scene = SceneReader(Broken(clip.frames, clip.masks)).at(0)
    assert scene.motion is None
    assert scene.frame is clip.frames[0]
