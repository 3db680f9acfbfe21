"""SAM2VideoPredictor: the video predictor with the names, arguments and answers that SAM 2's users know.

Masks are logits [objects, 1, height, width] at the video's size; objects come in the order in which they were added.
"""

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from masklet.domain.errors import MaskletError
from masklet.engine.sam2.frame_features import FrameFeatures
from masklet.engine.sam2.frames_ahead import FramesAhead, LockedFrames
from masklet.engine.sam2.logit_archive import ExactArchive
from masklet.engine.sam2.object_tracking import ObjectTracking, Points, TrackingRules
from masklet.engine.sam2.pictures import squared
from masklet.sam2.mask_choice import ABSENT_LOGIT
from masklet.sam2.network import Sam2Network
from masklet.sam2_api.errors import FrameError, NothingPrompted, PromptError, UnknownObject
from masklet.sam2_api.frame_sources import VideoInput, open_frames
from masklet.sam2_api.holes import without_holes
from masklet.sam2_api.inference_state import InferenceState
from masklet.sam2_api.prompts import Said, checked_object_id, mask_in_square, points_in_square

Masks = tuple[int, list[int], Tensor]  # frame, object ids, logits [objects, 1, height, width]
FEATURE_CACHE_BYTES = 256 * 1024 * 1024
FRAMES_AHEAD = 2


