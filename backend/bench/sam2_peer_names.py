"""What transformers' Sam2VideoModel calls the checkpoints' tensors. Made from names and shapes alone; `bench_sam2.py --only proof`
shows that it is right by comparing what both networks answer.

RENAMES are regular expressions, applied to each name one after the other.
"""

import re

from torch import Tensor, stack

_MLP = r"((?:output_hypernetworks_mlps\.\d|iou_prediction_head|pred_obj_score_head|object_pointer_proj))\.layers"

RENAMES: tuple[tuple[str, str], ...] = (
    # the whole
    (r"^maskmem_tpos_enc$", "memory_temporal_positional_encoding"),
    (r"^no_mem_embed$", "no_memory_embedding"),
    (r"^no_mem_pos_enc$", "no_memory_positional_encoding"),
    (r"^no_obj_ptr$", "no_object_pointer"),
    (r"^no_obj_embed_spatial$", "occlusion_spatial_embedding_parameter"),
    (r"^obj_ptr_tpos_proj\.", "temporal_positional_encoding_projection_layer."),
    (r"^obj_ptr_proj\.", "object_pointer_proj."),
    (r"^sam_prompt_encoder\.", "prompt_encoder."),
    (r"^sam_mask_decoder\.", "mask_decoder."),
    # image encoder
    (r"^image_encoder\.trunk\.patch_embed\.proj\.", "vision_encoder.backbone.patch_embed.projection."),
    (r"^image_encoder\.trunk\.", "vision_encoder.backbone."),
    (r"^image_encoder\.neck\.convs\.(\d)\.conv\.", r"vision_encoder.neck.convs.\1."),
    # memory encoder
    (r"mask_downsampler\.encoder\.0\.", "mask_downsampler.layers.0.conv."),
    (r"mask_downsampler\.encoder\.1\.", "mask_downsampler.layers.0.layer_norm."),
    (r"mask_downsampler\.encoder\.3\.", "mask_downsampler.layers.1.conv."),
    (r"mask_downsampler\.encoder\.4\.", "mask_downsampler.layers.1.layer_norm."),
    (r"mask_downsampler\.encoder\.6\.", "mask_downsampler.layers.2.conv."),
    (r"mask_downsampler\.encoder\.7\.", "mask_downsampler.layers.2.layer_norm."),
    (r"mask_downsampler\.encoder\.9\.", "mask_downsampler.layers.3.conv."),
    (r"mask_downsampler\.encoder\.10\.", "mask_downsampler.layers.3.layer_norm."),
    (r"mask_downsampler\.encoder\.12\.", "mask_downsampler.final_conv."),
    (r"\.pix_feat_proj\.", ".feature_projection."),
    (r"\.fuser\.", ".memory_fuser."),
    (r"^(memory_encoder\.memory_fuser.*)\.norm\.", r"\1.layer_norm."),
    (r"\.dwconv\.", ".depthwise_conv."),
    (r"\.pwconv(\d)\.", r".pointwise_conv\1."),
    (r"\.gamma$", ".scale"),
    (r"^memory_encoder\.out_proj\.", "memory_encoder.projection."),
    # prompt encoder
    (r"\.mask_downscaling\.0\.", ".mask_embed.conv1."),
    (r"\.mask_downscaling\.1\.", ".mask_embed.layer_norm1."),
    (r"\.mask_downscaling\.3\.", ".mask_embed.conv2."),
    (r"\.mask_downscaling\.4\.", ".mask_embed.layer_norm2."),
    (r"\.mask_downscaling\.6\.", ".mask_embed.conv3."),
    # mask decoder
    (r"\.output_upscaling\.0\.", ".upscale_conv1."),
    (r"\.output_upscaling\.1\.", ".upscale_layer_norm."),
    (r"\.output_upscaling\.3\.", ".upscale_conv2."),
    (r"\.norm_final_attn\.", ".layer_norm_final_attn."),
    # everywhere
    (r"\.norm(\d)\.", r".layer_norm\1."),
    (r"^memory_attention\.norm\.", "memory_attention.layer_norm."),
    (r"(attn|attn_image|token_to_image|image_to_token)\.out_proj\.", r"\1.o_proj."),
    (r"\.mlp\.layers\.0\.", ".mlp.proj_in."),
    (r"\.mlp\.layers\.1\.", ".mlp.proj_out."),
    (_MLP + r"\.0\.", r"\1.proj_in."),
    (_MLP + r"\.1\.", r"\1.layers.0."),
    (_MLP + r"\.2\.", r"\1.proj_out."),
)
_POINTS = "sam_prompt_encoder.point_embeddings."
_PLACES = "sam_prompt_encoder.pe_layer.positional_encoding_gaussian_matrix"


def renamed(name: str) -> str:
    """The peer's name of one tensor."""
    for pattern, replacement in RENAMES:
        name = re.sub(pattern, replacement, name)
    return name


def peer_tensors(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    """A whole checkpoint. Two things are not one to one: four point embeddings are one table, and the matrix of positions is there twice."""
    points = [tensors[name] for name in sorted(tensors) if name.startswith(_POINTS)]
    kept = {name: tensor for name, tensor in tensors.items() if not name.startswith(_POINTS) and name != _PLACES}
    return {renamed(name): tensor for name, tensor in kept.items()} | {
        "prompt_encoder.point_embed.weight": stack([point[0] for point in points]),
        "prompt_encoder.shared_embedding.positional_embedding": tensors[_PLACES],
        "shared_image_embedding.positional_embedding": tensors[_PLACES],
    }
