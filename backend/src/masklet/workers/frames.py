"""A session's frames as its engine reads them: an unreadable frame is an error that names the frame."""

from typing import Protocol

from masklet.domain.errors import MaskletError, VideoUnreadable
from masklet.engine.protocol import Frame, FrameSource


class OwnedFrames(FrameSource, Protocol):
    """Frames with an owner, who closes them."""

    def close(self) -> None:
        """Give the file and the cache back."""
        ...


class NamedFrames:
    """Passes reads on; whatever goes wrong in one is VideoUnreadable with the detail `frame_index`."""

    def __init__(self, frames: OwnedFrames) -> None:
        self._frames = frames

    @property
    def frame_count(self) -> int:
        """Frames in the video."""
        return self._frames.frame_count

    @property
    def width(self) -> int:
        """In pixels."""
        return self._frames.width

    @property
    def height(self) -> int:
        """In pixels."""
        return self._frames.height

    def read(self, frame_index: int) -> Frame:
        """See FrameSource."""
        try:
            return self._frames.read(frame_index)
        except VideoUnreadable as error:
            if "frame_index" in error.details:
                raise
            raise _unreadable(frame_index) from error
        except MaskletError:
            raise
        except Exception as error:
            raise _unreadable(frame_index) from error

    def close(self) -> None:
        """Close what it reads from."""
        self._frames.close()


def _unreadable(frame_index: int) -> VideoUnreadable:
    return VideoUnreadable(f"Frame {frame_index} of this video cannot be read.", frame_index=frame_index)
