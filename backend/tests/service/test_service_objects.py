"""Classes, locks, order, merging and splitting of objects, and drawn masks."""

import time

import numpy as np
import pytest
from row_workers import HEIGHT, WIDTH, row_mask
from rows_actions import click, newest_job, rows, start, stored, track, tracking
from rows_studio import Studio

from masklet.domain.errors import (
    FrameOutOfRange,
    InvalidInput,
    LimitExceeded,
    NothingToPropagate,
    ObjectLocked,
    ObjectNotFound,
    SessionNotFound,
)
from masklet.domain.prompt import Prompt
from masklet.domain.session import JobState, ObjectClass
from masklet.masks.palette import COLOURS
from masklet.masks.rle import decode
from masklet.service.config import Limits


def two(studio: Studio, frames: int = 10) -> str:
    """Object 0 from row 10 on, object 1 from row 20 on, both tracked."""
    session_id = studio.session(frames).session_id
    click(studio, session_id, 0, 0, 10)
    click(studio, session_id, 1, 0, 20)
    track(studio, session_id)
    studio.engine.runs.clear()
    return session_id


def objects(studio: Studio, session_id: str) -> dict[int, object]:
    return {one.object_id: one for one in studio.services.sessions.snapshot(session_id).objects}


def prompts(studio: Studio, session_id: str) -> dict[tuple[int, int], Prompt]:
    snapshot = studio.services.sessions.snapshot(session_id)
    return {(row.object_id, row.frame_index): row.prompt for row in snapshot.prompts}


def rows_on(studio: Studio, session_id: str, object_id: int, frame_index: int) -> list[int]:
    bits = decode(studio.services.sessions.frame_masks(session_id, frame_index).masks[object_id].rle)
    return np.flatnonzero(bits.any(axis=1)).tolist()


def test_classes_belong_to_all_sessions(studio):
    classes = studio.services.classes
    fish, bird = classes.add("Fish", None), classes.add("Bird", "#abcdef")
    assert (fish.colour, bird.colour) == (COLOURS[0], "#abcdef")
    assert classes.add("Third", None).colour == COLOURS[1]
    assert classes.update(fish.class_id, "Koi", None) == ObjectClass(fish.class_id, "Koi", fish.colour)
    assert classes.update(fish.class_id, None, "#000000").name == "Koi"
    assert [one.name for one in classes.all()] == ["Koi", "Bird", "Third"]
    for taken in (lambda: classes.add("Bird", None), lambda: classes.update(fish.class_id, "Bird", None)):
        with pytest.raises(InvalidInput, match="Bird"):
            taken()
    for unknown in (lambda: classes.get(999), lambda: classes.update(999, "A", None), lambda: classes.remove(999)):
        with pytest.raises(InvalidInput, match="no such class"):
            unknown()


def test_a_removed_class_is_taken_off_its_objects_and_followers_hear(studio):
    session_id = two(studio)
    fish = studio.services.classes.add("Fish", None)
    assert studio.services.objects.classify(session_id, 1, fish.class_id).class_id == fish.class_id
    cursor = studio.services.sessions.snapshot(session_id).cursor
    studio.services.classes.remove(fish.class_id)
    assert objects(studio, session_id)[1].class_id is None
    told = next(iter(studio.services.events.follow(session_id, cursor)))
    assert [one.class_id for one in told.objects] == [None, None]
    assert studio.services.classes.all() == []


def test_an_object_takes_a_class_or_none(studio):
    session_id = two(studio)
    fish = studio.services.classes.add("Fish", None)
    classify = studio.services.objects.classify
    assert classify(session_id, 0, fish.class_id) == objects(studio, session_id)[0]
    assert classify(session_id, 0, None).class_id is None
    with pytest.raises(InvalidInput):
        classify(session_id, 0, fish.class_id + 1)
    with pytest.raises(ObjectNotFound):
        classify(session_id, 9, None)
    with pytest.raises(SessionNotFound):
        classify("no such", 0, None)


def test_a_locked_object_takes_no_word_and_is_neither_removed_nor_merged_nor_split(studio):
    session_id = two(studio)
    assert studio.services.objects.lock(session_id, 0, True).locked
    services = studio.services
    for refused in (
        lambda: click(studio, session_id, 0, 3, 5),
        lambda: services.prompts.set_mask(session_id, 0, 3, row_mask(4).rle),
        lambda: services.prompts.clear_frame(session_id, 0, 0),
        lambda: services.prompts.clear_video(session_id),
        lambda: services.sessions.remove_object(session_id, 0),
        lambda: services.objects.merge(session_id, 0, 1),
        lambda: services.objects.merge(session_id, 1, 0),
        lambda: services.objects.split(session_id, 0, 5, 2),
    ):
        with pytest.raises(ObjectLocked, match="“Object 1” is locked"):
            refused()
    assert stored(studio, session_id, 0) == {at: 10 + at for at in range(10)}
    assert services.sessions.update_object(session_id, 0, "Name", "#abcdef").name == "Name"
    assert not services.objects.lock(session_id, 0, False).locked
    assert rows(click(studio, session_id, 0, 3, 5))[0] == 5


