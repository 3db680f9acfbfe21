"""What belongs to each request: its number in the log, where addresses begin, who may ask, which headers go back."""

import structlog
from flask import Flask, Request, Response, g, request

from masklet.api.config import ApiConfig
from masklet.api.errors import Forbidden, graphql_refusal, plain_refusal
from masklet.api.urls import Urls
from masklet.domain.ids import random_id

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
ALLOWED_HEADERS = "Accept, Content-Type, Range, X-Requested-With, Apollo-Require-Preflight"
EXPOSED_HEADERS = "Accept-Ranges, Content-Disposition, Content-Length, Content-Range, ETag, X-Request-Id"
PREFLIGHT_AGE_S = "600"


def urls_of(sent: Request, config: ApiConfig) -> Urls:
    """Addresses as this client can reach them."""
    return Urls(config.public_url or sent.host_url.rstrip("/"))


def is_own(origin: str, host: str) -> bool:
    """Whether a page of this origin came from this host; the scheme may differ behind a proxy."""
    scheme, separator, rest = origin.partition("://")
    return bool(separator) and scheme in ("http", "https") and rest == host


def install(app: Flask, config: ApiConfig) -> None:
    """Before and after every request."""

    @app.before_request
    def begin() -> Response | None:
        g.request_id = random_id()[:12]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)
        origin = request.headers.get("Origin")
        if origin is None or origin in config.cors_origins or is_own(origin, request.host):
            return _preflight() if request.method == "OPTIONS" else None
        if request.method in SAFE_METHODS:
            return None
        refusal = Forbidden(
            "Pages of other origins may not use this server; MASKLET_CORS_ORIGINS names those that may."
        )
        return graphql_refusal(refusal) if request.path == "/graphql" else plain_refusal(refusal)

    @app.after_request
    def finish(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.get("request_id", "")
        response.headers["X-Content-Type-Options"] = "nosniff"
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
