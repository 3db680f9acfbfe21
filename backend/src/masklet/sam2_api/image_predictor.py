"""SAM2ImagePredictor: masks of single pictures with the names, arguments and answers that SAM 2's users know.

Legend: B prompts, C masks of a prompt (3, or 1), H W the picture's height and width, L side of mask logits (256).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from masklet.domain.errors import InvalidInput
from masklet.sam2.image_encoder import ImageFeatures
from masklet.sam2.network import Sam2Network
from masklet.sam2_api.errors import PromptError
from masklet.sam2_api.image_decoding import candidates
from masklet.sam2_api.image_pixels import Picture, at_picture_size, picture_size, squared_pixels
from masklet.sam2_api.image_prompts import Said, Scale, image_prompt
from masklet.sam2_api.model import SAM2Model
from masklet.sam2_api.video_predictor import SAM2VideoPredictor

LOW_RES_REACH = 32.0  # logits that are handed out to be prompts again are clamped to this
Array = NDArray[np.float32]
Answer = tuple[Array, Array, Array]
_Said = tuple[Said | None, Said | None, Said | None, Said | None]  # points, labels, box, mask
Answers = tuple[list[Array], list[Array], list[Array]]


class NoImageSet(InvalidInput, RuntimeError):
    """A prediction before any image, or of a batch where one image was set."""


@dataclass(frozen=True, slots=True)
class _SetImages:
    """`sizes` are (height, width) of each; `embedding` [images, 256, s, s] is what the decoder sees of them."""

    sizes: Sequence[tuple[int, int]]
    features: ImageFeatures
    embedding: Tensor
    is_batch: bool


class SAM2ImagePredictor:
    """`sam_model` is what build_sam2 or build_sam2_video_predictor returned. `max_hole_area`, `max_sprinkle_area`: holes and specks of at
    most so many pixels of the L x L mask are closed and removed."""

    def __init__(
        self,
        sam_model: SAM2Model | SAM2VideoPredictor,
        mask_threshold: float = 0.0,
        max_hole_area: float = 0.0,
        max_sprinkle_area: float = 0.0,
    ) -> None:
        self.model = sam_model
        self.mask_threshold = mask_threshold
        self.max_hole_area, self.max_sprinkle_area = max_hole_area, max_sprinkle_area
        self._images: _SetImages | None = None

    @classmethod
    def from_pretrained(
        cls,
        model_id: str | PathLike[str],
        *,
        mask_threshold: float = 0.0,
        max_hole_area: float = 0.0,
        max_sprinkle_area: float = 0.0,
        **kwargs: Any,  # noqa: ANN401 - the builder's
    ) -> "SAM2ImagePredictor":
        """From a Hugging Face id or a local path; other keywords are build_sam2's. Raises what build_sam2_hf raises."""
        from masklet.sam2_api.builders import build_sam2_hf

        return cls(build_sam2_hf(model_id, **kwargs), mask_threshold, max_hole_area, max_sprinkle_area)

    @property
    def device(self) -> torch.device:
        """Where the network is."""
        return self._network.device

    def set_image(self, image: Picture) -> None:
        """Encode a picture [H, W, 3] RGB uint8 (or floats from 0 to 1), or Pillow's, for predictions. Raises InvalidInput."""
        self._set([image], is_batch=False)

    def set_image_batch(self, image_list: Sequence[Picture]) -> None:
        """Encode several pictures, of any sizes, for `predict_batch`. Raises InvalidInput."""
        if not isinstance(image_list, Sequence) or not image_list:
            raise InvalidInput("set_image_batch takes a list of at least one image.")
        self._set(image_list, is_batch=True)

    def predict(
        self,
        point_coords: Said | None = None,
        point_labels: Said | None = None,
        box: Said | None = None,
        mask_input: Said | None = None,
        multimask_output: bool = True,
        return_logits: bool = False,
        normalize_coords: bool = True,
    ) -> Answer:
        """Masks [C, H, W] float32 of 0 and 1 (logits with `return_logits`), their predicted IoU [C], and logits [C, L, L] to
        pass as `mask_input` [1, L, L] next time; with B > 1 prompts a B in front of each.

        Points [N, 2] or [B, N, 2] in pixels (in 0..1 without `normalize_coords`), labels 1 and 0, boxes [4] or [B, 4].
        Raises PromptError, NoImageSet.
        """
        if self._images is None:
            raise NoImageSet("An image must be set with .set_image(...) before mask prediction.")
        said = (point_coords, point_labels, box, mask_input)
        return self._answer(len(self._images.sizes) - 1, said, multimask_output, return_logits, normalize_coords)

    def predict_batch(
        self,
        point_coords_batch: Sequence[Said] | None = None,
        point_labels_batch: Sequence[Said] | None = None,
        box_batch: Sequence[Said] | None = None,
        mask_input_batch: Sequence[Said] | None = None,
        multimask_output: bool = True,
        return_logits: bool = False,
        normalize_coords: bool = True,
    ) -> Answers:
        """`predict` for each picture of `set_image_batch`: three lists. Raises PromptError, NoImageSet."""
        if self._images is None or not self._images.is_batch:
            raise NoImageSet("Images must be set with .set_image_batch(...) before batched mask prediction.")
        count = len(self._images.sizes)
        columns = [
            _column(each, count) for each in (point_coords_batch, point_labels_batch, box_batch, mask_input_batch)
        ]
        answers = [
            self._answer(index, said, multimask_output, return_logits, normalize_coords)
            for index, said in enumerate(zip(*columns, strict=True))
        ]
        masks, ious, logits = (list(each) for each in zip(*answers, strict=True))
        return masks, ious, logits

    def get_image_embedding(self) -> Tensor:
        """[images, 256, s, s]: what the decoder sees of the picture. Raises NoImageSet."""
        if self._images is None:
            raise NoImageSet("An image must be set with .set_image(...) to generate an embedding.")
        return self._images.embedding

    def reset_predictor(self) -> None:
        """Forget the pictures."""
        self._images = None

    @property
    def _network(self) -> Sam2Network:
        return self.model.network if isinstance(self.model, SAM2VideoPredictor) else self.model

    @torch.no_grad()
    def _set(self, images: Sequence[Picture], is_batch: bool) -> None:
        self.reset_predictor()
        sizes = [picture_size(image) for image in images]
        pixels = torch.stack([squared_pixels(image, self.model.image_size, self.device) for image in images])
        features = self._network.encode_image(pixels)
        self._images = _SetImages(sizes, features, self._network.without_memory(features), is_batch)

    @torch.no_grad()
    def _answer(self, index: int, said: _Said, is_multiple: bool, wants_logits: bool, is_in_pixels: bool) -> Answer:
        assert self._images is not None
        (height, width), side = self._images.sizes[index], self.model.image_size
        scale = Scale(side / width, side / height, side) if is_in_pixels else Scale(side, side, side)
        prompt = image_prompt(*said, scale)
        embedding = self._images.embedding[index : index + 1]
        falls_back = getattr(self.model, "falls_back", True)
        low, iou = candidates(self._network, embedding, self._images.features[index], prompt, is_multiple, falls_back)
        masks = at_picture_size(low, (height, width), self.mask_threshold, self.max_hole_area, self.max_sprinkle_area)
        masks = masks if wants_logits else masks > self.mask_threshold
        return _array(masks), _array(iou), _array(low.clamp(-LOW_RES_REACH, LOW_RES_REACH))


def _column(batch: Sequence[Said] | None, count: int) -> Sequence[Said | None]:
    if batch is None:
        return [None] * count
    if len(batch) != count:
        raise PromptError(f"There are {count} images and prompts for {len(batch)}.")
    return batch


def _array(answer: Tensor) -> Array:
    """Without the prompts' dimension where there is one prompt."""
    array: Array = (answer[0] if len(answer) == 1 else answer).float().cpu().numpy()
    return array
