"""The calls behind the reference's image arrays: what README.md's first table says."""

import numpy as np

from masklet.sam2_api.image_pixels import squared_pixels

POINT = {"point_coords": np.array([[60, 70]]), "point_labels": np.array([1])}
PROMPTS = {
    "two_points": {"point_coords": [[60, 70], [190, 60]], "point_labels": [1, 0]},
    "box": {"box": [160, 35, 215, 85]},
    "box_point": {"box": [160, 35, 215, 85], "point_coords": [[190, 60]], "point_labels": [1]},
}


def image_arrays(predictor, frame):
    """(name, array) of every image array, from an image predictor."""
    predictor.set_image(frame)
    yield "embed", predictor.get_image_embedding()[0, ::8, ::4, ::4]
    features = predictor.model.encode_image(squared_pixels(frame, predictor.model.image_size, predictor.device)[None])
    yield "high_res_0", features.fine[0, ::8, ::16, ::16]
    yield "high_res_1", features.middle[0, ::8, ::16, ::16]
    _, iou, low = predictor.predict(**POINT)
    yield from (("one_point/low", low), ("one_point/iou", iou))
    _, iou, low = predictor.predict(**POINT, mask_input=low[:1], multimask_output=False)
    yield from (("mask_input/low", low), ("mask_input/iou", iou))
    for name, prompt in PROMPTS.items():
        said = {key: np.array(value) for key, value in prompt.items()}
        _, iou, low = predictor.predict(**said, multimask_output=False)
        yield from ((f"{name}/low", low), (f"{name}/iou", iou))
