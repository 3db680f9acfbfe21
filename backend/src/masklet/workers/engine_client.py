"""An EngineWorker over a queue of calls: people's calls overtake tracking, which is fair among sessions."""

from masklet.domain.masklet import FrameMasks, ObjectMask, Rle
from masklet.domain.prompt import Prompt
from masklet.domain.tracking import EngineInfo, Pass
from masklet.workers.call_queue import CallQueue, Link
from masklet.workers.interface import EngineWorker, Holding, SessionSpec

_HOUSEKEEPING = ""  # in line among the sessions, none of which is called so


class EngineClient:
    """Implements EngineWorker; the link says where the host is."""

    def __init__(self, link: Link) -> None:
        self._calls = CallQueue(link)

    def engines(self) -> list[EngineInfo]:
        """See EngineWorker."""
        return self._calls.ask(EngineWorker.engines)

    def open(self, spec: SessionSpec) -> None:
        """See EngineWorker."""
        self._calls.ask(EngineWorker.open, spec)

    def prompt(
        self, session_id: str, object_id: int, frame_index: int, prompt: Prompt, previous: Rle | None
    ) -> ObjectMask:
        """See EngineWorker."""
        return self._calls.ask(EngineWorker.prompt, session_id, object_id, frame_index, prompt, previous)

    def candidates(self, session_id: str, frame_index: int, prompt: Prompt, most: int) -> tuple[ObjectMask, ...]:
        """See EngineWorker."""
        return self._calls.ask(EngineWorker.candidates, session_id, frame_index, prompt, most)

    def clear_prompt(self, session_id: str, object_id: int, frame_index: int) -> None:
        """See EngineWorker."""
        self._calls.ask(EngineWorker.clear_prompt, session_id, object_id, frame_index)

    def remove_object(self, session_id: str, object_id: int) -> None:
        """See EngineWorker."""
        self._calls.ask(EngineWorker.remove_object, session_id, object_id)

    def clear(self, session_id: str) -> None:
        """See EngineWorker."""
        self._calls.ask(EngineWorker.clear, session_id)

    def start_pass(self, session_id: str, run: Pass) -> None:
        """See EngineWorker."""
        self._calls.ask(EngineWorker.start_pass, session_id, run)

    def step(self, session_id: str) -> FrameMasks | None:
        """See EngineWorker. Waits behind every other kind of call."""
        return self._calls.ask(EngineWorker.step, session_id, patient_key=session_id)

    def withdraw_step(self, session_id: str) -> None:
        """See EngineWorker."""
        self._calls.withdraw(session_id)

    def weigh(self, session_id: str, weight: float) -> None:
        """See EngineWorker."""
        self._calls.weigh(session_id, weight)

    def stop_pass(self, session_id: str) -> None:
        """See EngineWorker."""
        self._calls.ask(EngineWorker.stop_pass, session_id)

    def forget(self, session_id: str) -> None:
        """See EngineWorker."""
        self._calls.ask(EngineWorker.forget, session_id)

    def put_idle_away(self) -> None:
        """See EngineWorker. Waits as a step does."""
        self._calls.ask(EngineWorker.put_idle_away, patient_key=_HOUSEKEEPING)

    def holding(self) -> Holding:
        """See EngineWorker."""
        return self._calls.holding()

    def close(self) -> None:
        """See EngineWorker."""
        self._calls.close()
