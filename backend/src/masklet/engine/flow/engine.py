"""The built-in engine: works on any CPU, needs no download. Optical flow, an online classifier and click segmentation."""

from masklet.domain.tracking import EngineInfo
from masklet.engine.flow.learned import Proposer
from masklet.engine.flow.tracker import FlowTracker
from masklet.engine.protocol import FrameSource

NAME = "flow"


class FlowEngine:
    """See protocol.Engine. Always available.

    One thread each for OpenBLAS and OpenCV serves it best: with two, OpenBLAS spins (58 to 107 ms of CPU a 720p frame)
    and OpenCV gains 15 % on an idle machine only. Who starts the process sets that.
    """

    def __init__(self, proposer: Proposer | None = None) -> None:
        """`proposer` joins in where something is clicked or boxed for the first time."""
        self._proposer = proposer

    def info(self) -> EngineInfo:
        """What a person is told."""
        return EngineInfo(
            name=NAME,
            title="Built-in tracker",
            description="Follows an object by its motion and its looks. Quick, runs on any computer.",
            available=True,
            reason="",
            device="CPU",
            needs="nothing to download",
            carries_corrections=True,
        )

    def open(self, frames: FrameSource) -> FlowTracker:
        """A tracker without objects; reads no frame."""
        return FlowTracker(frames, self._proposer)
