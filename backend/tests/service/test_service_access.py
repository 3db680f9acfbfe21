"""Owners and share links in the use cases: whose things are whose, rights that end while somebody reads, and adoption."""

import itertools
import json
import threading
import time

import pytest
from row_workers import HEIGHT, WIDTH, row_mask
from rows_actions import click, eventually, start, track
from session_files import saved

from masklet.domain.access import EVERYONE, Person, Principal, Right
from masklet.domain.errors import InvalidInput, NotAllowed, SessionNotFound, ShareNotFound, VideoNotFound
from masklet.domain.mask_import import ImportOptions, ProblemKind
from masklet.service.guarded import gate
from masklet.service.interfaces import SessionDeleted

ADA, BOB = (Principal(Person(name, name)) for name in ("ada", "bob"))


@pytest.fixture
def seen(studio):
    return studio.services.seen_by


def upload(services):
    incoming = services.uploads.begin(None, "pond.mp4", None)
    incoming.write(b"abc")
    return services.uploads.prepare(incoming.upload_id, None, None)


def guest(link):
    return Principal(shares=(link.share_id,))


def test_what_a_person_makes_is_theirs(studio, seen):
    video = upload(seen(ADA))
    session = seen(ADA).sessions.start(video.path, None)
    assert session.owner == "ada"
    copy = seen(ADA).sessions.duplicate(session.session_id, None)
    assert copy.owner == "ada"
    with pytest.raises(VideoNotFound):
        seen(BOB).videos.get(video.path)
    for key in (session.session_id, copy.session_id):
        with pytest.raises(SessionNotFound):
            seen(BOB).sessions.get(key)
    assert seen(EVERYONE) is studio.services
    assert studio.services.sessions.start(video.path, None).owner is None


def test_a_shared_session_can_be_copied_and_the_copy_is_the_copier_s(studio, seen):
    session = seen(ADA).sessions.start(upload(seen(ADA)).path, None)
    link = seen(ADA).shares.create(session.session_id, Right.READ)
    bob = seen(Principal(BOB.person, (link.share_id,)))
    copy = bob.sessions.duplicate(session.session_id, None)
    seen(ADA).shares.remove(link.share_id)
    assert bob.sessions.get(copy.session_id).owner == "bob"
    assert bob.videos.get(session.video_path).path == session.video_path  # what they have a session of, they see
    assert bob.overviews.get(copy.session_id).right is Right.OWN
    with pytest.raises(SessionNotFound):
        bob.sessions.get(session.session_id)
    with pytest.raises(NotAllowed):
        bob.videos.delete(session.video_path)


def test_a_session_file_finds_only_clips_that_one_may_see(studio, seen, tmp_path):
    """Otherwise a file without its clip would tell that the clip is here, and open it."""
    path = studio.add_video()
    with studio.services._context.database.write() as tx:
        tx.videos.adopt([path], "ada")
    session = seen(ADA).sessions.start(path, None)
    click(studio, session.session_id, 0, 0, 3)
    content = saved(studio, session.session_id, tmp_path / "a.masklet", with_video=False)

    def opened(services):
        incoming = services.uploads.begin(None, "a.masklet", None)
        incoming.write(content)
        return services.session_files.open(incoming.upload_id)

    with pytest.raises(InvalidInput) as refused:
        opened(seen(BOB))
    assert refused.value.details["reason"] == "noVideo"
    assert opened(seen(ADA)).owner == "ada"


def test_links_have_secrets_of_their_own_and_go_with_their_session(studio, seen):
    session = studio.session()
    links = [studio.services.shares.create(session.session_id, right) for right in (Right.READ, Right.EDIT)]
    assert studio.services.shares.all(session.session_id) == links
    assert len({link.secret for link in links}) == 2
    assert all(len(link.secret) == 32 for link in links)
    with pytest.raises(InvalidInput):
        studio.services.shares.create(session.session_id, Right.OWN)
    with pytest.raises(SessionNotFound):
        studio.services.shares.create("0" * 32, Right.READ)
    assert studio.services.shares.of_secret(links[1].secret) == links[1]
    studio.services.sessions.delete(session.session_id)
    assert studio.services.shares.known([link.share_id for link in links]) == ()
    for link in links:
        with pytest.raises(ShareNotFound):
            studio.services.shares.of_secret(link.secret)


