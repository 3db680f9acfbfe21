"""SAM 2 through the whole product, with a small network of random weights standing in for a checkpoint: nothing is downloaded."""

import pytest
from checkpoint_maker import PICO, write_checkpoint
from product import CLIP, copy_data, marbles_at, product
from studio import mask_of

from masklet.sam2.config import CONFIGS

ENGINES = """{ server { engines { name available reason isDefault device precision estimatedMs imageSizes
  checkpoint { name state haveBytes totalBytes } } } }"""
START = "mutation($i: StartSessionInput!) { startSession(input: $i) { sessionId } }"
FRAMES, SIZE = 6, CONFIGS[PICO].image_size


@pytest.fixture(scope="module")
def shared(template, tmp_path_factory):
    """A server with a checkpoint, on the CPU whatever else is there."""
    folder = tmp_path_factory.mktemp("checkpoints")
    write_checkpoint(folder)
    data = copy_data(template, tmp_path_factory.mktemp("sam2"))
    with product(data, checkpoints_dir=folder, device="cpu", precision="float32") as running:
        yield running
        assert running.tracebacks() == []


def start(studio, size=None):
    wanted = {"path": CLIP, "engine": PICO, "imageSize": size}
    return studio.data(START, i=wanted)["startSession"]["sessionId"]


def shown(frame):
    return {entry["objectId"]: mask_of(entry).tobytes() for entry in frame["rleMaskList"]}


def track(studio, session):
    """The first frames' masks by frame; the rest is cancelled."""
    frames = {}
    for frame in studio.follow_track(session):
        frames[frame["frameIndex"]] = shown(frame)
        if len(frames) == FRAMES:
            studio.cancel(session)
    return {index: frames[index] for index in range(FRAMES)}


def test_it_is_listed_with_what_it_has_and_the_built_in_engine_stays_the_default(studio):
    engines = {each["name"]: each for each in studio.data(ENGINES)["server"]["engines"]}
    pico = engines[PICO]
    assert (pico["available"], pico["reason"], pico["device"], pico["precision"]) == (True, "", "CPU", "float32")
    assert pico["estimatedMs"] > 0
    assert pico["imageSizes"] == [SIZE, SIZE * 3 // 4, SIZE // 2]
    assert pico["checkpoint"]["state"] == "READY"
    assert pico["checkpoint"]["haveBytes"] == pico["checkpoint"]["totalBytes"] > 0
    assert [name for name, each in engines.items() if each["isDefault"]] == ["flow"]
    assert not engines["sam2.1_hiera_tiny"]["available"]
    assert engines["sam2.1_hiera_tiny"]["checkpoint"]["state"] == "MISSING"


@pytest.mark.parametrize("size", [None, SIZE // 2])
def test_click_track_correct_and_a_killed_worker_changes_nothing(shared, studio, size):
    session = start(studio, size)
    assert studio.session(session)["engine"] == (PICO if size is None else f"{PICO}@{size}")
    points = marbles_at(0)
    [first] = studio.click(session, 0, 0, *points[0])
    assert first["rleMask"]["size"] == [180, 320]
    assert len(studio.click(session, 0, 1, *points[1])) == 2
    tracked = track(studio, session)
    assert set(tracked[FRAMES - 1]) == {0, 1}
    shared.children()["engine"].kill()
    studio.click(session, 3, 0, *marbles_at(3)[0])  # a correction, by a worker that knows only the store
    again = track(studio, session)
    assert again[0] == tracked[0]
    assert set(again[FRAMES - 1]) == {0, 1}


def test_a_size_that_it_has_not(studio):
    assert studio.code(START, i={"path": CLIP, "engine": PICO, "imageSize": 640}) == "INVALID_INPUT"


def test_the_server_holds_no_tensor(shared, studio):
    studio.click(start(studio), 0, 0, *marbles_at(0)[0])
    mapped = "\n".join(entry.path for entry in shared.server().memory_maps())
    assert "libtorch" not in mapped
    assert "libtorch" in "\n".join(entry.path for entry in shared.children()["engine"].memory_maps())
