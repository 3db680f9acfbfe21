"""What the server is and can: engines, limits, export formats."""

import json
from importlib.metadata import version

import strawberry

from masklet.api.context import Context
from masklet.domain.export import ExportFormatInfo, ParameterInfo


@strawberry.type
class Engine:
    name: str
    title: str
    description: str
    available: bool
    reason: str = strawberry.field(description="Why it is not available; empty when it is.")
    device: str
    needs: str
    is_default: bool


@strawberry.type
class Limits:
    max_upload_bytes: float
    max_duration_sec: float
    max_objects: int
    max_points: int


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


@strawberry.type
class Server:
    version: str
    engines: list[Engine]
    limits: Limits
    export_formats: list[ExportFormat]
    folder_entries: list[str] = strawberry.field(
        description="Names of videos and image folders in the server folder of the settings."
    )


def _engines(context: Context) -> list[Engine]:
    chosen = context.services.default_engine()
    return [
        Engine(
            name=engine.name,
            title=engine.title,
            description=engine.description,
            available=engine.available,
            reason=engine.reason,
            device=engine.device,
            needs=engine.needs,
            is_default=engine == chosen,
        )
        for engine in context.services.engines()
    ]


def _limits(context: Context) -> Limits:
    limits = context.services.limits
    return Limits(
        max_upload_bytes=float(limits.max_upload_bytes),
        max_duration_sec=limits.max_duration_s,
        max_objects=limits.max_objects,
        max_points=limits.max_points,
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
    )


def server(context: Context) -> Server:
    """The whole of it; small and quick to read."""
    return Server(
        version=version("masklet"),
        engines=_engines(context),
        limits=_limits(context),
        export_formats=[_format(known) for known in context.services.exports.formats()],
        folder_entries=list(context.services.uploads.folder_entries()),
    )
