"""`masklet evaluate`: what it reads, what it measures, and what it says where things do not fit together."""

import json
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from masklet.cli.main import main

HEIGHT, WIDTH, FRAMES = 40, 60, 6
PALETTE = [0, 0, 0, 128, 0, 0, 0, 128, 0, *[255] * 759]


def evaluate(*words):
    return CliRunner().invoke(main, ["evaluate", *map(str, words)])


def labels_of(index, step=0):
    """Object 1 stands still, object 2 walks and is moved by `step` more."""
    labels = np.zeros((HEIGHT, WIDTH), np.uint8)
    labels[4:14, 4:14] = 1
    labels[20:36, 6 + 5 * index + step : 22 + 5 * index + step] = 2
    return labels


def write(folder, pictures):
    folder.mkdir(parents=True, exist_ok=True)
    for index, labels in enumerate(pictures):
        picture = Image.fromarray(labels.astype(np.uint8))
        picture.putpalette(PALETTE)
        picture.save(folder / f"{index:05d}.png")


@pytest.fixture
def truth(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    root = tmp_path / "DAVIS"
    write(root / "Annotations/480p/walk", [labels_of(index) for index in range(FRAMES)])
    write(root / "Annotations/480p/other", [labels_of(index) for index in range(FRAMES)])
    return root


def figures(result):
    assert result.stdout, result.output
    return json.loads(result.stdout)


def test_each_object_each_clip_and_all(truth):
    write(Path("ours/walk"), [labels_of(index, step=4) for index in range(FRAMES)])
    write(Path("ours/other"), [labels_of(index) for index in range(FRAMES)])
    result = evaluate("ours", truth, "--json")
    assert result.exit_code == 0, result.output
    found = figures(result)
    walk = next(one for one in found["sequences"] if one["name"] == "walk")
    assert walk["frames"] == FRAMES - 2
    assert walk["objects"][0] == {"number": 1, "J": 1.0, "F": 1.0, "JF": 1.0}
    moved = walk["objects"][1]
    assert moved["J"] == pytest.approx(12 / 20)  # 16 wide, 4 aside
    assert 0 < moved["F"] < 1
    assert moved["JF"] == pytest.approx((moved["J"] + moved["F"]) / 2)
    assert found["J"] == pytest.approx((3 + 12 / 20) / 4)  # over objects, as DAVIS 2017 has it
    shown = evaluate("ours", truth).stdout
    assert "walk   2       4       " in shown
    assert "0.600" in shown
    assert "Without the first and the last frame" in shown


def test_the_first_and_the_last_frame_count_when_they_are_asked_for(truth):
    wrong = {0, FRAMES - 1}
    write(Path("ours/walk"), [labels_of(index) * (index not in wrong) for index in range(FRAMES)])
    assert figures(evaluate("ours", truth, "--json"))["JF"] == 1.0
    found = figures(evaluate("ours", truth, "--json", "--all-frames"))
    assert found["JF"] == pytest.approx((FRAMES - 2) / FRAMES)
    assert found["frames"] == "all"


@pytest.mark.parametrize("form", ["", "Annotations/480p", "Annotations/480p/walk"])
def test_the_truth_may_be_a_root_or_a_folder_below(truth, form):
    write(Path("ours/walk"), [labels_of(index) for index in range(FRAMES)])
    result = evaluate("ours", truth / form, "--json")
    assert (result.exit_code, figures(result)["JF"]) == (0, 1.0)


def test_black_and_white_pictures_are_of_one_object(truth):
    masks = [(labels_of(index) == 2).astype(np.uint8) * 255 for index in range(FRAMES)]
    Path("grey").mkdir()
    for index, mask in enumerate(masks):
        Image.fromarray(mask).save(f"grey/{index:05d}.png")
    write(Path("ours/walk"), [labels_of(index) == 2 for index in range(FRAMES)])
    result = evaluate("ours", "grey", "--json")
    assert (result.exit_code, figures(result)["JF"]) == (0, 1.0), result.output
    assert "walk was measured against grey." in evaluate("ours", "grey").stdout


def test_void_is_not_judged(truth):
    pictures = [labels_of(index) for index in range(FRAMES)]
    write(Path("ours/walk"), [labels_of(index, step=4) for index in range(FRAMES)])
    for labels in pictures:
        labels[18:38] = 255
    write(Path("void"), pictures)
    found = figures(evaluate("ours", "void", "--json"))
    assert (found["JF"], len(found["sequences"][0]["objects"])) == (1.0, 1)


@pytest.mark.parametrize(
    ("truth_format", "name", "options"),
    [
        ("davis", "png", ()),
        ("sa_v_png", "coco", ()),
        ("sa_v_png", "coco", ("--option", "masks=polygons")),
        ("sa_v_png", "youtube_vis", ()),
        ("sa_v_png", "sa_v_png", ()),
        ("davis", "davis", ()),
    ],
)
@pytest.mark.parametrize("packed", [True, False])
def test_our_own_exports_are_read(folder, truth_format, name, options, packed):
    def export(form, out, *more):
        result = folder.run("export", folder.session, "--format", form, "--out", out, *more)
        assert result.exit_code == 0, result.output

    export(truth_format, "truth")
    suffix = ".json" if name in ("coco", "youtube_vis") else ".zip"
    out = f"ours{suffix}" if packed else "ours"
    export(name, out, *options)
    result = evaluate(out, "truth", "--json", "--all-frames")
    assert result.exit_code == 0, result.output
    found = figures(result)
    assert found["JF"] == 1.0
    assert [(one["frames"], len(one["objects"])) for one in found["sequences"]] == [(12, 3)]


def test_what_does_not_fit_is_said_and_the_rest_is_measured(truth):
    write(Path("ours/walk"), [labels_of(index) for index in range(FRAMES)])
    write(Path("ours/nobody"), [labels_of(0)])
    write(Path("ours/other"), [labels_of(index) for index in range(3)])
    result = evaluate("ours", truth, "--json")
    assert result.exit_code == 1
    found = figures(result)
    assert [one["name"] for one in found["sequences"]] == ["walk"]
    assert found["problems"] == [
        "nobody: The truth has no clip of this name; it has other, walk.",
        "other: 2 of 4 frames have no mask in the export: 3, 4.",
    ]
    assert result.stderr.splitlines() == found["problems"]


def test_other_objects_are_said(truth):
    pictures = [np.where(labels_of(index) == 2, 7, 0).astype(np.uint8) for index in range(FRAMES)]
    write(Path("ours/walk"), pictures)
    result = evaluate("ours", truth)
    assert result.exit_code == 1
    assert "walk: The export has no objects 1, 2 of the truth, which counts as empty masks." in result.stderr
    assert "walk: The truth has no object 7 of the export, which is left out." in result.stderr
    assert "0.000" in result.stdout


def test_other_sizes_are_said(truth):
    write(Path("ours/walk"), [labels_of(index)[:, :50] for index in range(FRAMES)])
    result = evaluate("ours", truth)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "walk: Frame 1 has 50 x 40 pixels, the truth 60 x 40. Exports have the original's size" in result.stderr


def test_a_clip_of_two_frames_needs_all_frames(truth):
    write(Path("short"), [labels_of(index) for index in range(2)])
    write(Path("ours"), [labels_of(index) for index in range(2)])
    result = evaluate("ours", "short")
    assert result.exit_code == 1
    assert "--all-frames" in result.stderr
    assert evaluate("ours", "short", "--all-frames").exit_code == 0


def test_a_damaged_picture_is_named(truth):
    write(Path("ours/walk"), [labels_of(index) for index in range(FRAMES)])
    Path("ours/walk/00002.png").write_bytes(b"\x89PNG\r\n\x1a\nno")
    Image.new("RGB", (WIDTH, HEIGHT)).save("ours/walk/00003.png")
    result = evaluate("ours", truth)
    assert (result.exit_code, result.stderr) == (1, "walk: The picture 00002.png cannot be read.\n")
    Path("ours/walk/00002.png").unlink()
    write(Path("ours/walk"), [labels_of(index) for index in range(3)])
    assert "00003.png is a picture in colour" in evaluate("ours", truth).stderr


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[1]", "holds no annotations"),
        ("{", "damaged"),
        ('{"images": [], "annotations": [{"id": 1}]}', "no track_id"),
        ('{"images": 3, "annotations": []}', "damaged"),
    ],
)
def test_a_file_that_is_none_is_a_sentence(truth, content, told):
    Path("ours.json").write_text(content)
    result = evaluate("ours.json", truth)
    assert (result.exit_code, told in result.stderr) == (2, True), result.output
    assert "Traceback" not in result.output


def test_run_lengths_of_another_size_are_said(truth):
    image = {"id": 1, "file_name": "00001.jpg", "width": WIDTH, "height": HEIGHT}
    mask = {"image_id": 1, "track_id": 1, "segmentation": {"size": [4, 4], "counts": "04"}}
    others = [image | {"id": index, "file_name": f"{index:05d}.jpg"} for index in range(2, FRAMES)]
    document = {"images": [image, *others], "annotations": [mask], "videos": []}
    Path("ours.json").write_text(json.dumps(document))
    result = evaluate("ours.json", truth / "Annotations/480p/walk")
    assert result.exit_code == 1
    assert "A mask of frame 1 is damaged, or of another size than its picture." in result.stderr


@pytest.mark.parametrize("kind", ["empty folder", "empty zip", "text"])
def test_what_holds_no_masks(truth, kind):
    path = Path("ours")
    if kind == "empty folder":
        path.mkdir()
    elif kind == "empty zip":
        ZipFile(path, "w").close()
    else:
        path.write_text("hello")
    result = evaluate(path, truth)
    assert result.exit_code == 2
    assert result.stderr.startswith("ours ")
    assert "Traceback" not in result.output
