"""The peer: transformers' Sam2VideoModel with our weights, through its public session. Never its source.

Frames are taken as normalised [1, 3, S, S] pixels, answers are logits [objects, 1, S / 4, S / 4].
"""

import copy
import time
from collections import defaultdict
from collections.abc import Sequence

import torch
from sam2_peer_names import peer_tensors
from torch import Tensor
from transformers import Sam2VideoConfig, Sam2VideoInferenceSession, Sam2VideoModel

from masklet.sam2.config import Sam2Config

PARTS = {
    "vision_encoder": "image encoder",
    "memory_attention": "memory attention",
    "prompt_encoder": "decoding",
    "mask_decoder": "decoding",
    "memory_encoder": "remembering",
}


def peer_config(config: Sam2Config) -> Sam2VideoConfig:
    """Ours in the peer's words."""
    trunk, size = config.trunk, config.image_size
    sides = [size // 4, size // 8, size // 16]
    backbone = {
        "model_type": "sam2_hiera_det_model",
        "hidden_size": trunk.width,
        "num_attention_heads": trunk.heads,
        "image_size": [size, size],
        "blocks_per_stage": list(trunk.blocks),
        "embed_dim_per_stage": list(trunk.widths),
        "num_attention_heads_per_stage": [trunk.heads * 2**stage for stage in range(4)],
        "window_size_per_stage": list(trunk.windows),
        "global_attention_blocks": list(trunk.global_blocks),
        "window_positional_embedding_background_size": [trunk.background_grid] * 2,
    }
    return Sam2VideoConfig(
        vision_config={
            "backbone_config": backbone,
            "backbone_channel_list": list(reversed(trunk.widths)),
            "backbone_feature_sizes": [[side, side] for side in sides],
        },
        prompt_encoder_config={"image_size": size},
        mask_decoder_config={"mlp_dim": config.mlp_width},
        image_size=size,
        memory_attention_num_layers=config.memory_layers,
        memory_attention_feed_forward_hidden_size=config.mlp_width,
        memory_attention_rope_feat_sizes=[sides[2], sides[2]],
    )


def peer_model(config: Sam2Config, tensors: dict[str, Tensor]) -> Sam2VideoModel:
    """Float32, on the CPU, strictly loaded."""
    model = Sam2VideoModel(peer_config(config))
    model.load_state_dict(peer_tensors(tensors), strict=True)
    return model.requires_grad_(False).eval()


class Peer:
    """One session over repeated pictures [T, 3, S, S] with `frame_count` frames; `autocast` None: its own precision."""

    name = "transformers"

    def __init__(
        self,
        model: Sam2VideoModel,
        pictures: Tensor,
        frame_count: int,
        size: tuple[int, int],
        autocast: torch.dtype | None = None,
    ) -> None:
        self._model, self.autocast = model, autocast
        self._device = model.device
        self._session = Sam2VideoInferenceSession(
            video=pictures[:1].expand(frame_count, -1, -1, -1),  # a view: no memory, and replaced below
            video_height=size[0],
            video_width=size[1],
            inference_device=self._device,
            inference_state_device=self._device,
            video_storage_device=pictures.device,
            dtype=model.dtype,
        )
        held = pictures.to(model.dtype)
        for index in range(frame_count):
            self._session.processed_frames[index] = held[index % len(held)]

    def click(self, object_id: int, frame_index: int, xy: Sequence[float], remember: bool = True) -> Tensor:
        """A first click, in pixels of the square picture; answers all objects that the session knows on this frame."""
        session = self._session
        point = {
            "point_coords": torch.tensor([[[list(xy)]]], dtype=torch.float32),
            "point_labels": torch.ones(1, 1, 1, dtype=torch.int32),
        }
        session.add_point_inputs(session.obj_id_to_idx(object_id), frame_index, point)
        session.obj_with_new_inputs.append(object_id)
        return self._run(frame_index, remember)

    def step(self, frame_index: int) -> Tensor:
        """Track all objects on a frame, the new memories included."""
        return self._run(frame_index, True)

    def forget(self) -> None:
        """All objects; image features stay cached."""
        self._session.reset_tracking_data()

    def repeat(self, first: int, last: int, prompted: int, object_ids: Sequence[int]) -> None:
        """Frame `first` of the one tracked object stands for all frames up to `last` and, with its prompted frame, for all objects."""
        session = self._session
        kept = session.output_dict_per_obj[0]
        said, tracked = kept["cond_frame_outputs"][prompted], kept["non_cond_frame_outputs"][first]
        for object_id in object_ids:
            place = session.obj_id_to_idx(object_id)
            session.store_output(place, prompted, output_value=copy.deepcopy(said), is_conditioning_frame=True)
            for index in range(first, last + 1):
                session.store_output(place, index, output_value=copy.deepcopy(tracked), is_conditioning_frame=False)
                session.frames_tracked_per_obj[place][index] = {"reverse": False}

    @torch.inference_mode()
    def features(self, picture: Tensor) -> list[Tensor]:
        """Its image features, fine to coarse, [1, channels, side, side]."""
        found = self._model.get_image_features(picture)
        sides = [self._model.config.image_size // stride for stride in (4, 8, 16)]
        return [
            each.reshape(side, side, -1).permute(2, 0, 1)[None]
            for side, each in zip(sides, found.fpn_hidden_states, strict=True)
        ]

    @torch.inference_mode()
    def _run(self, frame_index: int, remember: bool) -> Tensor:
        enabled = self.autocast is not None
        with torch.autocast(self._device.type, self.autocast, enabled=enabled):
            answer = self._model(inference_session=self._session, frame_idx=frame_index, run_mem_encoder=remember)
        logits: Tensor = answer.pred_masks
        return logits


class PeerParts:
    """CPU seconds of a model's parts, by forward hooks, until `close`."""

    def __init__(self, model: Sam2VideoModel) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._began: dict[str, float] = {}
        self._hooks = []
        for part in PARTS:
            module = getattr(model, part)
            self._hooks.append(module.register_forward_pre_hook(lambda *_, part=part: self._begin(part)))
            self._hooks.append(module.register_forward_hook(lambda *_, part=part: self._end(part)))

    def close(self) -> None:
        """Take the hooks away."""
        for hook in self._hooks:
            hook.remove()

    def _begin(self, part: str) -> None:
        self._began[part] = time.process_time()

    def _end(self, part: str) -> None:
        self.seconds[PARTS[part]] += time.process_time() - self._began[part]
