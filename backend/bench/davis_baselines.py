"""Plain engines to hold ours against, with the evaluator's interface: OpenCV's GrabCut, and a mask carried by optical flow."""

from collections.abc import Mapping, Sequence

import cv2
import numpy as np
from davis_engine import Bits, EvaluatorPrompt, Frame
from numpy.typing import NDArray

from masklet.masks.morphology import disc_at, parts_touching

WORK_SHORT_SIDE = 480
LIKELY_RADIUS = 60.0  # pixels at 480p around the first object clicks
SURE_RADIUS = 4.0
ROUNDS = (
    5  # as in OpenCV's own examples: one is three times as quick and finds worse masks (J .47 for .55 on eight frames)
)
SEED = 5

Box = tuple[float, float, float, float]
Points = NDArray[np.float32]
Labels = NDArray[np.int32]


class GrabCutEngine:
    """Clicks and boxes by GrabCut over the whole frame; every prompted frame's mask is carried on by optical flow."""

    def set_video(self, frames: Sequence[Frame]) -> None:
        """Take other frames."""
        self._frames = frames

    def segment(
        self,
        frame_index: int,
        points: Points,
        labels: Labels,
        box: Box | None = None,
        previous_mask: Bits | None = None,
    ) -> list[tuple[Bits, float]]:
        """One candidate: the box cut out, or the clicks, starting from `previous_mask` where there is one."""
        frame = self._frames[frame_index]
        zoom = min(1.0, WORK_SHORT_SIDE / min(frame.shape[:2]))
        image = cv2.resize(frame, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA)
        if box is not None:
            found = _in_box(image, tuple(v * zoom for v in box))
        else:
            found = _at_clicks(image, points * zoom, labels, _resized(previous_mask, image.shape))
        return [(_resized(found, frame.shape), 1.0)]

    def propagate(self, prompts: Mapping[int, EvaluatorPrompt]) -> list[Bits]:
        """Each frame from the nearest prompted frame before it; those before the first one from that."""
        starts = {t: self._said(t, prompt) for t, prompt in prompts.items()}
        return carried(self._frames, starts)

    def _said(self, frame_index: int, prompt: EvaluatorPrompt) -> Bits:
        if prompt.mask is not None:
            return prompt.mask
        assert prompt.points is not None
        assert prompt.labels is not None
        return self.segment(frame_index, prompt.points, prompt.labels, None, prompt.previous_mask)[0][0]


class FlowWarpEngine(GrabCutEngine):
    """The first prompted frame's mask carried from frame to frame, nothing else; clicks and boxes as the other."""

    def propagate(self, prompts: Mapping[int, EvaluatorPrompt]) -> list[Bits]:
        """All frames from the first prompted one."""
        first = min(prompts)
        return carried(self._frames, {first: self._said(first, prompts[first])})


def carried(frames: Sequence[Frame], starts: Mapping[int, Bits]) -> list[Bits]:
    """The masks of all frames, from those known on some (at least one)."""
    dis = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    greys = [cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY) for frame in frames]
    first = min(starts)
    masks = {first: starts[first]}
    for t in range(first + 1, len(frames)):
        masks[t] = starts[t] if t in starts else _warped(dis, greys[t - 1], greys[t], masks[t - 1])
    for t in range(first - 1, -1, -1):
        masks[t] = _warped(dis, greys[t + 1], greys[t], masks[t + 1])
    return [masks[t] for t in range(len(frames))]


def _warped(dis: cv2.DISOpticalFlow, before: NDArray[np.uint8], now: NDArray[np.uint8], mask: Bits) -> Bits:
    vectors = dis.calc(now, before, None)
    xs, ys = np.meshgrid(*(np.arange(n, dtype=np.float32) for n in mask.shape[::-1]))
    found = cv2.remap(mask.astype(np.float32), xs + vectors[..., 0], ys + vectors[..., 1], cv2.INTER_LINEAR)
    return np.asarray(found > 0.5)


def _in_box(image: Frame, box: Sequence[float]) -> Bits:
    x0, y0 = (max(0, int(v)) for v in box[:2])
    x1, y1 = min(image.shape[1], int(box[2]) + 1), min(image.shape[0], int(box[3]) + 1)
    inside = np.zeros(image.shape[:2], np.bool_)
    inside[y0:y1, x0:x1] = True
    if inside.all():
        return inside  # GrabCut wants to see some background
    labels = np.zeros(image.shape[:2], np.uint8)
    found = _cut(image, labels, (x0, y0, x1 - x0, y1 - y0), cv2.GC_INIT_WITH_RECT)
    return found if found.any() else inside


def _at_clicks(image: Frame, points: Points, clicked: Labels, before: Bits | None) -> Bits:
    shape = image.shape[:2]
    discs = [disc_at(shape, float(x), float(y), SURE_RADIUS) for x, y in points]
    objects = [(float(x), float(y)) for (x, y), label in zip(points, clicked, strict=True) if label]
    likely = before
    if likely is None or not likely.any():
        likely = np.any([disc_at(shape, x, y, LIKELY_RADIUS) for x, y in objects], axis=0)
    labels = np.where(likely, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    for disc, label in zip(discs, clicked, strict=True):
        labels[disc] = cv2.GC_FGD if label else cv2.GC_BGD
    found = _cut(image, labels, None, cv2.GC_INIT_WITH_MASK)
    return parts_touching(found, labels == cv2.GC_FGD) if objects else found


def _cut(image: Frame, labels: NDArray[np.uint8], box: tuple[int, int, int, int] | None, how: int) -> Bits:
    cv2.setRNGSeed(SEED)  # its k-means starts at random
    cv2.grabCut(image, labels, box, np.zeros((1, 65)), np.zeros((1, 65)), ROUNDS, how)
    return np.asarray((labels == cv2.GC_FGD) | (labels == cv2.GC_PR_FGD))


def _resized(mask: Bits | None, shape: Sequence[int]) -> Bits | None:
    if mask is None or mask.shape == tuple(shape[:2]):
        return mask
    return cv2.resize(mask.astype(np.float32), (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR) > 0.5
