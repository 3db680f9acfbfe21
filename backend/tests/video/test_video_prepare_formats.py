"""Every kind of file that a person may bring, encoded here. The one missing encoder in this PyAV is 10-bit VP9 (it decodes it)."""

from fractions import Fraction

import av
import numpy as np
import pytest
from numbered_clip import numbered_clip, numbered_frame, read_number, write_clip
from usual_scheduling import usual_scheduling
from video_cases import frames_of, numbers_of, prepared

FAST_VP9 = {"deadline": "realtime", "cpu-used": "8"}
KINDS = [
    ("mp4", "libx264", "yuv420p", {}),
    ("mov", "libx264", "yuv422p", {}),
    ("mkv", "libx264", "yuv444p", {}),
    ("avi", "libx264", "yuv420p", {"bf": "2"}),
    ("ts", "libx264", "yuv420p", {}),
    ("mp4", "libx264", "yuv420p10le", {}),
    ("mp4", "libx265", "yuv420p", {"x265-params": "log-level=none"}),
    ("mkv", "libx265", "yuv420p10le", {"x265-params": "log-level=none"}),
    ("webm", "libvpx-vp9", "yuv420p", FAST_VP9),
    ("mkv", "libsvtav1", "yuv420p10le", {"preset": "10", "crf": "18"}),
    ("mp4", "libsvtav1", "yuv420p", {"preset": "10", "crf": "18"}),
    ("avi", "mjpeg", "yuvj420p", {}),
    ("mov", "mjpeg", "yuvj422p", {}),
    ("mov", "prores_ks", "yuv422p10le", {"profile": "1"}),
    ("avi", "mpeg4", "yuv420p", {}),
    ("mkv", "ffv1", "bgr0", {}),
]


@pytest.mark.parametrize(("suffix", "codec", "pixel_format", "options"), KINDS)
def test_each_container_and_codec(tmp_path, suffix, codec, pixel_format, options):
    path = tmp_path / f"in.{suffix}"
    with usual_scheduling():
        numbered_clip(path, Fraction(25), 30, codec=codec, pixel_format=pixel_format, options=options)
    video = prepared(path, tmp_path / "out")
    assert (video.width, video.height, video.frame_rate) == (320, 180, 25)
    assert numbers_of(tmp_path / "out/video.mp4") == list(range(30))
    frame = frames_of(tmp_path / "out/video.mp4")[7]
    # Colours survive whatever matrix and range the source had: the moving square is where it was, and as red.
    assert np.abs(frame[105, 50].astype(int) - (230, 60, 40)).max() <= 20
    with av.open(str(tmp_path / "out/video.mp4")) as media:
        stream = media.streams.video[0]
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")


