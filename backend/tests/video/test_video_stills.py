"""Poster and filmstrip show what they say they show."""

import io
from fractions import Fraction

import numpy as np
import pytest
from numbered_clip import numbered_frame, read_number
from PIL import Image

from masklet.video.reader import VideoReader
from masklet.video.stills import encode_jpeg, tile_frame_indices, write_stills
from masklet.video.writer import VideoWriter


def stills_of(tmp_path, frames, width, height):
    with VideoWriter(tmp_path / "video.mp4", width, height, Fraction(25)) as writer:
        for frame in frames:
            writer.write(frame)
    reader = VideoReader(tmp_path / "video.mp4", len(frames), width, height)
    write_stills(reader, tmp_path / "poster.jpg", tmp_path / "filmstrip.jpg")
    reader.close()
    return [np.asarray(Image.open(tmp_path / name)) for name in ("poster.jpg", "filmstrip.jpg")]


@pytest.mark.parametrize("count", [1, 7, 60, 150])
def test_the_filmstrip_is_one_row_of_equal_tiles(tmp_path, count):
    _, strip = stills_of(tmp_path, [numbered_frame(number) for number in range(count)], 320, 180)
    tiles = min(count, 60)
    assert strip.shape == (90, 160 * tiles, 3)
    shown = [read_number(strip[:, 160 * tile : 160 * (tile + 1)]) for tile in range(tiles)]
    assert shown == [int((tile + 0.5) * count / tiles) for tile in range(tiles)]


def test_tiles_of_a_short_and_a_long_clip():
    assert tile_frame_indices(3) == [0, 1, 2]
    assert tile_frame_indices(600) == list(range(5, 600, 10))


def test_the_poster_is_at_most_640_wide_and_not_a_blank_frame(tmp_path):
    blank = np.zeros((360, 1280, 3), np.uint8)
    frames = [blank] * 20 + [numbered_frame(9, 1280, 360)] * 10 + [blank] * 20
    poster, _ = stills_of(tmp_path, frames, 1280, 360)
    assert poster.shape == (180, 640, 3)
    assert read_number(poster) == 9


@pytest.mark.parametrize("size", [(2, 2), (4, 720), (1280, 4)])
def test_odd_shapes_have_stills_too(tmp_path, size):
    frames = [np.full((size[1], size[0], 3), 90, np.uint8)] * 70
    poster, strip = stills_of(tmp_path, frames, *size)
    assert poster.size > 0
    assert strip.shape[0] == 90
    assert strip.shape[1] % 60 == 0


def test_a_jpeg_is_the_frame_in_its_colours():
    frame = np.full((40, 60, 3), (200, 60, 20), np.uint8)
    read = np.asarray(Image.open(io.BytesIO(encode_jpeg(frame, 90))))
    assert read.shape == frame.shape
    assert np.abs(read.astype(int) - frame).max() < 6
    assert len(encode_jpeg(numbered_frame(3), 20)) < len(encode_jpeg(numbered_frame(3), 95))
