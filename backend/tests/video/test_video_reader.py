"""Random access by exact index, cheap forward and backward, bounded, and honest about damage."""

import random
from fractions import Fraction

import av
import numpy as np
import pytest
from numbered_clip import numbered_frame, read_number

from masklet.domain.errors import FrameOutOfRange, VideoUnreadable
from masklet.video.reader import VideoReader
from masklet.video.writer import VideoWriter

COUNT = 150


@pytest.fixture(scope="module", params=[Fraction(24000, 1001), Fraction(25), Fraction(60), Fraction(2)], ids=str)
def clip(request, tmp_path_factory):
    path = tmp_path_factory.mktemp("reader") / "video.mp4"
    with VideoWriter(path, 320, 180, request.param) as writer:
        for number in range(COUNT):
            writer.write(numbered_frame(number))
    return path


@pytest.fixture
def reader(clip):
    reader = VideoReader(clip, COUNT, 320, 180)
    yield reader
    reader.close()


def test_frames_are_rgb_and_not_to_be_written_to(reader):
    frame = reader.read(3)
    assert (frame.shape, frame.dtype) == ((180, 320, 3), np.uint8)
    assert np.abs(frame.astype(int) - numbered_frame(3)).mean() < 4
    with pytest.raises(ValueError, match="read-only"):
        frame[0, 0] = 0


def test_any_frame_in_any_order(reader):
    order = [0, COUNT - 1, 0, *random.Random(3).sample(range(COUNT), 60), COUNT - 1]
    assert [read_number(reader.read(index)) for index in order] == order


def test_running_forward_never_seeks(reader):
    assert [read_number(reader.read(index)) for index in range(COUNT)] == list(range(COUNT))
    assert reader.seeks == 0
    assert [read_number(reader.read(index)) for index in range(0, COUNT, 2)] == list(range(0, COUNT, 2))


def test_running_backward_decodes_each_second_about_once(clip):
    with av.open(str(clip)) as media:
        keys = sum(packet.is_keyframe for packet in media.demux(video=0) if packet.size)
    reader = VideoReader(clip, COUNT, 320, 180)
    assert [read_number(reader.read(index)) for index in reversed(range(COUNT))] == list(reversed(range(COUNT)))
    assert reader.seeks <= keys + 1
    reader.close()


@pytest.mark.parametrize("index", [-1, COUNT, 10**9])
def test_frames_that_do_not_exist(reader, index):
    with pytest.raises(FrameOutOfRange):
        reader.read(index)


def test_opening_reads_nothing_and_a_missing_file_is_told_at_the_first_read(tmp_path):
    reader = VideoReader(tmp_path / "nowhere.mp4", 10, 320, 180)
    with pytest.raises(VideoUnreadable, match="Frame 4"):
        reader.read(4)


def test_the_cache_is_bounded_by_bytes(clip):
    reader = VideoReader(clip, COUNT, 320, 180, cache_bytes=5 * 320 * 180 * 3 // 2)
    for index in range(40):
        reader.read(index)
        assert reader.cached_frames <= 5
    assert read_number(reader.read(38)) == 38
    assert [read_number(reader.read(index)) for index in (100, 20, 99)] == [100, 20, 99]
    reader.close()


def test_a_closed_reader_opens_again(reader):
    reader.read(5)
    reader.close()
    reader.close()
    assert read_number(reader.read(7)) == 7


def test_damage_names_its_frame_and_the_others_stay_readable(clip, tmp_path):
    with av.open(str(clip)) as media:
        packets = [(packet.pos, packet.size, packet.is_keyframe) for packet in media.demux(video=0) if packet.size]
    victim = next(k for k in range(60, COUNT) if packets[k + 1][2])  # the last before a keyframe: nothing leans on it
    data = bytearray(clip.read_bytes())
    at, size, _ = packets[victim]
    data[at : at + size] = bytes(size)
    (tmp_path / "damaged.mp4").write_bytes(data)
    reader = VideoReader(tmp_path / "damaged.mp4", COUNT, 320, 180)
    with pytest.raises(VideoUnreadable, match=f"Frame {victim} ") as caught:
        reader.read(victim)
    assert caught.value.details == {"frame_index": victim}
    assert read_number(reader.read(victim - 1)) == victim - 1
    assert read_number(reader.read(victim + 1)) == victim + 1
    reader.close()


def test_a_file_that_ends_early_names_the_first_missing_frame(clip, tmp_path):
    data = clip.read_bytes()
    (tmp_path / "short.mp4").write_bytes(data[: len(data) // 2])
    reader = VideoReader(tmp_path / "short.mp4", COUNT, 320, 180)
    assert read_number(reader.read(5)) == 5
    with pytest.raises(VideoUnreadable, match=f"Frame {COUNT - 1} "):
        reader.read(COUNT - 1)
    reader.close()
