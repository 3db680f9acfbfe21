"""Sessions that are duplicated, saved as a file and opened again: the same masks, prompts and objects, or nothing at all."""

import io
import json
import zipfile

import pytest
from crafted_media import zip_with_list
from row_workers import row_mask
from rows_actions import click, stored, track
from rows_studio import Studio
from session_files import MANIFEST, MASKS, PROMPTS, changed, opened, packed, pieces, saved

from masklet.domain.errors import InvalidInput, LimitExceeded, MaskletError, SessionNotFound, VideoUnreadable
from masklet.domain.prompt import Box, Prompt
from masklet.domain.session import ObjectClass, TrackedObject
from masklet.service.config import Limits
from masklet.service.frames import size_of
from masklet.store.sessions import SessionRepository

EFFECTS = '[{"id":"a","effect":{"name":"label","values":{"textSize":30}},"objectIds":[3],"enabled":false}]'
VIDEO_JSON = b'"frame_count": 5'


@pytest.fixture
def studio(tmp_path):
    made = Studio(tmp_path / "data", Limits(max_objects=4, max_points=5, max_upload_bytes=1_000_000))
    yield made
    made.close_all()


@pytest.fixture
def session_id(studio):
    """Two objects in an order of their own, with a class, a lock, marks, points, a box and a drawn mask; tracked."""
    made = studio.session(5).session_id
    click(studio, made, 0, 0, 10)
    click(studio, made, 3, 2, 20)
    studio.services.prompts.set_box(made, 0, 1, Box(1, 11, 3, 14))
    track(studio, made)
    fish = studio.services.classes.add("Fish 魚", "#11aa33").class_id
    with studio.services._context.database.write() as tx:
        tx.prompts.put(made, 3, 4, Prompt(mask=row_mask(7).rle))
        tx.objects.replace(made, TrackedObject(3, "Koi “A” 鯉", "#3b9dff", fish, True, ((0, 1),), ((3, 4),)))
        tx.objects.reorder(made, [3, 0])
    studio.services.effects.set(made, EFFECTS)
    studio.services.sessions.rename(made, "Koi: pond")
    return made


@pytest.fixture
def file(studio, session_id, tmp_path):
    return saved(studio, session_id, tmp_path / "mine.masklet")


def contents(studio, session_id):
    """All that two equal sessions have in common."""
    context = studio.services._context
    with context.database.read() as tx:
        session, video = tx.sessions.get(session_id), tx.sessions.video(session_id)
        masks = list(tx.masks.frames(session_id, None, 0, video.frame_count - 1, size_of(video)))
        said = tx.prompts.all(session_id), tx.effects.get(session_id)
        return session.engine, tx.objects.all(session_id), said, masks, tx.masks.runs(session_id)


def everything(studio):
    """What is kept: rows and files."""
    files = sorted(
        one.relative_to(studio.folders.data).as_posix() for one in studio.folders.data.rglob("*") if one.is_file()
    )
    sessions = [one.session_id for one in studio.services.sessions.all(None)]
    return sessions, [one.path for one in studio.services.videos.all()], [one for one in files if "sqlite" not in one]


def forget_the_clip(studio):
    for video in studio.services.videos.all():
        studio.services.videos.delete(video.path)


def test_a_duplicate_has_all_but_the_jobs_and_is_changed_alone(studio, session_id):
    copy = studio.services.sessions.duplicate(session_id, None)
    assert copy.name == "Koi: pond copy"
    assert contents(studio, copy.session_id) == contents(studio, session_id)
    with studio.services._context.database.read() as tx:
        assert tx.prompts.tracked(copy.session_id) == tx.prompts.tracked(session_id) != {}
    snapshot = studio.services.sessions.snapshot(copy.session_id)
    assert snapshot.job is None
    assert snapshot.cursor == studio.services.sessions.snapshot(session_id).cursor
    before = contents(studio, session_id)
    click(studio, copy.session_id, 1, 0, 30)
    studio.services.sessions.remove_object(copy.session_id, 0)
    track(studio, copy.session_id, objects=[1])
    assert contents(studio, session_id) == before
    assert stored(studio, copy.session_id, 1)[4] == 34
    assert studio.services.sessions.duplicate(session_id, "Mine").name == "Mine"


