"""Masks of a file in a session: what they become, whom they meet, one step of the history, or nothing at all."""

import json
import threading
from pathlib import Path

import numpy as np
import pytest
from row_workers import HEIGHT, WIDTH, row_mask
from rows_actions import click, newest_job, start, stored, track
from rows_studio import Studio

from masklet.domain.errors import InvalidInput, LimitExceeded, SessionNotFound, UnknownExport, WorkerFailed
from masklet.domain.history import EditKind
from masklet.domain.mask_import import ImportOptions, ProblemKind, TakenAs
from masklet.domain.prompt import Prompt
from masklet.domain.session import JobState
from masklet.masks.rle import encode
from masklet.service import mask_imports
from masklet.service.config import Limits

FRAMES = 6


@pytest.fixture
def studio(tmp_path):
    made = Studio(tmp_path / "data", Limits(max_objects=4, max_points=5, max_upload_bytes=1_000_000))
    yield made
    made.close_all()


@pytest.fixture
def session_id(studio):
    return studio.session(FRAMES).session_id


def annotation(track, frame, row):
    mask = row_mask(row).rle
    return {"image_id": frame, "track_id": track, "segmentation": {"size": [HEIGHT, WIDTH], "counts": mask.counts}}


def coco(tracks, masks, frames=range(FRAMES)):
    """`tracks`: names by id; `masks`: (track, frame, row)."""
    return json.dumps(
        {
            "images": [{"id": at, "frame_index": at, "height": HEIGHT, "width": WIDTH} for at in frames],
            "tracks": [{"id": key, "name": name} for key, name in tracks.items()],
            "categories": [],
            "annotations": [annotation(*one) for one in masks],
        }
    )


def take(studio, session_id, content, **options):
    incoming = studio.services.uploads.begin(None, "mine.json", None)
    incoming.write(content.encode())
    return studio.services.mask_imports.take(session_id, incoming.upload_id, ImportOptions(**options))


def objects(studio, session_id):
    return {one.name: one for one in studio.services.sessions.snapshot(session_id).objects}


def rows(studio, session_id):
    """By (frame, object id) the row that is shown; empty masks as None."""
    known = [one.object_id for one in studio.services.sessions.snapshot(session_id).objects]
    return {(frame, key): row for key in known for frame, row in stored(studio, session_id, key).items()}


def prompts(studio, session_id):
    with studio.services._context.database.read() as tx:
        return {(key, frame): prompt for key, frame, prompt in tx.prompts.all(session_id)}


TWO = coco({1: "koi", 2: "leaf"}, [(1, 1, 10), (1, 2, 11), (2, 2, 30), (1, 4, 12)])


def test_a_worker_that_dies_leaves_nothing(studio, session_id, monkeypatch):
    def dies(request, is_cancelled):
        for suffix in (".masks", ".gathered"):
            Path(request.out_file).with_suffix(suffix).write_text("half")
        raise WorkerFailed("It died.")

    monkeypatch.setattr(studio.services._context.media_worker, "read_masks", dies)
    with pytest.raises(WorkerFailed):
        take(studio, session_id, TWO)
    assert list(studio.folders.incoming.iterdir()) == []


def test_finished_masklets_stay_as_they_are_when_all_is_tracked(studio, session_id):
    report = take(studio, session_id, TWO)
    known = objects(studio, session_id)
    assert [(one.name, one.is_new, one.masks, one.first_frame, one.last_frame) for one in report.objects] == [
        ("koi", True, 3, 1, 4),
        ("leaf", True, 1, 2, 2),
    ]
    assert (report.masks, report.problems.count, report.format_name) == (4, 0, "coco")
    assert known["koi"].accepted == ((1, 2), (4, 4))
    assert known["koi"].absent == ((0, 0), (3, 3), (5, 5))
    assert prompts(studio, session_id) == {}
    before = rows(studio, session_id)
    click(studio, session_id, 7, 0, 3)
    track(studio, session_id)
    after = rows(studio, session_id)
    assert {key: row for key, row in after.items() if key[1] != 7} == before
    assert before[1, known["koi"].object_id] == 10
    assert before[3, known["koi"].object_id] is None


