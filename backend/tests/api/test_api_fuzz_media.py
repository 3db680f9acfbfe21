"""The short form of `make fuzz-media`: some damaged clips of every kind against the real program; and that faults are seen."""

import sys

import pytest
from fuzz_clips import KINDS, corpus, mutated
from fuzz_media import NOWHERE, TYPED, _refusal, fuzz
from running import running

ROUNDS = 30


@pytest.fixture(scope="module")
def program(tmp_path_factory, request):
    server = str(request.path.parent / "real_server.py")
    with running(server, data_dir=tmp_path_factory.mktemp("fuzzed"), checkpoint_base=NOWHERE, keep_deleted_s=0) as made:
        yield made


@pytest.mark.skipif(sys.platform != "linux", reason="children are confined on Linux alone")
def test_every_damaged_clip_works_or_is_refused(program, tmp_path):
    tally = fuzz(program, tmp_path, ROUNDS, seed=1)
    print(tally.line())
    assert tally.failures == []
    assert tally.tried == ROUNDS
    assert tally.came["works"] > 0
    assert tally.came.total() == ROUNDS
    assert tally.line().endswith(f"{ROUNDS} tried, 0 failed")


def test_every_kind_of_clip_is_written_and_a_seed_says_all(tmp_path):
    clips, missing = corpus(tmp_path)
    assert missing == []
    assert len(clips) == len(KINDS) > 30
    assert [mutated(clips, 3, number) for number in range(40)] == [mutated(clips, 3, number) for number in range(40)]
    assert mutated(clips, 3, 5) != mutated(clips, 4, 5)
    assert (
        sum(data == clips[told.split()[0]] for told, data in (mutated(clips, 3, number) for number in range(72))) < 10
    )


@pytest.mark.parametrize("code", ["WORKER_FAILED", "INTERNAL"])
def test_what_no_file_may_bring_about_is_a_failure(code):
    assert code not in TYPED
    with pytest.raises(AssertionError, match=code):
        _refusal([{"message": "It broke.", "extensions": {"code": code}}])
