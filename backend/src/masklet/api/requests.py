"""What belongs to each request: its number and its line in the log, where addresses begin, which headers go back."""

import contextlib
import re
import time

import structlog
from flask import Flask, Request, Response, g, request

from masklet.api.config import ApiConfig
from masklet.api.errors import Forbidden, graphql_refusal, plain_refusal
from masklet.api.origins import check_host, check_origin
from masklet.api.urls import Urls
from masklet.domain.ids import random_id
from masklet.watch.watch import Watch

ALLOWED_HEADERS = "Accept, Authorization, Content-Type, Range, X-Requested-With, Apollo-Require-Preflight"
EXPOSED_HEADERS = "Accept-Ranges, Content-Disposition, Content-Length, Content-Range, ETag, X-Request-Id"
PREFLIGHT_AGE_S = "600"
_PLAIN_WORD = re.compile(r"[A-Za-z0-9._-]{1,64}")
log = structlog.get_logger(__name__)
# of everything but the client's own page: opened by itself, an answer or a clip is shown, and nothing in it runs
NOTHING_RUNS = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-same-origin"


def urls_of(sent: Request, config: ApiConfig) -> Urls:
    """Addresses as this client can reach them."""
    return Urls(config.public_url or sent.host_url.rstrip("/"))


def request_id_of(sent: Request) -> str:
    """The one that came with it, of a proxy or another program, where it is a plain word; else a new one."""
    said = sent.headers.get("X-Request-Id", "")
    return said if _PLAIN_WORD.fullmatch(said) else random_id()[:12]


def install(app: Flask, config: ApiConfig, watch: Watch) -> None:
    """Before and after every request."""

    @app.before_request
    def begin() -> Response | None:
        g.began, g.request_id = time.perf_counter(), request_id_of(request)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)
        g.span = contextlib.ExitStack()
        trace_id = g.span.enter_context(watch.request(request.method, _address()))
        if trace_id is not None:
            structlog.contextvars.bind_contextvars(trace_id=trace_id)
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
        _tell(response, watch)
        return response

    @app.teardown_request
    def leave(_error: BaseException | None) -> None:
        span = g.pop("span", None)
        if span is not None:
            span.close()


def _address() -> str:
    """The pattern of the address that was asked for, which names no clip and no job."""
    return "unknown" if request.url_rule is None else request.url_rule.rule


def _tell(response: Response, watch: Watch) -> None:
    """One line a request: of what went well only for those who look closely."""
    code = g.get("error_code")
    watch.answered(_address(), response.status_code, code)
    line = {
        "method": request.method,
        "address": _address(),
        "status": response.status_code,
        "ms": round(1000 * (time.perf_counter() - g.get("began", time.perf_counter())), 1),
    }
    if code is None and response.status_code < 500:
        log.debug("request", **line)
    else:
        log.info("request_refused", code=code, **line)


def _preflight() -> Response:
    response = Response(status=204)
    response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST, OPTIONS"
    response.headers["Access-Control-Allow-Headers"] = ALLOWED_HEADERS
    response.headers["Access-Control-Max-Age"] = PREFLIGHT_AGE_S
    return response
