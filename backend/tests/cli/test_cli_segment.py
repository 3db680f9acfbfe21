"""`masklet segment`: from pictures and a click to masks in files; what is said where a picture or a word does not fit."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from pico_checkpoint import write_pico
from PIL import Image
from pycocotools.coco import COCO

from masklet.cli.main import main

WIDTH, HEIGHT = 161, 97  # odd: no video could have it
CENTRE = "48,48"


def disc():
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    return (x - 48) ** 2 + (y - 48) ** 2 < 20**2


def pixels():
    rng = np.random.default_rng(7)
    coarse = rng.integers(20, 90, (HEIGHT // 8 + 1, WIDTH // 8 + 1, 3), dtype=np.uint8)
    picture = np.kron(coarse, np.ones((8, 8, 1), np.uint8))[:HEIGHT, :WIDTH]
    picture[disc()] = (230, 190, 40)
    return picture


@pytest.fixture(autouse=True)
def pictures(tmp_path, monkeypatch):
    monkeypatch.setenv("MASKLET_CHECKPOINTS_DIR", "")
    monkeypatch.setenv("MASKLET_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    Image.fromarray(pixels()).save("koi.png")
    Image.fromarray(pixels()).save("lily.jpg", quality=95)


def segment(*words):
    return CliRunner().invoke(main, ["segment", *map(str, words)])


def mask_in(file):
    values = np.asarray(Image.open(file))
    assert set(np.unique(values)) <= {0, 255}
    return values == 255


def iou(one, two):
    return (one & two).sum() / (one | two).sum()


def test_a_click_becomes_a_mask_of_each_picture(tmp_path):
    result = segment("koi.png", "lily.jpg", "--point", CENTRE, "--out", "masks")
    assert result.exit_code == 0, result.output
    for name in ("koi", "lily"):
        assert iou(mask_in(f"masks/{name}.png"), disc()) > 0.9
    head, first, second = result.stdout.splitlines()
    assert head.split() == ["IMAGE", "OBJECT", "AREA", "BOX", "X,Y,WIDTH,HEIGHT", "SCORE", "FILE"]
    assert (first.split()[0], first.split()[-1]) == ("koi.png", "masks/koi.png")
    assert second.split()[0] == "lily.jpg"
    assert sorted(path.name for path in Path("masks").iterdir()) == ["koi.png", "lily.png"]
    assert not (tmp_path / "data").exists()


def test_what_is_told_is_what_is_written():
    result = segment("koi.png", "--point", "30%,50%", "--out", "one.png", "--json")
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    [image] = document["images"]
    assert (document["format"], image["image"], image["width"], image["height"]) == ("png", "koi.png", WIDTH, HEIGHT)
    [found] = image["masks"]
    mask = mask_in("one.png")
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    assert found["area"] == mask.sum()
    assert found["bbox"] == [columns[0], rows[0], np.ptp(columns) + 1, np.ptp(rows) + 1]
    assert 0 < found["score"] <= 1
    assert (found["file"], found["candidate"]) == ("one.png", 1)


def test_one_coco_file_for_all_pictures():
    words = ("--box", "disc=24,24,72,72", "--point", "ground=140,20")
    result = segment("koi.png", "lily.jpg", *words, "--out", "all.json")
    assert result.exit_code == 0, result.output
    coco = COCO("all.json")
    assert [image["file_name"] for image in coco.imgs.values()] == ["koi.png", "lily.jpg"]
    names = {key: one["name"] for key, one in coco.cats.items()}
    discs = [one for one in coco.anns.values() if names[one["category_id"]] == "disc"]
    assert [one["image_id"] for one in discs] == [1, 2]
    for one in discs:
        mask = coco.annToMask(one).astype(bool)
        assert (iou(mask, disc()) > 0.85, int(mask.sum())) == (True, one["area"])


def test_standard_output_holds_the_file_alone():
    result = segment("koi.png", "--point", CENTRE, "--out", "-")
    assert result.exit_code == 0, result.output
    assert len(json.loads(result.stdout)["annotations"]) == 1
    result = segment("koi.png", "--point", CENTRE, "--out", "-", "--format", "png")
    Path("piped.png").write_bytes(result.stdout_bytes)
    assert iou(mask_in("piped.png"), disc()) > 0.9


def test_candidates_are_other_masks_the_likeliest_first():
    result = segment("koi.png", "--point", CENTRE, "--candidates", "3", "--out", "choice", "--json")
    assert result.exit_code == 0, result.output
    [image] = json.loads(result.stdout)["images"]
    masks = image["masks"]
    assert 2 <= len(masks) <= 3
    assert [one["file"] for one in masks] == [f"choice/koi-{rank}.png" for rank in range(1, len(masks) + 1)]
    assert [one["candidate"] for one in masks] == list(range(1, len(masks) + 1))
    assert len({one["area"] for one in masks}) == len(masks)
    assert segment("koi.png", "--point", CENTRE, "--out", "choice").exit_code == 0
    assert (mask_in("choice/koi.png") == mask_in("choice/koi-1.png")).all()


def test_a_checkpoint_that_was_downloaded_is_used(tmp_path):
    write_pico(tmp_path / "data/checkpoints")
    words = ("--box", "20,20,80,80", "--engine", "sam2.1_hiera_pico", "--out", "masks", "--json")
    result = segment("koi.png", *words)
    assert result.exit_code == 0, result.output
    assert mask_in("masks/koi.png").shape == (HEIGHT, WIDTH)


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_the_orientation_that_the_camera_noted_is_applied(orientation):
    """As it lies in the file the picture is turned; masks and coordinates are of what viewers show."""
    back = {3: 2, 6: 1, 8: 3}[orientation]  # quarter turns to the left that undo it
    exif = Image.Exif()
    exif[274] = orientation
    Image.fromarray(np.ascontiguousarray(np.rot90(pixels(), back))).save("turned.jpg", exif=exif, quality=95)
    result = segment("turned.jpg", "--point", CENTRE, "--out", "masks")
    assert result.exit_code == 0, result.output
    assert mask_in("masks/turned.png").shape == (HEIGHT, WIDTH)
    assert iou(mask_in("masks/turned.png"), disc()) > 0.9


@pytest.mark.parametrize("kind", ["tiff", "gif", "bmp", "webp", "ppm", "16 bit"])
def test_other_kinds_of_pictures(kind):
    file = "other.png" if kind == "16 bit" else f"other.{kind}"
    picture = Image.fromarray(pixels())
    if kind == "16 bit":
        picture = Image.fromarray(np.asarray(picture.convert("L")).astype(np.uint16) * 257)
    picture.save(file)
    assert segment(file, "--point", CENTRE, "--out", "masks").exit_code == 0
    assert iou(mask_in("masks/other.png"), disc()) > 0.85


def test_bad_pictures_are_named_and_the_others_done():
    Path("text.jpg").write_text("hello")
    Path("cut.png").write_bytes(Path("koi.png").read_bytes()[:900])
    result = segment("text.jpg", "koi.png", "gone.png", "cut.png", ".", "--point", CENTRE, "--out", "masks", "--json")
    assert result.exit_code == 1  # several kinds of problems
    images = json.loads(result.stdout)["images"]
    assert [one["problem"] is None for one in images] == [False, True, False, False, False]
    assert result.stderr.splitlines() == [f"{one['image']}: {one['problem']}" for one in images if one["problem"]]
    assert "gone.png: There is no such file." in result.stderr
    assert "Traceback" not in result.output
    assert [path.name for path in Path("masks").iterdir()] == ["koi.png"]


def test_a_point_outside_of_one_picture_is_that_pictures_problem():
    Image.fromarray(pixels()[:40, :40]).save("small.png")
    result = segment("small.png", "koi.png", "--point", CENTRE, "--out", "all.json")
    assert result.exit_code == 2
    assert result.stderr == "small.png: 48 is outside the picture: it is 40 pixels wide.\n"
    assert [one["file_name"] for one in json.loads(Path("all.json").read_text())["images"]] == ["koi.png"]


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ((), 2, "Say what to segment"),
        (("--point", "here"), 2, "x,y or"),
        (("--point", "10,10@3"), 2, "A picture has no @FRAME"),
        (("--box", "50,50,10,60"), 2, "upper left corner"),
        (("--point", CENTRE, "--engine", "nobody"), 3, "no engine nobody"),
        (("--point", CENTRE, "--engine", "sam2.1_hiera_tiny"), 1, "cannot run here"),
        (("--point", CENTRE, "--engine", "flow@512"), 2, "no image size to choose"),
        (("--point", CENTRE, "--candidates", "9"), 2, "1<=x<=5"),
        (("--point", CENTRE, "--format", "png", "--out", "masks.json"), 2, "does not end in .png"),
        (("--point", CENTRE, "--candidates", "2", "--out", "one.png"), 2, "do not go into one picture"),
        (("--point", CENTRE, "--out", "-", "--json"), 2, "both write to standard output"),
        (("--point", CENTRE, "--out", "."), 2, "koi.png is one of the pictures"),
        (("--point", CENTRE, "--out", ".", "--force"), 2, "koi.png is one of the pictures"),
    ],
)
def test_what_does_not_fit_is_a_sentence(words, code, told):
    before = Path("koi.png").read_bytes()
    result = segment("koi.png", *(() if "--out" in words else ("--out", "masks")), *words)
    assert (result.exit_code, told in result.stderr) == (code, True), result.output
    assert "Traceback" not in result.output
    assert not Path("masks").exists()
    assert Path("koi.png").read_bytes() == before


def test_what_is_there_is_not_replaced():
    Path("masks").mkdir()
    Path("masks/koi.png").write_text("mine")
    result = segment("koi.png", "--point", CENTRE, "--out", "masks")
    assert (result.exit_code, Path("masks/koi.png").read_text()) == (4, "mine")
    assert segment("koi.png", "--point", CENTRE, "--out", "masks", "--force").exit_code == 0
    assert iou(mask_in("masks/koi.png"), disc()) > 0.9


def test_pictures_of_one_name_keep_apart():
    for folder in ("a", "b"):
        Path(folder).mkdir()
        Path(folder, "koi.png").write_bytes(Path("koi.png").read_bytes())
    assert segment("a/koi.png", "b/koi.png", "--point", CENTRE, "--out", "masks").exit_code == 0
    assert sorted(path.name for path in Path("masks").iterdir()) == ["a-koi.png", "b-koi.png"]
    Path("koi.jpg").write_bytes(Path("lily.jpg").read_bytes())
    result = segment("koi.png", "koi.jpg", "--point", CENTRE, "--out", "both")
    assert (result.exit_code, "Several pictures would be written to" in result.stderr) == (2, True)


def test_a_folder_that_may_not_be_written_to():
    Path("masks").write_text("a file")
    result = segment("koi.png", "--point", CENTRE, "--out", "masks/deep/")
    assert result.exit_code == 1
    assert "Traceback" not in result.output
