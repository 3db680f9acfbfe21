"""Fine-tuning on a person's own masklets: an export in, weights out that are better on what was held out, or those it began with."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from cell_clip import HEIGHT, OBJECTS, WIDTH, cell_clip, exported_cells
from click.testing import CliRunner

from masklet.cli.train import command
from masklet.domain.errors import CheckpointUnreadable, InvalidInput
from masklet.domain.export import ExportRequest
from masklet.engine.proposals.weights import network_of, read_weights
from masklet.export.shown_clips import ShownClip, shown_clips
from masklet.training import settings as training_settings
from masklet.training.fine_tuning import RESULT_NAME, fine_tune, judge_on
from masklet.training.own_clips import GAP, REACH, divide, own_samples
from masklet.training.proposals import train_proposals
from masklet.training.run import WEIGHTS_NAME
from masklet.training.settings import TrainingSettings

CPU = torch.device("cpu")
FRAMES = 40
GAIN = 0.15  # of the held-out overlap after one click: over the start, and over as many steps without the masklets


@pytest.fixture(scope="module")
def sizes() -> TrainingSettings:
    """Little pictures, few steps."""
    torch.set_num_threads(1)
    return TrainingSettings(
        seed=4,
        steps=50,
        batch=8,
        clip_height=64,
        clip_width=96,
        fresh=16,
        fresh_every=20,
        pool=6,
        pool_filled=2,
        windows=((32, 48),),
        warm_up=5,
        averaging=0.9,
        atlas_columns=3,
        report_every=1000,
        flow_threads=1,
        own=12,
        most_own=60,
        most_held_out=24,
        judged=96,
    )


@pytest.fixture(scope="module")
def cells(tmp_path_factory: pytest.TempPathFactory) -> ExportRequest:
    return cell_clip(tmp_path_factory.mktemp("cells"), "Cells", FRAMES, 3)


@pytest.fixture(scope="module")
def export(cells: ExportRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exported_cells(cells, "davis", tmp_path_factory.mktemp("export") / "cells.zip")


@pytest.fixture(scope="module")
def start(sizes: TrainingSettings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Weights that were trained on generated clips for a moment."""
    folder = tmp_path_factory.mktemp("start")
    train_proposals(sizes, folder, "cpu")
    return folder / WEIGHTS_NAME


@pytest.fixture
def tuning(sizes: TrainingSettings) -> TrainingSettings:
    return replace(sizes, steps=70, rate=2e-3)


def clips_of(*exports: Path) -> list[ShownClip]:
    return shown_clips(exports, {})


def test_it_is_better_on_what_was_held_out_and_that_is_not_for_more_steps_alone(
    export: Path, start: Path, tuning: TrainingSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training_settings, "for_fine_tuning", lambda _: tuning)
    words = ["proposals", "--out", str(tmp_path / "tuned"), "--start", str(start), "--on", str(export)]
    said = CliRunner().invoke(command, words)
    assert said.exit_code == 0, said.output
    found = json.loads((tmp_path / "tuned" / RESULT_NAME).read_text())
    before, after = (found["held_out"][when]["click_1"] for when in ("before", "after"))
    assert f"held-out J after one click: {before:.2f} before, {after:.2f} after" in said.output
    assert found["helped"]
    assert found["held_out_by"] == "the last 8 frames with masks"

    train_proposals(replace(tuning, seed=5), tmp_path / "more", "cpu", start=start)
    _, held_out = own_samples(divide(clips_of(export), tuning.seed), tuning)
    measured = {
        name: judge_on(network_of(read_weights(path), CPU), held_out, tuning)
        for name, path in (
            ("start", start),
            ("tuned", tmp_path / "tuned" / WEIGHTS_NAME),
            ("more", tmp_path / "more" / WEIGHTS_NAME),
        )
    }
    assert measured["start"].click_1 == pytest.approx(before, abs=0.01)
    assert measured["tuned"].click_1 == pytest.approx(after, abs=0.02)  # weights are kept in half precision
    assert after > before + GAIN, measured
    assert after > measured["more"].click_1 + GAIN, measured


