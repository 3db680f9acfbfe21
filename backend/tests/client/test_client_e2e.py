"""Both clients against the product itself: upload, click, track, read, export, delete; and a server that goes away meanwhile."""

import asyncio
import json

import numpy as np
import pytest
from disc_clip import disc_clip
from product import becomes_true, product

from masklet.client import ApiError, AsyncClient, Client, DeletedKind, Direction, JobCancelled
from masklet.domain.masklet import Rle
from masklet.masks.rle import decode

FRAMES, WIDTH, HEIGHT = 24, 160, 90


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return disc_clip(tmp_path_factory.mktemp("clips") / "disc.mp4", FRAMES, WIDTH, HEIGHT)


@pytest.fixture(scope="module")
def served(client_data, tmp_path_factory):
    with product(client_data(tmp_path_factory.mktemp("served"))) as running:
        yield running
        assert running.tracebacks() == []


def same(tracked, stored):
    assert sorted(tracked) == [frame.frame_index for frame in stored] == list(range(FRAMES))
    for frame in stored:
        assert frame.masks[0].shape == (HEIGHT, WIDTH)
        assert (frame.masks[0] == tracked[frame.frame_index].masks[0]).all()
        assert frame.scores == tracked[frame.frame_index].scores
    assert all(frame.masks[0].any() for frame in stored)


def exported(file, stored):
    annotations = json.loads(file.read_text())["annotations"]
    assert len(annotations) == FRAMES
    for annotation, frame in zip(annotations, stored, strict=True):
        runs = annotation["segmentation"]
        assert (decode(Rle(*runs["size"], runs["counts"])) == frame.masks[0]).all()


def test_the_whole_way_with_the_client_for_scripts(served, clip, tmp_path):
    told = []
    with Client(served.url) as client:
        video = client.upload(clip, lambda done, total: told.append((done, total)))
        assert (video.width, video.height, video.frame_count) == (WIDTH, HEIGHT, FRAMES)
        assert told[-1] == (clip.stat().st_size, clip.stat().st_size)
        assert video in client.videos()
        session = client.start_session(video)
        clicked = client.add_points(session, 0, 0, [(0.3 * WIDTH, 0.5 * HEIGHT)])
        assert clicked.masks[0][HEIGHT // 2, int(0.3 * WIDTH)]
        tracked = {frame.frame_index: frame for frame in client.propagate(session)}
        stored = list(client.masks(session))
        same(tracked, stored)
        kind = client.add_class("disc", "#102030")
        assert client.update_object(session, 0, name="Disc", class_id=kind.class_id).class_id == kind.class_id
        assert client.update_object(session, 0, class_id=None).class_id is None
        exported(client.export(session, "coco", tmp_path / "disc.json"), stored)
        copy = client.start_session(video)
        report = client.import_masks(copy, tmp_path / "disc.json")
        assert (report.masks, report.problems.count) == (FRAMES, 0)
        for ours, theirs in zip(client.masks(copy), stored, strict=True):
            assert (ours.masks[0] == theirs.masks[0]).all()
        assert client.delete_session(copy)
        again = client.session(session.session_id)
        assert (again.objects[0].name, again.objects[0].runs) == ("Disc", ((0, FRAMES - 1),))
        assert again.prompts[0].points == ((0.3 * WIDTH, 0.5 * HEIGHT),)
        assert [each.session_id for each in client.sessions(video)] == [session.session_id]
        assert client.delete_session(session)
        [deleted, other] = client.trash()
        assert (deleted.name, deleted.kind) == (session.name, DeletedKind.SESSION)
        assert client.restore_deleted(deleted)
        assert client.session(session.session_id).objects == again.objects
        assert client.delete_forever(other)
        assert client.trash() == []
        assert client.delete_video(video)
        with pytest.raises(ApiError) as gone:
            client.session(session.session_id)
    assert gone.value.code == "SESSION_NOT_FOUND"


def test_the_whole_way_with_the_client_for_asyncio(served, clip, tmp_path):
    asyncio.run(whole_way(served.url, clip, tmp_path))


async def whole_way(url, clip, folder):
    async with AsyncClient(url) as client:
        video = await client.upload(clip)
        session = await client.start_session(video)
        await client.add_box(session, 0, 0, (0.1 * WIDTH, 0.3 * HEIGHT, 0.5 * WIDTH, 0.7 * HEIGHT))
        tracked = {frame.frame_index: frame async for frame in client.propagate(session)}
        stored = [frame async for frame in client.masks(session)]
        same(tracked, stored)
        exported(await client.export(session, "coco", folder / "disc.json"), stored)
        assert await client.delete_video(video)
        assert video not in await client.videos()


def test_a_drawn_mask_comes_back_as_it_was_drawn_and_bounds_hold(served, clip):
    mask = np.zeros((HEIGHT, WIDTH), bool)
    mask[30:60, 30:70] = True
    with Client(served.url) as client:
        session = client.start_session(client.upload(clip))
        assert (client.add_mask(session, 5, 0, mask).masks[0] == mask).all()
        frames = client.propagate(session, 5, Direction.BOTH, first=3, last=8)
        assert sorted({frame.frame_index for frame in frames}) == [3, 4, 5, 6, 7, 8]
        assert client.session(session.session_id).objects[0].runs == ((3, 8),)


def test_cancelling_ends_the_iteration_with_its_own_error(served, tmp_path):
    clip = disc_clip(tmp_path / "long.mp4", 600, WIDTH, HEIGHT)
    with Client(served.url) as client, Client(served.url) as other:
        session = client.start_session(client.upload(clip))
        client.add_points(session, 0, 0, [(0.3 * WIDTH, 0.5 * HEIGHT)])
        frames = client.propagate(session)
        next(frames)
        assert other.cancel(session)
        with pytest.raises(JobCancelled):
            list(frames)


def test_a_server_that_is_killed_and_started_again_is_followed_on(client_data, tmp_path):
    clip = disc_clip(tmp_path / "long.mp4", 400, WIDTH, HEIGHT)
    folder = client_data(tmp_path / "data")
    with product(folder) as first:
        client = Client(first.url)
        session = client.start_session(client.upload(clip))
        client.add_points(session, 0, 0, [(0.3 * WIDTH, 0.5 * HEIGHT)])
        frames = client.propagate(session)
        seen = [next(frames).frame_index for _ in range(5)]
        first.kill_server()
        assert becomes_true(lambda: first.children() == {} if first.process.poll() is None else True, 5)
        with product(folder, port=first.port):
            seen += [frame.frame_index for frame in frames]
            assert sorted(set(seen)) == list(range(400))
            assert [frame.frame_index for frame in client.masks(session)] == list(range(400))
        client.close()
