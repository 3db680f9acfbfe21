"""A backup beside a server that tracks, put elsewhere and served: what was acknowledged before is there; and the trash over kill -9."""

import os
import subprocess
import tarfile

from product import CLIP, FRAMES, PROGRAM, becomes_true, copy_data, marbles_at, product

CHECK = """query($s: String!) { session(sessionId: $s) { name objects { objectId name colour }
    prompts { objectId frameIndex points labels } effects history { editId kind undone } exports { jobId state } } }"""


def masklet(data, *words):
    environment = {**os.environ, "MASKLET_DATA_DIR": str(data)}
    return subprocess.run([PROGRAM, *map(str, words)], env=environment, check=True, capture_output=True, text=True)


def test_a_backup_taken_while_tracking_is_whole(template, tmp_path, figure):
    data = copy_data(template, tmp_path / "data")
    with product(data) as running:
        studio = running.studio()
        done, session = studio.start(CLIP), studio.start(CLIP)
        for one in (done, session):
            studio.click(one, 0, 0, *marbles_at(0)[0])
        assert studio.wait(studio.track(done))["state"] == "DONE"
        job_id = studio.track(session)
        at = next(job["done"] for job in studio.watch(job_id) if job["done"] >= 20)
        told = {one: studio.data(CHECK, s=one) for one in (done, session)}
        masks = {one: studio.masklets(one, FRAMES - 1) for one in (done, session)}
        masklet(data, "backup", tmp_path / "b.tar")
        assert studio.wait(job_id)["state"] == "DONE"  # the server did not mind
        after = studio.masklets(session, FRAMES - 1)
        assert running.tracebacks() == []
    masklet(data, "restore", tmp_path / "b.tar", "--into", tmp_path / "other")
    with tarfile.open(tmp_path / "b.tar") as tar:
        figure(
            f"backup at frame {at} of {FRAMES}: {len(tar.getnames())} files, {(tmp_path / 'b.tar').stat().st_size} bytes"
        )
    with product(tmp_path / "other") as running:
        studio = running.studio()
        assert {one: studio.data(CHECK, s=one) for one in (done, session)} == told
        assert studio.masklets(done, FRAMES - 1) == masks[done]
        assert studio.wait(job_id)["state"] == "DONE"  # it went on by itself
        went_on = studio.masklets(session, FRAMES - 1)
        assert went_on[:at] == masks[session][:at]
        assert [one["frameIndex"] for one in went_on] == [one["frameIndex"] for one in after]
        assert after[: len(masks[session])] == masks[session]
        assert studio.http.get(f"/{CLIP}").status_code == 200
        assert running.tracebacks() == []


TRASH = "{ trash { trashId kind name } }"
RESTORE = "mutation($t: ID!) { restoreDeleted(input: {trashId: $t}) { success } }"


def test_the_trash_survives_kill_9(template, tmp_path, square_clip):
    data = copy_data(template, tmp_path / "data")
    with product(data) as running:
        studio = running.studio()
        path = studio.upload_file(square_clip.file)["path"]
        session = studio.start(path)
        studio.click(session, 0, 0, 0.3, 0.5)
        assert studio.wait(studio.track(session))["state"] == "DONE"
        masks, told = studio.masklets(session, 11), studio.data(CHECK, s=session)
        deleted = studio.data("mutation($p: String!) { deleteVideo(path: $p) { trashId } }", p=path)["deleteVideo"]
        for address in (f"/{path}", f"/posters/{path[:-4]}.jpg", f"/frames/{path}/0.jpg"):
            assert studio.http.get(address).status_code == 404
        running.kill_server()
    with product(data) as running:
        studio = running.studio()
        assert studio.data(TRASH)["trash"] == [{**deleted, "kind": "VIDEO", "name": square_clip.file.stem}]
        masklet(data, "trash", "restore", deleted["trashId"])  # beside the server
        assert studio.data(TRASH)["trash"] == []
        assert (studio.masklets(session, 11), studio.data(CHECK, s=session)) == (masks, told)
        assert studio.http.get(f"/{path}").status_code == 200
        studio.data("mutation($p: String!) { deleteVideo(path: $p) { trashId } }", p=path)
        assert running.tracebacks() == []
    with product(data, keep_deleted_s=0) as running:
        assert becomes_true(lambda: running.studio().data(TRASH)["trash"] == [], 10)
        assert becomes_true(lambda: not (data / "videos" / path[8:-4]).exists(), 10)
