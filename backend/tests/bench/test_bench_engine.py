"""The benches of the built-in engine run on tiny generated clips; their table of stages knows the engine as it is."""

import ablations
import bench_clicks
import bench_clips
import bench_davis
import davis_failures
import numpy as np
import pytest
from ablations import CLICKS, TRACKING, Ablation, MissingStage, check, switched_off
from davis_baselines import FlowWarpEngine, GrabCutEngine
from davis_engine import DavisEngine
from hard_clips import KINDS, TrueClip, hard_clips, plain_clip
from simulated_person import Told, arrays, first_click, next_click, tight_box

from masklet.engine.flow import candidates, track
from masklet.engine.flow.learned import LearnedMask
from masklet.masks.overlap import iou


@pytest.fixture(scope="module")
def clip() -> TrueClip:
    return plain_clip(frames=4, height=90, width=160)


def test_a_person_clicks_the_middle_of_the_largest_error(clip):
    truth = clip.truths[0]
    point = first_click(truth)
    assert truth[round(point.y), round(point.x)]
    assert next_click(truth, truth) is None
    assert next_click(truth, np.zeros_like(truth)) == point
    assert next_click(np.zeros_like(truth), truth).label == 0


def test_grabcut_from_clicks_and_from_a_box(clip):
    engine = GrabCutEngine()
    engine.set_video(clip.frames)
    truth = clip.truths[0]
    clicked = engine.segment(0, *arrays([first_click(truth)]))[0][0]
    boxed = engine.segment(0, *arrays([]), tight_box(truth))[0][0]
    assert clicked.shape == boxed.shape == truth.shape
    assert iou(boxed, truth) > 0.9
    wanted = next_click(truth, ~truth)
    corrected = engine.segment(0, *arrays([wanted]), None, ~truth)[0][0]
    assert corrected[round(wanted.y), round(wanted.x)] == (wanted.label == 1)


def test_a_box_over_all_of_the_frame_is_the_frame(clip):
    engine = GrabCutEngine()
    engine.set_video(clip.frames)
    assert engine.segment(0, *arrays([]), (0, 0, 159, 89))[0][0].all()


@pytest.mark.parametrize(("engine", "starts_again"), [(FlowWarpEngine(), False), (GrabCutEngine(), True)])
def test_a_mask_is_carried_both_ways(clip, engine, starts_again):
    engine.set_video(clip.frames)
    nothing = np.zeros_like(clip.truths[3])
    masks = engine.propagate({1: Told(mask=clip.truths[1]), 3: Told(mask=nothing)})
    assert all(iou(mask, truth) > 0.85 for mask, truth in zip(masks[:3], clip.truths[:3], strict=True))
    assert masks[3].any() != starts_again


@pytest.mark.parametrize("method", [bench_clicks.ours, bench_clicks.grabcut])
@pytest.mark.parametrize("is_known", [True, False])
def test_clicks_are_timed(clip, method, is_known, capsys):
    costs = bench_clicks.Costs()
    case = bench_clicks.Case("tiny", clip.frames[:2], clip.truths[0] if is_known else None)
    bench_clicks.click_through(case, method, costs)
    assert len(costs.first) == 1
    assert len(costs.next) <= bench_clicks.NEXT_CLICKS
    assert len(costs.overlaps) == is_known
    bench_clicks.report("tiny", bench_clicks.Costs([100.0, 300.0], [20.0, 10.0], []))
    assert "limit 500 ms, aim 250" in capsys.readouterr().out


def test_the_table_of_engines_has_means_and_what_is_asked():
    rows = {"dog": {"J1": 0.5}, "goat": {"J1": 0.7}}
    lines = list(bench_davis.markdown({("image", "ours"): rows}))
    assert "| image: J after 1 click | 0.600 | .61 | .64 |" in lines


def test_the_joined_engine_needs_weights(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["bench_davis.py", "--engines", "joined"])
    with pytest.raises(SystemExit) as ended:
        bench_davis.main()
    assert ended.value.code == 2
    assert "joined needs --proposals" in capsys.readouterr().err


def test_a_network_joins_in_clicks_and_boxes(clip):
    class Everything:
        def at_click(self, frame, *_):
            self.asked = "click"
            return [LearnedMask(np.ones(frame.shape[:2], bool), 1.0)]

        def in_box(self, frame, *_):
            self.asked = "box"
            return LearnedMask(np.ones(frame.shape[:2], bool), 1.0)

    network = Everything()
    engine = DavisEngine(network)
    engine.set_video(clip.frames)
    engine.segment(0, *arrays([first_click(clip.truths[0])]))
    assert network.asked == "click"
    engine.segment(0, *arrays([]), (60, 20, 90, 60))
    assert network.asked == "box"


@pytest.mark.parametrize("ablation", [*CLICKS, *TRACKING], ids=lambda ablation: ablation.name)
def test_every_stage_can_be_switched_off_and_comes_back(clip, ablation):
    before = vars(candidates).copy(), vars(track).copy()
    engine = DavisEngine()
    engine.set_video(clip.frames)
    with switched_off(ablation):
        if ablation.protocol == "semi":
            masks = engine.propagate({0: Told(mask=clip.truths[0])})
        else:
            first = first_click(clip.truths[0])
            masks = [engine.segment(0, *arrays([first]))[0][0], engine.segment(0, *arrays([]), (60, 20, 90, 60))[0][0]]
            points = arrays([first, next_click(clip.truths[0], ~clip.truths[0])])
            masks += [engine.segment(0, *points, None, ~clip.truths[0])[0][0]]
    assert all(mask.shape == clip.truths[0].shape for mask in masks)
    assert before == (vars(candidates), vars(track))


@pytest.mark.parametrize("target", ["fuse:NO_SUCH_WEIGHT", "no_such_module:WEIGHT", "track:Track.no_such_method"])
def test_a_stage_that_is_gone_is_named(target):
    with pytest.raises(MissingStage, match=r"stage of old.*no_such|stage of old.*NO_SUCH"):
        check([Ablation("stage of old", "semi", ((target, 0.0),))])


def test_hard_clips_are_the_same_each_time_and_show_their_object():
    first, again = next(hard_clips()), next(hard_clips())
    assert all(np.array_equal(a, b) for a, b in zip(first.frames, again.frames, strict=True))
    assert all(picture(0)[1].any() for picture in KINDS.values())


def test_without_the_sequences_the_reason_is_said(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(bench_clips, "EVALUATOR", tmp_path / "evaluate_davis.py")
    with pytest.raises(SystemExit) as end:
        bench_clips.evaluator()
    assert end.value.code == 0
    assert "skipped: the evaluator or its sequences are missing" in capsys.readouterr().out


def test_failures_are_drawn(clip, tmp_path):
    picture = davis_failures.sheet([davis_failures.failures(clip)])
    assert picture.size == (3 * (2 * davis_failures.TILE[0] + 4), davis_failures.TILE[1] + davis_failures.LABEL + 2)


def test_no_davis_frame_is_drawn_into_the_project():
    with pytest.raises(SystemExit, match="lies in the project"):
        davis_failures.draw_davis(davis_failures.REPOSITORY / "docs")


def test_stages_are_those_of_the_engine():
    check([*CLICKS, *TRACKING])
    assert len({ablation.name for ablation in (*ablations.CLICKS, *ablations.TRACKING)}) == len(CLICKS) + len(TRACKING)
