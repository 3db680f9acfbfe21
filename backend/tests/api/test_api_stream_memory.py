"""A long subscription keeps nothing of the results it has told."""

import gc
import tracemalloc

import pytest
from fake_media import FRAMES
from fake_services import FakeServices

from masklet.api.context import Context
from masklet.api.operation import operation
from masklet.api.schema.build import studio_schema
from masklet.api.stream_results import results

QUERY = """subscription($i: PropagateInVideoInput!) { propagateInVideo(input: $i)
  { frameIndex rleMaskList { objectId objectScore rleMask { counts size } } } }"""
WARM, MORE = 100, 400


@pytest.fixture
def tracing():
    tracemalloc.start()
    yield
    tracemalloc.stop()


def test_memory_does_not_grow_with_the_frames_told(tmp_path, tracing):
    services = FakeServices(tmp_path)
    services.propagations.frames = [index % FRAMES for index in range(WARM + MORE + 1)]
    session = services.sessions.start("gallery/koi.mp4", "flow").session_id
    wanted = operation({"query": QUERY, "variables": {"i": {"sessionId": session, "startFrameIndex": 0}}})
    held = {}
    for told, result in enumerate(results(studio_schema(), wanted, Context(services, None, None))):
        assert "errors" not in result, result
        if told in (WARM, WARM + MORE):
            gc.collect()
            held[told] = tracemalloc.get_traced_memory()[0]
    assert held[WARM + MORE] - held[WARM] < 100 * MORE  # it was 4 kB a frame
