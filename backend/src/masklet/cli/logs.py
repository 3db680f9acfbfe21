"""How the server logs: structlog to standard error, as text or JSON. No log line holds a mask, a frame or a secret."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from masklet.settings import Settings
from masklet.workers.log_lines import configure


def configure_logs(settings: Settings) -> None:
    """Once per process, before anything is logged."""
    configure(settings.log_style())


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
