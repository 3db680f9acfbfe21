"""`masklet import`: what comes into a session, what is told of it, and what is refused with which code."""

import json
from pathlib import Path

import pytest
from stored_folder import FRAMES

from masklet.bootstrap import database_file
from masklet.service.data_lock import ServerMark
from masklet.settings import Settings


@pytest.fixture
def masks(folder):
    """Three objects on all frames, as COCO."""
    file = Path("masks.json")
    file.write_text(folder.run("export", folder.session, "--format", "coco", "--out", "-").stdout)
    return file


def shown(folder, session):
    return json.loads(folder.run("sessions", "show", session, "--json").stdout)["objects"]


def test_masks_come_into_another_session(folder, masks):
    before = len(shown(folder, folder.bare))
    result = folder.run("import", folder.bare, masks)
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    assert f"{3 * FRAMES} masks of 3 objects, read as coco." in result.stdout
    after = shown(folder, folder.bare)
    assert [one["frames"] for one in after[before:]] == [[[0, FRAMES - 1]]] * 3


def test_the_report_is_json_and_problems_are_told(folder, masks):
    result = folder.run("import", folder.bare, masks, "--as", "first-masks", "--offset", "5", "--json")
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert (report["format"], report["masks"], report["session"]) == ("coco", 3, folder.bare)
    assert report["objects"][0]["first_frame"] == 5
    assert report["problem_count"] == 5
    assert report["problems"][0] == {
        "item": f"frame {FRAMES - 5}",
        "kind": "frame",
        "message": f"The clip has no frame {FRAMES - 5}; its frames are 0 to {FRAMES - 1}.",
        "taken": False,
    }
    told = folder.run("import", folder.bare, masks, "--offset", "5").stderr
    assert f"frame {FRAMES - 5}: The clip has no frame" in told


def test_a_folder_is_read_as_it_stands(folder, masks):
    Path("many").mkdir()
    masks.rename("many/annotations.json")
    assert folder.run("import", folder.bare, "many").exit_code == 0
    assert Path("many/annotations.json").is_file()


def test_same_names_take_the_masks(folder, masks):
    count = len(shown(folder, folder.session))
    result = folder.run("import", folder.session, masks, "--same-name", "--json")
    assert [one["new"] for one in json.loads(result.stdout)["objects"]] == [False] * 3
    assert len(shown(folder, folder.session)) == count


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("nobody", "masks.json"), 3, "no session"),
        (("SESSION", "none.json"), 2, "does not exist"),
        (("SESSION", "masks.json", "--format", "none"), 3, "no import format"),
        (("SESSION", "masks.json", "--stride", "0"), 2, "stride"),
        (("SESSION", "masks.json", "--offset", "99"), 4, "Nothing of"),
        (("SESSION", "bad.json"), 2, "holds no masks"),
        (("SESSION", "masks.json", "--as", "pixels"), 2, "pixels"),
    ],
)
def test_refusals(folder, masks, words, code, sentence):
    Path("bad.json").write_text("{}")
    before = shown(folder, folder.bare)
    result = folder.run("import", *(folder.bare if word == "SESSION" else word for word in words))
    assert (result.exit_code, result.stdout) == (code, "")
    assert sentence in result.stderr
    assert shown(folder, folder.bare) == before


def test_beside_a_server_it_is_refused(folder, masks):
    mark = ServerMark(database_file(Settings()).parent)
    mark.hold()
    try:
        result = folder.run("import", folder.bare, masks)
    finally:
        mark.release()
    assert result.exit_code == 4
    assert "Import in the browser" in result.stderr


def test_import_formats_are_listed(folder):
    names = [one["name"] for one in json.loads(folder.run("formats", "--imports", "--json").stdout)]
    assert "coco" in names
    assert "coco (.json, .zip): COCO JSON" in folder.run("formats", "--imports").stdout
