"""Runs the app under gunicorn: one process with threads, services made inside it, one line when it is ready."""

import os
import socket
import sys
import threading
from collections.abc import Callable
from typing import Any, NoReturn, Protocol

import click
import structlog
from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from masklet.api.app import create_app
from masklet.api.config import ApiConfig
from masklet.bootstrap import watch_of
from masklet.cli.access import access_of, rates_of
from masklet.cli.gunicorn_logger import StudioLogger
from masklet.cli.gunicorn_worker import CLOSE_S, GRACE_S, StudioWorker, end_process, settle
from masklet.cli.logs import configure_logs
from masklet.domain.access import AccessMode
from masklet.domain.errors import MaskletError
from masklet.domain.preparation import OnProgress
from masklet.service.interfaces import Services
from masklet.settings import Settings
from masklet.watch.watch import Watch

Announce = Callable[[Settings, Services], None]


class HostedServices(Services, Protocol):
    """What is served also goes on with what an earlier run left, and makes the sample clips."""

    def go_on(self) -> None: ...
    def ensure_samples(self, on_progress: OnProgress) -> None: ...
    def end_streams(self) -> None: ...


MakeServices = Callable[[Settings, Watch], HostedServices]


def port_is_free(settings: Settings) -> bool:
    """Whether the address can be listened on now."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError:
            return False
    return True


def data_folder_problem(settings: Settings) -> str | None:
    """Why the data folder cannot be used, or None; makes it where it is missing."""
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        return error.strerror
    return None if os.access(settings.data_dir, os.W_OK | os.X_OK) else "it may not be written to"


def build_app(
    settings: Settings, services: Services, closing: threading.Event | None = None, watch: Watch | None = None
) -> Flask:
    """The API as the settings want it, watched."""
    token = settings.metrics_token
    config = ApiConfig(
        cors_origins=frozenset(settings.cors_origins),
        allowed_hosts=settings.known_hosts(),
        introspection=settings.introspection,
        public_url=settings.public_url,
        client_dir=settings.client_dir,
        max_streams=settings.max_streams,
        max_requests=settings.max_requests,
        requests_per_client=settings.requests_per_client,
        metrics_token=None if token is None else token.get_secret_value(),
        metrics_need_token=settings.access is not AccessMode.OPEN,
        streams_per_client=settings.streams_per_client,
        rates=rates_of(settings),
        access=access_of(settings),
        closing=closing or threading.Event(),
    )
    return create_app(services, config, watch)


class Hosting(BaseApplication):  # type: ignore[misc]
    """gunicorn's view of the product. Everything but the listening socket is made in the serving process."""

    def __init__(self, settings: Settings, make_services: MakeServices, announce: Announce) -> None:
        self._settings = settings
        self._make_services = make_services
        self._announce = announce
        self._closing = threading.Event()
        self._services: HostedServices | None = None
        self._watch: Watch | None = None
        super().__init__()

    def load_config(self) -> None:
        """Nothing is read from files or the command line."""
        host = f"[{self._settings.host}]" if ":" in self._settings.host else self._settings.host
        options = {
            "bind": f"{host}:{self._settings.port}",
            "workers": 1,
            "threads": self._settings.threads,
            "worker_class": StudioWorker,
            "worker_connections": 1000,
            "timeout": 0,  # an upload or a preparation may take as long as it takes
            "graceful_timeout": GRACE_S + CLOSE_S + 1,  # then it is killed
            "keepalive": 15,
            "loglevel": "warning",
            "logger_class": StudioLogger,
            "proc_name": "masklet",
            "control_socket_disable": True,
            "post_worker_init": self._ready,
            "worker_exit": lambda arbiter, worker: end_process(worker),
        }
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        """Called in the serving process, before it takes its first request."""
        configure_logs(self._settings)
        try:
            watch = self._watch = watch_of(self._settings)
            services = self._services = self._make_services(self._settings, watch)
            services.go_on()
            services.ensure_samples(SampleNews())
        except MaskletError as error:
            click.echo(error.message, err=True)
            sys.exit(Arbiter.WORKER_BOOT_ERROR)
        return build_app(self._settings, services, self._closing, watch)

    @property
    def stalled_reader_s(self) -> float:
        """How long a reader may take for what waits for it."""
        return self._settings.stalled_reader_s

    def begin_end(self) -> None:
        """Open streams end at once."""
        self._closing.set()
        if self._services is not None:
            self._services.end_streams()

    def close_services(self) -> None:
        """End jobs between two frames, and every child process."""
        if self._services is not None:
            try:
                self._services.close()
            except Exception:  # noqa: BLE001 - the process ends either way; the log says what went wrong
                structlog.get_logger(__name__).exception("closing failed")
        if self._watch is not None:
            self._watch.close()

    def _ready(self, worker: Any) -> None:  # noqa: ANN401 - gunicorn's own
        settle()
        if worker.age == 1 and self._services is not None:
            self._announce(self._settings, self._services)


class SampleNews:
    """Says once that sample clips are being made, which takes a while."""

    def __init__(self) -> None:
        self._is_said = False

    def __call__(self, done: int, total: int) -> None:
        if total and done < total and not self._is_said:
            self._is_said = True
            say("Making the sample clips of the gallery; this happens once ...")


def say(line: str) -> None:
    """A line for the person who started the program, at once."""
    click.echo(line)
    sys.stdout.flush()


def host_or_exit(settings: Settings, make_services: MakeServices, announce: Announce) -> None:
    """Serve until a signal. A busy port or a useless data folder is one sentence and status 1."""
    if settings.is_open_to_others():
        _refuse(
            f"MASKLET_HOST={settings.host} opens the server to others, and nobody would have to sign in. Say how they do with "
            "MASKLET_ACCESS=token, proxy or oidc, or that they need not with MASKLET_ACCESS=open."
        )
    if not port_is_free(settings):
        _refuse(
            f"Port {settings.port} on {settings.host} cannot be opened: is Masklet running already? "
            "Set MASKLET_PORT to another one."
        )
    problem = data_folder_problem(settings)
    if problem is not None:
        _refuse(f"The data folder {settings.data_dir} cannot be used: {problem}. Set MASKLET_DATA_DIR to another one.")
    configure_logs(settings)  # for the parent's own lines; the serving process does it again for itself
    Hosting(settings, make_services, announce).run()


def _refuse(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(1)
