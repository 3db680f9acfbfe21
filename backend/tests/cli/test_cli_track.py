"""`masklet track`: from a file and a click to masks; going on after a stop; what is said where a word does not fit."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import cv2
import numpy as np
import pytest
from click.testing import CliRunner
from disc_clip import disc_clip
from pico_checkpoint import write_pico
from pycocotools.coco import COCO

from masklet.cli.main import main

FRAMES, WIDTH, HEIGHT = 24, 160, 96
CENTRE = "48,48"  # of the disc on frame 0


@pytest.fixture
def clip(tmp_path, monkeypatch):
    monkeypatch.setenv("MASKLET_CHECKPOINTS_DIR", "")
    monkeypatch.delenv("MASKLET_DATA_DIR", raising=False)
    monkeypatch.chdir(tmp_path)
    return disc_clip(tmp_path / "koi.mp4", FRAMES, WIDTH, HEIGHT)


def track(*words):
    return CliRunner().invoke(main, ["track", "koi.mp4", *map(str, words)])


def disc(index):
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    centre = WIDTH * (0.5 - 0.2 * np.cos(index / 40)), HEIGHT * (0.5 + 0.2 * np.sin(index / 55))
    return (x - centre[0]) ** 2 + (y - centre[1]) ** 2 < (HEIGHT / 6) ** 2


def iou(one, two):
    return (one & two).sum() / (one | two).sum()


def test_a_click_becomes_masks_of_every_frame(clip):
    result = track("--point", f"koi={CENTRE}", "--out", "masks", "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout) == {"format": "coco", "files": ["masks/annotations.json", "masks/manifest.json"]}
    coco = COCO("masks/annotations.json")
    assert len(coco.anns) == FRAMES
    assert {one["name"] for one in coco.dataset["tracks"]} == {"koi"}
    for one in coco.anns.values():
        assert iou(coco.annToMask(one).astype(bool), disc(one["frame_index"])) > 0.8
    assert sorted(path.name for path in Path("masks").iterdir()) == ["annotations.json", "manifest.json"]


def test_boxes_masks_shares_and_several_objects(clip):
    cv2.imwrite("disc.png", disc(5).astype(np.uint8) * 255)
    words = ("--box", "one=20%,30%,42%,70%", "--mask", "two=disc.png@5", "--frames", "3-9", "--direction", "forward")
    result = track(*words, "--format", "png", "--out", "labels")
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in Path("labels").glob("0*.png")) == [f"{index:05d}.png" for index in range(3, 10)]
    rows = json.loads(Path("labels/objects.json").read_text())["objects"]
    assert [row["name"] for row in rows] == ["two", "one"] or [row["name"] for row in rows] == ["one", "two"]


def test_a_checkpoint_that_was_downloaded_is_found(clip, tmp_path):
    """It lies in the data folder proper, which tracking does not use otherwise."""
    write_pico(tmp_path / "data/checkpoints")
    words = ("--point", CENTRE, "--frames", "0-2", "--engine", "sam2.1_hiera_pico@96", "--out", "masks")
    result = track(*words)
    assert result.exit_code == 0, result.output
    assert json.loads(Path("masks/manifest.json").read_text())["engine"] == "sam2.1_hiera_pico@96"


def test_standard_output_holds_the_file_alone(clip):
    clip.rename("elsewhere.mp4")
    clip.symlink_to("elsewhere.mp4")
    result = track("--point", "30%,50%", "--frames", "0-3", "--out", "-")
    assert result.exit_code == 0, result.output
    assert {one["frame_index"] for one in json.loads(result.stdout)["annotations"]} == {0, 1, 2, 3}


def test_what_was_stopped_goes_on(clip):
    disc_clip(clip, 400, WIDTH, HEIGHT)
    words = [sys.executable, "-m", "masklet.cli.main", "track", "koi.mp4", "--point", CENTRE, "--out", "masks"]
    first = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
    state = Path("masks/.masklet-track")
    until = time.monotonic() + 60
    while stored(state) < 20 and time.monotonic() < until:
        time.sleep(0.05)
    first.send_signal(signal.SIGINT)
    assert first.wait(30) == 130
    assert "goes on from here" in first.stderr.read()
    before = stored(state)
    assert 20 <= before < 400
    assert not Path("masks/annotations.json").exists()
    second = subprocess.run(words, capture_output=True, text=True, timeout=120)
    assert second.returncode == 0, second.stderr
    assert len(COCO("masks/annotations.json").anns) == 400
    assert not state.exists()


def stored(state):
    """Frames that have masks by now."""
    import sqlite3

    if not (state / "masklet.sqlite").is_file():
        return 0
    try:
        with sqlite3.connect(f"file:{state}/masklet.sqlite?mode=ro", uri=True) as rows:
            return rows.execute("select count(*) from masks").fetchone()[0]
    except sqlite3.OperationalError:
        return 0  # its tables are being made


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ((), 2, "Say what to track"),
        (("--point", "here"), 2, "x,y or"),
        (("--point", "900,10"), 2, "outside the picture: it is 160 pixels wide"),
        (("--point", "10,10@99"), 2, "Frame 99 is not in the clip"),
        (("--box", "50,50,10,60"), 2, "upper left corner"),
        (("--mask", "nowhere.png"), 3, "nowhere.png"),
        (("--point", CENTRE, "--format", "bmp"), 3, "no export format bmp"),
        (("--point", CENTRE, "--option", "x=1"), 2, "no option x"),
        (("--point", CENTRE, "--frames", "9-3"), 2, "before it begins"),
        (("--point", CENTRE, "--engine", "nobody"), 3, "no engine nobody"),
    ],
)
def test_what_does_not_fit_is_a_sentence(clip, words, code, told):
    result = track(*words, "--out", "masks")
    assert (result.exit_code, told in result.stderr) == (code, True), result.output
    assert "Traceback" not in result.output
    assert not Path("masks/annotations.json").exists()


def test_what_is_there_is_not_replaced(clip):
    Path("masks").mkdir()
    Path("masks/annotations.json").write_text("mine")
    result = track("--point", CENTRE, "--out", "masks")
    assert result.exit_code == 4
    assert Path("masks/annotations.json").read_text() == "mine"


def test_a_target_that_may_not_be_written_to(clip):
    if os.geteuid() == 0:
        Path("masks").write_text("a file")
    result = track("--point", CENTRE, "--out", "masks/deep" if os.geteuid() == 0 else "/masks")
    assert result.exit_code == 1
    assert "Traceback" not in result.output
