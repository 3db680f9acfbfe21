"""The built client: its page, its hashed assets, and the policy that keeps it to its own server. Knows no API."""

import mimetypes
from pathlib import Path

from flask import Blueprint, Response, abort, send_from_directory
from werkzeug.exceptions import MethodNotAllowed

CONTENT_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",  # headless components measure and lock scrolling with inline styles
        "img-src 'self' blob: data:",
        "media-src 'self' blob: data:",
        "worker-src 'self'",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".html": "text/html",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".map": "application/json",
}
ASSETS = "assets/"
POSTS = {"graphql", "propagate_in_video", "logout"}
OTHERS = {"gallery", "uploads", "posters", "filmstrips", "frames", "exports", "healthy", "access", "login", "shared"}
FOR_EVER = "public, max-age=31536000, immutable"


def client_blueprint(folder: Path) -> Blueprint:
    """GET of the client's files; a path without a suffix is a place inside the client and gets its page."""
    client = Blueprint("client", __name__)

    @client.get("/")
    @client.get("/<path:path>")
    def page(path: str = "index.html") -> Response:
        _leave_to_the_api(path)
        if not Path(path).suffix:
            path = "index.html"
        suffix = Path(path).suffix.lower()
        kind = TYPES.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
        if not (folder / "index.html").is_file():
            abort(404)
        response = send_from_directory(folder, path, mimetype=kind, conditional=True)
        response.headers["Cache-Control"] = FOR_EVER if path.startswith(ASSETS) else "no-cache"
        response.headers["Content-Security-Policy"] = CONTENT_POLICY
        return response

    return client


def _leave_to_the_api(path: str) -> None:
    """The API's addresses are no places inside the client, whatever follows them."""
    first = path.split("/")[0]
    if first in POSTS:
        raise MethodNotAllowed(valid_methods=["POST"])
    if first in OTHERS:
        abort(404)
