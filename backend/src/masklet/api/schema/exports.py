"""What a person wants of an export, from the wire into the domain."""

from masklet.api import parse
from masklet.api.schema.inputs import ExportInput
from masklet.domain.export_options import ExportOptions


def export_options(wanted: ExportInput) -> ExportOptions:
    """What was left out, or null, is the whole. Raises InvalidInput for options that are no JSON object."""
    ids = wanted.object_ids
    return ExportOptions(
        values=parse.options(wanted.options),
        first_frame=wanted.first_frame or 0,
        last_frame=wanted.last_frame if isinstance(wanted.last_frame, int) else None,
        object_ids=tuple(ids) if isinstance(ids, list) else None,
        stride=wanted.stride,
        resolution=wanted.resolution,
    )
