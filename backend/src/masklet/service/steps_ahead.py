"""The steps of one pass, asked for one ahead: a frame is stored while the worker computes the next one."""

import contextvars
import queue
import threading
from collections.abc import Callable
from types import TracebackType

from masklet.domain.masklet import FrameMasks

Step = Callable[[], FrameMasks | None]


class StepsAhead:
    """Owns a thread while it is entered. Leaving it waits for the step under way, whose answer is dropped; one that still
    waits for its turn is withdrawn.

    It must: a step that came after the next `start_pass` would take a frame from that pass.
    """

    def __init__(self, step: Step, withdraw: Callable[[], None]) -> None:
        self._step, self._withdraw = step, withdraw
        self._answers: queue.SimpleQueue[FrameMasks | BaseException | None] = queue.SimpleQueue()
        self._may_step = threading.Semaphore(1)
        self._is_left = False
        carried = contextvars.copy_context()
        self._thread = threading.Thread(target=carried.run, args=(self._work,), name="steps-ahead", daemon=True)

    def __enter__(self) -> "StepsAhead":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_left = True
        self._withdraw()
        self._may_step.release()
        self._thread.join()

    def next(self) -> FrameMasks | None:
        """What the step answered or raised. The one after it waits for `go_on`."""
        answer = self._answers.get()
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def go_on(self) -> None:
        """Let the next step begin, while the caller uses the last one's answer."""
        self._may_step.release()

    def _work(self) -> None:
        while True:
            self._may_step.acquire()
            if self._is_left:
                return
            try:
                answer = self._step()
            except BaseException as error:  # noqa: BLE001 - raised again where the answer is awaited
                self._answers.put(error)
                return
            self._answers.put(answer)
