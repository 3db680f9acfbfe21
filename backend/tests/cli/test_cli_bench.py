"""`masklet bench`: every step is measured, in bounded time, and nothing of it stays."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from disc_clip import disc_clip

from masklet.cli import bench_steps
from masklet.cli.bench_clip import spread
from masklet.cli.main import main

NAMES = [
    "opening the clip",
    "first click, engine just started",
    "first click",
    "correction click",
    "tracking, 1 object",
    "tracking, 2 objects",
    "export as coco",
    "export as mp4",
]


@pytest.fixture(autouse=True)
def clip(tmp_path, monkeypatch):
    monkeypatch.setenv("MASKLET_CHECKPOINTS_DIR", "")
    monkeypatch.setenv("MASKLET_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "passing"))
    (tmp_path / "passing").mkdir()
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.chdir(tmp_path)
    return disc_clip(tmp_path / "koi.mp4", 60, 160, 96)


def bench(*words):
    return CliRunner().invoke(main, ["bench", *map(str, words)])


def test_every_step_is_measured_and_nothing_stays(tmp_path):
    result = bench("koi.mp4", "--objects", "2", "--frames", "10", "--json")
    assert result.exit_code == 0, result.output
    about = json.loads(result.stdout)
    assert [one["name"] for one in about["figures"]] == NAMES
    for one in about["figures"]:
        assert 0 < one["least"] <= one["median"] <= one["most"], one
        assert one["unit"] == ("ms" if "click" in one["name"] else "frames/s")
    runs = {one["name"]: one["runs"] for one in about["figures"]}
    assert (runs["first click"], runs["tracking, 2 objects"], runs["export as coco"]) == (5, 5, 3)
    assert about["engine"] == {"name": "flow", "title": "Built-in tracker", "device": "CPU", "precision": ""}
    assert (about["clip"]["title"], about["clip"]["width"], about["clip"]["frame_count"]) == ("koi", 160, 48)
    assert about["machine"]["cpus"] >= 1
    assert about["machine"]["versions"]["masklet"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["koi.mp4", "passing"]
    assert list((tmp_path / "passing").iterdir()) == []


def test_a_step_that_takes_too_long_ends_with_what_was_done(monkeypatch):
    monkeypatch.setattr(bench_steps, "STEP_S", 0.0)
    result = bench("koi.mp4", "--objects", "1", "--frames", "40", "--json")
    assert result.exit_code == 0, result.output
    runs = {one["name"]: one["runs"] for one in json.loads(result.stdout)["figures"]}
    assert runs["first click"] == 1
    assert 1 <= runs["tracking, 1 object"] < 40


def test_a_generated_clip_where_none_is_given():
    result = bench("--objects", "1", "--frames", "2")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0] == "Built-in tracker on CPU"
    assert lines[1] == "koi-pond, 1280 x 720, frames: 3"
    assert any(line.split() == ["WHAT", "MEDIAN", "LEAST", "MOST", "UNIT", "RUNS"] for line in lines)
    assert any(line.startswith("tracking, 1 object ") and "frames/s" in line for line in lines)
    assert "feels immediate up to 100 ms" in result.stdout


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("gone.mp4",), 2, "does not exist"),
        (("text.mp4",), 1, "not a video"),
        (("koi.mp4", "--engine", "nobody"), 3, "no engine nobody"),
        (("koi.mp4", "--engine", "sam2.1_hiera_tiny"), 1, "cannot run here"),
        (("koi.mp4", "--objects", "0"), 2, "--objects"),
    ],
)
def test_what_does_not_fit_is_a_sentence(words, code, told):
    Path("text.mp4").write_text("hello")
    result = bench(*words)
    assert (result.exit_code, told in result.stderr) == (code, True), result.output
    assert (result.stdout, "Traceback" in result.stderr) == ("", False)


@pytest.mark.parametrize("objects", [1, 2, 3, 5, 32])
def test_places_are_apart_and_inside(objects):
    places = spread(objects)
    assert len(set(places)) == objects
    assert all(0 < x < 1 and 0 < y < 1 for x, y in places)
