"""`masklet export`: what lands where, what is refused, and with which code."""

import json
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import av
import numpy as np
import pytest
from PIL import Image
from pycocotools.coco import COCO
from stored_folder import FRAMES, HEIGHT, WIDTH

from masklet.domain.mask_import import ProblemKind
from masklet.export import registry


def test_coco_lands_with_the_name_its_readers_look_for(folder, tmp_path):
    result = folder.run("export", folder.session, "--format", "coco", "--out", "masks", "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout)["files"] == ["masks/annotations.json", "masks/manifest.json"]
    assert sorted(path.name for path in Path("masks").iterdir()) == ["annotations.json", "manifest.json"]
    coco = COCO("masks/annotations.json")
    assert len(coco.anns) == 3 * FRAMES
    assert json.loads(Path("masks/manifest.json").read_text())["written"]["last_frame"] == FRAMES - 1


def test_a_package_is_unpacked_and_holds_what_was_asked_for(folder):
    words = ("--objects", "1,3", "--frames", "2-9", "--stride", "3", "--out", "out/labels")
    result = folder.run("export", folder.session[:6], "--format", "png", *words)
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in Path("out/labels").iterdir()) == [
        "00002.png", "00005.png", "00008.png", "manifest.json", "objects.json",
    ]  # fmt: skip
    assert set(np.unique(Image.open("out/labels/00002.png"))) == {0, 1, 3}


def test_options_of_a_format(folder):
    words = ("--option", "movies=each", "--option", "pixels=straight", "--frames", "0")
    result = folder.run("export", folder.session, "--format", "png_sequence", "--out", "cut", *words)
    assert result.exit_code == 0, result.output
    assert Image.open("cut/2_Object-2/00000.png").mode == "RGBA"


def test_a_file_of_its_own_name(folder):
    assert folder.run("export", folder.session, "--format", "mp4", "--out", "deep/koi.mp4").exit_code == 0
    assert [path.name for path in Path("deep").iterdir()] == ["koi.mp4"]
    with av.open("deep/koi.mp4") as movie:
        assert sum(1 for _ in movie.decode(video=0)) == FRAMES
    assert folder.run("export", folder.session, "--format", "png", "--out", "labels.zip").exit_code == 0
    assert "00011.png" in ZipFile("labels.zip").namelist()


def test_a_single_file_in_a_folder_is_named_after_the_session(folder):
    assert folder.run("export", folder.session, "--format", "session", "--out", "kept/").exit_code == 0
    assert [path.name for path in Path("kept").iterdir()] == ["3 objects-session.masklet"]  # its manifest is inside
    assert folder.run("export", folder.session, "--format", "csv", "--out", "kept/").exit_code == 0
    assert "manifest.json" in {path.name for path in Path("kept").iterdir()}


def test_standard_output(folder):
    result = folder.run("export", folder.session, "--format", "coco", "--out", "-")
    assert len(json.loads(result.stdout)["annotations"]) == 3 * FRAMES
    archive = folder.run("export", folder.session, "--format", "png", "--out", "-").stdout_bytes
    Path("piped.zip").write_bytes(archive)
    assert ZipFile("piped.zip").testzip() is None


def test_a_full_pipe_is_a_sentence(folder):
    command = [sys.executable, "-m", "masklet.cli.main", "export", folder.session, "--format", "coco", "--out", "-"]
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)
    assert result.returncode != 0
    assert "The disk is full" in result.stderr
    assert "Traceback" not in result.stderr


def test_what_is_there_is_replaced_only_with_force(folder):
    Path("masks").mkdir()
    Path("masks/annotations.json").write_text("mine")
    words = ("export", folder.session, "--format", "coco", "--out", "masks")
    refused = folder.run(*words)
    assert (refused.exit_code, refused.stdout) == (4, "")
    assert "masks/annotations.json is there already; --force" in refused.stderr
    assert Path("masks/annotations.json").read_text() == "mine"
    assert folder.run(*words, "--force").exit_code == 0
    assert Path("masks/annotations.json").read_text() != "mine"


