"""How the server logs: structlog to standard error, as text or JSON. No log line holds a mask, a frame or a secret."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from masklet.settings import Settings


def configure_logs(settings: Settings) -> None:
    """Once per process, before anything is logged."""
    as_json = settings.log_format == "json"
    renderer = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
        if as_json
        else [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, settings.log_level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


@contextmanager
def only_warnings() -> Iterator[None]:
    """For commands that do a server's work in passing: what went well is not told, and nothing is mixed into their output."""
    kept = structlog.get_config()
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    try:
        yield
    finally:
        structlog.configure(**kept)
