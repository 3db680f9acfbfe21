"""What the README claims, held against the project: settings and their defaults, commands, files, formats, images."""

import re
import tomllib
from pathlib import Path

import pytest
from test_video_prepare_formats import KINDS

from masklet.export.effects.registry import EFFECTS
from masklet.export.registry import formats
from masklet.settings import Settings

ROOT = Path(__file__).parents[3]
README = (ROOT / "README.md").read_text()
TEXT = " ".join(README.split())
ROWS = re.findall(r"^\| `MASKLET_(\w+)` \| (.+?) \| .+ \|$", README, re.MULTILINE)
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
CONTAINERS = {"MP4": "mp4", "MOV": "mov", "MKV": "mkv", "WebM": "webm", "AVI": "avi"}
CODECS = {
    "H.264": "libx264",
    "HEVC": "libx265",
    "VP9": "libvpx-vp9",
    "AV1": "libsvtav1",
    "MJPEG": "mjpeg",
    "ProRes": "prores_ks",
}


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch, tmp_path):
    for name in Settings.model_fields:
        monkeypatch.delenv(f"MASKLET_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)


def test_every_setting_has_its_row():
    assert sorted(name.lower() for name, _ in ROWS) == sorted(Settings.model_fields)


@pytest.mark.parametrize(("name", "default"), ROWS)
def test_a_default_can_be_typed_as_it_stands(monkeypatch, name, default):
    value = getattr(Settings(), name.lower())
    if default == "none":
        assert value is None
    elif not default.startswith("`"):
        assert name in ("CLIENT_DIR", "CHECKPOINTS_DIR")
    else:
        monkeypatch.setenv(f"MASKLET_{name}", default.strip("`"))
        assert getattr(Settings(), name.lower()) == value


def test_the_limits_in_the_text_are_the_defaults():
    settings = Settings()
    minutes, gib = settings.max_duration_s / 60, settings.max_upload_bytes / 1024**3
    assert f"Up to {minutes:g} minutes and {gib:g} GiB" in TEXT
    assert f"http://localhost:{settings.port}" in TEXT


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_make_target_is_there(page):
    commands = re.findall(r"`make ([a-z0-9-]+)|^make ([a-z0-9-]+)", page.read_text(), re.MULTILINE)
    targets = set(re.findall(r"^([a-z0-9-]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))
    wanted = {inline or block for inline, block in commands}
    assert wanted
    assert wanted <= targets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_is_named_is_there(page):
    text = page.read_text()
    linked = re.findall(r"\]\(([^)#:]+)\)", text)
    composed = re.findall(r"-f (\S+\.yaml)", text)
    coded = re.findall(r"`((?:checkpoints|docs|scripts|contract|backend|frontend)/[^`*<> ]+)`", text)
    missing = [name for name in {*linked, *composed, *coded} if not (ROOT / name).exists()]
    assert missing == []


def test_what_docker_downloads_is_what_is_said():
    files = [(ROOT / name).read_text() for name in ("backend.Dockerfile", "frontend.Dockerfile")]
    images = re.findall(r"^FROM (\S+)", "\n".join(files), re.MULTILINE)
    said = re.search(r"(\w+) base images \(([^)]*)\)", TEXT)
    assert said[1] == "three"
    assert sorted(re.findall(r"`([^`]+)`", said[2])) == sorted(images)
    [torch] = re.findall(r"^ARG TORCH_SPEC=(\S+)", files[0], re.MULTILINE)
    assert f"`{torch}`" in TEXT


def test_the_images_are_told_only_settings_that_exist():
    text = (ROOT / "backend.Dockerfile").read_text() + (ROOT / "docker-compose.yaml").read_text()
    told = set(re.findall(r"MASKLET_(\w+)[=:]", text))
    told |= set(re.findall(r"MASKLET_(\w+)=", (ROOT / "docker-compose.gpu.yaml").read_text()))
    assert {name.lower() for name in told} - {"backend_port"} <= set(Settings.model_fields)


def test_the_versions_are_those_that_are_asked_for():
    required = tomllib.loads((ROOT / "backend/pyproject.toml").read_text())["project"]["requires-python"]
    node = re.search(r'"node": "(\S+)"', (ROOT / "frontend/package.json").read_text())[1]
    assert f"Python {required.removeprefix('>=')}, Node {node.removeprefix('>=')}" in TEXT


def test_containers_and_codecs_are_those_that_the_preparation_is_tested_with():
    said = re.search(r"What goes in: ([\w, ]+) with ([\w., ]+?);", TEXT)
    assert re.split(r", | and | or ", said[1]) == list(CONTAINERS)
    assert re.split(r", | and | or ", said[2]) == list(CODECS)
    assert set(CONTAINERS.values()) <= {kind[0] for kind in KINDS}
    assert set(CODECS.values()) <= {kind[1] for kind in KINDS}


def test_exports_and_effects_are_those_of_the_registry():
    known = {each.name: each for each in formats()}
    assert set(known) == {"coco", "png", "mp4", "session"}
    assert (
        "**Export**: COCO JSON (RLE, track ids), palette PNGs, an MP4 with the effects, or the whole session as one file."
        in TEXT
    )
    assert "effects" in {option.kind for option in known["mp4"].options}
    assert f"**Effects**: {len(EFFECTS)} of them" in TEXT