def test_prompts_are_tracked_from(studio, session_id):
    take(studio, session_id, coco({1: "koi"}, [(1, 1, 10), (1, 3, 20)], frames=(1, 3)), taken_as=TakenAs.PROMPTS)
    assert prompts(studio, session_id) == {(0, 1): Prompt(mask=row_mask(10).rle), (0, 3): Prompt(mask=row_mask(20).rle)}
    track(studio, session_id)
    shown = rows(studio, session_id)
    assert [shown[at, 0] for at in range(FRAMES)][1:4] == [10, 11, 20]
    assert objects(studio, session_id)["koi"].accepted == ()


def test_only_the_first_mask_of_each_object_is_a_prompt_where_that_is_wanted(studio, session_id):
    report = take(studio, session_id, TWO, taken_as=TakenAs.FIRST_MASKS)
    assert sorted(prompts(studio, session_id)) == [(0, 1), (1, 2)]
    assert report.masks == 2
    track(studio, session_id)
    assert rows(studio, session_id)[4, 0] == 13


def test_an_import_is_one_step_of_the_history(studio, session_id):
    click(studio, session_id, 0, 0, 5)
    before = (objects(studio, session_id), rows(studio, session_id), prompts(studio, session_id))
    take(studio, session_id, TWO)
    after = (objects(studio, session_id), rows(studio, session_id), prompts(studio, session_id))
    edit = studio.services.history.all(session_id)[-1]
    assert (edit.note.kind, edit.note.detail, edit.note.first_frame, edit.note.last_frame) == (
        EditKind.IMPORT,
        "mine.json",
        1,
        4,
    )
    studio.services.history.undo(session_id)
    assert (objects(studio, session_id), rows(studio, session_id), prompts(studio, session_id)) == before
    studio.services.history.redo(session_id)
    assert (objects(studio, session_id), rows(studio, session_id), prompts(studio, session_id)) == after


def rename(studio, session_id, object_id, name):
    studio.services.sessions.update_object(session_id, object_id, name, None)


def test_an_object_of_the_same_name_takes_the_masks_where_that_is_wanted(studio, session_id):
    click(studio, session_id, 0, 1, 5)
    rename(studio, session_id, 0, "koi")
    report = take(studio, session_id, TWO, same_name=True)
    assert [(one.object_id, one.is_new) for one in report.objects] == [(0, False), (1, True)]
    assert rows(studio, session_id)[1, 0] == 10
    assert prompts(studio, session_id) == {}  # what was said there is settled by the file
    take(studio, session_id, TWO)
    assert len(studio.services.sessions.snapshot(session_id).objects) == 4


def test_what_a_person_accepted_or_locked_stays(studio, session_id):
    for object_id, name in ((0, "koi"), (1, "leaf")):
        click(studio, session_id, object_id, 2, 5)
        rename(studio, session_id, object_id, name)
    studio.services.marks.accept(session_id, 0, 2, 2, True)
    studio.services.objects.lock(session_id, 1, True)
    report = take(studio, session_id, TWO, same_name=True)
    assert [(one.item, one.kind) for one in report.problems.listed] == [
        ("leaf", ProblemKind.LOCKED),
        ("koi", ProblemKind.ACCEPTED),
    ]
    assert report.problems.listed[1].details == {"name": "koi", "frame_index": 2}
    assert (report.masks, len(report.objects)) == (2, 1)
    shown = rows(studio, session_id)
    assert (shown[1, 0], shown[2, 0], shown[2, 1]) == (10, 5, 5)


def test_objects_beyond_the_limit_are_told_and_left_out(studio, session_id):
    for object_id in range(3):
        click(studio, session_id, object_id, 0, 5)
    report = take(studio, session_id, TWO)
    assert [one.name for one in report.objects] == ["koi"]
    assert [(one.item, one.kind) for one in report.problems.listed] == [("leaf", ProblemKind.OBJECTS)]