def test_locked_objects_are_left_out_of_tracking(studio):
    session_id = two(studio)
    studio.services.objects.lock(session_id, 0, True)
    track(studio, session_id)
    assert [run.object_ids for run in studio.engine.runs] == [(1,)]
    with pytest.raises(NothingToPropagate, match="locked"):
        start(studio, session_id, objects=[0])
    assert studio.services.propagations.plan(session_id, 0, None, "both", [0]) == ()
    studio.services.objects.lock(session_id, 1, True)
    with pytest.raises(NothingToPropagate, match="locked"):
        start(studio, session_id)


def test_an_object_locked_while_it_is_tracked_keeps_what_it_has(studio):
    session_id, job, stepper = tracking(studio, 10, 2)
    studio.services.objects.lock(session_id, 0, True)
    before = stored(studio, session_id, 0)
    stepper.open()
    list(studio.services.propagations.follow(job.job_id))
    assert len(stored(studio, session_id, 0)) <= len(before) + 1


def test_objects_are_put_in_order(studio):
    session_id = two(studio)
    click(studio, session_id, 2, 0, 5)
    reorder = studio.services.objects.reorder
    assert [one.object_id for one in reorder(session_id, [2, 0, 1])] == [2, 0, 1]
    assert list(objects(studio, session_id)) == [2, 0, 1]
    cursor = studio.services.sessions.snapshot(session_id).cursor
    reorder(session_id, [2, 0, 1])
    assert studio.services.sessions.snapshot(session_id).cursor == cursor
    for wrong in ([2, 0], [2, 0, 0], [2, 0, 1, 1], [2, 0, 9], []):
        with pytest.raises(InvalidInput):
            reorder(session_id, wrong)
    with pytest.raises(SessionNotFound):
        reorder("no such", [])


def test_merged_masks_are_united_and_what_was_said_becomes_the_united_mask(studio):
    session_id = two(studio)
    click(studio, session_id, 1, 4, 30)
    click(studio, session_id, 0, 6, 5)
    studio.services.objects.merge(session_id, 0, 1)
    assert list(objects(studio, session_id)) == [0]
    for frame_index, expected in ((0, [10, 20]), (3, [13, 23]), (4, [14, 30]), (6, [5, 26])):
        assert rows_on(studio, session_id, 0, frame_index) == expected
    assert {key for key, said in prompts(studio, session_id).items() if said.mask} == {(0, 0), (0, 4), (0, 6)}
    assert session_id not in studio.engine.held  # it starts again from the store
    track(studio, session_id)
    assert rows_on(studio, session_id, 0, 4) == [14, 30]
    assert (0, 4) in studio.engine.held[session_id]


def test_a_merge_takes_frames_that_only_the_other_has(studio):
    session_id = studio.session(10).session_id
    click(studio, session_id, 0, 0, 10)
    click(studio, session_id, 1, 5, 20)
    click(studio, session_id, 1, 7, 39)
    studio.services.objects.merge(session_id, 0, 1)
    assert stored(studio, session_id, 0) == {0: 10, 5: 20, 7: 39}
    assert prompts(studio, session_id)[0, 0].points


def test_marks_of_merged_objects_hold_where_both_have_them(studio):
    session_id = two(studio)
    marks = studio.services.marks
    marks.mark_absent(session_id, 0, 2, 5, True)
    marks.mark_absent(session_id, 1, 4, 7, True)
    marks.accept(session_id, 0, 0, 9, True)
    marks.accept(session_id, 1, 3, 3, True)
    studio.services.objects.merge(session_id, 0, 1)
    known = objects(studio, session_id)[0]
    assert (known.absent, known.accepted) == (((4, 5),), ((3, 3),))
    assert rows_on(studio, session_id, 0, 3) == [23]
    assert rows_on(studio, session_id, 0, 4) == []


def test_a_merge_is_told_and_ends_a_propagation(studio):
    session_id, _, stepper = tracking(studio, 10, 2)
    click(studio, session_id, 1, 0, 30)
    cursor = studio.services.sessions.snapshot(session_id).cursor
    stepper.open()
    studio.services.objects.merge(session_id, 0, 1)
    assert newest_job(studio, session_id).state in (JobState.CANCELLED, JobState.DONE)
    kinds = []
    for event in studio.services.events.follow(session_id, cursor):
        if event is None:
            break
        kinds.append(type(event).__name__)
    assert kinds.index("MasksCleared") < kinds.index("ObjectsChanged") < len(kinds) - 1
    assert kinds[-2:] == ["FrameMasksChanged", "HistoryChanged"]


