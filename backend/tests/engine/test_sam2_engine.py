"""SAM 2 as an engine: what it says of itself, in which order, and how sessions share and give back its network."""

from pathlib import Path

import pytest
import torch
from checkpoint_maker import PICO, write_checkpoint
from moving_shapes import moving_discs

from masklet.domain.engine_options import EngineOptions
from masklet.domain.errors import CheckpointNotFound, CheckpointUnreadable, DeviceOutOfMemory, EngineUnavailable
from masklet.domain.session import Direction
from masklet.domain.tracking import EngineInfo, Pass, engine_and_size, engine_at
from masklet.engine import registry
from masklet.engine.registry import Registry
from masklet.engine.sam2 import device, speed
from masklet.engine.sam2 import engine as sam2_engine
from masklet.engine.sam2.device import Device
from masklet.engine.sam2.engine import Sam2Engine, image_sizes
from masklet.engine.sam2.networks import Networks
from masklet.sam2.config import CONFIGS, PUBLISHED

TINY, SMALL = "sam2.1_hiera_tiny", "sam2.1_hiera_small"
SIZE = CONFIGS[PICO].image_size
ON_CPU, ON_CARD = Device("cpu", "CPU", "float32"), Device("cuda", "A card", "bfloat16")


@pytest.fixture
def options(tmp_path) -> EngineOptions:
    return EngineOptions((str(tmp_path),), str(tmp_path), device="cpu", precision="float32")


@pytest.fixture
def pico(options) -> Path:
    return write_checkpoint(Path(options.checkpoint_dirs[0]))


class FakeTracker:
    """Tells the threads of its steps; `error` is raised by its next step."""

    def __init__(self, network: torch.nn.Module, frames: object) -> None:
        self.network, self.error, self.closed = network, None, 0

    def propagate(self, run: Pass):
        for _ in range(3):
            if self.error is not None:
                raise self.error
            yield torch.get_num_threads()

    def close(self) -> None:
        self.closed += 1


def said(name: str, options: EngineOptions) -> EngineInfo:
    return Sam2Engine(name, 1024, options).info()


def test_without_a_checkpoint_it_says_what_to_do(options):
    info = said(TINY, options)
    assert (info.available, info.device, info.precision, info.estimated_ms) == (False, "", "", None)
    assert "download it here, or run checkpoints/fetch.sh" in info.reason
    assert info.needs == "PyTorch and the checkpoint sam2.1_hiera_tiny.pt (about 149 MB)"
    assert (info.title, info.checkpoint, info.image_sizes) == ("SAM 2.1 tiny", TINY, (1024, 768, 512))


@pytest.mark.parametrize(("suffix", "words"), [(".pt.part", "go on"), (".pt", "damaged")])
def test_a_part_and_a_damaged_file(options, tmp_path, suffix, words):
    (tmp_path / f"{TINY}{suffix}").write_bytes(b"PK...")
    assert words in said(TINY, options).reason


