"""Session files for the tests: written by the format itself, or piece by piece with something wrong."""

import io
import zipfile
from pathlib import Path
from types import SimpleNamespace

from rows_studio import Studio

from masklet.domain.export_options import ExportOptions
from masklet.domain.session_file import MANIFEST, MASKS, PROMPTS
from masklet.export.formats.session import write
from masklet.service.frames import size_of


def saved(studio: Studio, session_id: str, path: Path, with_video: bool = True) -> bytes:
    """What the export format writes of a session, without a media worker."""
    context = studio.services._context
    with context.database.read() as tx:
        session, video = tx.sessions.get(session_id), tx.sessions.video(session_id)
        media = context.media.folder(tx.videos.id_of(video.path)) / "video.mp4"
        stored = list(tx.masks.frames(session_id, None, 0, video.frame_count - 1, size_of(video)))
        source = SimpleNamespace(
            video=video,
            media_file=media,
            session_name=session.name,
            engine=session.engine,
            objects=tx.objects.all(session_id),
            prompts=tuple(tx.prompts.all(session_id)),
            classes=tuple(tx.classes.all()),
            effects=tx.effects.text(session_id),
            frames=lambda: iter(stored),
        )
    for _ in write(source, path, ExportOptions({"with_video": with_video})):
        pass
    return path.read_bytes()


def opened(studio: Studio, content: bytes) -> str:
    """The session that the file becomes."""
    incoming = studio.services.uploads.begin(None, "mine.masklet", len(content))
    incoming.write(content)
    return studio.services.session_files.open(incoming.upload_id).session_id


def pieces(content: bytes) -> dict[str, bytes]:
    """What is in a session file, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def changed(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """The file with one text changed where it must stand."""
    files = pieces(content)
    assert old in files[name], files[name]
    return packed({**files, name: files[name].replace(old, new, 1)})


__all__ = ["MANIFEST", "MASKS", "PROMPTS", "changed", "opened", "packed", "pieces", "saved"]