def test_frames_are_moved_and_spread(studio, session_id):
    content = coco({1: "koi"}, [(1, 0, 10), (1, 1, 11), (1, 9, 12)], frames=range(10))
    report = take(studio, session_id, content, offset=1, stride=2)
    assert [at for (at, _), row in rows(studio, session_id).items() if row is not None] == [1, 3]
    assert [(one.item, one.kind) for one in report.problems.listed] == [("frame 9", ProblemKind.FRAME)]
    assert report.problems.listed[0].message == "The clip has no frame 9; its frames are 0 to 5."


def test_a_file_that_counts_from_one_is_known(studio, session_id):
    report = take(studio, session_id, coco({1: "koi"}, [(1, 1, 10), (1, FRAMES, 11)], frames=range(1, FRAMES + 1)))
    assert [one.kind for one in report.problems.listed] == [ProblemKind.FROM_ONE]
    assert [at for (at, _), row in rows(studio, session_id).items() if row is not None] == [0, FRAMES - 1]


def nothing_came(studio, session_id):
    folders = studio.folders
    left = [one.name for one in folders.incoming.iterdir()]
    return objects(studio, session_id) == {} and studio.services.history.all(session_id) == () and left == []


@pytest.mark.parametrize(
    ("content", "options", "error"),
    [
        ("no masks", {}, InvalidInput),
        ("{", {}, InvalidInput),
        (coco({}, []), {}, InvalidInput),
        (coco({1: "koi"}, [(1, 99, 3)]), {}, InvalidInput),
        (TWO, {"stride": 0}, InvalidInput),
        (TWO, {"offset": 100}, InvalidInput),
        (TWO, {"format_name": "none"}, UnknownExport),
    ],
)
def test_what_cannot_be_taken_leaves_nothing(studio, session_id, content, options, error):
    with pytest.raises(error):
        take(studio, session_id, content, **options)
    assert nothing_came(studio, session_id)


def test_a_worker_that_fails_leaves_nothing(studio, session_id):
    def fail():
        raise LimitExceeded("Too much.")

    studio.media.before_read = fail
    with pytest.raises(LimitExceeded):
        take(studio, session_id, TWO)
    assert nothing_came(studio, session_id)


def test_a_session_that_is_not_there_is_refused(studio):
    with pytest.raises(SessionNotFound):
        take(studio, "nobody", TWO)


def test_too_many_prompts_are_refused(studio, session_id, monkeypatch):
    monkeypatch.setattr(mask_imports, "MOST_PROMPTS", 3)
    with pytest.raises(LimitExceeded, match="4 masks"):
        take(studio, session_id, TWO, taken_as=TakenAs.PROMPTS)
    assert nothing_came(studio, session_id)
    assert take(studio, session_id, TWO, taken_as=TakenAs.FIRST_MASKS).masks == 2


def test_tracking_under_way_is_stopped_first(studio, session_id):
    click(studio, session_id, 3, 0, 5)
    studio.engine.gate.clear()
    start(studio, session_id)
    threading.Timer(0.2, studio.engine.gate.set).start()  # the step that is under way ends by itself
    take(studio, session_id, TWO)
    assert newest_job(studio, session_id).state is JobState.CANCELLED


def test_followers_are_told_of_the_masks(studio, session_id):
    cursor = studio.services.sessions.snapshot(session_id).cursor
    take(studio, session_id, TWO)
    events = studio.services.events.follow(session_id, cursor)
    told = {type(next(events)).__name__ for _ in range(8)}
    assert {"ObjectsChanged", "FrameMasksChanged", "HistoryChanged"} <= told


def test_masks_of_a_foreign_size_are_scaled_and_said(studio, session_id):
    large = np.zeros((HEIGHT * 3, WIDTH * 3), bool)
    large[30:33] = True
    one = {"image_id": 0, "track_id": 1, "segmentation": {"size": list(large.shape), "counts": encode(large).counts}}
    content = json.dumps({"images": [{"id": 0, "frame_index": 0}], "annotations": [one]})
    report = take(studio, session_id, content)
    assert [one.kind for one in report.problems.listed] == [ProblemKind.SCALED]
    assert rows(studio, session_id)[0, 0] == 10
