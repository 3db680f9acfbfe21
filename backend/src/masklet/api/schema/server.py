"""What the server is and can: engines, limits, export formats."""

import json
from importlib.metadata import version

import strawberry

from masklet.api.context import Context
from masklet.api.schema.checkpoints import Checkpoint, checkpoint
from masklet.api.schema.mask_imports import ImportFormat, import_format
from masklet.domain.export import ExportFormatInfo, ExportGroup, ParameterInfo
from masklet.domain.export_options import ExportSelection
from masklet.domain.tracking import EngineInfo

strawberry.enum(ExportGroup, description="What an export is wanted for.")
strawberry.enum(ExportSelection, description="What an export may be limited to.")


@strawberry.type
class Engine:
    name: str
    title: str
    description: str
    available: bool
    reason: str = strawberry.field(description="Why it is not available; empty when it is.")
    device: str
    needs: str
    precision: str = strawberry.field(description="Of its numbers, as bfloat16; empty where it does not apply.")
    estimated_ms: float | None = strawberry.field(
        description="For a frame and an object at the largest image size; null where not known."
    )
    image_sizes: list[int] = strawberry.field(description="To choose from in startSession, largest first; may be none.")
    default_image_size: int | None = strawberry.field(description="Of a session that names none.")
    checkpoint: Checkpoint | None = strawberry.field(description="The one that it needs.")
    is_default: bool


@strawberry.type
class Limits:
    max_upload_bytes: float
    max_duration_sec: float
    max_objects: int
    max_points: int
    uploads_per_minute: int = strawberry.field(description="Of one client, as the next three; 0: as many as it likes.")
    prompts_per_minute: int
    sessions_per_minute: int
    logins_per_minute: int
    streams_per_client: int = strawberry.field(description="Held open at once.")
    requests_per_client: int = strawberry.field(description="Operations and uploads at work at once, streams aside.")
    keep_deleted_sec: float = strawberry.field(description="How long the trash keeps what was deleted; 0: not at all.")


@strawberry.type
class Parameter:
    name: str
    title: str
    kind: str = strawberry.field(description="number, colour, choice or toggle")
    default_value: str = strawberry.field(description="As JSON.")
    minimum: float | None
    maximum: float | None
    choices: list[str]


@strawberry.type
class ExportFormat:
    name: str
    title: str
    description: str
    suffix: str
    options: list[Parameter]
    selections: list[ExportSelection] = strawberry.field(description="What it takes beside its options.")
    group: ExportGroup = strawberry.field(description="What people want it for; formats of one group come together.")


@strawberry.type
class Server:
    version: str
    engines: list[Engine]
    limits: Limits
    export_formats: list[ExportFormat]
    import_formats: list[ImportFormat]
    folder_entries: list[str] = strawberry.field(
        description="Names of videos and image folders in the server folder of the settings."
    )


def _engines(context: Context) -> list[Engine]:
    engines, chosen = context.services.engines(), context.services.default_engine()
    needs_any = any(engine.checkpoint for engine in engines)
    known = {each.name: checkpoint(each) for each in context.services.checkpoints.all()} if needs_any else {}
    size_of = context.services.image_size_of
    return [_engine(each, known.get(each.checkpoint or ""), each == chosen, size_of(each)) for each in engines]


def _engine(engine: EngineInfo, needed: Checkpoint | None, is_default: bool, image_size: int | None) -> Engine:
    return Engine(
        name=engine.name,
        title=engine.title,
        description=engine.description,
        available=engine.available,
        reason=engine.reason,
        device=engine.device,
        needs=engine.needs,
        precision=engine.precision,
        estimated_ms=engine.estimated_ms,
        image_sizes=list(engine.image_sizes),
        default_image_size=image_size,
        checkpoint=needed,
        is_default=is_default,
    )


def _limits(context: Context) -> Limits:
    limits = context.services.limits
    return Limits(
        max_upload_bytes=float(limits.max_upload_bytes),
        max_duration_sec=limits.max_duration_s,
        max_objects=limits.max_objects,
        max_points=limits.max_points,
        uploads_per_minute=context.rates.uploads,
        prompts_per_minute=context.rates.prompts,
        sessions_per_minute=context.rates.sessions,
        logins_per_minute=context.rates.logins,
        streams_per_client=context.streams_per_client,
        requests_per_client=context.requests_per_client,
        keep_deleted_sec=context.services.keeping.keep_deleted_s,
    )


def _parameter(option: ParameterInfo) -> Parameter:
    return Parameter(
        name=option.name,
        title=option.title,
        kind=option.kind,
        default_value=json.dumps(option.default),
        minimum=option.minimum,
        maximum=option.maximum,
        choices=list(option.choices),
    )


def _format(known: ExportFormatInfo) -> ExportFormat:
    return ExportFormat(
        name=known.name,
        title=known.title,
        description=known.description,
        suffix=known.suffix,
        options=[_parameter(option) for option in known.options],
        selections=list(known.selections),
        group=known.group,
    )


def server(context: Context) -> Server:
    """The whole of it; small and quick to read."""
    return Server(
        version=version("masklet"),
        engines=_engines(context),
        limits=_limits(context),
        export_formats=[_format(known) for known in context.services.exports.formats()],
        import_formats=[import_format(known) for known in context.services.mask_imports.formats()],
        folder_entries=list(context.services.uploads.folder_entries()),
    )
