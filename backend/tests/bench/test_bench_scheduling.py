"""A thread that an encoder made a realtime one is an ordinary one afterwards, also where the encoding failed."""

import os

import pytest
from usual_scheduling import CAN_TELL, scheduling, usual_scheduling


def become_realtime() -> None:
    """As SVT-AV1 does, with the lowest such priority."""
    if not CAN_TELL:
        pytest.skip("this system cannot tell how a thread is scheduled")
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
    except PermissionError:
        pytest.skip("who runs the tests may not make a thread a realtime one, so no encoder does")


@pytest.mark.parametrize("fails", [False, True], ids=["encoded", "failed"])
def test_the_thread_is_as_it_was(fails):
    before = scheduling()
    try:
        with usual_scheduling():
            become_realtime()
            assert scheduling() == (os.SCHED_FIFO, 1)
            if fails:
                raise ValueError("no such pixel format")
    except ValueError:
        assert fails
    assert scheduling() == before
