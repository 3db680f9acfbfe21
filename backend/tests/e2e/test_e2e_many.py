"""Many people on one device in short: `make bench-many` and `make soak` with bounds that a busy machine keeps."""

import contextlib
import time

import bench_many
import pytest
import soak
import soak_memory
import soak_plot
from disc_clip import disc_clip
from product import CLIP, FRAMES, copy_data, marbles_at, product
from soak_memory import Sample

pytestmark = pytest.mark.alone

PEOPLE = 4
LIST = "{ sessions { sessionId asleep } }"


@pytest.mark.timeout(300)
def test_sessions_share_the_device_and_clicks_go_first(data_dir, tmp_path, figure):
    clip = disc_clip(tmp_path / "disc.mp4", 900, 320, 180)
    with product(data_dir) as running:
        figures = bench_many.measure(running, clip, PEOPLE, 6.0, 8)
        assert running.tracebacks() == []
    figure("\n  ".join(figures.lines()))
    assert figures.shares <= 2
    assert figures.throughput_ratio >= 0.5  # `make bench-many` on a machine of its own asks for 0.9
    assert (
        figures.click_steps <= 2 * PEOPLE
    )  # in the order of arrival each of a click's calls would wait for all of them


@pytest.mark.timeout(300)
def test_people_at_random_find_no_error_and_memory_stays(template, tmp_path, capsys):
    upload = disc_clip(tmp_path / "disc.mp4", 48, 160, 90)
    with capsys.disabled():
        print()
        outcome, sampler = soak.soak(1.0, 4, 3, copy_data(template, tmp_path / "data"), upload, every_s=1.0)
        print(f"  {outcome.line()}")
    assert outcome.errors == []
    assert outcome.operations > 5
    assert outcome.trends["api"] < 60  # in its first minute; a stream or session kept whole would be more
    soak_memory.write_csv(tmp_path / "soak.csv", sampler.samples, 2)
    soak_plot.draw(tmp_path / "soak.svg", sampler.samples, outcome.line())
    assert (tmp_path / "soak.csv").read_text().startswith("seconds,api_MB,engine_MB")
    assert (tmp_path / "soak.svg").read_text().count("<path") >= 6


def test_a_leak_is_seen_and_a_new_process_is_none():
    def samples(rate, pid_of):
        return [Sample(k * 5.0, {"api": 10**8 + round(rate * k * 5 / 60)}, {"api": pid_of(k)}) for k in range(200)]

    assert soak_memory.trend(samples(2e6, lambda k: 7), "api", 100) == pytest.approx(2, rel=1e-3)
    assert soak_memory.trend(samples(0, lambda k: 7), "api", 100) == pytest.approx(0, abs=1e-3)
    assert soak_memory.trend(samples(2e6, lambda k: k // 150), "api", 100) is None


def test_an_idle_session_sleeps_and_comes_back_with_the_same_masks(data_dir):
    with product(data_dir, session_idle_s=1) as running, contextlib.closing(running.studio()) as studio:
        masks, sessions = [], [studio.start(CLIP) for _ in range(2)]
        for session, sleeps in zip(sessions, (False, True), strict=True):
            studio.click(session, 0, 0, *marbles_at(0)[1])
            studio.click(session, 40, 0, *marbles_at(40)[1])
            if sleeps:
                wait_until_asleep(studio, session)
            studio.click(session, 40, 0, *marbles_at(40)[2], label=0, clear=False)
            job = studio.wait(studio.track(session), 240)
            assert job["state"] == "DONE", job
            masks.append(studio.masklets(session, FRAMES - 1))
        assert masks[0] == masks[1]


def wait_until_asleep(studio, session):
    deadline = time.monotonic() + 30
    while not {one["sessionId"]: one["asleep"] for one in studio.data(LIST)["sessions"]}[session]:
        assert time.monotonic() < deadline, "it does not leave the device"
        time.sleep(0.1)
