"""Exports as jobs: what is written, what is refused, cancelled, deleted, and done again after a restart."""

import threading
from dataclasses import replace

import pytest
from rows_actions import click, eventually, start, track

from masklet.domain.errors import (
    FrameOutOfRange,
    InvalidInput,
    JobNotFound,
    LimitExceeded,
    ObjectNotFound,
    SessionNotFound,
    UnknownExport,
    VideoUnreadable,
    WorkerFailed,
)
from masklet.domain.export_options import ExportOptions, Resolution
from masklet.domain.session import JobKind, JobState
from masklet.service.export_run import ExportRun, request_text
from masklet.service.exporting import MOST_OF_SESSION
from masklet.service.interfaces import JobChanged


@pytest.fixture
def session_id(studio):
    made = studio.session(5).session_id
    click(studio, made, 0, 0, 10)
    click(studio, made, 1, 2, 20)
    track(studio, made)
    return made


def ended(studio, job_id):
    eventually(lambda: studio.services.exports.get(job_id).state.is_final)
    return studio.services.exports.get(job_id)


def left_over(studio):
    return [one.name for one in studio.folders.exports.rglob("*") if one.is_file()]


def test_an_export_holds_every_mask_in_order_under_a_name_that_can_be_saved(studio, session_id):
    studio.services.sessions.rename(session_id, 'Koi: "pond" / 1')
    job = studio.services.exports.start(session_id, "rows", ExportOptions())
    assert (job.kind, job.state, job.total) == (JobKind.EXPORT, JobState.QUEUED, 5)
    done = ended(studio, job.job_id)
    assert (done.state, done.done, done.error) == (JobState.DONE, 5, None)
    path, name = studio.services.exports.file(job.job_id)
    assert name == "Koi- -pond- - 1-rows.txt"
    assert path.read_text().splitlines() == [f"{at}: {10 + at} {18 + at}" for at in range(5)]
    manifest, its_name = studio.services.exports.manifest(job.job_id)
    assert its_name == "Koi- -pond- - 1-rows.manifest.json"
    assert manifest.read_text() == "{}"
    assert sorted(left_over(studio)) == sorted([path.name, manifest.name])
    assert studio.services.exports.of_session(session_id) == [done]


def test_followers_of_the_session_hear_of_it(studio, session_id):
    cursor = studio.services.sessions.snapshot(session_id).cursor
    job = studio.services.exports.start(session_id, "rows", ExportOptions())
    states = []
    for event in studio.services.events.follow(session_id, cursor):
        if isinstance(event, JobChanged):
            states.append(event.job.state)
            if event.job.state.is_final:
                break
    assert states[-1] is JobState.DONE
    assert ended(studio, job.job_id).state is JobState.DONE


@pytest.mark.parametrize(
    "options",
    [
        {"nonsense": 1},
        {"strength": 1.5},
        {"strength": float("nan")},
        {"strength": "0.5"},
        {"strength": True},
        {"tint": "red"},
        {"shape": "triangle"},
        {"inverted": 1},
        {"inverted": "yes"},
    ],
)
def test_options_that_do_not_fit_are_refused(studio, session_id, options):
    with pytest.raises(UnknownExport):
        studio.services.exports.start(session_id, "rows", ExportOptions(options))
    assert studio.services.exports.of_session(session_id) == []


def test_a_name_order_marks_and_classes_reach_the_worker(studio, session_id, monkeypatch):
    requests = []
    monkeypatch.setattr(studio.media, "export", lambda request, *rest: requests.append(request) or broken())
    fish = studio.services.classes.add("Fish", "#11aa33")
    studio.services.objects.classify(session_id, 1, fish.class_id)
    studio.services.objects.reorder(session_id, [1, 0])
    studio.services.marks.accept(session_id, 0, 0, 2, True)
    ended(studio, studio.services.exports.start(session_id, "rows", ExportOptions()).job_id)
    (request,) = requests
    assert request.session_name == "A clip"
    assert request.classes == (fish,)
    assert [(one.object_id, one.class_id, one.accepted) for one in request.objects] == [
        (1, fish.class_id, ()),
        (0, None, ((0, 2),)),
    ]
    assert [(object_id, frame_index) for object_id, frame_index, _ in request.prompts] == [(0, 0), (1, 2)]


def broken():
    raise VideoUnreadable("Broken by the test.")


