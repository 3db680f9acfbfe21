"""What is no video, too large, too long, broken or has no room: one typed sentence, and an empty folder left."""

import errno
import io
import os
import zipfile
from fractions import Fraction

import av
import numpy as np
import pytest
from numbered_clip import numbered_clip, numbered_frame, write_clip
from video_cases import names_in, numbers_of, prepared, request_for

from masklet.domain.errors import Cancelled, InvalidInput, LimitExceeded, StorageFull, VideoUnreadable
from masklet.video.prepare import prepare


def refused(source, out_dir, error, **changes):
    with pytest.raises(error) as caught:
        prepared(source, out_dir, **changes)
    assert names_in(out_dir) == []
    assert str(source.parent) not in caught.value.message
    assert caught.value.message.endswith(".")
    return caught.value


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello, this is no video at all" * 50,
        os.urandom(64),
        bytes(100_000),
        b"#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1:9/x.ts\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"%PDF-1.7\n" + b"x" * 4000,
    ],
    ids=["empty", "text", "random", "zeros", "playlist", "concat", "pdf"],
)
def test_not_a_video(tmp_path, data):
    (tmp_path / "in.mp4").write_bytes(data)
    refused(tmp_path / "in.mp4", tmp_path / "out", VideoUnreadable)


def test_a_playlist_is_not_followed(tmp_path):
    numbered_clip(tmp_path / "real.ts", Fraction(25), 10)
    (tmp_path / "in.m3u8").write_text(f"#EXTM3U\n#EXTINF:1,\n{tmp_path}/real.ts\n#EXT-X-ENDLIST\n")
    refused(tmp_path / "in.m3u8", tmp_path / "out", VideoUnreadable)


def test_sound_without_pictures(tmp_path):
    with av.open(str(tmp_path / "in.m4a"), "w", format="mp4") as output:
        stream = output.add_stream("aac", rate=48000, layout="stereo")
        for start in range(0, 48000, 1024):
            frame = av.AudioFrame.from_ndarray(np.zeros((2, 1024), np.float32), "fltp", "stereo")
            frame.sample_rate, frame.pts = 48000, start
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    error = refused(tmp_path / "in.m4a", tmp_path / "out", VideoUnreadable)
    assert "sound" in error.message


