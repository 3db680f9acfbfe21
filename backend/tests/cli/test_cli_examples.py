"""The examples of docs/command-line.md and of the help work as they are written, one after the other."""

import re
import shlex
from importlib import import_module
from pathlib import Path
from zipfile import ZipFile

import cv2
import numpy as np
import pytest
from disc_clip import disc_clip
from PIL import Image
from stored_folder import FRAMES, HEIGHT, WIDTH

from masklet.cli.main import COMMANDS, FILES

DOCS = Path(__file__).parents[3] / "docs/command-line.md"
WITH_EXAMPLES = (
    "doctor",
    "track",
    "segment",
    "sessions",
    "trash",
    "backup",
    "restore",
    "sweep",
    "export",
    "import",
    "formats",
    "engines",
    "bench",
    "models",
    "evaluate",
    "completion",
)


@pytest.fixture(autouse=True)
def files(folder, tmp_path):
    """A video, pictures, one that is white where its object is, and the session's masks as files: its own, and true ones."""
    disc_clip(tmp_path / "pond.mp4", 14, 160, 96)
    mask = np.zeros((96, 160), np.uint8)
    mask[36:60, 36:60] = 255
    cv2.imwrite(str(tmp_path / "koi.png"), mask)
    exported = folder.run("export", folder.session, "--format", "coco", "--out", "-").stdout
    (tmp_path / "masks.json").write_text(exported)
    with ZipFile(tmp_path / "corrected.zip", "w") as archive:
        archive.writestr("annotations.json", exported)
    for name in ("koi.jpg", "lily.jpg"):
        cv2.imwrite(str(tmp_path / name), cv2.merge([255 - mask, mask, mask]))
    (tmp_path / "truth").mkdir()
    for index in range(FRAMES):
        lines = (np.eye(HEIGHT, WIDTH, index + 20 * step, dtype=np.uint8) * (step + 1) for step in range(3))
        Image.fromarray(sum(lines)).save(tmp_path / f"truth/{index:05d}.png")


def commands_of(text):
    """What `masklet` is told in each line: no pipe, no variables before it."""
    for line in text.splitlines():
        found = re.search(r"\bmasklet ([a-z][^|>)&]*)", line)
        if found and not line.strip().startswith("#"):
            words = re.split(r"\s{2,}", found.group(1).strip())[0]  # what follows wide space is a remark
            yield shlex.split(words)


def run_all(folder, text):
    lines = list(commands_of(text))
    assert lines
    for words in lines:
        if words[:2] == ["models", "download"]:
            continue  # no test uses the network: see test_cli_models.py
        if words[0] == "train":
            continue  # takes a GPU or hours: see tests/training/test_training_run.py
        if words[:2] == ["trash", "restore"]:
            continue  # nothing is deleted here: see test_cli_sweep.py
        if words == ["bench"]:
            words += ["--frames", "2", "--objects", "1"]  # in full it takes a minute
        words = [word.replace("3f2a91c0", folder.session[:8]) for word in words]
        result = folder.run(*words)
        allowed = (0, 1) if words[0] == "doctor" else (0,)  # the client may not be built here
        assert result.exit_code in allowed, (words, result.output)
        assert result.stdout


def test_the_docs(folder):
    blocks = re.findall(r"```sh\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    lines = "\n".join(blocks).splitlines()
    kept = [line for line in lines if "sessions delete" not in line and "doctor" not in line]
    run_all(folder, "\n".join(kept))
    assert Path("masks/annotations.json").is_file()
    assert len(list(Path("labels").glob("*.png"))) == 4
    assert {path.name for path in Path("cut").iterdir() if path.is_dir()} == {"1_Object-1", "3_Object-3"}
    assert Path("koi.mp4").is_file()
    assert Path("mattes.zip").is_file()
    run_all(folder, "\n".join(line for line in lines if "sessions delete" in line))


@pytest.mark.parametrize("name", [name for name in WITH_EXAMPLES if name != "doctor"])
def test_the_help(folder, name):
    command = import_module(f"masklet.cli.{FILES.get(name, name)}").command
    text = command.epilog.replace("12-31", "3-9")  # the clip here is short
    run_all(folder, text)


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_every_help_has_examples(folder, name):
    shown = folder.run(name, "--help").stdout
    assert "Examples:\n" in shown
    assert re.search(rf"^ +.*\bmasklet {name}\b", shown, re.MULTILINE)


def test_the_docs_name_every_command():
    text = DOCS.read_text("utf-8")
    assert all(f"`{name}" in text for name in COMMANDS)