def test_a_duplicate_of_a_long_name_fits_and_of_nothing_is_refused(studio, session_id):
    studio.services.sessions.rename(session_id, "x" * 200)
    assert studio.services.sessions.duplicate(session_id, None).name == "x" * 195 + " copy"
    with pytest.raises(SessionNotFound):
        studio.services.sessions.duplicate("nothing", None)


def test_overviews_are_those_of_the_sessions(studio, session_id):
    bare = studio.session(5)
    first, second = sorted(studio.services.overviews.all(None), key=lambda one: one.masked_frames)
    assert (first.session, first.objects, first.masked_frames, first.job) == (bare, (), 0, None)
    assert (first.edited, second.edited) == (False, True)
    snapshot = studio.services.sessions.snapshot(session_id)
    assert (second.session, second.video, second.objects) == (snapshot.session, snapshot.video, snapshot.objects)
    assert (second.masked_frames, second.job, second.cursor) == (10, snapshot.job, snapshot.cursor)
    assert studio.services.overviews.get(session_id) == second
    assert [one.session for one in studio.services.overviews.all(bare.video_path)] == [bare]
    with pytest.raises(SessionNotFound):
        studio.services.overviews.get("nothing")


def test_a_session_sleeps_until_it_is_touched(studio):
    session_id = studio.session(5).session_id
    assert studio.services.overviews.get(session_id).asleep
    click(studio, session_id, 0, 0, 10)
    assert [one.asleep for one in studio.services.overviews.all(None)] == [False]
    studio.services.sessions.close(session_id)
    assert studio.services.overviews.get(session_id).asleep


def test_a_session_that_lost_its_objects_is_still_an_edited_one(studio):
    session_id = studio.session(5).session_id
    assert not studio.services.overviews.get(session_id).edited
    click(studio, session_id, 0, 0, 10)
    studio.services.sessions.remove_object(session_id, 0)
    assert studio.services.overviews.get(session_id).edited
    studio.services.history.undo(session_id)
    studio.services.history.undo(session_id)
    assert (studio.services.overviews.get(session_id).objects, studio.services.overviews.get(session_id).edited) == (
        (),
        True,
    )


def test_opened_beside_the_clip_it_is_the_same_and_takes_no_second_clip(studio, session_id, file):
    made = opened(studio, file)
    assert made != session_id
    assert contents(studio, made) == contents(studio, session_id)
    assert len(studio.services.videos.all()) == 1
    assert studio.services.sessions.get(made).name == "Koi: pond"
    assert not list(studio.folders.incoming.iterdir())
    click(studio, made, 1, 0, 30)


def test_opened_elsewhere_it_brings_its_clip(studio, session_id, file):
    before, facts = contents(studio, session_id), studio.services.sessions.snapshot(session_id).video
    forget_the_clip(studio)
    made = opened(studio, file)
    assert contents(studio, made) == before
    video = studio.services.sessions.snapshot(made).video
    assert video.path.startswith("uploads/")
    assert (video.title, video.frame_count, video.source) == (facts.title, facts.frame_count, facts.source)
    assert studio.services.videos.media_file(video.path).read_bytes() == b"video.mp4"
    assert studio.services.videos.poster_file(video.path).is_file()


def test_a_file_from_before_there_were_effects_has_none(studio, file):
    manifest = json.loads(pieces(file)[MANIFEST])
    del manifest["effects"]
    made = opened(studio, packed({**pieces(file), MANIFEST: json.dumps(manifest).encode()}))
    assert studio.services.effects.get(made) is None


