"""kill -9 of the whole server: what was acknowledged or streamed is there afterwards, and tracking goes on by itself."""

import contextlib
import threading

import httpx
import pytest
from product import CLIP, FRAMES, becomes_true, is_gone, marbles_at, product
from upload_pieces import HEAD, MULTIPART

pytestmark = pytest.mark.alone

ORPHANS_GONE_S = 3


def test_killed_in_the_middle_of_tracking_it_goes_on_with_everything_that_was_told(data_dir, figure):
    points = marbles_at(0)
    with product(data_dir) as running:
        studio = running.studio()
        session = studio.start(CLIP)
        clicked = {key: studio.click(session, 0, key, *points[key]) for key in (0, 1)}
        streamed = {}
        job_id = None
        for frame in running.studio().follow_track(session):
            streamed[frame["frameIndex"]] = frame["rleMaskList"]
            if len(streamed) == FRAMES // 4:
                job_id = studio.session(session)["propagation"]["jobId"]
                left = running.kill_server()
                break
        assert left
        assert becomes_true(lambda: all(is_gone(pid) for pid in left), ORPHANS_GONE_S), "a worker outlived its server"
    with product(data_dir) as running:
        studio = running.studio()
        whole = studio.session(session)
        assert sorted(prompt["objectId"] for prompt in whole["prompts"]) == [0, 1]
        stored = by_frame(studio.masklets(session, FRAMES - 1))
        assert {key: stored[key] for key in streamed} == streamed
        assert stored[0] == clicked[1]
        assert whole["propagation"]["jobId"] == job_id
        found_at = whole["propagation"]["done"]
        job = studio.wait(job_id)
        assert (job["state"], job["done"]) == ("DONE", FRAMES)
        after = by_frame(studio.masklets(session, FRAMES - 1))
        assert sorted(after) == list(range(FRAMES))
        assert {key: after[key] for key in streamed} == streamed
        assert running.tracebacks() == []
    figure(
        f"killed after {len(streamed)} streamed frames; found at {found_at} of {FRAMES} after the restart, ended DONE"
    )


def test_killed_right_after_a_click_is_answered_the_prompt_and_its_mask_are_there(data_dir):
    x, y = marbles_at(20)[1]
    with product(data_dir) as running:
        studio = running.studio()
        session = studio.start(CLIP)
        answered = studio.click(session, 20, 7, x, y)
        left = running.kill_server()
        assert becomes_true(lambda: all(is_gone(pid) for pid in left), ORPHANS_GONE_S)
    with product(data_dir) as running:
        studio = running.studio()
        [prompt] = studio.session(session)["prompts"]
        assert (prompt["objectId"], prompt["frameIndex"], prompt["labels"]) == (7, 20, [1])
        assert studio.masklets(session, FRAMES - 1) == [{"frameIndex": 20, "rleMaskList": answered}]
        [corrected] = studio.click(session, 20, 7, x + 0.01, y, clear=False)  # the session goes on as well
        assert corrected["objectId"] == 7


def test_killed_while_one_clip_is_received_and_another_prepared_it_leaves_nothing_half_done(data_dir, long_clip):
    incoming, videos = data_dir / "incoming", data_dir / "videos"
    with product(data_dir) as running:
        before = names(videos)
        prepared = threading.Thread(target=send_until_it_breaks, args=(running, long_clip.read_bytes()), daemon=True)
        prepared.start()
        assert becomes_true(lambda: any(name.startswith(".staging-") for name in names(videos)), 10)

        def pieces():
            yield HEAD
            for _ in range(40):
                yield b"x" * 50_000
            assert becomes_true(lambda: len(names(incoming)) == 2, 5), names(incoming)
            running.kill_server()

        with pytest.raises(httpx.TransportError):
            running.studio().http.post("/graphql", content=pieces(), headers={"Content-Type": MULTIPART})
        prepared.join(10)
        assert names(incoming)
        assert names(videos) != before
    with product(data_dir) as running:
        assert (names(incoming), names(videos)) == (set(), before)
        assert running.studio().upload_file(long_clip)["frameCount"] == 1200


def send_until_it_breaks(running, content):
    with contextlib.suppress(httpx.TransportError):
        running.studio().upload(content, "prepared.mp4")


def names(folder):
    return {path.name for path in folder.iterdir()}


def by_frame(frames):
    return {frame["frameIndex"]: frame["rleMaskList"] for frame in frames}
