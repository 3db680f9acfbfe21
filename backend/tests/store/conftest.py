"""Values that the tests of the store share."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from masklet.domain.video import SourceMeta, Video


@pytest.fixture
def a_video() -> Callable[[str], Video]:
    source = SourceMeta("clip.mov", 1921, 1080, 90, "hevc", "mov", 1.5)
    return lambda path: Video(path, "A clip", 1280, 720, 1, 0, 300, Fraction(30000, 1001), True, source)