@pytest.mark.parametrize(
    ("first", "second", "error"), [(0, 0, InvalidInput), (0, 9, ObjectNotFound), (9, 0, ObjectNotFound)]
)
def test_merges_that_make_no_sense_are_refused(studio, first, second, error):
    session_id = two(studio)
    with pytest.raises(error):
        studio.services.objects.merge(session_id, first, second)
    with pytest.raises(SessionNotFound):
        studio.services.objects.merge("no such", first, second)


def test_a_long_merge_is_quick(studio):
    session_id = studio.session(10_000).session_id
    for object_id in (0, 1):
        click(studio, session_id, object_id, 0, object_id)
    with studio.services._context.database.write() as tx:
        for first in range(0, 10_000, 1000):
            keys = [(at, key) for at in range(first, first + 1000) for key in (0, 1)]
            tx.masks.put_all(session_id, {(at, key): row_mask(key) for at, key in keys})
    began = time.monotonic()
    studio.services.objects.merge(session_id, 0, 1)
    assert time.monotonic() - began < 15
    assert rows_on(studio, session_id, 0, 9_999) == [0, 1]


def test_split_in_time(studio):
    session_id = two(studio)
    fish = studio.services.classes.add("Fish", None)
    studio.services.objects.classify(session_id, 0, fish.class_id)
    studio.services.marks.mark_absent(session_id, 0, 4, 6, True)
    studio.services.marks.accept(session_id, 0, 3, 8, True)
    made = studio.services.objects.split(session_id, 0, 5, 3)
    kept = objects(studio, session_id)[0]
    assert made == objects(studio, session_id)[3]
    assert (made.name, made.class_id, made.colour) == ("Object 1 2", fish.class_id, COLOURS[3])
    assert (kept.absent, kept.accepted) == (((4, 4),), ((3, 4),))
    assert (made.absent, made.accepted) == (((5, 6),), ((5, 8),))
    assert stored(studio, session_id, 0) == {0: 10, 1: 11, 2: 12, 3: 13, 4: None}
    assert stored(studio, session_id, 3) == {5: None, 6: None, 7: 17, 8: 18, 9: 19}
    said = prompts(studio, session_id)
    assert said[3, 7].mask == row_mask(17).rle
    assert said[0, 0].points
    assert session_id not in studio.engine.held


def test_prompts_go_with_their_half_and_either_can_be_tracked(studio):
    session_id = studio.session(10).session_id
    click(studio, session_id, 0, 4, 14)
    track(studio, session_id)
    studio.services.objects.split(session_id, 0, 4, 1)
    assert {key: said.mask is not None for key, said in prompts(studio, session_id).items()} == {
        (0, 0): True,  # nothing else is said of it any more
        (1, 4): False,
    }
    track(studio, session_id)
    assert stored(studio, session_id, 0)[9] == 19


def test_a_split_off_object_has_a_colour_of_its_own(studio):
    session_id = two(studio)
    studio.services.sessions.update_object(session_id, 1, None, COLOURS[3])
    assert studio.services.objects.split(session_id, 0, 5, 3).colour == COLOURS[1]


@pytest.mark.parametrize(
    ("frame_index", "new_object_id", "error"),
    [(0, 2, InvalidInput), (5, 1, InvalidInput), (5, 0, InvalidInput), (10, 2, FrameOutOfRange), (9, 2, InvalidInput)],
)
def test_splits_that_make_no_sense_are_refused(studio, frame_index, new_object_id, error):
    session_id = two(studio)
    studio.services.marks.mark_absent(session_id, 0, 8, 9, True)
    with pytest.raises(error):
        studio.services.objects.split(session_id, 0, frame_index, new_object_id)
    with pytest.raises(ObjectNotFound):
        studio.services.objects.split(session_id, 9, 5, 2)
    assert list(objects(studio, session_id)) == [0, 1]


def test_a_split_needs_room(make_studio):
    studio = make_studio(Limits(max_objects=2))
    session_id = two(studio)
    with pytest.raises(LimitExceeded):
        studio.services.objects.split(session_id, 0, 5, 2)


def test_a_drawn_mask_replaces_what_was_said_and_is_tracked(studio):
    session_id = studio.session(6).session_id
    click(studio, session_id, 0, 0, 10)
    assert rows(studio.services.prompts.set_mask(session_id, 0, 0, row_mask(3).rle)) == {0: 3}
    assert prompts(studio, session_id) == {(0, 0): Prompt(mask=row_mask(3).rle)}
    track(studio, session_id)
    assert stored(studio, session_id, 0) == {at: 3 + at for at in range(6)}
    with pytest.raises(FrameOutOfRange):
        studio.services.prompts.set_mask(session_id, 0, 6, row_mask(3).rle)
    assert (row_mask(3).rle.height, row_mask(3).rle.width) == (HEIGHT, WIDTH)
