"""An export's frames with a stack of effects on them, one at a time. For every format that holds pictures."""

from collections import deque
from collections.abc import Iterator, Sequence

from masklet.export.effects.seen import LabelMap, Picture, Shot
from masklet.export.effects.stack import Layer, draw, previous_frames
from masklet.export.source import ExportSource


def effected_frames(source: ExportSource, stack: Sequence[Layer]) -> Iterator[Picture]:
    """Every wanted frame, drawn; keeps as many label maps as the stack looks back. Raises VideoUnreadable."""
    colours, object_ids = source.colours(), [tracked.object_id for tracked in source.objects]
    names = [tracked.name for tracked in source.objects]
    looks_back = previous_frames(stack)
    kept: deque[LabelMap] = deque(maxlen=max(looks_back, 1))  # the newest last

    def before(frames: int) -> LabelMap | None:
        return kept[-frames] if frames <= len(kept) else None

    for frame in source.frames(before=looks_back):
        labels = source.labels(frame)
        if frame.frame_index in source.frame_indices:
            shot = Shot(source.picture(frame.frame_index), labels, colours, names, frame.frame_index, before)
            yield draw(shot, stack, object_ids)
        kept.append(labels)
