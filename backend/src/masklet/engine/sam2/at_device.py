"""A tracker whose every call is at work on its device (threads, a full memory told apart) and gives its network back once."""

from collections.abc import Callable, Iterator, Sequence

from masklet.domain.masklet import FrameMasks, ObjectMask, Rle
from masklet.domain.prompt import Prompt
from masklet.domain.tracking import Pass, PromptedFrame
from masklet.engine.protocol import Tracker
from masklet.engine.sam2.device import Device, at_work


class TrackerAtDevice:
    """See protocol.Tracker, whose methods it passes on. `give_back` is called when it is closed, however that ends."""

    def __init__(self, tracker: Tracker, device: Device, give_back: Callable[[], None]) -> None:
        self._tracker, self._device, self._give_back = tracker, device, give_back
        self._is_closed = False

    def add_prompt(self, object_id: int, frame_index: int, prompt: Prompt, previous: Rle | None) -> ObjectMask:
        """See protocol.Tracker. Raises DeviceOutOfMemory too, as all of these do."""
        with at_work(self._device):
            return self._tracker.add_prompt(object_id, frame_index, prompt, previous)

    def candidates(self, frame_index: int, prompt: Prompt, most: int) -> tuple[ObjectMask, ...]:
        """See protocol.Tracker."""
        with at_work(self._device):
            return self._tracker.candidates(frame_index, prompt, most)

    def restore(self, prompted: Sequence[PromptedFrame]) -> None:
        """See protocol.Tracker."""
        with at_work(self._device):
            self._tracker.restore(prompted)

    def clear_prompt(self, object_id: int, frame_index: int) -> None:
        """See protocol.Tracker."""
        with at_work(self._device):
            self._tracker.clear_prompt(object_id, frame_index)

    def remove_object(self, object_id: int) -> None:
        """See protocol.Tracker."""
        with at_work(self._device):
            self._tracker.remove_object(object_id)

    def clear(self) -> None:
        """See protocol.Tracker."""
        with at_work(self._device):
            self._tracker.clear()

    def propagate(self, run: Pass) -> Iterator[FrameMasks]:
        """See protocol.Tracker. Only the steps are at work, not what happens between them."""
        with at_work(self._device):
            steps = self._tracker.propagate(run)
        while True:
            with at_work(self._device):
                frame = next(steps, None)
            if frame is None:
                return
            yield frame

    def close(self) -> None:
        """See protocol.Tracker. Idempotent."""
        if self._is_closed:
            return
        self._is_closed = True
        try:
            self._tracker.close()
        finally:
            self._give_back()
