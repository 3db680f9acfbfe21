"""Which engine a new session uses: the one named, else the settings' one if it can run, else the best that can."""

import pytest
from row_workers import FakeEngineWorker

from masklet.domain.errors import EngineUnavailable
from masklet.domain.tracking import EngineInfo
from masklet.service.engine_list import EngineList


class Engines(FakeEngineWorker):
    """Three engines, best first; the best one cannot run."""

    is_any_available = True

    def engines(self) -> list[EngineInfo]:
        names = {"big": False, "rows": self.is_any_available, "slow": self.is_any_available}
        return [EngineInfo(name, name.title(), "", ready, "", "cpu", "") for name, ready in names.items()]


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
