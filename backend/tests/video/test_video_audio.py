"""Sound goes with the pictures: AAC untouched, everything else as AAC, in time."""

from fractions import Fraction

import av
import numpy as np
import pytest
from numbered_clip import numbered_clip, numbered_frame
from video_cases import numbers_of, prepared

from masklet.video.frame_times import read_frame_times
from masklet.video.writer import VideoWriter

KINDS = [
    ("mp4", "aac", "copied"),
    ("mov", "pcm_s16le", "transcoded"),
    ("mkv", "libopus", "transcoded"),
    ("mkv", "aac", "copied"),
    ("avi", "libmp3lame", "transcoded"),
    ("ts", "aac", "copied"),
    ("mkv", "flac", "transcoded"),
]


def sound_of(path):
    """(first time in seconds, samples) of the sound as a player hears it."""
    with av.open(str(path)) as media:
        frames = list(media.decode(audio=0))
    return float(frames[0].time), np.concatenate([frame.to_ndarray().mean(axis=0).ravel() for frame in frames])


def pitch(samples, rate=48000):
    middle = samples[len(samples) // 4 : len(samples) // 4 + rate // 4]
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle))))
    return np.argmax(spectrum) * rate / len(middle)


@pytest.mark.parametrize(("suffix", "codec", "state"), KINDS)
def test_sound_is_kept(tmp_path, suffix, codec, state):
    numbered_clip(tmp_path / f"in.{suffix}", Fraction(25), 50, audio=codec)
    video = prepared(tmp_path / f"in.{suffix}", tmp_path / "out")
    assert video.has_audio
    assert read_frame_times(tmp_path / "out/frame_times.json").audio == state
    assert numbers_of(tmp_path / "out/video.mp4") == list(range(50))
    with av.open(str(tmp_path / "out/video.mp4")) as media:
        assert media.streams.audio[0].codec_context.name.startswith("aac")
        assert media.streams.video[0].start_time == 0
    start_s, samples = sound_of(tmp_path / "out/video.mp4")
    assert abs(start_s) < 0.05
    assert len(samples) / 48000 == pytest.approx(2.0, abs=0.08)
    assert pitch(samples) == pytest.approx(440, abs=6)


def test_copied_sound_is_the_same_bytes(tmp_path):
    numbered_clip(tmp_path / "in.mp4", Fraction(25), 50, audio="aac")
    prepared(tmp_path / "in.mp4", tmp_path / "out")
    pieces = []
    for path in (tmp_path / "in.mp4", tmp_path / "out/video.mp4"):
        with av.open(str(path)) as media:
            pieces.append([bytes(packet) for packet in media.demux(audio=0) if packet.size])
    original, copy = pieces
    assert copy == original[: len(copy)]
    assert len(copy) >= 93  # two seconds


def test_a_clip_without_sound_has_none(tmp_path):
    numbered_clip(tmp_path / "in.mp4", Fraction(25), 10)
    assert not prepared(tmp_path / "in.mp4", tmp_path / "out").has_audio
    assert read_frame_times(tmp_path / "out/frame_times.json").audio == "none"


def test_a_range_takes_its_own_sound(tmp_path):
    numbered_clip(tmp_path / "in.mp4", Fraction(25), 100, audio="aac")
    prepared(tmp_path / "in.mp4", tmp_path / "out", start_s=2.0, duration_s=1.0)
    start_s, samples = sound_of(tmp_path / "out/video.mp4")
    assert abs(start_s) < 0.05
    assert len(samples) / 48000 == pytest.approx(1.0, abs=0.08)


def test_the_writer_takes_sound_from_a_clip(tmp_path):
    numbered_clip(tmp_path / "in.mp4", Fraction(25), 50, audio="aac")
    with VideoWriter(tmp_path / "out.mp4", 320, 180, Fraction(25), tmp_path / "in.mp4") as writer:
        for number in range(50):
            writer.write(numbered_frame(number))
    assert numbers_of(tmp_path / "out.mp4") == list(range(50))
    assert pitch(sound_of(tmp_path / "out.mp4")[1]) == pytest.approx(440, abs=6)
