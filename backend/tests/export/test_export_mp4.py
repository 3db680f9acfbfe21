"""MP4: decoded again it is the effect on the clip's own frames, at exactly its times, with its sound."""

import json
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from masklet.domain.masklet import FrameMasks, ObjectMask
from masklet.domain.video import Video
from masklet.export.effects.seen import Shot
from masklet.export.effects.stack import draw, parse_stack
from masklet.export.labels import colour_table, flatten
from masklet.masks import rle
from masklet.video.reader import VideoReader


def frames_of(path, video: Video):
    reader = VideoReader(Path(path), video.frame_count, video.width, video.height)
    frames = [reader.read(index).astype(np.int16) for index in range(video.frame_count)]
    reader.close()
    return frames


def expected(clip, name, values):
    request = clip.request
    stack, maps = parse_stack(stack_text(name, values)), {}
    for index, frame in enumerate(frames_of(request.media_file, request.video)):
        masks = {key: ObjectMask(rle.encode(mask), 1.0) for key, mask in clip.masks[index].items()}
        labels = flatten(FrameMasks(index, masks), request.objects, *frame.shape[:2])
        maps[index] = labels
        names, ids = zip(*((tracked.name, tracked.object_id) for tracked in request.objects), strict=True)
        earlier = lambda frames, index=index: maps.get(index - frames)  # noqa: E731
        shot = Shot(frame.astype(np.uint8), labels, colour_table(request.objects), names, index, earlier)
        yield draw(shot, stack, ids)


def stack_text(name, values):
    return json.dumps([{"effect": {"name": name, "values": values}, "objectIds": None, "enabled": True}])


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("overlay", {}),
        ("overlay", {"mode": "contour", "contourWidth": 4}),
        ("trail", {"opacity": 1}),
        ("spotlight", {}),
        ("erase", {}),
        ("erase_background", {"amount": 0.5}),
        ("blur_background", {"strength": 12}),
    ],
)
def test_frames_are_the_effect_on_the_clip(clip, export, name, values):
    out = export("mp4", effects=stack_text(name, values))
    shown = frames_of(out, clip.request.video)
    wanted = list(expected(clip, name, values))
    source = frames_of(clip.request.media_file, clip.request.video)
    own = differences(shown, wanted)
    assert own.max() < 2
    assert np.median(own) < 0.7 * np.median(differences(shown[:-1], wanted[1:]))
    assert np.median(own) < 0.5 * np.median(differences(shown, source))


def differences(left, right):
    """Mean difference in brightness per pair of frames; hard coloured edges are softened by 4:2:0, brightness is not."""
    weights = np.array([0.2126, 0.7152, 0.0722])
    return np.array([np.abs((a.astype(float) - b) @ weights).mean() for a, b in zip(left, right, strict=True)])


def test_times_are_exact(clip, export):
    with av.open(str(export("mp4"))) as container:
        stream = container.streams.video[0]
        times = [frame.pts * frame.time_base for frame in container.decode(stream)]
        assert stream.codec_context.name == "h264"
        assert stream.average_rate == Fraction(30000, 1001)
    assert times == [index / clip.request.video.frame_rate for index in range(clip.request.video.frame_count)]


def test_sound_is_kept(clip, export):
    source, out = sound(clip.request.media_file), sound(export("mp4"))
    assert abs(len(out) - len(source)) <= 1024
    length = min(len(out), len(source))
    assert np.corrcoef(source[:length], out[:length])[0, 1] > 0.99


def test_a_silent_clip_stays_silent(clip, tmp_path):
    from dataclasses import replace

    from masklet.export import registry

    request = clip.asking("mp4", tmp_path / "x")
    registry.write(replace(request, video=replace(request.video, has_audio=False)), lambda *_: None, lambda: False)
    with av.open(str(tmp_path / "x")) as container:
        assert not container.streams.audio


def sound(path):
    with av.open(str(path)) as container:
        return np.concatenate([frame.to_ndarray().mean(0) for frame in container.decode(audio=0)])
