"""The examples of docs/python-client.md and the notebook's cells run as they stand, against the product; only its address is put in."""

import json
import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from disc_clip import disc_clip
from PIL import Image
from product import product

from masklet.masks import rle

DOCS = Path(__file__).parents[3] / "docs"
EXAMPLES = re.findall(r"```python\n(.*?)```", (DOCS / "python-client.md").read_text(), re.DOTALL)
ADDRESS, FRAMES, WIDTH, HEIGHT = "http://localhost:3000", 12, 160, 90


@pytest.fixture(scope="module")
def served(client_data, tmp_path_factory):
    with product(client_data(tmp_path_factory.mktemp("served"))) as running:
        yield running
        assert running.tracebacks() == []


@pytest.fixture
def folder(tmp_path, monkeypatch):
    disc_clip(tmp_path / "ball.mp4", FRAMES, WIDTH, HEIGHT)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(source, served, names=None):
    names = names if names is not None else {}
    assert source.count(ADDRESS) <= 1
    exec(compile(source.replace(ADDRESS, served.url), "example", "exec"), names)
    return names


def truth(frame_index):
    """Where the disc of the clip is."""
    return WIDTH * (0.5 - 0.2 * np.cos(frame_index / 40)), HEIGHT * (0.5 + 0.2 * np.sin(frame_index / 55))


def test_a_folder_of_clips_is_labelled_from_boxes(served, folder):
    (folder / "clips").mkdir()
    for name in ("a", "b"):
        shutil.copy("ball.mp4", f"clips/{name}.mp4")
        (folder / f"clips/{name}.json").write_text(json.dumps([{"label": "ball", "box": [30, 27, 66, 63]}]))
    run(EXAMPLES[0], served)
    for name in ("a", "b"):
        written = json.loads((folder / f"clips/{name}.coco.json").read_text())
        assert len(written["annotations"]) == FRAMES
        assert "ball" in json.dumps(written["categories"])


def test_a_balls_path_is_measured(served, folder):
    path = run(EXAMPLES[1], served)["path"]
    assert list(path) == pytest.approx([k / 24 for k in range(FRAMES)])
    for k, place in enumerate(path.values()):
        assert np.hypot(*(np.array(place) - truth(k))) < 3


def test_a_matte_is_made(served, folder):
    run(EXAMPLES[2], served)
    pictures = sorted((folder / "matte").iterdir())
    assert [each.name for each in pictures] == [f"{k:05}.png" for k in range(FRAMES)]
    for k, each in enumerate(pictures):
        pixels = np.asarray(Image.open(each))
        assert pixels.shape == (HEIGHT, WIDTH)
        assert set(np.unique(pixels)) == {0, 255}
        x, y = truth(k)
        assert pixels[int(y), int(x)] == 255


def test_masks_are_brought_back(served, folder, capsys):
    mask = rle.encode(np.eye(HEIGHT, WIDTH, dtype=bool))
    images = [{"id": k, "frame_index": k} for k in (0, 99)]
    shape = {"size": [HEIGHT, WIDTH], "counts": mask.counts}
    annotations = [{"id": k, "image_id": k, "track_id": 1, "segmentation": shape} for k in (0, 99)]
    tracks = [{"id": 1, "name": "ball"}]
    content = {"images": images, "annotations": annotations, "tracks": tracks}
    (folder / "corrected.json").write_text(json.dumps(content))
    report = run(EXAMPLES[3], served)["report"]
    assert report.masks == 1
    assert capsys.readouterr().out == f"ball 1\nframe 99 The clip has no frame 99; its frames are 0 to {FRAMES - 1}.\n"


def test_there_are_no_examples_that_are_not_run():
    assert len(EXAMPLES) == 4


def test_the_notebooks_cells_run_in_order(served, folder):
    cells = json.loads((DOCS / "examples/masklet.ipynb").read_text())["cells"]
    names = {}
    for cell in cells:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            run("".join(cell["source"]), served, names)
    assert sorted(names["areas"]) == list(range(FRAMES))
    assert names["trail"].max() > 1
    assert len(json.loads((folder / "ball.json").read_text())["annotations"]) == FRAMES
