"""The calls behind the reference's video arrays, in their order, in one session: what README.md's second table says."""

import numpy as np
import torch


def video_arrays(predictor, frames):
    """(name, object ids, logits [objects, 72, 128]) of every video array."""
    state = predictor.init_state(frames)
    try:
        for name, (_, ids, masks) in _calls(predictor, state):
            yield name, ids, torch.nn.functional.interpolate(masks, (72, 128), mode="area")[:, 0].numpy()
    finally:
        state.close()


def _calls(predictor, state):
    yield "click/00", predictor.add_new_points_or_box(state, 0, 1, points=[[60, 70]], labels=[1])
    yield "box/02", predictor.add_new_points_or_box(state, 2, 2, box=[150, 40, 205, 90])
    yield from _propagated("forward", predictor.propagate_in_video(state))
    yield "correct/04", predictor.add_new_points_or_box(state, 4, 1, points=[[96, 82], [190, 66]], labels=[1, 0])
    yield from _propagated("again", predictor.propagate_in_video(state, start_frame_idx=4))
    yield from _propagated("reverse", predictor.propagate_in_video(state, start_frame_idx=4, reverse=True))
    ids, changed = predictor.remove_object(state, 1)
    yield from ((f"removed/{at:02d}", (at, ids, masks)) for at, masks in changed)
    predictor.reset_state(state)
    mask = np.zeros((144, 256), bool)
    mask[40:100, 30:90] = True
    yield "mask/03", predictor.add_new_mask(state, 3, 7, mask)
    yield from _propagated(
        "from_mask", predictor.propagate_in_video(state, start_frame_idx=3, max_frame_num_to_track=3)
    )


def _propagated(name, answers):
    yield from ((f"{name}/{answer[0]:02d}", answer) for answer in answers)
