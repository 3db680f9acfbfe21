"""What the README claims, held against the project: settings and their defaults, commands, files, formats, images."""

import re
import tomllib
from pathlib import Path

import pytest
from test_service_history import ACTS
from test_video_prepare_formats import KINDS

from masklet.domain.effects import MOST_LAYERS
from masklet.domain.history import EditKind
from masklet.domain.mask_import import TakenAs
from masklet.domain.session_file import SUFFIX
from masklet.export.effects.registry import EFFECTS
from masklet.export.imports.reading import formats as import_formats
from masklet.export.registry import formats
from masklet.settings import Settings
from masklet.store.history import MOST_EDITS

ROOT = Path(__file__).parents[3]
README = (ROOT / "README.md").read_text()
TEXT = " ".join(README.split())
ROWS = re.findall(r"^\| `MASKLET_(\w+)` \| (.+?) \| .+ \|$", README, re.MULTILINE)
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
CLIENT = ROOT / "frontend/src"
SCHEMA = (ROOT / "contract/schema.graphql").read_text()
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
        assert value in (None, (), {})
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
    said = re.search(r"\*\*Export\*\*: (.+?)\. All frames", TEXT, re.S)
    assert {each.title for each in formats()} == set(re.findall(r"`(.+?)`", said[1]))
    assert "effects" in {option.kind for option in known["mp4"].options}
    assert f"**Effects**: {len(EFFECTS)} of them" in TEXT


def claim(about):
    """The line of the workbench that begins so."""
    [line] = re.findall(rf"^- \*\*{about}\*\*:? (.+)$", README, re.MULTILINE)
    return line


def fields_of(kind):
    """The names of the fields of a type in the schema."""
    [body] = re.findall(rf"^(?:type|input) {kind}\b[^{{]*{{(.*?)^}}", SCHEMA, re.MULTILINE | re.DOTALL)
    return set(re.findall(r"^  (\w+)[(:]", body, re.MULTILINE))


def enum_of(name):
    """The names of an enum in the schema, one a line."""
    [body] = re.findall(rf"^enum {name} {{\n(.*?)^}}", SCHEMA, re.MULTILINE | re.DOTALL)
    return body


def test_each_kind_of_edit_is_tested_to_be_undone_and_so_many_are_kept():
    """That an import is undone is tested where imports are (test_service_mask_imports.py)."""
    assert set(ACTS) == set(EditKind) - {EditKind.IMPORT}
    assert f"its last {MOST_EDITS} edits" in claim("Undo")
    assert {"undo", "redo", "goToEdit", "restoreMasklet"} <= fields_of("Mutation")


def test_objects_are_as_many_and_have_what_is_said():
    assert f"up to {Settings().max_objects}," in claim("Objects")
    assert {"name", "classId", "locked"} <= fields_of("TrackedObject")
    assert {"reorderObjects", "mergeObjects", "splitObject", "addClass"} <= fields_of("Mutation")


def test_marks_and_the_frames_that_need_a_look_are_there():
    assert claim("Marks")
    assert {"absent", "accepted"} <= fields_of("TrackedObject")
    assert {"markAbsent", "acceptFrames"} <= fields_of("Mutation")
    assert (CLIENT / "features/timeline/ReviewList.tsx").is_file()


def test_a_session_is_duplicated_and_saved_as_the_file_that_is_named():
    said = claim("Session files")
    [known] = [each for each in formats() if each.name == "session"]
    assert f"`{SUFFIX}`, with or without its clip" in said
    assert (known.suffix, [option.name for option in known.options]) == (SUFFIX, ["with_video"])
    assert {"duplicateSession", "openSessionFile"} <= fields_of("Mutation")


def test_masks_come_in_by_the_key_that_is_said_and_in_the_formats_of_their_page():
    [key] = re.findall(r"chosen with (\S+),", claim("Masks in"))
    bound = re.search(r'"importMasks",\s*"([^" ]+)', (CLIENT / "state/actions/page.ts").read_text())
    assert bound is not None
    assert bound[1] == key
    rows = re.findall(r"^\| `(\w+)` \| ", (ROOT / "docs/imports.md").read_text(), re.MULTILINE)
    assert {each.name for each in import_formats()} <= set(rows)
    assert {kind.name for kind in TakenAs} == set(re.findall(r"^  ([A-Z_]+)$", enum_of("TakenAs"), re.MULTILINE))
    assert "importMasks" in fields_of("Mutation")
    assert (CLIENT / "features/import/Problems.tsx").is_file()


def test_as_many_layers_as_both_sides_draw():
    assert f"up to {MOST_LAYERS} effects" in claim("Layers")
    assert f"MOST_LAYERS = {MOST_LAYERS};" in (CLIENT / "effects/stack.ts").read_text()


def test_movies_have_the_codecs_that_the_browser_is_asked_for():
    asked = re.findall(r'codec: "(\w+)", parameters', (CLIENT / "media/movie_codecs.ts").read_text())
    mp4, webm = re.findall(r"(\w+) \(([^)]+)\)", claim("Movies"))
    assert (mp4[0], webm[0]) == ("MP4", "WebM")
    written = {"H.264": "avc", "VP9": "vp9", "AV1": "av1", "VP8": "vp8"}
    assert [written[one] for one in [mp4[1], *webm[1].split(", ")]] == asked


def test_keys_are_listed_under_the_key_that_is_said_and_come_as_in_those_tools():
    [titles] = re.findall(r"presetTitles[^{]*{(.*?)}", (CLIENT / "state/actions/presets.ts").read_text(), re.DOTALL)
    others = [title for title in re.findall(r': "(.+?)"', titles) if title != "Masklet"]
    said = claim("Keys")
    assert "or as in {}, {} and {} (".format(*others) in said
    [key] = re.findall(r"`(.)`", said)
    page = (CLIENT / "state/actions/page.ts").read_text()
    assert re.search(rf'id: "showKeys",[^}}]*keys: chords\("{re.escape(key)} ', page)


def test_languages_are_those_that_can_be_chosen():
    """That each of them says everything is held by the client's catalogues.test.ts."""
    known = re.findall(r'code: "(\w+)",\s*tag: "[\w-]+",\s*name: "(.+?)"', (CLIENT / "words/words.ts").read_text())
    assert re.split(r", | and ", claim("Languages").rstrip(".")) == [name for _, name in known]
    namespaces = {one.name for one in (CLIENT / "words/en").glob("*.json")}
    for code, _ in known:
        # In English the server's own words are shown, so there the catalogue has none of them.
        told = set() if code == "en" else {"errors.json", "formats.json", "problems.json"}
        assert {one.name for one in (CLIENT / "words" / code).glob("*.json")} == namespaces | told