def test_options_reach_the_worker_with_defaults_for_the_rest(studio, session_id, monkeypatch):
    requests = []
    write = studio.media.export
    monkeypatch.setattr(
        studio.media, "export", lambda request, *rest: requests.append(request) or write(request, *rest)
    )
    job = studio.services.exports.start(
        session_id, "rows", ExportOptions({"strength": 1, "tint": "#ABCDEF", "inverted": True})
    )
    ended(studio, job.job_id)
    (request,) = requests
    assert request.options.values == {"strength": 1.0, "tint": "#abcdef", "shape": "round", "inverted": True}
    assert (request.engine, request.session_id) == ("rows", session_id)
    assert [one.object_id for one in request.objects] == [0, 1]
    assert request.frame_times_file.endswith("frame_times.json")


def test_a_part_reads_and_counts_only_what_is_wanted(studio, session_id):
    job = studio.services.exports.start(session_id, "rows", ExportOptions({}, 1, 3, (1,)))
    assert (job.total, job.file_name) == (3, "A clip-rows-1-3.txt")
    ended(studio, job.job_id)
    path, _ = studio.services.exports.file(job.job_id)
    assert path.read_text().splitlines() == [f"{at}: {18 + at}" for at in (1, 2, 3)]


def test_a_stride_is_counted_and_kept_with_the_job(studio, session_id):
    wanted = ExportOptions({}, 0, 4, stride=2, resolution=Resolution.ORIGINAL)
    job = studio.services.exports.start(session_id, "rows", wanted)
    assert (job.total, job.file_name) == (3, "A clip-rows.txt")
    assert ExportRun.parse(request_text("rows", wanted)) == ("rows", wanted)
    ended(studio, job.job_id)


def test_what_an_older_program_kept_is_read(studio):
    assert ExportRun.parse('{"format":"rows","options":{"x":1},"frames":[1,null]}') == (
        "rows",
        ExportOptions({"x": 1}, 1),
    )


def test_a_format_that_looks_back_gets_masks_ahead_of_the_range(studio, session_id, monkeypatch):
    [rows] = studio.media.export_formats()
    monkeypatch.setattr(studio.media, "export_formats", lambda: [replace(rows, reads_before=2)])
    job = studio.services.exports.start(session_id, "rows", ExportOptions({}, 3, 3))
    ended(studio, job.job_id)
    path, _ = studio.services.exports.file(job.job_id)
    assert [line.partition(":")[0] for line in path.read_text().splitlines()] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (ExportOptions({}, 2, 1), InvalidInput),
        (ExportOptions({}, 0, 5), FrameOutOfRange),
        (ExportOptions({}, -1), FrameOutOfRange),
        (ExportOptions(object_ids=(9,)), ObjectNotFound),
        (ExportOptions(object_ids=()), InvalidInput),
    ],
)
def test_parts_that_are_not_there_are_refused(studio, session_id, options, error):
    with pytest.raises(error):
        studio.services.exports.start(session_id, "rows", options)
    assert studio.services.exports.of_session(session_id) == []


def test_a_part_is_kept_with_its_job_and_jobs_from_before_parts_are_whole():
    options = ExportOptions({"strength": 0.5}, 3, 7, (2, 1))
    assert ExportRun.parse(request_text("rows", options)) == ("rows", options)
    assert ExportRun.parse(request_text("rows", ExportOptions())) == ("rows", ExportOptions())
    assert ExportRun.parse('{"format":"rows","options":{}}') == ("rows", ExportOptions())


def test_unknown_formats_sessions_jobs_and_empty_sessions_are_refused(studio, session_id):
    with pytest.raises(UnknownExport):
        studio.services.exports.start(session_id, "gif", ExportOptions())
    with pytest.raises(SessionNotFound):
        studio.services.exports.start("no such", "rows", ExportOptions())
    with pytest.raises(InvalidInput):
        studio.services.exports.start(studio.session().session_id, "rows", ExportOptions())
    for act in (studio.services.exports.get, studio.services.exports.cancel, studio.services.exports.file):
        with pytest.raises(JobNotFound):
            act("no such")
    propagation = studio.services.sessions.snapshot(session_id).job
    with pytest.raises(JobNotFound):
        studio.services.exports.file(propagation.job_id)
    with pytest.raises(JobNotFound):
        studio.services.exports.cancel(propagation.job_id)


def test_more_exports_than_make_sense_at_once_are_refused(studio, session_id):
    studio.media.gate.clear()
    jobs = [studio.services.exports.start(session_id, "rows", ExportOptions()) for _ in range(MOST_OF_SESSION)]
    with pytest.raises(LimitExceeded, match="under way"):
        studio.services.exports.start(session_id, "rows", ExportOptions())
    studio.media.gate.set()
    assert {ended(studio, job.job_id).state for job in jobs} == {JobState.DONE}
    studio.services.exports.start(session_id, "rows", ExportOptions())