def test_the_better_of_two_links_counts(studio, seen):
    session = studio.session()
    read, edit = (studio.services.shares.create(session.session_id, right) for right in (Right.READ, Right.EDIT))
    both = seen(Principal(shares=(read.share_id, edit.share_id)))
    assert both.overviews.get(session.session_id).right is Right.EDIT
    studio.services.shares.remove(edit.share_id)
    assert both.overviews.get(session.session_id).right is Right.READ


def test_a_quiet_stream_ends_as_soon_as_its_link_is_removed(studio, seen):
    studio.services.events._heartbeat_s = 60.0
    session = studio.session()
    link = studio.services.shares.create(session.session_id, Right.READ)
    ended = []

    def follow():
        try:
            for _ in seen(guest(link)).events.follow(session.session_id, 0):
                pass
        except SessionNotFound:
            ended.append(time.monotonic())

    reader = threading.Thread(target=follow)
    reader.start()
    time.sleep(0.1)
    assert reader.is_alive()
    removed = time.monotonic()
    studio.services.shares.remove(link.share_id)
    reader.join(5)
    assert ended[0] - removed < 2


def test_a_busy_stream_ends_within_seconds(studio, seen, monkeypatch):
    monkeypatch.setattr(gate, "LOOKS_EVERY_S", 0.0)
    session = studio.session()
    click(studio, session.session_id, 0, 0, 3)
    link = studio.services.shares.create(session.session_id, Right.READ)
    job = start(studio, session.session_id)
    frames = seen(guest(link)).propagations.follow(job.job_id)
    assert len(list(itertools.islice(frames, 3))) == 3
    studio.services.shares.remove(link.share_id)
    with pytest.raises(Exception, match="There is no such job"):
        list(frames)
    eventually(lambda: not studio.services.propagations.is_running(session.session_id))


@pytest.mark.parametrize("is_quiet", [True, False])
def test_followers_are_told_that_a_session_is_deleted(studio, seen, monkeypatch, is_quiet):
    """Not that it was never there, which is for those who may not see it."""
    monkeypatch.setattr(gate, "LOOKS_EVERY_S", 3600.0 if is_quiet else 0.0)
    session = seen(ADA).sessions.start(upload(seen(ADA)).path, None)
    link = seen(ADA).shares.create(session.session_id, Right.READ)
    streams = [seen(who).events.follow(session.session_id, 0) for who in (ADA, guest(link))]
    if is_quiet:
        assert [next(stream) for stream in streams] == [None, None]
    seen(ADA).sessions.delete(session.session_id)
    for stream in streams:
        told = [event for event in stream if event is not None]
        assert isinstance(told[-1], SessionDeleted)
    with pytest.raises(SessionNotFound):
        seen(ADA).events.follow(session.session_id, 0)


def test_a_clip_is_its_owner_s_to_change_and_nobody_else_s(studio, seen):
    studio.services.ensure_samples(lambda done, total: None)
    video = upload(seen(ADA))
    session = seen(ADA).sessions.start(video.path, None)
    links = [seen(ADA).shares.create(session.session_id, right) for right in (Right.READ, Right.EDIT)]
    assert seen(ADA).videos.right(video.path) is seen(EVERYONE).videos.right(video.path) is Right.OWN
    for link in links:
        for reader in (guest(link), Principal(BOB.person, (link.share_id,))):
            assert seen(reader).videos.right(video.path) is Right.READ
    with pytest.raises(VideoNotFound):
        seen(BOB).videos.right(video.path)
    sample = seen(ADA).videos.default()
    assert seen(ADA).videos.right(sample.path) is seen(EVERYONE).videos.right(sample.path) is Right.READ


