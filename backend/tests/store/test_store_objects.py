"""Marks, order and classes of objects, and masks that move between objects, as rows."""

import numpy as np
import pytest
from fresh_store import GONE, PATH, SIZE, THERE, fresh
from sqlalchemy.exc import IntegrityError

from masklet.domain.history import EditKind, EditNote
from masklet.domain.masklet import ObjectMask
from masklet.domain.prompt import Point, Prompt
from masklet.domain.session import ObjectClass, Session, TrackedObject
from masklet.masks.rle import encode

SAID = Prompt(points=(Point(1.0, 1.0, 1),))


@pytest.fixture
def database(tmp_path, a_video):
    with fresh(tmp_path, a_video(PATH)) as made:
        yield made


def test_marks_come_back_as_they_were_put(database):
    marked = TrackedObject(2, "Fish", "#112233", None, True, ((0, 3), (7, 7)), ((5, 6),))
    with database.write() as tx:
        tx.objects.replace("s", marked)
    with database.read() as tx:
        assert tx.objects.get("s", 2) == marked
        assert tx.objects.find("s", 7) == TrackedObject(7, "Object 7", "#010203")
        assert tx.objects.find("s", 8) is None


def test_objects_are_listed_in_their_order_and_a_new_one_comes_on_top(database):
    with database.write() as tx:
        positions = tx.objects.positions("s")
        tx.objects.reorder("s", [2, 7])
        tx.objects.add("s", TrackedObject(0, "New", "#000000"))
        assert [one.object_id for one in tx.objects.all("s")] == [2, 7, 0]
        assert {key: tx.objects.positions("s")[key] for key in positions} == positions


def test_classes_are_listed_as_made_and_their_names_are_unique(database):
    with database.write() as tx:
        for class_id, name in ((9, "Fish"), (3, "Bird")):
            tx.classes.add(ObjectClass(class_id, name, "#112233"))
        tx.classes.replace(ObjectClass(9, "Koi", "#445566"))
        assert tx.classes.all() == [ObjectClass(9, "Koi", "#445566"), ObjectClass(3, "Bird", "#112233")]
        assert tx.classes.named("Koi") == tx.classes.find(9)
        assert tx.classes.named("Fish") is None
    with pytest.raises(IntegrityError), database.write() as tx:
        tx.classes.add(ObjectClass(4, "Bird", "#000000"))


def test_a_removed_class_is_taken_off_objects_and_an_unknown_one_means_none(database):
    with database.write() as tx:
        tx.sessions.add(Session("other", PATH, "rows", "S", 1.0, 1.0), "v")
        tx.objects.add("other", TrackedObject(0, "A", "#000000"))
        tx.classes.add(ObjectClass(9, "Fish", "#112233"))
        tx.objects.replace("s", TrackedObject(2, "A", "#000000", class_id=9))
        tx.objects.replace("s", TrackedObject(7, "A", "#000000", class_id=1234))
        assert [one.class_id for one in tx.objects.all("s")] == [None, 9]
        assert tx.classes.remove(9) == ["s"]
        tx.classes.add(ObjectClass(9, "Another of this id", "#112233"))
        assert [one.class_id for one in tx.objects.all("s")] == [None, None]


def test_masks_and_prompts_move_from_a_frame_on(database):
    with database.write() as tx:
        tx.objects.add("s", TrackedObject(0, "New", "#000000"))
        for frame_index in range(4):
            tx.masks.put("s", frame_index, {2: THERE if frame_index else GONE, 7: THERE})
        for frame_index in (0, 3):
            tx.prompts.put("s", 2, frame_index, SAID)
        tx.masks.move("s", 2, 0, 2)
        tx.prompts.move("s", 2, 0, 2)
        assert [tx.masks.frames_of("s", key, 0, 99) for key in (2, 0, 7)] == [[0, 1], [2, 3], [0, 1, 2, 3]]
        assert tx.prompts.frames_of("s") == {2: [0], 0: [3]}
        assert tx.masks.counts_by_object("s") == {0: 2, 2: 2, 7: 4}
        assert tx.masks.frames_of("s", 7, 1, 2) == [1, 2]


def test_masks_are_put_and_removed_by_range(database):
    drawn = ObjectMask(encode(np.eye(*SIZE, dtype=np.uint8)), 0.5)
    with database.write() as tx:
        tx.masks.put_all("s", {(at, key): drawn for at in range(5) for key in (2, 7)})
        tx.masks.put_all("s", {})
        tx.masks.remove_range("s", 2, 1, 3)
        assert tx.masks.frames_of("s", 2, 0, 9) == [0, 4]
        assert tx.masks.on_frame("s", 2, SIZE) == {7: drawn}


def test_many_frames_are_logged_in_their_order(database):
    with database.write() as tx:
        before = tx.sessions.cursor("s")
        tx.events.frame_changed("s", 5, 2.0)
        tx.events.frames_changed("s", [3, 5, 4], 2.0)
        tx.events.frames_changed("s", [], 2.0)
        tx.events.objects_changed("s", 2.0)
        logged = [(row.seq - before, row.kind.value, row.subject) for row in tx.events.after("s", before, 99)]
    assert logged == [(2, "frame", "3"), (3, "frame", "5"), (4, "frame", "4"), (5, "objects", "")]


def numbers(tx):
    return {one.object_id: one.number for one in tx.objects.all("s")}


def test_a_number_in_files_is_never_another_objects(database):
    with database.write() as tx:
        assert numbers(tx) == {7: 8, 2: 3}
        tx.objects.add("s", TrackedObject(4, "a", "#ffffff"))
        assert numbers(tx)[4] == 5
        tx.objects.remove("s", 4)
        tx.objects.add("s", TrackedObject(4, "b", "#ffffff"))
        assert numbers(tx)[4] == 9  # after the highest there ever was
        tx.objects.add("s", TrackedObject(8, "c", "#ffffff"))
        tx.objects.add("s", TrackedObject(9, "d", "#ffffff", number=12))
        assert numbers(tx) == {7: 8, 2: 3, 4: 9, 8: 10, 9: 12}


def test_an_object_that_undo_brings_back_has_its_number_again(database):
    def edit(change):
        with database.write() as tx:
            recording = tx.history.begin("s")
            change(tx)
            tx.history.end(recording, EditNote(EditKind.REMOVE_OBJECT), 1.0)

    def undo():
        with database.write() as tx:
            tx.history.swap("s", tx.history.last_done("s"))

    edit(lambda tx: tx.objects.remove("s", 7))
    edit(lambda tx: tx.objects.add("s", TrackedObject(7, "another", "#ffffff")))
    with database.read() as tx:
        assert numbers(tx)[7] == 9
    undo()
    undo()
    with database.read() as tx:
        assert numbers(tx)[7] == 8
