"""The Flask app: which address leads where. Given what it needs; reads no setting, starts nothing."""

import json

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from masklet.api.auth.cookies import set_up
from masklet.api.auth.guard import Guard
from masklet.api.auth.oidc import provider_of
from masklet.api.auth.views import AccessViews
from masklet.api.client_files import client_blueprint
from masklet.api.config import ApiConfig
from masklet.api.errors import ErrorCode, expected, graphql_refusal, plain_refusal
from masklet.api.graphql_view import GraphQLView
from masklet.api.health import add_health
from masklet.api.media import media_blueprint
from masklet.api.pace import Pace
from masklet.api.requests import install
from masklet.api.savi_stream import SaviView
from masklet.api.streaming import request_slots, stream_slots
from masklet.domain.access import AccessMode
from masklet.service.interfaces import Services
from masklet.watch.watch import Watch
from masklet.workers.computing import ComputeLimit

_HTTP_CODES = {403: ErrorCode.FORBIDDEN, 413: ErrorCode.LIMIT_EXCEEDED}


def create_app(services: Services, config: ApiConfig | None = None, watch: Watch | None = None) -> Flask:
    """The whole API, and the client where `config.client_dir` has one. `watch` is told what it does."""
    config, watch = config or ApiConfig(), watch or Watch()
    app = Flask("masklet", static_folder=None)
    streams, pace = stream_slots(config.max_streams, config.streams_per_client), Pace(config.rates)
    requests, compute = request_slots(config.max_requests, config.requests_per_client), ComputeLimit()
    graphql = GraphQLView(services, config, streams, requests, pace, watch, compute)
    install(app, config, watch)
    _ask_who(app, services, config, pace)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)
    app.add_url_rule("/graphql", "graphql", graphql.post, methods=["POST"])
    app.add_url_rule(
        "/propagate_in_video",
        "propagate_in_video",
        SaviView(services, config, streams, watch, compute).post,
        methods=["POST"],
    )
    add_health(app, services, config, watch)
    app.register_blueprint(media_blueprint(services))
    if config.client_dir is not None:
        app.register_blueprint(client_blueprint(config.client_dir))
    return app


def _ask_who(app: Flask, services: Services, config: ApiConfig, pace: Pace) -> None:
    """After the checks of names and origins, before everything else."""
    access = config.access
    if access.mode is not AccessMode.OPEN:
        set_up(app, access, config.public_url)
    provider = None if access.oidc is None else provider_of(app, access.oidc, config.public_url)
    app.before_request(Guard(services, access, pace).begin)
    app.register_blueprint(AccessViews(services, access, pace, provider).blueprint())


def _http_error(error: HTTPException) -> Response:
    """Unknown addresses, wrong methods, ranges beyond the end: their status and headers, our shape."""
    response = Response(status=error.code)
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    code = _HTTP_CODES.get(
        error.code or 0, ErrorCode.INVALID_INPUT if (error.code or 500) < 500 else ErrorCode.INTERNAL
    )
    response.content_type = "application/json"
    response.set_data(
        json.dumps({"error": {"code": code.value, "message": error.description or "The request failed."}})
    )
    return response


def _unexpected(error: Exception) -> Response:
    known = expected(error)
    return graphql_refusal(known) if request.path == "/graphql" else plain_refusal(known)
