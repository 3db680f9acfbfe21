"""Features, classifier, colours and what an object's appearance learns from frames."""

import numpy as np
import pytest
from moving_shapes import moving_discs

from masklet.engine.flow.appearance import MOST_GIVEN, MOST_RECENT, Appearance, halved, place_of
from masklet.engine.flow.classifier import DECAY, RANDOM_FEATURES, Classifier
from masklet.engine.flow.colours import STRONGEST, ColourModel, bins_of
from masklet.engine.flow.features import FEATURE_COUNT, describe, half_size, lab


@pytest.fixture(scope="module")
def clip():
    return moving_discs(8)


def test_features_have_one_row_a_pixel_and_depend_on_place(clip):
    picture = lab(half_size(clip.frames[0]))
    pixels = np.array([0, 40, picture.shape[1] * 30 + 7, picture.shape[0] * picture.shape[1] - 1])
    here, there = (describe(picture, (x, 20.0, 15.0)).rows(pixels) for x in (10.0, 60.0))
    assert here.shape == (4, FEATURE_COUNT)
    assert np.isfinite(here).all()
    assert (here[:, :-2] == there[:, :-2]).all()
    assert (here[:, -2] != there[:, -2]).any()


def test_the_ring_of_a_pixel_holds_the_colours_around_it():
    picture = np.zeros((40, 50, 3), np.float32)
    picture[:, 30:] = 1
    row = describe(picture, (25.0, 20.0, 10.0)).rows(np.array([20 * 50 + 25]))[0]
    ring = row[-2 - 24 : -2].reshape(8, 3)
    assert ring[0].tolist() == [1, 1, 1]  # to the right
    assert ring[4].tolist() == [0, 0, 0]  # to the left


def learned(features, is_object):
    classifier = Classifier()
    classifier.scale_to(features)
    classifier.learn(features, is_object, prompted=True)
    return classifier


def test_a_classifier_separates_a_ring_from_its_middle():
    rng = np.random.default_rng(0)
    features = rng.standard_normal((2000, FEATURE_COUNT)).astype(np.float32) * 0.001
    features[:, :2] = rng.uniform(-1, 1, (2000, 2))
    inside = np.hypot(features[:, 0], features[:, 1]) < 0.6
    classifier = learned(features[:1500], inside[:1500])
    right = (classifier.judge(features[1500:])[:, 0] > 0) == inside[1500:]
    assert right.mean() > 0.9


def test_prompted_frames_outweigh_a_crowd_of_wrong_recent_ones():
    rng = np.random.default_rng(0)
    features = rng.standard_normal((800, FEATURE_COUNT)).astype(np.float32)
    truth = features[:, 0] > 0
    classifier = learned(features, truth)
    alone = classifier.judge(features)[:, 1].copy()
    for _ in range(30):
        classifier.learn(features, ~truth, prompted=False)
    assert ((classifier.judge(features)[:, 0] > 0) == truth).mean() > 0.9
    assert (classifier.judge(features)[:, 1] == alone).all()  # what the prompted frames say alone stays


def test_memory_of_a_classifier_does_not_grow():
    features = np.random.default_rng(0).standard_normal((100, FEATURE_COUNT)).astype(np.float32)
    classifier = Classifier()
    classifier.scale_to(features)
    for _ in range(50):
        classifier.learn(features, features[:, 0] > 0, prompted=False)
    assert classifier._recent.gram_RR.shape == (RANDOM_FEATURES, RANDOM_FEATURES)
    assert classifier._recent.weight < 1 / (1 - DECAY) + 1e-6


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
    view = appearance.view(half_size(clip.frames[0]), place_of(soft))
    appearance.learn(view, soft, prompted=True)
    later = halved(clip.masks[0][6].astype(np.float32)) > 0.5
    verdict = appearance.judge(appearance.view(half_size(clip.frames[6]), place_of(later.astype(np.float32))))
    assert ((verdict.classifier > 0) == later).mean() > 0.97


def test_nothing_is_learned_from_an_empty_mask(clip):
    appearance = Appearance()
    nothing = np.zeros((75, 100), np.float32)
    appearance.learn(appearance.view(half_size(clip.frames[0]), place_of(nothing)), nothing, prompted=True)
    assert not appearance.has_learned


def test_where_the_object_cannot_be_nothing_is_judged(clip):
    appearance = Appearance()
    soft = halved(clip.masks[0][0].astype(np.float32))
    view = appearance.view(half_size(clip.frames[0]), place_of(soft))
    appearance.learn(view, soft, prompted=True)
    near = np.zeros(soft.shape, np.bool_)
    near[:, :50] = True
    near_only, all_of_it = appearance.judge(view, near), appearance.judge(view)
    assert (near_only.classifier[:, 60:] == -1).all()
    assert np.abs(near_only.classifier[:, :46] - all_of_it.classifier[:, :46]).max() < 0.5


def test_learning_looks_at_a_bounded_number_of_pixels(clip, monkeypatch):
    seen = []
    monkeypatch.setattr(Classifier, "learn", lambda self, features, inside, prompted: seen.append(len(features)))
    appearance = Appearance()
    large = np.kron(halved(clip.masks[0][0].astype(np.float32)), np.ones((2, 2), np.float32))
    view = appearance.view(clip.frames[0], place_of(large))
    for prompted in (True, False):
        appearance.learn(view, large, prompted)
    assert seen[0] <= 2 * MOST_GIVEN
    assert seen[1] <= 2 * MOST_RECENT
