"""The log of a session: what a follower builds from it is what the store holds, whenever it joins."""

import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rows_actions import Rows, click, rows, start, track

from masklet.domain.errors import SessionNotFound
from masklet.service.interfaces import (
    FrameMasksChanged,
    HistoryChanged,
    JobChanged,
    MasksCleared,
    ObjectsChanged,
    SessionDeleted,
    SessionEvent,
)


class Mirror:
    """What a client knows that has only ever heard events."""

    def __init__(self) -> None:
        self.cursor = 0
        self.objects: list[int] = []
        self.prompts: set[tuple[int, int]] = set()
        self.masks: dict[int, Rows] = {}

    def hear(self, event: SessionEvent) -> None:
        assert event.cursor > self.cursor
        self.cursor = event.cursor
        match event:
            case FrameMasksChanged(frame=frame):
                self.masks[frame.frame_index] = rows(frame)
            case MasksCleared(object_ids=gone):
                for masks in self.masks.values():
                    for object_id in gone:
                        masks.pop(object_id, None)
            case ObjectsChanged(objects=objects, prompts=prompts):
                self.objects = [one.object_id for one in objects]
                self.prompts = {(one.object_id, one.frame_index) for one in prompts}
                for masks in self.masks.values():
                    for object_id in set(masks) - set(self.objects):
                        del masks[object_id]

    def catch_up(self, studio, session_id: str) -> None:
        for event in studio.services.events.follow(session_id, self.cursor):
            if event is None:
                return
            self.hear(event)

    def agrees_with(self, studio, session_id: str) -> bool:
        snapshot = studio.services.sessions.snapshot(session_id)
        last = snapshot.video.frame_count - 1
        masks = {one.frame_index: rows(one) for one in studio.services.sessions.masks(session_id, None, 0, last)}
        return (
            self.objects == [one.object_id for one in snapshot.objects]
            and self.prompts == {(one.object_id, one.frame_index) for one in snapshot.prompts}
            and {at: known for at, known in self.masks.items() if known} == masks
        )


ACTIONS = st.one_of(
    st.tuples(st.just("click"), st.integers(0, 2), st.integers(0, 7), st.integers(0, 30)),
    st.tuples(st.just("clear"), st.integers(0, 2), st.integers(0, 7)),
    st.tuples(st.just("remove"), st.integers(0, 2)),
    st.tuples(st.just("track"), st.integers(0, 7)),
    st.tuples(st.just("wipe")),
    st.tuples(st.just("catch up")),
)


def act(studio, session_id: str, mirror: Mirror, action: tuple) -> None:
    match action:
        case ("click", object_id, frame_index, row):
            click(studio, session_id, object_id, frame_index, row)
        case ("clear", object_id, frame_index):
            studio.services.prompts.clear_frame(session_id, object_id, frame_index)
        case ("remove", object_id):
            studio.services.sessions.remove_object(session_id, object_id)
        case ("track", frame_index):
            if studio.services.sessions.snapshot(session_id).prompts:
                track(studio, session_id, start=frame_index)
        case ("wipe",):
            studio.services.prompts.clear_video(session_id)
        case _:
            mirror.catch_up(studio, session_id)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=st.lists(ACTIONS, max_size=8))
def test_replayed_or_followed_the_log_tells_what_the_store_holds(studio, actions):
    session_id = studio.session(8).session_id
    now_and_then, afterwards = Mirror(), Mirror()
    for action in actions:
        act(studio, session_id, now_and_then, action)
    for mirror in (now_and_then, afterwards):
        mirror.catch_up(studio, session_id)
        assert mirror.agrees_with(studio, session_id)


@pytest.mark.parametrize(
    "meanwhile",
    [
        [("clear", 0, 0)],
        [("remove", 0), ("click", 0, 4, 9)],
        [("wipe",), ("click", 0, 4, 9)],
        [("remove", 1)],
        [("wipe",), ("track", 0)],
    ],
)
def test_a_follower_that_was_away_unlearns_what_is_gone(studio, meanwhile):
    session_id, mirror = studio.session(8).session_id, Mirror()
    click(studio, session_id, 0, 0, 10)
    click(studio, session_id, 1, 0, 20)
    track(studio, session_id)
    mirror.catch_up(studio, session_id)
    for action in meanwhile:
        act(studio, session_id, mirror, action)
    mirror.catch_up(studio, session_id)
    assert mirror.agrees_with(studio, session_id)


