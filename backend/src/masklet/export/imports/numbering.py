"""Which frame of the clip a frame number of a file is. Pure."""

from dataclasses import dataclass

MOST_NUMBER = 10**9  # numbers beyond are no frames of anything


@dataclass(frozen=True, slots=True)
class Numbering:
    """The clip's frame of `number` is `number * stride + offset`; `count` is the clip's number of frames."""

    count: int
    stride: int
    offset: int

    @property
    def lowest(self) -> int:
        """The lowest number that the clip has a frame for."""
        return -(self.offset // self.stride)

    @property
    def highest(self) -> int:
        """The highest one."""
        return (self.count - 1 - self.offset) // self.stride

    def frame_of(self, number: int) -> int:
        """The clip's frame index, inside the clip or not."""
        return number * self.stride + self.offset

    def held(self, numbers: range) -> range:
        """Those that may be frames of a clip, as a range of ascending single steps or more."""
        first, last = max(numbers.start, -MOST_NUMBER), min(numbers.stop, self.highest + 2)
        return range(first, max(first, last), numbers.step)

    def counts_from_one(self, lowest: int, highest: int) -> bool:
        """Whether numbers from `lowest` to `highest` are the clip's frames counted from 1: exactly its last one is too high."""
        return (self.stride, self.offset) == (1, 0) and lowest >= 1 and highest == self.count > 1
