"""Masks as GraphQL types."""

import strawberry

from masklet.domain.masklet import FrameMasks, ObjectMask


@strawberry.type
class RLEMask:
    size: list[int]
    counts: str
    order: str


@strawberry.type
class RLEMaskForObject:
    object_id: int
    rle_mask: RLEMask
    object_score: float


@strawberry.type
class RLEMaskListOnFrame:
    frame_index: int
    rle_mask_list: list[RLEMaskForObject]


@strawberry.type(description="One of the things that a click may mean.")
class MaskCandidate:
    rle_mask: RLEMask
    quality: float = strawberry.field(description="How well it probably fits what was meant, 0 to 1.")


def _rle_mask(mask: ObjectMask) -> RLEMask:
    return RLEMask(size=[mask.rle.height, mask.rle.width], counts=mask.rle.counts, order="F")


def _mask(object_id: int, mask: ObjectMask) -> RLEMaskForObject:
    return RLEMaskForObject(object_id=object_id, rle_mask=_rle_mask(mask), object_score=mask.object_score)


def candidate(mask: ObjectMask) -> MaskCandidate:
    """One of the masks that a click may mean."""
    return MaskCandidate(rle_mask=_rle_mask(mask), quality=mask.object_score)


def frame_masks(frame: FrameMasks) -> RLEMaskListOnFrame:
    """All masks of a frame, in the order of their objects' ids."""
    masks = [_mask(object_id, mask) for object_id, mask in sorted(frame.masks.items())]
    return RLEMaskListOnFrame(frame_index=frame.frame_index, rle_mask_list=masks)
