"""From a picture's features and prompts to mask logits: three to choose from, or one.

Legend: B prompts, C masks of a prompt, s side of the coarse grid, L = 4 s.
"""

from dataclasses import replace

import torch
from torch import Tensor

from masklet.sam2.image_encoder import ImageFeatures
from masklet.sam2.mask_choice import choose_mask
from masklet.sam2.mask_decoder import DecodedMasks
from masklet.sam2.network import PromptTensors, Sam2Network


def candidates(
    network: Sam2Network,
    embedding_1Css: Tensor,
    features: ImageFeatures,
    prompt: PromptTensors,
    is_multiple: bool,
    falls_back: bool,
) -> tuple[Tensor, Tensor]:
    """Logits [B, C, L, L] and predicted IoU [B, C], float32 even under autocast. `falls_back`: where one mask is wanted and it
    is unstable, the best of three."""
    with torch.autocast(network.device.type, enabled=False):
        decoded = _decode(network, embedding_1Css.float(), features, prompt)
        if is_multiple:
            return decoded.logits[:, 1:], decoded.iou[:, 1:]
        if not falls_back:
            return decoded.logits[:, :1], decoded.iou[:, :1]
        chosen = choose_mask(decoded, is_doubtful=False)
    return chosen.logits, chosen.iou[:, None]


def _decode(
    network: Sam2Network, embedding_1Css: Tensor, features: ImageFeatures, prompt: PromptTensors
) -> DecodedMasks:
    device, batch = network.device, len(prompt.points)
    mask = None if prompt.mask_logits is None else prompt.mask_logits.to(device)
    here = replace(prompt, points=prompt.points.to(device), labels=prompt.labels.to(device), mask_logits=mask)
    image = embedding_1Css.expand(batch, -1, -1, -1)
    if prompt.said:
        return network.decode(image, features, here)
    return _decode_without_points(network, image, features, mask)


def _decode_without_points(
    network: Sam2Network, image_BCss: Tensor, features: ImageFeatures, mask: Tensor | None
) -> DecodedMasks:
    """A mask alone, or nothing, is said without any point token; where points are said one of padding follows them."""
    encoder, batch = network.sam_prompt_encoder, len(image_BCss)
    no_tokens = torch.zeros(batch, 0, network.config.width, device=network.device)
    places = encoder.pe_layer.grid(features.side, features.side)
    image = image_BCss + encoder.mask(mask, batch, features.side)
    decoded: DecodedMasks = network.sam_mask_decoder(
        image, places, no_tokens, features.middle.float(), features.fine.float()
    )
    return decoded
