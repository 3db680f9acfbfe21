"""Frame k of the normalised file is exactly frame k, for constant and variable rates."""

from fractions import Fraction
from itertools import pairwise

import av
import pytest
from numbered_clip import numbered_clip, numbered_frame, write_clip
from video_cases import names_in, numbers_of, prepared, request_for

from masklet.video.frame_times import read_frame_times
from masklet.video.prepare import prepare

RATES = [Fraction(24000, 1001), Fraction(25), Fraction(30000, 1001), Fraction(60)]


def packets_of(path, **options):
    with av.open(str(path), options=options) as media:
        stream = media.streams.video[0]
        return [packet for packet in media.demux(stream) if packet.size], stream.time_base


@pytest.mark.parametrize("rate", RATES, ids=str)
@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
def test_constant_rate_sources_keep_every_frame(tmp_path, rate, suffix):
    numbered_clip(tmp_path / f"in.{suffix}", rate, 70)
    video = prepared(tmp_path / f"in.{suffix}", tmp_path / "out")
    assert video.frame_rate == rate
    assert video.frame_count == 70
    assert numbers_of(tmp_path / "out/video.mp4") == list(range(70))
    times = read_frame_times(tmp_path / "out/frame_times.json")
    assert not times.variable_rate
    assert times.source_frame_indices == tuple(range(70))
    assert times.source_times_s == pytest.approx([float(k / rate) for k in range(70)], abs=0.001)


@pytest.mark.parametrize("rate", RATES, ids=str)
def test_every_frame_has_exactly_its_time_and_the_file_can_be_searched(tmp_path, rate):
    numbered_clip(tmp_path / "in.mp4", rate, 70, options={"bf": "3"})
    prepared(tmp_path / "in.mp4", tmp_path / "out")
    packets, time_base = packets_of(tmp_path / "out/video.mp4", ignore_editlist="1")
    assert [packet.pts * time_base for packet in packets] == [k / rate for k in range(70)]
    assert all(packet.dts == packet.pts for packet in packets)
    keys = [k for k, packet in enumerate(packets) if packet.is_keyframe] + [70]
    assert max(after - before for before, after in pairwise(keys)) <= rate
    data = (tmp_path / "out/video.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


@pytest.mark.parametrize("rate", RATES, ids=str)
@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
def test_variable_rate_sources_show_the_latest_frame_at_each_tick(tmp_path, rate, suffix):
    times_ms = numbered_clip(tmp_path / f"in.{suffix}", rate, 80, vfr=True)
    video = prepared(tmp_path / f"in.{suffix}", tmp_path / "out")
    times = read_frame_times(tmp_path / "out/frame_times.json")
    assert times.variable_rate
    assert abs(video.frame_rate / rate - 1) < Fraction(1, 500)  # millisecond times cannot tell 29.97 from 30
    shown = numbers_of(tmp_path / "out/video.mp4")
    assert shown == list(times.source_frame_indices)
    slack_ms = 0.12 * 1000 / float(video.frame_rate) + 1.001
    for tick, number in enumerate(shown):
        now_ms = float(1000 * tick / video.frame_rate)
        assert times.source_times_s[tick] * 1000 == pytest.approx(times_ms[number], abs=1)
        assert times_ms[number] <= now_ms + slack_ms
        if number + 1 < len(times_ms):
            assert times_ms[number + 1] >= now_ms - 0.001
    assert video.frame_count == len(shown)
    assert shown[-1] == 79


def test_the_container_s_claims_are_not_trusted(tmp_path):
    numbered_clip(tmp_path / "in.mp4", Fraction(25), 40)
    data = bytearray((tmp_path / "in.mp4").read_bytes())
    for box in (b"mvhd", b"tkhd", b"mdhd"):
        at = data.index(box) + (20 if box != b"tkhd" else 24)
        data[at : at + 4] = (10_000_000).to_bytes(4, "big")
    (tmp_path / "lies.mp4").write_bytes(data)
    video = prepared(tmp_path / "lies.mp4", tmp_path / "out")
    assert video.frame_count == 40
    assert video.frame_rate == 25
    assert numbers_of(tmp_path / "out/video.mp4") == list(range(40))


def test_a_chosen_range_starts_at_the_frame_shown_there(tmp_path):
    numbered_clip(tmp_path / "in.mp4", Fraction(25), 200, audio="aac")
    video = prepared(tmp_path / "in.mp4", tmp_path / "out", start_s=3.13, duration_s=2.0)
    assert numbers_of(tmp_path / "out/video.mp4") == list(range(78, 128))
    assert (video.frame_count, video.source.start_s, video.has_audio) == (50, 3.13, True)
    times = read_frame_times(tmp_path / "out/frame_times.json")
    assert times.source_frame_indices == tuple(range(78, 128))
    assert times.source_times_s[0] == pytest.approx(3.12)


@pytest.mark.parametrize("suffix", ["mkv", "avi", "ts", "webm"])
def test_a_range_of_other_containers(tmp_path, suffix):
    codec = "libvpx-vp9" if suffix == "webm" else "libx264"
    options = {"deadline": "realtime", "cpu-used": "8"} if suffix == "webm" else {"bf": "2"}
    numbered_clip(tmp_path / f"in.{suffix}", Fraction(25), 60, codec=codec, options=options)
    prepared(tmp_path / f"in.{suffix}", tmp_path / "out", start_s=1.0, duration_s=0.8)
    assert numbers_of(tmp_path / "out/video.mp4") == list(range(25, 45))


def test_a_variable_rate_range_maps_to_the_source(tmp_path):
    times_ms = numbered_clip(tmp_path / "in.mkv", Fraction(30), 90, vfr=True)
    prepared(tmp_path / "in.mkv", tmp_path / "out", start_s=1.0)
    times = read_frame_times(tmp_path / "out/frame_times.json")
    assert numbers_of(tmp_path / "out/video.mp4") == list(times.source_frame_indices)
    first = times.source_frame_indices[0]
    assert times_ms[first] <= 1004 < times_ms[first + 1]
    assert times.source_times_s[0] * 1000 == pytest.approx(times_ms[first], abs=1)


def test_one_frame_is_a_clip(tmp_path):
    write_clip(tmp_path / "in.mp4", [numbered_frame(5)], Fraction(30))
    video = prepared(tmp_path / "in.mp4", tmp_path / "out")
    assert (video.frame_count, video.frame_rate) == (1, 30)
    assert numbers_of(tmp_path / "out/video.mp4") == [5]


def test_progress_counts_frames_up_to_the_whole(tmp_path):
    numbered_clip(tmp_path / "in.mp4", Fraction(25), 30)
    seen = []
    prepare(
        request_for(tmp_path / "in.mp4", tmp_path / "out"),
        lambda done, total: seen.append((done, total)),
        lambda: False,
    )
    assert seen == [(done, 30) for done in range(1, 31)]
    assert names_in(tmp_path / "out") == ["filmstrip.jpg", "frame_times.json", "poster.jpg", "video.mp4"]
