"""Any kind of video file, any frame in any order; nothing is decoded before it is asked for; damage is named."""

import random
from fractions import Fraction

import av
import numpy as np
import pytest
from numbered_clip import numbered_clip, numbered_frame, read_number

from masklet.domain.errors import FrameOutOfRange, VideoUnreadable
from masklet.video.exact_reader import ExactReader

COUNT = 60
KINDS = {
    "h264.mp4": {"options": {"g": "20", "bf": "2"}},
    "vfr.mkv": {"options": {"g": "20"}, "vfr": True},
    "open-gop.ts": {"options": {"x264-params": "open-gop=1:keyint=12:bframes=3"}},
    "hevc-open-gop.mp4": {"codec": "libx265", "options": {"x265-params": "open-gop=1:keyint=12:log-level=error"}},
    "ten-bits.mkv": {"codec": "libx265", "pixel_format": "yuv420p10le", "options": {"x265-params": "log-level=error"}},
    "vp9.webm": {
        "codec": "libvpx-vp9",
        "options": {"auto-alt-ref": "1", "lag-in-frames": "25", "g": "30", "b:v": "1M"},
    },
    "mpeg2.mpg": {"codec": "mpeg2video", "options": {"bf": "2", "g": "12", "b:v": "3M"}},
    "mjpeg.avi": {"codec": "mjpeg", "pixel_format": "yuvj420p"},
    "mpeg4.avi": {"codec": "mpeg4", "options": {"bf": "2", "g": "12", "b:v": "3M"}},
    "raw.h264": {"options": {"bf": "2"}},
    "one-keyframe.mp4": {"options": {"g": "1000"}},
}


def clip_of(kind, folder):
    path = folder / kind
    numbered_clip(path, Fraction(30000, 1001), COUNT, **KINDS[kind])
    return path


@pytest.fixture(scope="module", params=KINDS)
def clip(request, tmp_path_factory):
    return clip_of(request.param, tmp_path_factory.mktemp("exact"))


@pytest.fixture
def numbers(tmp_path):
    return clip_of("h264.mp4", tmp_path)


