"""Errors of the drop-in API: those of the product's tree that are also the built-in kinds which SAM 2's users catch."""

from masklet.domain.errors import FrameOutOfRange, InvalidPrompt, NothingToPropagate, ObjectNotFound


class PromptError(InvalidPrompt, ValueError):
    """Points, labels, box, mask or object id that do not make a prompt."""


class FrameError(FrameOutOfRange, IndexError):
    """A frame that the video does not have."""


class NothingPrompted(NothingToPropagate, RuntimeError):
    """Propagation before any prompt."""


class UnknownObject(ObjectNotFound, RuntimeError):
    """An object id that the state does not know."""