def test_frames_whose_masks_were_all_cleared_are_not_replayed(studio):
    session_id = studio.session(8).session_id
    click(studio, session_id, 0, 0, 10)
    track(studio, session_id)
    studio.services.prompts.clear_video(session_id)
    for event in studio.services.events.follow(session_id, 0):
        assert not isinstance(event, FrameMasksChanged)
        if event is None:
            break


def test_the_snapshots_cursor_leaves_no_gap(studio):
    session_id = studio.session(8).session_id
    click(studio, session_id, 0, 0, 10)
    track(studio, session_id)
    cursor = studio.services.sessions.snapshot(session_id).cursor
    assert next(studio.services.events.follow(session_id, cursor)) is None
    click(studio, session_id, 0, 5, 20)
    heard = studio.services.events.follow(session_id, cursor)
    assert isinstance(next(heard), ObjectsChanged)
    assert rows(next(heard).frame) == {0: 20}
    assert isinstance(next(heard), HistoryChanged)
    assert next(heard) is None


def test_a_replay_tells_each_frame_once_as_it_is_now(studio):
    session_id = studio.session(8).session_id
    click(studio, session_id, 0, 0, 10)
    for _ in range(3):
        track(studio, session_id)
    told = []
    for event in studio.services.events.follow(session_id, 0):
        if event is None:
            break
        told.append(event)
    frames = [event.frame.frame_index for event in told if isinstance(event, FrameMasksChanged)]
    assert sorted(frames) == list(range(8))
    assert sum(isinstance(event, JobChanged) for event in told) == 3  # one a job, at its end


def test_a_cursor_from_the_future_hears_what_comes(studio):
    session_id = studio.session(8).session_id
    heard = studio.services.events.follow(session_id, 10**9)
    assert next(heard) is None
    click(studio, session_id, 0, 0, 10)
    assert isinstance(next(heard), ObjectsChanged)


def test_followers_are_woken_from_another_thread_in_order(studio):
    session_id = studio.session(30).session_id
    click(studio, session_id, 0, 0, 1)
    cursor = studio.services.sessions.snapshot(session_id).cursor
    heard: list[list[int]] = [[], [], []]

    def listen(into: list[int]) -> None:
        for event in studio.services.events.follow(session_id, cursor):
            if isinstance(event, FrameMasksChanged):
                into.append(event.frame.frame_index)
            if isinstance(event, JobChanged) and event.job.state.is_final:
                return

    threads = [threading.Thread(target=listen, args=(into,)) for into in heard]
    for thread in threads:
        thread.start()
    start(studio, session_id)
    for thread in threads:
        thread.join(20)
    assert heard == [list(range(1, 30))] * 3


def test_a_deleted_session_tells_so_and_ends(studio):
    session_id = studio.session(8).session_id
    click(studio, session_id, 0, 0, 10)
    cursor = studio.services.sessions.snapshot(session_id).cursor
    heard = studio.services.events.follow(session_id, cursor)
    assert next(heard) is None
    studio.services.sessions.delete(session_id)
    assert [event for event in heard if event is not None] == [SessionDeleted(cursor + 1)]
    with pytest.raises(SessionNotFound):
        studio.services.events.follow(session_id, 0)


def test_followers_go_home_when_the_server_stops_and_leave_nothing_behind(studio):
    session_id = studio.session(8).session_id
    heard = studio.services.events.follow(session_id, 0)
    assert next(heard) is None
    changes = studio.services._context.changes
    assert list(changes._watches) == [session_id]
    studio.services.close()
    assert [event for event in heard if event is not None] == []
    assert changes._watches == {}


def test_idle_sessions_cost_no_thread_and_no_lock(studio):
    before = threading.active_count()
    for _ in range(20):
        session_id = studio.session(4).session_id
        click(studio, session_id, 0, 0, 1)
        track(studio, session_id)
    assert studio.services._context.locks._locks == {}
    assert threading.active_count() <= before + 1  # the last run may be about to end