def test_without_its_video_it_needs_the_clip(studio, session_id, tmp_path):
    content = saved(studio, session_id, tmp_path / "small.masklet", with_video=False)
    assert contents(studio, opened(studio, content)) == contents(studio, session_id)
    forget_the_clip(studio)
    before = everything(studio)
    with pytest.raises(InvalidInput, match=r"needs the clip “A clip” .6 × 40, 5 frames., which is not here"):
        opened(studio, content)
    assert everything(studio) == before


def test_a_class_comes_along_by_its_name(studio, session_id, file, make_studio):
    bare = make_studio(studio.limits)
    made = opened(bare, file)
    (fish,) = bare.services.classes.all()
    assert (fish.name, fish.colour) == ("Fish 魚", "#11aa33")
    objects = bare.services.sessions.snapshot(made).objects
    assert [(one.object_id, one.class_id) for one in objects] == [(3, fish.class_id), (0, None)]
    bare.services.classes.update(fish.class_id, None, "#ff0000")
    again = opened(bare, file)
    assert bare.services.classes.all() == [ObjectClass(fish.class_id, "Fish 魚", "#ff0000")]
    assert bare.services.sessions.snapshot(again).objects == objects


def test_what_an_object_is_called_is_made_fit_to_show_and_a_class_that_cannot_be_is_refused(studio, file):
    made = opened(studio, changed(file, MANIFEST, '"Fish 魚"'.encode(), b'" A\\u202e  fish "'))
    assert [one.name for one in studio.services.classes.all()] == ["Fish 魚", "A fish"]
    assert studio.services.sessions.snapshot(made).objects[0].class_id == studio.services.classes.all()[1].class_id
    before = everything(studio)
    with pytest.raises(InvalidInput, match="name needs"):
        opened(studio, changed(file, MANIFEST, '"Fish 魚"'.encode(), b'"\\u202e"'))
    assert everything(studio) == before


def test_an_engine_that_is_not_known_here_is_replaced(studio, session_id, file):
    made = opened(studio, changed(file, MANIFEST, b'"engine": "rows"', b'"engine": "elsewhere@512"'))
    assert studio.services.sessions.get(made).engine == "rows"


