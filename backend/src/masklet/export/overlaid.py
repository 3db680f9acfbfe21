"""A frame with its masks in the objects' colours, as the stage shows it, for pictures that people look at. Knows no formats."""

from masklet.domain.masklet import FrameMasks
from masklet.export.effects.seen import Picture, Shot
from masklet.export.effects.stack import default_stack, draw, parse_stack
from masklet.export.source import ExportSource


def overlaid(source: ExportSource, frame: FrameMasks) -> Picture:
    """Height x width x 3, RGB. Raises VideoUnreadable."""
    names = [one.name for one in source.objects]
    ids = [one.object_id for one in source.objects]
    picture, labels = source.picture(frame.frame_index), source.labels(frame)
    shot = Shot(picture, labels, source.colours(), names, frame.frame_index, lambda frames: None)
    return draw(shot, parse_stack(default_stack("overlay")), ids)