def test_a_video_without_frames(tmp_path):
    with av.open(str(tmp_path / "in.mkv"), "w") as output:
        stream = output.add_stream("ffv1", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        output.start_encoding()
    refused(tmp_path / "in.mkv", tmp_path / "out", VideoUnreadable)


def test_a_file_whose_index_is_missing(tmp_path):
    numbered_clip(tmp_path / "whole.mp4", Fraction(25), 60)
    data = (tmp_path / "whole.mp4").read_bytes()
    assert data.index(b"moov") > data.index(b"mdat")
    (tmp_path / "in.mp4").write_bytes(data[: data.index(b"moov") - 100])
    refused(tmp_path / "in.mp4", tmp_path / "out", VideoUnreadable)


@pytest.mark.parametrize("suffix", ["mp4", "mkv", "ts"])
def test_a_file_that_breaks_midway_keeps_what_decodes(tmp_path, suffix):
    more = {"container": "mp4"} if suffix == "mp4" else {}
    numbered_clip(tmp_path / f"whole.{suffix}", Fraction(25), 100, **more)
    source = tmp_path / f"whole.{suffix}"
    if suffix == "mp4":  # the index goes first, as cameras and the web write it
        prepared(source, tmp_path / "first")
        source = tmp_path / "first/video.mp4"
    data = source.read_bytes()
    (tmp_path / f"in.{suffix}").write_bytes(data[: len(data) * 6 // 10])
    video = prepared(tmp_path / f"in.{suffix}", tmp_path / "out")
    shown = numbers_of(tmp_path / "out/video.mp4")
    assert 20 <= video.frame_count < 100
    # Pictures that lean on lost ones (B-frames) may show a neighbour; all before them are whole and in order.
    assert shown[:-5] == list(range(len(shown) - 5))


def test_damage_in_the_middle_does_not_shift_later_frames(tmp_path):
    numbered_clip(tmp_path / "whole.mp4", Fraction(25), 100, options={"g": "10", "bf": "0", "sc_threshold": "0"})
    with av.open(str(tmp_path / "whole.mp4")) as media:
        spots = [(packet.pos, packet.size) for packet in media.demux(video=0) if packet.size]
    data = bytearray((tmp_path / "whole.mp4").read_bytes())
    at, size = spots[43]
    data[at : at + size] = bytes(size)
    (tmp_path / "in.mp4").write_bytes(data)
    video = prepared(tmp_path / "in.mp4", tmp_path / "out")
    shown = numbers_of(tmp_path / "out/video.mp4")
    assert video.frame_count == 100
    assert shown[:43] == list(range(43))
    assert shown[50:] == list(range(50, 100))


def test_a_header_bomb_is_refused_before_it_is_decoded(tmp_path):
    picture = numbered_frame(1)
    write_clip(tmp_path / "in.mkv", [picture] * 3, Fraction(25), codec="mjpeg", pixel_format="yuvj420p")
    data = bytearray((tmp_path / "in.mkv").read_bytes())
    width, height = data.index(b"\xb0\x82\x01\x40"), data.index(b"\xba\x81\xb4")
    data[width : width + 4] = b"\xb0\x82\x4e\x20"  # Matroska's PixelWidth: 20,000
    data[height : height + 3] = b"\xba\x81\xff"
    for at in range(len(data)):  # and the JPEGs themselves: 20,000 by 20,000
        if data[at : at + 2] == b"\xff\xc0":
            data[at + 5 : at + 9] = b"\x4e\x20\x4e\x20"
    (tmp_path / "bomb.mkv").write_bytes(data)
    with pytest.raises((LimitExceeded, VideoUnreadable)) as caught:
        prepared(tmp_path / "bomb.mkv", tmp_path / "out")
    assert names_in(tmp_path / "out") == []
    assert caught.value.message


def test_pictures_larger_than_the_limit(tmp_path):
    numbered_clip(tmp_path / "in.mp4", Fraction(25), 3)
    error = refused(tmp_path / "in.mp4", tmp_path / "out", LimitExceeded, max_source_pixels=320 * 180 - 1)
    assert (error.details["width"], error.details["height"]) == (320, 180)
    prepared(tmp_path / "in.mp4", tmp_path / "out", max_source_pixels=320 * 180)


def test_too_long_is_refused_before_the_encode_and_a_range_helps(tmp_path):
    numbered_clip(tmp_path / "in.mp4", Fraction(25), 100)
    request = request_for(tmp_path / "in.mp4", tmp_path / "out", max_duration_s=2.0)
    encoded = []
    with pytest.raises(LimitExceeded) as caught:
        prepare(request, lambda done, total: encoded.append(done), lambda: False)
    assert caught.value.details == {"reason": "length", "duration_s": 4.0, "limit_s": 2.0}
    assert encoded == []
    prepared(tmp_path / "in.mp4", tmp_path / "out", max_duration_s=2.0, start_s=1.0, duration_s=2.0)
    assert numbers_of(tmp_path / "out/video.mp4") == list(range(25, 75))


def test_a_range_that_is_itself_too_long(tmp_path):
    numbered_clip(tmp_path / "in.mp4", Fraction(25), 100)
    error = refused(tmp_path / "in.mp4", tmp_path / "out", LimitExceeded, max_duration_s=2.0, start_s=0.5)
    assert error.details == {"reason": "length", "duration_s": 4.0, "limit_s": 2.0}


def test_the_limit_holds_while_decoding_too(tmp_path, monkeypatch):
    """A file that says less than it holds: the packets' times are short, the pictures go on."""
    numbered_clip(tmp_path / "in.mp4", Fraction(25), 100)
    monkeypatch.setattr("masklet.video.probe.Probe.duration_s", property(lambda self: Fraction(1)))
    refused(tmp_path / "in.mp4", tmp_path / "out", LimitExceeded, max_duration_s=2.0)


@pytest.mark.parametrize(
    "chosen",
    [
        {"start_s": 4.0},
        {"start_s": -1.0},
        {"duration_s": 0.0},
        {"start_s": float("nan")},
        {"duration_s": float("inf")},
        {"duration_s": -2.0},
    ],
)
def test_impossible_ranges(tmp_path, chosen):
    numbered_clip(tmp_path / "in.mp4", Fraction(25), 100)
    refused(tmp_path / "in.mp4", tmp_path / "out", InvalidInput, **chosen)


def test_cancelling_leaves_nothing(tmp_path):
    numbered_clip(tmp_path / "in.mp4", Fraction(25), 100)
    seen = []
    with pytest.raises(Cancelled):
        prepare(
            request_for(tmp_path / "in.mp4", tmp_path / "out"),
            lambda done, total: seen.append(done),
            lambda: len(seen) >= 10,
        )
    assert seen == list(range(1, 11))
    assert names_in(tmp_path / "out") == []


@pytest.mark.skipif(not os.access("/dev/full", os.W_OK), reason="this system has no /dev/full")
@pytest.mark.parametrize("name", ["video.mp4", "filmstrip.jpg", "poster.jpg", "frame_times.json"])
def test_a_full_disk(tmp_path, name):
    numbered_clip(tmp_path / "in.mp4", Fraction(25), 30)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / name).symlink_to("/dev/full")
    refused(tmp_path / "in.mp4", tmp_path / "out", StorageFull)


def test_errors_that_are_not_about_room_stay_what_they_are(tmp_path):
    numbered_clip(tmp_path / "in.mp4", Fraction(25), 3)
    request = request_for(tmp_path / "in.mp4", tmp_path / "out")
    (tmp_path / "out").rmdir()
    with pytest.raises(OSError, match="No such file") as caught:
        prepare(request, lambda done, total: None, lambda: False)
    assert caught.value.errno == errno.ENOENT


def zip_of(path, entries):
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in entries:
            archive.writestr(name, data)


def png_of(number, width=64, height=48):
    from PIL import Image

    data = io.BytesIO()
    Image.fromarray(numbered_frame(number, width, height)).save(data, "PNG")
    return data.getvalue()


def test_zips_that_hold_no_clip(tmp_path):
    zip_of(tmp_path / "empty.zip", [])
    zip_of(tmp_path / "text.zip", [("readme.txt", "hello"), ("__MACOSX/a.png", png_of(0)), (".hidden.png", png_of(0))])
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04" + bytes(200))
    zip_of(tmp_path / "fake.zip", [("a.png", b"not a picture")])
    zip_of(tmp_path / "svg.zip", [("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>")])
    for name in ("empty", "text", "broken", "fake", "svg"):
        refused(tmp_path / f"{name}.zip", tmp_path / "out", VideoUnreadable)


@pytest.mark.parametrize("name", ["../outside.png", "/outside.png", "a/../../outside.png", "..\\outside.png"])
def test_names_that_point_out_of_a_zip(tmp_path, name):
    zip_of(tmp_path / "in.zip", [("a.png", png_of(0)), (name, png_of(1))])
    before = names_in(tmp_path)
    refused(tmp_path / "in.zip", tmp_path / "out", VideoUnreadable)
    assert names_in(tmp_path) == sorted([*before, "out"])


def test_zip_bombs(tmp_path):
    bomb = bytearray(png_of(0))
    bomb[16:24] = (20_000).to_bytes(
        4, "big"
    ) * 2  # the size in the header; the checksum no longer fits, as in an attack
    zip_of(tmp_path / "header.zip", [("a.png", bytes(bomb))])
    with pytest.raises((LimitExceeded, VideoUnreadable)):
        prepared(tmp_path / "header.zip", tmp_path / "out")
    with (
        zipfile.ZipFile(tmp_path / "zeros.zip", "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.png", "w", force_zip64=True) as entry,
    ):
        for _ in range(300):
            entry.write(bytes(1024 * 1024))
    assert (tmp_path / "zeros.zip").stat().st_size < 1_000_000
    refused(tmp_path / "zeros.zip", tmp_path / "out", LimitExceeded)


def test_a_real_picture_larger_than_the_limit_in_a_zip(tmp_path):
    zip_of(tmp_path / "in.zip", [("a.png", png_of(0, 400, 300))])
    error = refused(tmp_path / "in.zip", tmp_path / "out", LimitExceeded, max_source_pixels=400 * 300 - 1)
    assert error.details["width"] == 400


def test_more_pictures_than_the_limit_allows(tmp_path):
    zip_of(tmp_path / "in.zip", [(f"{k}.png", b"") for k in range(100)])
    error = refused(tmp_path / "in.zip", tmp_path / "out", LimitExceeded, max_duration_s=2.0)
    assert error.details["duration_s"] == pytest.approx(100 / 24)


def test_an_encrypted_zip(tmp_path):
    zip_of(tmp_path / "in.zip", [("a.png", png_of(0))])
    data = bytearray((tmp_path / "in.zip").read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "in.zip").write_bytes(data)
    refused(tmp_path / "in.zip", tmp_path / "out", VideoUnreadable)