DAMAGE = {
    "another zip": lambda file: packed({"a.txt": b"x"}),
    "no zip": lambda file: b"nothing",
    "empty": lambda file: b"",
    "truncated": lambda file: file[: len(file) // 2],
    "without a manifest": lambda file: packed({k: v for k, v in pieces(file).items() if k != MANIFEST}),
    "without masks": lambda file: packed({k: v for k, v in pieces(file).items() if k != MASKS}),
    "a path": lambda file: packed({**pieces(file), "../../evil.sh": b"x"}),
    "an absolute path": lambda file: packed({**pieces(file), "/etc/passwd": b"x"}),
    "a stranger": lambda file: packed({**pieces(file), "notes.txt": b"x"}),
    "packed otherwise": lambda file: packed(pieces(file), zipfile.ZIP_BZIP2),
    "no JSON": lambda file: packed({**pieces(file), MANIFEST: b"{"}),
    "deep JSON": lambda file: packed({**pieces(file), MANIFEST: b"[" * 200_000}),
    "a list": lambda file: packed({**pieces(file), MANIFEST: b"[]"}),
    "another format": lambda file: changed(file, MANIFEST, b'"masklet session"', b'"something"'),
    "another version": lambda file: changed(file, MANIFEST, b'"version": 1', b'"version": 2'),
    "a version that is none": lambda file: changed(file, MANIFEST, b'"version": 1', b'"version": true'),
    "no frames": lambda file: changed(file, MANIFEST, VIDEO_JSON, b'"frame_count": 0'),
    "a rate of nothing": lambda file: changed(file, MANIFEST, b"25,\n   1", b"25,\n   0"),
    "a colour that is none": lambda file: changed(file, MANIFEST, b"#3b9dff", b"url(x)"),
    "a name of nothing": lambda file: changed(file, MANIFEST, b'"Koi: pond"', b'"\\u0000"'),
    "runs beyond the clip": lambda file: changed(file, MANIFEST, b"    3,\n     4", b"    3,\n     9"),
    "an id twice": lambda file: changed(file, MANIFEST, b'"object_id": 3', b'"object_id": 0'),
    "an effect that there is not": lambda file: changed(file, MANIFEST, b'"label"', b'"sparkle"'),
    "an effect that does not fit": lambda file: changed(file, MANIFEST, b'"textSize": 30', b'"textSize": "x"'),
    "effects that are none": lambda file: changed(file, MANIFEST, b'"objectIds"', b'"objects"'),
    "an effect on nobody": lambda file: changed(file, MANIFEST, b'"objectIds": [\n    3', b'"objectIds": [\n    4'),
    "no hash": lambda file: changed(file, MANIFEST, b'"sha256": "', b'"sha256": "x'),
    "a prompt of nobody": lambda file: changed(file, PROMPTS, b"[3,", b"[2,"),
    "a prompt twice": lambda file: changed(file, PROMPTS, b"[0,1,", b"[0,0,"),
    "a prompt beyond the clip": lambda file: changed(file, PROMPTS, b"[0,1,", b"[0,9,"),
    "a point outside": lambda file: changed(file, PROMPTS, b"[[1.0,10.0,1]]", b"[[1.0,41.0,1]]"),
    "a point that is no number": lambda file: changed(file, PROMPTS, b"[[1.0,10.0,1]]", b"[[NaN,10.0,1]]"),
    "a label that is none": lambda file: changed(file, PROMPTS, b"[[1.0,10.0,1]]", b"[[1.0,10.0,7]]"),
    "a box inside out": lambda file: changed(file, PROMPTS, b"[1,11,3,14]", b"[3,11,1,14]"),
    "a drawn mask of another size": lambda file: changed(file, PROMPTS, b'"mask":[40,6', b'"mask":[6,40'),
    "masks of another size": lambda file: changed(file, MASKS, b"[40,6", b"[41,6"),
    "masks that do not fill their size": lambda file: changed(file, MASKS, b'[40,6,"', b'[40,6,"1'),
    "masks that are no run lengths": lambda file: changed(file, MASKS, b'[40,6,"', b'[40,6,"zzzzzzzzz'),
    "masks of nobody": lambda file: changed(file, MASKS, b'"3":', b'"2":'),
    "a score beyond": lambda file: changed(file, MASKS, b",0.75]", b",7.5]"),
    "frames out of order": lambda file: packed(
        {**pieces(file), MASKS: b"\n".join(sorted(pieces(file)[MASKS].splitlines(), reverse=True))}
    ),
    "a frame beyond": lambda file: changed(file, MASKS, b"[4,", b"[5,"),
    "a line cut off": lambda file: packed({**pieces(file), MASKS: pieces(file)[MASKS][:-9]}),
}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("clip_is_here", [True, False])
def test_what_is_no_whole_session_file_is_refused_in_a_sentence_and_leaves_nothing(studio, file, damage, clip_is_here):
    if not clip_is_here:
        forget_the_clip(studio)
    before = everything(studio)
    with pytest.raises(InvalidInput, match=r"session|name needs|run lengths|mask does not"):
        opened(studio, DAMAGE[damage](file))
    assert everything(studio) == before


def test_a_zip_that_lies_of_its_sizes_ends_where_it_says(studio, file):
    """A bomb: a small file whose masks unpack to gigabytes is refused before, or its own claim cuts it short."""
    bomb = packed({**pieces(file), MASKS: b"0" * 40_000_000})
    assert len(bomb) < 100_000
    with pytest.raises(LimitExceeded, match="too long"):
        opened(studio, bomb)
    claims = packed({**pieces(file), MANIFEST: b" " * 17_000_000})
    with pytest.raises(LimitExceeded, match=r"manifest.json"):
        opened(studio, claims)
    truth = zipfile.ZipFile(io.BytesIO(file)).getinfo(MASKS).file_size.to_bytes(4, "little")
    with pytest.raises(InvalidInput):
        opened(studio, file.replace(truth, (1).to_bytes(4, "little")))


def test_an_encrypted_file_is_refused(studio, file):
    entries = bytearray(file)
    entries[entries.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(InvalidInput, match="encrypted"):
        opened(studio, bytes(entries))


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        (Limits(max_objects=1, max_upload_bytes=1_000_000), "At most 1 objects"),
        (Limits(max_points=0, max_upload_bytes=1_000_000), "At most 0 points"),
        (Limits(max_long_side=20, max_upload_bytes=1_000_000), "6 × 40 pixels"),
        (Limits(max_duration_s=-0.9, max_upload_bytes=1_000_000), "longer than"),
    ],
)
def test_the_limits_of_this_server_hold(studio, file, make_studio, limits, sentence):
    elsewhere = make_studio(limits)
    before = everything(elsewhere)
    with pytest.raises(LimitExceeded, match=sentence):
        opened(elsewhere, file)
    assert everything(elsewhere) == before