def test_what_is_nobody_s_can_be_adopted(studio, seen):
    session = studio.session()
    with pytest.raises(SessionNotFound):
        seen(ADA).sessions.get(session.session_id)
    assert studio.services.adopt("ada") == (1, 1)
    assert seen(ADA).overviews.get(session.session_id).right is Right.OWN
    assert seen(ADA).videos.get(session.video_path)
    assert studio.services.adopt("bob") == (0, 0)
    with pytest.raises(SessionNotFound):
        seen(BOB).sessions.get(session.session_id)


def test_samples_are_everybody_s_to_see_and_nobody_s_to_change(studio, seen):
    studio.services.ensure_samples(lambda done, total: None)
    sample = seen(ADA).videos.default()
    assert sample.path.startswith("gallery/")
    assert studio.services.adopt("ada")[1] == 0
    assert seen(BOB).sessions.start(sample.path, None).owner == "bob"
    with pytest.raises(NotAllowed):
        seen(BOB).videos.delete(sample.path)
    link = studio.services.shares.create(studio.session().session_id, Right.READ)
    assert not seen(guest(link)).videos.default().path.startswith("gallery/")


def test_two_people_may_choose_the_same_upload_id(studio, seen):
    key = "6f1d4b9e-0a5e-4b7c-9f3a-0123456789ab"
    for who in (ADA, BOB):
        seen(who).uploads.begin(key, "pond.mp4", None).write(b"abc")
    videos = [seen(who).uploads.prepare(key, None, None) for who in (ADA, BOB)]
    assert len({video.path for video in videos}) == 2


def test_tracking_goes_on_when_who_started_it_may_no_longer(studio, seen):
    """What is stored is the session's, whoever asked for it."""
    session = studio.session()
    click(studio, session.session_id, 0, 0, 3)
    link = studio.services.shares.create(session.session_id, Right.EDIT)
    seen(guest(link)).prompts.clear_frame(session.session_id, 0, 3)
    assert len(track(studio, session.session_id)) == 20


def test_a_guest_imports_masks_with_the_project_s_classes_and_adds_none(studio, seen):
    session = studio.session()
    link = studio.services.shares.create(session.session_id, Right.EDIT)
    fish = studio.services.classes.add("fish", None)
    mine = labelled_masks({"koi": "fish", "leaf": "plant"})
    incoming = seen(guest(link)).uploads.begin(None, "mine.json", None)
    incoming.write(mine.encode())
    report = seen(guest(link)).mask_imports.take(session.session_id, incoming.upload_id, ImportOptions())
    told = [(one.item, one.kind, one.was_taken, one.details) for one in report.problems.listed]
    assert told == [("leaf", ProblemKind.NO_CLASS, True, {"name": "plant"})]
    known = {one.name: one.class_id for one in studio.services.sessions.snapshot(session.session_id).objects}
    assert known == {"koi": fish.class_id, "leaf": None}
    assert [one.name for one in studio.services.classes.all()] == ["fish"]


def labelled_masks(classes):
    """A COCO file with a mask of each object on frame 0. `classes`: by the object's name."""
    counts = row_mask(3).rle.counts
    return json.dumps(
        {
            "images": [{"id": 0, "frame_index": 0, "height": HEIGHT, "width": WIDTH}],
            "tracks": [{"id": key, "name": name} for key, name in enumerate(classes)],
            "categories": [{"id": key, "name": name} for key, name in enumerate(classes.values())],
            "annotations": [
                {
                    "image_id": 0,
                    "track_id": key,
                    "category_id": key,
                    "segmentation": {"size": [HEIGHT, WIDTH], "counts": counts},
                }
                for key in range(len(classes))
            ],
        }
    )
