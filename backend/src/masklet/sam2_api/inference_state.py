"""What `init_state` returns: one video with its objects, prompts and memories. Read like the dictionary that users know."""

from dataclasses import dataclass, field

from masklet.engine.sam2.frames_ahead import LockedFrames
from masklet.engine.sam2.object_tracking import ObjectTracking, Points


@dataclass(slots=True)
class InferenceState:
    """Made by SAM2VideoPredictor.init_state, closed by `close`. `points` are those said by object and frame; `masked` frames
    carry a mask prompt instead."""

    frames: LockedFrames
    tracking: ObjectTracking
    points: dict[int, dict[int, Points]] = field(default_factory=dict)
    masked: dict[int, set[int]] = field(default_factory=dict)

    @property
    def obj_ids(self) -> list[int]:
        """In the order in which they came."""
        return self.tracking.object_ids

    def prompted_frames(self, obj_id: int) -> list[int]:
        """Frames on which something is said of an object, ascending."""
        return sorted({*self.points.get(obj_id, {}), *self.masked.get(obj_id, ())})

    def forget_prompts(self, obj_id: int, frame_idx: int) -> None:
        """What was said of an object on a frame."""
        self.points.get(obj_id, {}).pop(frame_idx, None)
        self.masked.get(obj_id, set()).discard(frame_idx)

    def __getitem__(self, name: str) -> object:
        """The entries that scripts read: num_frames, video_height, video_width, obj_ids, obj_id_to_idx, obj_idx_to_id."""
        ids = self.obj_ids
        known = {
            "num_frames": self.frames.frame_count,
            "video_height": self.frames.height,
            "video_width": self.frames.width,
            "obj_ids": ids,
            "obj_id_to_idx": {obj_id: index for index, obj_id in enumerate(ids)},
            "obj_idx_to_id": dict(enumerate(ids)),
        }
        if name not in known:
            raise KeyError(f"An inference state has no {name!r}; it has {', '.join(known)}.")
        return known[name]

    def close(self) -> None:
        """Give memory, files and the video back."""
        self.tracking.close()
        self.frames.close()