def test_a_folder_with_other_things_is_no_place_for_a_package(folder):
    Path("labels").mkdir()
    Path("labels/mine.txt").write_text("mine")
    words = ("export", folder.session, "--format", "png", "--out", "labels")
    assert folder.run(*words).exit_code == 4
    assert folder.run(*words, "--force").exit_code == 0
    assert Path("labels/mine.txt").read_text() == "mine"


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--format", "bmp"), 3, "There is no export format bmp; there are coco,"),
        (("--objects", "4"), 3, "The session has no object 4; its objects are 1 (Object 1), 2"),
        (("--objects", "all"), 2, "numbers such as 1,3"),
        (("--frames", "9-3"), 2, "ends on frame 3, before it begins on frame 9"),
        (("--frames", "3-12"), 2, "Frame 12 is not in the clip"),
        (("--frames", "a-b"), 2, "a range such as 12-31"),
        (("--stride", "0"), 2, "A stride of 0 holds no frame"),
        (("--option", "movies"), 2, "name=value is expected"),
        (("--option", "speed=2"), 2, "coco has no option speed; it has masks"),
        (("--format", "prores", "--option", "movies=some"), 2, "one of together, each is expected"),
        (("--format", "mp4", "--stride", "2"), 2, "takes no stride"),
        (("--out", "koi.mp4"), 2, "does not end in .json"),
        (("--out", "data/masklet.sqlite"), 2, "does not end in .json"),
        (("--out", "data/masklet.sqlite/below"), 1, "Not a directory"),
        (("--out", "-", "--json"), 2, "both write to standard output"),
    ],
)
def test_what_does_not_fit_is_a_sentence_and_leaves_nothing(folder, tmp_path, words, code, sentence):
    given = {"--format": "coco", "--out": "new/place"} | dict(zip(words[::2], words[1::2], strict=False))
    flags = [word for pair in given.items() for word in pair] if len(words) % 2 == 0 else [*words, "--format", "coco"]
    before = sorted(tmp_path.rglob("*"))
    result = folder.run("export", folder.session, *flags)
    assert (result.exit_code, result.stdout) == (code, ""), result.output
    assert sentence in result.stderr
    assert len(result.stderr.splitlines()) == 1
    left = [path for path in sorted(tmp_path.rglob("*")) if path not in before and "masklet.sqlite" not in path.name]
    assert [path for path in left if path.name not in ("incoming", "exports")] == []


def test_a_session_without_masks_has_nothing_to_export(folder):
    result = folder.run("export", folder.bare, "--format", "coco", "--out", "x")
    assert result.exit_code == 4
    assert "nothing to export yet" in result.stderr


def test_an_unknown_session(folder):
    assert folder.run("export", "nobody", "--format", "coco", "--out", "x").exit_code == 3


def test_a_damaged_clip_is_a_sentence_and_leaves_nothing(folder):
    next(folder.path.glob("videos/*/video.mp4")).write_bytes(b"no video" * 100)
    result = folder.run("export", folder.session, "--format", "prores", "--out", "x")
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert not Path("x").exists()


def test_the_session_is_as_it_was_and_has_no_job(folder):
    before = folder.run("sessions", "show", folder.session, "--json").stdout
    assert folder.run("export", folder.session, "--format", "coco", "--out", "x").exit_code == 0
    assert folder.run("sessions", "show", folder.session, "--json").stdout == before
    assert not any((folder.path / "exports").iterdir())


def test_resolution(folder):
    words = ("--format", "coco", "--out", "x", "--resolution", "original")
    assert folder.run("export", folder.session, *words).exit_code == 0
    assert json.loads(Path("x/annotations.json").read_text())["images"][0]["width"] == WIDTH
    assert HEIGHT == 64


def test_formats_are_those_of_the_registry(folder):
    listed = json.loads(folder.run("formats", "--json").stdout)
    assert [one["name"] for one in listed] == [one.name for one in registry.formats()]
    told = folder.run("formats").stdout
    assert all(one.description in told for one in registry.formats())
    assert "--option movies=together|each (default together)" in told


def test_what_clients_say_of_imports_is_generated(folder):
    contract = Path(__file__).parents[3] / "contract"
    listed = json.loads(folder.run("formats", "--imports", "--json").stdout)
    assert listed == json.loads((contract / "imports.json").read_text()), "run: make generate"
    problems = json.loads(folder.run("errors", "--imports").stdout)
    assert problems == json.loads((contract / "import_problems.json").read_text()), "run: make generate"
    assert set(problems) == {kind.name for kind in ProblemKind}
    assert problems["SIZE"] == ["width", "height", "clip_width", "clip_height"]
    assert problems["EMPTY"] == []
