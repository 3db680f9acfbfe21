"""What belongs to each request: its number in the log, where addresses begin, which headers go back."""

import structlog
from flask import Flask, Request, Response, g, request

from masklet.api.config import ApiConfig
from masklet.api.errors import Forbidden, graphql_refusal, plain_refusal
from masklet.api.origins import check_host, check_origin
from masklet.api.urls import Urls
from masklet.domain.ids import random_id

ALLOWED_HEADERS = "Accept, Authorization, Content-Type, Range, X-Requested-With, Apollo-Require-Preflight"
EXPOSED_HEADERS = "Accept-Ranges, Content-Disposition, Content-Length, Content-Range, ETag, X-Request-Id"
PREFLIGHT_AGE_S = "600"
# of everything but the client's own page: opened by itself, an answer or a clip is shown, and nothing in it runs
NOTHING_RUNS = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-same-origin"


def urls_of(sent: Request, config: ApiConfig) -> Urls:
    """Addresses as this client can reach them."""
    return Urls(config.public_url or sent.host_url.rstrip("/"))


def install(app: Flask, config: ApiConfig) -> None:
    """Before and after every request."""

    @app.before_request
    def begin() -> Response | None:
        g.request_id = random_id()[:12]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)
        try:
            check_host(request, config)
            check_origin(request, config)
        except Forbidden as refusal:
            return graphql_refusal(refusal) if request.path == "/graphql" else plain_refusal(refusal)
        return _preflight() if request.method == "OPTIONS" else None

    @app.after_request
    def finish(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.get("request_id", "")
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["X-Frame-Options"] = "DENY"
        response.headers.setdefault("Content-Security-Policy", NOTHING_RUNS)
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.vary.add("Origin")
        origin = request.headers.get("Origin")
        if origin is not None and origin in config.cors_origins:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
            response.headers["Access-Control-Expose-Headers"] = EXPOSED_HEADERS
        return response


def _preflight() -> Response:
    response = Response(status=204)
    response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST, OPTIONS"
    response.headers["Access-Control-Allow-Headers"] = ALLOWED_HEADERS
    response.headers["Access-Control-Max-Age"] = PREFLIGHT_AGE_S
    return response
