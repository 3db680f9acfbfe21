"""Which checkpoints are here is told from files' outer form: whole, cut off, foreign, on their way. No tensor is read."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from checkpoint_maker import PICO, write_checkpoint

from masklet.domain.checkpoint import CheckpointState
from masklet.domain.engine_options import EngineOptions
from masklet.engine.sam2.checkpoint_files import find, info, infos, is_whole
from masklet.sam2.config import PUBLISHED as CONFIGURATIONS

NAME = "sam2.1_hiera_tiny"


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> bytes:
    """A checkpoint as torch writes it."""
    return write_checkpoint(tmp_path_factory.mktemp("whole")).read_bytes()


@pytest.fixture
def folders(tmp_path) -> EngineOptions:
    for name in ("own", "downloads"):
        (tmp_path / name).mkdir()
    return EngineOptions((str(tmp_path / "own"), str(tmp_path / "downloads")), str(tmp_path / "downloads"))


def own(options: EngineOptions, name: str) -> Path:
    return Path(options.checkpoint_dirs[0]) / name


def download(options: EngineOptions, name: str) -> Path:
    return Path(options.checkpoint_dirs[1]) / name


def safetensors_bytes(tail: int = 0) -> bytes:
    header = json.dumps({"__metadata__": {}, "a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}).encode()
    return len(header).to_bytes(8, "little") + header + b"\0" * (8 + tail)


def test_the_published_ones_are_always_listed_and_others_where_they_are(folders, whole):
    assert [each.name for each in infos(folders)] == list(CONFIGURATIONS)
    assert {each.state for each in infos(folders)} == {CheckpointState.MISSING}
    download(folders, f"{PICO}.pt").write_bytes(whole)
    assert infos(folders)[-1].name == PICO
    assert infos(folders)[-1].title == "SAM 2.1 pico, for tests"
    assert [each.title for each in infos(folders)[:3]] == ["SAM 2.1 tiny", "SAM 2.1 small", "SAM 2.1 base plus"]


def test_a_whole_file_is_ready(folders, whole):
    own(folders, f"{NAME}.pt").write_bytes(whole)
    ready = info(NAME, folders)
    assert (ready.state, ready.have_bytes, ready.total_bytes) == (CheckpointState.READY, len(whole), len(whole))
    assert find(NAME, folders) == own(folders, f"{NAME}.pt")


@pytest.mark.parametrize("kept", [0.0, 0.4, 0.999])
def test_a_file_without_its_end_is_damaged(folders, whole, kept):
    own(folders, f"{NAME}.pt").write_bytes(whole[: int(len(whole) * kept)])
    assert info(NAME, folders).state is CheckpointState.DAMAGED
    assert find(NAME, folders) is None


def test_a_download_under_way_is_a_part(folders):
    download(folders, f"{NAME}.pt.part").write_bytes(b"12345")
    part = info(NAME, folders)
    assert (part.state, part.have_bytes, part.total_bytes) == (CheckpointState.PARTIAL, 5, 0)
    own(folders, "sam2_hiera_tiny.pt.part").write_bytes(b"12345")  # somebody else's: it is not gone on with
    assert info("sam2_hiera_tiny", folders).state is CheckpointState.MISSING


def test_a_whole_file_counts_before_a_damaged_one_wherever_it_is(folders, whole):
    own(folders, f"{NAME}.pt").write_bytes(b"PK rubbish")
    download(folders, f"{NAME}.pt.part").write_bytes(b"12345")
    assert info(NAME, folders).state is CheckpointState.DAMAGED
    download(folders, f"{NAME}.pt").write_bytes(whole)
    assert find(NAME, folders) == download(folders, f"{NAME}.pt")


def test_safetensors_say_how_long_they_are(folders):
    file = own(folders, f"{NAME}.safetensors")
    for tail, state in ((0, CheckpointState.READY), (-1, CheckpointState.DAMAGED), (1, CheckpointState.DAMAGED)):
        content = safetensors_bytes(max(tail, 0))
        file.write_bytes(content[:tail] if tail < 0 else content)
        assert info(NAME, folders).state is state


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>",
        (10**12).to_bytes(8, "little") + b"{",
        (2).to_bytes(8, "little") + b"{}",
        (9).to_bytes(8, "little") + b'{"a": []}',
        (11).to_bytes(8, "little") + b'{"a": null}',
        b"\0" * 100,
    ],
)
def test_anything_else_is_not_whole(tmp_path, content):
    file = tmp_path / "x.pt"
    file.write_bytes(content)
    assert not is_whole(file)


def test_an_archive_of_something_else_is_not_whole(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.pt", "w") as archive:
        archive.writestr("photo.jpg", b"...")
    assert not is_whole(tmp_path / "x.pt")
    assert is_whole(write_checkpoint(tmp_path))


def test_the_kind_is_told_by_content_and_folders_need_not_be_there(tmp_path):
    file = tmp_path / f"{NAME}.pt"
    file.write_bytes(safetensors_bytes())
    options = EngineOptions((str(tmp_path / "none"), str(tmp_path)))
    assert info(NAME, options).state is CheckpointState.READY
    assert info(NAME, EngineOptions()).state is CheckpointState.MISSING


def test_looking_imports_no_torch(folders):
    code = (
        "import sys; from masklet.domain.engine_options import EngineOptions;"
        "from masklet.workers.checkpoint_host import create; from masklet.engine.registry import engines;"
        "create(EngineOptions()).states(); [engine.info() for engine in engines()];"
        "print([name for name in ('torch', 'safetensors', 'huggingface_hub') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
