"""How proposals are trained: every number that can be chosen."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """Sizes in pixels, times in seconds."""

    seed: int = 1
    steps: int = 9000
    seconds: float = 0.0  # 0: no limit; else the rates fall as the time runs out
    batch: int = 160
    side_by_side: int = 1  # parts of a batch that are practised at once, each on a core
    clip_height: int = 192
    clip_width: int = 320
    fresh: int = 192  # clips made at once, every
    fresh_every: int = 6  # steps
    pool: int = 160  # batches of clips that are held,
    pool_filled: int = 20  # and how many there are before the first step
    windows: tuple[tuple[int, int], ...] = ((96, 160), (112, 112))  # height and width, in turns
    first_windows: tuple[tuple[int, int], ...] = ()  # instead of them
    first_share: float = 0.0  # in this share of the run
    rate: float = 1.5e-3
    weight_decay: float = 0.02
    warm_up: int = 300  # steps
    averaging: float = 0.999
    families: tuple[str, ...] = ()  # of textures; all where none is named
    atlas_columns: int = 12
    report_every: int = 400
    flow_threads: int = 16
    encoded: float = 0.1  # share of clips that a real H.264 encoder went over
    own: int = 96  # of `fresh`, where there are masklets of a person's own
    most_own: int = 1200  # samples of theirs that are held, half a megabyte each
    most_held_out: int = 300
    judged: int = 384  # lessons of what is held out, before and after

    def newest(self, step: int) -> int:
        """The number of the newest batch of clips that a step may draw from."""
        return self.pool_filled - 1 + step // self.fresh_every

    def oldest(self, step: int) -> int:
        """The number of the oldest one."""
        return max(0, self.newest(step) - self.pool + 1)

    @property
    def parts(self) -> int:
        """Of a batch; a part has a lesson at least."""
        return min(self.side_by_side, self.batch)

    def windows_at(self, done: float) -> tuple[tuple[int, int], ...]:
        """The sizes that are in turns when this share of the run is over."""
        return self.first_windows if done < self.first_share else self.windows


def for_fine_tuning(settings: TrainingSettings) -> TrainingSettings:
    """Smaller steps and a smaller pool, the small pictures where there are some: it goes on from what is known."""
    return replace(
        settings,
        rate=3e-4,
        warm_up=30,
        averaging=0.99,
        windows=settings.first_windows or settings.windows,
        first_share=0.0,
        fresh_every=6,
        pool=12,
        pool_filled=4,
        report_every=50,
    )


def for_cpu(settings: TrainingSettings) -> TrainingSettings:
    """Small batches, and small pictures that grow: of an hour on a CPU most comes from many steps."""
    return replace(
        settings,
        batch=16,
        side_by_side=2,
        clip_height=128,
        clip_width=208,
        first_windows=((64, 112), (80, 80)),
        first_share=0.6,
        fresh=48,
        fresh_every=48,
        pool=80,
        rate=1e-3,
        warm_up=120,
        averaging=0.998,
        report_every=200,
        flow_threads=2,
        own=24,
    )
