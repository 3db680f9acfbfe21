"""Folders of videos are whole or not there, whatever dies in between."""

import itertools
from pathlib import Path

import pytest

from masklet.store.media import MediaFiles


@pytest.fixture
def media(tmp_path: Path) -> MediaFiles:
    ids = itertools.count()
    return MediaFiles(tmp_path / "videos", lambda: f"{next(ids):032x}")


def test_a_published_folder_is_there_whole(media):
    with media.staging() as staged:
        (staged / "video.mp4").write_bytes(b"clip")
        assert not media.folder("v").exists()
        media.publish(staged, "v")
    assert (media.folder("v") / "video.mp4").read_bytes() == b"clip"
    assert [one.name for one in media.root.iterdir()] == ["v"]


def test_what_was_not_published_is_removed(media):
    def stage_and_raise() -> None:
        with media.staging() as staged:
            (staged / "video.mp4").write_bytes(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        stage_and_raise()
    assert list(media.root.iterdir()) == []


def test_deleting_leaves_nothing_and_missing_is_no_error(media):
    media.folder("v").mkdir()
    (media.folder("v") / "video.mp4").write_bytes(b"clip")
    media.delete("v")
    media.delete("v")
    assert list(media.root.iterdir()) == []


def test_the_sweep_removes_what_a_dead_process_left_and_nothing_else(media):
    known, orphan = "a" * 32, "b" * 32
    for name in (known, orphan, "pond", ".staging-1", ".trash-2"):
        media.folder(name).mkdir()
    media.sweep({known})
    assert sorted(one.name for one in media.root.iterdir()) == [known, "pond"]
