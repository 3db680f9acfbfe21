"""Checkpoints and what engines need of them, over the wire."""

import pytest
from fake_media import SAMPLE

CHECKPOINT = "{ name title state haveBytes totalBytes problem { code message } }"
MISSING = {"name": "sam2", "title": "SAM 2", "state": "MISSING", "haveBytes": 0, "totalBytes": 0, "problem": None}


def test_states_problems_and_sizes_beyond_an_int(graphql):
    missing, broken = graphql.data(f"{{ checkpoints {CHECKPOINT} }}")["checkpoints"]
    assert missing == MISSING
    assert (broken["state"], broken["haveBytes"], broken["totalBytes"]) == ("PARTIAL", 3 * 2**31, 2**33)
    assert broken["problem"] == {"code": "NETWORK_UNAVAILABLE", "message": "There is no network."}


def test_an_engine_tells_its_checkpoint_pace_and_sizes(graphql):
    query = f"{{ server {{ engines {{ precision estimatedMs imageSizes checkpoint {CHECKPOINT} }} }} }}"
    network, built_in = graphql.data(query)["server"]["engines"]
    assert network == {
        "precision": "float32",
        "estimatedMs": 812.5,
        "imageSizes": [1024, 512],
        "checkpoint": MISSING,
    }
    assert built_in == {"precision": "", "estimatedMs": None, "imageSizes": [], "checkpoint": None}


def test_a_download_is_started_and_cancelled(graphql, services):
    start = f"mutation($n: String!) {{ startCheckpointDownload(name: $n) {CHECKPOINT} }}"
    cancel = f"mutation($n: String!) {{ cancelCheckpointDownload(name: $n) {CHECKPOINT} }}"
    begun = graphql.data(start, {"n": "big"})["startCheckpointDownload"]
    assert (begun["state"], begun["problem"]) == ("DOWNLOADING", None)
    assert graphql.code(start, {"n": "sam2"}) == "DOWNLOAD_RUNNING"
    assert graphql.data(cancel, {"n": "big"})["cancelCheckpointDownload"]["state"] == "PARTIAL"
    assert services.checkpoints.running is None
    assert graphql.code(start, {"n": "huge"}) == "CHECKPOINT_NOT_FOUND"


@pytest.mark.parametrize(("size", "code"), [(None, None), (512, "INVALID_INPUT")])
def test_the_image_size_of_a_session(graphql, size, code):
    query = "mutation($i: StartSessionInput!) { startSession(input: $i) { sessionId } }"
    variables = {"i": {"path": SAMPLE, "imageSize": size}}
    if code is None:
        graphql.data(query, variables)
    else:
        assert graphql.code(query, variables) == code
