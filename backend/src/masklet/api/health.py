"""/healthy, /ready and /metrics: whether the server lives, whether it can work, what it does. No secrets, no names, no ids."""

import hmac

from flask import Flask, Request, Response, jsonify, request

from masklet.api.config import ApiConfig
from masklet.api.errors import Forbidden, plain_refusal
from masklet.service.interfaces import Services
from masklet.watch.watch import Watch


def add_health(app: Flask, services: Services, config: ApiConfig, watch: Watch) -> None:
    """GET and HEAD of each; /metrics only where something is counted."""
    watch.collect_state(services.states.now)

    @app.get("/healthy")
    def healthy() -> Response:
        return Response("OK", content_type="text/plain; charset=utf-8")

    @app.get("/ready")
    def ready() -> Response:
        problems = services.readiness.problems()
        is_ready = not any(problems.values())
        response = jsonify({"ready": is_ready, "checks": {name: said or "ok" for name, said in problems.items()}})
        response.status_code = 200 if is_ready else 503
        response.headers["Cache-Control"] = "no-store"
        return response

    @app.get("/metrics")
    def metrics() -> Response:
        if not _may_read(request, config):
            return _refused()
        if watch.metrics is None:
            return Response("Nothing is counted: MASKLET_METRICS is off.\n", 404, content_type="text/plain")
        page, content_type = watch.page()
        return Response(page, content_type=content_type, headers={"Cache-Control": "no-store"})


def _may_read(sent: Request, config: ApiConfig) -> bool:
    if config.metrics_token is None:
        return not config.metrics_need_token
    said = sent.headers.get("Authorization", "")
    return hmac.compare_digest(said.encode(), f"Bearer {config.metrics_token}".encode())


def _refused() -> Response:
    response = plain_refusal(Forbidden("The metrics are read with the bearer token of MASKLET_METRICS_TOKEN."))
    response.status_code = 401
    response.headers["WWW-Authenticate"] = "Bearer"
    return response
