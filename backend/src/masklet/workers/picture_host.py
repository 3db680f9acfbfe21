"""The engines on single pictures of any size, for programs without a clip: `media_file` is a picture, its only frame."""

from pathlib import Path

from masklet.domain.engine_options import EngineOptions
from masklet.workers.engine_host import EngineHost
from masklet.workers.frames import OwnedFrames
from masklet.workers.interface import SessionSpec
from masklet.workers.residents import Bounds

ONE_AT_A_TIME = 1


def create(options: EngineOptions) -> EngineHost:
    """An EngineHost whose sessions are pictures. `open` reads the picture: VideoUnreadable, LimitExceeded."""
    from masklet.engine.registry import Registry
    from masklet.video.pictures import PictureFrames

    registry = Registry(options)

    def open_picture(spec: SessionSpec) -> OwnedFrames:
        return PictureFrames(Path(spec.media_file), spec.video.width * spec.video.height)

    return EngineHost(registry.all, registry.get, open_picture, Bounds(ONE_AT_A_TIME))
