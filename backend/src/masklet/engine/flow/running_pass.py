"""One pass over frames: starts a track for each object, answers prompted frames with their masks, steps the others."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from masklet.domain.errors import VideoUnreadable
from masklet.domain.masklet import FrameMasks, ObjectMask, Rle
from masklet.domain.session import Direction
from masklet.domain.tracking import Pass
from masklet.engine.flow.effort import free_cores, shared_by
from masklet.engine.flow.optical_flow import MotionEstimator
from masklet.engine.flow.region import Image
from masklet.engine.flow.state import PromptedFrames
from masklet.engine.flow.track import Track
from masklet.engine.protocol import FrameSource
from masklet.masks import rle

MOST_LEARNED = 6  # prompted frames of an object read at the start of a pass, the nearest ones


class RunningPass:
    """Lazy: a frame is read when it is asked for. Holds one frame, and a track of bounded size for each object."""

    def __init__(self, frames: FrameSource, prompted: PromptedFrames, run: Pass) -> None:
        self._frames, self._prompted, self._run = frames, prompted, run
        self._threads = ThreadPoolExecutor(max_workers=free_cores(), thread_name_prefix="track")  # starts none yet
        self._tracks = self._new_tracks()
        self._learned: set[tuple[int, int, str]] = set()
        self._nothing = ObjectMask(rle.empty(frames.height, frames.width), 0.0)

    def steps(self) -> Iterator[FrameMasks]:
        """The pass's frames in its direction. One that does not decode is passed over and named, see FrameMasks."""
        with self._threads:
            yield from self._steps()

    def _new_tracks(self) -> dict[int, Track]:
        """The tracks do not touch each other, so they run side by side; a single one has its motion computed so."""
        object_ids = self._run.object_ids
        effort = shared_by(len(object_ids))
        beside = self._threads if len(object_ids) == 1 and free_cores() > 1 else None
        size = self._frames.width, self._frames.height
        return {o: Track(*size, MotionEstimator(beside), effort) for o in object_ids}

    def _steps(self) -> Iterator[FrameMasks]:
        way = 1 if self._run.direction is Direction.FORWARD else -1
        self._learn_prompted_frames()
        previous: Image | None = None
        for frame_index in range(self._run.start, self._run.stop + way, way):
            current = self._read(frame_index)
            if isinstance(current, VideoUnreadable):
                yield FrameMasks(frame_index, self._known(frame_index), current.message)
                continue
            yield FrameMasks(frame_index, self._advance_all(frame_index, previous, current))
            previous = current

    def _advance_all(self, frame_index: int, previous: Image | None, current: Image) -> dict[int, ObjectMask]:
        object_ids = self._run.object_ids

        def one(object_id: int) -> ObjectMask:
            return self._advance(object_id, frame_index, previous, current)

        together = len(object_ids) > 1 and free_cores() > 1
        masks = self._threads.map(one, object_ids) if together else map(one, object_ids)
        return dict(zip(object_ids, masks, strict=True))

    def _read(self, frame_index: int) -> Image | VideoUnreadable:
        try:
            return self._frames.read(frame_index)
        except VideoUnreadable as error:
            return error

    def _known(self, frame_index: int) -> dict[int, ObjectMask]:
        """Without a picture: prompts' own masks and what the pass sets out from; tracking goes on from there."""
        return {o: self._known_mask(o, frame_index) for o in self._run.object_ids}

    def _known_mask(self, object_id: int, frame_index: int) -> ObjectMask:
        kept = self._prompted.get(object_id, frame_index)
        seed = self._run.seeds.get(object_id) if frame_index == self._run.start else None
        known = kept.mask if kept else ObjectMask(seed, 1.0) if seed else None
        if known is None:
            return self._nothing
        self._tracks[object_id].show(rle.decode(known.rle))
        return known

    def _learn_prompted_frames(self) -> None:
        """Learn from the nearest prompted frames, also those still to come; each frame is read once."""
        wanted: dict[int, list[int]] = {}
        for object_id in self._run.object_ids:
            for frame_index in self._prompted.nearest(object_id, self._run.start, MOST_LEARNED):
                wanted.setdefault(frame_index, []).append(object_id)
        for frame_index in sorted(wanted):
            frame = self._read(frame_index)
            if isinstance(frame, VideoUnreadable):
                continue
            for object_id in wanted[frame_index]:
                self._learn(object_id, frame_index, frame)

    def _learn(self, object_id: int, frame_index: int, frame: Image) -> None:
        """Once for each mask: a frame prompted anew during the pass is learned from again."""
        kept = self._prompted.get(object_id, frame_index)
        key = (object_id, frame_index, kept.mask.rle.counts if kept else "")
        if kept is not None and key not in self._learned:
            self._learned.add(key)
            self._tracks[object_id].learn(frame, rle.decode(kept.mask.rle))

    def _advance(self, object_id: int, frame_index: int, previous: Image | None, current: Image) -> ObjectMask:
        track = self._tracks[object_id]
        kept = self._prompted.get(object_id, frame_index)
        if kept is not None:
            self._learn(object_id, frame_index, current)
            track.show(rle.decode(kept.mask.rle))
            return kept.mask
        seed = self._run.seeds.get(object_id)
        if frame_index == self._run.start and seed is not None:
            return self._plant(track, seed, current)
        if previous is None:
            return self._nothing
        found = track.step(previous, current)
        return ObjectMask(rle.encode(found.mask), found.score)

    def _plant(self, track: Track, seed: Rle, frame: Image) -> ObjectMask:
        """Start from a mask that was tracked before: trusted for where the object is, less for what it looks like."""
        mask = rle.decode(seed)
        track.learn(frame, mask, prompted=not track.has_learned)
        track.show(mask)
        return ObjectMask(seed, 1.0) if mask.any() else self._nothing