def test_weights_that_are_no_better_are_not_kept(
    export: Path, start: Path, tuning: TrainingSettings, tmp_path: Path
) -> None:
    ruined = replace(tuning, steps=3, rate=10.0, warm_up=1, judged=24)
    found = fine_tune(ruined, clips_of(export), start, tmp_path, "cpu")
    assert not found.helped
    assert "It did not help: the weights are those it began with." in found.sentence()
    kept, began = read_weights(tmp_path / WEIGHTS_NAME), read_weights(start)
    assert all(torch.equal(kept[name], began[name]) for name in began)
    assert json.loads((tmp_path / RESULT_NAME).read_text())["helped"] is False


def test_taken_up_again_it_comes_to_the_same_weights_and_only_with_the_same_masklets(
    export: Path,
    start: Path,
    tuning: TrainingSettings,
    tmp_path: Path,
    ends_after: Callable[[int], Callable[[], float]],
) -> None:
    short = replace(tuning, steps=4, fresh_every=2, judged=24)
    clips = clips_of(export)
    fine_tune(short, clips, start, tmp_path / "at once", "cpu")
    broken_off = fine_tune(replace(short, seconds=1e9), clips, start, tmp_path / "in two", "cpu", clock=ends_after(2))
    assert 0 < broken_off.steps < 4
    with pytest.raises(FileExistsError, match="take it up again"):
        fine_tune(short, clips, start, tmp_path / "in two", "cpu")
    other = exported_cells(cell_clip(tmp_path / "other", "Others", 30, 9), "davis", tmp_path / "other.zip")
    with pytest.raises(InvalidInput, match="began with other masklets"):
        fine_tune(short, clips_of(other), start, tmp_path / "in two", "cpu", resume=True)
    fine_tune(short, clips, start, tmp_path / "in two", "cpu", resume=True)
    whole, taken_up = (torch.load(tmp_path / name / "state.pt", weights_only=True) for name in ("at once", "in two"))
    assert whole["step"] == taken_up["step"] == 4
    pairs = [(value.float(), taken_up["average"][name].float()) for name, value in whole["average"].items()]
    assert all(torch.allclose(one, other, atol=2e-3) for one, other in pairs)


def test_the_end_of_a_single_clip_is_held_out_with_a_gap(export: Path) -> None:
    divided = divide(clips_of(export), 1)
    (learned,), (held_out,) = divided.learned, divided.held_out
    assert list(held_out.keys) == list(range(32, FRAMES))
    assert list(learned.keys) == list(range(32 - max(2 * REACH, round(GAP * FRAMES))))


def test_of_several_clips_whole_ones_are_held_out(export: Path, tmp_path: Path) -> None:
    others = [
        exported_cells(cell_clip(tmp_path / str(k), f"Other {k}", 6, k), "davis", tmp_path / f"{k}.zip")
        for k in range(3)
    ]
    divided = divide(clips_of(export, *others), 2)
    learned, held_out = ({part.clip.name for part in parts} for parts in (divided.learned, divided.held_out))
    assert len(held_out) == 1
    assert learned | held_out == {"Cells", "Other_0", "Other_1", "Other_2"}
    assert not learned & held_out
    assert divided.by in held_out


def test_samples_show_the_masklets_where_they_are(export: Path, sizes: TrainingSettings) -> None:
    learned, held_out = own_samples(divide(clips_of(export), 1), sizes)
    assert len(learned) >= 40
    assert len(held_out) >= 12
    assert not learned.nested.any()
    for frame, layers in zip(learned.frame, learned.layers, strict=True):
        inside = layers == 1
        assert 12 <= int(inside.sum()) < inside.numel()
        assert float(frame.float().mean(dim=0)[inside].median()) < 110, "the body of a cell"
    assert float(learned.motion.float().abs().max()) > 0.05


