"""A studio on a fresh data folder for each test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rows_studio import Studio

from masklet.service.config import Limits


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    made = Studio(tmp_path / "data")
    yield made
    made.close_all()


@pytest.fixture
def make_studio(tmp_path: Path) -> Iterator[Callable[[Limits], Studio]]:
    made: list[Studio] = []

    def make(limits: Limits) -> Studio:
        made.append(Studio(tmp_path / f"data{len(made)}", limits))
        return made[-1]

    yield make
    for one in made:
        one.close_all()
