"""J, F and J&F of DAVIS 2017 for every object of every clip, and in sentences what does not fit together. Knows no file."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from statistics import fmean

from masklet.domain.errors import InvalidInput
from masklet.export.evaluation.mask_sequence import FrameKey, LabelledFrame, MaskSequence
from masklet.masks.contour_accuracy import contour_accuracy
from masklet.masks.overlap import iou

_SOME = 3  # that a sentence names
OnFrame = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Score:
    """`j` region similarity, `f` contour accuracy, in [0, 1]."""

    j: float
    f: float

    @property
    def jf(self) -> float:
        """J&F, their mean."""
        return (self.j + self.f) / 2


@dataclass(frozen=True, slots=True)
class SequenceScore:
    """One clip: each object's score by number, on how many frames it was judged, and what the true clip is called."""

    name: str
    truth: str
    frame_count: int
    objects: dict[int, Score]

    @property
    def mean(self) -> Score:
        """Over its objects."""
        return mean(self.objects.values())


@dataclass(slots=True)
class Evaluation:
    """`problems` are sentences: each is of something that was not judged, or judged as if it were empty. `others` are true clips
    that were not exported."""

    sequences: list[SequenceScore] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    others: int = 0

    @property
    def mean(self) -> Score | None:
        """Over all objects of all clips, as DAVIS 2017 has it; None where nothing was judged."""
        scores = [score for one in self.sequences for score in one.objects.values()]
        return mean(scores) if scores else None


def mean(scores: Iterable[Score]) -> Score:
    """Of at least one."""
    kept = list(scores)
    return Score(fmean(one.j for one in kept), fmean(one.f for one in kept))


def pairs(
    exported: Sequence[MaskSequence], true: Sequence[MaskSequence]
) -> list[tuple[MaskSequence, MaskSequence | None]]:
    """Each exported clip with the true one of its name; two that are alone on their sides belong together whatever their names."""
    if len(exported) == len(true) == 1:
        return [(exported[0], true[0])]
    names = {one.name: one for one in true}
    return [(one, names.get(one.name)) for one in exported]


def evaluate(
    exported: Sequence[MaskSequence], true: Sequence[MaskSequence], all_frames: bool, on_frame: OnFrame
) -> Evaluation:
    """Judge each exported clip. Without `all_frames` the first and the last frame are left out, as DAVIS does where the first is
    given. `on_frame` is called for every frame that is judged."""
    found = Evaluation()
    for one, truth in pairs(exported, true):
        if truth is None:
            known = _some([each.name for each in true])
            found.problems.append(f"{one.name}: The truth has no clip of this name; it has {known}.")
            continue
        try:
            found.sequences.append(_judged(one, truth, all_frames, on_frame, found.problems))
        except InvalidInput as error:
            found.problems.append(f"{one.name}: {error.message}")
    found.others = len(true) - sum(truth is not None for _, truth in pairs(exported, true))
    return found


def judged_frames(truth: MaskSequence, all_frames: bool) -> Sequence[FrameKey]:
    """Those that count."""
    return truth.frames if all_frames else truth.frames[1:-1]


def _judged(
    one: MaskSequence, truth: MaskSequence, all_frames: bool, on_frame: OnFrame, problems: list[str]
) -> SequenceScore:
    keys = judged_frames(truth, all_frames)
    _check_frames(one, keys, all_frames)
    wanted = truth.numbers()
    if not wanted:
        raise InvalidInput("The truth shows no object.")
    problems += [f"{one.name}: {sentence}" for sentence in _about_objects(one.numbers(), wanted)]
    values: dict[int, list[Score]] = {number: [] for number in sorted(wanted)}
    for key in keys:
        _judge_frame(one.read(key), truth.read(key), key, values)
        on_frame()
    return SequenceScore(one.name, truth.name, len(keys), {number: mean(scores) for number, scores in values.items()})


def _judge_frame(given: LabelledFrame, true: LabelledFrame, key: FrameKey, values: dict[int, list[Score]]) -> None:
    if (given.height, given.width) != (true.height, true.width):
        sizes = f"{given.width} x {given.height} pixels, the truth {true.width} x {true.height}"
        raise InvalidInput(f"Frame {key} has {sizes}. Exports have the original's size with --resolution original.")
    for number, scores in values.items():
        truth, mask = true.judged(number, true.void), given.judged(number, true.void)
        scores.append(Score(iou(truth, mask), contour_accuracy(truth, mask)))


def _check_frames(one: MaskSequence, keys: Sequence[FrameKey], all_frames: bool) -> None:
    if not keys:
        without = "" if all_frames else " without the first and the last; --all-frames judges them too"
        raise InvalidInput(f"The truth has no frame to judge{without}.")
    known = set(one.frames)
    missing = [key for key in keys if key not in known]
    if missing:
        raise InvalidInput(f"{len(missing)} of {len(keys)} frames have no mask in the export: {_some(missing)}.")


def _about_objects(given: set[int], wanted: set[int]) -> Iterable[str]:
    missing, foreign = sorted(wanted - given), sorted(given - wanted)
    if missing:
        yield f"The export has no {_objects(missing)} of the truth, which counts as empty masks."
    if foreign:
        yield f"The truth has no {_objects(foreign)} of the export, which is left out."


def _objects(numbers: Sequence[int]) -> str:
    return f"object{'s' if len(numbers) > 1 else ''} {_some(numbers)}"


def _some(things: Sequence[object]) -> str:
    more = f" and {len(things) - _SOME} more" if len(things) > _SOME else ""
    return ", ".join(map(str, things[:_SOME])) + more
