"""The drop-in Python API: the names, arguments and answers that SAM 2's users know, on Masklet's own network and engine."""

from masklet.sam2_api.builders import (
    build_sam2,
    build_sam2_hf,
    build_sam2_video_predictor,
    build_sam2_video_predictor_hf,
)
from masklet.sam2_api.image_predictor import SAM2ImagePredictor
from masklet.sam2_api.video_predictor import SAM2VideoPredictor

__all__ = [
    "SAM2ImagePredictor",
    "SAM2VideoPredictor",
    "build_sam2",
    "build_sam2_hf",
    "build_sam2_video_predictor",
    "build_sam2_video_predictor_hf",
]
