"""gunicorn's own lines go where the server's lines go, in their form."""

from typing import Any

from gunicorn.glogging import Logger


class StudioLogger(Logger):  # type: ignore[misc]
    """Hands errors on to the root logger, see workers/log_lines.py. There is no access log: api/requests.py writes it."""

    def setup(self, cfg: Any) -> None:  # noqa: ANN401 - gunicorn's own
        """See gunicorn."""
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True