def test_any_frame_in_any_order(clip):
    reader = ExactReader(clip, cache_bytes=5 * 320 * 180 * 3 // 2)
    assert reader.frame_count == COUNT
    order = [COUNT - 1, 0, *random.Random(5).sample(range(COUNT), 30), *reversed(range(COUNT)), *range(COUNT)]
    assert [read_number(reader.read(index)) for index in order] == order
    assert (reader.width, reader.height) == (320, 180)
    reader.close()


def test_forward_never_seeks_and_a_jump_does_not_begin_anew(numbers):
    reader = ExactReader(numbers)
    for index in range(COUNT):
        reader.read(index)
    assert reader.seeks == 0
    reader.close()
    assert read_number(reader.read(COUNT - 1)) == COUNT - 1
    assert reader.seeks == 1
    reader.close()
    reader.close()


def test_nothing_is_decoded_at_opening(numbers, monkeypatch):
    monkeypatch.setattr("masklet.video.exact_decoder.open_media", lambda *_: pytest.fail("decoded"))
    assert ExactReader(numbers).frame_count == COUNT


def test_frames_are_rgb_and_not_to_be_written_to(numbers):
    reader = ExactReader(numbers)
    frame = reader.read(3)
    assert (frame.shape, frame.dtype) == ((180, 320, 3), np.uint8)
    assert np.abs(frame.astype(int) - numbered_frame(3)).mean() < 4
    with pytest.raises(ValueError, match="read-only"):
        frame[0, 0] = 0
    with pytest.raises(FrameOutOfRange, match="no frame 60"):
        reader.read(COUNT)
    reader.close()


@pytest.mark.parametrize("clockwise", [90, 180, 270])
def test_a_turned_file_is_shown_upright(tmp_path, clockwise):
    numbered_clip(tmp_path / "turned.mp4", Fraction(25), 3, rotation=clockwise)
    reader = ExactReader(tmp_path / "turned.mp4")
    assert (reader.width, reader.height) == ((180, 320) if clockwise % 180 else (320, 180))
    upright = reader.read(2)
    assert upright.shape == (reader.height, reader.width, 3)
    assert read_number(np.rot90(upright, clockwise // 90)) == 2
    reader.close()


def test_one_frame_of_two_pixels(tmp_path):
    with av.open(str(tmp_path / "one.mkv"), "w") as media:
        stream = media.add_stream("ffv1", rate=1, options={})
        stream.width, stream.height, stream.pix_fmt = 2, 1, "bgr0"
        picture = av.VideoFrame.from_ndarray(np.array([[[9, 8, 7], [6, 5, 4]]], np.uint8), format="rgb24")
        media.mux(stream.encode(picture.reformat(format="bgr0")))
        media.mux(stream.encode(None))
    reader = ExactReader(tmp_path / "one.mkv")
    assert (reader.frame_count, reader.width, reader.height) == (1, 2, 1)
    assert reader.read(0).tolist() == [[[9, 8, 7], [6, 5, 4]]]
    reader.close()


def damage(path, bad):
    """Overwrite what is in the packets of these numbers, in the order of the file."""
    with av.open(str(path)) as media:
        packets = [(packet.pos, packet.size) for packet in media.demux(video=0) if packet.size]
    content = bytearray(path.read_bytes())
    for number in bad:
        start, size = packets[number]
        content[start + 4 : start + size] = b"\xff" * (size - 4)
    path.write_bytes(content)


def test_a_damaged_frame_is_named_and_the_others_read(tmp_path):
    path = clip_of("mjpeg.avi", tmp_path)
    damage(path, {30})
    reader = ExactReader(path)
    assert reader.frame_count == COUNT
    for order in (range(COUNT), reversed(range(COUNT))):
        for index in order:
            if index == 30:
                with pytest.raises(VideoUnreadable, match=r"Frame 30 of") as caught:
                    reader.read(index)
                assert caught.value.details == {"frame_index": 30}
            else:
                assert read_number(reader.read(index)) == index
    reader.close()


def read_or_none(reader, index):
    try:
        return reader.read(index)
    except VideoUnreadable:
        return None


@pytest.mark.parametrize("bad", [{0}, {20}, {33}, {59}, set(range(10, 30))], ids=str)
def test_a_damaged_frame_of_h264_does_not_end_the_video(tmp_path, bad):
    path = tmp_path / "plain.mp4"
    numbered_clip(path, Fraction(25), COUNT, options={"g": "10", "bf": "0"})
    damage(path, bad)
    reader = ExactReader(path)
    for order in (range(COUNT), random.Random(1).sample(range(COUNT), COUNT)):
        frames = {index: frame for index in order if (frame := read_or_none(reader, index)) is not None}
        assert not frames.keys() & bad
        untouched = [index for index in range(COUNT) if not bad & set(range(index // 10 * 10, index + 1))]
        assert [read_number(frames[index]) for index in untouched] == untouched
    reader.close()


def test_a_file_that_is_cut_off(tmp_path):
    path = clip_of("open-gop.ts", tmp_path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    reader = ExactReader(path)
    assert 20 < reader.frame_count < COUNT
    assert [read_number(reader.read(index)) for index in range(reader.frame_count - 4)] == list(
        range(reader.frame_count - 4)
    )
    reader.close()


@pytest.mark.parametrize("content", [b"", b"no video at all" * 100], ids=["empty", "text"])
def test_no_video(tmp_path, content):
    (tmp_path / "x.mp4").write_bytes(content)
    with pytest.raises(VideoUnreadable):
        ExactReader(tmp_path / "x.mp4")


def test_a_video_of_which_nothing_decodes(tmp_path):
    path = clip_of("mjpeg.avi", tmp_path)
    damage(path, set(range(COUNT)))
    reader = ExactReader(path)
    with pytest.raises(VideoUnreadable, match="No picture"):
        _ = reader.width
    with pytest.raises(VideoUnreadable, match="No picture"):
        reader.read(3)
    reader.close()