def test_a_video_that_is_not_the_one_that_was_saved_is_refused(studio, file):
    forget_the_clip(studio)
    before = everything(studio)
    with pytest.raises(InvalidInput, match="not the one that was saved"):
        opened(studio, packed({**pieces(file), "video.mp4": b"exchanged"}))
    manifest = json.loads(pieces(file)[MANIFEST])
    manifest["video"]["sha256"] = "d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa"  # of "other"
    exchanged = packed({**pieces(file), "video.mp4": b"other", MANIFEST: json.dumps(manifest).encode()})
    with pytest.raises(VideoUnreadable, match="another clip"):
        opened(studio, exchanged)
    assert everything(studio) == before


def test_the_clip_that_comes_along_is_a_video_only_together_with_its_session(studio, file, monkeypatch):
    """A server that is killed in between would leave a clip that nobody uploaded."""
    forget_the_clip(studio)
    add, seen = SessionRepository.add, []

    def looked_at(self, *given):
        add(self, *given)
        seen.append(studio.services.videos.all())

    monkeypatch.setattr(SessionRepository, "add", looked_at)
    opened(studio, file)
    assert seen == [[]]
    assert len(studio.services.videos.all()) == 1


def test_a_failure_while_storing_takes_the_clip_away_again(studio, file, monkeypatch):
    forget_the_clip(studio)
    before = everything(studio)
    monkeypatch.setattr("masklet.store.masks.MaskRepository.add_all", broken)
    with pytest.raises(MaskletError, match="by the test"):
        opened(studio, file)
    assert everything(studio) == before


def broken(*_):
    raise MaskletError("Broken by the test.")


def test_an_upload_is_opened_once(studio, file):
    incoming = studio.services.uploads.begin(None, "mine.masklet", len(file))
    incoming.write(file)
    studio.services.session_files.open(incoming.upload_id)
    with pytest.raises(InvalidInput):
        studio.services.session_files.open(incoming.upload_id)


@pytest.mark.parametrize("comment", [b"", b"x"])
def test_a_zip_with_an_endless_list_of_files_is_not_read(studio, comment):
    """The list is read as a whole, into the memory of the process that serves everybody."""
    bomb = bytearray(zip_with_list(900_000))
    bomb[-2:] = len(comment).to_bytes(2, "little")
    with pytest.raises(InvalidInput) as caught:
        opened(studio, bytes(bomb) + comment)
    assert caught.value.details == {"reason": "noSessionFile"}
    assert list(studio.folders.incoming.iterdir()) == []
