"""Features, classifier, colours and what an object's appearance learns from frames."""

import numpy as np
import pytest
from moving_shapes import moving_discs

from masklet.engine.flow.appearance import MOST_PIXELS, Appearance, halved, place_of
from masklet.engine.flow.classifier import RANDOM_FEATURES, Classifier
from masklet.engine.flow.colours import STRONGEST, ColourModel, bins_of
from masklet.engine.flow.features import FEATURE_COUNT, describe, half_size, lab


@pytest.fixture(scope="module")
def clip():
    return moving_discs(8)


def test_features_have_one_row_a_pixel_and_depend_on_place(clip):
    picture = lab(half_size(clip.frames[0]))
    here, there = (describe(picture, (x, 20.0, 15.0)) for x in (10.0, 60.0))
    assert here.shape == (picture.shape[0] * picture.shape[1], FEATURE_COUNT)
    assert np.isfinite(here).all()
    assert (here[:, :-2] == there[:, :-2]).all()
    assert (here[:, -2] != there[:, -2]).any()


def test_a_classifier_separates_a_ring_from_its_middle():
    rng = np.random.default_rng(0)
    features = rng.standard_normal((2000, FEATURE_COUNT)).astype(np.float32) * 0.001
    features[:, :2] = rng.uniform(-1, 1, (2000, 2))
    inside = np.hypot(features[:, 0], features[:, 1]) < 0.6
    classifier = Classifier()
    random = classifier.project(features)
    classifier.learn(random[:1500], inside[:1500], prompted=True)
    right = (classifier.judge(random[1500:]) > 0) == inside[1500:]
    assert right.mean() > 0.9


def test_prompted_frames_outweigh_a_crowd_of_wrong_recent_ones():
    rng = np.random.default_rng(0)
    features = rng.standard_normal((800, FEATURE_COUNT)).astype(np.float32)
    truth = features[:, 0] > 0
    classifier = Classifier()
    random = classifier.project(features)
    classifier.learn(random, truth, prompted=True)
    for _ in range(30):
        classifier.learn(random, ~truth, prompted=False)
    assert ((classifier.judge(random) > 0) == truth).mean() > 0.9


def test_memory_of_a_classifier_does_not_grow():
    features = np.random.default_rng(0).standard_normal((100, FEATURE_COUNT)).astype(np.float32)
    classifier = Classifier()
    random = classifier.project(features)
    for _ in range(50):
        classifier.learn(random, features[:, 0] > 0, prompted=False)
    assert classifier._recent.gram_RR.shape == (RANDOM_FEATURES, RANDOM_FEATURES)
    assert classifier._recent.weight < 1 / (1 - 0.9) + 1e-6


def test_colours_tell_the_object_from_the_ground(clip):
    bins = bins_of(lab(clip.frames[0]))
    model = ColourModel()
    model.learn(bins.ravel(), clip.masks[0][0].ravel(), prompted=True)
    ratio = model.judge(bins_of(lab(clip.frames[5])))
    assert ratio[clip.masks[0][5]].mean() > 1
    assert ratio[~clip.masks[0][5]].mean() < -1
    assert np.abs(ratio).max() <= STRONGEST


def test_an_appearance_learned_on_one_frame_finds_the_object_on_another(clip):
    appearance = Appearance()
    soft = halved(clip.masks[0][0].astype(np.float32))
    view = appearance.view(clip.frames[0], place_of(soft))
    appearance.learn(view, soft, prompted=True)
    later = halved(clip.masks[0][6].astype(np.float32)) > 0.5
    verdict = appearance.judge(appearance.view(clip.frames[6], place_of(later.astype(np.float32))))
    assert ((verdict.classifier > 0) == later).mean() > 0.97


def test_nothing_is_learned_from_an_empty_mask(clip):
    appearance = Appearance()
    nothing = np.zeros((75, 100), np.float32)
    appearance.learn(appearance.view(clip.frames[0], place_of(nothing)), nothing, prompted=True)
    assert not appearance.has_learned


def test_learning_looks_at_a_bounded_number_of_pixels(clip, monkeypatch):
    seen = []
    monkeypatch.setattr(Classifier, "learn", lambda self, random, inside, prompted: seen.append(len(random)))
    appearance = Appearance()
    large = np.kron(halved(clip.masks[0][0].astype(np.float32)), np.ones((2, 2), np.float32))
    frame = np.kron(clip.frames[0], np.ones((2, 2, 1), np.uint8))
    appearance.learn(appearance.view(frame, place_of(large)), large, prompted=True)
    assert seen[0] <= 2 * MOST_PIXELS
