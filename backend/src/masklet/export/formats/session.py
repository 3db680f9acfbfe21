"""A whole session as one file that can be opened anywhere: objects, prompts, masks and, if wanted, the clip itself.

What is in it see domain/session_file.py. Texts are packed, the video is stored as it is.
"""

import hashlib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from masklet.domain import session_file
from masklet.domain.effects import parse_layers
from masklet.domain.export import ExportFormatInfo, ParameterInfo
from masklet.domain.export_options import ExportOptions
from masklet.domain.session_file import FiledPrompt, Manifest
from masklet.export.formats.format import ExportFormat, Steps
from masklet.export.package import FILE_TIME
from masklet.export.source import ExportSource

WITH_VIDEO = ParameterInfo("with_video", "With the video", "toggle", True)
_PIECE = 1024 * 1024

INFO = ExportFormatInfo(
    name="session",
    title="Masklet session",
    description="Everything in one file: objects, prompts, masks and the clip. Opens in any Masklet Studio.",
    suffix=session_file.SUFFIX,
    options=(WITH_VIDEO,),
    selections=(),
)


def write(source: ExportSource, path: Path, options: ExportOptions) -> Steps:
    """One line of masks a frame. The manifest comes last: without it the file is none."""
    with ZipFile(path, "w") as archive:
        sha256 = _write_video(archive, source) if options.values[WITH_VIDEO.name] else _sha256(source.media_file)
        _write_prompts(archive, source)
        with archive.open(_entry(session_file.MASKS), "w", force_zip64=True) as file:
            for done, frame in enumerate(source.frames(), 1):
                if frame.masks:
                    file.write(session_file.masks_line(frame).encode("ascii") + b"\n")
                yield done
        text = session_file.manifest_text(_manifest(source, sha256), version("masklet"))
        archive.writestr(_entry(session_file.MANIFEST), text)


def _manifest(source: ExportSource, sha256: str) -> Manifest:
    objects = session_file.filed_objects(source.objects, source.classes)
    effects = None if source.effects is None else parse_layers(source.effects)
    return Manifest(source.session_name, source.engine, source.video, sha256, objects, effects)


def _write_video(archive: ZipFile, source: ExportSource) -> str:
    """The clip and what stands beside it; answers the clip's SHA-256."""
    digest = hashlib.sha256()
    with archive.open(_entry(session_file.VIDEO, ZIP_STORED), "w", force_zip64=True) as out:
        for piece in _pieces(source.media_file):
            digest.update(piece)
            out.write(piece)
    for name in (session_file.POSTER, session_file.FRAME_TIMES):
        beside = source.media_file.with_name(name)
        if beside.is_file():
            archive.writestr(_entry(name), beside.read_bytes())
    return digest.hexdigest()


def _write_prompts(archive: ZipFile, source: ExportSource) -> None:
    with archive.open(_entry(session_file.PROMPTS), "w", force_zip64=True) as file:
        for object_id, frame_index, prompt in source.prompts:
            line = session_file.prompt_line(FiledPrompt(object_id, frame_index, prompt))
            file.write(line.encode("ascii") + b"\n")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def _entry(name: str, packing: int = ZIP_DEFLATED) -> ZipInfo:
    entry = ZipInfo(name, FILE_TIME)
    entry.compress_type = packing
    entry.external_attr = 0o644 << 16
    return entry


SESSION = ExportFormat(INFO, write)
