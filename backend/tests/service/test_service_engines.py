"""Which engine a new session uses: the one named, else the settings' one if it can run, else the best that can."""

import pytest
from row_workers import FakeEngineWorker

from masklet.domain.errors import EngineUnavailable, InvalidInput, WorkerFailed
from masklet.domain.tracking import EngineInfo
from masklet.service.engine_list import EngineList


class Engines(FakeEngineWorker):
    """Three engines, best first; the best one cannot run."""

    is_any_available = True

    def engines(self) -> list[EngineInfo]:
        names = {"big": False, "rows": self.is_any_available, "slow": self.is_any_available}
        return [EngineInfo(name, name.title(), "", ready, "", "cpu", "") for name, ready in names.items()] + [
            EngineInfo("net", "Net", "", self.is_any_available, "", "cpu", "", image_sizes=(1024, 768, 512))
        ]


@pytest.mark.parametrize(
    ("preferred", "chosen"), [(None, "rows"), ("slow", "slow"), ("big", "rows"), ("nonsense", "rows")]
)
def test_the_default(preferred, chosen):
    engines = EngineList(Engines(), lambda: 0.0, preferred)
    assert engines.default().name == chosen
    assert engines.choose(None) == chosen
    assert engines.choose("slow") == "slow"


def test_none_can_run():
    worker = Engines()
    worker.is_any_available = False
    engines = EngineList(worker, lambda: 0.0, None)
    assert engines.default() is None
    for wanted in (None, "rows", "nonsense"):
        with pytest.raises(EngineUnavailable):
            engines.choose(wanted)


@pytest.mark.parametrize(
    ("setting", "wanted", "kept"),
    [(None, None, "net"), (1024, None, "net"), (512, None, "net@512"), (512, 1024, "net"), (None, 768, "net@768")],
)
def test_the_image_size_is_kept_with_the_engine(setting, wanted, kept):
    engines = EngineList(Engines(), lambda: 0.0, None, setting)
    assert engines.choose("net", wanted) == kept
    assert engines.choose("slow") == "slow"
    sizes = {engine.name: engines.image_size_of(engine) for engine in engines.all()}
    assert (sizes["net"], sizes["slow"]) == (setting or 1024, None)


@pytest.mark.parametrize(("engine", "size", "words"), [("net", 640, "1024, 768, 512"), ("slow", 512, "no image size")])
def test_a_size_that_the_engine_has_not(engine, size, words):
    with pytest.raises(InvalidInput, match=words):
        EngineList(Engines(), lambda: 0.0, None, 512).choose(engine, size)


class Dying(Engines):
    """Dies so many times when it is asked."""

    def __init__(self, deaths: int) -> None:
        super().__init__()
        self.deaths = deaths

    def engines(self) -> list[EngineInfo]:
        if self.deaths:
            self.deaths -= 1
            raise WorkerFailed("It died.")
        return super().engines()


def test_a_death_of_the_worker_is_survived_and_a_second_told_but_not_remembered():
    assert EngineList(Dying(1), lambda: 0.0, None).choose(None) == "rows"
    engines = EngineList(Dying(2), lambda: 0.0, None)
    with pytest.raises(WorkerFailed):
        engines.choose(None)
    assert engines.choose(None) == "rows"