@pytest.mark.parametrize("rotation", [90, 180, 270])
@pytest.mark.parametrize("size", [(320, 180), (319, 181)])
def test_the_rotation_flag_is_applied_and_recorded(tmp_path, rotation, size):
    width, height = size
    upright = [numbered_frame(number, width, height) for number in range(8)]
    stored = [np.rot90(picture, rotation // 90).copy() for picture in upright]
    write_clip(tmp_path / "in.mov", stored, Fraction(25), rotation=rotation, pixel_format="yuv444p")
    video = prepared(tmp_path / "in.mov", tmp_path / "out")
    assert video.source.rotation == rotation
    assert (video.source.width, video.source.height) == size
    assert (video.width - video.pad_right, video.height - video.pad_bottom) == size
    assert numbers_of(tmp_path / "out/video.mp4") == list(range(8))


def test_odd_sizes_are_padded_by_a_pixel_and_recorded(tmp_path):
    pictures = [numbered_frame(number, 321, 181) for number in range(6)]
    write_clip(tmp_path / "in.mkv", pictures, Fraction(25), codec="ffv1", pixel_format="bgr0")
    video = prepared(tmp_path / "in.mkv", tmp_path / "out")
    assert (video.width, video.height, video.pad_right, video.pad_bottom) == (322, 182, 1, 1)
    frames = frames_of(tmp_path / "out/video.mp4")
    assert frames[0].shape == (182, 322, 3)
    assert np.abs(frames[3][:181, :321].astype(int) - pictures[3]).mean() < 4  # not moved, not scaled


@pytest.mark.parametrize(
    ("size", "expected"), [((1920, 1080), (1280, 720)), ((1080, 1920), (720, 1280)), ((2000, 500), (1280, 320))]
)
def test_large_pictures_are_shrunk_to_the_limits(tmp_path, size, expected):
    numbered_clip(tmp_path / "in.mp4", Fraction(25), 4, width=size[0], height=size[1])
    video = prepared(tmp_path / "in.mp4", tmp_path / "out")
    assert (video.width, video.height) == expected
    assert (video.source.width, video.source.height) == size
    assert numbers_of(tmp_path / "out/video.mp4") == [0, 1, 2, 3]


def test_smaller_limits_are_kept(tmp_path):
    numbered_clip(tmp_path / "in.mp4", Fraction(25), 4)
    video = prepared(tmp_path / "in.mp4", tmp_path / "out", max_long_side=200, max_short_side=100)
    assert (video.width, video.height) == (178, 100)


def test_a_single_pixel_is_padded_to_the_smallest_size(tmp_path):
    write_clip(
        tmp_path / "in.mkv", [np.full((1, 1, 3), 200, np.uint8)] * 5, Fraction(25), codec="ffv1", pixel_format="bgr0"
    )
    video = prepared(tmp_path / "in.mkv", tmp_path / "out")
    assert (video.source.width, video.source.height) == (1, 1)
    assert (video.width, video.height, video.pad_right, video.pad_bottom, video.frame_count) == (2, 2, 1, 1, 5)
    assert frames_of(tmp_path / "out/video.mp4")[4] == pytest.approx(200, abs=3)


def test_pixels_that_are_not_square_become_square(tmp_path):
    with av.open(str(tmp_path / "in.mp4"), "w") as output:
        stream = output.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 160, 180, "yuv420p"
        stream.codec_context.sample_aspect_ratio = Fraction(2)
        for number in range(3):
            output.mux(stream.encode(av.VideoFrame.from_ndarray(numbered_frame(number, 160, 180))))
        output.mux(stream.encode(None))
    video = prepared(tmp_path / "in.mp4", tmp_path / "out")
    assert (video.width, video.height) == (320, 180)
    assert (video.source.width, video.source.height) == (160, 180)
    assert numbers_of(tmp_path / "out/video.mp4") == [0, 1, 2]


def test_interlaced_video_is_tolerated(tmp_path):
    numbered_clip(
        tmp_path / "in.mkv",
        Fraction(25),
        20,
        width=352,
        height=288,
        codec="mpeg2video",
        options={"flags": "+ildct+ilme"},
    )
    prepared(tmp_path / "in.mkv", tmp_path / "out")
    assert numbers_of(tmp_path / "out/video.mp4") == list(range(20))


@pytest.mark.parametrize("transfer", [16, 18], ids=["pq", "hlg"])
def test_ten_bit_hdr_becomes_a_picture_that_is_neither_black_nor_white(tmp_path, transfer):
    with av.open(str(tmp_path / "in.mp4"), "w") as output:
        stream = output.add_stream("libx265", rate=25, options={"x265-params": "log-level=none"})
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p10le"
        context = stream.codec_context
        context.color_primaries, context.color_trc, context.colorspace, context.color_range = 9, transfer, 9, 1
        for number in range(3):
            frame = av.VideoFrame.from_ndarray(numbered_frame(number)).reformat(format="yuv420p10le")
            frame.colorspace, frame.color_trc, frame.color_primaries, frame.color_range = 9, transfer, 9, 1
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    prepared(tmp_path / "in.mp4", tmp_path / "out")
    frames = frames_of(tmp_path / "out/video.mp4")
    assert len(frames) == 3
    assert [read_number(frame) for frame in frames] == [0, 1, 2]
