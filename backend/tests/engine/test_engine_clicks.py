"""Clicks, boxes and masks on one frame: what a person points at is what they get, and clicks are law."""

import cv2
import numpy as np
import pytest
from moving_shapes import disc, iou, moving_discs, texture

from masklet.domain.prompt import Box, Point, Prompt
from masklet.engine.flow.answer import answer
from masklet.engine.flow.box import in_box
from masklet.engine.flow.clicks import all_clicks, obey
from masklet.engine.flow.correction import correct
from masklet.engine.flow.grabcut import cut, labels_of
from masklet.engine.flow.polish import polished
from masklet.engine.flow.proposals import STILL_GUESSES, proposals
from masklet.engine.flow.ranking import STILL_CLICK, ranked
from masklet.engine.flow.scene import Scene
from masklet.engine.flow.second_look import second_look
from masklet.masks import rle


@pytest.fixture(scope="module")
def clip():
    return moving_discs(2, radius=30)


@pytest.fixture(scope="module")
def frame(clip):
    return clip.frames[0]


@pytest.fixture(scope="module")
def orange(clip):
    return clip.masks[0][0]


@pytest.fixture(scope="module")
def green(clip):
    return clip.masks[1][0]


def test_one_click_finds_the_object(frame, orange):
    mask = all_clicks(Scene(frame), [Point(52, 52, 1)], None, 0)
    assert iou(mask, orange) > 0.85


def test_a_small_object_in_a_large_frame_is_found():
    frame = texture(720, 1280, (70, 90, 130), 1)
    small = disc(720, 1280, 900, 300, 22)
    frame = np.where(small[..., None], np.uint8([210, 120, 50]), frame)
    assert iou(all_clicks(Scene(frame), [Point(898, 302, 1)], None, 0), small) > 0.8


def test_the_answer_is_the_same_every_time(frame):
    first, second = (all_clicks(Scene(frame), [Point(52, 52, 1)], None, 0) for _ in range(2))
    assert (first == second).all()


def test_clicks_are_law_wherever_they_fall(frame):
    rng = np.random.default_rng(3)
    height, width = frame.shape[:2]
    for _ in range(4):
        points = [
            Point(float(rng.uniform(0, width)), float(rng.uniform(0, height)), int(label)) for label in (1, 0, 1, 0)
        ]
        mask = all_clicks(Scene(frame), points, None, 0)
        for point in points:
            assert mask[int(point.y), int(point.x)] == (point.label == 1)


def test_clicks_in_the_corners_belong_to_the_frame(frame):
    height, width = frame.shape[:2]
    mask = all_clicks(Scene(frame), [Point(float(width), float(height), 1), Point(0, 0, 0)], None, 0)
    assert mask[-1, -1]
    assert not mask[0, 0]


def test_the_later_of_two_clicks_on_a_pixel_wins(orange):
    assert not obey(orange, [Point(50, 50, 1), Point(50.4, 50.2, 0)])[50, 50]


def test_only_background_clicks_make_no_object(frame):
    assert not all_clicks(Scene(frame), [Point(52, 52, 0)], None, 0).any()


def test_a_click_outside_adds_a_part_and_keeps_the_rest(frame, orange, green):
    y, x = (int(v.mean()) for v in np.nonzero(green))
    mask = correct(Scene(frame), orange, Point(x, y, 1), [])
    assert (mask & orange).sum() == orange.sum()
    assert iou(mask & ~orange, green) > 0.7


def test_a_click_inside_takes_a_part_away_and_keeps_the_rest(frame, orange, green):
    y, x = (int(v.mean()) for v in np.nonzero(green))
    mask = correct(Scene(frame), orange | green, Point(x, y, 0), [])
    assert (mask & orange).sum() > 0.97 * orange.sum()
    assert (mask & green).sum() < 0.2 * green.sum()


def test_a_click_that_agrees_changes_nothing(frame, orange):
    assert (correct(Scene(frame), orange, Point(52, 52, 1), []) == orange).all()
    assert (correct(Scene(frame), orange, Point(150, 20, 0), []) == orange).all()


def test_a_box_cuts_out_what_is_in_it(frame, orange):
    mask = in_box(Scene(frame), Box(18, 18, 82, 82))
    assert iou(mask, orange) > 0.9
    assert not mask[:18].any()
    assert not mask[:, 82:].any()


def test_a_box_without_an_edge_in_it_is_taken_whole():
    plain = np.full((80, 100, 3), 90, np.uint8)
    mask = in_box(Scene(plain), Box(20, 20, 60, 50))
    assert mask.any()
    assert not mask[:20].any()


def test_a_mask_is_taken_as_it_is_and_points_correct_it(frame, orange, green):
    given = rle.encode(orange)
    assert (answer(Scene(frame), Prompt(mask=given), None) == orange).all()
    y, x = (int(v.mean()) for v in np.nonzero(green))
    both = answer(Scene(frame), Prompt((Point(x, y, 1),), mask=given), None)
    assert both[y, x]
    assert (both & orange).sum() == orange.sum()


def test_a_correction_starts_from_what_was_shown(frame, orange, green):
    y, x = (int(v.mean()) for v in np.nonzero(green))
    mask = answer(Scene(frame), Prompt((Point(x, y, 0),)), orange | green)
    assert iou(mask, orange) > 0.85


def test_proposals_hold_the_click_and_nothing_forbidden(frame, green):
    made = list(proposals(frame, 52, 52, green))
    assert len(made) == len(STILL_GUESSES)
    for one in made:
        column, row = round(one.click[0]), round(one.click[1])
        assert one.mask[min(row, one.region.height - 1), min(column, one.region.width - 1)]
        assert not (one.mask & (one.region.crop_mask(green) > 0.9)).any()


def test_ranking_prefers_the_object_to_its_half_and_to_its_surroundings(frame, orange):
    made = ranked(list(proposals(frame, 50, 50, np.zeros_like(orange))), orange.shape, STILL_CLICK)
    overlap = [iou(proposal.full_size(*orange.shape), orange) for proposal, _ in made]
    assert overlap[0] > 0.8
    assert min(overlap) < 0.5, "the choice must be a real one"


def test_a_second_look_repairs_a_coarse_mask(frame, orange):
    coarse = disc(*orange.shape, 54, 47, 27)
    clicked = disc(*orange.shape, 50, 50, 1)
    mask = second_look(frame, coarse, clicked, np.zeros_like(orange))
    assert iou(mask, orange) > max(0.9, iou(coarse, orange))


def test_polish_never_loses_the_object(frame, orange):
    assert iou(polished(frame, orange), orange) > 0.95
    single = disc(*orange.shape, 120, 100, 0)
    assert polished(frame, single).any()
    assert not polished(frame, np.zeros_like(orange)).any()


def test_grabcut_with_one_side_empty_answers_that_side(frame, orange):
    nothing = np.zeros_like(orange)
    assert not cut(frame, labels_of(nothing, nothing, nothing), 1).any()
    assert cut(frame, labels_of(~nothing, nothing, nothing), 1).all()


def test_grabcut_does_not_depend_on_the_random_state(frame, orange):
    rough = cv2.erode(orange.astype(np.uint8), np.ones((9, 9))) > 0
    nothing = np.zeros_like(orange)
    cv2.setRNGSeed(1)
    first = cut(frame, labels_of(rough, nothing, nothing), 2)
    cv2.setRNGSeed(99)
    assert (first == cut(frame, labels_of(rough, nothing, nothing), 2)).all()