def test_masks_without_pictures_take_those_of_their_video(
    cells: ExportRequest,
    export: Path,
    start: Path,
    tuning: TrainingSettings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    masks = exported_cells(cells, "coco", tmp_path / "masks.json")
    monkeypatch.setattr(training_settings, "for_fine_tuning", lambda _: replace(tuning, steps=1, judged=24))
    words = ["proposals", "--out", str(tmp_path / "tuned"), "--start", str(start), "--on", str(masks)]
    said = CliRunner().invoke(command, words)
    assert said.exit_code == 2
    assert "but no frames: export DAVIS 2017 with pictures, or name its video" in said.output
    said = CliRunner().invoke(command, [*words, "--clip", cells.media_file])
    assert said.exit_code == 0, said.output
    found = json.loads((tmp_path / "tuned" / RESULT_NAME).read_text())
    assert found["held_out_by"] == "the last 8 frames with masks"


def test_pictures_of_an_export_are_the_clips(export: Path) -> None:
    (clip,) = clips_of(export)
    assert (clip.name, list(clip.pictures), list(clip.masked)) == ("Cells", list(range(FRAMES)), list(range(FRAMES)))
    assert clip.picture(5).shape == (HEIGHT, WIDTH, 3)
    masks = clip.masks(5)
    assert set(masks) == {one.object_id + 1 for one in OBJECTS}
    assert np.median(clip.picture(5)[masks[1]]) < 90, "cells are dark"


def test_what_cannot_be_learned_from_is_said(
    cells: ExportRequest, export: Path, start: Path, tuning: TrainingSettings, tmp_path: Path
) -> None:
    few = exported_cells(cell_clip(tmp_path / "few", "Few", 4, 1), "davis", tmp_path / "few.zip")
    with pytest.raises(InvalidInput, match="too little to learn from: 0 masks, and 2 to judge by"):
        fine_tune(tuning, clips_of(few), start, tmp_path / "out", "cpu")
    empty = exported_cells(cell_clip(tmp_path / "empty", "Empty", 20, 1, ()), "davis", tmp_path / "empty.zip")
    with pytest.raises(InvalidInput, match="0 masks, and 0 to judge by"):
        fine_tune(tuning, clips_of(empty), start, tmp_path / "out", "cpu")
    with pytest.raises(InvalidInput, match="but no frames"):
        clips_of(exported_cells(cells, "davis", tmp_path / "masks.zip", images=False))
    with pytest.raises(InvalidInput, match="is neither a folder, a zip nor a JSON file"):
        clips_of(exported_cells(cells, "csv", tmp_path / "numbers.csv"))


def test_a_command_that_lacks_something_says_what(
    export: Path, start: Path, cells: ExportRequest, tmp_path: Path
) -> None:
    def said(*words: object) -> str:
        result = CliRunner().invoke(command, ["proposals", "--out", str(tmp_path / "out"), *map(str, words)])
        assert result.exit_code == 2, result.output
        return result.output

    assert "name them with --start" in said("--on", export)
    assert "name the export of its masks with --on" in said("--clip", cells.media_file)
    video = tmp_path / "birds.mp4"
    video.write_bytes(Path(cells.media_file).read_bytes())
    other = exported_cells(cell_clip(tmp_path / "other", "Other", 5, 1), "davis", tmp_path / "other.zip")
    assert "no masks of birds" in said("--start", start, "--on", export, "--on", other, "--clip", video)


@pytest.mark.parametrize("kind", ["no weights", "another network's"])
def test_a_wrong_file_of_weights_is_refused(export: Path, tuning: TrainingSettings, tmp_path: Path, kind: str) -> None:
    from safetensors.torch import save_file

    path = tmp_path / "wrong.safetensors"
    if kind == "no weights":
        path.write_bytes(b"no weights")
    else:
        save_file({"stem.0.weight": torch.zeros(3)}, path)
    with pytest.raises(
        CheckpointUnreadable, match=r"wrong\.safetensors (is no file of weights|holds weights of another network)"
    ):
        fine_tune(tuning, clips_of(export), path, tmp_path / "out", "cpu")
    said = CliRunner().invoke(command, ["proposals", "--out", str(tmp_path / "out"), "--start", str(path)])
    assert said.exit_code == 1
    assert "wrong.safetensors" in said.output
