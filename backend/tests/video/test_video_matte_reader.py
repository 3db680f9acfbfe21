"""Matte movies out of file objects: the same as by their path, each picture in its place, nothing else opened."""

from contextlib import suppress
from fractions import Fraction
from io import BytesIO

import numpy as np
import pytest
from mask_files import movie

from masklet.domain.errors import LimitExceeded, VideoUnreadable
from masklet.video.matte_reader import matte_pictures
from masklet.video.opening import open_media
from masklet.video.probe import probe

WIDTH, HEIGHT, RATE = 32, 16, Fraction(30000, 1001)
MOST = 1 << 20


def pictures(channels=1):
    """A bar that wanders; with four channels it is the alpha, and colours say nothing."""
    bars = [np.zeros((HEIGHT, WIDTH), np.uint8) for _ in range(6)]
    for at, bar in enumerate(bars):
        bar[:, 4 * at : 4 * at + 8] = 255
    return bars if channels == 1 else [np.dstack([bar[::-1, ::-1]] * 3 + [bar]) for bar in bars]


def found(data):
    return probe(BytesIO(data), MOST, lambda: False)


CASES = [
    ("koi.mkv", "ffv1", "gray", 1),
    ("koi.mp4", "libx264", "yuv420p", 1),
    ("koi.mov", "prores_ks", "yuva444p10le", 4),
    ("koi.webm", "libvpx-vp9", "yuva420p", 4),
    ("koi.webm", "libvpx", "yuva420p", 4),
    ("koi.mov", "qtrle", "argb", 4),
]


@pytest.mark.parametrize(("name", "codec", "pixels", "channels"), CASES)
def test_every_picture_in_its_place(tmp_path, name, codec, pixels, channels):
    file = movie(tmp_path / name, pictures(channels), RATE, codec, pixels)
    data = file.read_bytes()
    assert found(data) == probe(file, MOST, lambda: False)
    read = list(matte_pictures(BytesIO(data), found(data), MOST))
    assert [one.index for one in read] == list(range(6))
    assert all(abs(one.time_s - one.index / RATE) <= Fraction(1, 1000) for one in read)
    for one, expected in zip(read, pictures(), strict=True):
        shown = one.pixels if channels == 1 else one.alpha
        assert shown.dtype == np.uint8
        grey = shown if shown.ndim == 2 else shown[..., 0]
        assert ((grey > 127) != (expected > 127)).mean() < (0.05 if codec.startswith("libvpx") else 1e-9)
        assert (one.alpha is None) == (channels == 1)


def test_a_file_object_opens_nothing_else(tmp_path):
    """A playlist that names a movie, once by its path and once by an address of a file."""
    other = movie(tmp_path / "koi.mkv", pictures(), RATE)
    for target in (other, other.as_uri()):
        for text in (f"#EXTM3U\n#EXTINF:1,\n{target}\n#EXT-X-ENDLIST\n", f"ffconcat version 1.0\nfile '{target}'\n"):
            with pytest.raises(VideoUnreadable):
                open_media(BytesIO(text.encode()), MOST)


def test_a_picture_that_is_lost_shifts_none(tmp_path):
    data = movie(tmp_path / "koi.mov", pictures(), RATE, "png", "gray").read_bytes()
    places = [at for at in range(len(data)) if data.startswith(b"\x89PNG", at)]
    assert len(places) == 6
    broken = data[: places[2]] + bytes(40) + data[places[2] + 40 :]
    read = list(matte_pictures(BytesIO(broken), found(broken), MOST))
    assert [one.index for one in read] == [0, 1, 3, 4, 5]
    assert all(np.array_equal(one.pixels, pictures()[one.index]) for one in read)


@pytest.mark.parametrize(("name", "codec", "pixels", "channels"), CASES)
def test_pictures_larger_than_allowed_are_not_unpacked(tmp_path, name, codec, pixels, channels):
    """Told by the file's head, or else refused by the decoder one by one."""
    data = movie(tmp_path / name, pictures(channels), RATE, codec, pixels).read_bytes()
    read = []
    with suppress(LimitExceeded):
        read.extend(matte_pictures(BytesIO(data), found(data), WIDTH * HEIGHT - 1))
    assert read == []
