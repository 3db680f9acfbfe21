"""Frames come in order, some ahead, errors as values, and no thread outlives its use."""

import gc
import threading
import time

import numpy as np
import pytest

from masklet.domain.errors import VideoUnreadable
from masklet.engine.sam2.frames_ahead import FramesAhead, LockedFrames


def threads():
    return [thread for thread in threading.enumerate() if thread.name.startswith("frames-ahead")]


def gone(limit_s=5.0):
    until = time.monotonic() + limit_s
    while threads() and time.monotonic() < until:
        time.sleep(0.01)
    return not threads()


def test_in_the_order_asked_for():
    order = [3, 1, 2, 9, 0]
    assert list(FramesAhead(lambda index: index * 10, order, 2)) == [(index, index * 10) for index in order]
    assert gone()


def test_nothing_asked_for():
    assert list(FramesAhead(lambda index: index, [], 2)) == []
    assert gone()


@pytest.mark.parametrize("depth", [0, 1, 4])
def test_never_further_ahead_than_the_depth(depth):
    read = []
    with FramesAhead(lambda index: read.append(index), range(1000), depth) as ahead:
        for taken in range(1, 20):
            next(ahead)
            assert len(read) <= taken + max(1, depth)


def test_reads_before_it_is_asked():
    began = threading.Event()
    with FramesAhead(lambda index: began.set(), range(10), 2):
        assert began.wait(5)


def test_a_frame_that_fails_is_a_value_and_the_next_follow():
    def read(index):
        if index == 2:
            raise VideoUnreadable("Frame 2 of the video cannot be decoded.", frame_index=2)
        return index

    found = list(FramesAhead(read, range(5), 2))
    assert [index for index, _ in found] == list(range(5))
    assert isinstance(found[2][1], VideoUnreadable)
    assert [frame for _, frame in found if not isinstance(frame, VideoUnreadable)] == [0, 1, 3, 4]


def test_a_fault_of_the_program_is_raised_in_its_turn():
    def read(index):
        if index == 1:
            raise ZeroDivisionError
        return index

    ahead = FramesAhead(read, range(5), 3)
    assert next(ahead) == (0, 0)
    with pytest.raises(ZeroDivisionError):
        next(ahead)
    ahead.close()
    assert gone()


def test_close_in_the_middle_waits_for_one_read_only():
    read = []

    def slow(index):
        read.append(index)
        time.sleep(0.05)

    ahead = FramesAhead(slow, range(1000), 100)
    next(ahead)
    ahead.close()
    ahead.close()
    assert len(read) <= 3
    assert not threads()
    with pytest.raises(StopIteration):
        next(ahead)


def test_forgotten_in_the_middle():
    ahead = FramesAhead(lambda index: time.sleep(0.02), range(1000), 100)
    next(ahead)
    del ahead
    gc.collect()
    assert gone(1.0)


class CountingSource:
    """Notices two reads at a time, and reads after its end."""

    frame_count, width, height = 100, 2, 1

    def __init__(self):
        self.busy = self.clashes = self.closed = 0

    def read(self, frame_index):
        assert not self.closed
        self.busy += 1
        self.clashes += self.busy > 1
        time.sleep(0.001)
        self.busy -= 1
        return np.full((1, 2, 3), frame_index, np.uint8)

    def close(self):
        assert not self.busy
        self.closed += 1


def test_direct_reads_and_reads_ahead_take_turns():
    source = CountingSource()
    frames = LockedFrames(source)
    assert (frames.frame_count, frames.width, frames.height) == (100, 2, 1)
    with FramesAhead(frames.read, range(100), 3) as ahead:
        for index, frame in ahead:
            assert (frame[0, 0, 0], frames.read(99 - index)[0, 0, 0]) == (index, 99 - index)
    frames.close()
    assert (source.clashes, source.closed) == (0, 1)
