"""Clips, posters, filmstrips, single frames and exports over HTTP. Keys are looked up among known videos, never joined."""

import re
import unicodedata
from pathlib import Path

from flask import Blueprint, Response, request, send_file

from masklet.api.auth.guard import asker
from masklet.api.errors import plain_refusal
from masklet.api.schema.videos import GALLERY
from masklet.api.urls import IMAGE_SUFFIX, video_key
from masklet.domain.errors import MaskletError, VideoNotFound
from masklet.service.interfaces import Services

YEAR_S = 31_536_000
EXPORT_TYPES = {
    ".json": "application/json",
    ".zip": "application/zip",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".png": "image/png",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".masklet": "application/octet-stream",  # as a zip some browsers would unpack it
}


def media_blueprint(services: Services) -> Blueprint:
    """GET and HEAD of everything that belongs to a video or an export."""
    media = Blueprint("media", __name__)
    media.register_error_handler(MaskletError, plain_refusal)

    def seen() -> Services:
        return services.seen_by(asker())

    @media.get("/<any(gallery, uploads):folder>/<path:name>")
    def clip(folder: str, name: str) -> Response:
        key = f"{folder}/{name}"
        return _file(seen().videos.media_file(key), "video/mp4", key)

    @media.get("/posters/<path:image>")
    def poster(image: str) -> Response:
        key = _key(image)
        return _file(seen().videos.poster_file(key), "image/jpeg", key)

    @media.get("/filmstrips/<path:image>")
    def filmstrip(image: str) -> Response:
        key = _key(image)
        return _file(seen().videos.filmstrip_file(key), "image/jpeg", key)

    @media.get("/frames/<path:key>/<int:index>.jpg")
    def frame(key: str, index: int) -> Response:
        response = Response(seen().videos.frame_jpeg(key, index), content_type="image/jpeg")
        response.add_etag()
        _cache(response, key)
        response.make_conditional(request)
        return response

    @media.get("/exports/<job_id>")
    def export(job_id: str) -> Response:
        return _export(*seen().exports.file(job_id))

    @media.get("/exports/<job_id>/manifest")
    def manifest(job_id: str) -> Response:
        return _export(*seen().exports.manifest(job_id))

    return media


def _export(path: Path, name: str) -> Response:
    shown = download_name(name)
    kind = EXPORT_TYPES.get(Path(shown).suffix.lower(), "application/octet-stream")
    response = send_file(path, mimetype=kind, as_attachment=True, download_name=shown, conditional=True)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _key(image: str) -> str:
    if not image.endswith(IMAGE_SUFFIX):
        raise VideoNotFound("There is no such picture.")
    return video_key(image)


def _file(path: Path, kind: str, key: str) -> Response:
    if not path.is_file():
        raise VideoNotFound("The file of this video is missing.")
    response = send_file(path, mimetype=kind, conditional=True)
    _cache(response, key)
    return response


def _cache(response: Response, key: str) -> None:
    """An upload's key is never used again; a sample's clip may be made anew by a later version."""
    lasting = f"private, max-age={YEAR_S}, immutable"
    response.headers["Cache-Control"] = "no-cache" if key.startswith(GALLERY) else lasting


def download_name(name: str) -> str:
    """A name that is safe to save under: no folders, no control signs, no leading dots, not too long."""
    kept = "".join(sign for sign in name if unicodedata.category(sign) not in ("Cc", "Cf", "Cs"))
    kept = re.sub(r'[/\\:*?"<>|]+', "_", kept).strip(" .")
    stem, dot, suffix = kept.rpartition(".")
    if len(kept) > 150 and dot and len(suffix) < 16:
        kept = stem[: 149 - len(suffix)] + "." + suffix
    return kept[:150] or "export"
