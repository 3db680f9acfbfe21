"""What a long clip costs: no more than a short one, but for its stored masks."""

import contextlib
import sqlite3
import threading
import time

import pytest
from disc_clip import disc_clip
from product import copy_data, product

pytestmark = pytest.mark.alone

MIB = 1024**2


@pytest.fixture(scope="module")
def server(tmp_path_factory, template):
    """A server of this file alone, so that its memory is not another test's."""

    with product(copy_data(template, tmp_path_factory.mktemp("memory"))) as running:
        yield running


@pytest.fixture(scope="module")
def clips(server, tmp_path_factory, long_clip):
    """Prepared: 300 and 1,200 frames of the same picture."""
    short = disc_clip(tmp_path_factory.mktemp("clips") / "short.mp4", 300, 160, 90)
    studio = server.studio()
    return {300: studio.upload_file(short)["path"], 1200: studio.upload_file(long_clip)["path"]}


def test_opening_a_session_reads_the_first_frame_and_no_more(server, clips, figure):
    studio = server.studio()
    warm = studio.start(clips[300])
    studio.click(warm, 0, 0, 0.3, 0.5)
    engine = server.children()["engine"]
    took, read = {}, {}
    for frames, path in clips.items():
        before = engine.io_counters().read_chars
        began = time.monotonic()
        session = studio.start(path)
        took[frames] = time.monotonic() - began
        assert engine.io_counters().read_chars - before < 4096, "starting a session needs no frame at all"
        studio.click(session, 0, 0, 0.3, 0.5)
        read[frames] = engine.io_counters().read_chars - before
        assert studio.session(session)["masklets"][0]["runs"] == [[0, 0]]
    size = len(studio.http.get("/" + clips[1200]).content)
    figure(
        f"open a session on 300 and 1,200 frames: {1000 * took[300]:.0f} and {1000 * took[1200]:.0f} ms; with the first "
        f"click the engine read {read[300] / 1024:.0f} and {read[1200] / 1024:.0f} KiB of {size / 1024:.0f}"
    )
    assert read[1200] < size / 2
    assert read[1200] - read[300] < 900 * 32  # the index of the longer file
    assert took[1200] < took[300] + 0.3


def test_memory_while_tracking_grows_by_no_more_than_the_stored_masks(server, clips, figure):
    studio = server.studio()
    short, long = track(server, studio, clips[300]), track(server, studio, clips[1200])
    figure(
        "memory while tracking 300 and 1,200 frames: "
        + "; ".join(f"{part} {short[part] / MIB:.1f} and {long[part] / MIB:.1f} MiB" for part in ("api", "engine"))
        + f"; masks stored of the latter {long['stored'] / MIB:.2f} MiB"
    )
    assert long["api"] - short["api"] < long["stored"] + 2 * MIB
    assert long["engine"] - short["engine"] < 128 * MIB  # its reader keeps frames up to a fixed size, not all


def track(server, studio, path):
    """The highest resident memory of both processes while a clip is tracked and followed, and its masks' bytes."""
    session = studio.start(path)
    studio.click(session, 0, 0, 0.3, 0.5)
    api, engine = server.server(), server.children()["engine"]
    peak = {"api": 0, "engine": 0}
    is_over = threading.Event()

    def sample():
        while not is_over.wait(0.05):
            for part, process in (("api", api), ("engine", engine)):
                peak[part] = max(peak[part], process.memory_info().rss)

    sampler = threading.Thread(target=sample, daemon=True)
    sampler.start()
    frames = sum(1 for _ in server.studio().follow_track(session))
    is_over.set()
    sampler.join()
    [[_, last]] = studio.session(session)["masklets"][0]["runs"]
    assert frames == last + 1
    with contextlib.closing(sqlite3.connect(server.data_dir / "masklet.sqlite")) as database:
        query = "select sum(length(counts)) from masks where session_id = ?"
        [stored] = database.execute(query, [session]).fetchone()
    return {**peak, "stored": stored}
