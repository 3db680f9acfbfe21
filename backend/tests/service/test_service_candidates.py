"""What a click may mean, asked without a change: nothing is stored or told, bad questions are refused."""

import threading

import pytest
from row_workers import row_of
from rows_actions import click

from masklet.domain.errors import (
    DeviceOutOfMemory,
    FrameOutOfRange,
    InvalidInput,
    InvalidPrompt,
    LimitExceeded,
    SessionNotFound,
    SessionNotLoaded,
    WorkerFailed,
)
from masklet.domain.prompt import Point, Prompt
from masklet.service.prompting import MOST_CANDIDATES

CLICK = Prompt((Point(1.0, 10.0, 1),))


def asked(studio, session_id, frame_index=0, prompt=CLICK, most=3):
    masks = studio.services.prompts.candidates(session_id, frame_index, prompt, most)
    return [row_of(mask.rle) for mask in masks]


def test_the_worker_s_masks_come_in_its_order(studio):
    session_id = studio.session().session_id
    assert asked(studio, session_id, 5) == [10, 11, 12]
    assert studio.engine.calls[-1] == ("candidates", (5, CLICK, 3))


def test_nothing_is_stored_and_nothing_is_told(studio):
    session_id = studio.session().session_id
    click(studio, session_id, 0, 2, 20)
    before, held = studio.services.sessions.snapshot(session_id), dict(studio.engine.held[session_id])
    asked(studio, session_id, 2)
    assert studio.services.sessions.snapshot(session_id) == before
    assert studio.engine.held[session_id] == held
    assert row_of(studio.services.sessions.frame_masks(session_id, 2).masks[0].rle) == 20


@pytest.mark.parametrize("lost", [SessionNotLoaded("Others made room."), WorkerFailed("It died.")])
def test_a_lost_session_is_opened_from_the_store_and_asked_again(studio, lost):
    session_id = studio.session().session_id
    click(studio, session_id, 0, 2, 20)
    refusals = [lost]
    studio.engine.before_prompt = lambda _: (_ for _ in ()).throw(refusals.pop()) if refusals else None
    studio.engine.die()
    assert asked(studio, session_id) == [10, 11, 12]
    assert [one.frame_index for one in studio.engine.specs[-1].prompted] == [2]


def test_a_device_without_room_is_an_error(studio):
    def full(session_id: str) -> None:
        raise DeviceOutOfMemory("The device is full.")

    studio.engine.before_prompt = full
    with pytest.raises(DeviceOutOfMemory):
        asked(studio, studio.session().session_id)


def test_it_does_not_wait_for_a_change_under_way(studio):
    session_id = studio.session().session_id
    click(studio, session_id, 0, 0, 5)
    answers: list[list[int | None]] = []
    with studio.services._context.locks.hold(session_id):
        asking = threading.Thread(target=lambda: answers.append(asked(studio, session_id)))
        asking.start()
        asking.join(10)
        assert answers == [[10, 11, 12]]


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"session_id": "no such"}, SessionNotFound),
        ({"frame_index": -1}, FrameOutOfRange),
        ({"frame_index": 20}, FrameOutOfRange),
        ({"prompt": Prompt()}, InvalidPrompt),
        ({"prompt": Prompt((Point(1.0, 1.0, 1),) * 6)}, LimitExceeded),
        ({"most": 0}, InvalidInput),
        ({"most": MOST_CANDIDATES + 1}, InvalidInput),
    ],
)
def test_bad_questions_are_refused_before_the_worker_is_asked(studio, wrong, error):
    right = {"session_id": studio.session(20).session_id, "frame_index": 0, "prompt": CLICK, "most": 3}
    with pytest.raises(error):
        asked(studio, **{**right, **wrong})
    assert studio.engine.calls == []
