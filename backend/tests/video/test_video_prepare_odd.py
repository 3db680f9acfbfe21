"""Odd but honest sources: interlaced pictures, packets without times, one picture alone, several sounds, open groups."""

from fractions import Fraction

import av
import numpy as np
import pytest
from numbered_clip import numbered_clip, numbered_frame, read_number, write_clip
from PIL import Image
from test_video_audio import pitch, sound_of
from video_cases import frames_of, numbers_of, prepared

from masklet.domain.errors import VideoUnreadable
from masklet.video.frame_times import read_frame_times
from masklet.video.interlace import without_combs


def woven(number, width=352, height=288):
    """A picture whose even lines are of one moment and whose odd lines of the next."""
    picture = numbered_frame(number, width, height)
    picture[height // 2 :] = (40, 60, 80)
    for line in (0, 1):
        left = (number * 24 + line * 12) % (width - 60)
        picture[height // 2 + line :: 2, left : left + 60] = (230, 200, 90)
    return picture


def comb(frame):
    """How much neighbouring lines differ in alternation, over the moving half."""
    lines = frame[frame.shape[0] // 2 + 8 :].astype(int).sum(axis=2)
    return np.abs(2 * lines[1:-1] - lines[:-2] - lines[2:]).mean()


@pytest.mark.parametrize("start_s", [None, 0.4])
def test_interlaced_pictures_lose_their_combs_and_keep_their_count(tmp_path, start_s):
    pictures = [woven(number) for number in range(25)]
    write_clip(
        tmp_path / "in.ts", pictures, Fraction(25), codec="mpeg2video", options={"flags": "+ildct+ilme", "b": "9M"}
    )
    prepared(tmp_path / "in.ts", tmp_path / "out", start_s=start_s)
    assert numbers_of(tmp_path / "out/video.mp4") == list(range(10 if start_s else 0, 25))
    before = np.mean([comb(picture) for picture in pictures])
    after = np.mean([comb(frame) for frame in frames_of(tmp_path / "out/video.mp4")])
    assert after < 0.2 * before


def flagged(folder, width, interlaced):
    """Decoded pictures numbered from 0, as the decoder flags them."""
    path = folder / f"{width}{interlaced}.ts"
    options = {"flags": "+ildct+ilme"} if interlaced else {}
    pictures = [numbered_frame(number, width, 96) for number in range(14)]
    write_clip(path, pictures, Fraction(25), codec="mpeg2video", options={"b": "9M"} | options)
    with av.open(str(path)) as media:
        decoded = list(media.decode(video=0))
    assert {picture.interlaced_frame for picture in decoded} == {interlaced}
    return decoded


def test_pictures_that_turn_interlaced_or_change_size_all_come_through_with_their_times(tmp_path):
    kinds = [(160, False)] * 3 + [(160, True)] * 4 + [(192, True)] * 3 + [(192, False)] * 2 + [(160, True)]
    clips = {kind: flagged(tmp_path, *kind) for kind in set(kinds)}
    pictures = [clips[kind][number] for number, kind in enumerate(kinds)]
    times = [3, 10, 11, None, 30, 31, 32, 40, 50, 51, 52, 53, 54]
    for picture, time in zip(pictures, times, strict=True):
        picture.pts = time
    made = list(without_combs(pictures))
    assert [each.pts for each in made] == times
    assert [each.width for each in made] == [width for width, _ in kinds]
    assert [read_number(each.to_ndarray(format="rgb24")) for each in made] == list(range(len(kinds)))


def test_packets_without_times_are_counted(tmp_path):
    numbered_clip(tmp_path / "whole.mp4", Fraction(25), 50, options={"bf": "3"})
    with (
        av.open(str(tmp_path / "whole.mp4")) as source,
        av.open(str(tmp_path / "in.mkv"), "w", options={"avoid_negative_ts": "disabled"}) as output,
    ):
        stream = output.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.size:
                shift = round(Fraction(1, 2) / packet.time_base)
                packet.pts, packet.dts, packet.stream = packet.pts - shift, packet.dts - shift, stream
                output.mux(packet)
    with av.open(str(tmp_path / "in.mkv")) as source:  # or this file proves nothing
        times = [packet.pts for packet in source.demux(video=0) if packet.size]
        assert None in times
        assert any(time is not None for time in times)
    video = prepared(tmp_path / "in.mkv", tmp_path / "out")
    assert (video.frame_count, video.frame_rate) == (50, 25)
    assert numbers_of(tmp_path / "out/video.mp4") == list(range(50))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "BMP"])
def test_one_picture_alone_is_a_clip_of_one_frame(tmp_path, kind):
    Image.fromarray(numbered_frame(9)).save(tmp_path / "upload", kind)
    video = prepared(tmp_path / "upload", tmp_path / "out", file_name=f"holiday.{kind.lower()}")
    assert (video.frame_count, video.frame_rate, video.width, video.height) == (1, 24, 320, 180)
    assert (video.title, video.source.container, video.source.codec) == ("holiday", "picture", kind.lower())
    assert numbers_of(tmp_path / "out/video.mp4") == [9]


def test_a_phone_s_picture_is_turned_upright(tmp_path):
    picture = Image.fromarray(np.rot90(numbered_frame(5)).copy())
    exif = picture.getexif()
    exif[0x0112] = 6  # to be shown turned by 90 degrees clockwise
    picture.save(tmp_path / "in.jpg", exif=exif, quality=95)
    prepared(tmp_path / "in.jpg", tmp_path / "out")
    assert numbers_of(tmp_path / "out/video.mp4") == [5]


def test_a_damaged_picture_is_a_sentence(tmp_path):
    (tmp_path / "in.png").write_bytes(b"\x89PNG\r\n\x1a\nnothing more")
    with pytest.raises(VideoUnreadable, match="cannot be read"):
        prepared(tmp_path / "in.png", tmp_path / "out")


def test_a_motion_jpeg_is_no_single_picture(tmp_path):
    numbered_clip(tmp_path / "in.mjpeg", Fraction(25), 5, codec="mjpeg", pixel_format="yuvj420p")
    prepared(tmp_path / "in.mjpeg", tmp_path / "out")
    assert numbers_of(tmp_path / "out/video.mp4") == list(range(5))


@pytest.mark.parametrize("suffix", ["mp4", "ts", "mkv"])
def test_open_groups_of_pictures_come_through_whole_and_from_the_middle(tmp_path, suffix):
    options = {"bf": "3", "x264-params": "open-gop=1:keyint=12:min-keyint=12:scenecut=0"}
    numbered_clip(tmp_path / f"in.{suffix}", Fraction(25), 50, options=options)
    prepared(tmp_path / f"in.{suffix}", tmp_path / "out")
    assert numbers_of(tmp_path / "out/video.mp4") == list(range(50))
    prepared(tmp_path / f"in.{suffix}", tmp_path / "part", start_s=0.92)  # a picture that leans on the group before
    assert numbers_of(tmp_path / "part/video.mp4") == list(range(23, 50))


def test_the_first_of_several_sounds_is_kept(tmp_path):
    for name, hertz in (("low", 440), ("high", 880)):
        numbered_clip(tmp_path / f"{name}.mp4", Fraction(25), 25, audio="aac", hertz=hertz)
    with (
        av.open(str(tmp_path / "high.mp4")) as first,
        av.open(str(tmp_path / "low.mp4")) as second,
        av.open(str(tmp_path / "in.mkv"), "w") as output,
    ):
        streams = [first.streams.video[0], first.streams.audio[0], second.streams.audio[0]]
        targets = [output.add_stream_from_template(stream) for stream in streams]
        for stream, target in zip(streams, targets, strict=True):
            stream.container.seek(0)
            for packet in stream.container.demux(stream):
                if packet.size:
                    packet.stream = target
                    output.mux(packet)
    assert prepared(tmp_path / "in.mkv", tmp_path / "out").has_audio
    assert read_frame_times(tmp_path / "out/frame_times.json").audio == "copied"
    assert pitch(sound_of(tmp_path / "out/video.mp4")[1]) == pytest.approx(880, abs=8)
