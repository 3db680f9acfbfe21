"""Frames from files, folders, arrays and lists: in order, lazily, and with damage named."""

import warnings
from fractions import Fraction

import numpy as np
import pytest
import torch
from numbered_clip import numbered_clip, numbered_frame, read_number
from PIL import Image

from masklet.domain.errors import FrameOutOfRange, InvalidInput, VideoNotFound, VideoUnreadable
from masklet.sam2_api.frame_sources import open_frames


def save(path, number, image_format="PNG", size=(64, 32)):
    Image.fromarray(numbered_frame(number, *size)).save(path, format=image_format)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "frames").mkdir()
    return tmp_path / "frames"


def numbers(source):
    return [read_number(source.read(index)) for index in range(source.frame_count)]


def test_a_video_file(tmp_path):
    numbered_clip(tmp_path / "clip.mp4", Fraction(25), 12)
    source = open_frames(tmp_path / "clip.mp4")
    assert (source.frame_count, source.width, source.height) == (12, 320, 180)
    assert numbers(source) == list(range(12))
    source.close()
    assert open_frames(str(tmp_path / "clip.mp4")).frame_count == 12


def test_a_folder_in_the_order_of_its_numbers(folder):
    for number, name in enumerate(["1.jpg", "2.jpg", "10.jpg", "100.jpg"]):
        save(folder / name, number)
    source = open_frames(folder)
    assert (source.frame_count, source.width, source.height) == (4, 64, 32)
    assert numbers(source) == [0, 1, 2, 3]
    source.close()


def test_kinds_are_told_by_content(folder):
    for number, (name, kind) in enumerate({"0.jpg": "PNG", "1.png": "JPEG", "2": "WEBP", "3.txt": "BMP"}.items()):
        save(folder / name, number, kind)
    (folder / "notes.txt").write_text("no picture")
    (folder / "thumbs.jpg").write_text("no picture either")
    (folder / ".DS_Store").write_bytes(b"\0" * 9)
    (folder / "inner").mkdir()
    with pytest.warns(UserWarning, match=r"notes\.txt, thumbs\.jpg\.$"):
        source = open_frames(folder)
    assert numbers(source) == [0, 1, 2, 3]


def test_a_damaged_frame_is_named_and_keeps_its_place(folder):
    for number in range(5):
        save(folder / f"{number:05d}.jpg", number)
    (folder / "00001.jpg").write_bytes(b"")
    (folder / "00003.jpg").write_bytes((folder / "00003.jpg").read_bytes()[:-100])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        source = open_frames(folder)
    for bad in (1, 3):
        with pytest.raises(VideoUnreadable, match=rf"Frame {bad} .*0000{bad}\.jpg") as caught:
            source.read(bad)
        assert caught.value.details == {"frame_index": bad}
    assert [read_number(source.read(index)) for index in (0, 2, 4)] == [0, 2, 4]


def test_frames_of_two_sizes(folder):
    save(folder / "0.png", 0)
    save(folder / "1.png", 1, size=(66, 32))
    with pytest.raises(InvalidInput, match=r"1\.png is 66 x 32, 0\.png is 64 x 32"):
        open_frames(folder)


def test_nothing_is_decoded_at_opening(folder, monkeypatch):
    for number in range(3):
        save(folder / f"{number}.png", number)
    monkeypatch.setattr(Image.Image, "load", lambda *_: pytest.fail("decoded"))
    assert open_frames(folder).frame_count == 3


def test_eight_thousand_frames(folder):
    save(folder / "0.png", 7, size=(32, 16))
    for number in range(1, 8000):
        (folder / f"{number}.png").hardlink_to(folder / "0.png")
    source = open_frames(folder)
    assert source.frame_count == 8000
    assert read_number(source.read(7999)) == 7


@pytest.mark.parametrize("files", [{}, {"notes.txt": b"x"}, {"0.png": b"broken"}], ids=["empty", "text", "broken"])
@pytest.mark.filterwarnings("ignore:Left out")
def test_a_folder_without_pictures(folder, files):
    for name, content in files.items():
        (folder / name).write_bytes(content)
    with pytest.raises(VideoUnreadable, match="no picture"):
        open_frames(folder)


def test_one_picture_is_a_video_of_one_frame(tmp_path):
    Image.new("L", (1, 1), 9).save(tmp_path / "one.png")
    source = open_frames(tmp_path / "one.png")
    assert (source.frame_count, source.width, source.height) == (1, 1, 1)
    assert source.read(0).tolist() == [[[9, 9, 9]]]


CLIP = np.stack([numbered_frame(number, 64, 32) for number in range(3)])
ARRAYS = {
    "numpy": CLIP,
    "torch": torch.from_numpy(CLIP),
    "channels first": torch.from_numpy(CLIP).permute(0, 3, 1, 2),
    "floats": CLIP / 255,
    "half": torch.from_numpy(CLIP).half() / 255,
    "list": list(CLIP),
    "tuple of tensors": tuple(torch.from_numpy(CLIP)),
    "pillow": [Image.fromarray(frame) for frame in CLIP],
}


@pytest.mark.parametrize("video", ARRAYS.values(), ids=ARRAYS)
def test_arrays_and_lists(video):
    source = open_frames(video)
    assert (source.frame_count, source.width, source.height) == (3, 64, 32)
    for index in (2, 0, 1):
        frame = source.read(index)
        assert frame.dtype == np.uint8
        assert np.abs(frame.astype(int) - CLIP[index]).max() == 0
        with pytest.raises(ValueError, match="read-only"):
            frame[0, 0] = 0
    with pytest.raises(FrameOutOfRange):
        source.read(3)
    source.close()
    assert CLIP.flags.writeable


BAD = {
    "one picture": CLIP[0],
    "grey": CLIP[..., 0],
    "with alpha": np.zeros((2, 4, 4, 4), np.uint8),
    "no frames": CLIP[:0],
    "no pixels": CLIP[:, :0],
    "whole numbers": CLIP.astype(np.int64),
    "floats up to 255": CLIP.astype(np.float32),
    "no numbers": np.full((1, 2, 2, 3), np.nan),
    "empty list": [],
    "two sizes": [CLIP[0], CLIP[1, :8]],
    "paths": ["a.png", "b.png"],
    "a number": 7,
    "bytes": b"abc",
}


@pytest.mark.parametrize("video", BAD.values(), ids=BAD)
def test_what_is_no_video(video):
    with pytest.raises(InvalidInput):
        open_frames(video)


def test_a_later_frame_of_a_list_that_is_no_picture_is_named():
    source = open_frames([CLIP[0], CLIP[1].astype(np.int32)])
    with pytest.raises(InvalidInput, match="Frame 1 holds int32"):
        source.read(1)


def test_what_is_not_there(tmp_path):
    with pytest.raises(VideoNotFound, match=r"'nothing\.mp4'"):
        open_frames(tmp_path / "nothing.mp4")
