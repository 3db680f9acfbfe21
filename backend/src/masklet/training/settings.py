"""How proposals are trained: every number that can be chosen."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """Sizes in pixels, times in seconds."""

    seed: int = 1
    steps: int = 9000
    seconds: float = 0.0  # 0: no limit; else the rates fall as the time runs out
    batch: int = 160
    clip_height: int = 192
    clip_width: int = 320
    fresh: int = 192  # clips made at once, every
    fresh_every: int = 6  # steps
    pool: int = 160  # batches of clips that are held,
    pool_filled: int = 20  # and how many there are before the first step
    windows: tuple[tuple[int, int], ...] = ((144, 256), (160, 160))  # height and width, in turns
    rate: float = 1.5e-3
    weight_decay: float = 0.02
    warm_up: int = 300  # steps
    averaging: float = 0.999
    families: tuple[str, ...] = ()  # of textures; all where none is named
    atlas_columns: int = 12
    report_every: int = 400
    flow_threads: int = 16
    encoded: float = 0.1  # share of clips that a real H.264 encoder went over

    def newest(self, step: int) -> int:
        """The number of the newest batch of clips that a step may draw from."""
        return self.pool_filled - 1 + step // self.fresh_every

    def oldest(self, step: int) -> int:
        """The number of the oldest one."""
        return max(0, self.newest(step) - self.pool + 1)