def test_without_pytorch(options, pico, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    info = said(PICO, options)
    assert (info.available, info.reason) == (False, sam2_engine.NO_TORCH)
    assert next(engine.info().name for engine in registry.engines(options)) == "flow"


def test_with_a_checkpoint_it_is_ready_and_tells_its_pace(options, pico):
    info = said(PICO, options)
    assert (info.available, info.reason, info.device, info.precision) == (True, "", "CPU", "float32")
    assert info.estimated_ms is not None
    assert 0.1 < info.estimated_ms < 10_000
    assert info.image_sizes == (SIZE, SIZE * 3 // 4, SIZE // 2)


def test_a_device_that_is_not_there(options, pico, monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    info = said(PICO, EngineOptions(options.checkpoint_dirs, device="cuda"))
    assert not info.available
    assert "no such device" in info.reason
    with pytest.raises(EngineUnavailable, match="no such device"):
        registry.get(PICO, EngineOptions(options.checkpoint_dirs, device="cuda"))


def test_the_built_in_engine_leads_on_a_cpu_and_the_most_exact_network_on_a_gpu(options, pico, monkeypatch):
    names = [*PUBLISHED, PICO]
    listed = [engine.info().name for engine in Registry(options).all()]
    assert listed == ["flow", *names]
    monkeypatch.setattr(device, "choose", lambda options: ON_CARD)
    monkeypatch.setattr("masklet.engine.sam2.networks.choose", lambda options: ON_CARD)
    monkeypatch.setattr(speed, "measured_rate", lambda device: 1e14)
    listed = [engine.info().name for engine in Registry(options).all()]
    assert listed[:2] == ["sam2.1_hiera_large", "sam2.1_hiera_base_plus"]
    assert listed[4] == PICO
    assert listed[-1] == "flow"
    assert sorted(listed[:-1]) == sorted(names)
    pico.unlink()
    assert Registry(options).all()[0].info().name == "flow"


def test_names_with_and_without_a_size(options, pico):
    made = Registry(options)
    assert made.get(PICO).info().name == made.get(f"{PICO}@{SIZE // 2}").info().name == PICO
    for name in (f"{PICO}@100", f"{PICO}@", "flow@512", "nonsense", f"{PICO}@1024"):
        with pytest.raises(EngineUnavailable):
            made.get(name)
    with pytest.raises(EngineUnavailable, match="cannot run here: Its checkpoint is missing"):
        made.get(f"{TINY}@512")


def test_a_name_and_a_size_are_kept_as_one():
    info = EngineInfo("net", "", "", True, "", "", "", image_sizes=(1024, 512))
    assert [engine_and_size(engine_at(info, size)) for size in (1024, 512)] == [("net", None), ("net", 512)]


def test_sessions_share_a_network_and_the_last_one_gives_it_back_when_another_is_wanted(options, pico, monkeypatch):
    monkeypatch.setattr(Sam2Engine, "_tracker", lambda self, network, frames: FakeTracker(network, frames))
    write_checkpoint(Path(options.checkpoint_dirs[0]), TINY)
    networks = Networks(options)
    small, large, other = (Sam2Engine(PICO, SIZE // 2, options, networks), Sam2Engine(PICO, SIZE, options, networks),
                           Sam2Engine(TINY, 1024, options, networks))  # fmt: skip
    first, second = small.open(moving_discs()), large.open(moving_discs())
    assert first._tracker.network is second._tracker.network
    first.close()
    first.close()
    other.open(moving_discs()).close()
    assert set(networks._loaded) == {PICO, TINY}
    second.close()
    assert set(networks._loaded) == {PICO, TINY}  # it stays until room is wanted
    del networks._loaded[TINY]
    other.open(moving_discs())
    assert set(networks._loaded) == {TINY}


def test_a_file_that_turns_out_wrong_is_said_until_it_is_another(options, pico, monkeypatch):
    write_checkpoint(Path(options.checkpoint_dirs[0]), TINY, weights_of=PICO)
    networks = Networks(options)
    engine = Sam2Engine(TINY, 1024, options, networks)
    assert engine.info().available
    for _ in range(2):
        with pytest.raises(CheckpointUnreadable, match="hiera_tiny"):
            engine.open(moving_discs())
        assert "damaged" in engine.info().reason
    write_checkpoint(Path(options.checkpoint_dirs[0]), TINY)
    assert engine.info().available
    (Path(options.checkpoint_dirs[0]) / f"{TINY}.pt").unlink()
    with pytest.raises(CheckpointNotFound):
        engine.open(moving_discs())


def test_a_tracker_works_with_all_threads_and_a_full_device_is_told(options, pico, monkeypatch):
    monkeypatch.setattr(Sam2Engine, "_tracker", lambda self, network, frames: FakeTracker(network, frames))
    monkeypatch.setattr("os.sched_getaffinity", lambda pid: {0, 1, 2})
    threads = torch.get_num_threads()
    networks = Networks(options)
    tracker = Sam2Engine(PICO, SIZE, options, networks).open(moving_discs())
    steps = tracker.propagate(Pass(0, 2, Direction.FORWARD, (1,)))
    assert next(steps) == 3
    assert torch.get_num_threads() == threads
    tracker._tracker.error = torch.OutOfMemoryError("CUDA out of memory.")
    with pytest.raises(DeviceOutOfMemory):
        next(steps)
    tracker.close()
    assert networks._loaded[PICO].users == 0


def test_opening_that_fails_gives_the_network_back(options, pico, monkeypatch):
    def fail(self, network, frames):
        raise RuntimeError("out of memory")

    monkeypatch.setattr(Sam2Engine, "_tracker", fail)
    networks = Networks(options)
    with pytest.raises(DeviceOutOfMemory):
        Sam2Engine(PICO, SIZE, options, networks).open(moving_discs())
    assert networks._loaded[PICO].users == 0


def test_larger_networks_and_pictures_are_slower():
    def work(name, size):
        return speed.multiplications(CONFIGS[name], size)

    assert (
        work(TINY, 1024) < work(SMALL, 1024) < work("sam2.1_hiera_base_plus", 1024) < work("sam2.1_hiera_large", 1024)
    )
    assert work(TINY, 512) < work(TINY, 1024) / 5
    assert image_sizes(CONFIGS[TINY]) == (1024, 768, 512)
    assert speed.estimated_ms(CONFIGS[TINY], 1024, ON_CPU, 1e11) == 2 * speed.estimated_ms(
        CONFIGS[TINY], 1024, ON_CPU, 2e11
    )
