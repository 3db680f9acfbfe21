"""How a process of the product writes its log lines to standard error: as text or JSON, with whom they are about."""

import logging
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

ABOUT = ("request_id", "session_id", "job_id", "trace_id")  # what a call takes along into its worker's log
_OURS = "masklet"


@dataclass(frozen=True, slots=True)
class LogStyle:
    """`level`: the least that is logged of ours; of libraries it is warnings."""

    as_json: bool = False
    level: Literal["debug", "info", "warning", "error"] = "info"

    def to_text(self) -> str:
        """For a child's command line."""
        return f"{'json' if self.as_json else 'text'}:{self.level}"


TEXT_LINES = LogStyle()


def style_of(text: str) -> LogStyle:
    """What `to_text` wrote."""
    form, level = text.split(":")
    return LogStyle(form == "json", level)  # type: ignore[arg-type]  # written by ourselves


def configure(style: LogStyle, worker: str | None = None) -> None:
    """Once per process, before anything is logged. Lines of the standard library's loggers look the same.

    `worker`: the role of this child, None for the server itself.
    """
    level = getattr(logging, style.level.upper())
    shared, last = _processors(worker), _renderers(style)
    structlog.configure(
        processors=[*shared, *last],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last]
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger(_OURS).setLevel(level)


def about() -> Mapping[str, str]:
    """Whom this thread works for, for a call's log lines on the other side of the pipe."""
    bound = structlog.contextvars.get_contextvars()
    return {name: str(bound[name]) for name in ABOUT if name in bound}


def _processors(worker: str | None) -> list[Processor]:
    def name_worker(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        return event if worker is None else {**event, "worker": worker}

    return [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        name_worker,
    ]


def _renderers(style: LogStyle) -> list[Processor]:
    if style.as_json:
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
