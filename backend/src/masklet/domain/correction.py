"""What a word on one frame means for the frames around it: which way it changes masks, how far and how strongly."""

from dataclasses import dataclass
from enum import StrEnum

from masklet.domain.prompt import OBJECT, Prompt

WORDS_OF_A_MASK = 3


class Change(StrEnum):
    """What a correction does to the mask that was shown."""

    ADDS = "adds"
    TAKES = "takes"
    REPLACES = "replaces"


@dataclass(frozen=True, slots=True)
class Correction:
    """A prompted frame's word on the frames around it, from `start` up to the neighbouring prompted frame `end`, or to
    the video's end where there is none. `said` and `said_at_end` is how much was said on each, see `words`."""

    start: int
    end: int | None
    change: Change
    said: int = 1
    said_at_end: int = 1

    def weight(self, frame_index: int) -> float:
        """How much the correction counts on a frame beside the neighbour: nearer counts more, and so does more that was said."""
        if self.end is None:
            return 1.0
        away = abs(frame_index - self.start) / abs(self.end - self.start)
        own, others = self.said * (1 - away), self.said_at_end * away
        return own / (own + others)


def change_of(prompt: Prompt, answered: int, has_no_mask: bool) -> Change:
    """What a prompt's points beyond the first `answered` do; a mask, a box, an absence and points of both kinds replace."""
    labels = {point.label for point in prompt.points[answered:]}
    says_more = answered > 0 or (prompt.box is None and prompt.mask is None)
    if has_no_mask or len(labels) != 1 or not says_more:
        return Change.REPLACES
    return Change.ADDS if OBJECT in labels else Change.TAKES


def words(prompt: Prompt) -> int:
    """How much was said of a frame: a point is one word, a box or a mask as good as some."""
    return len(prompt.points) + (0 if prompt.box is None and prompt.mask is None else WORDS_OF_A_MASK)