class SAM2VideoPredictor(nn.Module):
    """A network and how it is used on videos; states are made by `init_state` and independent of each other.

    `fill_hole_area`: holes of up to so many pixels of the 256 x 256 mask are filled in answers (0: none, as the published
    predictor without its CUDA extension). `add_all_frames_to_correct_as_cond`: a corrected frame keeps its mask and guides
    tracking. `image_size`: smaller is faster and coarser.
    """

    def __init__(
        self,
        network: Sam2Network,
        fill_hole_area: int = 0,
        add_all_frames_to_correct_as_cond: bool = False,
        image_size: int | None = None,
        feature_cache_bytes: int = FEATURE_CACHE_BYTES,
    ) -> None:
        super().__init__()
        self.network = network
        self.fill_hole_area = fill_hole_area
        self.image_size = image_size or network.config.image_size
        self._rules = TrackingRules(add_all_frames_to_correct_as_cond, remembers_again=True)
        self._feature_cache_bytes = feature_cache_bytes

    @classmethod
    def from_pretrained(cls, model_id: str | Path, **kwargs: Any) -> "SAM2VideoPredictor":  # noqa: ANN401 - the builder's
        """From a Hugging Face id or a local path. Raises CheckpointUnreadable, NetworkUnavailable."""
        from masklet.sam2_api.builders import build_sam2_video_predictor_hf

        return build_sam2_video_predictor_hf(str(model_id), **kwargs)

    @property
    def device(self) -> torch.device:
        """Where the network is."""
        return self.network.device

    def state_dict(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - torch's own
        """The network's, with the checkpoints' keys."""
        return self.network.state_dict(*args, **kwargs)

    def load_state_dict(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - torch's own
        """The network's, with the checkpoints' keys."""
        return self.network.load_state_dict(*args, **kwargs)

    def to(self, *args: Any, **kwargs: Any) -> "SAM2VideoPredictor":  # noqa: ANN401 - torch's own
        """Another device or precision, for states made from now on."""
        self.network.to(*args, **kwargs)
        return self

    def init_state(
        self,
        video_path: VideoInput,
        offload_video_to_cpu: bool = False,
        offload_state_to_cpu: bool = False,
        async_loading_frames: bool = False,
    ) -> InferenceState:
        """A video file, a folder of frames, or an array [T, H, W, 3] uint8. Decodes no frame: frames are read when needed,
        so the three switches of the published predictor change nothing. Raises VideoUnreadable, InvalidInput."""
        frames = LockedFrames(open_frames(video_path))
        features = FrameFeatures(self.network, frames.read, self.image_size, self._feature_cache_bytes)
        tracking = ObjectTracking(self.network, features, frames.frame_count, self._rules, ExactArchive())
        return InferenceState(frames, tracking)

    def add_new_points_or_box(
        self,
        inference_state: InferenceState,
        frame_idx: int,
        obj_id: int,
        points: Said | None = None,
        labels: Said | None = None,
        clear_old_points: bool = True,
        normalize_coords: bool = True,
        box: Said | None = None,
    ) -> Masks:
        """Points (x, y) and labels, a box (x0, y0, x1, y1), or both, in pixels of the video; with `normalize_coords` False in 0..1.
        Raises PromptError, FrameError, VideoUnreadable."""
        state, obj_id = inference_state, checked_object_id(obj_id)
        self._check_frame(state, frame_idx)
        said = points_in_square(points, labels, box, self._scale(state, normalize_coords), self.image_size)
        old = state.points.get(obj_id, {}).get(frame_idx)
        if old is not None and not clear_old_points:
            if box is not None:
                raise PromptError("cannot add box without clearing old points: a box comes before any point.")
            said = Points(torch.cat((old.xy, said.xy)), torch.cat((old.labels, said.labels)))
        earlier = state.tracking.shown(obj_id, frame_idx)
        state.tracking.say_points(obj_id, frame_idx, said, None if earlier is None else earlier.mask_logits)
        state.forget_prompts(obj_id, frame_idx)
        state.points.setdefault(obj_id, {})[frame_idx] = said
        return self._shown(state, frame_idx)

    def add_new_points(self, *args: Any, **kwargs: Any) -> Masks:  # noqa: ANN401 - the other method's
        """The older name of `add_new_points_or_box`."""
        return self.add_new_points_or_box(*args, **kwargs)

    def add_new_mask(self, inference_state: InferenceState, frame_idx: int, obj_id: int, mask: Said) -> Masks:
        """A mask [H, W] of any size; it is taken as it is. Raises PromptError, FrameError, VideoUnreadable."""
        state, obj_id = inference_state, checked_object_id(obj_id)
        self._check_frame(state, frame_idx)
        state.tracking.say_mask(obj_id, frame_idx, mask_in_square(mask, self.image_size))
        state.forget_prompts(obj_id, frame_idx)
        state.masked.setdefault(obj_id, set()).add(frame_idx)
        return self._shown(state, frame_idx)

    def clear_all_prompts_in_frame(
        self, inference_state: InferenceState, frame_idx: int, obj_id: int, need_output: bool = True
    ) -> Masks | None:
        """The frame becomes an ordinary one for this object. Raises UnknownObject, FrameError."""
        state = inference_state
        self._check_object(state, obj_id)
        self._check_frame(state, frame_idx)
        state.tracking.unsay(obj_id, frame_idx)
        state.forget_prompts(obj_id, frame_idx)
        return self._shown(state, frame_idx) if need_output else None

    def remove_object(
        self, inference_state: InferenceState, obj_id: int, strict: bool = False, need_output: bool = True
    ) -> tuple[list[int], list[tuple[int, Tensor]]]:
        """The objects that are left, and (frame, masks) of each frame on which the removed one had prompts.
        An unknown object is an error with `strict` only."""
        state = inference_state
        if obj_id not in state.obj_ids:
            if strict:
                self._check_object(state, obj_id)
            return state.obj_ids, []
        frames = state.prompted_frames(obj_id)
        state.tracking.remove(obj_id)
        state.points.pop(obj_id, None)
        state.masked.pop(obj_id, None)
        if not state.obj_ids or not need_output:
            return state.obj_ids, []
        return state.obj_ids, [(frame_idx, self._shown(state, frame_idx)[2]) for frame_idx in frames]

    def reset_state(self, inference_state: InferenceState) -> None:
        """Forget all objects and prompts; the video stays open."""
        inference_state.tracking.clear()
        inference_state.points.clear()
        inference_state.masked.clear()

    def propagate_in_video_preflight(self, inference_state: InferenceState) -> None:
        """What was said begins to count. Raises NothingPrompted."""
        if not any(inference_state.tracking.is_prompted(obj_id) for obj_id in inference_state.obj_ids):
            raise NothingPrompted("No input points or masks are provided for any object; please add inputs first.")
        inference_state.tracking.settle()

    def propagate_in_video(
        self,
        inference_state: InferenceState,
        start_frame_idx: int | None = None,
        max_frame_num_to_track: int | None = None,
        reverse: bool = False,
    ) -> Iterator[Masks]:
        """Track from a frame (None: the earliest prompted one) over the frames after it, or before it.
        A frame that cannot be read is a warning that names it, its objects absent; the rest goes on. Raises NothingPrompted."""
        state = inference_state
        self.propagate_in_video_preflight(state)
        start = min(state.tracking.prompted_frames()) if start_frame_idx is None else start_frame_idx
        self._check_frame(state, start)
        last = state.frames.frame_count - 1
        count = last + 1 if max_frame_num_to_track is None else max_frame_num_to_track
        if reverse:
            order = range(start, max(start - count, 0) - 1, -1) if start > 0 else range(0)
        else:
            order = range(start, min(start + count, last) + 1)
        yield from self._tracked(state, order, reverse)

    def _tracked(self, state: InferenceState, order: range, reverse: bool) -> Iterator[Masks]:
        def picture(frame_idx: int) -> Any:  # noqa: ANN401 - a squared frame
            return squared(state.frames.read(frame_idx), self.image_size)

        with FramesAhead(picture, order, FRAMES_AHEAD) as ahead:
            for frame_idx, frame in ahead:
                yield self._step(state, frame_idx, frame, reverse)

    @torch.no_grad()
    def _step(self, state: InferenceState, frame_idx: int, frame: Any, reverse: bool) -> Masks:  # noqa: ANN401
        tracking, ids = state.tracking, state.obj_ids
        features = None
        if isinstance(frame, MaskletError):
            warnings.warn(f"{frame.message} The rest goes on.", stacklevel=4)
        elif tracking.needs_features(frame_idx, ids):
            features = tracking.features.encode([frame])[0]
        outputs = tracking.step(frame_idx, ids, reverse, features)
        logits = [outputs[obj_id].mask_logits if obj_id in outputs else None for obj_id in ids]
        return frame_idx, ids, self._at_video_size(state, logits)

    def _shown(self, state: InferenceState, frame_idx: int) -> Masks:
        ids = state.obj_ids
        outputs = [state.tracking.shown(obj_id, frame_idx) for obj_id in ids]
        logits = [None if output is None else output.mask_logits for output in outputs]
        return frame_idx, ids, self._at_video_size(state, logits)

    def _at_video_size(self, state: InferenceState, logits: list[Tensor | None]) -> Tensor:
        side = self.image_size // 4
        absent = torch.full((1, 1, side, side), ABSENT_LOGIT, device=self.device)
        stack = (
            torch.cat([absent if each is None else each.to(self.device) for each in logits]) if logits else absent[:0]
        )
        filled = without_holes(stack, self.fill_hole_area)
        size = (state.frames.height, state.frames.width)
        return (
            F.interpolate(filled, size, mode="bilinear", align_corners=False)
            if logits
            else filled.new_zeros(0, 1, *size)
        )

    def _scale(self, state: InferenceState, normalize_coords: bool) -> tuple[float, float]:
        if not normalize_coords:
            return float(self.image_size), float(self.image_size)
        return self.image_size / state.frames.width, self.image_size / state.frames.height

    def _check_frame(self, state: InferenceState, frame_idx: int) -> None:
        if not 0 <= frame_idx < state.frames.frame_count:
            raise FrameError(f"The video has no frame {frame_idx}: it has {state.frames.frame_count}, counted from 0.")

    def _check_object(self, state: InferenceState, obj_id: int) -> None:
        if obj_id not in state.obj_ids:
            raise UnknownObject(f"There is no object {obj_id!r}; known are {state.obj_ids}.")
