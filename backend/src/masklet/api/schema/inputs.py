"""The input types; their names are part of the contract, since clients write them in their queries."""

import strawberry

from masklet.domain.export_options import Resolution
from masklet.domain.session import Direction

strawberry.enum(Direction)
strawberry.enum(Resolution, description="Which pixels masks and pictures are written in.")


@strawberry.input
class StartSessionInput:
    path: str
    engine: str | None = strawberry.field(
        default=strawberry.UNSET, description="An engine's name; the best available one when left out."
    )
    image_size: int | None = strawberry.field(
        default=strawberry.UNSET,
        description="One of the engine's imageSizes: smaller is faster and coarser; the server's choice when left out.",
    )


@strawberry.input
class CloseSessionInput:
    session_id: str


@strawberry.input
class DeleteSessionInput:
    session_id: str


@strawberry.input
class RenameSessionInput:
    session_id: str
    name: str


@strawberry.input
class DuplicateSessionInput:
    session_id: str
    name: str | None = strawberry.field(default=strawberry.UNSET, description="Named after the old one when left out.")


@strawberry.input
class AddPointsInput:
    session_id: str
    frame_index: int
    object_id: int
    labels: list[int]
    points: list[list[float]]
    clear_old_points: bool


@strawberry.input
class AddBoxInput:
    session_id: str
    frame_index: int
    object_id: int
    box: list[float] = strawberry.field(description="[x0, y0, x1, y1] in 0..1")


@strawberry.input
class AddMaskInput:
    session_id: str
    frame_index: int
    object_id: int
    counts: str = strawberry.field(description="COCO run lengths, column-major, compressed.")
    size: list[int] = strawberry.field(description="[height, width] of the clip")


@strawberry.input
class ClearPointsInFrameInput:
    session_id: str
    frame_index: int
    object_id: int


@strawberry.input
class ClearPointsInVideoInput:
    session_id: str


@strawberry.input
class RemoveObjectInput:
    session_id: str
    object_id: int


@strawberry.input
class UpdateObjectInput:
    session_id: str
    object_id: int
    name: str | None = strawberry.UNSET
    colour: str | None = strawberry.UNSET
    class_id: int | None = strawberry.field(default=strawberry.UNSET, description="null: no class; left out: as it is")
    locked: bool | None = strawberry.UNSET


@strawberry.input
class ReorderObjectsInput:
    session_id: str
    object_ids: list[int] = strawberry.field(description="All of the session's, bottom to top.")


@strawberry.input
class MergeObjectsInput:
    session_id: str
    object_id: int
    other_object_id: int = strawberry.field(description="Its masks and prompts go into the object; it is removed.")


@strawberry.input
class SplitObjectInput:
    session_id: str
    object_id: int
    frame_index: int = strawberry.field(description="The first frame of the new object.")
    new_object_id: int


@strawberry.input(description="Frames first to last, both included.")
class MarkFramesInput:
    session_id: str
    object_id: int
    first_frame: int
    last_frame: int
    marked: bool


@strawberry.input
class AddClassInput:
    name: str
    colour: str | None = strawberry.field(default=strawberry.UNSET, description="#rrggbb; chosen when left out.")


@strawberry.input
class UpdateClassInput:
    class_id: int
    name: str | None = strawberry.UNSET
    colour: str | None = strawberry.UNSET


@strawberry.input
class RemoveClassInput:
    class_id: int


@strawberry.input
class PropagateInVideoInput:
    session_id: str
    start_frame_index: int
    end_frame_index: int | None = strawberry.field(
        default=strawberry.UNSET,
        description="The last frame to reach (with BOTH, forward); the clip's end (or beginning) when left out.",
    )
    direction: Direction = Direction.BOTH
    object_ids: list[int] | None = strawberry.UNSET
    first_frame_index: int | None = strawberry.field(
        default=strawberry.UNSET, description="How far back BOTH goes; to the clip's beginning when left out."
    )


@strawberry.input
class CancelPropagateInVideoInput:
    session_id: str


@strawberry.input
class SetEffectsInput:
    session_id: str
    effects: str = strawberry.field(
        description="A JSON list of layers, bottom to top, as the option of an export that draws them."
    )


@strawberry.input
class ExportInput:
    session_id: str
    format: str
    options: str = strawberry.field(default="{}", description="A JSON object of values for the format's options.")
    first_frame: int | None = strawberry.field(
        default=strawberry.UNSET, description="Of the clip; its first when left out."
    )
    last_frame: int | None = strawberry.field(
        default=strawberry.UNSET, description="Included; the clip's last when left out."
    )
    object_ids: list[int] | None = strawberry.field(default=strawberry.UNSET, description="All when left out.")
    stride: int = strawberry.field(default=1, description="Every how many frames, from the first.")
    resolution: Resolution = strawberry.field(
        default=Resolution.NORMALISED,
        description="Which pixels are written: the clip's, or those of the file as it came.",
    )
