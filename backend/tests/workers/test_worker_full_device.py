"""A device without room: sessions that rest make room first, then it is an error that loses nothing."""

import pytest
from fake_hosts import BROKEN_FRAME, greedy
from worker_cases import CLICK, failure, forward, session

from masklet.domain.errors import DeviceOutOfMemory, SessionNotLoaded
from masklet.workers.engine_host import EngineHost


def is_held(host: EngineHost, name: str) -> bool:
    try:
        host.stop_pass(name)
    except SessionNotLoaded:
        return False
    return True


def test_opening_puts_those_without_a_pass_away_and_tries_again() -> None:
    host = greedy(3)
    for name in "abc":
        host.open(session(name))
    host.start_pass("a", forward(1))
    host.open(session("d"))
    assert [name for name in "abcd" if is_held(host, name)] == ["a", "d"]


def test_a_prompt_makes_room_and_asks_to_be_repeated() -> None:
    host = greedy(3)
    for name in "abc":
        host.open(session(name))
    assert type(failure(lambda: host.prompt("b", 1, 0, CLICK, None))) is SessionNotLoaded
    assert not any(is_held(host, name) for name in "abc")
    host.open(session("b"))  # as the service does
    host.prompt("b", 1, 0, CLICK, None)


def test_a_question_makes_room_as_a_prompt_does() -> None:
    host = greedy(2)
    for name in "ab":
        host.open(session(name))
    assert type(failure(lambda: host.candidates("b", 0, CLICK, 3))) is SessionNotLoaded
    host.open(session("b"))
    assert len(host.candidates("b", 0, CLICK, 3)) == 3


def test_a_step_makes_room_and_asks_to_be_taken_up_again() -> None:
    host = greedy(2)
    host.open(session("a"))
    host.open(session("rests"))
    host.start_pass("a", forward(1))
    host.step("a")
    host.step("a")
    assert type(failure(lambda: host.step("a"))) is SessionNotLoaded
    assert not is_held(host, "rests")
    host.open(session("a"))
    host.start_pass("a", forward(1, start=2))
    frame = host.step("a")
    assert frame is not None
    assert frame.frame_index == 2


@pytest.mark.parametrize("act", ["prompt", "step"])
def test_with_nobody_to_make_room_it_is_an_error_and_the_session_is_opened_again_later(act: str) -> None:
    host = greedy(2)
    host.open(session("a"))
    host.open(session("tracked"))
    host.start_pass("tracked", forward(1, start=BROKEN_FRAME))
    host.start_pass("a", forward(1, start=2))
    error = failure(lambda: host.prompt("a", 1, 0, CLICK, None) if act == "prompt" else host.step("a"))
    assert type(error) is DeviceOutOfMemory
    assert not is_held(host, "a")
    assert is_held(host, "tracked")
    host.open(session("a"))


def test_one_session_that_alone_is_too_large() -> None:
    host = greedy(1)
    host.open(session("a"))
    assert type(failure(lambda: host.prompt("a", 1, 0, CLICK, None))) is DeviceOutOfMemory
    assert type(failure(lambda: greedy(0).open(session("a")))) is DeviceOutOfMemory
