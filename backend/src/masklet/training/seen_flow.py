"""The motion that the engine would see between a clip's two frames: DIS optical flow less the camera's own motion, with all
its faults. The same as `engine.flow.scene_motion`, for a batch. Legend: B samples, H x W pixels.
"""

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from masklet.engine.flow.scene_motion import CAMERA_ROUNDS, EVERY, LEAST_NOISE, SMOOTHING
from masklet.engine.proposals.inputs import USUAL_MOTION


def seen_motion(vectors_BHW2: Tensor) -> Tensor:
    """Motion against the camera as the network is told it, B x 2 x H x W: its direction, and a strength below 1."""
    residual = _smooth(vectors_BHW2 - _camera(vectors_BHW2))
    strength = torch.linalg.vector_norm(residual, dim=-1, keepdim=True)
    noise = strength.flatten(1).median(dim=1).values[:, None, None, None] + LEAST_NOISE
    told: Tensor = residual / (strength + USUAL_MOTION * noise)
    return told.permute(0, 3, 1, 2)


def flow_of(pair_23HW: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Optical flow from the first frame to the second, H x W x 2, in pixels."""
    grey = [cv2.cvtColor(np.ascontiguousarray(frame.transpose(1, 2, 0)), cv2.COLOR_RGB2GRAY) for frame in pair_23HW]
    estimator = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    return np.asarray(estimator.calc(grey[0], grey[1], None), np.float32)  # type: ignore[call-overload]


def _camera(vectors_BHW2: Tensor) -> Tensor:
    """The motion, quadratic in place, that most of each picture agrees on."""
    samples, height, width, _ = vectors_BHW2.shape
    ys, xs = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    xs, ys = (xs - width / 2) / width, (ys - height / 2) / width
    basis = torch.stack([torch.ones_like(xs), xs, ys, xs * xs, xs * ys, ys * ys], dim=-1).to(vectors_BHW2)
    basis_N6, known = basis[::EVERY, ::EVERY].reshape(-1, 6), vectors_BHW2[:, ::EVERY, ::EVERY].flatten(1, 2)
    weights = torch.ones(samples, len(basis_N6), device=known.device)
    for _ in range(CAMERA_ROUNDS):
        weighted = basis_N6 * weights[..., None]
        normal = weighted.transpose(1, 2) @ basis_N6 + 1e-4 * torch.eye(6, device=known.device)
        model = torch.linalg.solve(normal, weighted.transpose(1, 2) @ known)
        off = torch.linalg.vector_norm(basis_N6 @ model - known, dim=-1)
        scale = (1.5 * off.median(dim=1, keepdim=True).values).clamp(min=0.3)
        weights = 1 / (1 + (off / scale) ** 2) ** 2
    camera: Tensor = basis.reshape(-1, 6) @ model
    return camera.reshape(vectors_BHW2.shape)


def _smooth(vectors_BHW2: Tensor) -> Tensor:
    """Gaussian, as OpenCV's with its own choice of reach."""
    reach = round(4 * SMOOTHING)
    at = torch.arange(-reach, reach + 1, device=vectors_BHW2.device, dtype=torch.float32)
    kernel = torch.exp(-(at**2) / (2 * SMOOTHING**2))
    kernel = kernel / kernel.sum()
    flat = F.pad(vectors_BHW2.permute(0, 3, 1, 2).flatten(0, 1)[:, None], (reach,) * 4, mode="reflect")
    flat = F.conv2d(F.conv2d(flat, kernel[None, None, None]), kernel[None, None, :, None])
    return flat.reshape(len(vectors_BHW2), 2, *vectors_BHW2.shape[1:3]).permute(0, 2, 3, 1)