def test_cancel_leaves_no_file(studio, session_id):
    studio.media.gate.clear()
    job = studio.services.exports.start(session_id, "rows", ExportOptions())
    assert studio.media.entered.wait(10)
    with pytest.raises(JobNotFound):
        studio.services.exports.file(job.job_id)
    assert studio.services.exports.cancel(job.job_id) is True
    studio.media.gate.set()
    assert ended(studio, job.job_id).state is JobState.CANCELLED
    eventually(lambda: left_over(studio) == [])
    assert studio.services.exports.cancel(job.job_id) is False


def test_a_failure_is_kept_with_the_job(studio, session_id):
    def break_down() -> None:
        raise VideoUnreadable("Frame 3 cannot be read.")

    studio.media.before_export = break_down
    job = studio.services.exports.start(session_id, "rows", ExportOptions())
    failed = ended(studio, job.job_id)
    assert (failed.state, failed.error_code, failed.error) == (
        JobState.FAILED, "VIDEO_UNREADABLE", "Frame 3 cannot be read.",
    )  # fmt: skip
    assert left_over(studio) == []


@pytest.mark.parametrize(("deaths", "state"), [(1, JobState.DONE), (2, JobState.FAILED)])
def test_an_export_whose_process_died_is_begun_anew_once(studio, session_id, deaths, state):
    left = [deaths]

    def die() -> None:
        if left[0]:
            left[0] -= 1
            raise WorkerFailed("It died.")

    studio.media.before_export = die
    job = studio.services.exports.start(session_id, "rows", ExportOptions())
    assert ended(studio, job.job_id).state is state
    assert len(left_over(studio)) == (2 if state is JobState.DONE else 0)


def test_what_nobody_foresaw_is_kept_as_internal_without_its_words(studio, session_id):
    def break_down() -> None:
        raise KeyError("/secret/path")

    studio.media.before_export = break_down
    job = studio.services.exports.start(session_id, "rows", ExportOptions())
    failed = ended(studio, job.job_id)
    assert (failed.state, failed.error_code) == (JobState.FAILED, "INTERNAL")
    assert "secret" not in failed.error


def test_an_export_that_was_under_way_is_done_again_after_a_restart(studio, session_id):
    studio.media.gate.clear()
    job = studio.services.exports.start(session_id, "rows", ExportOptions({"strength": 0.25}, 1, 3))
    assert studio.media.entered.wait(10)
    studio.services.exports.close(0.0)
    studio.media.gate.set()
    studio.services.close()
    studio.start()
    assert ended(studio, job.job_id).state is JobState.DONE
    path, _ = studio.services.exports.file(job.job_id)
    assert len(path.read_text().splitlines()) == 3


def test_a_server_that_dies_while_an_export_is_cancelled_leaves_no_file(studio, session_id):
    """Between the file's last name and the job's end, a cancel was acknowledged."""
    job = studio.services.exports.start(session_id, "rows", ExportOptions())
    ended(studio, job.job_id)
    with studio.services._context.database.write() as tx:
        tx.jobs.begin(job.job_id, request_text("rows", ExportOptions()), job.total)
        tx.jobs.mark_cancelling(job.job_id)
    assert len(left_over(studio)) == 2  # the export and its manifest
    studio.start()
    assert ended(studio, job.job_id).state is JobState.CANCELLED
    assert left_over(studio) == []


def test_finished_exports_outlive_a_restart(studio, session_id):
    job = studio.services.exports.start(session_id, "rows", ExportOptions())
    ended(studio, job.job_id)
    path, _ = studio.services.exports.file(job.job_id)
    before = path.read_bytes()
    studio.start()
    assert studio.services.exports.file(job.job_id)[0].read_bytes() == before


def test_files_go_with_their_session_also_when_it_is_deleted_half_way(studio, session_id):
    finished = studio.services.exports.start(session_id, "rows", ExportOptions())
    ended(studio, finished.job_id)
    studio.media.entered.clear()
    studio.media.gate.clear()
    studio.services.exports.start(session_id, "rows", ExportOptions())
    assert studio.media.entered.wait(10)
    threading.Timer(0.2, studio.media.gate.set).start()  # the frame that is under way ends after the deletion began
    trash_id = studio.services.sessions.delete(session_id)
    assert {path.name.partition(".")[0] for path in studio.folders.exports.iterdir() if path.is_file()} == {
        finished.job_id
    }
    studio.services.trash.delete_forever(trash_id)
    assert left_over(studio) == []
    with pytest.raises(SessionNotFound):
        studio.services.exports.of_session(session_id)


def test_an_export_while_tracking_sees_what_is_stored(studio, session_id):
    job = start(studio, session_id)
    export = studio.services.exports.start(session_id, "rows", ExportOptions())
    assert ended(studio, export.job_id).state is JobState.DONE
    assert ended(studio, job.job_id).state is JobState.DONE
